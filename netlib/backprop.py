"""Forward and backward through a dense network: the formulas of the book, one line each, in the order of its argument.

x is one example of shape (n_0,) or a batch of shape (N, n_0), and t its target, of shape (n_L,) or (N, n_L). Layers
count from 0, the input: W[l] and b[l] lead from layer l to layer l + 1, W[l] of shape (n_(l+1), n_l) with a row for
each node that it leads to. So a[l] is what enters W[l]. Without biases every b[l] is 0. `functions` are rows of
`netlib.activations`, one for each W[l], and `loss` is a row of `netlib.losses`. Nothing is checked here and nothing is
changed; `netlib.network` does both.
"""

from __future__ import annotations

import numpy as np


def forward(x, W, b, functions):
    """The weighted sums z and the activations a, layer after layer (E01). a[0] is x and a[-1] is the output y."""
    z, a = [], [x]
    for l, function in enumerate(functions):
        z.append(a[l] @ W[l].T + b[l])  # z_k = sum over j of w_kj a_j, plus the bias of node k
        a.append(function.function(z[l]))  # a_k = sigma(z_k) (E07), or what else the row says
    return z, a


def total_loss(z, a, t, functions, loss):
    """The loss epsilon: the sum over all outputs, and over all examples of a batch (E03, E08)."""
    return loss.of_outputs(functions[-1], t, a[-1], z[-1]).sum()


def deltas(z, a, t, W, functions, loss):
    """The delta of every node, minus half the derivative of the loss by its z: delta[l] belongs to layer l + 1.

    For sigmoids and the sum of squared errors, the output has delta_o = y_o (1 - y_o)(t_o - y_o) (E26), and a node of
    any layer before has delta_h = a_h (1 - a_h) sum over o of delta_o w_oh (E43, E46). Other rows bring their own slope
    and their own derivative of the loss (E48).
    """
    delta = [loss.pull_back(functions[-1], t, a[-1], z[-1]) / -2]
    for l in range(len(W) - 1, 0, -1):
        sent_back = delta[0] @ W[l]  # for node h of layer l: sum over o of delta_o w_oh
        delta.insert(0, functions[l - 1].pull_back(sent_back, a[l], z[l - 1]))  # times the slope a_h (1 - a_h) (E20)
    return delta


def gradient(a, delta):
    """The derivatives of the loss by every W[l] and every b[l]: -2 delta_k a_j (E25, E42) and -2 delta_k.

    Over a batch they are the sums of those of its examples: the product of the matrices adds them up.
    """
    rows = [np.atleast_2d(d) for d in delta]  # a single example is a batch of one
    d_W = [-2 * d.T @ np.atleast_2d(a[l]) for l, d in enumerate(rows)]
    d_b = [-2 * d.sum(axis=0) for d in rows]
    return d_W, d_b


def moved(values, slopes, alpha):
    """New weights or biases, one step downhill: w - (alpha/2) d loss/dw, which is w + alpha delta a (E27, E44, E47)."""
    return [value - alpha / 2 * slope for value, slope in zip(values, slopes, strict=True)]
