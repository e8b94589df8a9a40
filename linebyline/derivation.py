"""A derivation: lines, each with its reason, each proved from the one before as it is added.

There are four outcomes. A line is *proved* when both routes say so: its difference from the line before vanishes in
the normal form, and small networks give both the same values. It is *refuted* when a small network gives the two
lines different values, *refused* when it has no meaning or does not follow from what was reached. Otherwise it is
*not established*. Only a proved line is added; the others raise `StepError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mpmath import nstr
from sympy import Basic, Derivative, Expr, Rel, Subs

from linebyline.display import (
    fact_as_text,
    lines_as_text,
)
from linebyline.equality import how_equal
from linebyline.explain import explain
from linebyline.facts import FORMS, NO_FACTS, Facts, read_facts
from linebyline.given import check_given, check_notes, check_seconds, checked_expression, never_negative
from linebyline.limits import OutOfTime, time_limit
from linebyline.lines import DEFINED, DIFFERENT, EQUAL, LEAST, Line, Lines, StepError
from linebyline.lookalikes import check_look_alikes
from linebyline.names import Entry, Name, as_written
from linebyline.normal_form import TooLarge, equal, normal
from linebyline.rules import Rule, is_definition
from linebyline.scope import Ranges, ScopeError, check_scope
from linebyline.text import text
from linebyline.witness import Disagreement, counterexample, satisfied, seen_equal, seen_negative

PROOF_SECONDS, EXPLANATION_SECONDS = 20, 5
AGREEMENT = "the two lines agree in every network tried, and agreement is no proof: add a line in between"


class Derivation:
    """A chain of proved lines that starts at an expression.

    `given` declares the fixed indices with their ranges, such as {o: (1, Y), h: (1, H)}. `seconds` is how long a line
    may take. `assuming` are facts, such as Eq(Sum(t[k], (k, 1, Y)), 1), Ne(i, j) or p > 0: lines are proved for the
    networks in which they hold, and show them. Raises TypeError for arguments of another kind, StepError for a start
    that has no meaning, and for facts that are not understood or contradict each other.
    """

    def __init__(
        self,
        start: Expr,
        given: Ranges | None = None,
        seconds: float = PROOF_SECONDS,
        *,
        assuming: Sequence[Rel] = (),
    ):
        self.given, self.lines, self.seconds = check_given(given or {}), [], check_seconds(seconds)
        self.start, self.facts = checked_expression("the start", start), NO_FACTS
        self._attempt("the start", self.start, lambda: check_scope(self.start, self.given))
        self._attempt("the start", self.start, lambda: check_look_alikes([self.start]))
        if not isinstance(assuming, Sequence) or isinstance(assuming, str):
            raise TypeError(f"assuming takes a list of facts, such as [{FORMS}], not {assuming!r}")
        self.facts = self._attempt("assuming", self.start, lambda: self._read(assuming))

    def _read(self, assuming: Sequence[Rel]) -> Facts:
        facts = read_facts(assuming, self.given)
        check_look_alikes([self.start, *facts.sides])
        if not satisfied(facts, self.given):
            raise ScopeError("no small network was found in which all facts hold: do they contradict each other?")
        return facts

    @property
    def last(self) -> Expr:
        """The expression of the last line."""
        return self.lines[-1].expression if self.lines else self.start

    @property
    def reached(self) -> str:
        """The relation of the start to the last line: "=", r"\\leq" or r"\\neq"."""
        return self.lines[-1].reached.replace(DEFINED, EQUAL) if self.lines else EQUAL

    def step(self, reason: str, line: Expr | Rule, *, id: str | None = None, tag: str | None = None) -> Line:
        """Add a line that equals the one before: typed as an expression, or computed by a rule of `linebyline.rules`.

        Raises StepError when it is refuted, refused or not established, TypeError for what is no line.
        """
        expression, how = self._written(line, reason)
        self._check_reason(reason, line, expression)
        proof = self._prove(reason, self.last, expression)
        if not self.lines and is_definition(self.start, expression, self.given):
            return self._add(DEFINED, expression, reason, id, tag, how, "definition")
        return self._add(EQUAL, expression, reason, id, tag, how, proof)

    def at_most(self, reason: str, bound: Expr, slack: Expr, *, id: str | None = None) -> Line:
        """Add a line that is at least the one before: `slack` is what is missing, and visibly not negative.

        Proved is: line before + slack = bound. Slack must be a sum of terms that SymPy knows are not negative for
        real symbols, such as squares. Raises as `step` does.
        """
        bound, slack = checked_expression(reason, bound), checked_expression(reason, slack)
        self._attempt(reason, bound, lambda: check_scope(slack, self.given))
        assumed = slack if slack.has(Derivative, Subs) else self.facts.used(slack)  # facts are used on values
        known = self._attempt(reason, bound, lambda: never_negative(assumed))
        if not known or self._attempt(reason, bound, lambda: seen_negative(slack, self.given, self.facts)):
            raise self._error("not established", reason, bound, f"{text(slack)} may be < 0")
        proof = self._prove(reason, self.last + slack, bound)
        return self._add(LEAST, bound, reason, id, None, f"stated, with the slack {text(slack)}", proof)

    def differs(self, reason: str, other: Expr, *, id: str | None = None) -> Line:
        """Add the statement that the line before is not identically `other`, by exhibiting a network.

        It can only be the last line: nothing follows from it for what is written below. Raises as `step` does.
        """
        other = checked_expression(reason, other)
        self._attempt(reason, other, lambda: check_scope(other, self.given))
        self._attempt(reason, other, lambda: self._check_letters(self.last, other))
        self._attempt(reason, other, lambda: self.facts.check_usable(self.last - other))
        witness = self._attempt(reason, other, lambda: counterexample(self.last, other, self.given, self.facts))
        if witness is None:
            raise self._error("not established", reason, other, "no network was found in which they differ")
        instance, (value, _) = witness
        sizes = ", ".join(f"{symbol}={n}" for symbol, n in instance.sizes.items())
        proof = f"exhibited: {nstr(value, 6)} in a network with {sizes}" if sizes else f"exhibited: {nstr(value, 6)}"
        return self._add(DIFFERENT, other, reason, id, None, "stated", proof)

    def without(self, reason: str, *absent: Name, id: str | None = None) -> Line:
        """Repeat the last line as the statement that none of these names occurs in it as written, no name unfolded."""
        if not absent:
            raise TypeError(f'"{reason}": without takes one name or more, such as t')
        for name in absent:
            if not isinstance(name, Name):
                raise TypeError(f'"{reason}": without takes names such as t, not {name!r}')
        present = [name for name in absent if self.last.has(name)]
        if present:
            found = ", ".join(sorted(str(e) for e in self.last.atoms(Entry) if e.base in present)) or present[0]
            raise self._error("refuted", reason, self.last, f"it contains {found}")
        names = ", ".join(map(str, absent))
        proof = f"free of {names}: searched as written, no name unfolded"
        return self._add(EQUAL, self.last, reason, id, None, "stated", proof)

    def _written(self, line: Expr | Rule, reason: str) -> tuple[Expr, str]:
        check_notes(reason, None, None)
        if not callable(line) or isinstance(line, Basic):
            return checked_expression(reason, line), "stated"
        with as_written():
            computed = self._attempt(reason, self.last, lambda: line(self.last, dict(self.given)))
        return checked_expression(reason, computed), f"computed: {getattr(line, '__name__', 'a rule')}"

    def _check_reason(self, reason: str, line: Expr | Rule, expression: Expr) -> None:
        """A rule has to change something, and so has the line whose reason names it."""
        if expression == self.last:
            what = f"{getattr(line, '__name__', 'the rule')} changes" if line is not expression else "this line changes"
            raise self._error("refused", reason, expression, f"{what} nothing in the line before")
        if "chain rule" in reason.lower() and not self.last.has(Derivative):
            raise self._error(
                "refused", reason, expression, "the reason names the chain rule, but nothing is differentiated"
            )

    def _prove(self, reason: str, before: Expr, line: Expr) -> str:
        if self.reached == DIFFERENT:
            raise self._error("refused", reason, line, "nothing follows from a ≠: start a new derivation")
        self._attempt(reason, line, lambda: self._check_letters(before, line), before)
        how = "same normal form"
        left, right = self._attempt(reason, line, lambda: (self._under_facts(before), self._under_facts(line)), before)
        if not self._attempt(reason, line, lambda: equal(left, right, self.given), before):
            self._refute(reason, before, line)
            how = self._attempt(reason, line, lambda: how_equal(left, right, self.given), before)
        if how is None:
            raise self._error("not established", reason, line, AGREEMENT, before=before)
        seen = self._attempt(reason, line, lambda: seen_equal(before, line, self.given, self.facts), before)
        if not seen:
            advice = "no network was found in which both lines are real numbers: a root or a logarithm of less than 0?"
            raise self._error("not established", reason, line, advice, before=before)
        how += f", assuming {', '.join(map(fact_as_text, self.facts.relations))}" if self.facts.relations else ""
        return f"{how}, and the same value in {seen} small network{'s' * (seen > 1)}"

    def _check_letters(self, *expressions: Expr) -> None:
        check_look_alikes([self.start, *expressions, *self.facts.sides])

    def _under_facts(self, expression: Expr) -> Expr:
        """The expression, or where something is assumed its normal form with the facts put in."""
        if not self.facts.relations:
            return expression
        self.facts.check_usable(expression)
        return self.facts.used(normal(expression, self.given))

    def _refute(self, reason: str, before: Expr, line: Expr) -> None:
        """Raise StepError with a network that refutes the line, if one is found."""
        witness = self._attempt(reason, line, lambda: counterexample(before, line, self.given, self.facts), before)
        if witness is None:
            return
        instance, values = witness
        try:
            with time_limit(EXPLANATION_SECONDS):
                explanation = explain(line, before, self.given, instance)
        except (Exception, OutOfTime):  # an explanation is a courtesy: the refutation stands without it
            explanation = None
        raise self._error("refuted", reason, line, explanation, instance, values, before)

    def _attempt(self, reason: str, line: Expr, work, before: Expr | None = None):
        """The result of `work`; whatever goes wrong in it is an outcome of this line."""
        try:
            with time_limit(self.seconds):
                return work()
        except ScopeError as error:
            outcome, words = "refused", str(error)
        except TooLarge as error:
            outcome, words = "not established", f"{error}: take smaller steps"
        except Disagreement as error:
            outcome, words = "not established", f"the engine contradicts itself here; please report this line: {error}"
        except OutOfTime:
            outcome, words = "not established", f"no proof within {self.seconds:g} seconds: take smaller steps"
        except RecursionError:
            outcome, words = "not established", "too many functions one inside the other: name a part of it"
        except Exception as error:
            outcome, words = "not established", f"SymPy cannot work with this line ({type(error).__name__}: {error})"
        raise self._error(outcome, reason, line, words, before=before) from None

    def _error(self, outcome, reason, line, explanation, instance=None, values=None, before=None) -> StepError:
        before = self.last if before is None else before
        return StepError(outcome, len(self.lines) + 1, reason, before, line, explanation, instance, values)

    def _add(self, relation, expression, reason, id, tag, how, proof):
        check_notes(reason, id, tag)
        if self.reached == DIFFERENT or self.reached == LEAST and relation == DIFFERENT:
            what = "a ≠" if relation == DIFFERENT else "this"
            advice = f"{what} does not follow after {self.reached}: start a new derivation"
            raise self._error("refused", reason, expression, advice)
        composed = LEAST if relation in (EQUAL, DEFINED) and self.reached == LEAST else relation
        composed = EQUAL if composed == DEFINED and self.lines else composed
        line = Line(self.start, self.last, relation, composed, expression, reason, id, tag, how, proof)
        line = replace(line, assuming=self.facts.relations)
        self.lines.append(line)
        return line

    def __getitem__(self, which: slice) -> Lines:
        """Some of the lines, such as d[-2:], to end a cell with."""
        return Lines(self.lines[which], anchors=True)

    def _repr_mimebundle_(self, **_):
        return Lines(self.lines, anchors=False)._repr_mimebundle_()

    def __repr__(self):
        return lines_as_text(self.lines) if self.lines else str(self.start)
