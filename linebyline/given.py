"""What an author hands to a derivation: an expression, the ranges of fixed indices, a slack."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from sympy import Expr, Sum, Symbol, sympify

from linebyline.scope import Ranges, ScopeError, check_index, check_range


def checked_expression(reason: str, line: object) -> Expr:
    try:
        expression = sympify(line, strict=True)
    except (TypeError, ValueError):
        expression = None
    if not isinstance(expression, Expr):
        raise TypeError(
            f'"{reason}": a line is a SymPy expression or a rule such as chain_rule, not {type(line).__name__} '
            f"({line!r})"
        )
    return expression


def check_seconds(seconds: float) -> float:
    """The time that a line may take, or a ValueError."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 < seconds < inf:
        raise ValueError(f"seconds is how long a line may take, a number above 0, not {seconds!r}")
    return seconds


def check_notes(reason: str, id: str | None, tag: str | None) -> None:
    """Raise TypeError unless what is written beside a line is text."""
    if not isinstance(reason, str):
        raise TypeError(f"a reason is a text, not {reason!r}; write step(reason, line)")
    for what, note in (("id", id), ("tag", tag)):
        if not (note is None or isinstance(note, str)):
            raise TypeError(f'"{reason}": {what} is a text such as {str(note)!r}, or None, not {note!r}')


def check_given(given: Ranges) -> Ranges:
    """The declared ranges, or a TypeError or ValueError that says how to write them."""
    try:
        pairs = dict(given).items()
    except (TypeError, ValueError):
        raise TypeError(f"given takes index: (first, last), such as {{o: (1, Y)}}, not {given!r}") from None
    checked = {}
    for n, limits in pairs:
        if not (
            isinstance(n, Symbol) and isinstance(limits, Sequence) and not isinstance(limits, str) and len(limits) == 2
        ):
            raise TypeError(f"given takes index: (first, last), such as {{o: (1, Y)}}, not {n!r}: {limits!r}")
        checked[n] = tuple(checked_expression("given", limit) for limit in limits)
        try:
            check_index(n)
            check_range(n, *checked[n])
        except ScopeError as error:
            raise ValueError(f"given takes index: (first, last), such as {{o: (1, Y)}}, but {error}") from None
    for n, (_, last) in checked.items():
        if last in checked:
            raise ValueError(f"given takes widths such as Y, but {n} runs to {last}, which is itself an index")
    return checked


def never_negative(expression: Expr) -> bool:
    """Whether every part is known not to be negative: sums, products and multiples of such parts."""
    if isinstance(expression, Sum):
        return never_negative(expression.function)
    if expression.is_nonnegative:
        return True
    return (
        bool(expression.args) and (expression.is_Add or expression.is_Mul) and all(map(never_negative, expression.args))
    )
