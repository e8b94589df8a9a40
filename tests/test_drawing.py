"""Figures: the same at every run, and with everything in them that was asked for."""

import re

import numpy as np

from book import drawing


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


def test_surfaces_side_by_side_have_a_title_and_the_points_each():
    x, y = np.linspace(-1, 1, 9), np.linspace(0, 1, 5)
    heights = {name: np.add.outer(sign * y, x) for name, sign in (("one", 1), ("two", -1), ("three", 2), ("four", 0))}
    groups = {"here": [(0, 0), (1, 1)], "there": [(0, 1)]}
    svg = drawing.surfaces(x, y, heights, groups, [0.5]).svg
    assert all(f"<!-- {words} -->" in svg for words in [*heights, *groups])
    assert svg.count(drawing.BLUE) == len(heights), "one contour each"
    points = [len(re.findall(f"<use[^>]*fill: {colour}", svg)) for colour in (drawing.RED, drawing.GREEN)]
    assert points == [2 * 4 + 1, 1 * 4 + 1], "all points in each panel, and one in the legend"
    assert "<!-- one -->" in drawing.surfaces(x, y, {"one": heights["one"]}, groups, [0.5], columns=1).svg
    labelled = drawing.surfaces(x, y, heights, groups, [0.25, 0.5], columns=2).svg
    assert "<!-- 0.25 -->" in labelled and drawing.BLUE not in labelled


def test_images_draw_every_pixel_that_has_ink():
    picture = np.array([[0, 0.5, 0], [1, 1, 0.5]])
    svg = drawing.images([picture, picture], ["left", "right"]).svg
    assert "<!-- left -->" in svg and "<!-- right -->" in svg
    inked = [d.count("M") for d in re.findall(rf'\bd="([^"]*)"[^>]*fill: {drawing.BLUE}', svg)]
    assert inked == [4, 4], "one path for each strength of ink, with all its pixels"


def test_a_confusion_sets_the_diagonal_apart_and_leaves_zeros_out():
    svg = drawing.confusion(np.array([[12, 0], [3, 45]]), ["cat", "dog"], "is", "said").svg
    assert all(f"<!-- {words} -->" in svg for words in ("12", "3", "45", "cat", "dog", "is", "said"))
    assert "<!-- 0 -->" not in svg
    boxes = [svg.count(f"fill: {colour}; opacity") for colour in (drawing.BLUE, drawing.ORANGE)]
    assert boxes == [2, 1]
