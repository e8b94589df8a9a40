"""The same updates as `NumpyUpdates`, by kernels that Numba compiles and, for large products, by BLAS in place."""

from __future__ import annotations

import numpy as np
from scipy.linalg import get_blas_funcs

from netlib.kernels import load
from netlib.network import Network
from netlib.updates import NumpyUpdates, Tally

BLAS_FROM = 20_000  #: products of an example and a weight in one batch, from which BLAS is faster than plain loops


class CompiledUpdates(NumpyUpdates):
    """Single examples and small batches: all in one kernel, called once for the whole order."""

    def __init__(self, net: Network):
        self.net, self._kernels = net, load(net)
        net.weights = [np.ascontiguousarray(table) for table in net.weights]

    def _parts(self) -> list[np.ndarray]:
        pairs = zip(self.net.weights, self.net.biases or [None] * len(self.net.weights))
        return [part for pair in pairs for part in pair if part is not None]

    def run(self, X: np.ndarray, T: np.ndarray, order: np.ndarray, batch_size: int, alpha: float, tally: Tally) -> None:
        if batch_size == 1:
            seen = self._kernels.online(X, T, order, alpha, tally.loss, tally.hits, *self._parts())
        else:
            seen = self._kernels.batches(X, T, order, batch_size, alpha, tally.loss, tally.hits, *self._parts())
        tally.loss, tally.hits = seen


class BlasUpdates(CompiledUpdates):
    """Large batches: products of matrices by BLAS, added to the weights where they are, the rest in fused kernels."""

    def __init__(self, net: Network, batch_size: int):
        super().__init__(net)
        self._product = get_blas_funcs("gemm", dtype=net.weights[0].dtype)
        empty = lambda width: np.empty((batch_size, width), net.weights[0].dtype)  # noqa: E731
        widths = [len(table) for table in net.weights]
        self._x = empty(net.weights[0].shape[1])
        self._z = [empty(width) for width in widths]
        in_place = [row.slope is not None or row.slope_at is None for row in net._activations]
        self._a = [z if reused else np.empty_like(z) for z, reused in zip(self._z, in_place)]
        self._d = [empty(width) for width in widths]

    def run(self, X: np.ndarray, T: np.ndarray, order: np.ndarray, batch_size: int, alpha: float, tally: Tally) -> None:
        for start in range(0, len(order), batch_size):
            self._one(X, T, order[start : start + batch_size], alpha, tally)

    def _one(self, X: np.ndarray, T: np.ndarray, chosen: np.ndarray, alpha: float, tally: Tally) -> None:
        net, n, kernels, product = self.net, len(chosen), self._kernels, self._product
        a = [np.take(X, chosen, axis=0, out=self._x[:n], mode="clip"), *(part[:n] for part in self._a)]
        z, d = [part[:n] for part in self._z], [part[:n] for part in self._d]
        layers = range(len(net.weights))
        nothing = np.empty(0, X.dtype)
        # BLAS stores by column: what it is given, and what it fills, is the transpose of everything here
        for l in layers:
            product(1, net.weights[l].T, a[l].T, 0, z[l].T, trans_a=1, overwrite_c=1)
            biases = net.biases[l] if net.biases else nothing
            getattr(kernels, f"forward_{l + 1}")(z[l], a[l + 1], biases)
        tally.loss, tally.hits = kernels.all_outputs(z[-1], a[-1], d[-1], T, chosen, tally.loss, tally.hits)
        for l in layers[:0:-1]:
            product(1, net.weights[l].T, d[l].T, 0, d[l - 1].T, overwrite_c=1)
            getattr(kernels, f"backward_{l}")(d[l - 1], z[l - 1], a[l])
        for l in layers:
            product(alpha, a[l].T, d[l].T, 1, net.weights[l].T, trans_b=1, overwrite_c=1)
            if net.biases:
                getattr(kernels, f"move_biases_{l + 1}")(net.biases[l], d[l], alpha)
