"""The book's symbols: what each letter of the chapters stands for. The table `NOTATION` is the notation page."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from sympy import Expr, Symbol
from sympy.core.parameters import global_parameters

from linebyline import rules
from linebyline.display import link_rules
from linebyline.functions import activation, coupled, sigma, z
from linebyline.latex import latex
from linebyline.names import Name, Width, index, total

__all__ = [
    *["H", "X", "Y", "a", "activated", "alpha", "delta_h", "delta_o", "epsilon", "h", "i", "j", "k", "m", "o", "sigma"],
    *["start", "t", "v", "w", "x", "y", "z", "z_h", "z_o"],
]


def start() -> None:
    """Set a chapter up: -2*(t - y) stays as typed, formulas are shown the book's way, rules link to their page."""
    global_parameters.distribute = False
    link_rules("authors.html", [*rules.__all__, "factored"])
    if "IPython" in sys.modules and (shell := sys.modules["IPython"].get_ipython()):
        shell.display_formatter.formatters["text/latex"].for_type(Expr, lambda e: rf"$\displaystyle {latex(e)}$")


def activated(name: str, expression: str, z: Name) -> Callable[[Expr], Expr]:
    """The definition of a layer's activations: a row of the activation table applied to the weighted sums z."""
    if "total(" in expression:
        return lambda o: coupled(expression)(z[o], lambda part: total(lambda k: part(z[k]), z.ranges[0]))
    return lambda o: activation(name, expression)(z[o])


m, i = index("m"), index("i")  #: indices of inputs
j, h = index("j"), index("h")  #: indices of hidden nodes
k, o = index("k"), index("o")  #: indices of outputs
X = Width("X", (m, i), "input")  #: number of inputs
H = Width("H", (j, h), "hidden node")  #: number of hidden nodes
Y = Width("Y", (k, o), "output")  #: number of outputs
alpha = Symbol("alpha", positive=True)  #: learning rate, the factor 2 absorbed

x = Name("x", [X], rank=11)
t = Name("t", [Y], rank=0)
v = Name("v", [H, X], rank=10)
w = Name("w", [Y, H], rank=6)
z_h = Name("z_h", [H], lambda h: total(lambda m: v[h, m] * x[m], X), latex="z", rank=8)
a = Name("a", [H], lambda h: sigma(z_h[h]), rank=7)
z_o = Name("z_o", [Y], lambda o: total(lambda j: w[o, j] * a[j], H), latex="z", rank=2)
y = Name("y", [Y], lambda o: sigma(z_o[o]), rank=1)
epsilon = Name("epsilon", [], lambda: total(lambda k: (t[k] - y[k]) ** 2, Y))
delta_o = Name("delta_o", [Y], lambda o: y[o] * (1 - y[o]) * (t[o] - y[o]), latex=r"\delta", rank=4)
delta_h = Name(
    "delta_h",
    [H],
    lambda h: a[h] * (1 - a[h]) * total(lambda k: delta_o[k] * w[k, h], Y),
    latex=r"\delta",
    rank=9,
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
