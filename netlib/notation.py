"""The book's symbols, and what each name abbreviates.

A `Name` is a SymPy indexed symbol that knows the range of each of its indices and, unless it is a given
quantity such as a weight, the expression it stands for. The table `NOTATION` is the notation page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sympy import Dummy, Expr, Indexed, IndexedBase, Sum, Symbol, symbols
from sympy.core.parameters import global_parameters

from netlib.functions import activation, coupled, sigma, slope_of_value, z  # noqa: F401 - part of the notation

__all__ = """
    Entry H LETTERS NOTATION Name Unknown X Y a activated alpha delta_h delta_o epsilon h i j k m o sigma slope_of_value
    t total v w x y z z_h z_o
""".split()

# SymPy would turn -2*(t - y) into -2*t + 2*y as it is typed; a derivation shows what its author wrote.
global_parameters.distribute = False


class Name(IndexedBase):
    """A symbol of the book: `label[i, ...]`, one index per entry of `ranges`; a bare scalar where there is none.

    `definition(*indices)` is the expression the name abbreviates, None for a given quantity. SymPy sees through
    the name when it differentiates, so that a derivative of an abbreviation is never mistaken for zero.
    """

    def __new__(cls, label, ranges=(), definition=None, latex=None, **_):
        obj = super().__new__(cls, label, real=True)
        obj.ranges, obj.definition, obj.latex, obj.of = tuple(ranges), definition, latex or str(label), None
        return obj

    @property
    def func(self):
        return lambda label, *_: Name(label, self.ranges, self.definition, self.latex)

    def _hashable_content(self):
        # names that are written alike but stand for different things are different
        of = () if self.of is None else self.of._hashable_content()
        return (*super()._hashable_content(), str(self.ranges), id(self.definition), of)

    def __getitem__(self, indices):
        indices = indices if isinstance(indices, tuple) else (indices,)
        if len(indices) != len(self.ranges):
            raise IndexError(
                f"{self} takes {len(self.ranges)} indices ({', '.join(map(str, self.ranges)) or 'it is a scalar'}), "
                f"not {len(indices)}: {self}[{', '.join(map(str, indices))}]"
            )
        return Entry(self, *indices)

    @property
    def free_symbols(self):
        return {self} | (self.definition().free_symbols if self.definition and not self.ranges else set())

    def _eval_derivative(self, variable):
        return self.definition().diff(variable) if self.definition else super()._eval_derivative(variable)


class Entry(Indexed):
    """One entry of a `Name`, such as `y[o]`."""

    @property
    def definition(self) -> Expr | None:
        """What the entry stands for, one level deep; None for a given quantity."""
        return self.base.definition(*self.indices) if self.base.definition else None

    @property
    def free_symbols(self):
        own = super().free_symbols
        if isinstance(self.base, Slope):
            return own | reach(self.base.of)
        return own | self.definition.free_symbols if self.base.definition else own

    def _eval_derivative(self, variable):
        same_name = isinstance(variable, Entry) and variable.base == self.base
        if self.base.definition and not same_name:
            return self.definition.diff(variable)
        return super()._eval_derivative(variable)


class Unknown(Name):
    """A scalar of which only one thing is known: it is a differentiable function of the entries of the name `of`.

    `slope[k]` is its partial derivative by `of[k]`. By any other variable it is differentiated with the chain rule,
    d/dv = sum over k of slope[k] * d of[k]/dv, which holds whatever the function is.
    """

    def __new__(cls, label, of, latex=None):
        obj = super().__new__(cls, label, (), None, latex)
        obj.of, obj.slope = of, Slope(f"d{label}/d{of}", of)
        return obj

    @property
    def func(self):
        return lambda *_: self

    @property
    def free_symbols(self):
        return {self} | reach(self.of)

    def _eval_derivative(self, variable):
        if isinstance(variable, Entry) and variable.base == self.of:
            return self.slope[variable.indices]
        return total(lambda k: self.slope[k] * self.of[k].diff(variable), self.of.ranges[0])


class Slope(Name):
    """The partial derivatives of an `Unknown`: unknown functions of the same name's entries."""

    def __new__(cls, label, of):
        obj = super().__new__(cls, label, of.ranges)
        obj.of = of
        return obj

    func = Unknown.func


def reach(name: Name) -> set[Expr]:
    """All that the entries of a name depend on, its own entries and its width included."""
    index = Dummy("n", integer=True, positive=True)
    return (name[index].free_symbols | name.ranges[0].free_symbols) - {index, name[index]}


def total(summand: Callable[[Symbol], Expr], width: Expr) -> Sum:
    """Sum over 1..width with a bound index nobody else can have."""
    index = Dummy("n", integer=True, positive=True)
    return Sum(summand(index), (index, 1, width))


def activated(name: str, expression: str, z: Name) -> Callable[[Expr], Expr]:
    """The definition of a layer's activations: a row of the activation table applied to the weighted sums z."""
    if "total(" in expression:
        return lambda o: coupled(expression)(z[o], lambda part: total(lambda k: part(z[k]), z.ranges[0]))
    return lambda o: activation(name, expression)(z[o])


X, H, Y = symbols("X H Y", integer=True, positive=True)  #: widths: inputs, hidden nodes, outputs
i, m = symbols("i m", integer=True, positive=True)  #: indices of inputs
h, j = symbols("h j", integer=True, positive=True)  #: indices of hidden nodes
o, k = symbols("o k", integer=True, positive=True)  #: indices of outputs
alpha = Symbol("alpha", positive=True)  #: learning rate, the factor 2 absorbed

LETTERS = {X: (m, i), H: (j, h), Y: (k, o)}  #: the letters a sum over each width uses, in order of preference

x = Name("x", [X])
t = Name("t", [Y])
v = Name("v", [H, X])
w = Name("w", [Y, H])
z_h = Name("z_h", [H], lambda h: total(lambda m: v[h, m] * x[m], X), latex="z")
a = Name("a", [H], lambda h: sigma(z_h[h]))
z_o = Name("z_o", [Y], lambda o: total(lambda j: w[o, j] * a[j], H), latex="z")
y = Name("y", [Y], lambda o: sigma(z_o[o]))
epsilon = Name("epsilon", [], lambda: total(lambda k: (t[k] - y[k]) ** 2, Y), latex=r"\varepsilon")
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
    Row(v[h, i], "v", "net.weights[0]", "(H, X)", "weight to hidden node h from input i; the handout's w_h"),
    Row(z_h[h], "z_h", "z", "(H,)", "weighted sum of a hidden node"),
    Row(a[h], "a", "a[1]", "(H,)", "activation of a hidden node"),
    Row(w[o, h], "w", "net.weights[1]", "(Y, H)", "weight to output o from hidden node h; the handout's w_o"),
    Row(z_o[o], "z_o", "z", "(Y,)", "weighted sum of an output node"),
    Row(y[o], "y", "y, a[-1]", "(Y,)", "output: the activation of an output node"),
    Row(epsilon, "epsilon", "net.loss(x, t)", "scalar", "loss: the sum of squared errors, no half, no mean"),
    Row(delta_o[o], "delta_o", "net.deltas(...)[-1]", "(Y,)", "delta of an output node"),
    Row(delta_h[h], "delta_h", "net.deltas(...)[0]", "(H,)", "delta of a hidden node"),
    Row(sigma(z), "sigma", 'activation="sigmoid"', "as z", "the logistic sigmoid"),
    Row(alpha, "alpha", "alpha", "scalar", "learning rate, the factor 2 absorbed: w' = w + alpha delta a"),
)
