"""Lines, refusals and tables as HTML for the site and Jupyter, and as text for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from sympy import Expr, Rel

from linebyline.latex import latex
from linebyline.marks import marked_latex
from linebyline.text import text

MIME = "application/vnd.deriving-sgd+json"  #: proved lines as data, beside what shows them; the ledger reads it
RELATIONS = {"=": "=", ":=": ":=", r"\leq": "<=", r"\neq": "!="}
FACTS = {"==": ("=", "="), "!=": ("!=", r"\neq"), ">": (">", ">"), "<": ("<", "<")}
SHORT = 120  # characters of LaTeX up to which a single line stays in one row
HIDDEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap"
# What changed is underlined, in the colour of links where there is a theme, as on the site and in JupyterLab. In MathML
# the line is a character that few fonts can stretch, so a border takes its place.
MARKED = (
    "<style>.derivation :is(mjx-munder,munder[accentunder])"
    "{color:var(--pst-color-link,var(--jp-content-link-color,currentcolor))}"
    ".derivation munder[accentunder]{border-bottom:.1em solid;padding-bottom:.1em}"
    ".derivation munder[accentunder]>mo:last-child{display:none}</style>"
)
NO_TEX = "tex2jax_ignore mathjax_ignore"  # words of an author, in which no formula is looked for


explained: dict[str, str] = {}  #: where the name of a rule links to


def link_rules(page: str, rules: Iterable[str]) -> None:
    """From now on a reason beside a line that one of these rules computed links to the rule's anchor on that page.

    `page` is a relative address of the site, such as "authors.html"; without it nothing is linked.
    """
    explained.update({rule: f"{page}#{anchor(rule)}" for rule in rules})


def anchor(rule: str) -> str:
    """The anchor of a rule on the page that explains it."""
    return rule.replace("_", "-")


def formula(line) -> str:
    """LaTeX of a whole line: what the derivation started from, the relation it has reached, the line."""
    start = latex(line.start, beside=[line.expression])
    return f"{start} {line.reached} {latex(line.expression, beside=[line.start])}"


def fact_as_text(fact: Rel) -> str:
    """A fact that is assumed, as it is typed."""
    return f"{text(fact.lhs)} {FACTS[fact.rel_op][0]} {text(fact.rhs)}"


def fact_as_latex(fact: Rel) -> str:
    return f"{latex(fact.lhs)} {FACTS[fact.rel_op][1]} {latex(fact.rhs)}"


def runs(lines: Sequence) -> Iterator[list]:
    """The lines in groups in which each line continues the one before it."""
    run: list = []
    for line in lines:
        if run and not continues(run[-1], line):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def continues(one, other) -> bool:
    """Whether a line goes on from another one, with the same facts assumed."""
    return other.start == one.start and other.before == one.expression and other.assuming == one.assuming


def lines_as_html(lines: Sequence, anchors: bool) -> str:
    """Lines for the site and Jupyter, as a list: each formula with its reason and mark beside or below it.

    The first line of a run is read from the start of the derivation, by the relation reached there, and each further
    line from the one before it. With `anchors` a line can be linked to by its ledger id, which a page may hold once.
    """
    linked: set[str | None] = set()
    rows = []
    for run in runs(lines):
        start = latex(run[0].start, beside=[line.expression for line in run])
        if assumed := ", ".join(rf"\({escape(fact_as_latex(fact), quote=False)}\)" for fact in run[0].assuming):
            rows.append(f'<li class="derivation-assuming">assuming {assumed}</li>')
        in_one_row = len(run) == 1 and len(start) < SHORT
        if not in_one_row:
            rows.append(_row(start, "", indent=False))
        for n, line in enumerate(run):
            relation = line.reached if n == 0 else line.relation
            body = f"{relation} {marked_latex(line.before, line.expression, beside=[line.start])}"
            anchor = line.id if line.id and anchors and line.id not in linked else ""
            linked.add(line.id)
            rows.append(_row(f"{start} {body}" if in_one_row else body, _notes(line), not in_one_row, anchor))
    shown = "".join(rows)
    style = MARKED if r"\underline" in shown else ""
    return (
        f'{style}<ol class="derivation mathjax_process" role="list" style="list-style:none;margin:.25em 0;padding:0">'
        f"{shown}</ol>"
    )


def _row(tex: str, beside: str, indent: bool, anchor: str = "") -> str:
    margin = "margin-left:1.5em;" if indent else ""
    anchor = f' id="{escape(anchor)}"' if anchor else ""
    return (
        f'<li class="derivation-line"{anchor} style="display:flex;flex-wrap:wrap;align-items:center;gap:.2em 1.5em;'
        f'justify-content:space-between;margin:.5em 0"><span class="derivation-formula" style="{margin}max-width:100%;'
        f'overflow-x:auto;overflow-y:hidden;padding:.2em 0">\\(\\displaystyle {escape(tex, quote=False)}\\)</span>'
        f'<span class="derivation-reason {NO_TEX}" style="margin-left:auto;text-align:right">{beside}</span></li>'
    )


def _notes(line) -> str:
    """The reason of a line, its equation number, its ledger id, and the mark that says what was done with it."""
    rule = line.how.removeprefix("computed: ").partition(" ")[0]
    reason = escape(line.reason)
    notes = [f'<a href="{escape(explained[rule])}">{reason}</a>' if rule in explained else reason]
    if line.tag:
        notes.append(f'<span class="derivation-tag">({escape(line.tag)})</span>')
    if line.id:
        notes.append(f'<span class="derivation-id">{escape(line.id)}</span>')
    details = escape(f"{line.how}; {line.proof}")
    if line.proof == "definition":
        notes.append(f'<span class="derivation-definition" title="{escape(line.how)}">definition</span>')
    else:
        meaning = f'<span style="{HIDDEN}">proved: {details}</span>'
        mark = '<span aria-hidden="true">✓</span>'
        notes.append(f'<span class="derivation-proved" title="{details}">{mark}{meaning}</span>')
    return " ".join(notes)


def lines_as_text(lines: Sequence) -> str:
    """Lines for a terminal: expressions as they are typed in Python."""
    rows = []
    for run in runs(lines):
        if assumed := ", ".join(map(fact_as_text, run[0].assuming)):
            rows.append(f"assuming {assumed}")
        rows.append(text(run[0].start, beside=[line.expression for line in run]))
        for n, line in enumerate(run):
            relation = RELATIONS[line.reached if n == 0 else line.relation]
            state = "definition" if line.proof == "definition" else "proved"
            notes = [*([line.id] if line.id else []), *([f"({line.tag})"] if line.tag else []), state]
            expression = text(line.expression, beside=[line.start])
            rows.append(f"  {relation} {expression}    # {line.reason} [{', '.join(notes)}]")
    return "\n".join(rows)


ADDRESS = re.compile(r"https?://\S+|[\w./#?=&%~+-]+")  # of a page of the book or of the web; runs no script


class Table:
    """A table of text, links (pairs of text and address) and formulas; a list in a cell is a stack of these.

    `proved` are the lines of derivations that the table shows, for the ledger. Raises ValueError for an address that
    is neither a page of the book nor one of the web.
    """

    def __init__(self, header: list[str], rows: list[list], proved: Sequence = ()):
        self.header, self.rows, self.proved = header, rows, proved
        self._repr_html_()  # what cannot be shown is refused where it is written

    def _repr_mimebundle_(self, **_) -> dict:
        data = {MIME: {"lines": [line.as_data() for line in self.proved]}} if self.proved else {}
        return {"text/plain": repr(self), "text/html": self._repr_html_()} | data

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.header)
        rows = ["".join(f"<td>{cell(value)}</td>" for value in row) for row in self.rows]
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f'<div class="derivation scroll mathjax_process">{table}</div>'

    def __repr__(self) -> str:
        return f"Table of {len(self.rows)} rows: {', '.join(self.header)}"


def cell(value: object) -> str:
    """The HTML of one cell of a table."""
    if isinstance(value, list):
        return "".join(f"<div>{cell(part)}</div>" for part in value)
    if isinstance(value, Expr):
        return rf"\({escape(latex(value), quote=False)}\)"
    if isinstance(value, tuple):
        words, address = value
        if not ADDRESS.fullmatch(address):
            raise ValueError(
                f"{address!r} is no address to link to from {words!r}: give a page such as 07_hidden_delta.html#E43, "
                "or an address that begins with https://"
            )
        return f'<a href="{escape(address)}">{escape(words)}</a>'
    return value.html if isinstance(value, (Tex, RuleName)) else escape(str(value))


class RuleName(str):
    """The name of a rule in a table's cell, to which the lines that it computed link."""

    @property
    def html(self) -> str:
        return f'<code id="{escape(anchor(self))}">{escape(self)}</code>'


class Tex(str):
    """LaTeX in a table's cell."""

    @property
    def html(self) -> str:
        return rf"\({escape(self, quote=False)}\)"
