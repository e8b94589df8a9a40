"""Activation functions: a table. A row is everything netlib knows about one; a new row is a new activation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Function = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Activation:
    """One row of the table.

    `slope` takes the activation a. Where no function of a gives the derivative da/dz it is None, and `slope_at` takes
    the weighted sum z. `outputs` says what the values are: "numbers", "probabilities" (each between 0 and 1) or a
    "distribution" (they add up to 1 over the layer). `kink` names the points without a derivative, and the slope taken
    there.
    """

    name: str
    function: Function  # the weighted sums z to the activations a, element by element
    slope: Function | None
    expression: str  # the definition in z, for SymPy
    slope_at: Function | None = None
    outputs: str = "numbers"
    kink: str = ""
    stable: str = ""  # Python text in z for a compiled kernel, where the definition itself would overflow

    def pull_back(self, gradient: np.ndarray, a: np.ndarray, z: Callable[[], np.ndarray]) -> np.ndarray:
        """From the derivatives of a loss by the activations `a` to those by the weighted sums.

        `z` computes the weighted sums; it is called only where they are needed.
        """
        return (self.slope_at(z()) if self.slope is None else self.slope(a)) * gradient


@dataclass(frozen=True)
class Coupled(Activation):
    """An activation that depends on every weighted sum of the layer, normalised so that the layer adds up to 1."""

    def pull_back(self, gradient, a, z):
        # the Jacobian a_k (delta_kj - a_j), applied without being written out
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
    number that is not positive, and what rounding takes from 1 + exp is put back. Of the candidates in
    `bench/sigmoid.py` no other stays within 2 ulp: the plain form, SciPy's expit and the tanh form lose every digit of
    a very negative z, and split by sign without the correction reaches 2.5.
    """
    z = as_inexact(z)
    positive = z.real >= 0
    with np.errstate(under="ignore"):  # a sigmoid too small for a float is 0
        decay = np.exp(np.where(positive, -z, z))
        below = 1 + decay
        lost = (1 - below) + decay  # exact, since 1 >= decay (Dekker's fast two-sum)
        quotient = np.where(positive, 1, decay) / below
        return quotient - quotient * (lost / below)


def tanh(z: np.ndarray) -> np.ndarray:
    """The hyperbolic tangent, a sigmoid stretched to the range from -1 to 1."""
    return np.tanh(as_inexact(z))


def relu(z: np.ndarray) -> np.ndarray:
    """The rectified linear unit, max(0, z)."""
    z = as_inexact(z)
    return np.where(z.real > 0, z, 0 * z)


def leaky_relu(z: np.ndarray) -> np.ndarray:
    """z where it is positive, z/100 elsewhere (Maas, Hannun and Ng, 2013)."""
    z = as_inexact(z)
    return np.where(z.real > 0, z, z / 100)


def softplus(z: np.ndarray) -> np.ndarray:
    """log(1 + exp(z)), a smooth max(0, z), without overflow."""
    z = as_inexact(z)
    with np.errstate(under="ignore"):
        return relu(z) + np.log1p(np.exp(np.where(z.real > 0, -z, z)))


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
        return s + z * s * (1 - s)


def softmax(z: np.ndarray) -> np.ndarray:
    """exp(z) divided by its sum over the last axis, without overflow."""
    z = as_inexact(z)
    with np.errstate(under="ignore", over="ignore"):  # a difference beyond all floats has the exponential 0
        weights = np.exp(z - z.real.max(axis=-1, keepdims=True))
        return weights / weights.sum(axis=-1, keepdims=True)


ACTIVATIONS = {
    row.name: row
    for row in [
        Activation("sigmoid", sigmoid, lambda a: a * (1 - a), "1/(1 + exp(-z))", outputs="probabilities"),
        Activation("identity", identity, np.ones_like, "z"),
        Activation(
            "tanh", tanh, lambda a: (1 - a) * (1 + a), "(exp(z) - exp(-z))/(exp(z) + exp(-z))", stable="tanh(z)"
        ),
        Activation(
            "relu",
            relu,
            lambda a: np.where(a.real > 0, np.ones_like(a), np.zeros_like(a)),
            "Piecewise((z, z > 0), (0, True))",
            kink="z = 0: slope 0",
        ),
        Activation(
            "leaky_relu",
            leaky_relu,
            lambda a: np.where(a.real > 0, np.ones_like(a), np.full_like(a, 0.01)),
            "Piecewise((z, z > 0), (z/100, True))",
            kink="z = 0: slope 1/100",
        ),
        Activation(
            "softplus",
            softplus,
            lambda a: -np.expm1(-a),
            "log(1 + exp(z))",
            stable="max(z, 0) + log1p(exp(-abs(z)))",
        ),
        Activation("silu", silu, None, "z*sigma(z)", slope_at=silu_slope_at),
        Coupled("softmax", softmax, None, "exp(z)/total(exp(z))", outputs="distribution"),
    ]
}
