"""What the engine answers to a line that is wrong on purpose."""

from __future__ import annotations

from sympy import Expr

from linebyline import Derivation, StepError
from linebyline.scope import Ranges

TRIES = 3  #: the engine looks for a cause for some seconds only; on a busy machine it may need more


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

    Raises ValueError if the line is proved, and StepError if it is neither proved nor refuted: then there is no answer.
    """
    for _ in range(TRIES):
        error = refusal(right, wrong, given)
        if error.explanation:
            break
    return Answer(error)


def refusal(right: Expr, wrong: Expr, given: Ranges) -> StepError:
    derivation = Derivation(right, given)
    try:
        derivation.step("a common mistake", wrong)
    except StepError as error:
        if error.outcome != "refuted":
            raise
        return error
    raise ValueError(f"no mistake: {right} is equal to {wrong}")
