"""The exercises of the chapter on the delta of a hidden node."""

from __future__ import annotations

import numpy as np
from sympy import Derivative

from book.exercises.cases import forward, networks_and_rates
from book.exercises.formula import Formula
from book.exercises.numbers import Choice, Code
from book.notation import H, epsilon, h, z_h
from book.running_example import ALPHA, INPUTS, WIDE_TARGETS, WIDE_W, V
from netlib import Network
from netlib.gradcheck import complex_step


def one_step(x: np.ndarray, t: np.ndarray, V: np.ndarray, W: np.ndarray, alpha: float) -> tuple[np.ndarray, np.ndarray]:
    """Half of alpha down the gradient of the complex step: no formula of this chapter is used."""
    slopes_of_V = complex_step(lambda table: Network([table, W]).loss(x, t), V)
    slopes_of_W = complex_step(lambda table: Network([V, table]).loss(x, t), W)
    return V - alpha / 2 * slopes_of_V, W - alpha / 2 * slopes_of_W


def stepped(x, t, V, W, alpha, factor=1.0, sloped=True, weighted=True, late=False):
    """The rule, or what it becomes with one of the usual mistakes."""
    a, y = forward(x, V, W)
    delta = factor * y * (1 - y) * (t - y)
    new_W = W + alpha * np.outer(delta, a)
    back = (new_W if late else W).T @ delta if weighted else np.full(len(a), delta.sum())
    return V + alpha * np.outer((a * (1 - a) if sloped else 1) * back, x), new_W


def uphill(*arguments):
    return stepped(*arguments, factor=-1)


def twice(*arguments):
    return stepped(*arguments, factor=2)


def without_the_slope(*arguments):
    return stepped(*arguments, sloped=False)


def without_weights(*arguments):
    return stepped(*arguments, weighted=False)


def with_weights_already_changed(*arguments):
    return stepped(*arguments, late=True)


def what_moves_from_zero_weights() -> str:
    """Which tables change in one step of netlib from W = 0."""
    net = Network([V.copy(), np.zeros_like(WIDE_W)])
    net.step(INPUTS, WIDE_TARGETS, alpha=ALPHA)
    moves = (not np.array_equal(net.weights[0], V), bool(np.any(net.weights[1])))
    return {(True, True): "both", (True, False): "only v", (False, True): "only w", (False, False): "none"}[moves]


ROWS = {
    "7.1": Formula(Derivative(epsilon, z_h[h]), {h: (1, H)}),
    "7.2": Code(
        networks_and_rates,
        one_step,
        ("the new V", "the new W"),
        (
            ("the step goes uphill: the rule adds alpha times delta times the activation", uphill),
            ("the step is twice as long: alpha already contains the 2", twice),
            ("the slope of the hidden node, a(1 - a), is left out", without_the_slope),
            ("the deltas are added without the weights that they came through", without_weights),
            ("W is used after its own step: send the deltas back first", with_weights_already_changed),
        ),
    ),
    "7.3": Choice(
        ("both", "only v", "only w", "none"),
        what_moves_from_zero_weights,
        "Take one step from W = 0 and compare the weights before and after.",
    ),
}
