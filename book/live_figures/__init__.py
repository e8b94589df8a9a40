"""The live figures: what a notebook or a page shows of them.

A live figure is a custom element around a picture. The picture is complete by itself: it is what a reader sees without
JavaScript, in print, and in a notebook that is not trusted. On the site, `book/_ext/figures.py` adds the scripts of
`_static/figures` to the pages that have figures. In JupyterLab the element's own short script loads them from the
folder of the book. The scripts take the picture and make it follow the reader's hand.

`python -m book.live_figures` writes `arithmetic.js`, which is committed, because JupyterLab loads it as it is; a test
makes it anew and compares.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import quote

import numpy as np

from book import running_example
from book.live_figures.pictures import network_picture, number
from book.live_figures.plots import downhill_picture, slope_picture, two_ways_picture, xor_picture
from netlib import Network

FOLDER = Path(__file__).parents[1] / "_static" / "figures"
SCRIPTS = ("arithmetic.js", "core.js")  #: of every figure, before its own

NETWORK = {
    "x": running_example.INPUTS.tolist(),
    "t": running_example.TARGETS.tolist(),
    "v": running_example.V.tolist(),
    "w": running_example.W.tolist(),
    "alpha": running_example.ALPHA,
}

#: the first step lowers the loss with alpha up to about 65; with 100 it lands higher up, beyond the valley at w = 0
DOWNHILL = {"x": [1.0], "t": [0.5], "v": [[3.0]], "w": [[-1.5]], "alpha": 20.0}
SLOPE = {"z": 1.0}
EPOCHS = 1000  #: of XOR; with this seed the loss stands still for a while, and falls after about 300


def xor_start() -> dict:
    """The four examples of XOR and a first network: drawn with a fixed seed, with two digits."""
    rng = np.random.default_rng(1)
    w = [np.round(rng.normal(size=shape), 2).tolist() for shape in ((2, 2), (1, 2))]
    b = [np.round(rng.normal(size=n), 2).tolist() for n in (2, 1)]
    examples = {"x": [[0, 0], [0, 1], [1, 0], [1, 1]], "t": [[0], [1], [1], [0]]}
    return examples | {"w": w, "b": b, "alpha": 1, "epochs": EPOCHS}


#: the network of chapter 12, with its biases, which stay as they are
FAMOUS = {
    "x": [0.05, 0.10],
    "t": [0.01, 0.99],
    "w": [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]],
    "b": [[0.35, 0.35], [0.60, 0.60]],
    "alpha": 0.5,
}

# JupyterLab makes an address of `src` that it can load from, some time after it has run this.
LOADER = """<script>{
const made = document.currentScript.previousElementSibling;
const load = () => {
  const from = made.getAttribute("src");
  if (!/[/]files[/]/.test(from)) return;
  watch.disconnect();
  const known = (window.sgdLoaded ??= new Set());
  for (const name of ["figures.css", ...made.dataset.scripts.split(" ")]) {
    if (known.has(name)) continue;
    known.add(name);
    const address = from.replace("core.js", name), css = name.endsWith(".css");
    const part = document.createElement(css ? "link" : "script");
    Object.assign(part, css ? { rel: "stylesheet", href: address } : { src: address, async: false });
    document.head.append(part);
  }
};
const watch = new MutationObserver(load);
watch.observe(made, { attributes: true });
load();
}</script>"""


class Figure:
    """A live figure, by the name of its element; it is the last value of a cell, or a directive on a page of text.

    `picture` is SVG, `alt` says what it shows.
    """

    def __init__(self, name: str, picture: str, alt: str) -> None:
        self.name, self.picture, self.alt = name, picture, alt

    @property
    def scripts(self) -> tuple[str, ...]:
        return (*SCRIPTS, f"{self.name}.js")

    @property
    def html(self) -> str:
        """The element with its picture in it, which needs no script to be seen."""
        address = "data:image/svg+xml," + quote(self.picture, safe=" =:/,;()'.-")
        keys = 'data-lm-suppress-shortcuts="true"'  # JupyterLab leaves arrows and Enter to the figure
        return (
            f'<sgd-{self.name} src="_static/figures/core.js" data-scripts="{" ".join(self.scripts)}" {keys}>'
            f'<img alt="{escape(self.alt)}" src="{address}"></sgd-{self.name}>'
        )

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/html": self.html + LOADER, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"Live figure: {self.alt}"


def network() -> Figure:
    """The network that part I computes: every weight, input and target can be moved, one step at a time."""
    net = Network([NETWORK["v"], NETWORK["w"]])
    _, hidden, outputs = net.forward(NETWORK["x"])
    loss = net.loss(NETWORK["x"], NETWORK["t"])
    found = {"a": hidden.tolist(), "y": outputs.tolist(), "epsilon": float(loss)}
    alt = (
        "A network with two inputs, two hidden nodes and one output. Each node carries its name and its activation, "
        f"each edge its weight. The output is {outputs[0]:.2f}, the target {NETWORK['t'][0]}, the loss {loss:.2f}."
    )
    return Figure("network", network_picture(NETWORK | found), alt)


def slope() -> Figure:
    """The sigmoid with its tangent, and the slope as a product of the value."""
    alt = (
        "The sigmoid a over z, from 0 at the left to 1 at the right, with a point at z = 1 and the tangent there. "
        "The slope of the tangent is a(1 − a)."
    )
    return Figure("slope", slope_picture(SLOPE["z"]), alt)


def downhill() -> Figure:
    """The loss over two weights: a point to drag, the direction of the gradient, and a step that may overshoot."""
    alt = (
        "Contours of the loss over the weights v and w of a network with one node a layer, with a valley along w = 0, "
        f"and a point at v = {number(DOWNHILL['v'][0][0])}, w = {number(DOWNHILL['w'][0][0])}."
    )
    return Figure("downhill", downhill_picture(DOWNHILL), alt)


def xor() -> Figure:
    """A network learns XOR, epoch by epoch: its loss, and its output over the whole square."""
    alt = (
        f"The loss of a network with two hidden nodes that learns XOR, over {EPOCHS} epochs: it starts above 1, stands "
        "near 1 for some hundred epochs, and then falls to almost 0."
    )
    return Figure("xor", xor_picture(xor_start(), EPOCHS), alt)


def hasty() -> Figure:
    """The famous example in two ways: deltas that travel over the old weights, and over the new ones."""
    net = Network(FAMOUS["w"], FAMOUS["b"])
    loss = net.loss(FAMOUS["x"], FAMOUS["t"]) / 2
    alt = (
        f"The network of the famous example before the first step: its loss, with the half in front, is {loss:.9f}. "
        "The rule and the program that updates layer by layer start from the same weights."
    )
    outputs = [(f"output {n}", f"{y:.9f}", f"{y:.9f}") for n, y in enumerate(net(FAMOUS["x"]), 1)]
    return Figure("hasty", two_ways_picture([("loss", f"{loss:.9f}", f"{loss:.9f}"), *outputs]), alt)


#: by the name that the directive takes
FIGURES = {"network": network, "slope": slope, "downhill": downhill, "xor": xor, "hasty": hasty}
