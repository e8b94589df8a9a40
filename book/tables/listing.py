"""Rows of text, formulas, code and links that stand side by side on a wide page and one below the other on a phone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from linebyline.display import Tex, cell

__all__ = ["Code", "Listing", "Prose", "Stack", "Target", "Tex"]

ROW = "display:flex;flex-wrap:wrap;gap:.1em 1.5em;align-items:baseline;margin:0;padding:.45em 0"
PART = "flex:{} 1 {}em;max-width:100%;min-width:0;overflow-x:auto;overflow-y:hidden"


class Code(str):
    """A piece of a program."""

    @property
    def html(self) -> str:
        return f'<code style="white-space:pre-wrap">{escape(self)}</code>' if self else ""


class Prose(str):
    """A sentence as it stands in a notebook: with `programs`, $formulas$, *stress* and [links](page.ipynb)."""

    @property
    def html(self) -> str:
        return "".join(inline(piece) for piece in INLINE.split(self))


INLINE = re.compile(r"(`[^`]+`|\$[^$]+\$|(?<!\*)\*[^*]+\*(?!\*)|\[[^\]]*\]\([^)]*\))")


def inline(piece: str) -> str:
    """A piece of Markdown that `INLINE` has cut out, or the words between two of them. A link keeps its words only."""
    words = escape(piece[1:-1], quote=False)
    if piece[:1] == piece[-1:] and len(piece) > 2:
        kinds = {"`": f"<code>{words}</code>", "$": rf"\({words}\)", "*": f"<em>{words}</em>"}
        if piece[0] in kinds:
            return kinds[piece[0]]
    if piece.startswith("[") and piece.endswith(")"):
        return escape(piece[1 : piece.index("]")], quote=False)
    return escape(piece, quote=False)


class Target(Tex):
    """A formula to which links lead, by its `id` on the page."""

    def __new__(cls, tex: str, id: str) -> Target:
        target = super().__new__(cls, tex)
        target.id = id
        return target

    @property
    def html(self) -> str:
        return f'<span id="{escape(self.id)}">{cell(Tex(self))}</span>'


class Stack(list):
    """Parts one below the other."""


class Listing:
    """A list whose rows have the parts named in `header`.

    A part is text, a `Code`, a `Prose`, a `Tex`, a `Target`, a SymPy expression, a link as (words, address), a list of
    these, which stand in one line, or a `Stack` of them. `widths` says how wide a part is in em, before it moves to the
    next line; one each, or ValueError is raised.
    """

    def __init__(self, header: Sequence[str], rows: Sequence[Sequence], widths: Sequence[float]) -> None:
        for row in (header, *rows):
            if len(row) != len(widths):
                raise ValueError(f"a row of {len(row)} parts, {row!r}, in a list of {len(widths)} widths")
        self.header, self.rows, self.widths = list(header), list(rows), list(widths)

    def _repr_html_(self) -> str:
        names = [f"<strong>{escape(name)}</strong>" for name in self.header]
        named = [self._row(names, ' class="listing-header"')] if any(self.header) else []
        rows = [self._row([html(part) for part in row]) for row in self.rows]
        return (
            '<ul class="listing mathjax_process" role="list" style="list-style:none;margin:.25em 0;padding:0">'
            f"{''.join(named + rows)}</ul>"
        )

    def _row(self, parts: list[str], attribute: str = "") -> str:
        styles = [PART.format(f"{width:g}", f"{width:g}") for width in self.widths]
        inner = "".join(f'<div style="{style}">{part}</div>' for part, style in zip(parts, styles, strict=True))
        return f'<li{attribute} style="{ROW}">{inner}</li>'

    def __repr__(self) -> str:
        return "\n".join([f"Listing of {len(self.rows)} rows: {', '.join(self.header)}", *map(as_text, self.rows)])


def html(part: object) -> str:
    if isinstance(part, Stack):
        return "".join(f"<div>{html(piece)}</div>" for piece in part)
    if isinstance(part, list):
        return " ".join(map(html, part))
    return part.html if isinstance(part, (Code, Prose, Target)) else cell(part)


def as_text(row: Sequence) -> str:
    """A row for a terminal, and for the comparison of a notebook's outputs."""
    return " | ".join(words(part) for part in row)


def words(part: object) -> str:
    if isinstance(part, list):
        return " ".join(map(words, part))
    return part[0] if isinstance(part, tuple) else str(part)
