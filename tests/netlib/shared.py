"""What several tests of netlib need."""

import numpy as np
from hypothesis import settings

from netlib import Network

DEEP = settings().max_examples >= 100  #: pytest --hypothesis-profile=deep, as CI does: more of everything


def same(one: Network, other: Network) -> bool:
    """Whether all weights and biases are the same, to the bit."""
    return all(np.array_equal(p, q) for p, q in zip(one.parts, other.parts, strict=True))
