"""What the engine answers to a line that is wrong on purpose."""

from __future__ import annotations

from sympy import Expr

from linebyline import Derivation, StepError
from linebyline.scope import Ranges


class Answer:
    """The engine's answer to a wrong line, to end a cell with."""

    def __init__(self, error: StepError) -> None:
        self.error = error

    def _repr_html_(self) -> str:
        return self.error._repr_html_()

    def __repr__(self) -> str:
        return str(self.error)


def answer(right: Expr, wrong: Expr, given: Ranges) -> Answer:
    """Try to go from `right` to `wrong` in one line, and return what the engine says.

    Raises ValueError if the line is proved, or if no cause is named; StepError if it is neither proved nor refuted.
    """
    try:
        Derivation(right, given).step("a common mistake", wrong)
    except StepError as error:
        if error.outcome != "refuted":
            raise
        if not error.explanation:
            raise ValueError(f"the engine names no cause: {error}") from None
        return Answer(error)
    raise ValueError(f"no mistake: {right} is equal to {wrong}")
