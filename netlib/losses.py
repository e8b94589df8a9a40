"""Loss functions: a table. A row is everything netlib knows about one; a new row is a new loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Loss:
    """One row of the table."""

    name: str
    value: Callable[[np.ndarray, np.ndarray], np.ndarray]  # (targets, outputs) to the loss of each component
    derivative: Callable[[np.ndarray, np.ndarray], np.ndarray]  # of that value with respect to the output
    expression: str  # the loss of one component in t and y, for SymPy


def squared_error(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The squared error of each output; the loss is their sum, without a half and without a mean (E08)."""
    return (t - y) ** 2


def squared_error_derivative(t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The derivative of each squared error with respect to its output."""
    return -2 * (t - y)


LOSSES = {row.name: row for row in [Loss("sse", squared_error, squared_error_derivative, "(t - y)**2")]}
