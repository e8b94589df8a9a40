"""What a teacher asks of the book: the learning objectives of its pages, collected from the pages themselves."""

from __future__ import annotations

import json
import re
from pathlib import Path

from book.ledger import BOOK, title
from book.tables.listing import Listing, Prose, Stack

BOX = re.compile(
    r"^:::\{admonition\} After this (?:chapter|page) you can\n:class: objectives\n((?:- .*\n(?:  .*\n)*)+):::", re.M
)


def objectives_of(page: str, folder: Path = BOOK) -> list[str]:
    """The points of the page's box "After this chapter you can"; none if it has no such box."""
    cells = json.loads((folder / f"{page}.ipynb").read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) + "\n" for cell in cells if cell["cell_type"] == "markdown")
    box = BOX.search(text)
    points = re.split(r"^- ", box[1], flags=re.M)[1:] if box else []
    return [" ".join(point.split()).rstrip(".,;") for point in points]


def objectives() -> Listing:
    """Each page that has objectives, by the name of its file, and what its reader can do afterwards."""
    rows = []
    for page in sorted(path.stem for path in BOOK.glob("*.ipynb")):
        points = Stack(Prose(f"{point}.") for point in objectives_of(page))
        if points:
            rows.append([(title(page), f"{page}.html"), points])
    return Listing(["page", "after it a student can"], rows, [12, 26])


def minutes(page: str, folder: Path = BOOK) -> list[int]:
    """What the minutes of each lecture plan of a page add up to; a plan is a table whose first column is "minutes"."""
    cells = json.loads((folder / f"{page}.ipynb").read_text(encoding="utf-8"))["cells"]
    text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    plans = re.findall(r"^\| minutes \|.*\n\|[-| ]+\n((?:\|.*\n?)+)", text, re.M)
    return [sum(int(row.split("|")[1]) for row in plan.splitlines()) for plan in plans]
