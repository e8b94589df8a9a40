"""The ledger: which equation of the handout is proved where, read from what the executed notebooks recorded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from book.tables.listing import Listing, Tex
from linebyline.display import MIME

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


def title(chapter: str, folder: Path = BOOK) -> str:
    """The first heading of a notebook."""
    cells = json.loads((folder / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "".join(cells[0]["source"]).partition("\n")[0].removeprefix("# ")


def link(entry: Entry, words: str) -> tuple[str, str]:
    return words, f"{entry.chapter}.html#{entry.id}"


def by_chapter(entries: list[Entry]) -> Listing:
    """For each chapter the ids that it proves, each a link to its line."""
    rows = []
    for chapter in sorted({entry.chapter for entry in entries}):
        first = {entry.id: entry for entry in reversed(entries) if entry.chapter == chapter}
        links = [link(entry, id) for id, entry in sorted(first.items())]
        rows.append([(title(chapter), f"{chapter}.html"), links])
    return Listing(["chapter", "what it proves"], rows, [14, 20])


def by_id(entries: list[Entry]) -> Listing:
    """For each id the line that ends its proof, what was checked, and how the line came about."""
    rows = []
    for id in IDS:
        lines = [entry for entry in entries if entry.id == id]
        if not lines:
            continue
        last = [entry for entry in lines if entry.chapter == lines[0].chapter][-1]
        tag = f"equation ({last.tag})" if last.tag else ""
        more = f"and {len(lines) - 1} more" if len(lines) > 1 else ""
        words = f"{last.reason}. {checked(last)}; {origin(last)}."
        rows.append([[link(last, id), tag, more], Tex(last.latex), words])
    return Listing(["id", "line", "reason, what was checked, where the line comes from"], rows, [5, 22, 14])


def checked(entry: Entry) -> str:
    """What was checked of a line, short."""
    kinds = {
        "same normal form": "Equal for all widths",
        "definition": "A definition, nothing to prove",
        "free of": "Searched for the symbols that must not occur",
        "exhibited": "One network exhibited",
        "base": "Induction over the layers",
    }
    return next(words for start, words in kinds.items() if entry.proof.startswith(start))


def origin(entry: Entry) -> str:
    """Where a line comes from: the author, a rule, SymPy's slack of an inequality, an induction."""
    kind, _, rule = entry.how.partition(": ")
    if kind == "computed":
        return f"computed by the rule {rule}"
    return {"stated": "typed, or found by SymPy"}.get(kind, kind.partition(",")[0])
