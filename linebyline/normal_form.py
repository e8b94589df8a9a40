"""The trusted base: two expressions are equal when their difference has the normal form 0.

The normal form of an expression has every name unfolded, every derivative evaluated (by SymPy), every Kronecker
delta collapsed within the declared ranges, every product expanded and every bound index renamed canonically. Each
rewriting is an identity, so a zero is a proof; a difference that does not vanish proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, permutations, product

from sympy import (
    Add,
    Derivative,
    Dummy,
    Expr,
    Indexed,
    KroneckerDelta,
    Mul,
    Pow,
    Subs,
    Sum,
    Symbol,
    default_sort_key,
    expand,
    fraction,
    nan,
    oo,
    together,
    zoo,
)

from linebyline.functions import written_out
from linebyline.names import Entry, Name, Slope, Unknown

Ranges = dict[Symbol, tuple[Expr, Expr]]  # a fixed index and the (first, last) value it may take


class ScopeError(ValueError):
    """An index is used where its range, or a sum that already binds it, forbids it."""


def equal(left: Expr, right: Expr, ranges: Ranges) -> bool:
    """Whether `left` and `right` have the same normal form. False means only that this was not shown."""
    form = normal(left, ranges)
    return form == normal(right, ranges) and not form.has(nan, oo, zoo)


def equal_as_fractions(left: Expr, right: Expr, ranges: Ranges) -> bool:
    """The same with every smooth function written out and everything over a common denominator: slow, and sees more."""
    difference = normal(left, ranges) - normal(right, ranges)
    numerator, _ = fraction(together(normal(written_out(difference), ranges)))
    return normal(numerator, ranges) == 0


def normal(expression: Expr, ranges: Ranges) -> Expr:
    """The normal form; `ranges` gives the fixed indices, such as {o: (1, Y)}."""
    return _normal(expression, tuple(ranges.items()))


@lru_cache(maxsize=1000)
def _normal(expression: Expr, ranges: tuple) -> Expr:
    check_scope(expression, dict(ranges))
    return contract(unfold(evaluate_derivatives(with_private_indices(expression))), dict(ranges))


def check_scope(expression: Expr, ranges: Ranges, bound: Ranges | None = None) -> None:
    """Refuse an index without a range, out of its range, or with two meanings (SymPy's diff would go wrong)."""
    bound = bound or {}
    if isinstance(expression, Sum):
        for index, first, last in expression.limits:
            if index in ranges or index in bound:
                owner = "is fixed in this derivation" if index in ranges else "belongs to a sum around this one"
                raise ScopeError(
                    f"the index {index} {owner}, so {expression} may not sum over it: give the sum another letter"
                )
            indices = ranges.keys() | bound.keys() | set(expression.variables)
            if moving := (first.free_symbols | last.free_symbols) & indices:
                raise ScopeError(
                    f"the range {first}..{last} of {index} depends on {min(moving, key=str)}: a range must be fixed"
                )
            bound = bound | {index: (first, last)}
        check_scope(expression.function, ranges, bound)
        return
    if isinstance(expression, Entry):
        known = ranges | bound
        for index, width in zip(expression.indices, expression.base.ranges, strict=True):
            if index.is_Integer:
                if index < 1 or (width.is_Integer and index > width):
                    raise ScopeError(f"{expression}: the index {index} is outside 1..{width}")
            elif index not in known:
                given = ", ".join(f"{s} in {lo}..{hi}" for s, (lo, hi) in known.items()) or "none"
                raise ScopeError(
                    f"{expression}: the index {index} is neither bound by a sum nor given a range "
                    f"(indices here: {given}); is a sum over {index} missing?"
                )
            elif known[index] != (1, width):
                first, last = known[index]
                raise ScopeError(
                    f"{expression}: this place of {expression.base} runs over 1..{width}, "
                    f"but {index} runs over {first}..{last}"
                )
        return
    for argument in expression.args:
        check_scope(argument, ranges, bound)


def with_private_indices(expression: Expr) -> Expr:
    """Rename every bound index to a fresh symbol, so that no later step can capture one."""
    if isinstance(expression, Sum):
        function = with_private_indices(expression.function)
        limits = []
        for index, first, last in expression.limits:
            private = Dummy(index.name, integer=True, positive=True)
            function = function.xreplace({index: private})
            limits.append((private, first, last))
        return Sum(function, *limits)
    if isinstance(expression, (Indexed, Name)) or not expression.args:
        return expression
    return expression.func(*map(with_private_indices, expression.args))


def unfold(expression: Expr, keep: frozenset[Name] = frozenset()) -> Expr:
    """Replace every name by what it abbreviates, down to the given quantities; not the names in `keep`."""
    if isinstance(expression, Entry):
        if expression.base in keep or expression.definition is None:
            return expression
        return unfold(expression.definition, keep)
    if isinstance(expression, Name):
        return unfold(expression.definition(), keep) if expression.definition else expression
    if not expression.args:
        return expression
    if isinstance(expression, Derivative):
        return expression.func(unfold(expression.expr, keep), *expression.variable_count)
    return expression.func(*(unfold(argument, keep) for argument in expression.args))


def evaluate_derivatives(expression: Expr) -> Expr:
    """Let SymPy evaluate every derivative of the unfolded expression, the innermost first.

    A derivative with respect to a name, such as y[o], takes the entries of that name as the variables.
    """
    if isinstance(expression, Derivative):
        names = {s.base for s in expression.variables if isinstance(s, Entry) and s.definition is not None}
        if names and len(expression.variables) > 1:
            raise ScopeError(
                f"{expression} mixes a name with other variables, which has no single meaning: differentiate once"
            )
        inner = unfold(evaluate_derivatives(expression.expr), frozenset(names))
        if len(expression.variables) > 1 and inner.has(Unknown) or any(isinstance(n, Slope) for n in inner.atoms(Name)):
            raise ScopeError(f"{expression}: of an unknown function only the first derivatives are known")
        return inner.diff(*expression.variable_count)
    if isinstance(expression, Subs):
        at = dict(zip(expression.variables, expression.point, strict=True))
        return unfold(evaluate_derivatives(expression.expr)).xreplace(at)
    if isinstance(expression, (Entry, Name)) or not expression.args:
        return expression
    return expression.func(*map(evaluate_derivatives, expression.args))


def contract(expression: Expr, ranges: Ranges) -> Expr:
    """Expand to a sum of monomials whose sums are contractions: one `Sum` per group of factors that share indices."""
    if not expression.args or isinstance(expression, Indexed):
        return expression
    if isinstance(expression, Sum):
        bound = {index: (first, last) for index, first, last in expression.limits}
        summand = contract(expression.function, ranges | bound)
        return Add(*(sum_of_monomial(term, bound, ranges) for term in Add.make_args(summand)))
    rebuilt = expression.func(*(contract(argument, ranges) for argument in expression.args))
    if isinstance(expression, (Add, Mul, Pow)):
        expanded = expand(rebuilt, power_exp=False, power_base=False, log=False)
        rebuilt = Add(*(sum_of_monomial(term, {}, ranges) for term in Add.make_args(expanded)))
    return rebuilt


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
        for _ in range(int(power)):
            fresh = {index: Dummy(index.name, integer=True, positive=True) for index in base.variables}
            flat += Mul.make_args(base.function.xreplace(fresh))
            bound |= {fresh[index]: (first, last) for index, first, last in base.limits}
    return flat, bound


def collapse_deltas(factors: list[Expr], bound: Ranges, ranges: Ranges) -> tuple[list[Expr], Ranges]:
    """End a sum at each Kronecker delta that ties its index to another index of the same range."""
    for delta in (f for f in factors if isinstance(f, KroneckerDelta)):
        known = ranges | bound
        kept, dropped = delta.args if delta.args[1] in bound else delta.args[::-1]
        if known.get(kept) is None or known[kept] != known.get(dropped):
            continue
        others = [f for f in factors if f is not delta]
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
