"""Formulas as they are typed in Python, for a terminal."""

from __future__ import annotations

from sympy import Basic, sympify

from linebyline.letters import with_unique_letters


def text(expression: Basic) -> str:
    """The expression in Python, its indices as in the LaTeX: no two that differ are written alike."""
    try:
        return str(with_unique_letters(sympify(expression)))
    except RecursionError:
        return "a formula too deep to be shown"
