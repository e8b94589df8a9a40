"""Wrong answers to the exercises on a hidden weight."""

import numpy as np
from sympy import Derivative, Integer, Sum

from book.notation import H, X, Y, delta_h, delta_o, epsilon, h, i, k, start, v, w
from linebyline import Derivation

start()


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def hidden_slopes(x, t, V, W):
    a = sigmoid(V @ x)
    y = sigmoid(W @ a)
    return -2 * np.outer(a * (1 - a) * (W.T @ (y * (1 - y) * (t - y))), x)


def half_of_hidden_slopes(*network):
    return hidden_slopes(*network) / 2


def ascending(*network):
    return -hidden_slopes(*network)


def columns_for_rows(*network):
    return hidden_slopes(*network).T


def first_path_only(x, t, V, W):
    return hidden_slopes(x, t[:1], V, W[:1])


def linear_hidden_nodes(x, t, V, W):
    y = sigmoid(W @ sigmoid(V @ x))
    return -2 * np.outer(W.T @ (y * (1 - y) * (t - y)), x)


def unweighted(x, t, V, W):
    a = sigmoid(V @ x)
    y = sigmoid(W @ a)
    return -2 * np.outer(a * (1 - a) * np.sum(y * (1 - y) * (t - y)), x)


def right_for_two_hidden_nodes_only(x, t, V, W):
    slopes = hidden_slopes(x, t, V, W)
    slopes[2:] = 0
    return slopes


def one_entry_off(*network):
    slopes = hidden_slopes(*network)
    slopes[0, 1] *= 1.1
    return slopes


def moves_the_weights(x, t, V, W):
    V -= hidden_slopes(x, t, V, W)
    return V


over_inputs = Sum(delta_h[h] * v[h, i], (h, 1, H))
other_start = Derivation(Derivative(epsilon, v[h, i]), {h: (1, H), i: (1, X)})

WRONG_ANSWERS = {
    "6.1": [
        (2 * over_inputs, "The sign is wrong"),
        (-over_inputs, "a constant factor is too small"),
        (-4 * over_inputs, "a constant factor is too large"),
        (-2 * Sum(delta_h[h], (h, 1, H)), "The weights v are left out of the sum over h"),
        (-2 * delta_h[h] * v[h, i], "is a sum over h missing?"),
        (-2 * Sum(v[h, i] * Sum(delta_o[k] * w[k, h], (k, 1, Y)), (h, 1, H)), "different values"),
        (-2 * Sum(delta_h[h] * v[i, h], (h, 1, H)), "v[i, h]"),
        (Derivative(epsilon, X), "a derivative is left"),
        (Integer(0), "identically zero"),
        (other_start, "it has to start at Derivative(epsilon, x[i])"),
    ],
    "6.2": [
        (ascending, "every sign is turned round"),
        (half_of_hidden_slopes, "half of what it should be"),
        (columns_for_rows, "rows and columns are exchanged"),
        (first_path_only, "through the first output alone"),
        (linear_hidden_nodes, "slope of the hidden node, a(1 - a), is left out"),
        (unweighted, "without the weights that they came through"),
        (right_for_two_hidden_nodes_only, "3 inputs, 4 hidden nodes and 2 outputs"),
        (one_entry_off, "entry [0, 1] is 10 % too large"),
        (moves_the_weights, "changes the arrays"),
        (np.outer, "your function stopped with"),
    ],
    "6.3": [
        (0, "too small"),
        (1, "too small"),
        (3, "too large"),
        ([2, 2], "the shape is (2,)"),
    ],
}
