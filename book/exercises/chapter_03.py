"""The exercises of the chapter on the sigmoid."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sympy import Derivative

from book.exercises.formula import Formula
from book.exercises.numbers import Choice, Code
from book.notation import sigma, z
from book.running_example import INPUTS, V
from netlib.activations import sigmoid
from netlib.gradcheck import complex_step

SHARES = {  # of the slope that is left, in words
    "it stays about the same": 1,
    "it shrinks to about a half": 1 / 2,
    "it shrinks to about a tenth": 1 / 10,
    "it shrinks to about a hundredth": 1 / 100,
}


def layers() -> Iterator[tuple[str, tuple]]:
    """Weighted sums of a layer: those of the small network, then some of both signs."""
    yield "for the hidden nodes of the small network", (V @ INPUTS,)
    yield "for the sums -3, 0, 1, 2 and 5", (np.array([-3.0, 0.0, 1.0, 2.0, 5.0]),)


def outputs_and_slopes(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The slopes by the complex step: no formula of this chapter is used."""
    return sigmoid(z), complex_step(lambda sums: sigmoid(sums).sum(), z)


def slope_at_the_sum(z):
    return sigmoid(z), z * (1 - z)


def slope_of_the_output(z):
    """The sigmoid applied to what is an output already."""
    again = sigmoid(sigmoid(z))
    return sigmoid(z), again * (1 - again)


def without_the_output(z):
    return sigmoid(z), 1 - sigmoid(z)


def exponential_of_plus_z(z):
    falling = sigmoid(-z)
    return falling, falling * (1 - falling)


def share_that_is_left() -> str:
    """The words for slope at output 0.99 / slope at output 0.9, both by the complex step."""
    before, after = outputs_and_slopes(np.log([0.9 / 0.1, 0.99 / 0.01]))[1]
    return min(SHARES, key=lambda words: abs(np.log(after / before / SHARES[words])))


ROWS = {
    "3.1": Formula(Derivative(sigma(z) * (1 - sigma(z)), z), {}),
    "3.2": Code(
        layers,
        outputs_and_slopes,
        ("the outputs", "the slopes"),
        (
            ("the exponential has the wrong sign: the sigmoid has exp(-z)", exponential_of_plus_z),
            ("the weighted sum stands where the output belongs: z(1 - z)", slope_at_the_sum),
            ("the sigmoid is applied twice: the output is a sigmoid already", slope_of_the_output),
            ("only the distance from 1 is there: a factor is missing", without_the_output),
        ),
    ),
    "3.3": Choice(tuple(SHARES), share_that_is_left, "Compute a(1 - a) for both outputs, and divide."),
}
