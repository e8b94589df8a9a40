"""The second, independent route: any expression written out for a network of a few nodes, and its value there.

Nothing of the normal form is used here. Sums are written out, derivatives are taken by SymPy in ordinary symbols
such as `w[1, 2]`, and the sigmoid is its exponential, so that the result can be evaluated in any arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product
from random import Random

from mpmath import iv, mpf
from sympy import Add, Derivative, Expr, Function, Integer, Lambda, Rational, Subs, Sum, Symbol, lambdify, sin
from sympy.core.function import AppliedUndef

from linebyline.functions import Defined
from linebyline.intervals import compared
from linebyline.names import Entry, Name, Slope, Unknown, least
from linebyline.scope import Ranges

PLACEMENTS = 40  #: choices of widths and indices that are tried, the smallest first


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
        return e.func(*(self._inner(argument, bound, keep) for argument in e.args)) if e.args else e

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
        for symbol, value in sorted(self.values.items(), key=lambda item: place_of(item[0])):
            name, place = place_of(symbol)
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


def place_of(symbol: Symbol) -> tuple[str, tuple[int, ...]]:
    """The label and the indices of a written-out symbol: w[1, 2] is ("w", (1, 2))."""
    name, _, indices = symbol.name.partition("[")
    numbers = indices.rstrip("]").split(",") if indices.endswith("]") else []
    return (name, tuple(map(int, numbers))) if all(n.strip().isdigit() for n in numbers) else (symbol.name, ())


def instances(expressions: list[Expr], given: Ranges) -> Iterator[tuple[Instance, list[Expr]]]:
    """Small networks, the smallest first, each with the expressions written out in it.

    Every index lies within its width, so each is a network that exists. In each the symbols take values of both signs,
    then the opposite ones, so that both sides of a kink at 0 are tried, then positive ones, for roots and logarithms.
    """
    for signs in ("mixed", "mirrored", "positive"):
        for at in islice(placements(expressions, given), PLACEMENTS):
            yield written_at(at, expressions, signs)


def placements(expressions: Iterable[Expr], ranges: Ranges) -> list[dict[Symbol, int]]:
    """Every choice of the smallest two values of each width, and of the fixed indices within them."""
    free = set().union(*(e.free_symbols for e in expressions), *(last.free_symbols for _, last in ranges.values()))
    free |= {width for name in names_in(expressions) for width in name.ranges if not width.is_Integer}
    widths = sorted((s for s in free if s.is_integer and isinstance(s, Symbol) and s not in ranges), key=str)
    widths = [s for s in widths if s.is_positive]
    choices = [(least(width), least(width) + 1) for width in widths]
    chosen = []
    for numbers in sorted(product(*choices), key=sum):
        sizes = dict(zip(widths, numbers, strict=True))
        spans = [range(int(first), int(sizes.get(last, last)) + 1) for first, last in ranges.values()]
        chosen += [sizes | dict(zip(ranges, places, strict=True)) for places in product(*spans)]
    return chosen


def instance_at(at: dict[Symbol, int], expressions: list[Expr], signs: str = "mixed") -> Instance:
    """A value for every symbol of the expressions in that network, always the same ones."""
    return written_at(at, expressions, signs)[0]


def written_at(at: dict[Symbol, int], expressions: list[Expr], signs: str) -> tuple[Instance, list[Expr]]:
    """Such an instance, and the expressions written out in it."""
    writer = Writer(at, expressions)
    written = [writer.write(e) for e in expressions]
    functions = {f"{f.func}(u) = {stand_in(f.func)(Symbol('u'))}" for e in expressions for f in e.atoms(AppliedUndef)}
    for unknown in (name for name in names_in(expressions) if isinstance(name, Unknown)):
        functions.add(f"{unknown} = {writer.joint_stand_in(unknown.of)[0]}")
    symbols = set().union(*(e.free_symbols for e in written))
    return Instance(at, _values(symbols, sum(at.values()), signs), tuple(sorted(functions))), written


def _values(symbols: Iterable[Symbol], seed: int, signs: str) -> dict[Symbol, Rational]:
    """One decimal each: short enough to type. What its symbol is assumed to be, it is."""
    random = Random(seed)
    values = {}
    for symbol in sorted(symbols, key=place_of):
        size, up = Rational(random.randint(1, 9), 10), (random.random() < 0.5) != (signs == "mirrored")
        wanted = size if up or signs == "positive" else -size
        values[symbol] = next(value for value in (wanted, size, -size, Integer(1), Integer(2)) if _fits(value, symbol))
    return values


def _fits(value: Rational, symbol: Symbol) -> bool:
    return all(getattr(value, f"is_{name}", None) in (truth, None) for name, truth in symbol.assumptions0.items())


class Disagreement(ArithmeticError):
    """The normal form calls two lines equal and a network does not: one of the two routes is wrong."""


def counterexample(left: Expr, right: Expr, given: Ranges) -> tuple[Instance, tuple[mpf, mpf]] | None:
    """The smallest network tried in which the two expressions certainly differ, and their values there."""
    for instance, written in instances([left, right], given):
        found = compared(*written, instance.values)
        if found is not None and not found[0]:
            return instance, found[1]
    return None


def seen_equal(left: Expr, right: Expr, given: Ranges) -> int:
    """In how many networks, of the largest with its three choices of values, both sides have the same value.

    The others are those in which one of the sides is no real number. Raises Disagreement where they differ.
    """
    at = placements([left, right], given)[:PLACEMENTS][-1]
    agreed = 0
    for signs in ("mixed", "mirrored", "positive"):
        instance, written = written_at(at, [left, right], signs)
        found = compared(*written, instance.values)
        if found is not None and not found[0]:
            raise Disagreement(f"{found[1][0]} is not {found[1][1]} at {instance}")
        agreed += found is not None
    return agreed


def agree(left: Expr, right: Expr, instance: Instance) -> bool:
    """Whether both sides may have the same value in that network."""
    written = [write_out(e, instance.sizes) for e in (left, right)]
    found = compared(*written, instance.values)
    return found is not None and found[0]


def seen_negative(expression: Expr, given: Ranges) -> bool:
    """Whether the expression is certainly negative in one of the small networks."""
    for instance, (written,) in instances([expression], given):
        found = compared(written, Integer(0), instance.values)
        if found is not None and not found[0] and found[1][0] < 0:
            return True
    return False


def evaluate(expression: Expr, instance: Instance) -> mpf:
    """The value of the expression in that network. Raises ValueError where it is no real number."""
    written = write_out(expression, instance.sizes)
    found = compared(written, written, instance.values)
    if found is None:
        raise ValueError(f"{expression} has no value at {instance}")
    return found[1][0]


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


def symbol_values(**arrays: object) -> dict[Symbol, float]:
    """The values of written-out symbols, from arrays or lists by name: w=[[5.0]] gives {Symbol("w[1, 1]"): 5.0}."""

    def entries(values: object, at: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], float]]:
        if not hasattr(values, "__len__"):
            yield at, float(values)
            return
        for n, inner in enumerate(values):
            yield from entries(inner, (*at, n + 1))

    return {
        Symbol(f"{name}{list(at)}" if at else name, real=True): value
        for name, array in arrays.items()
        for at, value in entries(array, ())
    }
