"""Activation functions: a table. A row is everything netlib knows about one; a new row is a new activation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Activation:
    """One row of the table."""

    name: str
    function: Callable[[np.ndarray], np.ndarray]  # the weighted sums z to the activations a, element by element
    slope: Callable[[np.ndarray], np.ndarray]  # the derivative da/dz in terms of the activation a
    expression: str  # the definition in z, for SymPy


def sigmoid(z: np.ndarray) -> np.ndarray:
    """The logistic sigmoid 1/(1 + exp(-z)) (E07) of an array of any shape, float or complex.

    It neither overflows nor warns for any finite z, and is right to 2 ulp on [-745, 745]: exp is only ever taken of a
    number that is not positive, and what rounding takes from 1 + exp is put back. Of the candidates in
    `bench/sigmoid.py` no other stays within 2 ulp: the plain form, SciPy's expit and the tanh form lose every digit of
    a very negative z, and split by sign without the correction reaches 2.5.
    """
    z = np.asarray(z)
    if not np.issubdtype(z.dtype, np.inexact):
        z = z.astype(float)
    positive = z.real >= 0
    with np.errstate(under="ignore"):  # a sigmoid too small for a float is 0
        decay = np.exp(np.where(positive, -z, z))
        below = 1 + decay
        lost = (1 - below) + decay  # exact, since 1 >= decay (Dekker's fast two-sum)
        quotient = np.where(positive, 1, decay) / below
        return quotient - quotient * (lost / below)


def sigmoid_slope(a: np.ndarray) -> np.ndarray:
    """The sigmoid's slope in terms of its value a (E20)."""
    return a * (1 - a)


ACTIVATIONS = {row.name: row for row in [Activation("sigmoid", sigmoid, sigmoid_slope, "1/(1 + exp(-z))")]}
