"""Live figures on the site: each page loads the scripts of the figures that it has, and no page an inline script.

A notebook's output brings its figure with the short script that JupyterLab needs; here that script goes. A page of text
has the directive `live-figure` with the name of a figure. A page with proved lines gets the script that walks through
them.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from book.live_figures import FIGURES, LOADER

SCRIPTS = re.compile(r'<sgd-[a-z]+ [^>]*data-scripts="([^"]*)"')


class LiveFigure(SphinxDirective):
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        (name,) = self.arguments
        if name not in FIGURES:
            raise self.error(f"there is no live figure {name!r}; there are: {', '.join(FIGURES)}")
        return [nodes.raw("", FIGURES[name]().html, format="html")]


def without_loader(app: Sphinx, doctree: nodes.document, _name: str) -> None:
    """Take JupyterLab's script out of the outputs."""
    for node in list(doctree.findall(nodes.raw)):
        if LOADER in node.astext():
            node.replace_self(nodes.raw("", node.astext().replace(LOADER, ""), format=node["format"]))


def scripts_of(doctree: nodes.document) -> list[str]:
    """The scripts that the figures of a page need, each once, in the order in which they must run."""
    found = (SCRIPTS.findall(node.astext()) for node in doctree.findall(nodes.raw))
    return list(dict.fromkeys(script for figures in found for names in figures for script in names.split()))


def add_scripts(app: Sphinx, _page: str, _template: str, _context: dict, doctree: nodes.document | None) -> None:
    scripts = scripts_of(doctree) if doctree is not None else []
    if "network.js" in scripts:
        scripts.append("symbols.js")  # the formulas of the page light up with its network
    for script in scripts:
        app.add_js_file(f"figures/{script}", loading_method="defer")
    if scripts:
        app.add_css_file("figures/figures.css")
    if doctree is not None and any('class="derivation-line' in node.astext() for node in doctree.findall(nodes.raw)):
        app.add_js_file("figures/lines.js", loading_method="defer")
        app.add_css_file("figures/lines.css")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("live-figure", LiveFigure)
    app.connect("doctree-resolved", without_loader)
    app.connect("html-page-context", add_scripts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
