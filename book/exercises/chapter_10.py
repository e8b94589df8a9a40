"""The exercises of the chapter on other activations and losses."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sympy import Derivative

from book.exercises.formula import Formula
from book.exercises.numbers import Code, Numbers
from book.notation import Y, o, t, y, z_o
from linebyline.names import Name, total
from netlib import Network
from netlib.gradcheck import complex_step

RATE = 0.3
FOURTH = Name("epsilon", [], lambda: total(lambda k: (t[k] - y[k]) ** 4, Y))  # of sigmoid outputs


def same_step() -> float:
    """The rate that makes the step of the halved loss as long as that of the whole loss at `RATE`."""
    weights, pair = Network.random((3, 4, 2), rng=1).weights, (np.array([0.3, -0.8, 0.5]), np.array([0.0, 1.0]))
    (whole, *_), _ = Network(weights).gradient(*pair)
    (halved, *_), _ = Network(weights, loss="half_sse").gradient(*pair)
    return float(RATE * np.linalg.norm(whole) / np.linalg.norm(halved))


def halved_again() -> float:
    return RATE**2 / same_step()


def unchanged() -> float:
    return RATE


def layers() -> Iterator[tuple[str, tuple]]:
    """Arguments gradient, z."""
    rng = np.random.default_rng(10)
    for size in (2, 5):
        yield f"in a layer of {size} nodes", tuple(rng.normal(size=(2, size)))


def measured(gradient, z):
    """The slopes along z of the loss whose slopes along the outputs are `gradient`, by the complex step."""
    return complex_step(lambda sums: gradient @ softmax(sums), z)


def softmax(z):
    return np.exp(z) / np.exp(z).sum()


def only_its_own(gradient, z):
    return gradient * softmax(z) * (1 - softmax(z))


def without_the_mean(gradient, z):
    return gradient * softmax(z)


def with_the_plain_mean(gradient, z):
    return softmax(z) * (gradient - gradient.mean())


def with_the_sum(gradient, z):
    return softmax(z) * (gradient - gradient.sum())


ROWS = {
    "10.1": Numbers(
        same_step,
        mistakes=(
            ("that halves the step once more: the halved loss has half the gradient already", halved_again),
            ("the same rate gives a shorter step, because the halved loss has half the gradient", unchanged),
        ),
        look="Take one step with `Network(weights, loss='half_sse')` and one with `Network(weights)`.",
    ),
    "10.2": Formula(-Derivative(FOURTH, z_o[o]) / 2, {o: (1, Y)}),
    "10.3": Code(
        layers,
        measured,
        ("the slopes along z",),
        (
            ("only an output's own weighted sum is counted: it depends on all of them", only_its_own),
            ("the mean, which is subtracted from the gradient, is missing", without_the_mean),
            ("the mean has to be weighted with the outputs", with_the_plain_mean),
            ("the sum is subtracted without the outputs as weights", with_the_sum),
        ),
    ),
}
