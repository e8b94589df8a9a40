"""Pages that list: the ledger, the objectives and minutes, the notation, and the worksheet with its gaps."""

import json
from dataclasses import replace

import numpy as np
import pytest

from book.ledger import IDS, by_chapter, by_id, checked, proved_lines
from book.notation import MANY_LAYERS, ONE_LAYER, Row
from book.tables.symbols import check_shapes
from book.tables.teaching import minutes, objectives_of
from book.tables.worksheet import GAP, derivation, factors, gapped, right_side, sheet, solutions, with_gaps
from netlib import Network


def test_the_ledger_lists_every_id_once_with_a_link_to_its_line():
    entries = proved_lines()
    rows = by_id(entries).rows
    assert [row[0][0][0] for row in rows] == IDS
    assert all(row[0][0][1].endswith(f".html#{id}") for row, id in zip(rows, IDS))
    in_chapters = [words for _, links in by_chapter(entries).rows for words, _ in links]
    assert set(in_chapters) == set(IDS)


def test_a_kind_of_proof_that_the_ledger_cannot_name_is_not_passed_over():
    (entry,) = [entry for entry in proved_lines() if entry.id == "E25"]
    assert checked(entry) == "Equal for all widths"
    with pytest.raises(StopIteration):
        checked(replace(entry, proof="looks right"))


def test_an_id_that_nobody_proved_is_not_in_the_ledger():
    without = by_id([entry for entry in proved_lines() if entry.id != "E25"])
    assert [row[0][0][0] for row in without.rows] == [id for id in IDS if id != "E25"]


def test_objectives_are_the_points_of_the_box(tmp_path):
    box = (
        ":::{admonition} After this chapter you can\n:class: objectives\n- do $x_1$\n  twice,\n- stop.\n:::\n- not this"
    )
    for name, text in (("a", f"# Title?\n\n{box}"), ("b", "# Title?\n\n- no box")):
        cells = [{"cell_type": "markdown", "source": [text]}]
        (tmp_path / f"{name}.ipynb").write_text(json.dumps({"cells": cells}))
    assert objectives_of("a", tmp_path) == ["do $x_1$ twice", "stop"]
    assert objectives_of("b", tmp_path) == []


def test_a_gap_is_what_is_new():
    assert factors(r"-2 (t - y) \frac{a b}{c}[x y]") == ["-2", "(t - y)", r"\frac{a b}{c}[x y]"]
    assert with_gaps("-2 (t - y) y a", "-2 (t - y) z") == f"-2 (t - y) {GAP}"
    assert with_gaps("-2 y w a", "-2 y a") == f"-2 y {GAP} a"
    assert with_gaps("-2 y", "-2 y a") == GAP, "something was left out: the whole line is to be written"
    with pytest.raises(ValueError, match="nothing has changed"):
        with_gaps("-2 y", "-2 y")


def test_a_worksheet_has_a_gap_in_each_line_but_the_first_and_its_solution_has_none():
    lines = derivation("E21", "E22", "E23", "E24", "E25")
    texts = gapped(lines)
    assert GAP not in texts[0] and all(GAP in text for text in texts[1:])
    assert [row[1] for row in solutions(lines).rows] == [f"= {right_side(line)}" for line in lines]
    assert right_side(lines[-1]).endswith("a_{h}") and not texts[-1].endswith("a_{h}")
    assert len(sheet(lines).rows) == 5
    with pytest.raises(ValueError, match="no line is proved under E99"):
        derivation("E25", "E99")


def test_minutes_are_added_up_plan_by_plan(tmp_path):
    plan = "| minutes | what |\n|---|---|\n| 20 | a |\n| 25 | b |\n"
    cells = [{"cell_type": "markdown", "source": [f"# T\n\n{plan}\nAt home: | 7 |\n\n{plan.replace('20', '21')}"]}]
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": cells}))
    assert minutes("a", tmp_path) == [45, 46]


NET = Network.random((2, 3, 4), rng=0, biases=True)
PAIR = np.ones(2), np.full(4, 0.5)


def test_names_of_the_notation_have_the_shapes_that_they_claim():
    assert check_shapes(ONE_LAYER + MANY_LAYERS, NET, *PAIR) > 15


@pytest.mark.parametrize(
    "code, shape", [("a[1]", "(Y,)"), ("net.weights[l - 1]", "(n_(l-1), n_l)"), ("x or a[1]", "(X,)")]
)
def test_a_wrong_shape_in_the_notation_is_refused(code, shape):
    with pytest.raises(ValueError, match="and the table says"):
        check_shapes([Row("a", "a", code, shape, "wrong")], NET, *PAIR)
