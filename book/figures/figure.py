"""A figure of the book: the SVG that a page shows, and in words and numbers what is drawn in it.

Two machines draw the same figure with other last digits, so tests never compare an SVG. They compare its description:
titles, labels, ticks and colours to the letter, numbers of points exactly, and places within 3 thousandths of the axes,
which is less than the width of a line.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from html import escape
from io import StringIO

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path

GREY, ORANGE, BLUE, GREEN, RED = "#8a929a", "#e0731d", "#2f8bd0", "#2f9e6e", "#d8504d"

STYLE = {
    "svg.hashsalt": "deriving-sgd",  # element names that do not change from run to run
    "svg.fonttype": "path",
    "mathtext.fontset": "cm",
    "font.size": 11,
    "text.color": GREY,
    "axes.edgecolor": GREY,
    "axes.labelcolor": GREY,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
}

TOLERANCE = 0.003  #: of the axes' width or height, by which places may differ in two drawings of one figure
EACH_POINT = 60  #: up to so many points of a line are described one by one


class Drawing:
    """A picture that a notebook displays: `svg`, and `description`, which says what is drawn.

    `paint` gets the axes, an array of them if `grid` (rows, columns) asks for several.
    """

    def __init__(
        self, paint: Callable[[Axes], None], width: float, height: float, grid: tuple[int, int] = (1, 1)
    ) -> None:
        with rc_context(STYLE):
            figure = Figure(figsize=(width, height), layout="constrained")
            paint(figure.subplots(*grid))
            text = StringIO()
            figure.savefig(text, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
            self.description = "\n".join(described(figure))
        self.svg = one_line(text.getvalue())

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        """The SVG for the site. JupyterLab shows it in a notebook that is not trusted only as an `img`, so that too."""
        picture = b64encode(self.svg.encode()).decode()
        named = re.findall(r'^ *(?:axes|x|y|line|points) ("(?:[^"\\]|\\.)*")', self.description, re.M)
        alt = escape("Figure: " + ", ".join(map(json.loads, dict.fromkeys(named))), quote=True)
        image = f'<img alt="{alt}" src="data:image/svg+xml;base64,{picture}">'
        return {"image/svg+xml": self.svg, "text/html": image, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return self.description


def one_line(svg: str) -> str:
    """The SVG with coordinates to a thousandth of a point, its clip paths counted, and no line breaks.

    Matplotlib names a clip path by a hash of unrounded numbers, which differs between machines.
    """
    svg = re.sub(r'\b(?:d|x|y|width|height)="[^"]*"', to_thousandths, svg)
    for n, name in enumerate(dict.fromkeys(re.findall(r'<clipPath id="([^"]*)"', svg))):
        svg = svg.replace(name, f"clip{n}")
    for n, name in enumerate(dict.fromkeys(re.findall(r'id="(m[0-9a-f]{10})"', svg))):
        svg = svg.replace(name, f"mark{n}")
    return re.sub(r"\s*\n\s*", " ", svg).strip()


def to_thousandths(attribute: re.Match) -> str:
    return re.sub(r"-?\d+\.\d+", lambda number: f"{float(number[0]):.3f}", attribute[0])


def described(figure: Figure) -> Iterator[str]:
    """What a figure that has been drawn shows, line by line."""
    width, height = figure.get_size_inches()
    yield f"Drawing, {width:.1f} by {height:.1f} inches"
    for axes in figure.axes:
        yield from described_axes(axes)
    for legend in figure.legends:
        yield f"legend {quoted(text.get_text() for text in legend.get_texts())}"


def described_axes(axes: Axes) -> Iterator[str]:
    """Title, labels, scales and ticks, then everything drawn, in the order in which it was drawn."""
    yield f"axes{titled(axes.get_title())}" if axes.axison else "axes, hidden"
    if axes.axison:
        for axis in (axes.xaxis, axes.yaxis):
            name, label, scale = axis.axis_name, axis.get_label_text(), axis.get_scale()
            yield f"  {name}{titled(label)}, {scale}:{''.join(ticks(axes, axis))}"
    written_by_contours = []
    for artist in axes.get_children():
        if isinstance(artist, ContourSet):
            written_by_contours += artist.labelTexts
            yield from contours(axes, artist)
        elif isinstance(artist, Line2D):
            yield f"  {line(axes, artist)}"
        elif isinstance(artist, Patch) and artist not in (axes.patch, *axes.spines.values()):
            outline, shades = artist.get_path(), (artist.get_facecolor(), artist.get_edgecolor())
            pieces = polygons(axes, artist.get_transform().transform_path(outline))
            yield f"  patch {colour(*shades)}, {len(outline.vertices)} corners, {extent(pieces)}"
        elif isinstance(artist, Collection):
            raise TypeError(f"a description of {type(artist).__name__} is missing: add it to book/figures/figure.py")
    for text in axes.texts:
        if text not in written_by_contours and text.get_text():
            place = fractions(axes, text.get_transform().transform([text.get_position()]))
            yield f"  text {quoted([text.get_text()])} {colour(text.get_color())} at {places(place)}"
    if axes.get_legend():
        yield f"  legend {quoted(text.get_text() for text in axes.get_legend().get_texts())}"


def ticks(axes: Axes, axis) -> Iterator[str]:
    """The places and words of the ticks that are seen."""
    along = 0 if axis.axis_name == "x" else 1
    for place, text in zip(axis.get_majorticklocs(), axis.get_majorticklabels()):
        point = [axes.get_xlim()[0], axes.get_ylim()[0]]
        point[along] = place
        at = fractions(axes, axes.transData.transform([point]))[0, along]
        if -0.02 < at < 1.02:
            yield f" {number(at)} {quoted([text.get_text()])}"


def line(axes: Axes, drawn: Line2D) -> str:
    """A line or a group of marks: name, colour, style, number of points, and where they are."""
    points = fractions(axes, drawn.get_transform().transform(drawn.get_xydata()))
    what = "points" if drawn.get_linestyle() == "None" else "line"
    name = "" if drawn.get_label().startswith("_") else titled(drawn.get_label())
    style = f"{colour(drawn.get_color())} {drawn.get_linewidth():.1f} wide, mark {drawn.get_marker()}"
    where = places(points) if len(points) <= EACH_POINT else extent([points]) + ", " + places(points[::10])
    return f"{what}{name} {style}, {len(points)} points: {where}"


def contours(axes: Axes, drawn: ContourSet) -> Iterator[str]:
    """Each level with its colour, and the extent of its contour before labels cut it."""
    outlines = getattr(drawn, "unlabelled", drawn.get_paths())
    for level, outline, shade in zip(drawn.levels, outlines, np.resize(drawn.get_edgecolor(), (len(outlines), 4))):
        pieces = polygons(axes, drawn.get_transform().transform_path(outline))
        yield f"  contour {quoted([f'{level:g}'])} {colour(shade)}, {extent(pieces)}"


def polygons(axes: Axes, outline: Path) -> list[np.ndarray]:
    return [fractions(axes, piece) for piece in outline.to_polygons(closed_only=False) if len(piece)]


def extent(pieces: list[np.ndarray]) -> str:
    """Length and centre of lines, which change a little when a point does; the centre of hardly a line is near 0."""
    moves = np.concatenate([np.diff(piece, axis=0) for piece in pieces] or [np.zeros((0, 2))])
    middles = np.concatenate([(piece[1:] + piece[:-1]) / 2 for piece in pieces] or [np.zeros((0, 2))])
    lengths = np.hypot(*moves.T)
    whole = np.nansum(lengths)
    centre = np.nansum(middles * lengths[:, None], axis=0) / max(whole, 0.1)
    return f"length {number(whole)}, centre {places([centre])}"


def fractions(axes: Axes, points: np.ndarray) -> np.ndarray:
    """Points of the screen as fractions of the axes' width and height."""
    return axes.transAxes.inverted().transform(points)


def number(value: float) -> str:
    return f"{value + 0.0:.3f}".replace("-0.000", "0.000")


def places(points: Iterable[np.ndarray]) -> str:
    return " ".join(f"({number(x)} {number(y)})" for x, y in points)


def quoted(words: Iterable[str]) -> str:
    return " ".join(json.dumps(word, ensure_ascii=False) for word in words)


def titled(words: str) -> str:
    return f" {quoted([words])}" if words else ""


def colour(*shades) -> str:
    """The first of the colours that is not transparent, its strength as two more digits where it is not full."""
    seen = [to_hex(shade, keep_alpha=True).removesuffix("ff") for shade in shades if to_rgba(shade)[3] > 0]
    return seen[0] if seen else "no colour"


def alike(first: str, second: str) -> bool:
    """Whether two descriptions are of the same figure: every word is the same, every place within `TOLERANCE`.

    What is quoted is words, numbers in it too.
    """
    split = re.compile(r'("(?:[^"\\]|\\.)*")|(-?\d+\.\d{3}\b)')
    words, numbers = ([], []), ([], [])
    for n, text in enumerate((first, second)):
        words[n].append(split.sub(lambda found: found[1] or "#", text))
        numbers[n].extend(float(found[2]) for found in split.finditer(text) if found[2])
    return words[0] == words[1] and bool(np.all(np.abs(np.subtract(*numbers)) <= TOLERANCE))
