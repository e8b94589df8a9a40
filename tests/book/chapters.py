"""The lines of the book: as its notebooks show them, and as its derivations make them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from linebyline.display import MIME
from linebyline.lines import Line
from netlib.activations import ACTIVATIONS

BOOK = Path(__file__).parents[2] / "book"
NOTEBOOKS = sorted(path.stem for path in BOOK.glob("*.ipynb") if MIME in path.read_text(encoding="utf-8"))


def cells_of(notebook: str) -> list[dict]:
    return json.loads((BOOK / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]


def shown_lines(notebook: str) -> Iterator[str]:
    """The LaTeX of every line that the committed notebook shows."""
    for output in (output for cell in cells_of(notebook) for output in cell.get("outputs", ())):
        for line in output.get("data", {}).get(MIME, {}).get("lines", ()):
            yield line["latex"]


@patch.dict(ACTIVATIONS)  # a chapter adds a row of its own
def derived_lines(notebook: str, monkeypatch) -> list[Line]:
    """Every line that the notebook's cells make, run here and now."""
    lines, made = [], Line.__init__

    def noted(line, *args, **kwargs):
        made(line, *args, **kwargs)
        lines.append(line)

    monkeypatch.setattr(Line, "__init__", noted)
    monkeypatch.chdir(BOOK)
    monkeypatch.setitem(os.environ, "MPLBACKEND", "Agg")
    scope: dict = {"display": lambda *_: None}
    for cell in cells_of(notebook):
        source = "".join(cell["source"])
        if cell["cell_type"] != "code" or source.startswith("%"):
            continue
        try:
            exec(compile(source, notebook, "exec"), scope)
        except Exception:
            if "raises-exception" not in cell["metadata"].get("tags", ()):
                raise
    return lines
