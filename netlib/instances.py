"""The second, independent route: any expression of the book written out for a network of a few nodes.

Nothing of the normal form is used here. Sums are written out, derivatives are taken by SymPy in ordinary symbols
such as `w[1, 2]`, and the sigmoid is its exponential, so that the result can be evaluated in any arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random

from mpmath import mpf, workdps
from sympy import (
    Add,
    Derivative,
    Expr,
    Function,
    Integer,
    Lambda,
    Mul,
    Rational,
    Sum,
    Symbol,
    lambdify,
    sin,
)
from sympy.core.function import AppliedUndef

from netlib.normal_form import Ranges
from netlib.notation import Entry, H, Name, X, Y, sigma, t

DIGITS = 50  #: working precision of every numeric comparison


def write_out(expression: Expr, values: dict[Symbol, int]) -> Expr:
    """The expression for concrete widths and indices: no names, no sums, no derivatives are left.

    `values` maps widths and indices to integers, such as {X: 2, H: 3, Y: 2, o: 1}. An entry of a given quantity
    becomes the symbol of the same text: w[o, h] at o=1, h=2 is Symbol("w[1, 2]").
    """
    return _written_out(expression, tuple(sorted(values.items(), key=str)), frozenset(), {})


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
        return Symbol(str(place), real=True) if opaque else inner(place.definition)
    if isinstance(e, Name):
        return inner(e.definition()) if e.definition else Symbol(str(e), real=True)
    if isinstance(e, Sum):
        *outer, (index, first, last) = e.limits
        terms = range(int(inner(first)), int(inner(last)) + 1)
        if outer:
            e = Sum(e.function, *outer)
            return Add(*(inner(e, values | {index: n}) for n in terms))
        return Add(*(inner(e.function, values | {index: n}) for n in terms))
    if isinstance(e, Derivative):
        names = {s.base for s in e.variables if isinstance(s, Entry) and s.definition is not None}
        function = inner(e.expr, keep=keep | names)
        variables = [inner(s, keep=keep | names) for s in e.variables]
        slope = function.diff(*variables)
        given_back = {s: inner(variable) for s, variable in zip(variables, e.variables, strict=True)}
        return slope.subs(given_back)
    if isinstance(e, sigma):
        return sigma.definition(inner(e.args[0]))
    if e in values:
        return Integer(values[e])
    return e.func(*map(inner, e.args)) if e.args else e
