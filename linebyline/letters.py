"""The letters of a formula: every index a letter of its own, whatever it was called when the formula was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from sympy import Add, Basic, Dummy, Expr, Mul, Symbol
from sympy.concrete.expr_with_limits import ExprWithLimits

from linebyline.names import Entry, Name
from linebyline.widths import Width


def with_unique_letters(expression: Basic, beside: Iterable[Basic] = ()) -> Basic:
    """The same expression, no two of whose symbols are written alike; nothing else is evaluated or reordered.

    Free symbols keep their names. A bound index keeps the letter that its author typed if no symbol around it has this
    letter; else, and where nobody chose a letter, it takes the first free one of its width's `letters`, then a letter
    with a number. Two sums may share a letter if neither is inside the other. Letters that are free in the expressions
    `beside` this one, in the same line, are not free here.
    """
    renaming, taken = {}, {str(name) for name in expression.atoms(Name) if not name.ranges}
    for symbol in sorted(free_symbols(expression), key=_by_name):
        letter = _first_free([] if _nobody_chose(symbol) else [symbol.name], _plain(symbol), taken)
        taken.add(letter)
        if letter != symbol.name or isinstance(symbol, Dummy):
            renaming[symbol] = Symbol(letter, **symbol.assumptions0)
    taken |= {symbol.name for other in beside for symbol in free_symbols(other)}
    return _renamed(expression, renaming, frozenset(taken))


def free_symbols(expression: Basic) -> set[Symbol]:
    """The symbols that are seen in the expression and bound by no sum: names are not unfolded."""
    if isinstance(expression, Symbol):
        return {expression}
    if isinstance(expression, Name):
        return set()
    parts = expression.indices if isinstance(expression, Entry) else expression.args
    found = set().union(*map(free_symbols, parts))
    return found - set(expression.variables) if isinstance(expression, ExprWithLimits) else found


def _by_name(symbol: Symbol) -> tuple:
    return _nobody_chose(symbol), symbol.name, str(sorted(symbol.assumptions0.items())), symbol.sort_key()


def _nobody_chose(index: Symbol) -> bool:
    """Whether the letter is the engine's own, which no reader has seen: a dummy or an index of the normal form."""
    return type(index) not in (Symbol, Width)


def _plain(index: Symbol) -> str:
    """The letter that stands for an index when nothing better is free."""
    return index.name if index.name.isalpha() else "n"


def _first_free(letters: Iterable[str], otherwise: str, taken: Iterable[str]) -> str:
    numbered = (f"{otherwise}{n or ''}" for n in count())
    return next(letter for source in (letters, numbered) for letter in source if letter not in taken)


def _renamed(expression: Basic, renaming: dict[Symbol, Symbol], taken: frozenset[str]) -> Basic:
    if isinstance(expression, Symbol):
        return renaming.get(expression, expression)
    if isinstance(expression, Name) or not expression.args:
        return expression
    if isinstance(expression, Entry):
        indices = tuple(_renamed(index, renaming, taken) for index in expression.indices)
        return expression if indices == expression.indices else expression.base[indices]
    if isinstance(expression, ExprWithLimits):
        limits, renaming = [], dict(renaming)
        for index, *bounds in reversed(expression.limits):  # the outermost sum first
            bounds = [_renamed(bound, renaming, taken) for bound in bounds]
            renaming[index] = _letter(index, bounds[-1] if bounds else index, expression.function, taken)
            taken |= {renaming[index].name}
            limits.insert(0, (renaming[index], *bounds))
        return expression.func(_renamed(expression.function, renaming, taken), *limits)
    return rebuilt(expression, [_renamed(part, renaming, taken) for part in expression.args])


def _letter(index: Symbol, width: Expr, summand: Expr, taken: frozenset[str]) -> Symbol:
    letters = [letter.name for letter in getattr(width, "letters", ())]
    if not _nobody_chose(index):
        letter = _first_free([index.name, *letters], index.name, taken)
        return index if letter == index.name else Symbol(letter, integer=True, positive=True)
    inside = {n.name for n in _bound_inside(summand) if not _nobody_chose(n)}
    letter = _first_free(letters, letters[0] if letters else _plain(index), taken | inside)
    return Symbol(letter, integer=True, positive=True)


def _bound_inside(expression: Basic) -> Iterator[Symbol]:
    for part in expression.atoms(ExprWithLimits):
        yield from part.variables


def rebuilt(expression: Basic, args: list[Basic]) -> Basic:
    """The expression with other arguments, as it was typed: SymPy evaluates nothing on the way."""
    if tuple(args) == expression.args:
        return expression
    if isinstance(expression, (Add, Mul)):
        return expression.func(*args, evaluate=False)
    try:
        return expression.func(*args, evaluate=False)
    except (TypeError, ValueError):  # a class that evaluates nothing anyway has no such option
        return expression.func(*args)
