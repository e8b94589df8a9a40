"""Formulas as they are typed in Python, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Basic, sympify

from linebyline.letters import with_unique_letters


def text(expression: Basic, beside: Iterable[Basic] = ()) -> str:
    """The expression in Python, with the same letters as in LaTeX: no two indices that differ are written alike."""
    try:
        return str(with_unique_letters(sympify(expression), beside))
    except (RecursionError, ValueError):  # ValueError: a number of more digits than Python prints
        return "a formula too deep or too large to be shown"
