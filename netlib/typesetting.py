"""How formulas look: LaTeX with factors in the order in which the derivation meets them, from the error backwards."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from html import escape

from sympy import Add, Derivative, Expr, Function, IndexedBase, Integer, Mul, Pow, Sum, Symbol, exp, preorder_traversal
from sympy.core.function import AppliedUndef
from sympy.printing.latex import LatexPrinter

from netlib.functions import Defined
from netlib.notation import Entry, Name

MIME = "application/vnd.deriving-sgd+json"  #: proved lines as data, beside what shows them; the ledger reads it
BACKWARDS = ("t", "y", "z_o", "z", "delta_o", "delta", "w", "a", "z_h", "delta_h", "v", "x")


def position(part: Expr) -> tuple:
    """Sort key of a factor or term: numbers, scalars, then the names from the error back to the input, then what
    is still to be done (sums, then derivatives)."""
    if part.is_number:
        return (0,)
    late = 2 if part.has(Derivative) else 1 if isinstance(part.as_base_exp()[0], Sum) else 0
    labels = [str(node.base).partition("^")[0] for node in preorder_traversal(part) if isinstance(node, Entry)]
    first = min((BACKWARDS.index(label) if label in BACKWARDS else len(BACKWARDS) for label in labels), default=-1)
    return (1, late, first, isinstance(part, Add), part.sort_key())


def is_negative(term: Expr) -> bool:
    return bool(term.as_coeff_Mul()[0].is_negative)


def ordered_terms(sum_: Add) -> list[Expr]:
    """Positive terms first, single symbols before products."""
    return sorted(sum_.args, key=lambda term: (is_negative(term), len(Mul.make_args(term)) > 1, position(term)))


class BookPrinter(LatexPrinter):
    """SymPy's LaTeX, with the book's order of factors and terms."""

    def _print_Name(self, expr: Name) -> str:
        return expr.latex

    def _print_Entry(self, expr: Entry) -> str:
        return f"{expr.base.latex}_{{{','.join(map(self._print, expr.indices))}}}"

    def _print_CanonicalIndex(self, expr: Symbol) -> str:
        return expr.name

    def _print_Add(self, expr: Add, order=None) -> str:
        tex = ""
        for term in ordered_terms(expr):
            sign = "-" if is_negative(term) else "+"
            term = Mul(-1, term) if sign == "-" else term
            body = rf"\left({self._print(term)}\right)" if isinstance(term, Add) else self._print(term)
            tex += f" {sign} {body}" if tex else f"-{body}" if sign == "-" else body
        return tex

    def _print_Mul(self, expr: Mul) -> str:
        over, under, sign = [], [], ""
        for factor in sorted(Mul.make_args(expr), key=position):
            if factor.is_Rational:
                sign = sign if factor >= 0 else {"": "-", "-": ""}[sign]
                over += [] if abs(factor.p) == 1 else [Integer(abs(factor.p))]
                under += [] if factor.q == 1 else [Integer(factor.q)]
                continue
            base, power = factor.as_base_exp()
            inverted = power.is_Rational and power < 0
            (under if inverted else over).append(Pow(base, -power) if inverted else factor)
        if not under:
            return sign + self._product(over)
        beside = [f for f in over if f.has(Derivative, Sum) or (isinstance(f, Add) and f.has(Pow))]
        above = [f for f in over if f not in beside]
        number_times_rest = all(f.is_Integer for f in under)
        if not above and not number_times_rest and not any(isinstance(f, Add) for f in beside):
            above, beside = beside, []
        fraction = rf"\frac{{{self._product(above)}}}{{{self._product(under)}}}"
        return sign + fraction + (" " + self._product(beside, alone=False) if beside else "")

    def _product(self, factors: list[Expr], alone: bool = True) -> str:
        if alone and len(factors) == 1:
            return self._print(factors[0])
        return " ".join(self._factor(f, last=f is factors[-1]) for f in factors) or "1"

    def _factor(self, factor: Expr, last: bool) -> str:
        tex = self._print(factor)
        if isinstance(factor, Add) or (isinstance(factor, Sum) and not last):
            return rf"\left({tex}\right)"
        return tex

    def _print_Pow(self, expr: Pow) -> str:
        if expr.exp.is_Rational and expr.exp < 0:
            return rf"\frac{{1}}{{{self._print(Pow(expr.base, -expr.exp))}}}"
        if isinstance(expr.base, Function) and expr.base.func is not exp:
            return rf"{self._print(expr.base)}^{{{self._print(expr.exp)}}}"
        return super()._print_Pow(expr)

    def _print_sigma(self, expr: Expr) -> str:
        return rf"\sigma({self._print(expr.args[0])})"

    def _print_Function(self, expr: Function, exp=None) -> str:
        if not isinstance(expr, Defined):
            return super()._print_Function(expr, exp)
        name, prime, _ = expr.func.__name__.partition("'")
        name = name.replace("_", r"\_")
        return rf"\operatorname{{{name}}}{prime}({', '.join(map(self._print, expr.args))})"

    def _print_AppliedUndef(self, expr: Expr) -> str:
        return rf"{expr.func.__name__}({self._print(expr.args[0])})"

    def _print_KroneckerDelta(self, expr: Expr, _=None) -> str:
        return rf"\delta_{{{','.join(map(self._print, expr.args))}}}"

    def _print_Sum(self, expr: Sum) -> str:
        signs = "".join(
            rf"\sum_{{{self._print(n)}={self._print(first)}}}^{{{self._print(last)}}} "
            for n, first, last in reversed(expr.limits)
        )
        body = self._print(expr.function)
        return signs + (rf"\left({body}\right)" if isinstance(expr.function, Add) else body)

    def _print_Derivative(self, expr: Derivative) -> str:
        ordinary = all(isinstance(s, Symbol) or isinstance(s, AppliedUndef) for s in expr.variables)
        d = "d" if ordinary and not expr.expr.atoms(IndexedBase) else r"\partial"
        below = " ".join(f"{d} {self._print(s)}" for s in expr.variables)
        power = f"^{{{len(expr.variables)}}}" if len(expr.variables) > 1 else ""
        if isinstance(expr.expr, (Entry, Name, Symbol)):
            return rf"\frac{{{d}{power} {self._print(expr.expr)}}}{{{below}}}"
        body = self._print(expr.expr)
        return rf"\frac{{{d}{power}}}{{{below}}}" + (
            body if isinstance(expr.expr, Function) else rf"\left[{body}\right]"
        )


def latex(expression: Expr) -> str:
    """LaTeX of an expression, without delimiters."""
    return BookPrinter().doprint(expression)


if "IPython" in sys.modules and (shell := sys.modules["IPython"].get_ipython()):
    # in a notebook every formula is shown the book's way, not only those inside a derivation
    shell.display_formatter.formatters["text/latex"].for_type(Expr, lambda e: rf"$\displaystyle {latex(e)}$")

RELATIONS = {"=": "=", r"\leq": "<=", r"\neq": "!="}


def formula(start: Expr, line) -> str:
    """LaTeX of a whole line: what the derivation started from, the relation, the line."""
    return f"{latex(start)} {line.relation} {latex(line.expression)}"


def lines_as_html(start: Expr, lines: list, anchors: bool) -> str:
    """Lines for the site and Jupyter: formulas aligned at the relation, the reason and the mark beside or below.

    With `anchors` a line can be linked to by its ledger id, which a page may hold only once.
    """
    linked: set[str | None] = set()
    in_one_row = len(lines) == 1 and len(latex(start)) < 120
    rows = [] if in_one_row else [_row(rf"\displaystyle {latex(start)}", "", indent=False)]
    for line in lines:
        body = formula(start, line) if in_one_row else f"{line.relation} {latex(line.expression)}"
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


def lines_as_text(start: Expr, lines: list) -> str:
    """Lines for a terminal: expressions as they are typed in Python."""
    text = [str(start)]
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
