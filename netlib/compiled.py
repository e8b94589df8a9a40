"""The same updates as `NumpyUpdates`, by kernels that Numba compiles and, for large batches, BLAS."""

from __future__ import annotations

import numpy as np

from netlib.kernels import load
from netlib.network import Network
from netlib.updates import NumpyUpdates, Tally

LINE = 64  #: bytes
BLAS_FROM = 20_000  #: products of an example and a weight in one batch, from which BLAS is faster than plain loops


class CompiledUpdates(NumpyUpdates):
    """Single examples and small batches: all in one kernel, called once for the whole order."""

    def __init__(self, net: Network):
        self.net, self._kernels = net, load(net)
        net.weights = [aligned(table) for table in net.weights]
        self._rows = aligned(np.zeros((2, -(-net.weights[0].shape[1] // 16) * 16), net.weights[0].dtype))

    def _parts(self) -> list[np.ndarray]:
        pairs = zip(self.net.weights, self.net.biases or [None] * len(self.net.weights))
        return [part for pair in pairs for part in pair if part is not None]

    def run(self, X: np.ndarray, T: np.ndarray, order: np.ndarray, batch_size: int, alpha: float, tally: Tally) -> None:
        if batch_size == 1:
            seen = self._kernels.online(X, T, order, self._rows, alpha, tally.loss, tally.hits, *self._parts())
        else:
            seen = self._kernels.batches(X, T, order, batch_size, alpha, tally.loss, tally.hits, *self._parts())
        tally.loss, tally.hits = seen


def aligned(array: np.ndarray) -> np.ndarray:
    """A copy that starts at a line of the processor's cache: vectors that cross lines cost up to twice as much."""
    memory = np.empty(array.nbytes + LINE, np.uint8)
    start = -memory.ctypes.data % LINE
    copy = memory[start : start + array.nbytes].view(array.dtype).reshape(array.shape)
    copy[...] = array
    return copy


class BlasUpdates(CompiledUpdates):
    """Large batches: products of matrices by NumPy's BLAS, all between them in fused kernels.

    SciPy's BLAS could add a product to the weights in place, but it has threads of its own, and they and NumPy's,
    which the rest of a training uses, wait for each other in loops: on two cores that costs more than it saves.
    """

    def __init__(self, net: Network, batch_size: int):
        super().__init__(net)
        widths = [net.weights[0].shape[1], *map(len, net.weights)]
        x, *self._a = (np.empty((batch_size, width), net.weights[0].dtype) for width in widths)
        self._x, self._d = x, [np.empty_like(a) for a in self._a]
        # where the slope needs the weighted sums, they are kept; elsewhere the activations take their place
        self._z = [a if row.slope_at is None else np.empty_like(a) for a, row in zip(self._a, net._activations)]
        self._moves = [np.empty_like(table) for table in net.weights]

    def run(self, X: np.ndarray, T: np.ndarray, order: np.ndarray, batch_size: int, alpha: float, tally: Tally) -> None:
        for start in range(0, len(order), batch_size):
            self._one(X, T, order[start : start + batch_size], alpha, tally)

    def _one(self, X: np.ndarray, T: np.ndarray, chosen: np.ndarray, alpha: float, tally: Tally) -> None:
        net, n, kernels = self.net, len(chosen), self._kernels
        np.take(X, chosen, axis=0, out=self._x[:n], mode="clip")
        a, z, d = ([part[:n] for part in parts] for parts in ([self._x, *self._a], self._z, self._d))
        layers, biases = range(len(net.weights)), net.biases or [np.empty(0, X.dtype)] * len(net.weights)
        for l in layers:
            np.matmul(a[l], net.weights[l].T, out=z[l])
            kernels.forward[l](z[l], a[l + 1], biases[l])
        tally.loss, tally.hits = kernels.all_outputs(z[-1], a[-1], d[-1], T, chosen, tally.loss, tally.hits)
        for l in layers[:0:-1]:
            np.matmul(d[l], net.weights[l], out=d[l - 1])
            kernels.backward[l - 1](d[l - 1], z[l - 1], a[l])
        for l in layers:
            np.matmul(d[l].T, a[l], out=self._moves[l])
            kernels.move(net.weights[l], self._moves[l], alpha)
            if net.biases:
                kernels.move_biases[l](biases[l], d[l], alpha)
