"""One pass over an order of examples, a batch at a time, in NumPy: the update of `netlib.backprop`, into buffers.

The formulas are the same. What differs is where results go: nothing of the size of a layer is allocated in the loop.
"""

from __future__ import annotations

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
            x, t = X[chosen], T[chosen]
            z, y = self.z[-1][: len(x)], self.a[-1][: len(x)]
            for first in range(0, len(x), self.batch_size):
                rows = slice(first, first + self.batch_size)
                self._step(x[rows], t[rows], z[rows], y[rows], alpha)
            losses, right = seen(self.net, t, y, z)
            for loss in np.add.reduceat(losses, range(0, len(x), self.batch_size)).tolist():
                total += loss
            hits += right
        return total, hits

    def _step(self, x: np.ndarray, t: np.ndarray, z_out: np.ndarray, y: np.ndarray, alpha: float) -> None:
        net, n = self.net, len(x)
        W, b, rows = net.weights, net.biases, net.activation_functions
        d, a = [buffer[:n] for buffer in self.d], [x, *(buffer[:n] for buffer in self.a[:-1]), y]
        z = [*(buffer[:n] for buffer in self.z[:-1]), z_out]
        for l, row in enumerate(rows):
            np.matmul(a[l], W[l].T, out=z[l])
            if b is not None:
                np.add(z[l], b[l], out=z[l])
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
                np.matmul(d[l], W[l], out=d[l - 1])  # with the weights as they were
                row = rows[l - 1]
                if row.slope is None:
                    d[l - 1][...] = row.pull_back(d[l - 1], a[l], z[l - 1])
                else:
                    d[l - 1] *= row.slope(a[l])
            W[l] += np.matmul(d[l].T, a[l], out=self.moves[l])
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


def seen(net: Network, t: np.ndarray, y: np.ndarray, z: np.ndarray) -> tuple[np.ndarray, int]:
    """The loss of each example, for outputs y = activation(z) of shape (N, n_L); and how many have their largest output
    where the target is largest."""
    losses = net.loss_function.of_outputs(net.activation_functions[-1], t, y, z).astype(float)
    return losses.reshape(len(t), -1).sum(axis=1), int(np.count_nonzero(y.argmax(axis=1) == t.argmax(axis=1)))
