"""Any expression written out for a network of a few nodes: no names, no sums, no derivatives are left.

Nothing of the normal form is used here. Sums are written out, derivatives are taken by SymPy in ordinary symbols
such as `w[1, 2]`, and the sigmoid is its exponential, so that the result can be evaluated in any arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable

from sympy import (
    Add,
    Derivative,
    Expr,
    Function,
    Integer,
    Lambda,
    Pow,
    Rational,
    Subs,
    Sum,
    Symbol,
    sin,
)
from sympy.core.function import AppliedUndef

from linebyline.functions import Defined
from linebyline.names import Entry, Name, Slope, Unknown


def write_out(expression: Expr, values: dict[Symbol, int]) -> Expr:
    """The expression for concrete widths and indices: no names, no sums, no derivatives are left.

    `values` maps widths and indices to integers, such as {X: 2, H: 3, Y: 2, o: 1}. An entry of a given quantity
    becomes the symbol of the same text: w[o, h] at o=1, h=2 is Symbol("w[1, 2]", real=True).
    """
    return Writer(values, [expression]).write(expression)


class Writer:
    """Writes expressions out for one choice of widths and indices; `labels` tells names with one label apart."""

    def __init__(self, sizes: dict[Symbol, int], expressions: Iterable[Expr]):
        self.sizes, self.memo, self.entries = {s: int(n) for s, n in sizes.items()}, {}, {}
        self.labels = labels_of(names_in(expressions))
        self.below: set[Expr] = set()  # what was written below a fraction bar, though it may have been cancelled since

    def write(self, e: Expr) -> Expr:
        return self._inner(e, (), frozenset())

    def _inner(self, e: Expr, bound: tuple, keep: frozenset[Name]) -> Expr:
        key = (e, bound, keep)
        if key not in self.memo:
            self.memo[key] = self._write(e, bound, keep)
        return self.memo[key]

    def _write(self, e: Expr, bound: tuple, keep: frozenset[Name]) -> Expr:
        numbers = self.sizes | dict(bound)
        if isinstance(e, Entry):
            return self._entry(e.base[tuple(Integer(numbers.get(n, n)) for n in e.indices)], keep)
        if isinstance(e, Unknown):
            stood_in, entries = self.joint_stand_in(e.of, keep)
            return stood_in.xreplace(entries)
        if isinstance(e, Name):
            closed = e.definition is None or e in keep
            return self._symbol(e, ()) if closed else self._inner(e.definition(), (), keep)
        if isinstance(e, Sum):
            terms = [bound]
            for n, first, last in reversed(e.limits):
                values = range(int(first), numbers.get(last, last) + 1)
                terms = [(*before, (n, value)) for before in terms for value in values]
            return Add(*(self._inner(e.function, tuple(dict(at).items()), keep) for at in terms))
        if isinstance(e, AppliedUndef):
            return stand_in(e.func)(self._inner(e.args[0], bound, keep))
        if isinstance(e, Derivative):
            return self._derivative(e, bound, keep)
        if isinstance(e, Subs):
            at = [self._inner(point, bound, keep) for point in e.point]
            return self._inner(e.expr, bound, keep).subs(dict(zip(e.variables, at, strict=True)), simultaneous=True)
        if isinstance(e, Defined):
            return self._inner(e.meaning, bound, keep)
        if e in numbers:
            return Integer(numbers[e])
        parts = [self._inner(argument, bound, keep) for argument in e.args]
        if isinstance(e, Pow) and e.exp.is_negative:
            self.below.add(parts[0])
        return e.func(*parts) if parts else e

    def _entry(self, place: Entry, keep: frozenset[Name]) -> Expr:
        if isinstance(place.base, Slope):
            of = place.base.of
            stood_in, entries = self.joint_stand_in(of, keep)
            return stood_in.diff(self._symbol(of, place.indices)).xreplace(entries)
        opaque = place.definition is None or place.base in keep
        return self._symbol(place.base, place.indices) if opaque else self._inner(place.definition, (), keep)

    def _derivative(self, e: Derivative, bound: tuple, keep: frozenset[Name]) -> Expr:
        variables = [s for s, count in e.variable_count for _ in range(int(count))]
        if isinstance(variables[0], AppliedUndef):
            u = Symbol("u", real=True)
            inner = self._inner(Derivative(e.expr.xreplace({variables[0]: u}), *(u for _ in variables)), bound, keep)
            return inner.xreplace({u: self._inner(variables[0], bound, keep)})
        bases = {s.base if isinstance(s, Entry) else s for s in variables if isinstance(s, (Entry, Name))}
        opened = keep | {name for name in bases if name.definition is not None}
        inner = self._inner(e.expr, bound, opened)
        slope = inner.diff(*(self._inner(s, bound, opened) for s in variables))
        closed = {s: self.entries[s] for s in slope.free_symbols & self.entries.keys()}
        again = {s: self._again(name, at, keep) for s, (name, at) in closed.items() if name in opened - keep}
        return slope.xreplace(again)

    def _again(self, name: Name, at: tuple, keep: frozenset[Name]) -> Expr:
        return self._inner(name[at] if at else name, (), keep)

    def _symbol(self, name: Name, at: tuple[Expr, ...]) -> Symbol:
        text = self.labels.get(name, str(name)) + (str(list(map(int, at))) if at else "")
        symbol = Symbol(text, real=True, **({"positive": True} if name.positive else {}))
        self.entries[symbol] = name, at
        return symbol

    def joint_stand_in(self, name: Name, keep: frozenset[Name] = frozenset()) -> tuple[Expr, dict[Symbol, Expr]]:
        """A definite function of the entries of a name, for an `Unknown`; and what these entries are."""
        places = [(Integer(n + 1),) for n in range(self.sizes.get(name.ranges[0], name.ranges[0]))]
        symbols = [self._symbol(name, at) for at in places]
        mixed = sin(1 + Add(*(Rational(n + 3, 10) * s for n, s in enumerate(symbols))))
        function = mixed + Add(*(s**2 / (n + 2) for n, s in enumerate(symbols)))
        return function, {s: self._inner(name[at], (), keep) for s, at in zip(symbols, places, strict=True)}


def names_in(expressions: Iterable[Expr]) -> list[Name]:
    """The names in the expressions and in their definitions, each once."""
    found, waiting = {}, list(expressions)
    while waiting:
        for name in waiting.pop().atoms(Name):
            if name not in found:
                found[name] = None
                waiting += [part for part in (name.template, name.of) if part is not None]
    return sorted(found, key=lambda name: (str(name), str(name.ranges)))


def labels_of(names: Iterable[Name]) -> dict[Name, str]:
    """A text of its own for every name: its label, and after it a prime for every other name with that label."""
    seen: dict[str, int] = {}
    labels = {}
    for name in names:
        labels[name] = str(name) + "'" * seen.get(str(name), 0)
        seen[str(name)] = seen.get(str(name), 0) + 1
    return labels


def stand_in(function: type[Function]) -> Lambda:
    """A definite, nowhere vanishing function to evaluate an undefined one, such as f in the chain rule."""
    u = Symbol("u", real=True)
    return Lambda(u, 2 + sin(Rational(sum(map(ord, function.__name__)) % 7 + 3, 10) * u + 1))
