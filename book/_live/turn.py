"""The reader's turn: lines that a reader types after any line of a derivation of the page, and hints for the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from itertools import takewhile

from sympy import Basic, Expr

from book._live.typed import CannotRead, read
from linebyline import Derivation, StepError
from linebyline.derivation import DEFINED, EQUAL, Line, Lines
from linebyline.latex import latex
from linebyline.names import Entry
from linebyline.text import text

SECONDS = 8  #: for one typed line, where the engine can measure time
PARTS = ["Sum(", "Derivative(", "sigma(", "(1 - ", "**2"]


@dataclass
class Shown:
    """What a cell shows of a derivation: all its lines up to the last one shown."""

    start: Expr
    given: dict
    lines: list[Line]
    names: dict[str, object] = field(repr=False)


def shown_by(value: object, names: dict[str, object]) -> Shown | None:
    """What a value that a cell displays shows of a derivation among the cell's names."""
    lines = value.lines if isinstance(value, Lines | Derivation) else [value] if isinstance(value, Line) else []
    if not lines:
        return None
    for derivation in derivations(names):
        for n, line in enumerate(derivation.lines):
            if line is lines[-1]:
                equal = list(takewhile(is_equation, derivation.lines[: n + 1]))
                return Shown(derivation.start, dict(derivation.given), equal, dict(names)) if equal else None
    return None


def is_equation(line: Line) -> bool:
    """Whether a line can be typed: not an inequality, nor what is said of the line before."""
    return line.relation in (EQUAL, DEFINED) and line.expression != line.before


def derivations(names: dict[str, object]):
    """The derivations that the names hold, those of an induction too."""
    for value in list(names.values()):
        held = [value, *vars(value).values()] if hasattr(value, "__dict__") and not isinstance(value, type) else [value]
        yield from (part for part in held if isinstance(part, Derivation))


class Turn:
    """One derivation, continued by a reader after its first `after` lines."""

    def __init__(self, shown: Shown, after: int):
        self.shown, self.after = shown, after
        self.chain = Derivation(shown.start, shown.given, seconds=SECONDS)
        self.chain.lines = shown.lines[:after]

    def begun(self) -> dict:
        """What the panel shows: the line to continue from, and what can be typed."""
        return {"tex": latex(self.chain.last), "text": text(self.chain.last), "palette": self.palette()}

    def palette(self) -> list[str]:
        """The symbols in reach, as they are typed: those of the derivation first."""
        lines = [self.shown.start, *(line.expression for line in self.shown.lines)]
        entries = {text(e): None for line in lines for e in sorted(line.atoms(Entry), key=str)}
        rules = {line.how.removeprefix("computed: ") for line in self.shown.lines if line.how.startswith("computed: ")}
        plain = sorted(rule for rule in rules if rule.isidentifier() and rule not in ("unfolding", "folding"))
        return [*list(entries)[:10], *PARTS, *plain]

    def preview(self, typed: str) -> dict:
        """The typed line typeset, or why it cannot be read."""
        try:
            value = read(typed, self.shown.names)
            return {"tex": latex(value)} if isinstance(value, Basic) else {"says": "a rule that computes the line"}
        except CannotRead as error:
            return {"says": str(error)}

    def check(self, typed: str, reason: str) -> dict:
        """The engine's answer to the typed line: an outcome, and what is said of it as HTML."""
        try:
            line = self.chain.step(reason.strip() or "your line", read(typed, self.shown.names))
        except StepError as error:
            return {"outcome": error.outcome, "html": error._repr_html_(), "error": str(error)}
        except (CannotRead, TypeError, ValueError) as error:
            return {"outcome": "not read", "says": str(error)}
        reached = next((n for n, known in enumerate(self.shown.lines) if known.expression == line.expression), None)
        return {"outcome": "proved", "html": line._repr_mimebundle_()["text/html"], **self.begun(), "book": reached}

    def next_line(self) -> Line | None:
        """The book's line after the last one typed; from where the reader took over, if it goes another way."""
        for n, line in enumerate(self.shown.lines[:-1]):
            if line.expression == self.chain.last:
                return self.shown.lines[n + 1]
        return None if self.at_the_end() else self.shown.lines[self.after]

    def at_the_end(self) -> bool:
        return self.after == len(self.shown.lines) or self.chain.last == self.shown.lines[-1].expression

    def hint(self, stage: int) -> dict:
        """Of the book's next line: which kind of step it is (1), which part changes (2), the line (3)."""
        line = self.next_line()
        if line is None:
            return {"says": "This is the last line shown here. Choose an earlier line to continue from."}
        if stage == 1:
            rule = line.how.removeprefix("computed: ").replace("_", " ")
            kind = "a line that the author typed" if rule.startswith("stated") else f"the rule: {rule}"
            return {"html": f"<p>What comes next: <em>{escape(line.reason)}</em> ({escape(kind)}).</p>"}
        if stage == 2:
            part = changed_part(line.before, line.expression)
            return {"html": rf"<p>This part changes: \(\displaystyle {escape(latex(part), quote=False)}\)</p>"}
        typed = text(line.expression)
        tex = escape(latex(line.expression), quote=False)
        return {"html": rf"<p>\(\displaystyle {tex}\)</p><p>Typed: <code>{escape(typed)}</code></p>"}


def changed_part(before: Expr, after: Expr) -> Expr:
    """The smallest part of a line that holds all that the next line changes."""
    while type(before) is type(after) and len(before.args) == len(after.args):
        pairs = [(old, new) for old, new in zip(before.args, after.args) if old != new]
        if len(pairs) != 1 or not isinstance(pairs[0][0], Expr):
            break
        before, after = pairs[0]
    return before
