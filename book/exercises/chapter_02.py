"""The exercises of the chapter on the steepest direction."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sympy import Derivative, Sum

from book.exercises.formula import Formula
from book.exercises.numbers import Choice, Code, Numbers
from book.notation import H, Y, h, j, k, o, w
from book.running_example import INPUTS, TARGETS, V, W
from netlib import Network
from netlib.gradcheck import complex_step


def movements() -> Iterator[tuple[str, tuple]]:
    """Arguments x, t, V, W and the speeds of V and W: the small network, then one with layers of different widths."""
    speeds = np.array([[0.3, -0.2], [0.5, 0.1]]), np.array([[-0.6, 0.5]])
    yield "in the chapter's network", (INPUTS, TARGETS, V, W, *speeds)
    rng = np.random.default_rng(2)
    arrays = [rng.normal(size=shape) for shape in (3, 2, (4, 3), (2, 4), (4, 3), (2, 4))]
    yield "in a network of 3 inputs, 4 hidden nodes and 2 outputs", tuple(arrays)


def slope(x, t, V, W, V_speed, W_speed) -> np.ndarray:
    """By the complex step in time: the loss is only evaluated."""

    def loss(time):
        return Network([V + time * V_speed, W + time * W_speed]).loss(x, t)

    return complex_step(loss, np.array(0.0))


def only_V_moves(x, t, V, W, V_speed, W_speed):
    return slope(x, t, V, W, V_speed, 0 * W_speed)


def only_W_moves(x, t, V, W, V_speed, W_speed):
    return slope(x, t, V, W, 0 * V_speed, W_speed)


def for_length_one(x, t, V, W, V_speed, W_speed):
    return slope(x, t, V, W, V_speed, W_speed) / np.sqrt(np.sum(V_speed**2) + np.sum(W_speed**2))


def change_alone(x, t, V, W, V_speed, W_speed):
    """The change of the loss, not divided by the time: next to nothing."""
    return 0 * slope(x, t, V, W, V_speed, W_speed)


def after_a_long_step() -> str:
    """What the loss does in one step of netlib."""
    net, target = Network([V.copy(), W.copy()]), [0.6]
    before = net.loss(INPUTS, target)
    net.step(INPUTS, target, alpha=2 * 100)
    after = net.loss(INPUTS, target)
    return "it falls" if after < before else "it rises" if after > before else "it stays"


def steepest_fall() -> float:
    """The lowest slope among directions so close to each other that the error is below one in a million."""
    turns = np.linspace(0, 2 * np.pi, 10_000)
    return float(np.min(3 * np.cos(turns) - 4 * np.sin(turns)))


ROWS = {
    "2.1": Formula(Derivative(Sum(w[k, j] ** 2, (k, 1, Y), (j, 1, H)), w[o, h]), {o: (1, Y), h: (1, H)}),
    "2.2": Code(
        movements,
        slope,
        ("the slope",),
        (
            ("only V moves: move W as well", only_V_moves),
            ("only W moves: move V as well", only_W_moves),
            (
                "the slope is divided by the length of the direction: the weights move at the given speeds",
                for_length_one,
            ),
            ("it is far too small: divide the change of the loss by the time that has passed", change_alone),
        ),
        within=1e-4,
        against="the complex step",
    ),
    "2.3": Choice(
        ("it falls", "it rises", "it stays"),
        after_a_long_step,
        "Take the step with net.step(INPUTS, [0.6], alpha=200), and compare the losses.",
    ),
    "2.4": Numbers(
        steepest_fall,
        mistakes=(
            ("this is the slope of the steepest rise", lambda: -steepest_fall()),
            ("a length is not the sum of the entries: square them, add, and take the root", lambda: -7.0),
            ("this is the length squared", lambda: -25.0),
        ),
        look="Try a few directions of length 1.",
    ),
}
