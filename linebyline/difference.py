"""How a refuted line differs from the true one: by a factor, or by a term."""

from __future__ import annotations

from sympy import Add, Expr, Sum, fraction

from linebyline.finding import activations_in, sympy_finds, the_right_way_round
from linebyline.names import Entry, Name
from linebyline.scope import Ranges
from linebyline.written import names_in


def ratio(line: Expr, true: Expr, ranges: Ranges) -> tuple[Expr, Expr] | None:
    """What the line lacks and what it has too many, as two products; None where one of the two lines is zero."""
    names = tuple(activations_in(line + true))
    written, wanted = sympy_finds(line, ranges, names), sympy_finds(true, ranges, names)
    if written == 0 or wanted == 0:
        return None
    lacking, surplus = (the_right_way_round_of(part) for part in fraction(wanted / written, exact=True))
    return lacking, surplus


def explain_ratio(line: Expr, true: Expr, ranges: Ranges) -> str | None:
    """The factor between the two lines, where it is short."""
    found = ratio(line, true, ranges)
    if found is None:
        zero = sympy_finds(line, ranges, tuple(activations_in(line + true))) == 0
        return "this line is identically zero" if zero else "the line before is identically zero"
    lacking, surplus = found
    if (lacking / surplus).is_Rational:
        return f"the line before is {lacking / surplus} times this line"
    if not short(lacking, surplus):
        return None
    parts = []
    if lacking != 1:
        parts.append(f"lacks the factor {bracketed(lacking)}")
    if surplus != 1:
        parts.append(f"has the factor {bracketed(surplus)} too many")
    return "this line " + " and ".join(parts)


def short(lacking: Expr, surplus: Expr) -> bool:
    """Whether the two products are few factors, and no sums."""
    return max(len(lacking.args), len(surplus.args)) <= 3 and not lacking.has(Sum) and not surplus.has(Sum)


def explain_difference(line: Expr, true: Expr, ranges: Ranges) -> str | None:
    """What is missing from the line as a term, where it is short."""
    difference = str(sympy_finds(true - line, ranges, names=(*activations_in(true), *defined_in(line))))
    return f"the line before minus this line is {difference}" if len(difference) <= 90 else None


def templates(expression: Expr) -> list[Expr]:
    """What the names in the expression stand for, and the names in that."""
    return [name.template for name in names_in([expression]) if name.template is not None]


def defined_in(line: Expr) -> list[Name]:
    """The names in the line that abbreviate something."""
    return sorted({part.base for part in line.atoms(Entry) if part.definition is not None}, key=str)


def the_right_way_round_of(product: Expr) -> Expr:
    return the_right_way_round(product.args if product.is_Mul else (product,))


def bracketed(expression: Expr) -> str:
    return f"({expression})" if isinstance(expression, Add) else str(expression)
