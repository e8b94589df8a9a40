"""Symbols in the text explain themselves: the first of each in a section is a link to its row of the notation.

The row's meaning is its description, which a screen reader says; it is shown while the link is pointed at or has the
focus.
Only the first occurrence, so that a reader with a keyboard does not have to pass hundreds of links.
"""

from __future__ import annotations

import re
from html import escape

from docutils import nodes

from book.notation import NOTATION, ONE_LAYER, Row
from book.tables.symbols import anchor, tex

PAGE = "book/notation"
PLAIN = {PAGE, "book/authors", "book/engine", "book/machine_code"}  #: where letters may stand for something else
SYMBOL = re.compile(r"(\\?[A-Za-z]+'?)(\^\{\([^)]*\)\})?(?:_\{?([A-Za-z0-9=,+\- ]+)\}?)?(?:\(z\))?")
INDICES = {"h": "hj", "o": "ok", "i": "im"}  #: letters that count the same nodes
NO_PROSE = nodes.title, nodes.reference, nodes.caption, nodes.term, nodes.thead


def parts(symbol: str) -> tuple[str, bool, list[str]] | None:
    """Letter, whether a layer stands above it, and indices of a single symbol; None for any other formula."""
    found = SYMBOL.fullmatch(symbol.replace(r"\,", "").strip())
    if not found:
        return None
    letter, layer, below = found.groups()
    return letter, bool(layer), [part.strip() for part in below.split(",")] if below else []


def row_of(symbol: str) -> Row | None:
    """The row that explains a symbol: of the same letter, with as many indices, of the same kind where several are."""
    asked = parts(symbol)
    if asked is None:
        return next((row for row in NOTATION if tex(row).replace(" ", "") == symbol.replace(" ", "")), None)
    letter, layer, below = asked
    rows = [(row, known[2]) for row in NOTATION if (known := parts(tex(row))) and known[:2] == (letter, layer)]
    rows = [(row, names) for row, names in rows if len(names) == len(below) or not below and row in ONE_LAYER]
    if len(rows) > 1:  # z and delta: the index tells whose
        rows = [(row, names) for row, names in rows if below and below[0][0] in INDICES.get(names[0], names[0])]
    return rows[0][0] if len(rows) == 1 else None


def mark(app, doctree: nodes.document, name: str) -> None:
    """Give the first occurrence of each symbol in a section its row; `mathml` then writes the link."""
    if name in PLAIN or not name.startswith("book/"):
        return
    page, count = app.builder.get_relative_uri(name, PAGE), 0
    for section in [s for s in doctree.findall(nodes.section) if not isinstance(s.parent.parent, nodes.section)]:
        seen = set()
        for formula in section.findall(nodes.math):
            if section_of(formula) is not section or any(isinstance(n, NO_PROSE) for n in above(formula)):
                continue
            row = row_of(formula.astext())
            if row and row.symbol not in seen:
                seen.add(row.symbol)
                count += 1
                address = f"{page}#{anchor(tex(row))}"
                formula["symbol"] = address, f"symbol-{count}", spoken(formula.astext()), row.meaning


def above(node: nodes.Node):
    while node := node.parent:
        yield node


def section_of(node: nodes.Node) -> nodes.section | None:
    """The section of the second level around a node, or the page's own before the first of them."""
    sections = [n for n in above(node) if isinstance(n, nodes.section)]
    return sections[-2] if len(sections) > 1 else sections[-1] if sections else None


def spoken(symbol: str) -> str:
    """The symbol as words, which name the link: delta o."""
    return " ".join(re.sub(r"[\\{}_^]", " ", symbol).split())


def linked(formula: str, symbol: tuple[str, str, str, str] | None) -> str:
    """The formula, as a link where it is marked, followed by what it means."""
    if not symbol:
        return formula
    address, place, name, meaning = symbol
    return (
        f'<a class="symbol" href="{escape(address)}" aria-label="{name}" aria-describedby="{place}">{formula}</a>'
        f'<span class="symbol-meaning" role="tooltip" id="{place}">{escape(meaning)}</span>'
    )


def setup(app) -> dict:
    app.connect("doctree-resolved", mark)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
