"""Sphinx extension: gives pages with code cells the script that runs them in the page, and the site what it loads."""

from __future__ import annotations

from pathlib import Path

from live_files import Fetched, Missing, cache_folder, pack, read_lock
from sphinx.util import logging

logger = logging.getLogger(__name__)
FOLDER = Path("_static", "live")
HERE = (
    "You can change and run every code cell of this page: press Run, or Ctrl+Enter in the cell. "
    "The first run loads {proofs} MB of Python{numbers}."
)
WITH_NUMBERS = ", and cells with NumPy load {numbers} MB more"
WITHOUT_NUMBERS = "; cells with NumPy run in Jupyter only (make lab)"
IN_JUPYTER = (
    "This chapter needs a compiler, which a browser lacks. To run all of its cells, open it in Jupyter (make lab)."
)
NEEDS_A_COMPILER = {"book/machine_code"}
NOWHERE = (
    "The cells of this page cannot run here, because the site was built without Python for the browser. "
    "To run them, open the chapter in Jupyter (make lab)."
)


def pack_files(app, env) -> None:
    """Before pages are written: put Python and SymPy into the site, or find out that there is none."""
    app.live = {"data-proofs": "", "data-numbers": ""}
    if app.builder.format != "html":
        return
    root, to = Path(app.srcdir), Path(app.outdir) / FOLDER / "python"
    try:
        fetched = Fetched(read_lock(root / app.config.live_lock), Path(app.config.live_cache or cache_folder()))
        files = pack(root, fetched, to, logger.info)
    except Missing as error:
        logger.info("the site is built without cells that run in the page: %s", error)
        return
    for group, names in files.items():
        bytes_ = sum((to / name).stat().st_size for name in names)
        app.live[f"data-{group}"] = f"{bytes_ / 1e6:.0f}" if names else ""


def add_script(app, pagename, templatename, context, doctree) -> None:
    """To a page that has code cells."""
    if doctree is None or not any("cell_input" in node["classes"] for node in doctree.findall() if is_element(node)):
        return
    context["body"] = context["body"].replace("</h1>", f'</h1>\n<p class="live-note">{note(app, pagename)}</p>', 1)
    app.add_css_file("live/live.css")
    if not app.live["data-proofs"]:
        return
    for name in ("clean.js", "live.js", "turn.js"):
        app.add_js_file(f"live/{name}", defer="defer", **app.live)


def note(app, pagename: str) -> str:
    """What a reader can do with the cells of this page."""
    proofs, numbers = app.live["data-proofs"], app.live["data-numbers"]
    if not proofs:
        return NOWHERE
    if pagename in NEEDS_A_COMPILER:
        return IN_JUPYTER
    return HERE.format(proofs=proofs, numbers=(WITH_NUMBERS if numbers else WITHOUT_NUMBERS).format(numbers=numbers))


def is_element(node) -> bool:
    return hasattr(node, "attributes") and "classes" in node.attributes


def setup(app) -> dict:
    app.add_config_value("live_lock", "book/_live/lock.json", "env")
    app.add_config_value("live_cache", "", "env")
    app.connect("env-updated", pack_files)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
