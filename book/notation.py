"""The book's symbols: what each letter of the chapters stands for. The table `NOTATION` is the notation page."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from sympy import Derivative, Expr, KroneckerDelta, Symbol
from sympy.core.parameters import global_parameters

from linebyline import rules
from linebyline.display import link_rules
from linebyline.functions import activation, coupled, sigma, z
from linebyline.latex import latex
from linebyline.names import Name, total
from linebyline.widths import Width, index

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
    """One row of the notation table: a symbol, its names in formulas and in programs, its shape and its meaning.

    A symbol that the formulas of part I do not have is given as LaTeX.
    """

    symbol: Expr | str
    name: str  # in this module, or where another is named
    code: str  # in netlib's numeric half
    shape: str
    meaning: str


ONE_LAYER = (
    Row(x[i], "x", "x or a[0]", "(X,)", "input i"),
    Row(t[o], "t", "t", "(Y,)", "target of output o: what y should be"),
    Row(v[h, i], "v", "net.weights[0]", "(H, X)", "weight to hidden node h, from input i; the handout's w_h"),
    Row(z_h[h], "z_h", "z[0]", "(H,)", "weighted sum of hidden node h"),
    Row(a[h], "a", "a[1]", "(H,)", "activation of hidden node h"),
    Row(w[o, h], "w", "net.weights[1]", "(Y, H)", "weight to output o, from hidden node h; the handout's w_o"),
    Row(z_o[o], "z_o", "z[-1]", "(Y,)", "weighted sum of output o"),
    Row(y[o], "y", "y or a[-1]", "(Y,)", "output o: the activation of an output node"),
    Row(epsilon, "epsilon", "net.loss(x, t)", "scalar", "loss: the sum of squared errors, no half, no mean"),
    Row(
        Derivative(epsilon, w[o, h]),
        "Derivative",
        "net.gradient(x, t)[0][1]",
        "(Y, H)",
        "slope of the loss for one weight",
    ),
    Row(delta_o[o], "delta_o", "net.deltas(a, t)[-1]", "(Y,)", "delta of output o: minus half the slope by z_o"),
    Row(delta_h[h], "delta_h", "net.deltas(a, t)[0]", "(H,)", "delta of hidden node h: minus half the slope by z_h"),
    Row(sigma(z), "sigma", 'activation="sigmoid"', "as z", "the logistic sigmoid"),
    Row(alpha, "alpha", "alpha", "scalar", "learning rate, the factor 2 absorbed: w' = w + alpha delta a"),
    Row(r"\eta", "eta, in chapter 2", "alpha / 2", "scalar", "the step along the gradient: alpha is twice this number"),
    Row("w'_{o,h}", "", "net.step(x, t, alpha)", "as w", "a weight after one update"),
    Row(KroneckerDelta(k, o), "KroneckerDelta(k, o)", "np.eye(Y)", "scalar", "1 if k and o are equal, else 0"),
    Row(X, "X", "net.sizes[0]", "scalar", "number of inputs; i and m count them"),
    Row(H, "H", "net.sizes[1]", "scalar", "number of hidden nodes; h and j count them"),
    Row(Y, "Y", "net.sizes[-1]", "scalar", "number of outputs; o and k count them"),
)

MANY_LAYERS = (
    Row("L", "L", "len(net.weights)", "scalar", "the last layer, the output; layer 0 is the input"),
    Row("n_l", "n[l]", "net.sizes[l]", "scalar", "number of nodes of layer l"),
    Row(
        "w^{(l)}_{k,j}",
        "w[l]",
        "net.weights[l - 1]",
        "(n_l, n_(l-1))",
        "to node k of layer l, from node j of the one before",
    ),
    Row(
        "W^{(l)}", "", "net.weights[l - 1]", "(n_l, n_(l-1))", "the table of these weights; a row for each destination"
    ),
    Row("b^{(l)}_k", "b[l]", "net.biases[l - 1]", "(n_l,)", "bias of node k: the weight of an input that is always 1"),
    Row("z^{(l)}_k", "z[l]", "z[l - 1]", "(n_l,)", "weighted sum of node k of layer l, its bias included"),
    Row("a^{(l)}_k", "a[l]", "a[l]", "(n_l,)", "activation of node k of layer l; a[0] is x and a[L] is y"),
    Row(r"\delta^{(l)}_k", "delta[l]", "net.deltas(a, t)[l - 1]", "(n_l,)", "delta of node k of layer l"),
    Row(r"u \circ v", "", "u * v", "as u", "product entry by entry"),
    Row(r"W^{\mathsf T}", "", "net.weights[l - 1].T", "(n_(l-1), n_l)", "the transpose: rows and columns exchanged"),
)

BATCH = (
    Row("N", "N", "len(x)", "scalar", "number of examples of a batch; e counts them"),
    Row("x_{e,i}", "x", "x", "(N, X)", "input i of example e; t, z, a, y and delta get the same axis in front"),
    Row("E", "whole, in chapter 9", "net.loss(x, t)", "scalar", "loss of a batch: the sum over its examples, no mean"),
)

NOTATION = ONE_LAYER + MANY_LAYERS + BATCH
