"""Changed lines of the chapters, judged by the engine and by an evaluator that shares nothing with it.

MUTANTS=2000 in the environment tries more than the default, MUTANT_SEED=7 others.
"""

import os
import sys
from collections import Counter

import pytest
from evaluator import OutOfPlaceError
from mutants import LINES, mutants
from proofs import claim, time_limit
from subject import Derivation, StepError
from worlds import same

COUNT, SEED, SECONDS, PARTS = int(os.environ.get("MUTANTS", 60)), int(os.environ.get("MUTANT_SEED", 1)), 30, 5


def verdict(start, line, given) -> str:
    """What the engine says: "proved" or the outcome of its StepError."""
    with time_limit(SECONDS):
        try:
            claim(start, line, given=given)
        except StepError as error:
            return error.outcome
    return "proved"


def truth(start, line, given) -> str:
    """What the evaluator says: "true", "false", or "meaningless" where an index is out of place everywhere."""
    try:
        equal = same(start, line, given, widths=(1, 2), seeds=(1,)) and same(
            start, line, given, widths=(3,), seeds=(2,)
        )
    except OutOfPlaceError:
        return "meaningless"
    return "true" if equal else "false"


ALLOWED = {
    "true": ("proved", "not established", "refused"),
    "false": ("refuted", "not established", "refused"),
    "meaningless": ("refused",),
}


@pytest.fixture(autouse=True)
def no_explanations(monkeypatch):
    """What is wrong with a false line takes far longer to say than that it is false, and is not asked for here."""

    def nothing(*_, **__):
        return None

    monkeypatch.setattr(sys.modules[Derivation.__module__], "explain", nothing, raising=False)


@pytest.mark.parametrize("part", range(PARTS))
def test_the_engine_and_the_evaluator_agree_on_mutants(part):
    seen = Counter()
    for start, line, given in mutants(COUNT // PARTS, 100 * SEED + part):
        true, said = truth(start, line, given), verdict(start, line, given)
        assert said in ALLOWED[true], f"{start} = {line} given {given} is {true}, and {said}"
        seen[true] += 1
    assert seen["true"] and seen["false"], f"the generator has made nothing but {seen}"


@pytest.mark.parametrize("start, line, given", LINES)
def test_the_lines_themselves_are_true_and_proved(start, line, given):
    assert truth(start, line, given) == "true" and verdict(start, line, given) == "proved"
