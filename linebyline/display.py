"""Lines and tables as HTML for the site and Jupyter, and as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from mpmath import mpf, nstr
from sympy import Expr, Integer

from linebyline.latex import latex

MIME = "application/vnd.deriving-sgd+json"  #: proved lines as data, beside what shows them; the ledger reads it
RELATIONS = {":=": ":=", "=": "=", r"\leq": "<=", r"\neq": "!="}


def formula(line) -> str:
    """LaTeX of a whole line: what the derivation started from, the relation it has reached, the line."""
    return f"{latex(line.start)} {line.reached} {latex(line.expression)}"


def refusal_as_text(error) -> str:
    """What is said of a line that was not proved."""
    text = [f'line {error.number} is {error.outcome}: "{error.reason}"']
    text += [f"  before: {error.before}", f"  line:   {error.line}"]
    if error.explanation:
        text.append(error.explanation)
    if error.instance:
        left, right = digits_that_differ(*error.values)
        text.append(f"counterexample: {error.instance}".replace(": \n", ":\n"))
        text.append(f"  the line before is {left}, this line is {right}")
    return "\n".join(text)


def digits_that_differ(left: mpf, right: mpf) -> tuple[str, str]:
    """The two numbers with three digits, or as many more as it takes to see that they differ."""
    for digits in (3, 6, 12, 25, 50, 100):
        texts = nstr(left, digits), nstr(right, digits)
        if texts[0] != texts[1]:
            break
    return texts


def refusal_as_html(error) -> str:
    return f"<pre>{escape(refusal_as_text(error))}</pre>"


def lines_as_html(lines: list, anchors: bool) -> str:
    """Lines for the site and Jupyter: formulas aligned at the relation, the reason and the mark beside or below.

    With `anchors` a line can be linked to by its ledger id, which a page may hold only once.
    """
    linked: set[str | None] = set()
    start = lines[0].start if lines else Integer(0)
    in_one_row = len(lines) == 1 and len(latex(start)) < 120
    rows = [] if in_one_row else [_row(rf"\displaystyle {latex(start)}", "", indent=False)]
    for line in lines:
        body = formula(line) if in_one_row else f"{line.relation} {latex(line.expression)}"
        marks = [f'<span class="derivation-tag">({escape(line.tag)})</span>'] if line.tag else []
        if line.id:
            marks.append(f'<span class="derivation-id">{escape(line.id)}</span>')
        marks.append(f'<span class="derivation-proved" title="{escape(line.how)}; {escape(line.proof)}">✓</span>')
        anchor = line.id if line.id and anchors and line.id not in linked else ""
        linked.add(line.id)
        rows.append(_row(rf"\displaystyle {body}", f"{escape(line.reason)} {' '.join(marks)}", not in_one_row, anchor))
    return '<div class="derivation mathjax_process">' + "".join(rows) + "</div>"


def _row(tex: str, beside: str, indent: bool, anchor: str = "") -> str:
    margin = "margin-left:1.5em;" if indent else ""
    anchor = f' id="{anchor}"' if anchor else ""
    return (
        f'<div class="derivation-line"{anchor} style="display:flex;flex-wrap:wrap;align-items:center;gap:.2em 1.5em;'
        f'justify-content:space-between;margin:.5em 0"><span style="{margin}max-width:100%;overflow-x:auto;'
        f'overflow-y:hidden;padding:.2em 0">\\({tex}\\)</span>'
        f'<span style="margin-left:auto;text-align:right">{beside}</span></div>'
    )


def lines_as_text(lines: list) -> str:
    """Lines for a terminal: expressions as they are typed in Python."""
    text = [str(lines[0].start)]
    for line in lines:
        notes = [*([line.id] if line.id else []), *([f"({line.tag})"] if line.tag else []), "proved"]
        text.append(f"  {RELATIONS[line.relation]} {line.expression}    # {line.reason} [{', '.join(notes)}]")
    return "\n".join(text)


class Table:
    """A table of text, links (pairs of text and address) and formulas; a list in a cell is a stack of these.

    `proved` are the lines of derivations that the table shows, for the ledger.
    """

    def __init__(self, header: list[str], rows: list[list], proved: Sequence = ()):
        self.header, self.rows, self.proved = header, rows, proved

    def _repr_mimebundle_(self, **_) -> dict:
        data = {MIME: {"lines": [line.as_data() for line in self.proved]}} if self.proved else {}
        return {"text/plain": repr(self), "text/html": self._repr_html_()} | data

    def _repr_html_(self) -> str:
        def cell(value) -> str:
            if isinstance(value, list):
                return "".join(f"<div>{cell(part)}</div>" for part in value)
            if isinstance(value, Expr):
                return rf"\({latex(value)}\)"
            if isinstance(value, tuple):
                return f'<a href="{escape(value[1])}">{escape(value[0])}</a>'
            return value.html if isinstance(value, Tex) else escape(str(value))

        head = "".join(f"<th>{escape(name)}</th>" for name in self.header)
        rows = ["".join(f"<td>{cell(value)}</td>" for value in row) for row in self.rows]
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f'<div class="derivation scroll mathjax_process">{table}</div>'

    def __repr__(self) -> str:
        return f"Table of {len(self.rows)} rows: {', '.join(self.header)}"


class Tex(str):
    """LaTeX in a table's cell."""

    @property
    def html(self) -> str:
        return rf"\({escape(self, quote=False)}\)"
