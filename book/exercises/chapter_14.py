"""The exercises of the chapter on what hidden nodes learn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sympy import Derivative, Symbol

from book.exercises.formula import Formula
from book.exercises.numbers import Code, Numbers
from netlib import Network

P = Symbol("p", positive=True)  #: the common answer, as the chapter names it
CORNER_TARGETS = np.array([[0], [1], [1], [0]])


def loss_of_four(answer: np.ndarray | float) -> np.ndarray:
    """The loss of a network that gives this answer to all four corners of the exclusive or."""
    return np.sum((CORNER_TARGETS - answer) ** 2, axis=0)


def best_of_four() -> list[float]:
    """The least loss, and the answer that has it, among all answers with three decimals."""
    answers = np.linspace(0, 1, 1001)
    losses = loss_of_four(answers)
    return [losses.min(), answers[losses.argmin()]]


def layers() -> Iterator[tuple[str, tuple]]:
    """Arguments weights, biases, one, other: a square layer, then one that is not, both ways round."""
    rng = np.random.default_rng(14)
    corners = np.array([1.0, 1.0]), np.array([0.0, 1.0])
    yield "on the upper corners", (np.array([[-1.0, 0.5], [-3.0, 1.0]]), np.array([0.5, 1.0]), *corners)
    layer, examples = (rng.normal(size=(5, 3)), rng.normal(size=5)), rng.normal(size=(2, 3))
    yield "in a layer of five nodes", (*layer, *examples)
    yield "with the two examples exchanged", (*layer, *examples[::-1])


def hidden(weights: np.ndarray, biases: np.ndarray, *examples: np.ndarray) -> np.ndarray:
    """The activations of the layer, a row for each example, by netlib."""
    return Network([weights], [biases]).forward(np.array(examples))[1]


def distance(weights, biases, one, other):
    first, second = hidden(weights, biases, one, other)
    return np.abs(first - second).max()


def without_biases(weights, biases, one, other):
    return distance(weights, 0 * biases, one, other)


def of_the_sums(weights, biases, one, other):
    return np.abs(weights @ one - weights @ other).max()


def with_signs(weights, biases, one, other):
    first, second = hidden(weights, biases, one, other)
    return (first - second).max()


def with_signs_turned(weights, biases, one, other):
    return with_signs(weights, biases, other, one)


def smallest(weights, biases, one, other):
    first, second = hidden(weights, biases, one, other)
    return np.abs(first - second).min()


ROWS = {
    "14.1": Numbers(
        best_of_four,
        mistakes=(
            ("two of the four examples are read right by 0 or 1, but the other two cost 1 each", lambda: [2, 0]),
            ("two of the four examples are read right by 0 or 1, but the other two cost 1 each", lambda: [2, 1]),
            ("this is the floor of two examples, and there are four", lambda: [best_of_four()[0] / 2, 0.5]),
            ("the two numbers are exchanged: the loss comes first", lambda: best_of_four()[::-1]),
        ),
        look="Draw the loss of all four examples against the answer, from 0 to 1.",
    ),
    "14.2": Formula(Derivative((1 - P) ** 2 + 2 * P**2, P), {}),
    "14.3": Code(
        layers,
        distance,
        ("the distance",),
        (
            ("the biases are left out", without_biases),
            ("these are weighted sums: the activations are their sigmoids", of_the_sums),
            ("this is the smallest difference: the largest counts", smallest),
            ("a difference counts without its sign", with_signs),
            ("a difference counts without its sign", with_signs_turned),
        ),
        against="netlib",
    ),
}
