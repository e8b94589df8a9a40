"""The strip at the head of a chapter: where it is on the way from the loss back to a hidden weight."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import Circle

from book.figures.figure import GREY, ORANGE, Drawing

STATIONS = {"loss": r"$\varepsilon$", "y": "$y$", "z_o": "$z_o$", "a": "$a$", "z_h": "$z_h$", "v": "$v$"}


def you_are_here(*lit: str) -> Drawing:
    """The way from the loss back to a hidden weight as a strip, the stations of this chapter lit.

    `lit` are keys of `STATIONS`. The strip is as wide as a phone. Raises ValueError for another name.
    """
    if unknown := set(lit) - set(STATIONS):
        raise ValueError(f"no station is called {', '.join(sorted(unknown))}: choose from {', '.join(STATIONS)}")

    def paint(axes: Axes) -> None:
        for place, (name, label) in enumerate(STATIONS.items()):
            here = name in lit
            colour = ORANGE if here else GREY
            face = to_rgba(ORANGE, 0.15) if here else "none"
            axes.add_patch(Circle((place, 0), 0.3, facecolor=face, edgecolor=colour, linewidth=3 if here else 1))
            axes.text(place, 0, label, color=colour, ha="center", va="center", size=15)
            if place:
                axes.plot([place - 0.66, place - 0.4], [0, 0], color=GREY, lw=1)
                axes.plot([place - 0.4], [0], color=GREY, marker=">", markersize=5)
        axes.set(xlim=(-0.4, len(STATIONS) - 0.6), ylim=(-0.4, 0.4))
        axes.set_aspect("equal")
        axes.axis("off")

    return Drawing(paint, 4.6, 0.72)
