r"""What changed from one line to the next, marked for the eye: presentation only, and outside of what is trusted.

A mark is \underline, which every typesetter of LaTeX knows; style sheets colour it. A marked formula is shown only if
it is, without its marks, the very formula that is shown without them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from sympy import Add, Basic, Derivative, Expr, Mul, Sum

from linebyline.latex import MINUS, BookPrinter, Piece, latex
from linebyline.letters import with_unique_letters
from linebyline.names import Entry, Name

MOST = 2  #: marks in one line; factors that stand side by side share one
PARTS = 6  #: parts that are looked for
TOO_MUCH = 0.75  #: of a line: where more than this changed, nothing is marked
LEFT, RIGHT = "\N{LEFT CORNER BRACKET}", "\N{RIGHT CORNER BRACKET}"  #: stand in no formula of the printer's


Place = tuple[Basic | None, Basic]  #: what a part stands in, and the part


class MarkingPrinter(BookPrinter):
    """The same printer, which puts corner brackets around the parts at some places."""

    def __init__(self, marked: Iterable[Place], euler: str):
        super().__init__(euler)
        self.marked, self.around = frozenset(marked), [None]

    def _print(self, expr: Basic, **kwargs) -> str:
        is_marked = (self.around[-1], expr) in self.marked
        self.around.append(expr)
        tex = super()._print(expr, **kwargs)
        self.around.pop()
        if not is_marked or not isinstance(tex, Piece):
            return tex
        sign = "-" if tex.level == MINUS and tex.startswith("-") else ""  # a sum takes it for its own sign
        return Piece(f"{sign}{LEFT}{tex.removeprefix(sign)}{RIGHT}", tex.level, tex.open)


def marked_latex(before: Expr, line: Expr, beside: Iterable[Expr] = ()) -> str:
    r"""LaTeX of `line`, with \underline under what `before` does not have; what `beside` means, `latex` says."""
    plain = latex(line, beside)
    try:
        renamed = with_unique_letters(line, beside)
        parts = changed_parts(with_unique_letters(before, beside), renamed)
    except RecursionError:
        return plain
    if not parts:
        return plain
    marked = latex(renamed, beside, lambda euler: MarkingPrinter(parts, euler))
    if marked.replace(LEFT, "").replace(RIGHT, "") != plain:
        return plain
    marked = with_brackets(outermost(marked)).replace(f"{RIGHT} {LEFT}", " ")
    return marked.replace(LEFT, r"\underline{").replace(RIGHT, "}") if marked.count(LEFT) <= MOST else plain


def outermost(marked: str) -> str:
    """The marked formula without the marks inside of other marks."""
    kept, depth = "", 0
    for sign in marked:
        depth -= sign == RIGHT
        kept += "" if depth and sign in (LEFT, RIGHT) else sign
        depth += sign == LEFT
    return kept


def with_brackets(marked: str) -> str:
    """The marked formula with a factor's brackets inside of its mark."""
    inner = rf"{LEFT}([^{LEFT}{RIGHT}]*){RIGHT}"
    marked = re.sub(rf"(?<![\w}}'])\({inner}\)", rf"{LEFT}(\1){RIGHT}", marked)
    return re.sub(rf"(?<![\w}}'])\\left\({inner}\\right\)", rf"{LEFT}\\left(\1\\right){RIGHT}", marked)


def changed_parts(before: Expr, line: Expr) -> list[Place]:
    """The smallest parts of `line` in which it differs from `before`; none where nearly all is new.

    A part that stands in the same surroundings where nothing changed would be marked there too, so what is around it
    is taken instead.
    """
    occurrences = Counter(places_in(line))

    def changes(old: Basic, new: Basic, around: Basic | None) -> list[Place]:
        if old == new:
            return []
        found = [part for pair in pairs(old, new) for part in changes(*pair, new)]
        if not found:
            found = [(new, part) for part in newcomers(old, new)]
        inside = Counter(place for whole in found for place in places_in(whole[1], whole[0]))
        told_apart = all(occurrences[place] == inside[place] for place in found)
        return found if found and told_apart and len(found) <= PARTS else [(around, new)]

    found = changes(before, line, None)
    return found if sum(size(part) for _, part in found) <= TOO_MUCH * size(line) else []


def pairs(old: Basic, new: Basic) -> list[tuple[Basic, Basic]]:
    """The parts of two formulas of one kind that take each other's place; none where that is not plain."""
    if type(old) is not type(new) or is_leaf(new):
        return []
    if isinstance(new, (Add, Mul)):
        gone, came = difference(old, new), difference(new, old)
        return list(zip(gone, came)) if len(gone) == len(came) == 1 else []
    same_frame = not isinstance(new, (Sum, Derivative)) or old.args[1:] == new.args[1:]
    return list(zip(old.args, new.args)) if len(old.args) == len(new.args) and same_frame else []


def newcomers(old: Basic, new: Basic) -> list[Basic]:
    """The terms or factors of a sum or product that are new in it."""
    return difference(new, old) if type(old) is type(new) and isinstance(new, (Add, Mul)) else []


def difference(one: Basic, other: Basic) -> list[Basic]:
    return list((Counter(one.args) - Counter(other.args)).elements())


def is_leaf(part: Basic) -> bool:
    """Whether the part is marked as a whole or not at all."""
    return isinstance(part, (Entry, Name)) or not part.args


def places_in(expression: Basic, around: Basic | None = None) -> Iterator[Place]:
    """Every part of the formula with what is around it, as often as it stands there."""
    yield around, expression
    if not is_leaf(expression):
        for part in expression.args:
            yield from places_in(part, expression)


def size(expression: Basic) -> int:
    return sum(1 for _ in places_in(expression))
