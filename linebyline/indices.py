"""The letters of bound indices, in an expression that goes on being computed with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from sympy import Dummy, Expr, Sum, Symbol

from linebyline.names import Entry, Name
from linebyline.scope import Ranges
from linebyline.widths import index


def with_letters(expression: Expr, ranges: Ranges) -> Expr:
    """Give every bound index the first letter of its width that is free there: k or o for outputs, and so on."""
    if isinstance(expression, (Entry, Name)) or not expression.args:
        return expression
    if isinstance(expression, Sum):
        taken, function, limits = set(ranges), expression.function, []
        for n, first, last in expression.limits:
            letter = next(
                s for s in letters_for(n, last) if s not in taken and (s == n or s not in function.free_symbols)
            )
            taken.add(letter)
            function = function.xreplace({n: letter})
            limits.append((letter, first, last))
        inner = ranges | {n: (first, last) for n, first, last in limits}
        return Sum(with_letters(function, inner), *limits)
    return expression.func(*(with_letters(part, ranges) for part in expression.args))


def letters_for(n: Symbol, width: Expr) -> Iterator[Symbol]:
    """Letters for an index, best first: those of its width, its own, then its own with numbers."""
    own = n.name if isinstance(n, Dummy) or n in getattr(width, "letters", ()) else None
    yield from getattr(width, "letters", ())
    yield n if own is None else index(own)
    yield from (index(f"{n.name}{number}") for number in count(2))
