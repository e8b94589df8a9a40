"""Figures with numbers in them: a network with a number on every node and edge, and a chain of functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from sympy import Expr

from book.figures.drawing import Place, pairs
from book.figures.figure import BLUE, GREEN, GREY, ORANGE, Drawing
from book.tables.on_numbers import OnNumbers
from linebyline.latex import latex
from linebyline.names import Name

RADIUS = 0.5  #: of a node that holds a number
APART = (2.7, 1.9)  #: between layers, and between the nodes of a layer


def numbered_network(
    sizes: Sequence[int],
    nodes: Mapping[Place, tuple[str, str]],
    edges: Mapping[tuple[Place, Place], str],
    lit: Sequence[Place] = (),
    colour: str = BLUE,
    below: str = "",
    size: float = 11,
) -> Drawing:
    """A network, input at the left, with (its symbol, its number) for each node and a number beside each edge.

    `lit` is a path, a run of nodes, that stands out. Nodes and edges without an entry stay empty. `below` is a line
    of text under the network, `size` that of the numbers in points.
    """
    lit_edges = pairs(lit)

    def at(place: Place) -> np.ndarray:
        layer, node = place
        return np.array([APART[0] * layer, APART[1] * ((sizes[layer] - 1) / 2 - node)])

    def paint(axes: Axes) -> None:
        for layer, (here, there) in enumerate(pairs(sizes)):
            for start, end in (((layer, j), (layer + 1, k)) for j, k in np.ndindex(here, there)):
                number, is_lit = edges.get((start, end), ""), (start, end) in lit_edges
                draw_edge(axes, at(start), at(end), number, size, is_lit)
        for place in ((layer, node) for layer, width in enumerate(sizes) for node in range(width)):
            draw_node(axes, at(place), *nodes.get(place, ("", "")), size, ORANGE if place in lit else colour)
        height = APART[1] * (max(sizes) - 1) / 2 + RADIUS
        width = APART[0] * (len(sizes) - 1)
        axes.text(width / 2, -height - 0.35, below, color=ORANGE, ha="center", va="top", size=1.35 * size)
        axes.set(xlim=(-0.7, width + 0.7), ylim=(-height - (1 if below else 0.1), height + 0.5))
        axes.set_aspect("equal")
        axes.axis("off")

    return Drawing(paint, 2 * len(sizes) - 0.9, 1.4 * max(sizes) + (0.8 if below else 0.2))


def draw_edge(axes: Axes, start: np.ndarray, end: np.ndarray, number: str, size: float, is_lit: bool) -> None:
    """A line from rim to rim of two nodes, with its number to the left of who goes along it."""
    shade, along = ORANGE if is_lit else GREY, (end - start) / np.hypot(*(end - start))
    first, last = start + RADIUS * along, end - RADIUS * along
    axes.plot(*np.transpose([first, last]), color=shade, lw=2.6 if is_lit else 0.9)
    place = first + 0.27 * (last - first) + 0.2 * np.array([-along[1], along[0]])
    angle = np.degrees(np.arctan2(along[1], along[0]))
    axes.text(*place, minus(number), color=shade, ha="center", va="center", size=size, rotation=angle)


def draw_node(axes: Axes, at: np.ndarray, symbol: str, number: str, size: float, colour: str) -> None:
    """A circle with its number in it and its symbol above it."""
    axes.add_patch(Circle(at, RADIUS, facecolor="none", edgecolor=colour, linewidth=2))
    axes.text(*at, minus(number), color=colour, ha="center", va="center", size=size)
    axes.text(*(at + (0, RADIUS + 0.08)), symbol, color=colour, ha="center", va="bottom", size=1.2 * size)


def labelled(
    net: OnNumbers,
    nodes: Sequence[Name | None],
    edges: Sequence[Callable[[int, int], Expr]],
    lit: Sequence[Place] = (),
    colour: str = BLUE,
) -> Drawing:
    """The network of `net` with its numbers: of the name that `nodes` gives for each layer, None for an empty layer.

    `edges` has for each two layers what stands beside the edge to node k from node j, as a function of (k, j).
    """
    sizes = list(net.widths.values())
    on_nodes = {
        (layer, n): (f"${latex(name[n + 1])}$", net.texts[name[n + 1]])
        for layer, name in enumerate(nodes)
        if name is not None
        for n in range(sizes[layer])
    }
    on_edges = {
        ((layer, j), (layer + 1, k)): net.texts[entry(k + 1, j + 1)]
        for layer, entry in enumerate(edges)
        for k, j in np.ndindex(sizes[layer + 1], sizes[layer])
    }
    return numbered_network(sizes, on_nodes, on_edges, lit, colour)


def chain(stops: Sequence[tuple[str, str]], functions: Sequence[str], slopes: Sequence[str]) -> Drawing:
    """Functions one after the other: (symbol, number) at each stop, and over each arrow what it does.

    Under each arrow stands its slope: how much the next stop moves for each unit that this one moves.
    """
    if not len(functions) == len(slopes) == len(stops) - 1:
        raise ValueError(f"{len(stops)} stops have {len(stops) - 1} functions and slopes between them")
    step = 2.2

    def paint(axes: Axes) -> None:
        for n, (symbol, number) in enumerate(stops):
            axes.add_patch(Circle((step * n, 0), 0.45, facecolor="none", edgecolor=BLUE, linewidth=2))
            axes.text(step * n, 0, minus(number), color=BLUE, ha="center", va="center", size=11)
            axes.text(step * n, 0.55, symbol, color=BLUE, ha="center", va="bottom", size=14)
        for n, (function, slope) in enumerate(zip(functions, slopes)):
            first, last = step * n + 0.5, step * (n + 1) - 0.58
            axes.plot([first, last], [0, 0], color=GREY, lw=1.5)
            axes.plot([last], [0], ">", color=GREY, ms=7)
            middle = (first + last) / 2
            axes.text(middle, 0.16, function, color=GREY, ha="center", va="bottom", size=11)
            axes.text(middle, -0.18, minus(slope), color=GREEN, ha="center", va="top", size=12)
        axes.set(xlim=(-0.6, step * (len(stops) - 1) + 0.6), ylim=(-0.7, 1.15))
        axes.set_aspect("equal")
        axes.axis("off")

    return Drawing(paint, 1.4 * len(stops) - 0.3, 1.4)


def minus(number: str) -> str:
    """The number with a minus sign in the place of a hyphen."""
    return number.replace("-", "\N{MINUS SIGN}")
