"""The book's figures: transparent, in mid-tones that read on a light and on a dark page.

Every function returns a `Drawing`, which a notebook shows when it ends a cell. Alternative text belongs to the cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.contour import ContourSet
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path

from book.figures.figure import BLUE, GREEN, GREY, ORANGE, RED, Drawing

COLOURS = (ORANGE, BLUE, GREEN, RED)

RADIUS = 0.27  #: of a node, where neighbours are 1 apart
Place = tuple[int, int]  # (layer, node), both counted from 0


def pairs(run: Sequence) -> list[tuple]:
    """Each item with the next."""
    return list(zip(run, run[1:]))


def network(sizes: Sequence[int], paths: Iterable[Sequence[Place]] = (), names: dict | None = None) -> Drawing:
    """A densely connected network, input at the left; each path (a run of nodes) has a colour of its own.

    `names` writes on nodes, by place, and beside edges, by pair of places.
    """
    paths, names = list(paths), names or {}
    colour_of_edge = {edge: COLOURS[n % len(COLOURS)] for n, p in enumerate(paths) for edge in pairs(p)}
    colour_of_node = {node: COLOURS[n % len(COLOURS)] for n, p in enumerate(paths) for node in p}
    captions = ["inputs", *["hidden"] * (len(sizes) - 2), "outputs"]

    def at(place: Place) -> tuple[float, float]:
        layer, node = place
        return 2.6 * layer, (sizes[layer] - 1) / 2 - node

    def paint(axes: Axes) -> None:
        for layer, (here, there) in enumerate(pairs(sizes)):
            for edge in (((layer, n), (layer + 1, m)) for n in range(here) for m in range(there)):
                start, end = (np.array(at(place)) for place in edge)
                rim = RADIUS * (end - start) / np.hypot(*(end - start))
                (x0, y0), (x1, y1) = start + rim, end - rim
                marked = edge in colour_of_edge
                colour = colour_of_edge.get(edge, GREY)
                axes.plot([x0, x1], [y0, y1], color=colour, lw=2.6 if marked else 0.7)
                if edge in names:
                    middle = (start + end) / 2 + (0, 0.13)
                    axes.text(*middle, names[edge], color=colour, ha="center", size=14)
        for layer, size in enumerate(sizes):
            for node in ((layer, n) for n in range(size)):
                colour = colour_of_node.get(node, GREY)
                axes.add_patch(Circle(at(node), RADIUS, facecolor="none", edgecolor=colour, linewidth=2))
                axes.text(*at(node), names.get(node, ""), color=colour, ha="center", va="center", size=15)
        for layer, name in enumerate(captions):
            axes.text(2.6 * layer, -max(sizes) / 2 - 0.25, name, ha="center", va="center")
        axes.set(xlim=(-0.6, 2.6 * (len(sizes) - 1) + 0.6), ylim=(-max(sizes) / 2 - 0.5, max(sizes) / 2))
        axes.set_aspect("equal")
        axes.axis("off")

    return Drawing(paint, 2.5 * len(sizes) - 0.7, 0.95 * max(sizes) + 0.4)


def curves(
    x: np.ndarray,
    named: dict[str, np.ndarray],
    xlabel: str,
    ylabel: str = "",
    log: str = "",
    levels: dict[str, float] | None = None,
) -> Drawing:
    """Several curves over the same axis, each with its name at the side; a few points are marked one by one.

    A curve with fewer values than `x` stops early. `levels` are single numbers, drawn as dashed lines without a mark.

    `log` names the logarithmic axes: "x", "y" or "xy".
    """

    def paint(axes: Axes) -> None:
        for colour, (name, values) in zip(COLOURS, named.items()):
            axes.plot(x[: len(values)], values, "o-" if len(x) <= 20 else "-", color=colour, lw=2, ms=4, label=name)
        for colour, (name, level) in zip(COLOURS[len(named) :], (levels or {}).items()):
            axes.axhline(level, color=colour, lw=2, ls="--", label=name)
        axes.set(xlabel=xlabel, ylabel=ylabel, **{f"{axis}scale": "log" for axis in log})
        if len(named) + len(levels or {}) > 1:
            axes.legend(labelcolor="linecolor")

    return Drawing(paint, 6, 3.2)


def surface(
    x: np.ndarray,
    y: np.ndarray,
    height: np.ndarray,
    xlabel: str,
    ylabel: str,
    paths: dict[str, np.ndarray] | None = None,
    points: dict[str, np.ndarray] | None = None,
    levels: int | Sequence[float] = 12,
) -> Drawing:
    """Contours of `height` (one row per y), with named paths of shape (n, 2) and named groups of points on top."""

    def paint(axes: Axes) -> None:
        put_numbers(axes, axes.contour(x, y, np.asarray(height), levels=levels, colors=GREY, linewidths=0.8))
        for colour, (name, path) in zip(COLOURS, (paths or {}).items()):
            axes.plot(*np.transpose(path), "o-", color=colour, ms=4, lw=2, label=name)
        put_points(axes, points or {}, 11)
        axes.set(xlabel=xlabel, ylabel=ylabel)
        if paths or points:
            axes.legend(labelcolor="linecolor", loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
        axes.set_aspect("equal")  # so that right angles look right

    return Drawing(paint, 4.8, 4.8)


def put_numbers(axes: Axes, contours: ContourSet) -> None:
    """Write each level into its contour, which is cut there; the description of the figure needs it whole."""
    contours.unlabelled = [Path(path.vertices, path.codes) for path in contours.get_paths()]
    axes.clabel(contours, fontsize=8)


def put_points(axes: Axes, points: dict[str, np.ndarray], size: float) -> None:
    for colour, marker, (name, group) in zip(COLOURS[::-1], "osD", points.items()):
        axes.plot(*np.transpose(group), marker, color=colour, ms=size, mew=0, label=name)


def surfaces(
    x: np.ndarray,
    y: np.ndarray,
    heights: dict[str, np.ndarray],
    points: dict[str, np.ndarray],
    levels: Sequence[float],
    columns: int = 3,
) -> Drawing:
    """Several surfaces over the same plane side by side, each with its title, and the same groups of points in all.

    Contours are labelled where there are more than one.
    """
    rows = -(-len(heights) // columns)
    size = 7 if sum(map(len, points.values())) <= 20 else 3.5

    def paint(grid: np.ndarray) -> None:
        panels = np.ravel(grid)
        for axes, (title, height) in zip(panels, heights.items()):
            several = len(levels) > 1
            lines = axes.contour(x, y, height, levels=levels, colors=GREY if several else BLUE, linewidths=1)
            if several:
                put_numbers(axes, lines)
            put_points(axes, points, size)
            axes.set(xticks=[], yticks=[])
            axes.set_title(title, color=GREY, size=11)
            axes.set_aspect("equal")
        for axes in panels[len(heights) :]:
            axes.axis("off")
        names = panels[0].get_legend_handles_labels()
        panels[0].figure.legend(*names, labelcolor="linecolor", loc="outside lower center", ncols=len(points))

    shape = np.ptp(y) / np.ptp(x)
    width = 8 / columns
    return Drawing(paint, 8, rows * (width * shape + 0.3) + 0.4, (rows, columns))


def images(pictures: Sequence[np.ndarray], captions: Sequence[str], columns: int = 10) -> Drawing:
    """Small pictures, tables of numbers from 0 (nothing) to 1 (ink), each with a caption below it."""
    height, width = np.shape(pictures[0])
    rows = -(-len(pictures) // columns)
    step_x, step_y = width + 1.5, height + 4
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)])
    codes = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY]

    def paint(axes: Axes) -> None:
        cells: dict[float, list[np.ndarray]] = {}  # of each strength of ink, so that each is one path
        for n, (picture, caption) in enumerate(zip(pictures, captions, strict=True)):
            left, top = n % columns * step_x, n // columns * step_y
            for (row, column), ink in np.ndenumerate(picture):
                cells.setdefault(float(ink), []).append(corners + (left + column, top + row))
            axes.add_patch(Rectangle((left, top), width, height, fill=False, edgecolor=GREY, linewidth=0.4))
            axes.text(left + width / 2, top + height + 0.5, caption, ha="center", va="top", size=9)
        for ink in sorted(set(cells) - {0.0}):
            outline = Path(np.concatenate(cells[ink]), codes * len(cells[ink]))
            axes.add_patch(PathPatch(outline, facecolor=BLUE, alpha=ink, linewidth=0))
        axes.set(xlim=(-0.5, columns * step_x - 1), ylim=(rows * step_y, -0.5))
        axes.set_aspect("equal")
        axes.axis("off")

    return Drawing(paint, 0.8 * columns, 0.8 * rows * step_y / step_x)


def confusion(counts: np.ndarray, names: Sequence[str], row: str, column: str) -> Drawing:
    """A square table of counts: what is on the diagonal is right, the rest stands out."""

    def paint(axes: Axes) -> None:
        for (r, c), count in np.ndenumerate(counts):
            if count:
                colour = BLUE if r == c else ORANGE
                share = count / np.max(counts) if r == c else 1
                axes.add_patch(Rectangle((c - 0.5, r - 0.5), 1, 1, facecolor=colour, alpha=0.25 * share, linewidth=0))
                axes.text(c, r, str(count), color=colour, ha="center", va="center", weight="bold")
        places = range(len(names))
        axes.set(xlabel=column, ylabel=row, xlim=(-0.5, len(names) - 0.5), ylim=(len(names) - 0.5, -0.5))
        axes.set_xticks(places, names)
        axes.set_yticks(places, names)
        axes.tick_params(length=0)
        axes.set_aspect("equal")

    return Drawing(paint, 4.8, 4.8)


def dots(
    rows: Sequence[str], named: dict[str, Sequence[float | None]], xlabel: str, at: float | None = None
) -> Drawing:
    """A line per row, the first on top, with a mark for each name where its number lies on a logarithmic axis.

    None leaves a mark out. `at` draws an upright line there, to compare with.
    """

    def paint(axes: Axes) -> None:
        for n, (name, numbers) in enumerate(named.items()):
            seen = [(number, row) for row, number in enumerate(numbers) if number is not None]
            colour, marker = COLOURS[n % len(COLOURS)], "osD^vPX*"[n % 8]
            axes.plot(*np.transpose(seen), marker, color=colour, ms=7, label=name)
        for row in range(len(rows)):
            axes.axhline(row, color=GREY, lw=0.5, zorder=0)
        if at is not None:
            axes.axvline(at, color=GREY, lw=1.5, zorder=0)
        axes.set(xscale="log", xlabel=xlabel, yticks=range(len(rows)), ylim=(len(rows) - 0.5, -0.5))
        axes.set_yticklabels(rows)
        if len(named) > 1:
            axes.legend(labelcolor="linecolor", loc="lower center", bbox_to_anchor=(0.4, 1), ncols=3)

    lines_of_names = -(-len(named) // 3) if len(named) > 1 else 0
    return Drawing(paint, 6.4, 0.9 + 0.34 * len(rows) + 0.27 * lines_of_names)
