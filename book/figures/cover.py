"""The picture of the landing page: one weight's path to the loss, and the proved formula of its slope.

`python -m book.figures.cover` draws it again, after the line of the ledger has changed.
"""

from __future__ import annotations

import re
from html import escape, unescape

from book.figures.figure import Drawing
from book.figures.number_pictures import numbered_network
from book.ledger import BOOK, proved_lines

PICTURE = BOOK / "_static" / "cover.svg"
METADATA = re.compile(r"<metadata>.*?</metadata>", re.S)


def cover() -> Drawing:
    """A network with one path lit. The formula is the right side of the last line of E40 in the ledger."""
    formula = [entry.latex for entry in proved_lines() if entry.id == "E40"][-1].partition(" = ")[2]
    nodes = {(0, 0): ("", "$x_i$"), (1, 0): ("", "$a_h$"), (2, 0): ("", "$y_o$")}
    edges = {((0, 0), (1, 0)): "$v_{h,i}$", ((1, 0), (2, 0)): "$w_{o,h}$"}
    return numbered_network((2, 3, 2), nodes, edges, [(0, 0), (1, 0), (2, 0)], below=f"${formula}$", size=15)


def svg(drawing: Drawing) -> str:
    """The picture as a file. It says in words what is drawn in it, so that two of them can be compared."""
    words = f"<desc>{escape(drawing.description)}</desc>"
    return METADATA.sub(lambda _: words, drawing.svg) + "\n"


def described(picture: str) -> str:
    """The words in such a file."""
    return unescape(picture.partition("<desc>")[2].partition("</desc>")[0])


if __name__ == "__main__":
    PICTURE.write_text(svg(cover()), encoding="utf-8")
