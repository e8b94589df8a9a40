"""Two different things must not be written alike. Part of the trusted base."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sympy import (
    Basic,
    Dummy,
    E,
    Expr,
    Function,
    NumberSymbol,
    Symbol,
    exp,
    pi,
    simplify,
)

from linebyline.functions import Defined, meaning, sigma, z
from linebyline.latex import latex, look
from linebyline.letters import free_symbols
from linebyline.names import Entry, Name
from linebyline.scope import FUNCTIONS, ScopeError
from linebyline.scripts import of_plain


def check_look_alikes(expressions: Iterable[Expr]) -> None:
    """Refuse two different things that are written alike; names may share a letter if their indices tell them apart."""
    seen: dict[object, object] = {str(constant): constant for constant in (pi, E)}
    for expression in expressions:
        check_plain(expression)
        for thing in things_in(expression):
            name = isinstance(thing, Name)
            spellings = {str(thing): str(thing), (str(thing), thing.ranges): thing} if name else {spelled(thing): thing}
            for spelling, meant in spellings.items():
                if seen.setdefault(spelling, meant) != meant:
                    raise ScopeError(f"two different things are called {spelled(thing)}: give one of them another name")
            if (look := looks(thing)) and seen.setdefault(look, thing) != thing:
                raise ScopeError(f"{seen[look]} and {thing} are shown alike: give one of them another name")


def check_plain(expression: Expr) -> None:
    """Refuse symbols that SymPy tells apart though they are written alike, and that are no indices."""
    for symbol in free_symbols(expression):
        if type(symbol) is not Symbol and not symbol.is_integer:
            kind, name = type(symbol).__name__, str(symbol).strip("_")
            raise ScopeError(
                f"{symbol} is a {kind}, which is not known by its letter: make it Symbol({name!r}, real=True)"
            )


def things_in(expression: Basic) -> set[object]:
    """The symbols, names, constants and kinds of functions in an expression, private indices left out."""
    if isinstance(expression, Entry):
        letters = {n for n in expression.indices if isinstance(n, Symbol) and not isinstance(n, Dummy)}
        numbered = {expression} if any(n.is_Integer for n in expression.indices) else set()
        return {expression.base} | letters | numbered
    if isinstance(expression, (Name, Symbol, NumberSymbol)):
        return set() if isinstance(expression, Dummy) else {expression}
    own = {type(expression)} if isinstance(expression, Function) else set()
    return own.union(*map(things_in, expression.args))


@lru_cache
def is_that_function(function: type, known: type) -> bool:
    """Whether a function that was defined is the known one of that name, such as a tanh by exponentials."""
    if not issubclass(function, Defined) or max(function.nargs) != 1:
        return False
    return simplify((known(z) - meaning(function)(z)).rewrite(exp)) == 0


def looks(thing: object) -> tuple | None:
    """How a symbol, a name with its widths, or an entry with a number in it is typeset."""
    if isinstance(thing, Name):
        return "shown", str(look(thing)), thing.ranges
    if isinstance(thing, Entry):
        return "shown", latex(thing), ()
    return ("shown", str(of_plain(thing.name)), ()) if isinstance(thing, Symbol) else None


def spelled(thing: object) -> str:
    """How a symbol, a name or a function is written. Raises ScopeError for a function that borrows a known name."""
    if not isinstance(thing, type):
        return str(thing)
    known = {function.__name__.lower(): function for function in (*FUNCTIONS, sigma)}.get(thing.__name__.lower(), thing)
    if known is not thing and not is_that_function(thing, known):
        raise ScopeError(f"{thing.__name__} is the name of a function that everyone knows: give yours another name")
    return thing.__name__
