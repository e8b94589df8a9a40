"""A proved line, some lines to be shown together, and what is said of a line that is not proved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import Expr, Rel

from linebyline.display import MIME, formula, lines_as_html, lines_as_text
from linebyline.refusal import refusal_as_html, refusal_as_text

EQUAL, LEAST, DIFFERENT, DEFINED = "=", r"\leq", r"\neq", ":="


class StepError(Exception):
    """A line that is not proved.

    Attributes: `outcome` ("refuted", "not established" or "refused"), `number` and `reason` of the line, `before` and
    `line` (the two expressions), `explanation` (words, or None), `instance` (the counterexample, or None) and its
    `values` (before, line).
    """

    def __init__(self, outcome, number, reason, before, line, explanation=None, instance=None, values=None):
        self.outcome, self.number, self.reason, self.before, self.line = outcome, number, reason, before, line
        self.explanation, self.instance, self.values = explanation, instance, values
        super().__init__(refusal_as_text(self))

    def _render_traceback_(self):
        """In a notebook the message is the point, not the calls that led to it."""
        return f"StepError: {self}".splitlines()

    def _repr_html_(self) -> str:
        return refusal_as_html(self)


@dataclass(frozen=True)
class Line:
    """One proved line."""

    start: Expr  # the derivation's first expression
    before: Expr  # the expression of the line before
    relation: str  # to the line before: EQUAL, LEAST, DIFFERENT or DEFINED
    reached: str  # from the start to this line: EQUAL, LEAST, DIFFERENT or DEFINED
    expression: Expr
    reason: str
    id: str | None  # the ledger id
    tag: str | None  # the handout's equation number
    how: str  # "stated" or "computed: chain_rule"
    proof: str  # what was checked
    assuming: tuple[Rel, ...] = ()  # the facts without which it may be false

    def as_data(self) -> dict[str, str | None]:
        """The line as the ledger stores it."""
        own = {"id": self.id, "tag": self.tag, "reason": self.reason, "latex": formula(self)}
        return own | {"how": self.how, "proof": self.proof}

    def _repr_mimebundle_(self, **_):
        return Lines([self], anchors=True)._repr_mimebundle_()

    def __repr__(self):
        return lines_as_text([self])


class Lines:
    """Some lines of a derivation, to be shown together: formulas in a notebook, Python in a terminal."""

    def __init__(self, lines: Sequence[Line], anchors: bool):
        self.lines, self.anchors = lines, anchors

    def _repr_mimebundle_(self, **_):
        return {
            "text/plain": repr(self),
            "text/html": lines_as_html(self.lines, self.anchors),
            MIME: {"lines": [line.as_data() for line in self.lines]},
        }

    def __repr__(self):
        return lines_as_text(self.lines)
