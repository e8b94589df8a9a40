"""Exercises that answer: `check("6.1", answer)` says whether an answer is right, or what is wrong with it.

The exercises of chapter n are the rows of `ROWS` in `book/exercises/chapter_nn.py`: a number, and how it is judged.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from book.exercises.verdict import Verdict, rejected, waiting

__all__ = ["Verdict", "check", "rows"]


def rows(chapter: int | str) -> dict:
    """The exercises of a chapter by number, such as "6.1"; none where the chapter has no module of them."""
    module = f"{__name__}.chapter_{chapter:0>2}"
    return import_module(module).ROWS if find_spec(module) else {}


def check(number: str, answer: object = ...) -> Verdict:
    """Judge an answer to an exercise; `...` stands for no answer yet.

    Nothing an answer does raises an error: a right answer, a wrong one, and one that cannot be judged are verdicts.
    """
    number = str(number)
    known = rows(number.partition(".")[0])
    if number not in known:
        others = f"; this chapter has {', '.join(known)}" if known else ""
        return rejected(number, f"there is no exercise {number}{others}")
    if answer is ... or answer is None:
        return waiting(number)
    try:
        return known[number].judge(number, answer)
    except Exception as error:  # an answer can be any object, and any of its methods may fail
        return rejected(number, f"this answer cannot be read ({type(error).__name__}: {error})")
