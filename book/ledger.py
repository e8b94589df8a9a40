"""The ledger: which equation of the handout is proved where, read from what the executed notebooks recorded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from linebyline.display import MIME, Table, Tex

IDS = [f"E{n:02}" for n in range(1, 49)]  #: every equation and claim of the handout
BOOK = Path(__file__).parent


@dataclass(frozen=True)
class Entry:
    """A proved line with a ledger id, and the chapter that proves it."""

    id: str
    chapter: str  # the notebook's name without its ending
    tag: str | None
    latex: str
    reason: str
    how: str
    proof: str


def proved_lines(folder: Path = BOOK) -> list[Entry]:
    """Every line with an id that an executed notebook of the folder displays, in the order of the ids.

    A line is displayed only after it was proved; a line typed into a notebook's source but not executed is not found.
    """
    found: dict[tuple[str, str], Entry] = {}
    for path in sorted(folder.glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        outputs = [out for cell in cells for out in cell.get("outputs", []) if MIME in out.get("data", {})]
        for line in (line for out in outputs for line in out["data"][MIME]["lines"] if line["id"]):
            found[line["id"], line["latex"]] = Entry(chapter=path.stem, **line)
    return sorted(found.values(), key=lambda entry: entry.id)


def as_table(entries: list[Entry]) -> Table:
    """The ledger page's table, with a link from each id to the line."""
    rows = []
    for entry in entries:
        tag = f" ({entry.tag})" if entry.tag else ""
        how = f"{entry.reason}{tag}. {entry.how[0].upper()}{entry.how[1:]}; {entry.proof}."
        rows.append(
            [
                (entry.id, f"{entry.chapter}.html#{entry.id}"),
                [Tex(entry.latex), how],
            ]
        )
    return Table(["id", "proved line, why, and how it was proved"], rows)
