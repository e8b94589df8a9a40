"""The exercises of the first page, on numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from book.exercises.numbers import Choice, Code, Numbers
from book.running_example import ALPHA, INPUTS, V, W
from netlib import Network
from netlib.gradcheck import complex_step

ONE_NEURON = V[:1]  #: the weights of the page's neuron, 0.5 and -0.4
LOW_TARGET = 0.3  #: below the output of the neuron and of the network


def direction() -> str:
    """What a step does to the first weight of the neuron when its output is too large."""
    net = Network([ONE_NEURON])
    net.step(INPUTS, [LOW_TARGET], ALPHA)
    change = net.weights[0][0, 0] - ONE_NEURON[0, 0]
    return "it goes up" if change > 0 else "it goes down" if change < 0 else "it stays"


def output() -> float:
    return float(Network([V, W])(INPUTS)[0])


def delta() -> float:
    """The delta of the network's output for the low target."""
    net = Network([V, W])
    return float(net.deltas(net.forward(INPUTS), [LOW_TARGET])[-1][0])


def neurons() -> Iterator[tuple[str, tuple]]:
    """Arguments x, t, w: first the page's neuron, then one with more inputs."""
    rng = np.random.default_rng(0)
    yield "for the neuron of this page", (INPUTS, 0.9, ONE_NEURON[0])
    yield "for a neuron with five inputs", (rng.normal(size=5), 0.1, rng.normal(size=5))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def slopes(x: np.ndarray, t: float, w: np.ndarray) -> np.ndarray:
    """The slopes of the loss over the weights of a neuron, by the complex step."""
    return complex_step(lambda weights: (t - sigmoid(weights @ x)) ** 2, w)


def without_the_slope(x, t, w):
    return -2 * (t - sigmoid(w @ x)) * x


def slope_at_z(x, t, w):
    z = w @ x
    return -2 * (t - sigmoid(z)) * z * (1 - z) * x


def one_number(x, t, w):
    y = sigmoid(w @ x)
    return np.full(len(x), -2 * (t - y) * y * (1 - y))


ROWS = {
    "0.1": Choice(
        ("it goes up", "it goes down", "it stays"),
        direction,
        "Change the target in the cell of the neuron, and look at the sign of delta.",
    ),
    "0.2": Numbers(
        delta,
        within=0.01,
        mistakes=(
            ("the sign is turned round: it has to be t - y", lambda: -delta()),
            ("the slope y(1 - y) is left out", lambda: LOW_TARGET - output()),
            ("the slope counts once, not twice", lambda: delta() * output() * (1 - output())),
        ),
        look="Take y from the cell that shows the forward pass.",
    ),
    "0.3": Code(
        neurons,
        slopes,
        ("the slopes",),
        (
            ("the slope of the sigmoid, y(1 - y), is left out", without_the_slope),
            ("the slope is taken at z: it has to be y(1 - y)", slope_at_z),
            ("the inputs are left out: each slope ends in its own x", one_number),
        ),
    ),
}
