"""The exercises of the page "Backpropagation in twenty lines"; their numbers begin with 20."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sympy import Derivative, Sum, Symbol

from book.exercises.cases import forward, networks
from book.exercises.formula import Formula
from book.exercises.numbers import Choice, Code
from book.notation import H, Y, epsilon, h, j, k, o, w
from netlib import Network, sgd
from netlib.gradcheck import complex_step

RATE, DECAY = 0.3, 0.01  #: where the function is tried; with a rate of 1/2, two of the mistakes would be one
lam = Symbol("lambda", positive=True)
PUNISHED = epsilon + lam * Sum(w[k, j] ** 2, (k, 1, Y), (j, 1, H))


def hidden_nodes_from_equal_weights() -> str:
    """What becomes of hidden nodes that start alike, after some epochs on XOR."""
    inputs, targets = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], [[0], [1], [1], [0]]
    net = Network([np.full((4, 3), 0.5), np.full((1, 4), 0.5)])
    sgd(net, inputs, targets, alpha=2, epochs=50, batch_size=1, rng=0, progress=False)
    alike = np.allclose(net.weights[0], net.weights[0][0], rtol=0, atol=1e-9)
    return "they stay alike" if alike else "each becomes different"


def cases() -> Iterator[tuple[str, tuple]]:
    """Arguments x, t, V, W, alpha, decay."""
    for special, arguments in networks():
        yield special, (*arguments, RATE, DECAY)


def decayed(x, t, V, W, alpha, decay) -> tuple[np.ndarray, np.ndarray]:
    """Half of alpha down the slope of the punished loss, by the complex step: no formula of the book is used."""

    def of_V(table):
        return Network([table, W]).loss(x, t) + decay * (table**2).sum()

    def of_W(table):
        return Network([V, table]).loss(x, t) + decay * (table**2).sum()

    return V - alpha / 2 * complex_step(of_V, V), W - alpha / 2 * complex_step(of_W, W)


def stepped(x, t, V, W, alpha, shrink_V, shrink_W):
    """The rule, and what is subtracted besides."""
    a, y = forward(x, V, W)
    delta_o = y * (1 - y) * (t - y)
    delta_h = a * (1 - a) * (W.T @ delta_o)
    return V + alpha * np.outer(delta_h, x) - shrink_V * V, W + alpha * np.outer(delta_o, a) - shrink_W * W


def without_decay(x, t, V, W, alpha, decay):
    return stepped(x, t, V, W, alpha, 0, 0)


def twice_the_decay(x, t, V, W, alpha, decay):
    return stepped(x, t, V, W, alpha, 2 * alpha * decay, 2 * alpha * decay)


def without_the_rate(x, t, V, W, alpha, decay):
    return stepped(x, t, V, W, alpha, decay, decay)


def growing(x, t, V, W, alpha, decay):
    return stepped(x, t, V, W, alpha, -alpha * decay, -alpha * decay)


ROWS = {
    "20.1": Choice(
        ("they stay alike", "each becomes different", "the first one differs from the others"),
        hidden_nodes_from_equal_weights,
        "Train from V = np.full((4, 3), 0.5) and W = np.full((1, 4), 0.5), and look at the rows of V.",
    ),
    "20.2": Formula(Derivative(PUNISHED, w[o, h]), {o: (1, Y), h: (1, H)}),
    "20.3": Code(
        cases,
        decayed,
        ("the new V", "the new W"),
        (
            ("the weights do not shrink: the slope of the sum of squares is left out", without_decay),
            ("the weights shrink twice as much: alpha has absorbed this factor 2 as well", twice_the_decay),
            ("the sum of squares is stepped down without alpha", without_the_rate),
            ("the weights grow: the step goes up the slope of the sum of squares", growing),
        ),
    ),
}
