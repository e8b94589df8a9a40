"""The exercises of the chapter on an output weight."""

from __future__ import annotations

import numpy as np
from sympy import Derivative

from book.exercises.cases import forward, networks
from book.exercises.formula import Formula
from book.exercises.numbers import Choice, Code
from book.notation import H, Y, epsilon, h, o, w
from netlib import Network
from netlib.gradcheck import complex_step


def slopes(x: np.ndarray, t: np.ndarray, V: np.ndarray, W: np.ndarray) -> np.ndarray:
    """The loss over the output weights, by the complex step: no formula of this chapter is used."""
    return complex_step(lambda table: Network([V, table]).loss(x, t), W)


def without_the_slope(x, t, V, W):
    a, y = forward(x, V, W)
    return -2 * np.outer(t - y, a)


def inputs_for_activations(x, t, V, W):
    a, y = forward(x, V, W)
    return -2 * np.outer((t - y) * y * (1 - y), x) if len(x) == len(a) else np.full(W.shape, np.nan)


def slope_of_the_sum(x, t, V, W):
    """The slope y(1 - y) taken at the sum: z(1 - z)."""
    a, y = forward(x, V, W)
    z = W @ a
    return -2 * np.outer((t - y) * z * (1 - z), a)


def squares_for_errors(x, t, V, W):
    a, y = forward(x, V, W)
    return -2 * np.outer((t - y) ** 2 * y * (1 - y), a)


def larger_slope() -> str:
    """The output whose slope is larger in size, for one activation: measured on a single edge."""
    sizes = []
    for output, target in ((0.5, 0.9), (0.99, 0.0)):
        net = Network([[[np.log(output / (1 - output))]]])
        sizes.append(abs(complex_step(lambda table, n=target: Network([table]).loss([1.0], [n]), net.weights[0])))
    return "a" if sizes[0] > sizes[1] else "b"


ROWS = {
    "4.1": Formula(Derivative(epsilon / 2, w[o, h]), {o: (1, Y), h: (1, H)}),
    "4.2": Code(
        networks,
        slopes,
        ("the slopes of W",),
        (
            ("the slope of the output, y(1 - y), is left out", without_the_slope),
            ("the inputs x stand where the activations a of the hidden nodes belong", inputs_for_activations),
            ("the slope of the output is y(1 - y), with the output and not with the weighted sum", slope_of_the_sum),
            ("the error is squared: the derivative of its square has the error itself", squares_for_errors),
        ),
    ),
    "4.3": Choice(
        ("a", "b", "equal", "both zero"),
        larger_slope,
        "Compute -2 (t - y) y (1 - y) for both outputs, factor by factor.",
    ),
}
