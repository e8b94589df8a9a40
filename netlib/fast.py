"""The same pass as `netlib.steps`, in machine code: a recursion over the layers, compiled by Numba.

`layer_and_all_behind` is the program. It returns one function for layer l: it goes forwards through its layer, calls
the function of the layers behind it, which leaves this layer's deltas, and then, on the way back, corrects its own
weights. Activations, slopes and losses are not written here: SymPy derives them from the definitions in the tables, as
in the book's proofs. Widths are constants of the functions, so that the compiler can unroll their loops.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache

import numba
import numpy as np
from sympy import Expr, Integer, Symbol, expand, factor_terms, lambdify, symbols, sympify
from sympy.codegen.cfunctions import log1p

from linebyline import functions
from netlib.activations import Activation, Coupled
from netlib.losses import Loss
from netlib.network import Network

LINE = 64  #: bytes in a line of the processor's cache
SOFTMAX = "exp(z)/total(exp(z))"

# sums may be reordered, so that they can be vectorised; NaN and infinity keep their meaning
MATHS = dict(error_model="numpy", fastmath={"reassoc", "contract", "nsz"})
program = numba.njit(**MATHS)  # called by Python
inner = numba.njit(**MATHS, no_cpython_wrapper=True, no_cfunc_wrapper=True)  # by programs only: compiles sooner


def compiled(arguments: list[Symbol], formula: Expr) -> numba.core.dispatcher.Dispatcher:
    """A formula as a function in machine code. Raises NotImplementedError for what Python's math module lacks."""
    unknown = sorted(f.func.__name__ for f in formula.atoms(functions.Function) if not hasattr(math, python_name(f)))
    if unknown:
        raise NotImplementedError(f"no machine code for {', '.join(unknown)}, which the formula {formula} needs")
    return inner(lambdify(arguments, formula, [{"math": math}, "math"]))


def python_name(part: Expr) -> str:
    """The name that SymPy's printer gives a function."""
    name = part.func.__name__
    return {"Abs": "fabs", "Max": "fabs", "Min": "fabs", "Piecewise": "fabs", "sign": "copysign"}.get(name, name)


@cache
def activation(row: Activation) -> tuple:
    """Two functions of a layer's arrays: from z to a; and from the derivatives by a to those by z, over them."""
    if isinstance(row, Coupled):
        return softmax(row)
    function, a = functions.activation(row.name, row.expression), Symbol("a", real=True)
    in_value = functions.slope_of_value(function)
    known, found = (a, in_value(a)) if in_value else (functions.z, functions.slope(function)(functions.z))
    found = found.definition(*found.args) if hasattr(found, "definition") else found
    stable = sympify(row.stable or "0", {"z": functions.z, "log1p": log1p})
    definition = functions.written_out(function.definition(functions.z))
    value = compiled([functions.z], stable if row.stable else definition)
    slope, of_value = compiled([known], functions.written_out(found)), known is a

    @inner
    def activate(z, a, width):
        for k in range(width):
            a[k] = value(z[k])

    @inner
    def pull_back(d, a, z, width):
        for k in range(width):
            d[k] *= slope(a[k] if of_value else z[k])

    return activate, pull_back


def softmax(row: Coupled) -> tuple:
    """The same two functions for the softmax. `activate` leaves log(a) in z, from which the loss is computed."""
    if row.expression != SOFTMAX:
        raise NotImplementedError(f"no machine code is written for an activation like {row.name!r}")

    @inner
    def activate(z, a, width):
        largest, total = z[0], 0.0
        for k in range(width):
            largest = max(largest, z[k])
        for k in range(width):
            total += math.exp(z[k] - largest)
        for k in range(width):
            z[k] -= largest + math.log(total)
            a[k] = math.exp(z[k])

    @inner
    def pull_back(d, a, z, width):  # the Jacobian a_k (delta_kj - a_j), applied
        common = 0.0
        for k in range(width):
            common += a[k] * d[k]
        for k in range(width):
            d[k] = a[k] * (d[k] - common)

    return activate, pull_back


@cache
def outputs(width: int, row: Activation, loss: Loss):
    """The end of the recursion: the loss of one example, whether it is a hit, and the deltas of the output layer."""
    canonical, (_, pull_back) = loss.canonical == row.name, activation(row)
    if loss.outputs != "numbers" and not (canonical and loss.stable):
        raise NotImplementedError(f"no machine code for loss {loss.name!r} with activation {row.name!r}")
    t, y, z = symbols("t y z", real=True)
    names = {"t": t, "y": y, "z": z, "n": Integer(width), "log1p": log1p}
    contribution = sympify(loss.stable if canonical and loss.stable else loss.expression, names)
    error = (t - y) / 2 if canonical else factor_terms(expand(contribution.diff(y) / -2))
    value, minus_half_slope = compiled([t, y, z], contribution), compiled([t, y], error)

    @inner
    def end(t, z, y, delta):
        total, best, wanted = 0.0, 0, 0
        y_best, t_best = y[0], t[0]
        for k in range(width):
            total += value(t[k], y[k], z[k])
            delta[k] = minus_half_slope(t[k], y[k])
            if y[k] > y_best:
                best, y_best = k, y[k]
            if t[k] > t_best:
                wanted, t_best = k, t[k]
        if not canonical:
            pull_back(delta, y, z, width)
        return total, best == wanted

    return end


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


@lru_cache(maxsize=64)
def one_by_one(sizes: tuple, rows: tuple, loss: Loss, biased: bool):
    """A function that takes a step for each example. The first layer, most of the work, takes one pass.

    A weight that has just been corrected for one example is multiplied with the next one while it is at hand.
    """
    n_in, n, last = sizes[0], sizes[1], len(rows) == 1
    activate, pull_back = activation(rows[0])
    behind = outputs(n, rows[0], loss) if last else layer_and_all_behind(1, sizes, rows, loss, biased, True)

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

    @program
    def run(X, T, order, batch_size, alpha, total, hits, W, b, V, c, z, a, d, x):
        for k in range(n):
            d[0][k] = 0
        for i in range(n_in):
            x[0, i] = X[order[0], i]
        correct_and_sum(alpha, W[0], b[0], d[0], x[0], x[0], z[0])  # deltas of 0: nothing is corrected yet
        for e in range(len(order)):
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
            total, hits = total + loss, hits + hit
        return total, hits

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
    def run(X, T, order, batch_size, alpha, total, hits, W, b, V, c, z, a, d, x):
        copy(V, c, W, b)
        for e in range(len(order)):
            loss, hit = layer(X[order[e]], T[order[e]], alpha, W, b, V, c, z, a, d)
            total, hits = total + loss, hits + hit
            if (e + 1) % batch_size == 0 or e + 1 == len(order):
                copy(W, b, V, c)
        return total, hits

    return run


def aligned(*shape: int, dtype: np.dtype) -> np.ndarray:
    """An array of zeros that starts at a line of the cache: vectors that cross lines cost up to twice as much."""
    memory = np.zeros(math.prod(shape) * dtype.itemsize + LINE, np.uint8)
    start = -memory.ctypes.data % LINE
    return memory[start : start + math.prod(shape) * dtype.itemsize].view(dtype).reshape(shape)


class FastSteps:
    """Takes the steps of a training in machine code; what `netlib.steps.Steps` does, to within rounding.

    Raises NotImplementedError for a row of the tables that has no form in machine code.
    """

    def __init__(self, net: Network, batch_size: int):
        self.net, self.batch_size, dtype, sizes = net, batch_size, net.weights[0].dtype, net.sizes
        make = one_by_one if batch_size == 1 else in_batches
        self.program = make(sizes, tuple(net.activation_functions), net.loss_function, net.biases is not None)
        self.alpha = dtype.type
        pairs = list(zip(sizes, sizes[1:]))
        tables = lambda: tuple(aligned(n, n_in, dtype=dtype) for n_in, n in pairs)  # noqa: E731
        vectors = lambda: tuple(aligned(n, dtype=dtype) for _, n in pairs)  # noqa: E731
        self.W, self.b = tables(), vectors()
        line = LINE // dtype.itemsize
        self.scratch = (
            *((self.W, self.b) if batch_size == 1 else (tables(), vectors())),
            *(vectors() for _ in "zad"),
            aligned(2, -(-sizes[0] // line) * line, dtype=dtype),
        )

    def run(
        self, X: np.ndarray, T: np.ndarray, order: np.ndarray, alpha: float, total: float = 0.0, hits: int = 0
    ) -> tuple[float, int]:
        """Go through the examples of X and T in this `order`; returns as `Steps.run` does."""
        own = [*self.W, *self.b][: len(self.net.parts)]
        for mine, part in zip(own, self.net.parts, strict=True):
            mine[...] = part
        so_far = float(total), int(hits)
        seen = self.program(X, T, order, self.batch_size, self.alpha(alpha), *so_far, self.W, self.b, *self.scratch)
        for part, mine in zip(self.net.parts, own, strict=True):
            part[...] = mine
        return seen
