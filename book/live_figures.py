"""The live figures: what a notebook or a page shows of them, and the file of arithmetic that they run.

A live figure is a custom element around a picture. The picture is complete by itself: it is what a reader sees without
JavaScript, in print, and in a notebook that is not trusted. On the site, `book/_ext/figures.py` adds the scripts of
`_static/figures` to the pages that have figures. In JupyterLab the element's own short script loads them from the
folder of the book. The scripts take the picture and make it follow the reader's hand.

`python -m book.live_figures` writes `arithmetic.js`, which is committed, because JupyterLab loads it as it is; a test
makes it anew and compares.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from urllib.parse import quote

from book import running_example
from book.live_arithmetic import javascript, programs
from book.live_formulas import network_shown
from book.live_pictures import network_picture
from netlib import Network

FOLDER = Path(__file__).parent / "_static" / "figures"
SCRIPTS = ("arithmetic.js", "core.js")  #: of every figure, before its own

NETWORK = {
    "x": running_example.INPUTS.tolist(),
    "t": running_example.TARGETS.tolist(),
    "v": running_example.V.tolist(),
    "w": running_example.W.tolist(),
    "alpha": running_example.ALPHA,
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


FIGURES = {"network": network}  #: by the name that the directive takes


def arithmetic(made: Mapping | None = None) -> str:
    """The content of arithmetic.js; `made` are the programs, those of the book by default."""
    data = {"start": {"network": NETWORK}, "formulas": {"network": network_shown(2, 2, 1)}}
    written = ",\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in data.items())
    return (
        "// Written by `python -m book.live_figures` from the book's definitions. Do not edit.\n"
        f"window.sgd = {{\n{written},\narithmetic: {javascript(made or programs())} }};\n"
    )


if __name__ == "__main__":
    (FOLDER / "arithmetic.js").write_text(arithmetic(), encoding="utf-8")
