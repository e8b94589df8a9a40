"""Exercises: every wrong answer is told its cause, and whatever is given to `check` gets a friendly word.

That every solution is right stands in the notebooks' outputs (`test_chapter_shape`), and `pytest --nbval` runs them.
"""

import json
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import numpy as np
import pytest
from sympy import Integer, Symbol, oo
from wrong_answers import WRONG_ANSWERS
from wrong_answers.chapter_06 import hidden_slopes, over_inputs

from book import exercises
from book.exercises import check
from book.exercises.numbers import Choice, Code, Numbers
from book.notation import x

BOOK = Path(__file__).parents[2] / "book"
MODULES = [module.name for module in iter_modules(exercises.__path__) if module.name.startswith("chapter_")]
ROWS = {number: row for name in MODULES for number, row in import_module(f"book.exercises.{name}").ROWS.items()}
WRONG = [(number, answer, words) for number, answers in WRONG_ANSWERS.items() for answer, words in answers]


def test_every_exercise_of_a_notebook_has_a_row_and_every_row_an_exercise():
    asked = set()
    chapters = {path: str(int(path.stem[:2])) for path in BOOK.glob("[0-9]*.ipynb")}
    for path, chapter in (chapters | {BOOK / "twenty_lines.ipynb": "20"}).items():
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        empty = ["".join(cell["source"]) for cell in cells if "answer" in cell["metadata"].get("tags", [])]
        numbers = [number for source in empty for number in re.findall(r'check\("([\d.]+)"', source)]
        assert all(number.split(".")[0] == chapter for number in numbers)
        asked |= set(numbers)
    assert asked == set(ROWS)


def test_every_exercise_has_three_wrong_answers():
    assert {number for number, answers in WRONG_ANSWERS.items() if len(answers) >= 3} == set(ROWS)


@pytest.mark.parametrize("number, answer, words", WRONG, ids=[f"{number} {words}" for number, _, words in WRONG])
def test_a_wrong_answer_is_told_its_cause(number, answer, words):
    verdict = check(number, answer)
    assert verdict.right is False
    assert words.lower() in repr(verdict).lower()
    assert verdict._repr_html_().startswith("✗ Exercise")


@pytest.mark.parametrize("number, answer", [("6.1", -2 * over_inputs), ("6.2", hidden_slopes), ("6.3", 2)])
def test_a_right_answer_is_right(number, answer):
    assert check(number, answer).right is True
    assert repr(check(number, answer)).startswith(f"Exercise {number}: right.")


@pytest.mark.parametrize("number", ROWS)
@pytest.mark.parametrize("answer", [..., None])
def test_an_empty_answer_waits(number, answer):
    assert repr(check(number, answer)) == f"Exercise {number} waits for your answer."
    assert check(number, answer).right is None


class Hostile:
    def __getattr__(self, name):
        raise RuntimeError("no")


@pytest.mark.parametrize("number", ROWS)
@pytest.mark.parametrize(
    "answer", ["2", b"x", {}, {1}, [[1], [2, 3]], 1j, True, float("nan"), object(), Hostile, oo, x]
)
def test_nothing_of_another_kind_is_right_or_raises(number, answer):
    verdict = check(number, answer)
    assert verdict.right is not True
    assert len(repr(verdict)) > 30 and "\n" not in repr(verdict)


@pytest.mark.parametrize("number", ["6.9", "99.1", "", "six", ("6", "1"), None, "../x"])
def test_an_unknown_exercise_is_named(number):
    assert "there is no exercise" in repr(check(number, 1)).lower()


def test_a_number_may_be_written_as_a_number():
    assert check(6.3, 2).right is True


def test_numbers_are_compared_by_shape_then_factor_then_entry():
    row = Numbers(lambda: np.array([[1.0, 2.0], [3.0, 4.0]]))
    assert row.judge("1.1", [[1, 2], [3, 4 + 1e-7]]).right
    for answer, words in (
        ([[1, 2], [3, 4 + 1e-5]], "entry [1, 1] is 0.0002 % too large, and the other entries are right"),
        ([1, 2, 3, 4], "the shape is (4,); it has to be (2, 2)"),
        ([[1, 3], [2, 4]], "transpose it"),
        ([[-2, -4], [-6, -8]], "every sign is turned round, and every entry is twice"),
        ([[0, 2], [3, 0]], "2 of 4 entries are wrong"),
        ([[1, 2], [3, np.inf]], "not finite"),
    ):
        verdict = row.judge("1.1", answer)
        assert not verdict.right and words in repr(verdict).lower().replace("nan or inf", "")
    assert row.judge("1.1", [[Integer(1), 2], [3, 4]]).right
    assert row.judge("1.1", [[Symbol("q"), 2], [3, 4]]).right is None


def test_a_mistake_is_named_before_the_entry():
    row = Numbers(lambda: 4.0, mistakes=(("the square is forgotten", lambda: 2.0),), look="Draw it.")
    assert repr(row.judge("1.1", 2)) == "Exercise 1.1: not right yet. The square is forgotten. Draw it."


def test_a_prediction_is_one_of_the_options():
    row = Choice(("it grows", "it shrinks", "nothing"), lambda: "it grows", "Run the cell below with alpha = 2.")
    assert row.judge("1.1", " It grows ").right
    assert row.judge("1.1", "nothing").right is False
    assert "one of 'it grows', 'it shrinks', 'nothing'" in repr(row.judge("1.1", 3))


def test_code_with_several_arrays_is_told_which_one_is_wrong():
    row = Code(lambda: [("for 1", (np.ones(2),))], lambda x: (x, 2 * x), ("dV", "dW"))
    assert row.judge("1.1", lambda x: (x, 2 * x)).right
    assert "in dW, every sign is turned round" in repr(row.judge("1.1", lambda x: (x, -2 * x)))
    assert "return 2 arrays: dV, dW" in repr(row.judge("1.1", lambda x: x))
