"""Formulas become MathML while the site is built, so that a page needs no script to show them.

LaTeX reaches the site in three ways: `$...$` in the text and text/latex outputs, which are math nodes, and `\\(...\\)`
inside HTML outputs, in elements of the class mathjax_process. All are converted here. The notebooks keep their LaTeX,
which JupyterLab typesets itself. A formula that cannot be converted is a warning, which fails a build with -W.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import escape, unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.util import logging
from symbol_links import linked

INLINE = re.compile(r"\\\((.*?)\\\)", re.DOTALL)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
WIDE = 24  # letters side by side that fit a phone, 390 pixels wide
RELATIONS, SIGNS, OPEN, CLOSE = set("=≔≠≤≥<>≈↦→"), set("+−±"), set("([{"), set(")]}")
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row"}
PRIME = "\N{PRIME}"
# macros: SymPy writes \substack around the limits of sums over two letters
converter = LatexToMathML(macros={"substack": "#1"}, fancy_error=False)
logger = logging.getLogger(__name__)


@cache
def mathml(tex: str, block: bool = False) -> str:
    """The MathML of a formula. Raises `LatexError` for what is not LaTeX that we can show."""
    tex, large = re.subn(r"^\s*\\displaystyle\b", "", tex)
    tex = tex.replace(":=", r"\coloneqq ").strip()
    markup = converter.convert_with_local_state(tex, displaystyle=block or bool(large))
    formula = ElementTree.fromstring(unescaped(markup))
    lower_primes(formula)
    for frame in formula.iter("menclose"):
        frame.tag, frame.attrib = "mrow", {"class": "boxed"}  # Chromium draws no menclose, the style sheet does
    return broken(formula, block)


def unescaped(markup: str) -> str:
    """Entities of HTML as characters, but for those that XML knows too."""
    return re.sub(r"&(?!(?:amp|lt|gt|quot|apos);)\w+;", lambda entity: unescape(entity[0]), markup)


def lower_primes(formula: ElementTree.Element) -> None:
    """A prime stands beside its letter: it is high by itself, and Chromium would raise and shrink it once more."""
    for script in formula.iter():
        if script.tag in ("msup", "msubsup") and set(script[-1].itertext()) == {PRIME}:
            letter, prime = script[0], script[-1]
            primed = ElementTree.Element("mrow")
            primed.extend([letter, prime])
            script.tag, script[:] = ("mrow", primed[:]) if script.tag == "msup" else ("msub", [primed, script[1]])


def broken(formula: ElementTree.Element, block: bool) -> str:
    """The formula as text; a wide one in parts, between which a line may break. No browser breaks MathML by itself."""
    if formula.attrib.pop("display", None):
        formula.set("displaystyle", "true")
    parts = in_parts(list(formula)) if width(formula) > WIDE else [list(formula)]
    written = []
    for part in parts:
        piece = ElementTree.Element("math", formula.attrib)
        piece.extend(part)
        if written and part[0].tag == "mo" and part[0].text in RELATIONS | SIGNS:
            part[0].set("form", "infix")  # it stands between two parts, though it is the first of its own
        written.append(ElementTree.tostring(piece, "unicode"))
    if len(parts) == 1:
        return written[0].replace('displaystyle="true"', 'display="block"', 1) if block else written[0]
    return f'<span class="formula-parts">{"<wbr>".join(written)}</span>'


def width(part: ElementTree.Element) -> float:
    """About how many letters stand side by side: those of a fraction or of scripts stand above each other."""
    inside = [width(child) for child in part]
    if part.tag in ("mfrac", "munder", "mover", "munderover"):
        return max(inside)
    if part.tag in ("msub", "msup", "msubsup"):
        return inside[0] + 0.6 * max(inside[1:])
    return len(part.text or "") * (2 if part.text in RELATIONS | SIGNS else 1) + sum(inside)


def in_parts(pieces: list[ElementTree.Element]) -> list[list[ElementTree.Element]]:
    """The pieces in groups: a new one at a relation, a sign or a factor, outside of all brackets."""
    parts, depth = [[]], 0
    for n, piece in enumerate(pieces):
        if parts[-1] and depth == 0 and may_break(pieces[n - 1], piece):
            parts.append([])
        parts[-1].append(piece)
        if piece.tag == "mo":
            depth += (piece.text in OPEN) - (piece.text in CLOSE)
        elif piece.tag in ("msup", "msub", "msubsup") and piece[0].text in CLOSE:
            depth -= 1
    return parts


def may_break(before: ElementTree.Element, after: ElementTree.Element) -> bool:
    """Whether a line may end between the two."""
    ends = before.tag == "mo" and before.text not in CLOSE
    if after.tag == "mo" and after.text in RELATIONS:
        return True
    if after.tag == "mo" and after.text in SIGNS:
        return not ends
    if ends or is_function(before):
        return False
    sum_after_sum = before.tag == after.tag == "munderover"
    return not sum_after_sum and after.tag in ("munderover", "mfrac") or is_bracket(after) or is_bracket(before)


def is_bracket(piece: ElementTree.Element) -> bool:
    """Whether a factor in brackets starts, or ends, with this piece."""
    base = piece[0] if piece.tag in ("msup", "msub") else piece
    return base.text in OPEN | CLOSE or base.tag == "mrow" and len(base) > 1 and base[0].text in OPEN


def is_function(piece: ElementTree.Element) -> bool:
    """Whether what follows could be this piece's argument: a function's, or a derivative's with nothing above but d."""
    if piece.tag == "mfrac":
        return "".join(piece[0].itertext()) in ("∂", "d", "∂2", "d2")
    base = piece[0] if piece.tag in ("msup", "msub", "msubsup") else piece
    return base.tag in ("mi", "mspace") or base.tag == "mrow" and not is_bracket(base)


def shown(tex: str, block: bool, where: nodes.Node) -> str:
    """MathML, or a warning and the LaTeX as it is."""
    try:
        return mathml(tex, block)
    except (LatexError, ElementTree.ParseError) as error:
        logger.warning("no MathML for %r: %s", tex, str(error).strip().splitlines()[0], location=where, type="mathml")
        return f"<code>{escape(tex)}</code>"


def inline(translator, node: nodes.math) -> None:
    translator.body.append(linked(shown(node.astext(), False, node), node.get("symbol")))
    raise nodes.SkipNode


def displayed(translator, node: nodes.math_block) -> None:
    number = f'<span class="eqno">({node["number"]})</span>' if node.get("number") else ""
    anchor = f' id="equation-{escape(node["label"])}"' if node.get("label") else ""
    formula = shown(node.astext(), True, node)
    translator.body.append(f'<div class="math"{anchor}><div class="scroll">{formula}</div>{number}</div>')
    raise nodes.SkipNode


class Outputs(HTMLParser):
    """HTML with its `\\(...\\)` converted, where the classes of the elements around them ask for it.

    A cell of a table gets the name of its column, so that the table can become a list on a phone, and keeps its role.
    All other characters stay as they are, tags too: an SVG's names have capitals.
    """

    def __init__(self, html: str, convert: Callable[[str], str]):
        super().__init__(convert_charrefs=False)
        self.convert, self.written, self.text, self.inside = convert, [], "", [("", False)]
        self.columns, self.column = [], 0
        self.feed(html)
        self.close()
        self.flush()

    def flush(self) -> None:
        on = self.inside[-1][1]
        self.written.append(INLINE.sub(lambda tex: self.convert(unescape(tex[1])), self.text) if on else self.text)
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.flush()
        classes, on = (dict(attrs).get("class") or "").split(), self.inside[-1][1]
        on = "mathjax_process" in classes or on and "mathjax_ignore" not in classes and tag not in ("code", "pre")
        if tag not in VOID:
            self.inside.append((tag, on))
        apart = on and (tag in ("td", "li") or tag == "div" and self.columns)  # words for the search's index
        self.written.append("\n" * bool(apart) + self.with_role(tag, self.get_starttag_text()))

    def with_role(self, tag: str, start: str) -> str:
        """The start tag of a part of a table, with its role and, for a cell, the name of its column."""
        if tag == "table":
            self.columns = []
        elif tag == "tr":
            self.column = 0
        elif tag == "th" and 'scope="col"' in start:
            self.columns.append("")
        elif tag == "td":
            name = self.columns[self.column] if self.column < len(self.columns) else ""
            self.column += 1
            quoted = name.replace('"', "&quot;")
            return f'<td role="cell" data-column="{quoted}"{start[3:]}' if name else start
        role = ROLES.get(tag)
        return f'{start[:-1]} role="{role}">' if role and "role=" not in start else start

    def handle_startendtag(self, tag, attrs):
        self.flush()
        self.written.append(self.get_starttag_text())

    def handle_endtag(self, tag):
        self.flush()
        if tag in [name for name, _ in self.inside]:
            while self.inside.pop()[0] != tag:
                pass
        self.written.append(f"</{tag}>")

    def handle_data(self, data):
        self.text += data
        if self.inside[-1][0] == "th" and self.columns:
            self.columns[-1] += data

    def handle_entityref(self, name):
        self.handle_data(f"&{name};")

    def handle_charref(self, name):
        self.handle_data(f"&#{name};")

    def handle_comment(self, data):
        self.flush()
        self.written.append(f"<!--{data}-->")


def in_outputs(app, doctree: nodes.document, name: str) -> None:
    """Convert the formulas in the HTML outputs of a page."""
    for raw in doctree.findall(nodes.raw):
        if "html" in raw.get("format", "").split() and "mathjax_process" in raw.astext():
            html = "".join(Outputs(raw.astext(), lambda tex: shown(tex, False, raw)).written)  # noqa: B023
            raw.children[:] = [nodes.Text(html)]
            raw.rawsource = html


def setup(app) -> dict:
    app.add_html_math_renderer("mathml", (inline, None), (displayed, None))
    app.connect("doctree-resolved", in_outputs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
