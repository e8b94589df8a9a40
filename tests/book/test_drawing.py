"""Figures: with everything in them that was asked for, the same at every run, and compared by what they show."""

import json
import re

import numpy as np
import pytest

from book.figures import drawing, strip
from book.figures.figure import TOLERANCE, alike

GRID = np.linspace(0.1, 1, 30)
SQUARE = np.add.outer(GRID, GRID**2)
LABELS = ("$z$", "$a$")


def described(draw, *arguments, **named):
    return draw(*arguments, **named).description


def test_a_drawing_is_the_same_every_time():
    first, second = (drawing.network((2, 3, 2), [[(0, 0), (1, 0)]], {(1, 0): "$a_h$"}) for _ in range(2))
    assert first.svg == second.svg and first.description == second.description
    assert "<dc:date>" not in first.svg and "Matplotlib v" not in first.svg


def test_an_svg_is_one_line_and_has_no_name_made_from_unrounded_numbers():
    svg = drawing.curves(GRID, {"one": GRID, "two": GRID**2}, "x").svg
    assert "\n" not in svg
    names = re.findall(r'<clipPath id="([^"]*)"|url\(#([^)]*)\)', svg)
    assert names and {first or second for first, second in names} == {"clip0"}


def test_a_figure_has_a_picture_for_the_site_and_one_for_a_notebook_that_is_not_trusted():
    shown = drawing.curves(GRID, {"<one>": GRID, "two": GRID}, "$z$")._repr_mimebundle_()
    assert shown["image/svg+xml"].startswith("<?xml") and shown["text/plain"].startswith("Drawing, 6.0 by 3.2 inches")
    assert shown["text/html"].startswith('<img alt="Figure: $z$, &lt;one&gt;, two" src="data:image/svg+xml;base64,')


@pytest.mark.parametrize("log, points", [("", 5), ("xy", 200)])
def test_a_last_bit_does_not_make_another_figure_and_a_visible_change_does(log, points):
    x = np.linspace(0.1, 1, points)
    curve = {"one": x**2, "two": x / 3}
    usual = described(drawing.curves, x, curve, *LABELS, log=log)
    moved = {name: np.nextafter(values, np.inf) for name, values in curve.items()}
    assert alike(usual, described(drawing.curves, np.nextafter(x, 0), moved, *LABELS, log=log))
    assert alike(usual, described(drawing.curves, x, {"one": x**2 * (1 + 1e-6), "two": x / 3}, *LABELS, log=log))
    one_up = x**2
    one_up[points // 2 + 1] *= 1.5
    others = [
        (x, {"one": x**2.1, "two": x / 3}, *LABELS),  # another curve
        (x, {"one": one_up, "two": x / 3}, *LABELS),  # one point elsewhere
        (x, {"one": x**2, "two": x[:-1] / 3}, *LABELS),  # one point less
        (x, {"one": x**2, "three": x / 3}, *LABELS),  # another name
        (x, {"one": x**2}, *LABELS),  # a curve less
        (x, {"two": x / 3, "one": x**2}, *LABELS),  # colours exchanged
        (x, curve, "$y$", "$a$"),  # another label
        (3 * x, curve, *LABELS),  # another scale, the same picture
        (x, {name: 2 * values for name, values in curve.items()}, *LABELS),
    ]
    for other in others:
        assert not alike(usual, described(drawing.curves, *other, log=log)), other[2:]
    assert not alike(usual, described(drawing.curves, x, curve, *LABELS, log="y" if log != "y" else "x"))


def test_a_contour_is_compared_by_its_level_its_length_and_its_place():
    usual = described(drawing.surface, GRID, GRID, SQUARE, *LABELS, {"path": [(0.2, 0.2), (1, 1)]}, {"p": [(0.2, 1)]})
    for heights in (np.nextafter(SQUARE, 9), SQUARE * (1 + 1e-9)):
        again = described(
            drawing.surface, GRID, GRID, heights, *LABELS, {"path": [(0.2, 0.2), (1, 1)]}, {"p": [(0.2, 1)]}
        )
        assert alike(usual, again)
    for heights, path, points, levels in [
        (SQUARE + 0.02, [(0.2, 0.2), (1, 1)], [(0.2, 1)], 12),
        (SQUARE.T, [(0.2, 0.2), (1, 1)], [(0.2, 1)], 12),
        (SQUARE, [(0.2, 0.2), (1, 0.9)], [(0.2, 1)], 12),
        (SQUARE, [(0.2, 0.2), (1, 1)], [(0.21, 1)], 12),
        (SQUARE, [(0.2, 0.2), (1, 1)], [(0.2, 1), (0.3, 1)], 12),
        (SQUARE, [(0.2, 0.2), (1, 1)], [(0.2, 1)], [0.5, 1]),
    ]:
        other = described(drawing.surface, GRID, GRID, heights, *LABELS, {"path": path}, {"p": points}, levels)
        assert not alike(usual, other)


def test_places_may_differ_by_the_tolerance_and_words_not_at_all():
    line = 'line "0.100" #2f8bd0, 2 points: (0.100 -0.200) (0.300 0.400)'
    assert alike(line, line.replace("(0.100", f"({0.1 + TOLERANCE - 1e-4:.3f}"))
    assert not alike(line, line.replace("(0.100", f"({0.1 + TOLERANCE + 1e-3:.3f}"))
    assert not alike(line, line.replace('"0.100"', '"0.101"')), "a number in quotes is a word"
    assert not alike(line, line.replace("2 points", "3 points"))
    assert not alike(line, line + " (0.300 0.400)")
    assert not alike(line, line.replace("0.300", "nan"))


def test_an_artist_that_nobody_describes_is_refused():
    with pytest.raises(TypeError, match="a description of PathCollection is missing: add it to book/figures/figure.py"):
        drawing.Drawing(lambda axes: axes.scatter([1], [2]), 3, 3)


def test_paths_are_coloured_and_the_rest_is_not():
    plain = drawing.network((2, 3, 2)).svg
    marked = drawing.network((2, 3, 2), [[(0, 0), (1, 0), (2, 1)]]).svg
    assert drawing.ORANGE not in plain and marked.count(drawing.ORANGE) == 2 + 3  # edges and nodes


def test_a_name_on_a_node_is_compared():
    usual, other = (described(drawing.network, (2, 3, 2), names={(1, 0): name}) for name in ("$a_h$", "$a_j$"))
    assert not alike(usual, other)
    assert not alike(usual, described(drawing.network, (2, 3, 2), names={(1, 1): "$a_h$"})), "on another node"
    assert not alike(usual, described(drawing.network, (2, 4, 2), names={(1, 0): "$a_h$"}))


def test_coordinates_are_rounded_and_scales_are_not():
    svg = drawing.curves(np.linspace(0, 1, 50), {"one": np.linspace(0, 1, 50) ** 2}, "x").svg
    paths = re.findall(r'\bd="[^"]*"', svg)
    assert paths and not any(re.search(r"\.\d{4}", path) for path in paths)
    assert re.search(r"scale\(0\.\d{4,}", svg), "a rounded scale would change the size of the letters"


def test_dots_have_a_row_for_each_label_and_leave_out_what_is_missing():
    full, one_less = (
        described(drawing.dots, ["a", "b"], {"x": [1, 10], "y": [3, last]}, "ratio", at=1) for last in (2, None)
    )
    assert 'points "y" #2f8bd0 1.5 wide, mark s, 2 points' in full
    assert 'points "y" #2f8bd0 1.5 wide, mark s, 1 points' in one_less
    assert 'y, linear: 0.750 "a" 0.250 "b"' in full
    assert drawing.ORANGE not in drawing.dots(["a"], {}, "ratio").svg


def test_surfaces_side_by_side_have_a_title_and_the_points_each():
    x, y = np.linspace(-1, 1, 9), np.linspace(0, 1, 5)
    heights = {name: np.add.outer(sign * y, x) for name, sign in (("one", 1), ("two", -1), ("three", 2), ("four", 0))}
    groups = {"here": [(0, 0), (1, 1)], "there": [(0, 1)]}
    words = described(drawing.surfaces, x, y, heights, groups, [0.5])
    assert re.findall(r"^axes(.*)", words, re.M) == [' "one"', ' "two"', ' "three"', ' "four"', ", hidden", ", hidden"]
    assert words.count(f'contour "0.5" {drawing.BLUE}') == len(heights), "one contour each"
    assert words.count('points "here"') == words.count('points "there"') == len(heights)
    assert words.endswith('legend "here" "there"')
    labelled = drawing.surfaces(x, y, heights, groups, [0.25, 0.5], columns=2)
    assert "<!-- 0.25 -->" in labelled.svg and drawing.BLUE not in labelled.description


def test_images_draw_every_pixel_that_has_ink():
    picture = np.array([[0, 0.5, 0], [1, 1, 0.5]])
    words = described(drawing.images, [picture, picture], ["left", "right"])
    assert 'text "left"' in words and 'text "right"' in words
    inked = re.findall(rf"patch {drawing.BLUE}(?:80)?, (\d+) corners", words)
    assert inked == ["20", "20"], "one path for each strength of ink, with all its pixels, five corners each"
    other = described(drawing.images, [picture, picture[:, ::-1]], ["left", "right"])
    assert not alike(words, other), "a mirrored picture has the same number of pixels"


def test_a_confusion_sets_the_diagonal_apart_and_leaves_zeros_out():
    words = described(drawing.confusion, np.array([[12, 0], [3, 45]]), ["cat", "dog"], "is", "said")
    texts = [json.loads(text) for text in re.findall(r'text ("[^"]*")', words)]
    assert texts == ["12", "3", "45"]
    assert words.count(f"patch {drawing.BLUE}") == 2 and words.count(f"patch {drawing.ORANGE}") == 1


def test_a_strip_lights_the_stations_of_a_chapter_and_no_others():
    lit = [described(strip.you_are_here, *names).count("#e0731d26") for names in ((), ("v",), ("a", "z_h", "v"))]
    assert lit == [0, 1, 3]
    with pytest.raises(ValueError, match="no station is called w: choose from loss, y"):
        strip.you_are_here("w")
