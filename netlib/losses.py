"""Loss functions: a table. A row holds everything that netlib knows about one; a new row is a new loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from netlib.activations import ACTIVATIONS, KINDS, Activation, softplus

OfTargetAndOutput = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Loss:
    """One row of the table.

    `outputs` is what the loss needs of the output layer: "numbers" (anything), "probabilities" or a "distribution";
    its targets must be of the same kind. With the activation `canonical` the derivative of the loss by the weighted
    sum is y - t (proved in the book), and netlib uses that: the two factors on their own become 0 and infinite. With
    this activation the loss is also computed from the weighted sums, by `value_at`: an output that rounds to 0 or 1
    would make it infinite. `error` is minus half the derivative, where that is a simple NumPy function with `out=`.
    """

    name: str
    value: OfTargetAndOutput  # the contribution of each output; the loss is their sum
    derivative: OfTargetAndOutput  # of that contribution with respect to the output
    expression: str  # the contribution in t, y and the number of outputs n, for SymPy
    outputs: str = "numbers"
    canonical: str | None = None
    value_at: OfTargetAndOutput | None = None  # the contribution from t and z, with the canonical activation
    stable: str = ""  # the same in t and z for machine code; the z of a softmax are shifted so that z = log(y)
    error: Callable[..., np.ndarray] | None = None

    def accepts(self, activation: Activation) -> bool:
        """Whether the outputs of this activation are what the loss is defined for."""
        return self.outputs in ("numbers", activation.outputs)

    def of_outputs(self, activation: Activation, t: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
        """The contribution of each output y = activation(z), all of shape (..., n_L) (E03, E08)."""
        if self.canonical == activation.name and self.value_at is not None:
            return self.value_at(t, z)
        return self.value(t, y)

    def pull_back(self, activation: Activation, t: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
        """The derivative of the loss by the weighted sums z of the output layer, of the shape of y."""
        if self.canonical == activation.name:
            return y - t  # the slope has cancelled
        return activation.pull_back(self.derivative(t, y), y, z)


def squared_error(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The squared error of each output; the loss is their sum, without a half and without a mean (E08)."""
    return (t - y) ** 2


def squared_error_derivative(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The derivative of each squared error with respect to its output."""
    return -2 * (t - y)


def half_squared_error(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Half the squared error of each output."""
    return squared_error(t, y) / 2


def half_squared_error_derivative(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The derivative of half the squared error with respect to the output."""
    return y - t


def mean_squared_error(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The mean over the outputs of an example; over a batch, the loss is the sum of these means."""
    return squared_error(t, y) / y.shape[-1]


def mean_squared_error_derivative(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The derivative of the mean squared error with respect to each output."""
    return squared_error_derivative(t, y) / y.shape[-1]


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


def binary_cross_entropy_at(t: np.ndarray, z: np.ndarray) -> np.ndarray:
    """The same for y = sigmoid(z): -log(y) is softplus(-z) and -log(1 - y) is softplus(z)."""
    return t * softplus(-z) + (1 - t) * softplus(z)


def categorical_cross_entropy(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """-t log y of each output, in nats; the loss is their sum."""
    return -times_log(t, y)


def categorical_cross_entropy_derivative(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The derivative of each output's cross-entropy with respect to the output."""
    return -t / y


def log_softmax(z: np.ndarray) -> np.ndarray:
    """The logarithm of `softmax`, right to rounding also where the softmax is 0 or 1: the largest term is left out."""
    largest = z.real.argmax(axis=-1)[..., None]
    with np.errstate(under="ignore", over="ignore"):
        shifted = z - np.take_along_axis(z, largest, axis=-1)
        others = np.exp(shifted)
        np.put_along_axis(others, largest, 0, axis=-1)
        return shifted - np.log1p(others.sum(axis=-1, keepdims=True))


def categorical_cross_entropy_at(t: np.ndarray, z: np.ndarray) -> np.ndarray:
    """The same for y = softmax(z)."""
    logs = log_softmax(z)
    return -t * np.where(t == 0, np.zeros_like(logs), logs)


def huber(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Half the squared error up to an error of 1, and from there on a straight line (Huber, 1964)."""
    error = t - y
    small = np.abs(error.real) <= 1
    return np.where(small, np.where(small, error, 0) ** 2 / 2, np.sign(error.real) * error - 0.5)


def huber_derivative(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The derivative of each output's Huber loss with respect to the output."""
    error = t - y
    return -np.where(np.abs(error.real) <= 1, error, np.sign(error.real))


LOSSES: dict[str, Loss] = {}


def add(row: Loss) -> Loss:
    """Put a row into the table; networks, gradients and training then know it by its name. Returns the row.

    Raises TypeError for what is not a `Loss`, ValueError for a name that is taken.
    """
    if not isinstance(row, Loss):
        raise TypeError(f"row must be a Loss, not {type(row).__name__}")
    if row.name in LOSSES:
        raise ValueError(f"there is a loss {row.name!r} already: choose another name")
    if row.outputs not in KINDS:
        raise ValueError(f"outputs of loss {row.name!r} is {row.outputs!r}: choose one of {', '.join(KINDS)}")
    LOSSES[row.name] = row
    return row


for _row in (
    Loss("sse", squared_error, squared_error_derivative, "(t - y)**2", error=np.subtract),
    Loss("half_sse", half_squared_error, half_squared_error_derivative, "(t - y)**2/2"),
    Loss("mse", mean_squared_error, mean_squared_error_derivative, "(t - y)**2/n"),
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
        value_at=binary_cross_entropy_at,
        stable="t*Max(-z, 0) + (1 - t)*Max(z, 0) + log1p(exp(-Abs(z)))",
    ),
    Loss(
        "cce",
        categorical_cross_entropy,
        categorical_cross_entropy_derivative,
        "-t*log(y)",
        outputs="distribution",
        canonical="softmax",
        value_at=categorical_cross_entropy_at,
        stable="-t*z",
    ),
):
    add(_row)


def fits(activation: Activation, loss: Loss) -> bool:
    """Whether a delta is derived for this output activation with this loss."""
    return loss.accepts(activation)


def pairs() -> Iterator[tuple[Activation, Loss]]:
    """Every output activation and loss that fit, of the tables as they are now."""
    return ((row, loss) for row in ACTIVATIONS.values() for loss in LOSSES.values() if fits(row, loss))
