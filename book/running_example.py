"""The numbers of the small network that part I computes: two inputs, two hidden nodes, one output, no biases.

They have one or two digits, and no two factors of a formula are the same number: the target is 0.9 and not 1, so that
(t - y) and (1 - y) cannot be mistaken for each other.
"""

from __future__ import annotations

import numpy as np


def constant(values: list) -> np.ndarray:
    """The values as an array that no chapter can change."""
    array = np.array(values)
    array.setflags(write=False)
    return array


INPUTS = constant([0.8, 0.5])  #: x, shape (2,)
V = constant([[0.5, -0.4], [0.9, 0.6]])  #: weights into the hidden nodes, shape (2, 2): row h, column i
W = constant([[0.7, -0.3]])  #: weights into the output, shape (1, 2): row o, column h
TARGETS = constant([0.9])  #: t, shape (1,)
ALPHA = 0.5  #: the learning rate, the factor 2 absorbed

#: A second output, for chapters that need two paths; the first one stays as it is.
WIDE_W = constant([[0.7, -0.3], [0.8, 0.2]])  #: shape (2, 2)
WIDE_TARGETS = constant([0.9, 0.1])  #: shape (2,)
