"""Loss functions: a table. A row is everything netlib knows about one; a new row is a new loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from netlib.activations import ACTIVATIONS, Activation

OfTargetAndOutput = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Loss:
    """One row of the table.

    `outputs` is what the loss needs of the output layer: "numbers" (anything), "probabilities" or a "distribution";
    its targets must be of the same kind. With the activation `canonical` the derivative of the loss by the weighted
    sum is y - t (proved in the book), and netlib uses that: the two factors on their own become 0 and infinite.
    """

    name: str
    value: OfTargetAndOutput  # the contribution of each output; the loss is their sum
    derivative: OfTargetAndOutput  # of that contribution with respect to the output
    expression: str  # the contribution in t, y and the number of outputs n, for SymPy
    outputs: str = "numbers"
    canonical: str | None = None

    def accepts(self, activation: Activation) -> bool:
        """Whether the outputs of this activation are what the loss is defined for."""
        return self.outputs in ("numbers", activation.outputs)


def squared_error(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The squared error of each output; the loss is their sum, without a half and without a mean (E08)."""
    return (t - y) ** 2


def squared_error_derivative(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The derivative of each squared error with respect to its output."""
    return -2 * (t - y)


def times_log(factor: np.ndarray, argument: np.ndarray) -> np.ndarray:
    """factor * log(argument), and 0 where the factor is 0, whatever the argument."""
    with np.errstate(divide="ignore"):  # an output that rounds to 0 or 1 against its target: the loss is infinite
        return factor * np.log(np.where(factor == 0, np.ones_like(argument), argument))


def binary_cross_entropy(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """-t log y - (1 - t) log(1 - y) of each output, in nats."""
    return -times_log(t, y) - times_log(1 - t, 1 - y)


def binary_cross_entropy_derivative(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The derivative of each output's cross-entropy with respect to the output."""
    return (y - t) / (y * (1 - y))


def categorical_cross_entropy(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """-t log y of each output, in nats; the loss is their sum."""
    return -times_log(t, y)


def huber(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Half the squared error up to an error of 1, and from there on a straight line (Huber, 1964)."""
    error = t - y
    return np.where(np.abs(error.real) <= 1, error**2 / 2, np.sign(error.real) * error - 0.5)


def huber_derivative(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The derivative of each output's Huber loss with respect to the output."""
    error = t - y
    return -np.where(np.abs(error.real) <= 1, error, np.sign(error.real))


LOSSES = {
    row.name: row
    for row in [
        Loss("sse", squared_error, squared_error_derivative, "(t - y)**2"),
        Loss("half_sse", lambda t, y: squared_error(t, y) / 2, lambda t, y: y - t, "(t - y)**2/2"),
        Loss(
            "mse",  # the mean over the outputs of an example; over a batch, the sum of these means
            lambda t, y: squared_error(t, y) / y.shape[-1],
            lambda t, y: squared_error_derivative(t, y) / y.shape[-1],
            "(t - y)**2/n",
        ),
        Loss(
            "huber",
            huber,
            huber_derivative,
            "Piecewise(((t - y)**2/2, (t - y)**2 <= 1), (t - y - S(1)/2, t > y), (y - t - S(1)/2, True))",
        ),
        Loss(
            "bce",
            binary_cross_entropy,
            binary_cross_entropy_derivative,
            "-t*log(y) - (1 - t)*log(1 - y)",
            outputs="probabilities",
            canonical="sigmoid",
        ),
        Loss(
            "cce",
            categorical_cross_entropy,
            lambda t, y: -t / y,
            "-t*log(y)",
            outputs="distribution",
            canonical="softmax",
        ),
    ]
}

#: every output activation and loss that fit: for each the book's engine derives the delta
PAIRS = [
    (activation, loss) for activation in ACTIVATIONS.values() for loss in LOSSES.values() if loss.accepts(activation)
]
