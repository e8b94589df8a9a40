"""Passes over the examples, a batch at a time, in NumPy: the update of `netlib.backprop`, into buffers.

The formulas are the same. What differs is where results go: nothing of the size of a table of weights is allocated in
the loop, and each call is the form of it that NumPy starts soonest: `dot` with a place for its result, and biases as
rows of shape (1, n), as the batches have two dimensions too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from netlib.network import Network

BLOCK = 2**17  #: numbers, about, that are gathered at once: 1 MB stays in the processor's cache

Order = np.ndarray | range  #: the examples of a pass, by their numbers


class Steps:
    """Takes the steps of a training with NumPy, in place, in batches of at most `batch_size` examples of X and T."""

    def __init__(self, net: Network, X: np.ndarray, T: np.ndarray, batch_size: int):
        self.net, self.X, self.T, self.batch_size = net, X, T, batch_size
        dtype, sizes, rows = net.weights[0].dtype, net.sizes, net.activation_functions
        self.wanted = T.argmax(axis=1)
        self.block = batch_size * max(1, BLOCK // (batch_size * (sizes[0] + 2 * sizes[-1])))
        self.canonical = net.loss_function.canonical == rows[-1].name
        # the weighted sums are kept where the slope or the loss needs them; elsewhere the activations replace them
        keeps_z = [row.slope is None for row in rows]
        keeps_z[-1] |= self.canonical
        heights = [batch_size] * (len(rows) - 1) + [self.block]
        self.a = [np.empty((height, width), dtype) for height, width in zip(heights, sizes[1:], strict=True)]
        self.z = [np.empty_like(a) if kept else a for a, kept in zip(self.a, keeps_z, strict=True)]
        self.d = [np.empty((batch_size, width), dtype) for width in sizes[1:]]
        self.views = cache(self._views)  # of a whole batch, and of what is left at the end of an epoch
        self.ones = np.ones((1, batch_size), dtype)
        self.moves = [np.empty(table.shape, dtype) for table in net.weights]
        self.bias_moves = [np.empty((1, width), dtype) for width in sizes[1:]]

    def run(self, orders: Sequence[Order], alpha: float, total: float = 0.0, hits: int = 0) -> list[tuple[float, int]]:
        """Go through the examples in each of these `orders`.

        Returns for each order the losses added up, batch by batch and each before its update, and the number of outputs
        that were largest where the target is; the first one goes on from `total` and `hits`. What is added does not
        depend on where a pass is interrupted.
        """
        self.b = [bias[None] for bias in self.net.biases or []]
        alpha, seen = np.array(alpha, self.X.dtype), []
        for order in orders:
            for start in range(0, len(order), self.block):
                loss, right = self._block(order[start : start + self.block], alpha, total)
                total, hits = loss, hits + right
            seen.append((total, hits))
            total, hits = 0.0, 0
        return seen

    def _block(self, chosen: Order, alpha: np.ndarray, total: float) -> tuple[float, int]:
        """The steps of some batches: `total` with their losses, and how many hits there were."""
        where = slice(chosen.start, chosen.stop) if isinstance(chosen, range) else chosen  # a view, or a copy
        x, t, z, y = self.X[where], self.T[where], self.z[-1][: len(chosen)], self.a[-1][: len(chosen)]
        for first in range(0, len(x), self.batch_size):
            batch = slice(first, first + self.batch_size)
            self._step(x[batch], t[batch], z[batch], y[batch], alpha)
        losses, each = contributions(self.net, t, y, z).ravel(), self.batch_size * t.shape[1]
        for loss in np.add.reduceat(losses, range(0, len(losses), each), dtype=float).tolist():
            total += loss
        return total, hits_of(y, self.wanted[where])

    def _views(self, n: int) -> tuple[list, list, list, np.ndarray]:
        """The buffers of n examples: activations and weighted sums of hidden layers, deltas of all layers, and ones."""
        return *([buffer[:n] for buffer in kind] for kind in (self.a[:-1], self.z[:-1], self.d)), self.ones[:, :n]

    def _step(self, x: np.ndarray, t: np.ndarray, z_out: np.ndarray, y: np.ndarray, alpha: np.ndarray) -> None:
        W, b, rows = self.net.weights, self.b, self.net.activation_functions
        a, z, d, ones = self.views(len(x))
        a, z = [x, *a, y], [*z, z_out]
        for l, row in enumerate(rows):
            np.dot(a[l], W[l].T, z[l])
            if b:
                z[l] += b[l]
            if self.a[l] is not self.z[l]:
                np.copyto(a[l + 1], z[l])
            if row.in_place is None:
                a[l + 1][...] = row.function(z[l])
            else:
                row.in_place(a[l + 1])
        self._output_deltas(t, y, z_out, d[-1])
        d[-1] *= alpha  # and with it, as they are multiples, all deltas that are computed from these
        for l in range(len(W) - 1, -1, -1):
            if l:
                np.dot(d[l], W[l], d[l - 1])  # with the weights as they were
                row = rows[l - 1]
                if row.slope is None:
                    d[l - 1][...] = row.pull_back(d[l - 1], a[l], z[l - 1])
                else:
                    d[l - 1] *= row.slope(a[l])
            W[l] += np.dot(d[l].T, a[l], self.moves[l])
            if b:
                b[l] += np.dot(ones, d[l], self.bias_moves[l])

    def _output_deltas(self, t: np.ndarray, y: np.ndarray, z: np.ndarray, out: np.ndarray) -> None:
        last, loss = self.net.activation_functions[-1], self.net.loss_function
        if self.canonical:
            np.subtract(t, y, out=out)  # the slope has cancelled
            out *= 0.5
        elif last.slope is None:
            np.divide(last.pull_back(loss.derivative(t, y), y, z), -2, out=out)
        else:
            if loss.error is None:
                np.divide(loss.derivative(t, y), -2, out=out)
            else:
                loss.error(t, y, out=out)
            out *= last.slope(y)


def contributions(net: Network, t: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """The contribution to the loss of each output y = activation(z), in the shape of y, (N, n_L)."""
    return net.loss_function.of_outputs(net.activation_functions[-1], t, y, z)


def hits_of(y: np.ndarray, wanted: np.ndarray) -> int:
    """How many examples have their largest output where it is wanted."""
    return len(y) if y.shape[1] == 1 else int(np.count_nonzero(y.argmax(axis=1) == wanted))
