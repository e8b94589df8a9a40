"""The book's symbols: what each letter of the chapters stands for. The table `NOTATION` is the notation page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sympy import Expr, Symbol, symbols
from sympy.core.parameters import global_parameters

from linebyline.functions import activation, coupled, sigma, slope_of_value, z  # noqa: F401 - part of the notation
from linebyline.names import Name, Unknown, Width, total  # noqa: F401

__all__ = """
    H NOTATION Name Unknown Width X Y a activated alpha delta_h delta_o epsilon h i j k m o sigma slope_of_value
    t total v w x y z z_h z_o
""".split()

# SymPy would turn -2*(t - y) into -2*t + 2*y as it is typed; a derivation shows what its author wrote.
global_parameters.distribute = False


def activated(name: str, expression: str, z: Name) -> Callable[[Expr], Expr]:
    """The definition of a layer's activations: a row of the activation table applied to the weighted sums z."""
    if "total(" in expression:
        return lambda o: coupled(expression)(z[o], lambda part: total(lambda k: part(z[k]), z.ranges[0]))
    return lambda o: activation(name, expression)(z[o])


i, m = symbols("i m", integer=True, positive=True)  #: indices of inputs
h, j = symbols("h j", integer=True, positive=True)  #: indices of hidden nodes
o, k = symbols("o k", integer=True, positive=True)  #: indices of outputs
X, H, Y = (
    Width("X", (m, i)),
    Width("H", (j, h)),
    Width("Y", (k, o)),
)  #: widths: inputs, hidden nodes, outputs
alpha = Symbol("alpha", positive=True)  #: learning rate, the factor 2 absorbed

x = Name("x", [X])
t = Name("t", [Y])
v = Name("v", [H, X])
w = Name("w", [Y, H])
z_h = Name("z_h", [H], lambda h: total(lambda m: v[h, m] * x[m], X), latex="z")
a = Name("a", [H], lambda h: sigma(z_h[h]))
z_o = Name("z_o", [Y], lambda o: total(lambda j: w[o, j] * a[j], H), latex="z")
y = Name("y", [Y], lambda o: sigma(z_o[o]))
epsilon = Name(
    "epsilon",
    [],
    lambda: total(lambda k: (t[k] - y[k]) ** 2, Y),
    latex=r"\varepsilon",
)
delta_o = Name("delta_o", [Y], lambda o: y[o] * (1 - y[o]) * (t[o] - y[o]), latex=r"\delta")
delta_h = Name(
    "delta_h",
    [H],
    lambda h: a[h] * (1 - a[h]) * total(lambda k: delta_o[k] * w[k, h], Y),
    latex=r"\delta",
)


@dataclass(frozen=True)
class Row:
    """One row of the notation table: a symbol, its names in formulas and in programs, its shape and its meaning."""

    symbol: Expr
    name: str  # in this module
    code: str  # in netlib's numeric half
    shape: str
    meaning: str


NOTATION = (
    Row(x[i], "x", "x, a[0]", "(X,)", "input"),
    Row(t[o], "t", "t", "(Y,)", "target"),
    Row(
        v[h, i],
        "v",
        "net.weights[0]",
        "(H, X)",
        "weight to hidden node h from input i; the handout's w_h",
    ),
    Row(z_h[h], "z_h", "z", "(H,)", "weighted sum of a hidden node"),
    Row(a[h], "a", "a[1]", "(H,)", "activation of a hidden node"),
    Row(
        w[o, h],
        "w",
        "net.weights[1]",
        "(Y, H)",
        "weight to output o from hidden node h; the handout's w_o",
    ),
    Row(z_o[o], "z_o", "z", "(Y,)", "weighted sum of an output node"),
    Row(
        y[o],
        "y",
        "y, a[-1]",
        "(Y,)",
        "output: the activation of an output node",
    ),
    Row(
        epsilon,
        "epsilon",
        "net.loss(x, t)",
        "scalar",
        "loss: the sum of squared errors, no half, no mean",
    ),
    Row(
        delta_o[o],
        "delta_o",
        "net.deltas(...)[-1]",
        "(Y,)",
        "delta of an output node",
    ),
    Row(
        delta_h[h],
        "delta_h",
        "net.deltas(...)[0]",
        "(H,)",
        "delta of a hidden node",
    ),
    Row(
        sigma(z),
        "sigma",
        'activation="sigmoid"',
        "as z",
        "the logistic sigmoid",
    ),
    Row(
        alpha,
        "alpha",
        "alpha",
        "scalar",
        "learning rate, the factor 2 absorbed: w' = w + alpha delta a",
    ),
)
