"""An expression with every name unfolded and every derivative evaluated by SymPy. Part of the trusted base."""

from __future__ import annotations

from sympy import (
    Derivative,
    Dummy,
    Expr,
    Function,
    KroneckerDelta,
    Subs,
    Symbol,
)
from sympy.core.function import AppliedUndef

from linebyline.functions import Defined, primed
from linebyline.names import Entry, Name, Slope, Unknown, with_private_indices
from linebyline.scope import FUNCTIONS, KINKED, ScopeError


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
        at = dict(zip(expression.variables, (opened(point, keep) for point in expression.point), strict=True))
        return with_primes(with_private_indices(opened(expression.expr, keep)).xreplace(at))
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
    once = sum(variables.values()) == 1
    if inner.has(Unknown, Slope) and not (once and not any(isinstance(n, Slope) for n in inner.atoms(Name))):
        raise ScopeError(f"{expression}: of an unknown function only the first derivatives are known")
    for variable, count in variables.items():
        for _ in range(int(count)):
            inner = with_primes(_slope(inner, variable, expression))
    check_evaluated(inner, expression)
    return opened(with_private_indices(inner), keep) if names else inner


def check_differentiable(expression: Subs) -> None:
    """Refuse a slope at a place where the function may have a kink."""
    if expression.expr.has(Derivative) and any(is_kinked(part) for part in opened(expression.expr).atoms(Function)):
        raise ScopeError(
            f"{expression}: a function with kinks has no slope at some places, and this may be one of them"
        )


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
