"""What is trained: the sizes of the network, of a batch and of the pool of examples, and the numbers, from one seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from peers.roster import LARGE, MINI, SINGLE

SEED = 2026


@dataclass(frozen=True)
class Workload:
    name: str
    kind: str
    sizes: tuple[int, ...]
    batch_size: int
    alpha: float
    pool: int  # examples, drawn once; the small ones fit into a cache, as small data sets do
    checked: int  # updates after which the weights are compared
    examples: str = "random"
    dtype: str = "float64"

    @property
    def tolerance(self) -> float:
        """How far two may be apart, relative to how far the weights moved, and still have done the same."""
        return 1e-9 if self.dtype == "float64" else 1e-3

    def start(self) -> tuple[list[np.ndarray], list[np.ndarray]]:
        rng = np.random.default_rng(SEED)
        pairs = list(zip(self.sizes, self.sizes[1:]))
        weights = [rng.normal(scale=i**-0.5, size=(o, i)).astype(self.dtype) for i, o in pairs]
        return weights, [rng.normal(scale=0.1, size=o).astype(self.dtype) for _, o in pairs]

    def data(self) -> tuple[np.ndarray, np.ndarray]:
        x, t = getattr(self, f"_{self.examples}")()
        return np.ascontiguousarray(x, self.dtype), np.ascontiguousarray(t, self.dtype)

    def first(self) -> tuple[np.ndarray, np.ndarray]:
        """The examples of the updates after which the weights are compared."""
        return tuple(v[: self.checked * self.batch_size] for v in self.data())

    def _random(self):
        rng = np.random.default_rng(SEED + 1)
        targets = rng.integers(self.sizes[-1], size=self.pool)
        return rng.uniform(size=(self.pool, self.sizes[0])), np.eye(self.sizes[-1])[targets]

    def _xor(self):
        x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
        return tuple(np.tile(v, (self.pool // 4, 1)) for v in (x, x.sum(axis=1, keepdims=True) % 2))

    def _encoder(self):
        x = np.tile(np.eye(self.sizes[0]), (self.pool // self.sizes[0], 1))
        return x, x


WORKLOADS = (
    Workload("XOR 2-2-1, epochs of 4", SINGLE, (2, 2, 1), 1, 0.1, 4, 4, "xor"),
    Workload("XOR 2-2-1", SINGLE, (2, 2, 1), 1, 0.1, 20_000, 200, "xor"),
    Workload("encoder 8-3-8", SINGLE, (8, 3, 8), 1, 0.1, 16_000, 200, "encoder"),
    Workload("digits 64-30-10", SINGLE, (64, 30, 10), 1, 0.1, 5000, 200),
    Workload("784-30-10", SINGLE, (784, 30, 10), 1, 0.01, 5000, 200),
    Workload("784-100-10, batch 10", MINI, (784, 100, 10), 10, 0.02, 5000, 20),
    Workload("784-100-10, batch 128", MINI, (784, 100, 10), 128, 0.002, 5120, 10),
    Workload("1024-1024-1024-1024, batch 1024", LARGE, (1024,) * 4, 1024, 2e-4, 8192, 2, dtype="float32"),
)
