"""A student's true lines: none is refuted and none breaks the engine; nine of ten are proved."""

import pytest
from known_open import cases
from proofs import Hang, claim, time_limit
from students import STUDENTS
from subject import StepError
from worlds import same

SECONDS = 10
OUTCOMES: dict[str, str] = {}  #: filled as the lines are offered


def outcome(name: str) -> str:
    """What the engine says to the line: "proved", or the outcome of its StepError."""
    if name not in OUTCOMES:
        start, line, given = STUDENTS[name]
        try:
            with time_limit(SECONDS):
                claim(start, line, given=given)
            OUTCOMES[name] = "proved"
        except StepError as error:
            OUTCOMES[name] = error.outcome
        except Hang:
            OUTCOMES[name] = "hang"
    return OUTCOMES[name]


@pytest.mark.parametrize("name", STUDENTS)
def test_the_line_is_true(name):
    start, line, given = STUDENTS[name]
    assert same(start, line, given, widths=(1, 2), positive="log" in str(start))


@pytest.mark.parametrize("name", cases("students", STUDENTS))
def test_a_true_line_is_not_refuted(name):
    assert outcome(name) in ("proved", "not established", "refused")


def test_most_lines_are_proved():
    unproved = [name for name in STUDENTS if outcome(name) != "proved"]
    assert len(unproved) <= len(STUDENTS) // 12, unproved
