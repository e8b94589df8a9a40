"""An expression with every name unfolded and every derivative evaluated by SymPy. Part of the trusted base."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from sympy import (
    Derivative,
    Dummy,
    Expr,
    Function,
    KroneckerDelta,
    Max,
    Min,
    Pow,
    Subs,
    Symbol,
    log,
)
from sympy.core.function import AppliedUndef

from linebyline.functions import Defined, primed
from linebyline.names import Entry, Name, Slope, Unknown, with_private_indices
from linebyline.scope import FUNCTIONS, KINKED, ScopeError
from linebyline.written import names_in

ANY_REAL = Symbol("u", real=True).assumptions0


def opened(expression: Expr, keep: frozenset[Name] = frozenset()) -> Expr:
    """No names are left but given quantities and those in `keep`, and every derivative is evaluated."""
    if isinstance(expression, Entry):
        if expression.base in keep or expression.definition is None:
            return expression
        return opened(with_private_indices(expression.definition), keep)
    if isinstance(expression, Name):
        closed = expression in keep or expression.definition is None
        return expression if closed else opened(with_private_indices(expression.template), keep)
    if isinstance(expression, Derivative):
        return opened_derivative(expression, keep)
    if isinstance(expression, Subs):
        check_differentiable(expression)
        check_promises(expression)
        at = dict(zip(expression.variables, (opened(point, keep) for point in expression.point), strict=True))
        inner = opened(expression.expr, keep)
        check_held(expression, inner, keep, expression.variables)
        return with_primes(with_private_indices(inner).xreplace(at))
    if not expression.args:
        return expression
    return expression.func(*(opened(argument, keep) for argument in expression.args))


def opened_derivative(expression: Derivative, keep: frozenset[Name]) -> Expr:
    """SymPy differentiates what is opened but for the names to differentiate by: their entries are the variables.

    By a name means: as if its entries were given. That has one meaning only if nothing else in the expression depends
    on what the name stands for; anything else is refused.
    """
    variables = dict(expression.variable_count)
    names = frozenset(_name_of(s) for s in variables if isinstance(s, (Entry, Name)) and s.definition is not None)
    if names and len({_name_of(s) for s in variables}) > 1:
        raise ScopeError(
            f"{expression} mixes a name with other variables, which has no single meaning: take them in turn"
        )
    inner = opened(with_private_indices(expression.expr), keep | names)
    for name in names:
        if both := leaves(inner, names) & leaves(opened(name.template), names):
            raise ScopeError(
                f"{expression}: {min(both, key=str)} stands in it besides {name}, which is made of it, so it is not "
                "said what is held fixed. Write the expression in terms of the name alone"
            )
    check_held(expression, inner, keep - names, variables)
    check_slopes_at_ties(expression, inner)
    once = sum(variables.values()) == 1
    if inner.has(Unknown, Slope) and not (once and not any(isinstance(n, Slope) for n in inner.atoms(Name))):
        raise ScopeError(f"{expression}: of an unknown function only the first derivatives are known")
    for variable, count in variables.items():
        for _ in range(int(count)):
            inner = with_primes(_slope(inner, variable, expression))
    check_evaluated(inner, expression)
    return opened(with_private_indices(inner), keep) if names else inner


def check_held(expression: Expr, inner: Expr, held: frozenset[Name], varied: Iterable[Expr]) -> None:
    """Refuse to vary or replace what a name is made of that a derivative further out holds as if it were given."""
    moved = frozenset().union(*(leaves(opened(variable), frozenset()) for variable in varied))
    for name in held & inner.atoms(Name):
        if both := moved & leaves(opened(name.template), frozenset()):
            raise ScopeError(
                f"{expression}: {min(both, key=str)} changes here, and {name}, made of it, is held fixed around it: "
                f"which of them is meant? Write it in terms of {name} alone"
            )


def check_slopes_at_ties(expression: Derivative, inner: Expr) -> None:
    """Refuse the largest of three: where all are one, SymPy counts their slopes half each, which makes three halves."""
    meanings = (part.meaning for part in inner.atoms(Defined))
    for part in chain(inner.atoms(Max, Min), *(meaning.atoms(Max, Min) for meaning in meanings)):
        if len(part.args) > 2:
            raise ScopeError(f"{expression}: {part} has {len(part.args)} arguments; its slope is known for two")


def check_differentiable(expression: Subs) -> None:
    """Refuse a slope at a place where the function may have a kink."""
    if any(part.has(Derivative) for part in meanings(expression.expr)) and kinked_parts(expression.expr):
        raise ScopeError(
            f"{expression}: a function with kinks has no slope at some places, and this may be one of them"
        )


def check_promises(expression: Subs) -> None:
    """Refuse -1 for a positive symbol where SymPy may have used what the symbol promises, as in |p| = p."""
    parts = meanings(expression.expr)
    uses = any(part.atoms(log) or not all(power.exp.is_integer for power in part.atoms(Pow)) for part in parts)
    for variable, point in zip(expression.variables, expression.point, strict=True):
        promised = [fact for fact in variable.assumptions0.items() if fact not in ANY_REAL.items()]
        kept = all(getattr(point, f"is_{kind}") is truth for kind, truth in promised)
        if not kept and (uses or kinked_parts(expression.expr)):
            raise ScopeError(f"{expression}: {point} is not known to be what {variable} is declared to be")


def meanings(expression: Expr) -> list[Expr]:
    """The expression, and what the names in it stand for; nothing is differentiated."""
    return [expression, *(name.template for name in names_in([expression]) if name.template is not None)]


def kinked_parts(expression: Expr) -> list[Expr]:
    """The functions with kinks in the expression; a derivative may have lost them, as that of a step has."""
    return [f for part in meanings(expression) for f in part.atoms(*KINKED, Defined) if is_kinked(f)]


def is_kinked(part: Expr) -> bool:
    """Whether a function has kinks or jumps, itself or in its definition."""
    return isinstance(part, KINKED) or isinstance(part, Defined) and part.meaning.has(*KINKED)


def check_evaluated(slope: Expr, expression: Derivative) -> None:
    """Refuse what SymPy left undone, or wrote in functions of which nothing is known here."""
    known = (Defined, AppliedUndef, KroneckerDelta, *FUNCTIONS)
    for part in slope.atoms(Derivative, Subs) | {f for f in slope.atoms(Function) if not isinstance(f, known)}:
        raise ScopeError(
            f"{expression}: SymPy finds no derivative here without {type(part).__name__}, which is not known"
        )


def _name_of(variable: Expr) -> Expr:
    return variable.base if isinstance(variable, Entry) else variable


def _slope(inner: Expr, variable: Expr, expression: Derivative) -> Expr:
    if not isinstance(variable, AppliedUndef):
        return inner.diff(variable)
    place = Dummy("u", real=True)
    held = inner.xreplace({variable: place})
    if held.free_symbols & variable.free_symbols:
        raise ScopeError(f"{expression}: {variable.args[0]} stands in it outside {variable}: what is held fixed?")
    return held.diff(place).xreplace({place: variable})


def leaves(expression: Expr, names: frozenset[Name]) -> set[Expr]:
    """The given quantities and symbols in an opened expression, but for indices, widths and the entries of `names`."""
    if isinstance(expression, (Entry, Name)):
        name = _name_of(expression)
        if isinstance(name, (Unknown, Slope)):
            return set() if name.of in names else {name} | leaves(opened(name.of[name.of.places], names), names)
        return set() if name in names else {name}
    if isinstance(expression, Symbol):
        return set() if expression.is_integer else {expression}
    return set().union(*(leaves(argument, names) for argument in expression.args))


def with_primes(expression: Expr) -> Expr:
    """Every derivative of an unknown function f at a place u written as f'(u), a function of its own."""
    if isinstance(expression, (Entry, Name)) or not expression.args:
        return expression
    if isinstance(expression, Subs) and len(expression.variables) == 1:
        inner = with_primes(expression.expr)
        if not inner.has(Derivative):
            return inner.xreplace({expression.variables[0]: with_primes(expression.point[0])})
    if isinstance(expression, Derivative) and isinstance(expression.expr, AppliedUndef):
        (argument,), ((variable, count), *others) = expression.expr.args, expression.variable_count
        if argument == variable and not others:
            function = expression.expr.func
            for _ in range(int(count)):
                function = primed(function)
            return function(argument)
    return expression.func(*map(with_primes, expression.args))
