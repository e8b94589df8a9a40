"""An answer that is a formula, or a derivation that ends in one: the engine decides."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Basic, Derivative, Expr, sympify

from book.exercises.hints import DIFFERENT, hint, in_these_words
from book.exercises.verdict import Verdict, article, rejected, right, sentence, waiting, wrong
from linebyline import Derivation, StepError
from linebyline.scope import Ranges


@dataclass(frozen=True)
class Formula:
    """A derivative that the reader carries out. Right is whatever the engine proves equal to `start`."""

    start: Expr
    given: Ranges
    such_as: str = ""  # an example of a formula, where the letters of the notebook are not those of `start`

    @property
    def example(self) -> Expr:
        """A formula in this exercise's symbols; a square, because no answer is one."""
        varied = [part.variables[0] for part in self.start.atoms(Derivative)]
        return 3 * min(varied or self.start.free_symbols, key=str) ** 2

    @property
    def expected(self) -> str:
        return f"expected is a formula, such as {self.such_as or self.example}, not"

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
            return rejected(number, f"{self.expected} {article(answer)}")
        return self.proved(number, sympify(answer))

    def proved(self, number: str, answer: Basic) -> Verdict:
        if not isinstance(answer, Expr):
            return rejected(number, f"{self.expected} {article(answer)}")
        if answer.has(Derivative):
            return wrong(number, "a derivative is left in your formula: carry it out")
        try:
            Derivation(self.start, self.given).step("your answer", answer)
        except StepError as error:
            if error.outcome == "refuted":
                words = hint(answer, self.start, self.given, error)
                return wrong(number, f"{sentence(words)}{values(error)}")
            cause = in_these_words(error.explanation or DIFFERENT)
            if error.outcome == "refused":
                return wrong(number, f"your formula has no meaning here: {cause}")
            return rejected(number, f"the engine can neither prove nor refute your formula: {cause}")
        return right(number, "The engine proved your formula")


def values(error: StepError) -> str:
    """The two values in the network that refutes the answer."""
    if error.values is None:
        return ""
    wanted, found = (f"{complex(value).real:.3g}" for value in error.values)
    return f" In one small network the derivative is {wanted} and your formula gives {found}"
