"""The second, independent route: any expression of the book written out for a network of a few nodes.

Nothing of the normal form is used here. Sums are written out, derivatives are taken by SymPy in ordinary symbols
such as `w[1, 2]`, and the sigmoid is its exponential, so that the result can be evaluated in any arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from random import Random

import numpy as np
from mpmath import iv, mpf, workdps
from sympy import (
    Add,
    Derivative,
    Expr,
    Float,
    Function,
    Integer,
    Lambda,
    Rational,
    Subs,
    Sum,
    Symbol,
    lambdify,
    sin,
)
from sympy.core.function import AppliedUndef

from linebyline.functions import Defined
from linebyline.names import Entry, Name, Slope, Unknown, Width
from linebyline.normal_form import Ranges

DIGITS = 50  #: working precision of every numeric comparison


def write_out(expression: Expr, values: dict[Symbol, int]) -> Expr:
    """The expression for concrete widths and indices: no names, no sums, no derivatives are left.

    `values` maps widths and indices to integers, such as {X: 2, H: 3, Y: 2, o: 1}. An entry of a given quantity
    becomes the symbol of the same text: w[o, h] at o=1, h=2 is Symbol("w[1, 2]").
    """
    return _at_top(expression, tuple(sorted(values.items(), key=str)))


@lru_cache(maxsize=100)
def _at_top(expression: Expr, values: tuple) -> Expr:
    return _written_out(expression, values, frozenset(), {})


def _written_out(e: Expr, values: tuple, keep: frozenset[Name], memo: dict) -> Expr:
    key = (e, values, keep)
    if key not in memo:
        memo[key] = _write(e, dict(values), keep, memo)
    return memo[key]


def _write(e: Expr, values: dict, keep: frozenset[Name], memo: dict) -> Expr:
    def inner(part: Expr, values=values, keep=keep) -> Expr:
        return _written_out(part, tuple(sorted(values.items(), key=str)), keep, memo)

    if isinstance(e, Entry):
        place = e.base[tuple(Integer(values.get(s, s)) for s in e.indices)]
        opaque = place.definition is None or place.base in keep
        if isinstance(place.base, Slope):
            stood_in, entries = joint_stand_in(place.base.of, inner)
            symbol = Symbol(str(place.base.of[place.indices]), real=True)
            return stood_in.diff(symbol).xreplace(entries)
        return Symbol(str(place), real=True) if opaque else inner(place.definition)
    if isinstance(e, Unknown):
        stood_in, entries = joint_stand_in(e.of, inner)
        return stood_in.xreplace(entries)
    if isinstance(e, Name):
        return inner(e.definition()) if e.definition else Symbol(str(e), real=True)
    if isinstance(e, Sum):
        *outer, (index, first, last) = e.limits
        terms = range(int(inner(first)), int(inner(last)) + 1)
        if outer:
            e = Sum(e.function, *outer)
            return Add(*(inner(e, values | {index: n}) for n in terms))
        return Add(*(inner(e.function, values | {index: n}) for n in terms))
    if isinstance(e, AppliedUndef):
        return stand_in(e.func)(inner(e.args[0]))
    if isinstance(e, Derivative) and isinstance(e.variables[0], AppliedUndef):
        variable = Symbol("u", real=True)
        return inner(Derivative(e.expr.xreplace({e.variables[0]: variable}), variable)).subs(
            variable, inner(e.variables[0])
        )
    if isinstance(e, Derivative):
        names = {s.base for s in e.variables if isinstance(s, Entry) and s.definition is not None}
        function = inner(e.expr, keep=keep | names)
        variables = [inner(s, keep=keep | names) for s in e.variables]
        slope = function.diff(*variables)
        by_label = {str(name): name for name in names}  # every entry of these names was a variable
        places = {s: _place(s) for s in slope.free_symbols}
        return slope.xreplace(
            {s: inner(by_label[n][tuple(map(Integer, place))]) for s, (n, place) in places.items() if n in by_label}
        )
    if isinstance(e, Subs):
        return inner(e.expr).subs({s: inner(at) for s, at in zip(e.variables, e.point, strict=True)})
    if isinstance(e, Defined):
        return inner(e.definition(*e.args))
    if e in values:
        return Integer(values[e])
    return e.func(*map(inner, e.args)) if e.args else e


def stand_in(function: type[Function]) -> Lambda:
    """A definite, nowhere vanishing function to evaluate an undefined one, such as f in the chain rule."""
    u = Symbol("u", real=True)
    return Lambda(u, 2 + sin(Rational(sum(map(ord, function.__name__)) % 7 + 3, 10) * u + 1))


def joint_stand_in(name: Name, written_out: Callable[[Expr], Expr]) -> tuple[Expr, dict[Symbol, Expr]]:
    """A definite function of the entries of a name, for an `Unknown`; and what these entries are."""
    places = [name[Integer(n + 1)] for n in range(int(written_out(name.ranges[0])))]
    symbols = [Symbol(str(place), real=True) for place in places]
    mixed = sin(1 + Add(*(Rational(n + 3, 10) * s for n, s in enumerate(symbols))))
    return mixed + Add(*(s**2 / (n + 2) for n, s in enumerate(symbols))), dict(
        zip(symbols, map(written_out, places), strict=True)
    )


@dataclass(frozen=True)
class Instance:
    """A small network, given by number: widths, the fixed indices, and a value for every symbol."""

    sizes: dict[Symbol, int]  # widths and fixed indices
    values: dict[Symbol, Rational]  # every written-out symbol, such as w[1, 2]
    functions: tuple[str, ...] = ()  # the stand-ins of undefined functions, such as "f(u) = ..."

    def arrays(self) -> dict[str, object]:
        """The values as Python lists by name, counted from 0 as Python does: {"w": [[0.3, ...]], ...}.

        None stands for an entry that does not occur in the two expressions.
        """
        by_name: dict[str, dict[tuple[int, ...], float]] = {}
        for symbol, value in sorted(self.values.items(), key=lambda item: _place(item[0])):
            name, place = _place(symbol)
            by_name.setdefault(name, {})[place] = float(value)
        return {name: _nested(entries, ()) for name, entries in by_name.items()}

    def __str__(self) -> str:
        sizes = ", ".join(f"{symbol}={n}" for symbol, n in self.sizes.items())
        values = {name: str(numbers).replace("None", "any") for name, numbers in self.arrays().items()}
        lines = [sizes, *(f"  {name} = {numbers}" for name, numbers in values.items())]
        return "\n".join([*lines, *(f"  {function}" for function in self.functions)])


def _nested(entries: dict[tuple[int, ...], float], start: tuple[int, ...]) -> object:
    """The entries whose place begins with `start`, as a list of lists."""
    places = max(entries)
    if len(start) == len(places):
        return entries.get(start)
    width = max(place[len(start)] for place in entries)
    return [_nested(entries, (*start, n + 1)) for n in range(width)]


def _place(symbol: Symbol) -> tuple[str, tuple[int, ...]]:
    name, _, indices = symbol.name.partition("[")
    return name, tuple(int(n) for n in indices.rstrip("]").split(",")) if indices else ()


def evaluate(expression: Expr, instance: Instance) -> mpf:
    """The value of the expression in that network, to 50 digits."""
    written = write_out(expression, instance.sizes)
    numbers = {s: Float(instance.values[s], DIGITS) for s in written.free_symbols}
    with workdps(DIGITS):
        return mpf(Float(written.xreplace(numbers), DIGITS)._mpf_)


def float_interval(expression: Expr, instance: Instance) -> tuple[float, float]:
    """Where the expression may come out in double precision: the tolerance that is not guessed but computed.

    Interval arithmetic with 53 bits (mpmath's iv), every operation of the expression as it is written rounded to either
    side. It contains the exact value, and what a program finds that does these operations, each right to its rounding.
    """
    written = write_out(expression, instance.sizes)
    symbols = sorted(written.free_symbols, key=str)
    function = lambdify(symbols, written, [{"exp": iv.exp}, "mpmath"], cse=True)
    value = function(*(iv.mpf(float(instance.values[symbol])) for symbol in symbols))
    return float(value.a), float(value.b)


def agree(left: mpf, right: mpf) -> bool:
    """Whether two values are the same but for rounding: 20 of the 50 digits are left to it."""
    return abs(left - right) <= mpf(10) ** (20 - DIGITS) * max(1, abs(left), abs(right))


def placements(expressions: Iterable[Expr], ranges: Ranges) -> list[dict[Symbol, int]]:
    """Every choice of widths up to 2 and of the fixed indices within them, the smallest network first."""
    free = set().union(*(e.free_symbols for e in expressions), *(last.free_symbols for _, last in ranges.values()))
    widths = sorted((s for s in free if s.is_integer and type(s) in (Symbol, Width) and s not in ranges), key=_order)
    chosen = []
    for numbers in sorted(product((1, 2), repeat=len(widths)), key=sum):
        sizes = dict(zip(widths, numbers, strict=True))
        for places in product(*(range(1, int(last.subs(sizes)) + 1) for _, last in ranges.values())):
            chosen.append(sizes | dict(zip(ranges, places, strict=True)))
    return chosen


def instance_at(at: dict[Symbol, int], expressions: list[Expr], mirrored: bool = False) -> Instance:
    """A value for every symbol of the expressions in that network; always the same ones.

    `mirrored` gives each symbol that may be negative the other sign, so that both sides of a kink at 0 are tried.
    """
    symbols = set().union(*(write_out(e, at).free_symbols for e in expressions))
    functions = {f"{f.func}(u) = {stand_in(f.func)(Symbol('u'))}" for e in expressions for f in e.atoms(AppliedUndef)}
    for unknown in set().union(*(e.atoms(Unknown) for e in expressions)):
        functions.add(f"{unknown} = {joint_stand_in(unknown.of, lambda part: write_out(part, at))[0]}")
    return Instance(at, _values(symbols, sum(at.values()), mirrored), tuple(sorted(functions)))


def _order(symbol: Symbol) -> tuple[int, str]:
    known = "XHY"
    return (known.index(symbol.name) if symbol.name in known else len(known), symbol.name)


def _values(symbols: Iterable[Symbol], seed: int, mirrored: bool) -> dict[Symbol, Rational]:
    """One decimal each: short enough to type. Targets and positive symbols are positive, the rest have both signs."""
    random = Random(seed)
    values = {}
    for symbol in sorted(symbols, key=_place):
        size = Rational(random.randint(1, 9), 10)
        positive = symbol.is_positive or _place(symbol)[0] == "t"
        values[symbol] = size if positive or (random.random() < 0.5) != mirrored else -size
    return values


def symbol_values(**arrays: np.ndarray) -> dict[Symbol, float]:
    """The values of written-out symbols, from arrays by name: w=[[5.0]] gives {Symbol("w[1, 1]"): 5.0}."""
    return {
        Symbol(f"{name}{[n + 1 for n in place]}", real=True): float(value)
        for name, array in arrays.items()
        for place, value in np.ndenumerate(array)
    }
