"""Activation functions: a table. A row holds everything that netlib knows about one; a new row is a new activation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Function = Callable[[np.ndarray], np.ndarray]
SATURATED = 0.999  #: from |a| on, 1 - |a| has lost three digits or more: the slope is then taken from z


@dataclass(frozen=True)
class Activation:
    """One row of the table.

    `slope` takes the activation a and returns the derivative da/dz. Where no function of a gives it, `slope` is None
    and `slope_at` takes the weighted sum z instead. A row that has both uses `slope_at` where a is so close to 1 or -1
    that a alone no longer tells the slope. `outputs` says what the values are: "numbers", "probabilities" (each between
    0 and 1) or a "distribution" (they add up to 1 over the layer). `kink` names the points without a derivative, and
    the slope taken there. `in_place` overwrites z with a: the same function for the loop of a training, quicker, and
    up to two units in the last place less exact.
    """

    name: str
    function: Function  # the weighted sums z to the activations a, element by element
    slope: Function | None
    expression: str  # the definition in z, for SymPy
    slope_at: Function | None = None
    outputs: str = "numbers"
    kink: str = ""
    stable: str = ""  # the same in z for machine code, where the definition itself would overflow
    in_place: Callable[[np.ndarray], object] | None = None

    def pull_back(self, gradient: np.ndarray, a: np.ndarray, z: np.ndarray) -> np.ndarray:
        """Multiply the derivatives of a loss by the activations `a` with the slopes: the derivatives by `z`.

        All arrays have the same shape. A slope is right to 1e-12 of itself, also where a rounds to 1; that of the SiLU,
        which changes its sign, to 1e-12 of its terms.
        """
        if self.slope is None:
            return self.slope_at(z) * gradient
        slope = self.slope(a)
        if self.slope_at is not None and np.any(saturated := np.abs(a) > SATURATED):
            slope = np.where(saturated, self.slope_at(z), slope)
        return slope * gradient


@dataclass(frozen=True)
class Coupled(Activation):
    """An activation that depends on every weighted sum of the layer, normalised so that the layer adds up to 1."""

    def pull_back(self, gradient, a, z):
        """Apply the Jacobian a_k (delta_kj - a_j) to the derivatives of a loss, without writing it out."""
        return a * (gradient - (a * gradient).sum(axis=-1, keepdims=True))


def as_inexact(z: np.ndarray) -> np.ndarray:
    """An array of floats or complex numbers, of the same precision."""
    z = np.asarray(z)
    return z if np.issubdtype(z.dtype, np.inexact) else z.astype(float)


def identity(z: np.ndarray) -> np.ndarray:
    """The weighted sum itself, for outputs that are any numbers."""
    return as_inexact(z).copy()


def sigmoid(z: np.ndarray) -> np.ndarray:
    """The logistic sigmoid 1/(1 + exp(-z)) (E07) of an array of any shape, float or complex.

    It neither overflows nor warns for any finite z, and is right to 2 ulp on [-745, 745]: exp is only ever taken of a
    number that is not positive, and what rounding takes from 1 + exp is put back. A test shows that no simpler form
    stays within 2 ulp: the plain form and the tanh form lose every digit of a very negative z, and split by sign
    without the correction reaches 2.4.
    """
    z = as_inexact(z)
    positive = z.real >= 0
    with np.errstate(under="ignore"):  # a sigmoid too small for a float is 0
        decay = np.exp(np.where(positive, -z, z))
        below = 1 + decay
        lost = (1 - below) + decay  # exact, since 1 >= decay (Dekker's fast two-sum)
        quotient = np.where(positive, 1, decay) / below
        return quotient - quotient * (lost / below)


def sigmoid_slope(a: np.ndarray) -> np.ndarray:
    """The slope of the sigmoid as a function of its value, a(1 - a) (E20)."""
    return a * (1 - a)


def sigmoid_slope_at(z: np.ndarray) -> np.ndarray:
    """The slope of the sigmoid at z. As 1 - sigmoid(z) is sigmoid(-z), nothing is subtracted and no digit is lost."""
    z = as_inexact(z)
    with np.errstate(under="ignore"):
        return sigmoid(z) * sigmoid(-z)


def sigmoid_in_place(z: np.ndarray) -> None:
    """1/(1 + exp(-z)), written over z. Below z = -709 exp overflows and the value is 0, where it should be 1e-308."""
    np.exp(-z, out=z)
    np.divide(1, 1 + z, out=z)


def tanh(z: np.ndarray) -> np.ndarray:
    """The hyperbolic tangent, a sigmoid stretched to the range from -1 to 1."""
    return np.tanh(as_inexact(z))


def tanh_slope(a: np.ndarray) -> np.ndarray:
    """The slope of the hyperbolic tangent as a function of its value, 1 - a^2."""
    return (1 - a) * (1 + a)


def tanh_slope_at(z: np.ndarray) -> np.ndarray:
    """The slope of the hyperbolic tangent at z, 1 - tanh(z)^2, which is 4 times the slope of the sigmoid at 2z."""
    with np.errstate(over="ignore"):
        return 4 * sigmoid_slope_at(2 * as_inexact(z))


def relu(z: np.ndarray) -> np.ndarray:
    """The rectified linear unit, max(0, z)."""
    z = as_inexact(z)
    return np.where(z.real > 0, z, 0 * z)


def relu_slope(a: np.ndarray) -> np.ndarray:
    """1 where the value is positive, 0 elsewhere."""
    return np.where(a.real > 0, np.ones_like(a), np.zeros_like(a))


def leaky_relu(z: np.ndarray) -> np.ndarray:
    """z where it is positive, z/100 elsewhere (Maas, Hannun and Ng, 2013)."""
    z = as_inexact(z)
    return np.where(z.real > 0, z, z / 100)


def leaky_relu_slope(a: np.ndarray) -> np.ndarray:
    """1 where the value is positive, 1/100 elsewhere."""
    return np.where(a.real > 0, np.ones_like(a), np.full_like(a, 0.01))


def softplus(z: np.ndarray) -> np.ndarray:
    """log(1 + exp(z)), a smooth max(0, z), without overflow."""
    z = as_inexact(z)
    with np.errstate(under="ignore"):
        return relu(z) + np.log1p(np.exp(np.where(z.real > 0, -z, z)))


def softplus_slope(a: np.ndarray) -> np.ndarray:
    """The slope of the softplus as a function of its value, 1 - exp(-a)."""
    return -np.expm1(-a)


def silu(z: np.ndarray) -> np.ndarray:
    """z times its sigmoid (Elfwing, Uchibe and Doya, 2018), also called swish."""
    z = as_inexact(z)
    with np.errstate(under="ignore"):
        root = np.exp(np.where(z.real < -40, z / 2, -20))  # there sigmoid(z) is exp(z), perhaps too small to multiply
        return np.where(z.real < -40, z * root * root, z * sigmoid(z))


def silu_slope_at(z: np.ndarray) -> np.ndarray:
    """The slope of `silu` at z: two z with the same value can have different slopes."""
    s = sigmoid(z)
    with np.errstate(under="ignore"):
        return s + z * s * sigmoid(-z)


def softmax(z: np.ndarray) -> np.ndarray:
    """exp(z) divided by its sum over the last axis, without overflow."""
    z = as_inexact(z)
    with np.errstate(under="ignore", over="ignore"):  # a difference beyond all floats has the exponential 0
        weights = np.exp(z - z.real.max(axis=-1, keepdims=True))
        return weights / weights.sum(axis=-1, keepdims=True)


ACTIVATIONS: dict[str, Activation] = {}


def add(row: Activation) -> Activation:
    """Put a row into the table; networks, gradients and training then know it by its name. Returns the row.

    Raises TypeError for what is not an `Activation`, ValueError for a name that is taken or for a row without a slope.
    """
    if not isinstance(row, Activation):
        raise TypeError(f"row must be an Activation, not {type(row).__name__}")
    if row.name in ACTIVATIONS:
        raise ValueError(f"there is an activation {row.name!r} already: choose another name")
    if row.slope is None and row.slope_at is None and not isinstance(row, Coupled):
        raise ValueError(f"activation {row.name!r} has no slope: give slope, a function of a, or slope_at, one of z")
    if row.outputs not in KINDS:
        raise ValueError(f"outputs of activation {row.name!r} is {row.outputs!r}: choose one of {', '.join(KINDS)}")
    ACTIVATIONS[row.name] = row
    return row


#: what the values of a row can be, in words
KINDS = {
    "numbers": "any numbers",
    "probabilities": "probabilities between 0 and 1",
    "distribution": "probabilities that add up to 1",
}

for _row in (
    Activation(
        "sigmoid",
        sigmoid,
        sigmoid_slope,
        "1/(1 + exp(-z))",
        sigmoid_slope_at,
        outputs="probabilities",
        in_place=sigmoid_in_place,
    ),
    Activation("identity", identity, np.ones_like, "z", in_place=np.asarray),
    Activation(
        "tanh",
        tanh,
        tanh_slope,
        "(exp(z) - exp(-z))/(exp(z) + exp(-z))",
        tanh_slope_at,
        stable="tanh(z)",
        in_place=lambda z: np.tanh(z, out=z),
    ),
    Activation(
        "relu",
        relu,
        relu_slope,
        "Piecewise((z, z > 0), (0, True))",
        kink="z = 0: slope 0",
        in_place=lambda z: np.maximum(z, 0, out=z),
    ),
    Activation(
        "leaky_relu", leaky_relu, leaky_relu_slope, "Piecewise((z, z > 0), (z/100, True))", kink="z = 0: slope 1/100"
    ),
    Activation("softplus", softplus, softplus_slope, "log(1 + exp(z))", stable="Max(z, 0) + log1p(exp(-Abs(z)))"),
    Activation("silu", silu, None, "z*sigma(z)", silu_slope_at),
    Coupled("softmax", softmax, None, "exp(z)/total(exp(z))", outputs="distribution"),
):
    add(_row)
