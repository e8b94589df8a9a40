"""The same pass as `netlib.steps`, in machine code: a recursion over the layers, compiled by Numba.

`layer_and_all_behind` is the program. It returns one function for layer l: it goes forwards through its layer, calls
the function of the layers behind it, which leaves this layer's deltas, and then, on the way back, corrects its own
weights. Activations, slopes and losses come from `netlib.kernels`. Widths are constants of the functions, so that the
compiler can unroll their loops.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from netlib.kernels import activation, inner, outputs, program
from netlib.losses import Loss
from netlib.network import Network

LINE = 64  #: bytes in a line of the processor's cache


def layer_and_all_behind(l: int, sizes: tuple, rows: tuple, loss: Loss, biased: bool, single: bool):
    """The function of the weights W[l] and all behind them, for one example: it returns the loss, and whether it hit.

    x enters the layer; z[l], a[l] and d[l] are its weighted sums, activations and deltas. With `single`, each example
    is a step of its own and the weights are corrected at once. Otherwise what a batch adds up goes to V and c.
    """
    n_in, n, last = sizes[l], sizes[l + 1], l == len(rows) - 1
    activate, pull_back = activation(rows[l])
    end = outputs(n, rows[l], loss) if last else None
    behind = end if last else layer_and_all_behind(l + 1, sizes, rows, loss, biased, single)

    @inner
    def layer(x, t, alpha, W, b, V, c, z, a, d):
        w, bias, delta, back = W[l], b[l], d[l], d[max(l - 1, 0)]
        new, new_bias = (w, bias) if single else (V[l], c[l])
        for k in range(n):
            z_k = bias[k]
            for i in range(n_in):
                z_k += w[k, i] * x[i]
            z[l][k] = z_k
        activate(z[l], a[l], n)
        if last:
            seen = behind(t, z[l], a[l], delta)
        else:
            seen = behind(a[l], t, alpha, W, b, V, c, z, a, d)
            pull_back(delta, a[l], z[l], n)
        if l > 0:
            for i in range(n_in):
                back[i] = 0
        for k in range(n):
            move = alpha * delta[k]
            if biased:
                new_bias[k] += move
            for i in range(n_in):
                if l > 0:
                    back[i] += delta[k] * w[k, i]  # with the weight as it was
                new[k, i] += move * x[i]
        return seen

    return layer


def first_layer(n_in: int, n: int, biased: bool):
    """A function that corrects the first layer's weights for one example, and sums them for the next, in one pass."""

    @inner
    def correct_and_sum(alpha, w, bias, delta, x, following, z):
        for k in range(n):
            move = alpha * delta[k]
            if biased:
                bias[k] += move
            z_k = bias[k]
            for i in range(n_in):
                w_ki = w[k, i] + move * x[i]
                w[k, i] = w_ki
                z_k += w_ki * following[i]
            z[k] = z_k

    return correct_and_sum


@lru_cache(maxsize=64)
def one_by_one(sizes: tuple, rows: tuple, loss: Loss, biased: bool):
    """A function that takes a step for each example. The first layer, most of the work, takes one pass.

    A weight that has just been corrected for one example is multiplied with the next one while it is at hand.
    """
    n_in, n, last = sizes[0], sizes[1], len(rows) == 1
    correct_and_sum = first_layer(n_in, n, biased)
    activate, pull_back = activation(rows[0])
    behind = outputs(n, rows[0], loss) if last else layer_and_all_behind(1, sizes, rows, loss, biased, True)

    @program
    def run(X, T, order, losses, hits, batch_size, alpha, W, b, V, c, z, a, d, x):
        for k in range(n):
            d[0][k] = 0
        for i in range(n_in):
            x[0, i] = X[order[0], i]
        correct_and_sum(alpha, W[0], b[0], d[0], x[0], x[0], z[0])  # deltas of 0: nothing is corrected yet
        e = 0
        for p in range(len(losses)):
            for _ in range(len(order) // len(losses)):
                here, following = x[e % 2], x[(e + 1) % 2]
                for i in range(n_in):
                    following[i] = X[order[min(e + 1, len(order) - 1)], i]
                activate(z[0], a[0], n)
                if last:
                    loss, hit = behind(T[order[e]], z[0], a[0], d[0])
                else:
                    loss, hit = behind(a[0], T[order[e]], alpha, W, b, V, c, z, a, d)
                    pull_back(d[0], a[0], z[0], n)
                correct_and_sum(alpha, W[0], b[0], d[0], here, following, z[0])
                losses[p] += loss
                hits[p] += hit
                e += 1

    return run


@lru_cache(maxsize=64)
def in_batches(sizes: tuple, rows: tuple, loss: Loss, biased: bool):
    """A function that takes a step for each batch: V and c are the weights and biases with what the batch adds."""
    layer = layer_and_all_behind(0, sizes, rows, loss, biased, False)

    @inner
    def copy(to_W, to_b, W, b):
        for l in range(len(W)):
            for k in range(len(b[l])):
                to_b[l][k] = b[l][k]
                for i in range(W[l].shape[1]):
                    to_W[l][k, i] = W[l][k, i]

    @program
    def run(X, T, order, losses, hits, batch_size, alpha, W, b, V, c, z, a, d, x):
        size = len(order) // len(losses)
        copy(V, c, W, b)
        for p in range(len(losses)):
            for e in range(size):
                example = order[p * size + e]
                loss, hit = layer(X[example], T[example], alpha, W, b, V, c, z, a, d)
                losses[p] += loss
                hits[p] += hit
                if (e + 1) % batch_size == 0 or e + 1 == size:
                    copy(W, b, V, c)

    return run


def aligned(shapes: list[tuple[int, ...]], dtype: np.dtype) -> tuple[np.ndarray, ...]:
    """Arrays of zeros that start at a line of the cache: vectors that cross lines cost up to twice as much."""
    arrays = []
    for shape in shapes:
        size = math.prod(shape) * dtype.itemsize
        memory = np.zeros(size + LINE, np.uint8)
        start = -memory.ctypes.data % LINE
        arrays.append(memory[start : start + size].view(dtype).reshape(shape))
    return tuple(arrays)


class FastSteps:
    """Takes the steps of a training in machine code; what `netlib.steps.Steps` does, to within rounding.

    Raises NotImplementedError for a row of the tables that has no form in machine code.
    """

    def __init__(self, net: Network, X: np.ndarray, T: np.ndarray, batch_size: int):
        self.net, self.X, self.T, self.batch_size = net, X, T, batch_size
        dtype, sizes = net.weights[0].dtype, net.sizes
        make = one_by_one if batch_size == 1 else in_batches
        self.program = make(sizes, tuple(net.activation_functions), net.loss_function, net.biases is not None)
        line = LINE // dtype.itemsize
        tables, vectors = [table.shape for table in net.weights], [(n,) for n in sizes[1:]]
        self.W, self.b = aligned(tables, dtype), aligned(vectors, dtype)
        sums = (self.W, self.b) if batch_size == 1 else (aligned(tables, dtype), aligned(vectors, dtype))
        two_examples = aligned([(2, -(-sizes[0] // line) * line)], dtype)
        self.scratch = (*sums, *(aligned(vectors, dtype) for _ in "zad"), *two_examples)

    def run(self, orders, alpha, total=0.0, hits=0) -> list[tuple[float, int]]:
        """Go through the examples in each of these `orders`, as `Steps.run` does: the same range, or equal lengths."""
        own = [*self.W, *self.b][: len(self.net.parts)]
        for mine, part in zip(own, self.net.parts, strict=True):
            mine[...] = part
        if isinstance(orders[0], range):
            order = np.tile(np.arange(orders[0].start, orders[0].stop), len(orders))
        else:
            order = np.concatenate(orders)
        losses, right = np.zeros(len(orders)), np.zeros(len(orders), int)
        losses[0], right[0] = total, hits
        data = self.X, self.T, order, losses, right
        self.program(*data, self.batch_size, self.X.dtype.type(alpha), self.W, self.b, *self.scratch)
        for part, mine in zip(self.net.parts, own, strict=True):
            part[...] = mine
        return list(zip(losses.tolist(), right.tolist(), strict=True))
