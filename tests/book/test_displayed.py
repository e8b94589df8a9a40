"""Every line of the book says on the page what it says to the engine."""

import os
import re

import pytest
from chapters import NOTEBOOKS, derived_lines, shown_lines
from formula_letters import World, read_latex, read_text
from formula_trees import tree_of
from formula_value import same, value
from latex_reader import Reader

from linebyline.latex import latex
from linebyline.text import text

RELATION = re.compile(r" (?:=|:=|\\leq|\\neq) ")


def sides(tex: str) -> list[str]:
    """The two sides of a line: its relation is the one that stands in no bracket."""
    for found in RELATION.finditer(tex):
        left, right = tex[: found.start()], tex[found.end() :]
        if all(left.count(a) == left.count(b) for a, b in ("()", "[]", "{}")):
            return [left, right]
    raise ValueError(f"no relation in {tex}")


def test_sides_are_told_apart_by_the_relation_outside_all_brackets():
    assert sides("[k = o] y_{k} = [k = o] y_{o}") == ["[k = o] y_{k}", "[k = o] y_{o}"]
    assert sides(r"\sum_{k=1}^{Y} y_{k} \leq 1") == [r"\sum_{k=1}^{Y} y_{k}", "1"]
    with pytest.raises(ValueError, match="no relation"):
        sides("[k = o]")


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_every_line_that_a_notebook_shows_can_be_read(notebook):
    for line in shown_lines(notebook):
        for side in sides(line):
            Reader(side).read()


@pytest.mark.skipif("DEEP" not in os.environ, reason="runs every chapter: DEEP=1")
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_every_line_that_a_notebook_derives_is_displayed_as_it_is(notebook, monkeypatch):
    expressions = {
        e for line in derived_lines(notebook, monkeypatch) for e in (line.start, line.before, line.expression)
    }
    assert expressions
    for expression in expressions:
        world = World(expression)
        right = value(tree_of(expression), world)
        for read, shown in ((read_latex, latex(expression)), (read_text, text(expression))):
            assert same(value(read(shown, world), world), right), f"{expression} is displayed as {shown}"
