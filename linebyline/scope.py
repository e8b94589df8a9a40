"""What the engine understands, node by node; anything else is refused before a proof is tried.

An expression is made of numbers, symbols, names with indices inside their widths, sums over 1..width (or 2..width),
derivatives, Kronecker deltas and functions of the lists below. Part of the trusted base: what passes here has a
meaning, and the normal form and the written-out networks agree on it.
"""

from __future__ import annotations

from functools import lru_cache

from sympy import (
    Abs,
    Add,
    And,
    Derivative,
    E,
    Eq,
    Expr,
    Float,
    Ge,
    Gt,
    Heaviside,
    IndexedBase,
    KroneckerDelta,
    Le,
    Lt,
    Max,
    Min,
    Mul,
    Ne,
    Not,
    Or,
    Piecewise,
    Pow,
    Subs,
    Sum,
    Symbol,
    cos,
    cosh,
    exp,
    log,
    pi,
    sign,
    sin,
    sinh,
    tan,
    tanh,
)
from sympy.core.function import AppliedUndef
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import BooleanAtom

from linebyline.functions import Activation, Defined, is_prime, meaning
from linebyline.names import Entry, Name, Unknown
from linebyline.widths import index, is_width, least

MOST_TERMS = 10_000  # of a sum to a number, which is written out term by term
ANY_INDEX = index("n").assumptions0
Ranges = dict[Symbol, tuple[Expr, Expr]]  # a fixed index and the (first, last) value it may take

ARITHMETIC = (Add, Mul, Pow)
KINKED = (Abs, Max, Min, sign, Heaviside, Piecewise)
FUNCTIONS = (exp, log, sin, cos, tan, sinh, cosh, tanh, *KINKED)
CONDITIONS = (ExprCondPair, Lt, Le, Gt, Ge, Eq, Ne, And, Or, Not)


class ScopeError(ValueError):
    """A part of an expression has no meaning here: an index out of its range, or a kind of formula nobody proved."""


def check_scope(expression: Expr, ranges: Ranges, bound: Ranges | None = None) -> None:
    """Raise ScopeError for anything without a meaning; `bound` are the indices of the sums around the expression."""
    bound = bound or {}
    if isinstance(expression, Sum):
        _check_sum(expression, ranges, bound)
    elif isinstance(expression, Entry):
        _check_entry(expression, ranges | bound)
    elif isinstance(expression, Name):
        _check_definition(expression)
        if expression.ranges:
            raise ScopeError(
                f"{expression} takes {len(expression.ranges)} indices: write one entry, not the whole name"
            )
    elif isinstance(expression, Derivative):
        _check_derivative(expression, ranges, bound)
    elif isinstance(expression, KroneckerDelta):
        for argument in expression.args:
            if not (argument.is_Integer or argument in ranges or argument in bound):
                raise ScopeError(f"{expression} compares {argument}, which is no index here: {_known(ranges | bound)}")
    elif isinstance(expression, Subs):
        _check_substitution(expression, ranges, bound)
    elif not expression.args:
        _check_atom(expression)
    else:
        _check_kind(expression)
        for argument in expression.args:
            check_scope(argument, ranges, bound)


def _check_atom(atom: Expr) -> None:
    if isinstance(atom, Float):
        raise ScopeError(f"{float(atom):g} is a rounded number: write it exactly, such as Rational(1, 2) for 0.5")
    if isinstance(atom, Symbol):
        imaginary = atom.is_complex and atom.is_extended_real is None
        odd = (
            imaginary
            or not atom.is_commutative
            or atom.is_extended_real is False
            or atom.is_finite is False
            or atom.is_zero
        )
        if odd or atom.name.startswith("_Piecewise"):
            raise ScopeError(
                f"the symbol {atom} does not stand for a real number: make it Symbol({atom.name!r}, real=True)"
            )
    elif not (atom.is_Rational or atom in (pi, E) or isinstance(atom, BooleanAtom)):
        what = "no number at all: a denominator vanishes" if atom.is_infinite or str(atom) == "nan" else "not supported"
        raise ScopeError(f"{atom} is {what} ({type(atom).__name__}): lines are about real numbers")


def _check_kind(expression: Expr) -> None:
    kind = type(expression)
    if isinstance(expression, AppliedUndef):
        if len(expression.args) != 1 or set(kind._kwargs) - {"real", "commutative"} or is_prime(kind):
            raise ScopeError(f"{expression}: an unknown function is f(u), with one argument and no further assumptions")
    elif isinstance(expression, Defined):
        if kind.fdiff not in (Defined.fdiff, Activation.fdiff) or kind.meaning is not Defined.meaning:
            raise ScopeError(f"{expression}: {kind.__name__} brings a derivative of its own, which nothing proves")
        if kind.default_assumptions != Defined.default_assumptions:
            raise ScopeError(f"{expression}: {kind.__name__} makes a promise about its values, which nothing proves")
        check_scope(meaning(kind).expr, {}, None)
    elif kind not in (*ARITHMETIC, *FUNCTIONS, *CONDITIONS):
        raise ScopeError(
            f"{kind.__name__} is not understood ({expression}): lines are made of names, sums over 1..width, "
            "derivatives, powers and " + ", ".join(sorted(function.__name__ for function in FUNCTIONS))
        )


def _check_sum(expression: Sum, ranges: Ranges, bound: Ranges) -> None:
    indices = ranges.keys() | bound.keys() | set(expression.variables)
    inside = dict(bound)
    for limit in expression.limits:
        if len(limit) != 3:
            raise ScopeError(f"{expression}: a sum needs a first and a last value for {limit[0]}, such as (k, 1, Y)")
        n, first, last = limit
        if n in ranges or n in inside:
            owner = "is fixed in this derivation" if n in ranges else "belongs to a sum around this one"
            raise ScopeError(f"the index {n} {owner}, so {expression} may not sum over it: give the sum another letter")
        check_index(n)
        if moving := (first.free_symbols | last.free_symbols) & indices:
            moved = min(moving, key=str)
            raise ScopeError(f"the range {first}..{last} of {n} depends on {moved}: a range must be fixed")
        check_range(n, first, last)
        inside[n] = (first, last)
    check_scope(expression.function, ranges, inside)


def check_index(n: Expr) -> None:
    """Raise ScopeError unless n stands for any of 1, 2, 3, ..."""
    if not isinstance(n, Symbol) or n.assumptions0 != ANY_INDEX:
        raise ScopeError(f"the index {n} must be a symbol for any of 1, 2, 3, ...: make it index({str(n)!r})")


def check_range(n: Symbol, first: Expr, last: Expr) -> None:
    """Raise ScopeError unless first..last are all or the last of the values 1..width."""
    if not is_width(last):
        raise ScopeError(f"{n} runs to {last}, which is no width: sums and indices run over 1..width")
    if last.is_Integer and last > MOST_TERMS:
        raise ScopeError(
            f"{n} runs to {last}, and a proof goes term by term where the width is a number, {MOST_TERMS} at most: "
            "give the width a name, such as Width('N')"
        )
    if not (first.is_Integer and 1 <= first <= least(last) + 1):
        raise ScopeError(
            f"{n} runs from {first} to {last}, but {last} may be as small as {least(last)}: start at 1, or give the "
            "width a larger at_least"
        )


def _check_entry(entry: Entry, known: Ranges) -> None:
    _check_definition(entry.base)
    for n, width in zip(entry.indices, entry.base.ranges, strict=True):
        if n.is_Integer:
            if not 1 <= n <= least(width):
                advice = "" if width.is_Integer else f"; {width} may be {least(width)}: give it a larger at_least"
                raise ScopeError(f"{entry}: the index {n} is outside 1..{width}{advice}")
        elif not n.is_Symbol:
            raise ScopeError(f"{entry}: {n} is no index: an index is one letter or one number, and nothing is shifted")
        elif n not in known:
            raise ScopeError(
                f"{entry}: the index {n} is neither bound by a sum nor given a range ({_known(known)}); is a sum over "
                f"{n} missing?"
            )
        elif known[n][1] != width:
            first, last = known[n]
            raise ScopeError(
                f"{entry}: this place of {entry.base} runs over 1..{width}, but {n} runs over {first}..{last}"
            )


def _known(known: Ranges) -> str:
    return f"indices here: {', '.join(f'{s} in {lo}..{hi}' for s, (lo, hi) in known.items()) or 'none'}"


@lru_cache(maxsize=10_000)
def _check_definition(name: Name) -> None:
    """Definitions may use their own indices and the sums in them, no others."""
    if isinstance(name, Unknown):
        _check_definition(name.of)
    if name.template is not None:
        try:
            check_scope(name.template, {n: (1, width) for n, width in zip(name.places, name.ranges, strict=True)})
        except ScopeError as error:
            raise ScopeError(f"in the definition of {name}: {error}") from None


def _check_derivative(expression: Derivative, ranges: Ranges, bound: Ranges) -> None:
    check_scope(expression.expr, ranges, bound)
    for variable, count in expression.variable_count:
        if not (count.is_Integer and 0 < count <= 4):
            raise ScopeError(f"{expression}: differentiate once, or a few times, not {count} times")
        check_scope(variable, ranges, bound)
        plain = isinstance(variable, (Entry, Name, AppliedUndef)) or isinstance(variable, Symbol)
        if not plain or variable.is_integer:
            raise ScopeError(f"{expression}: {variable} cannot be varied; differentiate by a name, a symbol or f(u)")


def _check_substitution(expression: Subs, ranges: Ranges, bound: Ranges) -> None:
    for variable in expression.variables:
        if not isinstance(variable, Symbol) or isinstance(variable, IndexedBase) or variable.is_integer:
            raise ScopeError(f"{expression}: only a plain symbol can be put at a value, not {variable}")
        _check_atom(variable)
    for part in (expression.expr, *expression.point):
        check_scope(part, ranges, bound)
    for point in expression.point:
        if len(expression.variables) > 1 and point.has(*expression.variables):
            raise ScopeError(
                f"{expression}: {point} depends on what is replaced beside it: replace one after the other"
            )
