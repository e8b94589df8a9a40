"""The core of the trusted base: the normal form of an expression.

It has every name unfolded, every derivative evaluated (by SymPy), every Kronecker delta collapsed within the declared
ranges, every product expanded and every bound index renamed canonically. Each rewriting is an identity, so two
expressions with one normal form are equal; two normal forms that differ prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, permutations, product
from math import comb, factorial, prod

from sympy import (
    Add,
    Dummy,
    Expr,
    Indexed,
    Integer,
    KroneckerDelta,
    Mul,
    Pow,
    Sum,
    Symbol,
    default_sort_key,
    expand,
    nan,
    oo,
    zoo,
)

from linebyline.names import Name, with_private_indices
from linebyline.opened import opened
from linebyline.scope import Ranges, check_scope
from linebyline.widths import least

LARGEST = 3000  #: terms that a product may expand to, and orders of indices that may be tried: seconds of work


class TooLarge(Exception):
    """A normal form would have too many terms, or sums too many orders of their indices, to be worth waiting for."""


def equal(left: Expr, right: Expr, ranges: Ranges) -> bool:
    """Whether `left` and `right` have the same normal form. False means only that this was not shown."""
    form = normal(left, ranges)
    return form == normal(right, ranges) and not form.has(nan, oo, zoo)


def normal(expression: Expr, ranges: Ranges) -> Expr:
    """The normal form; `ranges` gives the fixed indices, such as {o: (1, Y)}. Raises ScopeError or TooLarge."""
    return _normal(expression, tuple(ranges.items()))


@lru_cache(maxsize=1000)
def _normal(expression: Expr, ranges: tuple) -> Expr:
    check_scope(expression, dict(ranges))
    return contract(opened(with_private_indices(expression)), dict(ranges))


def contract(expression: Expr, ranges: Ranges) -> Expr:
    """Expand to a sum of monomials whose sums are contractions: one `Sum` per group of factors that share indices."""
    if not expression.args or isinstance(expression, (Indexed, Name)):
        return expression
    if isinstance(expression, Sum):
        bound = {index: (first, last) for index, first, last in expression.limits}
        if late := [n for n, (first, _) in bound.items() if first > 1]:
            return contract(_from_one(expression, late[0]), ranges)
        summand = contract(expression.function, ranges | bound)
        return Add(*(sum_of_monomial(term, bound, ranges) for term in Add.make_args(summand)))
    rebuilt = expression.func(*(contract(argument, ranges) for argument in expression.args))
    if isinstance(expression, (Add, Mul, Pow)):
        if number_of_terms(rebuilt) > LARGEST:
            raise TooLarge(f"a product here expands to more than {LARGEST} terms")
        expanded = expand(rebuilt, power_exp=False, power_base=False, log=False)
        rebuilt = Add(*(sum_of_monomial(term, {}, ranges) for term in Add.make_args(expanded)))
    return rebuilt


def _from_one(expression: Sum, late: Symbol) -> Expr:
    """A sum that starts late, as the sum from 1 without its first terms; the last value is at least first - 1."""
    limits = {n: (first, last) for n, first, last in expression.limits}
    first, last = limits.pop(late)
    others = [(n, *pair) for n, pair in limits.items()]
    terms = [expression.function.xreplace({late: Integer(n)}) for n in range(1, int(first))]
    missing = Add(*(Sum(term, *others) if others else term for term in terms))
    return Sum(expression.function, (late, Integer(1), last), *others) - missing


def number_of_terms(expression: Expr) -> int:
    """A bound on the monomials that the expression expands to."""
    if isinstance(expression, Add):
        return sum(map(number_of_terms, expression.args))
    if isinstance(expression, Mul):
        return prod(map(number_of_terms, expression.args))
    if isinstance(expression, Pow) and expression.exp.is_Integer and expression.exp > 0:
        terms = number_of_terms(expression.base)
        return 1 if terms == 1 else comb(terms + min(int(expression.exp), LARGEST) - 1, terms - 1)
    return 1


@lru_cache(maxsize=10_000)
def free(expression: Expr) -> frozenset[Symbol]:
    """The free symbols, which SymPy collects anew on every call."""
    return frozenset(expression.free_symbols)


def sum_of_monomial(monomial: Expr, bound: Ranges, ranges: Ranges) -> Expr:
    """Sum one monomial over its bound indices: open nested sums, collapse deltas, close each connected group."""
    factors, bound = open_sums(Mul.make_args(monomial), bound)
    factors, bound = collapse_deltas(factors, bound, ranges)
    closed = []
    while bound:
        group, touching = {next(iter(bound))}, []
        while True:  # grow the group by every index that shares a factor with it
            touching = [f for f in factors if free(f) & group]
            grown = group | {b for f in touching for b in free(f) & bound.keys()}
            if grown == group:
                break
            group = grown
        closed.append(closed_sum(touching, {index: bound.pop(index) for index in list(bound) if index in group}))
        factors = [f for f in factors if f not in touching]
    return Mul(*factors, *closed)


def open_sums(factors: Iterable[Expr], bound: Ranges) -> tuple[list[Expr], Ranges]:
    """Merge into one list the factors of every sum (or power of a sum) that depends on a bound index."""
    flat, bound = [], dict(bound)
    for factor in factors:
        base, power = factor.as_base_exp()
        if not (isinstance(base, Sum) and power.is_Integer and power > 0 and free(base) & bound.keys()):
            flat.append(factor)
            continue
        if power > 8:
            raise TooLarge(f"a sum to the power {power} has {power} indices, in too many orders to compare")
        for _ in range(int(power)):
            fresh = {index: Dummy(index.name, integer=True, positive=True) for index in base.variables}
            flat += Mul.make_args(base.function.xreplace(fresh))
            bound |= {fresh[index]: (first, last) for index, first, last in base.limits}
    return flat, bound


def collapse_deltas(factors: list[Expr], bound: Ranges, ranges: Ranges) -> tuple[list[Expr], Ranges]:
    """End a sum at each Kronecker delta that ties its index to another of the same range, or to a number in it."""
    known = ranges | bound
    for delta in (f for f in factors if isinstance(f, KroneckerDelta)):
        kept, dropped = delta.args if delta.args[1] in bound else delta.args[::-1]
        others = [f for f in factors if f is not delta]
        if kept.is_Integer or dropped.is_Integer:
            number, place = (kept, dropped) if kept.is_Integer else (dropped, kept)
            first, last = known[place]
            if number < first or last.is_Integer and number > last:
                return [Integer(0)], {n: limits for n, limits in bound.items() if n != place}
            if place not in bound or number > least(last):
                continue
            kept, dropped = number, place
        elif known[kept] != known[dropped]:
            continue
        if dropped in bound:
            tied = [f.xreplace({dropped: kept}) for f in others]
            remaining = {index: limits for index, limits in bound.items() if index != dropped}
            return collapse_deltas([f for f in tied if f != 1], remaining, ranges)
        # two fixed indices: the delta stays, and the other factors name one index only
        kept, dropped = delta.args
        if any(f.has(dropped) for f in others):
            return collapse_deltas([delta, *(f.xreplace({dropped: kept}) for f in others)], bound, ranges)
    return factors, bound


def closed_sum(factors: list[Expr], bound: Ranges) -> Expr:
    """The sum of the product of `factors`, its indices renamed so that equal sums look the same."""
    if not factors:
        return Mul(*(last - first + 1 for first, last in bound.values()))
    depth = 1 + max((index.depth for f in factors for s in f.atoms(Sum) for index in s.variables), default=0)
    by_range: dict[tuple[Expr, Expr], list[Symbol]] = {}
    for index, limits in sorted(bound.items(), key=lambda item: default_sort_key(item[1])):
        by_range.setdefault(limits, []).append(index)
    if prod(factorial(len(indices)) for indices in by_range.values()) > LARGEST:
        raise TooLarge(f"a sum over {len(bound)} indices can be written in too many orders to compare them all")
    names = [CanonicalIndex(depth, position) for position in range(len(bound))]
    limits = [limits for limits, indices in by_range.items() for _ in indices]
    candidates = (
        Mul(*factors).xreplace(dict(zip(chain(*orders), names, strict=True)))
        for orders in product(*(permutations(indices) for indices in by_range.values()))
    )
    summand = min(candidates, key=default_sort_key)
    return Sum(summand, *((name, *pair) for name, pair in zip(names, limits, strict=True)))


class CanonicalIndex(Symbol):
    """A bound index known by how many sums lie inside its own, and by its place among its sum's indices."""

    def __new__(cls, depth: int, position: int):
        obj = Symbol.__new__(cls, f"n{depth}_{position}", integer=True, positive=True)
        obj.depth = depth
        return obj
