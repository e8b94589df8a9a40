"""The exercises of the chapter on a hidden weight."""

from __future__ import annotations

import numpy as np
from sympy import Derivative

from book.exercises.cases import forward, networks
from book.exercises.formula import Formula
from book.exercises.numbers import Code, Numbers
from book.notation import X, epsilon, i, x
from book.running_example import INPUTS, WIDE_TARGETS, WIDE_W, V
from netlib import Network
from netlib.gradcheck import complex_step


def slopes(x: np.ndarray, t: np.ndarray, V: np.ndarray, W: np.ndarray) -> np.ndarray:
    """The loss over the hidden weights, by the complex step: no formula of this chapter is used."""
    return complex_step(lambda table: Network([table, W]).loss(x, t), V)


def parts(x, t, V, W):
    """The pieces of the formula: hidden activations, their slopes, deltas."""
    a, y = forward(x, V, W)
    return a, a * (1 - a), y * (1 - y) * (t - y)


def one_path(x, t, V, W):
    _, slope, delta = parts(x, t, V, W)
    return -2 * np.outer(slope * delta[0] * W[0], x)


def without_the_slope(x, t, V, W):
    delta = parts(x, t, V, W)[2]
    return -2 * np.outer(W.T @ delta, x)


def without_weights(x, t, V, W):
    _, slope, delta = parts(x, t, V, W)
    return -2 * np.outer(slope * delta.sum(), x)


def weights_the_wrong_way_round(x, t, V, W):
    _, slope, delta = parts(x, t, V, W)
    return -2 * np.outer(slope * (W @ delta), x) if len(W) == W.shape[1] else np.full(V.shape, np.nan)


def zeros_without_the_edges_of_node_2() -> int:
    """How many slopes are 0 when no edge leads from the second hidden node to an output."""
    return int(np.sum(slopes(INPUTS, WIDE_TARGETS, V, WIDE_W * [1, 0]) == 0))


ROWS = {
    "6.1": Formula(Derivative(epsilon, x[i]), {i: (1, X)}),
    "6.2": Code(
        networks,
        slopes,
        ("the slopes of V",),
        (
            ("the path through the first output alone is counted: add the paths through the others", one_path),
            ("the slope of the hidden node, a(1 - a), is left out", without_the_slope),
            ("the deltas are added without the weights that they came through", without_weights),
            ("W is used the wrong way round: node h needs the weights that leave it", weights_the_wrong_way_round),
        ),
    ),
    "6.3": Numbers(
        zeros_without_the_edges_of_node_2,
        look="Follow each of the four weights: which of them can still reach an output?",
    ),
}
