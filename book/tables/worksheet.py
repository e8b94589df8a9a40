"""A worksheet made of proved lines: what a rule has just put into a line is left out, for the reader to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from book.ledger import BOOK, Entry, proved_lines
from book.tables.listing import Listing, Tex

GAP = r"\boxed{\phantom{\dfrac{\partial}{\partial v_{h,i}}[w_{o,h} a_{h}]}}"  #: one size, which tells nothing
NUMBER = r"\boxed{\phantom{\dfrac{0.0000}{1}}}"  #: the same for a number, as narrow as its column


def derivation(*ids: str) -> list[Entry]:
    """The proved lines with these ids, in the order in which their chapters show them.

    Raises ValueError for an id that no chapter proves.
    """
    entries = proved_lines(BOOK)
    if missing := set(ids) - {entry.id for entry in entries}:
        raise ValueError(f"no line is proved under {', '.join(sorted(missing))}")
    return [entry for id in ids for entry in entries if entry.id == id]


def right_side(line: Entry) -> str:
    """What stands behind the first relation of a line."""
    return line.latex.partition(" = ")[2] or line.latex.partition(" := ")[2]


def factors(tex: str) -> list[str]:
    """The formula cut at the spaces that are in no bracket."""
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(tex):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == " " and depth == 0:
            parts.append(tex[start:place])
            start = place + 1
    return [part for part in [*parts, tex[start:]] if part]


def with_gaps(tex: str, before: str) -> str:
    """The formula without what was not there before: a gap for each run of new factors.

    If nothing is new, because something has only been left out, the whole formula is a gap.
    """
    new, old = factors(tex), factors(before)
    if new == old:
        raise ValueError(f"nothing has changed in {tex}")
    kept = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    if all(what in ("equal", "delete") for what, *_ in kept):
        return GAP
    pieces = [" ".join(new[b:c]) if what == "equal" else GAP for what, _, _, b, c in kept if c > b]
    return " ".join(pieces)


def blank(worked: Listing) -> Listing:
    """Formulas that `OnNumbers.show` has worked out, without their numbers and values."""
    rows = [[formula, Tex("= "), Tex(f"= {NUMBER}")] for formula, _, _ in worked.rows]
    return Listing(worked.header, rows, worked.widths)


def sheet(lines: Sequence[Entry]) -> Listing:
    """The lines with gaps, numbered, each with its reason; the first line is given."""
    rows = [[f"{n}.", Tex(text), line.reason] for n, (line, text) in enumerate(zip(lines, gapped(lines)), start=1)]
    return Listing(["", "line", "reason"], rows, [2, 24, 12])


def gapped(lines: Sequence[Entry]) -> list[str]:
    sides = [right_side(line) for line in lines]
    return [lines[0].latex, *("= " + with_gaps(side, before) for before, side in zip(sides, sides[1:]))]


def solutions(lines: Sequence[Entry]) -> Listing:
    """The same lines whole, with the id under which each is proved."""
    rows = [
        [f"{n}.", Tex(f"= {right_side(line)}"), (line.id, f"{line.chapter}.html#{line.id}")]
        for n, line in enumerate(lines, start=1)
    ]
    return Listing(["", "line", "proof"], rows, [2, 28, 4])
