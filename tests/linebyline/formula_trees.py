"""Expressions of SymPy as trees of the kind that the readers make."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sympy import Derivative, E, Expr, KroneckerDelta, Piecewise, Subs, Sum, Symbol, exp, pi
from sympy.core.function import AppliedUndef

from linebyline.names import Entry, Name, Slope

NUMBER = "number"


def tree_of(e: Expr, bound: dict[Symbol, object] | None = None) -> tuple:
    """The tree of an expression of SymPy, node by node; every sum gets an index of its own."""
    bound = bound or {}

    def inner(part: Expr) -> tuple:
        return tree_of(part, bound)

    if isinstance(e, Entry) and isinstance(e.base, Slope):
        return ("d", ("leaf", e.base.unknown, ()), (inner(e.base.of[e.indices]),))
    if isinstance(e, Entry):
        return ("leaf", str(e.base), tuple(map(inner, e.indices)))
    if isinstance(e, Name):
        return ("leaf", str(e), ())
    if isinstance(e, Symbol):
        return ("symbol", bound.get(e, e))
    if e.is_Rational:
        return (NUMBER, Fraction(int(e.p), int(e.q)))
    if isinstance(e, Sum):
        return _sum(e, bound, inner)
    if isinstance(e, Derivative):
        return ("d", inner(e.expr), tuple(map(inner, e.variables)))
    if isinstance(e, KroneckerDelta):
        return ("=", *map(inner, e.args))
    if isinstance(e, Subs):
        return ("at", inner(e.expr), tuple(zip(map(inner, e.variables), map(inner, e.point), strict=True)))
    if isinstance(e, Piecewise):
        return ("cases", *(_case(value, condition, inner) for value, condition in e.args))
    operation = {"Add": "+", "Mul": "*", "Pow": "^"}.get(type(e).__name__)
    if operation:
        return (operation, *map(inner, e.args))
    if e.is_Function or isinstance(e, (exp, AppliedUndef)):
        name, prime, _ = e.func.__name__.partition("'")
        return call(name, len(prime), *map(inner, e.args))
    if e is E:
        return call("exp", 0, (NUMBER, Fraction(1)))
    if e is pi:
        return call("pi", 0)
    raise NotImplementedError(type(e))


def _sum(e: Sum, bound: dict[Symbol, object], inner: Callable[[Expr], tuple]) -> tuple:
    own = {index: object() for index in e.variables}
    total = tree_of(e.function, bound | own)
    for index, first, last in e.limits:
        total = ("sum", own[index], inner(first), inner(last), total)
    return total


def _case(value: Expr, condition, inner: Callable[[Expr], tuple]) -> tuple:
    if condition == True:  # noqa: E712 - a SymPy condition
        return (inner(value), None, None, None)
    return (inner(value), inner(condition.lhs), condition.rel_op, inner(condition.rhs))


def call(name: str, primes: int, *arguments: tuple) -> tuple:
    """A function with how often it is differentiated in each argument; f' is a function of its own."""
    return ("call", (name.lower(), primes), (0,) * len(arguments), *arguments)
