"""A verdict on a wrong formula never contains the part that completes it."""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest
import sympy
from sympy import Add, Integer, Mul, Sum, symbols
from test_exercises import ROWS

import linebyline
from book import notation
from book.exercises import check
from book.exercises.formula import Formula
from book.exercises.numbers import how_far
from linebyline.names import Name
from linebyline.written import names_in

BOOK = Path(__file__).parents[2] / "book"
FORMULAS = [number for number, row in ROWS.items() if isinstance(row, Formula)]
VALUES = re.compile(r" In one small network .*")  # both numbers that the reader needs; no part of a formula


def solution(number: str):
    """What the notebook's folded solution hands to `check`."""
    chapter = number.partition(".")[0]
    notebooks = [json.loads(path.read_text(encoding="utf-8")) for path in BOOK.glob("*.ipynb")]
    cells = ["".join(cell["source"]) for notebook in notebooks for cell in notebook["cells"]]
    (source,) = [cell for cell in cells if re.match(rf"# Solution of exercise {number}\b", cell)]
    known = {**vars(sympy), **vars(linebyline), **vars(import_module(f"book.exercises.chapter_{chapter:0>2}"))}
    known |= {name: getattr(notation, name) for name in notation.__all__}
    known |= dict(zip(("c0", "c1", "c2", "c3", "u", "d"), symbols("c_0 c_1 c_2 c_3 u h", real=True)))
    known |= {"p": known.get("P"), "l": import_module("book.layers").l, "e": linebyline.index("e")}
    handed = []
    notation.start()
    lines = [line for line in source.splitlines() if not line.startswith(("third", "assert", "three"))]  # exercise 14.2
    exec("\n".join(lines), known | {"check": lambda _, answer: handed.append(answer)})
    return getattr(handed[0], "last", handed[0])


def incomplete(formula):
    """The formula with a factor, a term or a sum left out at any depth, and what was left out."""
    if isinstance(formula, Sum):
        yield formula.function, formula
        for inner, part in incomplete(formula.function):
            yield Sum(inner, *formula.limits), part
    elif isinstance(formula, (Add, Mul)):
        for n, part in enumerate(formula.args):
            rest = formula.args[:n] + formula.args[n + 1 :]
            yield formula.func(*rest), part
            for inner, inside in incomplete(part):
                yield formula.func(inner, *rest), inside
    elif formula.is_Pow and formula.exp != -1:
        yield formula.base ** (formula.exp - 1), formula.base
    else:
        yield Integer(1), formula


def gives_away(words: str, part) -> bool:
    """Whether the words contain the part, or a number of its size, as a word of its own."""
    text = str(abs(part)) if part.is_number and part != -1 else str(part)
    return bool(re.search(rf"(?<![\w.]){re.escape(text)}(?![\w.\[])", VALUES.sub("", words)))


@pytest.mark.parametrize("number", FORMULAS)
def test_what_was_left_out_is_not_told(number):
    right = solution(number)
    assert check(number, right).right is True
    tried = 0
    for formula, part in incomplete(right):
        verdict = check(number, formula)
        if verdict.right is not True:
            tried += 1
            assert not gives_away(repr(verdict), part), repr(verdict)
    assert tried


@pytest.mark.parametrize("words", ["lacks the factor (1 - y[o])", "where is the factor 2?", "y is written for v[h, i]"])
def test_a_verdict_that_gives_the_part_away_is_found(words):
    o, y, v, h, i = notation.o, notation.y, notation.v, notation.h, notation.i
    assert any(gives_away(words, part) for part in (1 - y[o], Integer(-2), v[h, i]))
    assert not gives_away("the sign is wrong. In one small network the derivative is 2", Integer(-2))


@pytest.mark.parametrize("number", FORMULAS)
def test_the_example_of_an_exercise_is_not_its_answer(number):
    row = ROWS[number]
    assert f"such as {row.such_as or row.example}, not a str" in repr(check(number, "a text"))
    letters = {*map(str, (*names_in([row.start]), *row.given, *row.start.free_symbols))}
    assert {*map(str, row.example.atoms(Name, sympy.Symbol))} <= letters
    assert check(number, row.example).right is False


@pytest.mark.parametrize(
    "found, wanted, words",
    [
        (1.1, 1.0, "is 10 % too large"),
        (0.05, 1.0, "is 100 % too small"),
        (1.9, 1.0, "is 90 % too large"),
        (90.0, 1.0, "is about 90 times as large as it should be"),
        (-1.1, -1.0, "is 10 % too large in size"),
        (-1.0, 2.0, "has the wrong sign"),
        (1.0, 0.0, "is not what it should be"),
        (1.0000002, 1.0, "is 0.00002 % too large"),
    ],
)
def test_how_far_a_number_is_off_is_said_without_powers_of_ten(found, wanted, words):
    assert how_far(found, wanted) == words
