"""The second, independent route: small networks, and what the two sides of a line come to in them.

Nothing of the normal form is used here: `written` writes the sides out in ordinary symbols, `intervals` bounds their
values, and of a fact that is assumed it is checked that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from mpmath import iv, mpf
from sympy import (
    Eq,
    Expr,
    Gt,
    Integer,
    Rational,
    Rel,
    Symbol,
    lambdify,
)
from sympy.core.function import AppliedUndef

from linebyline.facts import NO_FACTS, Facts, apart, holds, is_about_indices
from linebyline.instance import Instance, place_of
from linebyline.intervals import compared
from linebyline.names import Slope, Unknown
from linebyline.placement import placements, telling
from linebyline.scope import Ranges, ScopeError
from linebyline.written import Writer, names_in, stand_in, write_out

PLACEMENTS = 40  #: choices of widths and indices that are tried, the smallest first


def instances(expressions: list[Expr], given: Ranges, facts: Facts = NO_FACTS) -> Iterator[tuple[Instance, list[Expr]]]:
    """Small networks in which the facts hold, the smallest first, each with the expressions written out in it.

    Every index lies within its width, so each is a network that exists. In each the symbols take values of both signs,
    then the opposite ones, so that both sides of a kink at 0 are tried, then positive ones, for roots and logarithms.
    """
    chosen = [at for at in placements([*expressions, *facts.sides], given) if apart(facts, at)][:PLACEMENTS]
    unhidden = telling([*expressions, *facts.sides], given, lambda at: apart(facts, at))
    for signs in ("mixed", "mirrored", "positive"):
        for at in chosen if unhidden is None else [*chosen, unhidden]:
            if found := written_where(at, expressions, signs, facts):
                yield found


def instance_at(at: dict[Symbol, int], expressions: list[Expr], signs: str = "mixed") -> Instance:
    """A value for every symbol of the expressions in that network, always the same ones."""
    return written_at(at, expressions, signs)[0]


def written_at(at: dict[Symbol, int], expressions: list[Expr], signs: str) -> tuple[Instance, list[Expr]]:
    """Such an instance, and the expressions written out in it."""
    writer = Writer(at, expressions)
    written = [writer.write(e) for e in expressions]
    functions = {f"{f.func}(u) = {stand_in(f.func)(Symbol('u'))}" for e in expressions for f in e.atoms(AppliedUndef)}
    for name in names_in(expressions):
        if isinstance(name, (Slope, Unknown)):
            whose = name.unknown if isinstance(name, Slope) else name
            functions.add(f"{whose} = {writer.joint_stand_in(name.of)[0]}")
    symbols = set().union(*(e.free_symbols for e in (*written, *writer.below)))
    values = _values(symbols, sum(at.values()), signs)
    return Instance(at, values, tuple(sorted(functions)), tuple(writer.below)), written


def written_where(
    at: dict[Symbol, int], expressions: list[Expr], signs: str, facts: Facts
) -> tuple[Instance, list[Expr]] | None:
    """The same where the facts hold, or None where no values for them were found."""
    instance, written = written_at(at, [*expressions, *facts.sides], signs)
    ours, sides = written[: len(expressions)], written[len(expressions) :]
    about = [fact for fact in facts.relations if not is_about_indices(fact)]
    pairs = list(zip(about, sides[::2], sides[1::2], strict=True))
    values = dict(instance.values)
    for _ in range(1 + len(pairs)):  # what one fact asks for may undo what another one did
        if all(holds(fact, left.xreplace(values), right.xreplace(values)) for fact, left, right in pairs):
            return Instance(at, values, instance.functions, instance.below), ours
        for fact, left, right in pairs:
            _settle(fact, left - right, values)
    return None


def _settle(fact: Rel, difference: Expr, values: dict[Symbol, Rational]) -> None:
    """Change one value so that a fact holds: of a symbol on which the difference of its sides depends linearly."""
    if holds(fact, difference.xreplace(values), Integer(0)):
        return
    for symbol in sorted(difference.free_symbols, key=place_of, reverse=True):
        slope = difference.diff(symbol)
        slope = slope if slope.has(symbol) else slope.xreplace(values)
        if slope.is_Rational and slope != 0:
            rest = difference.xreplace({symbol: Integer(0)}).xreplace(values)
            zero = -rest / slope
            beyond = Integer(0) if isinstance(fact, Eq) else abs(values[symbol])
            wanted = zero + (beyond if isinstance(fact, Gt) == (slope > 0) else -beyond)
            if wanted.is_Rational and _fits(wanted, symbol):
                values[symbol] = wanted
                return


def _values(symbols: Iterable[Symbol], seed: int, signs: str) -> dict[Symbol, Rational]:
    """One decimal each: short enough to type. What its symbol is assumed to be, it is."""
    random = Random(seed)
    values = {}
    for symbol in sorted(symbols, key=place_of):
        size, up = Rational(random.randint(1, 9), 10), (random.random() < 0.5) != (signs == "mirrored")
        wanted = size if up or signs == "positive" else -size
        candidates = (wanted, size, -size, Integer(1), Integer(2), Integer(-1), Integer(-2), Integer(0))
        fitting = (value for value in candidates if _fits(value, symbol))
        if (value := next(fitting, None)) is None:
            raise ScopeError(f"no small number is known that {symbol} may be, as it is declared: declare it real")
        values[symbol] = value
    return values


def _fits(value: Rational, symbol: Symbol) -> bool:
    return all(getattr(value, f"is_{name}", None) in (truth, None) for name, truth in symbol.assumptions0.items())


class Disagreement(ArithmeticError):
    """The normal form calls two lines equal and a network does not: one of the two routes is wrong."""


def counterexample(
    left: Expr, right: Expr, given: Ranges, facts: Facts = NO_FACTS
) -> tuple[Instance, tuple[mpf, mpf]] | None:
    """The smallest network tried in which the two expressions certainly differ, and their values there."""
    for instance, written in instances([left, right], given, facts):
        found = compared(*written, instance.values)
        if found is not None and not found[0] and is_defined(instance):
            return instance, found[1]
    return None


def is_defined(instance: Instance) -> bool:
    """Whether nothing below a fraction bar is 0 there: SymPy writes 1 for u/u, even where u turns out to be 0."""
    return all((found := compared(e, Integer(0), instance.values)) and not found[0] for e in instance.below)


def seen_equal(left: Expr, right: Expr, given: Ranges, facts: Facts = NO_FACTS) -> int:
    """In how many networks, of the largest with its three choices of values, both sides have the same value.

    The others are those in which one of the sides is no real number. Raises Disagreement where they differ, there or in
    a telling network, which is not counted.
    """
    everything = [left, right, *facts.sides]
    chosen = placements(everything, given)[:PLACEMENTS]
    largest = next((at for at in reversed(chosen) if apart(facts, at)), None)
    tried = [(largest, signs) for signs in ("mixed", "mirrored", "positive")]
    agreed = 0
    for at, signs in [*tried, (telling(everything, given, lambda at: apart(facts, at)), "mixed")]:
        if at is None or (where := written_where(at, [left, right], signs, facts)) is None:
            continue
        instance, written = where
        found = compared(*written, instance.values)
        if found is not None and not found[0]:
            raise Disagreement(f"{found[1][0]} is not {found[1][1]} at {instance}")
        agreed += found is not None and at is largest
    return agreed


def agree(left: Expr, right: Expr, instance: Instance) -> bool:
    """Whether both sides may have the same value in that network."""
    written = [write_out(e, instance.sizes) for e in (left, right)]
    found = compared(*written, instance.values)
    return found is not None and found[0]


def seen_negative(expression: Expr, given: Ranges, facts: Facts = NO_FACTS) -> bool:
    """Whether the expression is certainly negative in one of the small networks."""
    for instance, (written,) in instances([expression], given, facts):
        found = compared(written, Integer(0), instance.values)
        if found is not None and not found[0] and found[1][0] < 0:
            return True
    return False


def satisfied(facts: Facts, given: Ranges) -> bool:
    """Whether the facts hold in one of the small networks: what contradicts itself would prove everything."""
    return next(instances([], given, facts), None) is not None


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
