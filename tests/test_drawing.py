"""Figures: the same at every run, and with everything in them that was asked for."""

import re

import numpy as np

from netlib import drawing


def test_a_drawing_is_the_same_every_time():
    first, second = (drawing.network((2, 3, 2), [[(0, 0), (1, 0)]], {(1, 0): "$a_h$"}).svg for _ in range(2))
    assert first == second
    assert "<dc:date>" not in first and "Matplotlib v" not in first


def test_paths_are_coloured_and_the_rest_is_not():
    plain = drawing.network((2, 3, 2)).svg
    marked = drawing.network((2, 3, 2), [[(0, 0), (1, 0), (2, 1)]]).svg
    assert drawing.ORANGE not in plain and marked.count(drawing.ORANGE) == 2 + 3  # edges and nodes


def test_curves_and_surfaces_draw_every_series():
    grid = np.linspace(0, 1, 5)
    svg = drawing.curves(grid, {"one": grid, "two": grid**2}, "x").svg
    assert drawing.ORANGE in svg and drawing.BLUE in svg
    height = np.add.outer(grid, grid)
    svg = drawing.surface(grid, grid, height, "x", "y", {"path": [(0, 0), (1, 1)]}, {"points": [(0, 1)]}).svg
    assert drawing.ORANGE in svg and drawing.RED in svg


def test_coordinates_are_rounded_and_scales_are_not():
    svg = drawing.curves(np.linspace(0, 1, 50), {"one": np.linspace(0, 1, 50) ** 2}, "x").svg
    paths = re.findall(r'\bd="[^"]*"', svg)
    assert paths and not any(re.search(r"\.\d{4}", path) for path in paths)
    assert re.search(r"scale\(0\.\d{4,}", svg), "a rounded scale would change the size of the letters"


def test_dots_have_a_row_for_each_label_and_leave_out_what_is_missing():
    full, one_less = (drawing.dots(["a", "b"], {"x": [1, 10], "y": [3, last]}, "ratio", at=1).svg for last in (2, None))
    marks = lambda svg: svg.count(f"fill: {drawing.BLUE}; stroke")  # noqa: E731
    assert marks(full) == marks(one_less) + 1
    assert drawing.ORANGE not in drawing.dots(["a"], {}, "ratio").svg
