"""Formulas of the tables as functions in machine code, for `netlib.fast`: activations, slopes, losses, output deltas.

None of them is written here, but for the softmax: SymPy derives them from the definitions in the tables, as in the
book's proofs, and Numba compiles them.
"""

from __future__ import annotations

import math
from functools import cache

from sympy import Expr, Integer, Symbol, expand, factor_terms, lambdify, symbols, sympify
from sympy.codegen.cfunctions import log1p

from linebyline import functions
from netlib.activations import Activation, Coupled
from netlib.losses import Loss

try:
    import numba
except ImportError:  # these files can be read without Numba, and say so where they are run
    numba = None

SOFTMAX = "exp(z)/total(exp(z))"
# the names that SymPy's printer gives to what has another name in Python's math module, or none that is needed
PRINTED = {"Abs": "fabs", "Max": "fabs", "Min": "fabs", "Piecewise": "fabs", "sign": "copysign"}


def machine_code(**options):
    """A decorator: Numba's, or one that says that Numba is missing, with ImportError."""
    if numba is None:
        return needs_numba
    # sums may be reordered, so that they can be vectorised; NaN and infinity keep their meaning
    return numba.njit(error_model="numpy", fastmath={"reassoc", "contract", "nsz"}, **options)


def needs_numba(function):
    """Raises ImportError, and says what to do."""
    raise ImportError('machine code needs numba: pip install -e .[fast]; or leave compiled at "auto"')


program = machine_code()  # called by Python
inner = machine_code(no_cpython_wrapper=True, no_cfunc_wrapper=True)  # by programs only: compiles sooner


def compiled(arguments: list[Symbol], formula: Expr):
    """A formula as a function in machine code. Raises NotImplementedError for what Python's math module lacks."""
    names = {part.func.__name__ for part in formula.atoms(functions.Function)}
    unknown = sorted(name for name in names if not hasattr(math, PRINTED.get(name, name)))
    if unknown:
        raise NotImplementedError(f"no machine code for {', '.join(unknown)}, which the formula {formula} needs")
    return inner(lambdify(arguments, formula, [{"math": math}, "math"]))


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
