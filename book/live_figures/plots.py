"""The pictures of live figures that have axes: a curve with its tangent, a loss surface, a training run.

Each says in `data-box` which rectangle of the picture shows which numbers, so that the scripts can put points into it.
Coordinates are whole numbers, so that the last bits of a machine do not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from contourpy import contour_generator

from book.live_figures.pictures import COLOURS, GREY, svg
from netlib import Network
from netlib.activations import sigmoid


@dataclass(frozen=True)
class Box:
    """A rectangle of the picture, `left` to `right` and `top` to `bottom`, and the numbers at its edges."""

    left: int
    right: int
    top: int
    bottom: int
    x: tuple[float, float]
    y: tuple[float, float]

    def points(self, x: Iterable[float], y: Iterable[float]) -> str:
        """A path through the points."""
        across = np.interp(x, self.x, (self.left, self.right))
        down = np.interp(y, self.y, (self.bottom, self.top))
        return "M" + "L".join(f"{round(a)} {round(b)}" for a, b in zip(across, down))

    @property
    def attribute(self) -> str:
        edges = self.left, self.right, self.top, self.bottom, *self.x, *self.y
        return f" data-box='{' '.join(map(str, edges))}'"

    def axes(self, ticks_x: Sequence[float], ticks_y: Sequence[float], names: tuple[str, str]) -> list[str]:
        parts = [f"<path d='M{self.left} {self.top}V{self.bottom}H{self.right}' fill='none' stroke='{GREY}'/>"]
        for value in ticks_x:
            x = round(np.interp(value, self.x, (self.left, self.right)))
            parts.append(text(x, self.bottom + 17, f"{value:g}"))
        for value in ticks_y:
            y = round(np.interp(value, self.y, (self.bottom, self.top)))
            parts.append(text(self.left - 16, y + 4, f"{value:g}"))
        parts.append(text((self.left + self.right) // 2, self.bottom + 34, names[0]))
        return [*parts, text(self.left - 16, self.top - 8, names[1])]


def text(x: int, y: int, words: str) -> str:
    return f"<text x='{x}' y='{y}' fill='{GREY}'>{words.replace('-', '−')}</text>"


def line(path: str, colour: str, width: float = 2, more: str = "") -> str:
    return f"<path d='{path}' fill='none' stroke='{colour}' stroke-width='{width}'{more}/>"


def dot(box: Box, x: float, y: float, colour: str) -> str:
    cx, cy = box.points([x], [y]).removeprefix("M").split()
    return f"<circle class='point' cx='{cx}' cy='{cy}' r='7' fill='{colour}'/>"


def slope_picture(z: float) -> str:
    """The sigmoid, a point on it, and the tangent there."""
    box = Box(46, 386, 24, 224, (-6, 6), (0, 1))
    places, a = np.linspace(-6, 6, 61), float(sigmoid(np.array(z)))
    ends = np.clip([z - 2, z + 2], -6, 6)
    parts = box.axes([-6, -3, 0, 3, 6], [0, 0.5, 1], ("z", "a"))
    parts.append(line(box.points(places, sigmoid(places)), COLOURS["a"]))
    parts.append(line(box.points(ends, a + a * (1 - a) * (ends - z)), COLOURS["delta"], 3, " class='tangent'"))
    parts.append(dot(box, z, a, COLOURS["a"]))
    return svg(400, 262, parts, box.attribute)


def downhill_picture(start: dict) -> str:
    """The loss over the two weights of a 1-1-1 network, in contours, and the point where the descent starts."""
    box = Box(46, 356, 24, 334, (-4, 4), (-4, 4))
    grid = np.linspace(-4, 4, 41)
    loss = [[Network([[[v]], [[w]]]).loss(start["x"], start["t"]) for v in grid] for w in grid]
    contours = contour_generator(grid, grid, loss)
    parts = box.axes([-4, -2, 0, 2, 4], [-4, -2, 0, 2, 4], ("v", "w"))
    for level in (0.002, 0.01, 0.03, 0.06, 0.1, 0.14, 0.18, 0.22):
        path = "".join(box.points(*thinned(run).T) for run in contours.lines(level))
        parts.append(line(path, GREY, 1))
    parts.append(dot(box, start["v"][0][0], start["w"][0][0], COLOURS["w"]))
    return svg(400, 372, parts, box.attribute)


def thinned(run: np.ndarray) -> np.ndarray:
    """About 25 of the points, first and last among them."""
    return run[np.unique(np.linspace(0, len(run) - 1, 25).round().astype(int))]


def xor_losses(start: dict, epochs: int) -> list[float]:
    """The loss before training and after each epoch of the four examples, one step for each."""
    net = Network(start["w"], start["b"])
    losses = [net.loss(start["x"], start["t"])]
    for _ in range(epochs):
        for x, t in zip(start["x"], start["t"]):
            net.step(x, t, start["alpha"])
        losses.append(net.loss(start["x"], start["t"]))
    return losses


def xor_picture(start: dict, epochs: int) -> str:
    """The loss of the whole training. The script draws it anew, epoch by epoch."""
    box = Box(46, 376, 24, 204, (0, epochs), (0, 1.5))
    losses = xor_losses(start, epochs)[:: epochs // 50]
    parts = box.axes([0, epochs // 2, epochs], [0, 0.5, 1, 1.5], ("epochs", "loss"))
    parts.append(line(box.points(np.linspace(0, epochs, len(losses)), losses), COLOURS["w"], 2, " class='run'"))
    return svg(400, 242, parts, box.attribute)


def two_ways_picture(rows: Sequence[tuple[str, str, str]]) -> str:
    """A small table: a name, and a number by the rule and layer by layer."""
    columns, parts = (90, 210, 330), []
    for n, row in enumerate([("", "by the rule", "layer by layer"), *rows]):
        parts += [text(x, 24 + 24 * n, words) for x, words in zip(columns, row)]
    return svg(400, 24 * len(rows) + 40, parts)
