"""A wrong line is told what is wrong with it: by its cause, never by another cause."""

import re

import pytest
from common_mistakes import MISTAKES, PHRASES
from known_open import cases
from proofs import claim, time_limit
from subject import StepError
from worlds import same

SECONDS = 30  # what an explanation may take on a busy machine
SAID: dict[str, StepError] = {}  #: filled as the mistakes are offered


def said(name: str) -> StepError:
    """What the engine says to the mistake."""
    if name not in SAID:
        mistake = MISTAKES[name]
        with time_limit(SECONDS), pytest.raises(StepError) as caught:
            claim(mistake.start, mistake.line, given=mistake.given)
        SAID[name] = caught.value
    return SAID[name]


def is_named(name: str) -> bool:
    return bool(re.search(MISTAKES[name].named, said(name).explanation or ""))


@pytest.mark.parametrize("name", MISTAKES)
def test_the_line_is_wrong(name):
    mistake = MISTAKES[name]
    assert not same(mistake.start, mistake.line, mistake.given, widths=(1, 2, 3))


@pytest.mark.parametrize("name", cases("mistakes", MISTAKES))
def test_a_mistake_is_refuted_and_not_answered_misleadingly(name):
    error = said(name)
    assert error.outcome == "refuted"
    words = error.explanation or ""
    assert not re.search(MISTAKES[name].never, words), words
    others = [phrase for phrase, whose in PHRASES.items() if phrase in words and name not in whose]
    assert not others, words


@pytest.mark.parametrize("goal", cases("most mistakes are named", ["at least nine of eleven"]))
def test_most_mistakes_are_named(goal):
    unnamed = {name: said(name).explanation for name in MISTAKES if not is_named(name)}
    assert len(unnamed) <= 2 * len(MISTAKES) // 11, unnamed  # 45 of 55
