"""The pictures of the live figures: SVG in a few kilobytes, the same to the last byte on every machine.

Every part that a script moves says in `data-at` what it is, such as "w[1, 2]". Coordinates are whole numbers.
"""

from __future__ import annotations

from math import hypot

GREY = "#8a929a"
#: One colour for each symbol, in the mid-tones of `book.figures.figure`; figures.css has the same.
COLOURS = {
    "x": "#7b8794",
    "v": "#e0731d",
    "a": "#2f9e6e",
    "w": "#2f8bd0",
    "y": "#9a63d3",
    "t": "#b0851a",
    "delta": "#d8504d",
    "epsilon": GREY,
}
RADIUS = 26  #: of a node
GAP = 20  #: half of the gap that an edge leaves for its weight
NODES = {
    "x[1]": (44, 66),
    "x[2]": (44, 236),
    "a[1]": (196, 66),
    "a[2]": (196, 236),
    "y[1]": (340, 151),
    "t[1]": (340, 262),
    "epsilon": (340, 42),
}
EDGES = {  #: ends, and where between them the weight stands
    "v[1, 1]": ("x[1]", "a[1]", 0.5),
    "v[1, 2]": ("x[2]", "a[1]", 0.31),
    "v[2, 1]": ("x[1]", "a[2]", 0.31),
    "v[2, 2]": ("x[2]", "a[2]", 0.5),
    "w[1, 1]": ("a[1]", "y[1]", 0.5),
    "w[1, 2]": ("a[2]", "y[1]", 0.5),
}
LOWERED = str.maketrans("123", "₁₂₃")


def label(name: str) -> str:
    """What stands in a figure for "w[1, 2]": w₁₂."""
    letter, _, places = name.rstrip("]").partition("[")
    return {"epsilon": "ε"}.get(letter, letter) + places.replace(", ", "").translate(LOWERED)


def number(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def entry(values: dict, name: str) -> float:
    """values["w"][0][1] for "w[1, 2]"."""
    letter, _, places = name.rstrip("]").partition("[")
    found = values[letter]
    for place in filter(None, places.split(", ")):
        found = found[int(place) - 1]
    return found


def svg(width: int, height: int, parts: list[str], box: str = "") -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}' "
        f"font-family='sans-serif' font-size='13' text-anchor='middle'{box}>{''.join(parts)}</svg>"
    )


def network_picture(values: dict) -> str:
    """A network of two inputs, two hidden nodes and one output, with the numbers in `values` on it."""
    parts = [f"<path d='M340 177V240M340 125V68' stroke='{GREY}' stroke-dasharray='2 4'/>"]
    parts += [edge(name, entry(values, name)) for name in EDGES]
    parts += [node(name, entry(values, name)) for name in NODES]
    return svg(400, 300, parts)


def edge(name: str, weight: float) -> str:
    """A line from rim to rim, with a gap for the weight; a negative weight is dashed."""
    start, end, share = EDGES[name]
    (x0, y0), (x1, y1) = NODES[start], NODES[end]
    length = hypot(x1 - x0, y1 - y0)
    stops = RADIUS, share * length - GAP, share * length + GAP, length - RADIUS
    points = [f"{round(x0 + (x1 - x0) * s / length)} {round(y0 + (y1 - y0) * s / length)}" for s in stops]
    x, y = round(x0 + (x1 - x0) * share), round(y0 + (y1 - y0) * share)
    dashed = " stroke-dasharray='6 4'" if weight < 0 else ""
    colour = COLOURS[name[0]]
    return (
        f"<g data-at='{name}' fill='{colour}'><path d='M{points[0]}L{points[1]}M{points[2]}L{points[3]}' fill='none' "
        f"stroke='{colour}' stroke-width='2'{dashed}/>{words(x, y, name, weight)}</g>"
    )


def node(name: str, value: float) -> str:
    """A circle with name and value; a square for the target, nothing around the loss."""
    x, y = NODES[name]
    colour = COLOURS[name.partition("[")[0]]
    shape = f"fill='none' stroke='{colour}' stroke-width='2'"
    if name.startswith("t"):
        outline = f"<rect x='{x - 22}' y='{y - 22}' width='44' height='44' {shape}/>"
    else:
        outline = f"<circle cx='{x}' cy='{y}' r='{RADIUS}' {shape}/>"
    return f"<g data-at='{name}' fill='{colour}'>{outline}{words(x, y, name, value)}</g>"


def words(x: int, y: int, name: str, value: float) -> str:
    return (
        f"<text x='{x}' y='{y - 3}' font-style='italic'>{label(name)}</text>"
        f"<text x='{x}' y='{y + 13}' class='value'>{number(value)}</text>"
    )
