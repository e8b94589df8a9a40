"""What several tests of netlib need."""

import numpy as np
from hypothesis import settings

from netlib import Network

DEEP = settings().max_examples >= 100  #: pytest --hypothesis-profile=deep, as CI does: more of everything

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
T = np.array([[0.0], [1.0], [1.0], [0.0]])
MANY = np.random.default_rng(0).normal(size=(60, 3))
CLASSES = np.eye(4)[np.random.default_rng(1).integers(0, 4, 60)]


def net(sizes=(2, 3, 1), seed=3, **made):
    """A network for X and T."""
    return Network.random(sizes, seed, biases=True, **made)


def classifier():
    """A network for MANY and CLASSES."""
    return net((3, 5, 4))


def same(one: Network, other: Network) -> bool:
    """Whether all weights and biases are the same, to the bit."""
    return all(np.array_equal(p, q) for p, q in zip(one.parts, other.parts, strict=True))
