"""An answer that is a formula, or a derivation that ends in one: the engine decides."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Basic, Derivative, Expr, Rational, sympify

from book.exercises.verdict import Verdict, article, rejected, right, sentence, waiting, wrong
from linebyline import Derivation, StepError
from linebyline.normal_form import equal
from linebyline.scope import Ranges

FACTORS = {
    -1: "the sign is wrong",
    2: "your formula is twice the derivative",
    Rational(1, 2): "your formula is half of the derivative: where is the factor 2?",
    -2: "the sign is wrong, and your formula is twice too large",
    Rational(-1, 2): "the sign is wrong, and the factor 2 is missing",
}
EXAMPLE = "a formula in the chapter's symbols, such as 2*a[h]*x[i]"


@dataclass(frozen=True)
class Formula:
    """A derivative that the reader carries out. Right is whatever the engine proves equal to `start`."""

    start: Expr
    given: Ranges

    def judge(self, number: str, answer: object) -> Verdict:
        if isinstance(answer, Derivation):
            if answer.start != self.start:
                return wrong(number, f"your derivation starts at {answer.start}; it has to start at {self.start}")
            if not answer.lines:
                return waiting(number, "your derivation has no line yet")
            if answer.reached != "=":
                return wrong(number, "your last line is not equal to the start: it only bounds it, or differs from it")
            answer = answer.last
        if isinstance(answer, (str, bool)) or not isinstance(answer, (Basic, int, float)):
            return rejected(number, f"expected is {EXAMPLE}, not {article(answer)}")
        return self.proved(number, sympify(answer))

    def proved(self, number: str, answer: Basic) -> Verdict:
        if not isinstance(answer, Expr):
            return rejected(number, f"expected is {EXAMPLE}, not {article(answer)}")
        if answer.has(Derivative):
            return wrong(number, "a derivative is left in your formula: carry it out")
        try:
            Derivation(self.start, self.given).step("your answer", answer)
        except StepError as error:
            if error.outcome == "refuted":
                return wrong(number, f"{sentence(self.factor(answer, error) or cause(error))}{values(error)}")
            if error.outcome == "refused":
                return wrong(number, f"your formula has no meaning here: {cause(error)}")
            return rejected(number, f"the engine can neither prove nor refute your formula: {cause(error)}")
        return right(number, "The engine proved your formula")

    def factor(self, answer: Expr, error: StepError) -> str:
        """The number by which the answer is wrong, where it is one of `FACTORS` and that is proved."""
        wanted, found = error.values or (0, 0)
        for factor, words in FACTORS.items():
            if found and wanted and abs(found / wanted - factor) < 1e-9:
                if equal(answer, factor * self.start, self.given):
                    return words
        return ""


def cause(error: StepError) -> str:
    """The engine's explanation, in the words of an exercise."""
    words = error.explanation
    if not words or " minus this line is " in words:  # which would give the solution away
        words = "your formula and the derivative have different values"
    return words.replace("the line before", "the derivative").replace("this line", "your formula")


def values(error: StepError) -> str:
    """The two values in the network that refutes the answer."""
    if error.values is None:
        return ""
    wanted, found = (f"{complex(value).real:.3g}" for value in error.values)
    return f" In one small network the derivative is {wanted} and your formula gives {found}"
