"""The exercises of the chapter on the delta of an output."""

from __future__ import annotations

import numpy as np
from sympy import Derivative

from book.exercises.cases import forward, networks_and_rates
from book.exercises.formula import Formula
from book.exercises.numbers import Choice, Code
from book.notation import Y, epsilon, o, z_o
from netlib import Network
from netlib.gradcheck import complex_step


def updated(x: np.ndarray, t: np.ndarray, V: np.ndarray, W: np.ndarray, alpha: float) -> np.ndarray:
    """Half of alpha down the gradient of the complex step: no formula of this chapter is used."""
    return W - alpha / 2 * complex_step(lambda table: Network([V, table]).loss(x, t), W)


def moved(factor: float, sloped: bool = True):
    """The output weights plus `factor` times what the rule adds, with or without the slope of the output."""

    def weights(x, t, V, W, alpha):
        a, y = forward(x, V, W)
        return W + factor * alpha * np.outer((y * (1 - y) if sloped else 1) * (t - y), a)

    return weights


def change_alone(x, t, V, W, alpha):
    return moved(1)(x, t, V, W, alpha) - W


def output_with_largest_delta() -> str:
    """For the target 1: where the delta of one node without inputs but a bias is largest, by the complex step."""
    places = {"near 0": 0.02, "one third": 1 / 3, "one half": 0.5, "two thirds": 2 / 3}
    sizes = {}
    for words, output in places.items():
        net = Network([[[np.log(output / (1 - output))]]])
        slope = complex_step(lambda table: Network([table]).loss([1.0], [1.0]), net.weights[0])
        sizes[words] = abs(slope.item())
    return max(sizes, key=sizes.get)


ROWS = {
    "5.1": Formula(Derivative(epsilon, z_o[o]), {o: (1, Y)}),
    "5.2": Code(
        networks_and_rates,
        updated,
        ("the new W",),
        (
            ("the step goes uphill: the rule adds alpha times delta times a", moved(-1)),
            ("the step is twice as long: alpha already contains the 2", moved(2)),
            ("the step is half as long", moved(0.5)),
            ("the slope of the output, y(1 - y), is left out of the delta", moved(1, sloped=False)),
            ("only the change is returned: add it to W", change_alone),
        ),
    ),
    "5.3": Choice(
        ("near 0", "one third", "one half", "two thirds"),
        output_with_largest_delta,
        "Compute y (1 - y) (1 - y) for the four outputs.",
    ),
}
