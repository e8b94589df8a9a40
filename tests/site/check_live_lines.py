"""Python in the page, asked without its buttons: lines that readers type, and all cells of pages. One Python for all.

LIVE_PAGES names the pages whose cells all run, such as "01 ledger"; by default those of the main derivations.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import SITE, served
from typed_lines import CELLS, HOSTILE, RIGHT, WRONG

BOOK = Path(__file__).parents[2] / "book"
MIME = "application/vnd.deriving-sgd+json"
PAGES = os.environ.get("LIVE_PAGES", "03 04 05 06 07").split()
SECONDS = 600  #: for one question, on a busy machine
IN_JUPYTER = "open this chapter in Jupyter"
pytestmark = pytest.mark.xdist_group("lines in the page")

# A worker of the page's own kind. A page's policy lets it start one only if the page has cells.
WORKER = """() => {
    const worker = new Worker('/_static/live/worker.js');
    window.asked = (message, seconds) => new Promise((resolve, reject) => {
        const answers = [];
        const no = (why) => reject(new Error(why));
        setTimeout(() => no(`no answer within ${seconds} seconds`), 1000 * seconds);
        worker.onerror = (event) => no(event.message ?? 'the worker did not start');
        worker.onmessage = ({data}) => {
            if (data.failed) return no(data.failed);
            if (data.id === undefined) return;
            answers.push(data);
            if (data.done || data.answer) resolve(answers);
        };
        worker.postMessage({id: 1, ...message});
    });
}"""


def asking(page) -> Callable[..., list[dict]]:
    """A function that asks a worker of this page, which has just been opened."""
    page.evaluate(WORKER)
    ask = "([message, seconds]) => window.asked(message, seconds)"
    return lambda message, seconds=SECONDS: page.evaluate(ask, [message, seconds])


@pytest.fixture(scope="module")
def worker(browser):
    page = browser.new_page()
    page.goto(f"{served(SITE)}/book/errata.html")
    yield asking(page)
    page.close()


def check(worker, line: str, after: int) -> dict:
    worker({"ask": "take", "with": {"at": 1, "after": after}})
    return worker({"ask": "check", "with": {"typed": line, "reason": ""}})[0]["answer"]


def test_typed_lines_are_proved_refuted_or_refused_in_the_page(worker):
    worker({"run": CELLS})
    said = {line: check(worker, line, after=1) for line in [*RIGHT[1:-1], *WRONG, *HOSTILE]}
    said |= {line: check(worker, line, after=0) for line in (RIGHT[0], RIGHT[-1])}
    assert [line for line in RIGHT if said[line]["outcome"] != "proved"] == []
    assert [line for line in WRONG if "counterexample" not in said[line].get("error", "")] == []
    assert [line for line in HOSTILE if said[line]["outcome"] == "proved" or not said[line]] == []
    assert check(worker, RIGHT[3], after=1)["outcome"] == "proved", "Python goes on"


def faults(cells: list[dict], results: list[dict]) -> list[str]:
    """What the page makes of a notebook's cells otherwise than the notebook: errors, and proved lines."""
    found = [f"{len(cells) - len(results)} cells did not run"] if len(cells) != len(results) else []
    for n, (cell, result) in enumerate(zip(cells, results)):
        wanted = "raises-exception" in cell["metadata"].get("tags", [])
        errors = [output["error"] for output in result["outputs"] if IN_JUPYTER not in output.get("error", IN_JUPYTER)]
        if errors and not wanted:
            found.append(f"cell {n} failed: {errors[0][:300]}")
        if wanted and not errors:
            found.append(f"cell {n} did not fail")
        shown = [output.get("data", {}).get(MIME, {}) for output in cell["outputs"]]
        if result.get("lines", []) != [line for data in shown for line in data.get("lines", [])] and not errors:
            found.append(f"cell {n} shows other lines")
    return found


def cells_of(name: str) -> list[dict]:
    (path,) = (path for path in BOOK.glob("*.ipynb") if path.stem.startswith(name))
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_s_cells_give_its_committed_lines(worker, name):
    worker({"run": ["import numpy as np", "np.pi"]})  # with NumPy, so that no cell is passed over
    cells = cells_of(name)
    answers = worker({"run": ["".join(cell["source"]) for cell in cells]})
    assert faults(cells, [answer["cell"] for answer in answers if "cell" in answer]) == []


def test_a_cell_that_fails_or_shows_another_line_is_noticed():
    line = {"latex": "a = b"}
    cell = {"metadata": {}, "outputs": [{"data": {MIME: {"lines": [line]}}}]}
    fails = cell | {"metadata": {"tags": ["raises-exception"]}, "outputs": []}
    good, refused = {"outputs": [{"html": "x"}], "lines": [line]}, {"outputs": [{"error": "refuted"}], "lines": []}
    elsewhere = {"outputs": [{"error": f"numba is not available: {IN_JUPYTER}"}], "lines": []}
    assert faults([cell, fails], [good, refused]) == []
    assert faults([fails | {"metadata": {}}], [elsewhere]) == []
    assert faults([cell], [refused]) == ["cell 0 failed: refuted"]
    assert faults([fails], [good | {"lines": []}]) == ["cell 0 did not fail"]
    assert faults([cell], [good | {"lines": [{"latex": "a = c"}]}]) == ["cell 0 shows other lines"]
    assert faults([cell], []) == ["1 cells did not run"]


def test_a_worker_that_may_not_start_or_does_not_answer_is_noticed(browser):
    page = browser.new_page()
    page.goto(f"{served(SITE)}/book/references.html")  # without cells
    with pytest.raises(Exception, match="did not start|no answer"):
        asking(page)({"run": ["1"]}, seconds=5)
    page.close()
