"""The networks on which functions of the chapters 4 to 7 are tried, and what a forward pass gives."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from book.running_example import ALPHA, INPUTS, WIDE_TARGETS, WIDE_W, V


def networks() -> Iterator[tuple[str, tuple]]:
    """Arguments x, t, V, W: first the chapter's network, then one in which no two layers are of the same width."""
    rng = np.random.default_rng(6)
    yield "in the chapter's network", (INPUTS, WIDE_TARGETS, V, WIDE_W)
    arrays = [rng.normal(size=shape) for shape in (3, 2, (4, 3), (2, 4))]
    yield "in a network of 3 inputs, 4 hidden nodes and 2 outputs", tuple(arrays)


def networks_and_rates() -> Iterator[tuple[str, tuple]]:
    """Arguments x, t, V, W, alpha."""
    for special, arguments in networks():
        yield special, (*arguments, ALPHA)


def forward(x: np.ndarray, V: np.ndarray, W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hidden activations and outputs."""
    a = 1 / (1 + np.exp(-V @ x))
    return a, 1 / (1 + np.exp(-W @ a))
