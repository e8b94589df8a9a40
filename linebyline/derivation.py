"""A derivation: lines, each with its reason, each proved from the one before as it is added.

There are three outcomes. A line is *proved* when its difference from the line before has the normal form 0. It is
*refuted* when a small network gives the two lines different values. Otherwise it is *not established*. Only a proved
line is added; the other two raise `StepError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from mpmath import mpf, nstr
from sympy import Expr, Float, Sum, Symbol, sympify

from linebyline.display import MIME, formula, lines_as_html, lines_as_text
from linebyline.explain import explain
from linebyline.names import Entry, Name
from linebyline.normal_form import Ranges, ScopeError, check_scope, equal, equal_as_fractions
from linebyline.rules import Rule
from linebyline.witness import DIGITS, Instance, agree, evaluate, instance_at, placements


class StepError(Exception):
    """A line that is not proved.

    Attributes: `outcome` ("refuted", "not established" or "refused"), `before` and `line` (the two expressions),
    `explanation` (words, or None), `instance` (the counterexample, or None) and its `values` (before, line).
    """

    def __init__(self, outcome, number, reason, before, line, explanation=None, instance=None, values=None):
        self.outcome, self.before, self.line = outcome, before, line
        self.explanation, self.instance, self.values = explanation, instance, values
        text = [f'line {number} is {outcome}: "{reason}"', f"  before: {before}", f"  line:   {line}"]
        if explanation:
            text.append(explanation)
        if instance:
            text += [
                f"counterexample: {instance}".replace(": \n", ":\n"),
                f"  the line before is {nstr(values[0], 12)}, this line is {nstr(values[1], 12)}",
            ]
        super().__init__("\n".join(text))

    def _render_traceback_(self):
        """In a notebook the message is the point, not the calls that led to it."""
        return f"StepError: {self}".splitlines()


class SoundnessError(AssertionError):
    """The normal form said "proved" and a network disagrees: a defect of the engine, never of the author's line."""


@dataclass(frozen=True)
class Line:
    """One proved line."""

    start: Expr  # the derivation's first expression
    relation: str  # "=", r"\\leq" or r"\\neq"
    expression: Expr
    reason: str
    id: str | None  # the ledger id
    tag: str | None  # the handout's equation number
    how: str  # "stated" or "computed: chain_rule"
    proof: str  # what was checked

    def as_data(self) -> dict[str, str | None]:
        """The line as the ledger stores it."""
        return {
            "id": self.id,
            "tag": self.tag,
            "reason": self.reason,
            "latex": formula(self.start, self),
            "how": self.how,
            "proof": self.proof,
        }

    def _repr_mimebundle_(self, **_):
        return Lines(self.start, [self], anchors=True)._repr_mimebundle_()

    def __repr__(self):
        return lines_as_text(self.start, [self])


class Lines:
    """Some lines of a derivation, to be shown together: formulas in a notebook, Python in a terminal."""

    def __init__(self, start: Expr, lines: list[Line], anchors: bool):
        self.start, self.lines, self.anchors = start, lines, anchors

    def _repr_mimebundle_(self, **_):
        return {
            "text/plain": repr(self),
            "text/html": lines_as_html(self.start, self.lines, self.anchors),
            MIME: {"lines": [line.as_data() for line in self.lines]},
        }

    def __repr__(self):
        return lines_as_text(self.start, self.lines)


class Derivation:
    """A chain of proved lines that starts at an expression.

    `given` declares the fixed indices with their ranges, such as {o: (1, Y), h: (1, H)}.
    """

    def __init__(self, start: Expr, given: Ranges | None = None):
        self.start, self.given, self.lines = sympify(start), check_given(given or {}), []
        try:
            check_scope(self.start, self.given)
        except ScopeError as error:
            raise StepError("refused", 0, "the start", start, start, str(error)) from None

    @property
    def last(self) -> Expr:
        """The expression of the last line."""
        return self.lines[-1].expression if self.lines else self.start

    def step(self, reason: str, line: Expr | Rule, *, id: str | None = None, tag: str | None = None) -> Line:
        """Add a line that equals the one before: typed as an expression, or computed by a rule of `linebyline.rules`.

        Raises StepError when it is refuted, refused for an index out of place, or not established.
        """
        expression, how = self._written(line, reason)
        proof = self._prove(reason, self.last, expression)
        return self._add("=", expression, reason, id, tag, how, proof)

    def at_most(self, reason: str, bound: Expr, slack: Expr, *, id: str | None = None) -> Line:
        """Add a line that is at least the one before: `slack` is what is missing, and visibly not negative.

        Proved is: line before + slack = bound. Slack must be a sum of terms that SymPy knows are not negative for
        real symbols, such as squares.
        """
        if not never_negative(slack):
            raise StepError("not established", len(self.lines) + 1, reason, self.last, bound, f"{slack} may be < 0")
        proof = self._prove(reason, self.last + slack, bound)
        return self._add(r"\leq", bound, reason, id, None, f"stated, with the slack {slack}", proof)

    def differs(self, reason: str, other: Expr, *, id: str | None = None) -> Line:
        """Add the statement that the line before is not identically `other`, by exhibiting a network."""
        witness = counterexample(self.last, sympify(other), self.given)
        if witness is None:
            raise StepError("not established", len(self.lines) + 1, reason, self.last, other, "no network was found")
        instance, (value, _) = witness
        sizes = ", ".join(f"{symbol}={n}" for symbol, n in instance.sizes.items())
        proof = f"exhibited: {nstr(value, 6)} in a network with {sizes}"
        return self._add(r"\neq", sympify(other), reason, id, None, "stated", proof)

    def without(self, reason: str, *absent: Name, id: str | None = None) -> Line:
        """Repeat the last line as the statement that none of these names occurs in it as written, no name unfolded."""
        present = [name for name in absent if self.last.has(name)]
        if present:
            found = ", ".join(sorted(str(e) for e in self.last.atoms(Entry) if e.base in present))
            raise StepError("refuted", len(self.lines) + 1, reason, self.last, self.last, f"it contains {found}")
        names = ", ".join(map(str, absent))
        return self._add(
            "=", self.last, reason, id, None, "stated", f"free of {names}: searched as written, no name unfolded"
        )

    def _written(self, line: Expr | Rule, reason: str) -> tuple[Expr, str]:
        if callable(line) and not isinstance(line, Expr):
            return line(self.last, self.given), f"computed: {line.__name__}"
        try:
            expression = sympify(line, strict=True)
        except (TypeError, ValueError):
            expression = None
        if not isinstance(expression, Expr):
            raise TypeError(
                f'"{reason}": a line is a SymPy expression or a rule such as chain_rule, not {type(line).__name__} '
                f"({line!r})"
            )
        return expression, "stated"

    def _prove(self, reason: str, before: Expr, line: Expr) -> str:
        number = len(self.lines) + 1
        if numbers := line.atoms(Float) | before.atoms(Float):
            advice = f"{float(min(numbers)):g} is a rounded number: write it exactly, such as Rational(1, 2) for 0.5"
            raise StepError("refused", number, reason, before, line, advice)
        try:
            proved = equal(before, line, self.given)
        except ScopeError as error:
            raise StepError("refused", number, reason, before, line, str(error)) from None
        witness = None if proved else counterexample(before, line, self.given)
        if witness:
            instance, values = witness
            explanation = explain(line, before, self.given, instance)
            raise StepError("refuted", number, reason, before, line, explanation, instance, values)
        route = "same normal form" if proved else "same normal form over a common denominator"
        if not (proved or equal_as_fractions(before, line, self.given)):
            advice = "the two lines agree in every network tried, and agreement is no proof: add a line in between"
            raise StepError("not established", number, reason, before, line, advice)
        largest = placements([before, line], self.given)[-1]
        for mirrored in (False, True):
            instance = instance_at(largest, [before, line], mirrored)
            values = evaluate(before, instance), evaluate(line, instance)
            if not agree(*values):
                raise SoundnessError(f"proved, yet {values[0]} is not {values[1]} at {instance}: {before} = {line}")
        return f"{route}, and {DIGITS - 20} equal digits in a small network"

    def _add(self, relation, expression, reason, id, tag, how, proof):
        line = Line(self.start, relation, expression, reason, id, tag, how, proof)
        self.lines.append(line)
        return line

    def __getitem__(self, which: slice) -> Lines:
        """Some of the lines, such as d[-2:], to end a cell with."""
        return Lines(self.start, self.lines[which], anchors=True)

    def _repr_mimebundle_(self, **_):
        return Lines(self.start, self.lines, anchors=False)._repr_mimebundle_()

    def __repr__(self):
        return lines_as_text(self.start, self.lines)


def check_given(given: Ranges) -> Ranges:
    """The declared ranges, or an error that says how to write them."""
    for index, limits in dict(given).items():
        if not (isinstance(index, Symbol) and index.is_integer and isinstance(limits, Sequence) and len(limits) == 2):
            raise TypeError(f"given takes index: (first, last), such as {{o: (1, Y)}}, not {index!r}: {limits!r}")
    return {index: tuple(map(sympify, limits)) for index, limits in dict(given).items()}


def never_negative(expression: Expr) -> bool:
    """Whether every part is known not to be negative: sums, products and multiples of such parts."""
    if isinstance(expression, Sum):
        return never_negative(expression.function)
    if expression.is_nonnegative:
        return True
    return (
        bool(expression.args) and (expression.is_Add or expression.is_Mul) and all(map(never_negative, expression.args))
    )


def counterexample(left: Expr, right: Expr, given: Ranges) -> tuple[Instance, tuple[mpf, mpf]] | None:
    """The smallest network tried in which the two expressions differ, and their values there."""
    for mirrored, at in product((False, True), placements([left, right], given)):
        instance = instance_at(at, [left, right], mirrored)
        values = evaluate(left, instance), evaluate(right, instance)
        if not agree(*values):
            return instance, values
    return None
