"""One pass over an order of examples, a batch at a time, in NumPy: the update of `netlib.backprop`, into buffers.

The formulas are the same. What differs is where results go: nothing of the size of a layer is allocated in the loop.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from netlib.network import Network

BLOCK = 2**17  #: numbers, about, that are gathered at once: 1 MB stays in the processor's cache


class Steps:
    """Takes the steps of a training with NumPy, in place, in batches of at most `batch_size` examples."""

    def __init__(self, net: Network, batch_size: int):
        self.net, self.batch_size = net, batch_size
        dtype, sizes, rows = net.weights[0].dtype, net.sizes, net.activation_functions
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
        self.moves = [np.empty_like(table) for table in net.weights]

    def run(
        self, X: np.ndarray, T: np.ndarray, order: np.ndarray, alpha: float, total: float = 0.0, hits: int = 0
    ) -> tuple[float, int]:
        """Go through the examples of X and T in this `order`.

        Returns `total` with the losses added, batch by batch and each before its update, and `hits` with the number of
        outputs that were largest where the target is. What is added does not depend on where an epoch is interrupted.
        """
        for start in range(0, len(order), self.block):
            chosen = order[start : start + self.block]
            x, t = rows(X, chosen), rows(T, chosen)
            z, y = self.z[-1][: len(x)], self.a[-1][: len(x)]
            for first in range(0, len(x), self.batch_size):
                batch = slice(first, first + self.batch_size)
                self._step(x[batch], t[batch], z[batch], y[batch], alpha)
            losses, right = seen(self.net, t, y, z)
            for loss in np.add.reduceat(losses.ravel(), range(0, losses.size, self.batch_size * t.shape[1])).tolist():
                total += loss
            hits += right
        return total, hits

    def _views(self, n: int) -> tuple[list, list, list]:
        """The buffers of n examples: activations and weighted sums of the hidden layers, deltas of all layers."""
        return tuple([buffer[:n] for buffer in kind] for kind in (self.a[:-1], self.z[:-1], self.d))

    def _step(self, x: np.ndarray, t: np.ndarray, z_out: np.ndarray, y: np.ndarray, alpha: float) -> None:
        W, b, rows = self.net.weights, self.net.biases, self.net.activation_functions
        a, z, d = self.views(len(x))
        a, z = [x, *a, y], [*z, z_out]
        for l, row in enumerate(rows):
            np.matmul(a[l], W[l].T, z[l])
            if b is not None:
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
                np.matmul(d[l], W[l], d[l - 1])  # with the weights as they were
                row = rows[l - 1]
                if row.slope is None:
                    d[l - 1][...] = row.pull_back(d[l - 1], a[l], z[l - 1])
                else:
                    d[l - 1] *= row.slope(a[l])
            W[l] += np.matmul(d[l].T, a[l], self.moves[l])
            if b is not None:
                b[l] += np.add.reduce(d[l], axis=0)

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


def rows(array: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """The chosen rows of an array: a view where they follow each other, as they do without shuffling."""
    first, end = int(chosen[0]), int(chosen[-1]) + 1
    in_order = end - first == len(chosen) and np.array_equal(chosen, np.arange(first, end))
    return array[first:end] if in_order else array[chosen]


def seen(net: Network, t: np.ndarray, y: np.ndarray, z: np.ndarray) -> tuple[np.ndarray, int]:
    """The contributions to the loss, in double precision, for outputs y = activation(z) of shape (N, n_L); and how many
    examples have their largest output where the target is largest."""
    losses = net.loss_function.of_outputs(net.activation_functions[-1], t, y, z).astype(float, copy=False)
    if t.shape[1] == 1:
        return losses, len(t)
    return losses, int(np.count_nonzero(y.argmax(axis=1) == t.argmax(axis=1)))
