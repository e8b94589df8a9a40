"""Random formulas in the book's notation: nested as no author would nest them, evaluated and as typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from random import Random

from sympy import (
    Abs,
    Add,
    Derivative,
    Dummy,
    Expr,
    Function,
    I,
    Integer,
    KroneckerDelta,
    Max,
    Mul,
    Piecewise,
    Pow,
    Rational,
    Subs,
    Sum,
    Symbol,
    exp,
    log,
    nan,
    oo,
    sqrt,
    tanh,
    zoo,
)

from linebyline.functions import activation, sigma
from linebyline.names import Entry, Name, as_written
from linebyline.widths import Width

INDEX = {letter: Symbol(letter, integer=True, positive=True) for letter in "imhjok"}
X, H, Y = (Width(name, tuple(INDEX[n] for n in letters)) for name, letters in (("X", "mi"), ("H", "jh"), ("Y", "ko")))
FREE = {INDEX["i"]: X, INDEX["h"]: H, INDEX["o"]: Y, INDEX["k"]: Y}
NAMES = [
    Name("x", [X]),
    Name("t", [Y]),
    Name("y", [Y]),
    Name("a", [H]),
    Name("v", [H, X]),
    Name("w", [Y, H]),
    Name("z_h", [H], latex="z"),
    Name("z_o", [Y], latex="z"),
    Name("delta_h", [H], latex=r"\delta"),
    Name("delta_o", [Y], latex=r"\delta"),
    Name("w^l", [Y, H]),
    Name("delta^{l+1}", [Y], latex=r"\delta^{l+1}"),
    Name("C_x", [X]),
    Name("epsilon", [], latex=r"\varepsilon"),
    Name("BCE", [], latex=r"\mathrm{BCE}"),
]
SYMBOLS = [Symbol("alpha", positive=True), Symbol("u", real=True), Symbol("c_0", real=True), Symbol("eta", real=True)]
f, g = Function("f"), Function("g")
relu = activation("relu", "Piecewise((z, z > 0), (0, True))")
FUNCTIONS = [sigma, exp, log, tanh, f, g, Abs, sqrt, relu, lambda u: Max(u, SYMBOLS[1])]


class Author:
    """Writes formulas; `indices` are those in scope, with their widths."""

    def __init__(self, seed: int):
        self.random = Random(seed)

    def formula(self, depth: int, indices: dict) -> Expr:
        """A formula of at most this depth."""
        if depth == 0:
            return self.leaf(indices)
        kinds = [self.add, self.add, self.mul, self.mul, self.negative, self.power, self.fraction, self.function]
        kinds += [self.sum, self.sum, self.derivative, self.delta, self.leaf_, self.number, self.rare]
        return self.random.choice(kinds)(depth - 1, indices)

    def entry(self, indices: dict) -> Expr:
        name = self.random.choice(NAMES)
        return name[tuple(self.index(width, indices) for width in name.ranges)] if name.ranges else name

    def index(self, width: Expr, indices: dict) -> Expr:
        fitting = [n for n, w in indices.items() if w == width]
        return Integer(self.random.randint(1, 2)) if self.random.random() < 0.1 else self.random.choice(fitting)

    def leaf(self, indices: dict) -> Expr:
        return self.entry(indices) if self.random.random() < 0.75 else self.random.choice(SYMBOLS)

    def leaf_(self, depth: int, indices: dict) -> Expr:
        return self.leaf(indices)

    def number(self, depth: int, indices: dict) -> Expr:
        return Rational(self.random.choice([-3, -2, -1, 1, 2, 3, 5]), self.random.choice([1, 1, 2, 3]))

    def typed(self, operation: type, *args: Expr) -> Expr:
        """As SymPy evaluates it, or as it is typed."""
        return operation(*args, evaluate=False) if self.random.random() < 0.5 else operation(*args)

    def add(self, depth: int, indices: dict) -> Expr:
        return self.typed(Add, *(self.formula(depth, indices) for _ in range(self.random.randint(2, 3))))

    def mul(self, depth: int, indices: dict) -> Expr:
        return self.typed(Mul, *(self.formula(depth, indices) for _ in range(self.random.randint(2, 3))))

    def negative(self, depth: int, indices: dict) -> Expr:
        return self.typed(Mul, Integer(-1), self.formula(depth, indices))

    def power(self, depth: int, indices: dict) -> Expr:
        exponents = [2, 3, -1, -2, Rational(1, 2), Rational(-3, 2), Rational(1, 3)]
        exponent = self.random.choice([*exponents, self.leaf(indices), self.formula(depth, indices)])
        return self.typed(Pow, self.formula(depth, indices), exponent)

    def fraction(self, depth: int, indices: dict) -> Expr:
        below = self.typed(Pow, self.formula(depth, indices), Integer(-1))
        return self.typed(Mul, self.formula(depth, indices), below)

    def function(self, depth: int, indices: dict) -> Expr:
        return self.random.choice(FUNCTIONS)(self.formula(depth, indices))

    def sum(self, depth: int, indices: dict) -> Expr:
        """Over an index that nobody named, or over a letter that may be taken already."""
        width = self.random.choice([X, H, Y])
        unnamed = self.random.random() < 0.6
        n = Dummy("n", integer=True, positive=True) if unnamed else self.random.choice(width.letters)
        first = 2 if self.random.random() < 0.1 else 1
        return Sum(self.formula(depth, indices | {n: width}), (n, first, width))

    def derivative(self, depth: int, indices: dict) -> Expr:
        function = self.formula(depth, indices)
        entries = [e for e in function.atoms(Entry) if all(n in indices or n.is_Integer for n in e.indices)]
        variables = entries + [s for s in SYMBOLS if function.has(s)]
        if not variables:
            return function
        variable = self.random.choice(sorted(variables, key=str))
        times = self.random.choice([1, 1, 1, 2])
        return Derivative(function, (variable, times))

    def delta(self, depth: int, indices: dict) -> Expr:
        width = self.random.choice([H, Y])
        return KroneckerDelta(self.index(width, indices), self.index(width, indices))

    def rare(self, depth: int, indices: dict) -> Expr:
        inside = self.formula(depth, indices)
        if self.random.random() < 0.5:
            return Piecewise((inside, SYMBOLS[1] > Rational(1, 2)), (self.leaf(indices), True))
        slope = Derivative(inside, SYMBOLS[0])
        return Subs(slope, SYMBOLS[0], 0) if slope.has(Derivative) and slope.has(SYMBOLS[0]) else f(g(inside))


def random_formulas(count: int, depth: int = 4) -> Iterator[tuple[int, Expr]]:
    """Formulas without infinities, with their seeds."""
    for seed in range(count):
        author = Author(seed)
        try:
            with as_written() if seed % 2 else nullcontext():
                formula = author.formula(author.random.randint(1, depth), FREE)
        except (TypeError, ValueError, ZeroDivisionError):  # SymPy cannot build it
            continue
        if not formula.has(zoo, nan, oo, I) and len(str(formula)) < 800:
            yield seed, formula
