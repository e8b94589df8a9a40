"""The committed notebooks as artefacts: executed, in order, short cells, described figures, nothing left behind."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from book.ledger import IDS, proved_lines

BOOK = Path(__file__).parents[2] / "book"
NOTEBOOKS = sorted(BOOK.glob("*.ipynb"))

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def faults(notebook):
    """What a committed notebook must not have, in words."""
    cells = code_cells(notebook)
    found = []
    if [cell["execution_count"] for cell in cells] != list(range(1, len(cells) + 1)):
        found.append("not executed from top to bottom in a fresh kernel")
    if set(notebook["metadata"]) - {"kernelspec", "language_info"} or set(notebook["metadata"]["language_info"]) - {
        "name"
    }:
        found.append("metadata that differs between machines")
    for cell in cells:
        source, tags = "".join(cell["source"]), cell["metadata"].get("tags", [])
        if len(source.splitlines()) > 15:
            found.append(f"a cell of more than 15 lines: {source[:40]!r}")
        if "execution" in cell["metadata"]:
            found.append("times of execution")
        if re.search(r"NBVAL_IGNORE_OUTPUT|nbval-ignore-output", source + str(tags)):
            found.append(f"an output nobody checks: {source[:40]!r}")
        if re.search(r"np\.(allclose|isclose)\(", source):
            found.append(f"a comparison with a hidden absolute tolerance of 1e-8: {source[:40]!r}")
        if re.search(r"savefig|np\.save|write_text|to_csv|open\(", source):
            found.append(f"writes a file: {source[:40]!r}")
        for output in cell["outputs"]:
            if any(kind.startswith("image/") for kind in output.get("data", {})):
                if not cell["metadata"].get("mystnb", {}).get("image", {}).get("alt"):
                    found.append(f"a figure without alternative text: {source[:40]!r}")
            picture = "".join(output.get("data", {}).get("image/svg+xml", ""))
            if "\n" in picture:
                found.append(f"a picture of more than one line: {source[:40]!r}")
            if picture and not "".join(output["data"]["text/plain"]).startswith("Drawing, "):
                found.append(f"a figure whose content nobody compares: {source[:40]!r}")
            if output["output_type"] == "error" and "raises-exception" not in tags:
                found.append(f"an error nobody announced: {output['ename']}")
            if output["output_type"] == "error" and any(".py" in line for line in output["traceback"]):
                found.append("a traceback with file names of this machine")
        if "raises-exception" in tags and not any(o["output_type"] == "error" for o in cell["outputs"]):
            found.append(f"announced to fail, but did not: {source[:40]!r}")
    return found


@each
def test_a_committed_notebook_has_no_faults(path):
    assert faults(json.loads(path.read_text())) == []


def spoiled(change):
    notebook = json.loads((BOOK / "03_sigmoid.ipynb").read_text())
    change(notebook, code_cells(notebook))
    return " ".join(faults(notebook))


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda nb, cells: cells[2].update(execution_count=None), "not executed"),
        (lambda nb, cells: cells.reverse() or nb.update(cells=cells), "not executed"),
        (lambda nb, cells: nb["metadata"]["language_info"].update(version="3.11.1"), "metadata"),
        (lambda nb, cells: cells[3].update(source="x = 1\n" * 16), "more than 15 lines"),
        (lambda nb, cells: cells[3].update(source="# NBVAL_IGNORE_OUTPUT\nx"), "nobody checks"),
        (lambda nb, cells: cells[3].update(source="assert np.allclose(1e-9, 2e-9)"), "hidden absolute tolerance"),
        (lambda nb, cells: cells[1]["metadata"].clear(), "without alternative text"),
        (lambda nb, cells: cells[1]["outputs"][0]["data"].update({"image/svg+xml": "<svg>\n</svg>"}), "than one line"),
        (lambda nb, cells: cells[1]["outputs"][0]["data"].update({"text/plain": "Drawing"}), "nobody compares"),
        (lambda nb, cells: cells[3].update(source="plt.savefig('x.png')"), "writes a file"),
        (lambda nb, cells: cells[0]["metadata"].update(tags=["raises-exception"]), "announced to fail"),
        (
            lambda nb, cells: cells[0].update(outputs=[{"output_type": "error", "ename": "E", "traceback": []}]),
            "nobody announced",
        ),
    ],
)
def test_the_check_sees_each_fault(change, words):
    assert words in spoiled(change)


def test_every_equation_of_the_handout_is_proved():
    """Read from the outputs of executed cells: an id in a cell's source alone does not count."""
    proved = {entry.id: entry for entry in proved_lines()}
    assert set(proved) == set(IDS)
    assert all(entry.proof and entry.latex and entry.how for entry in proved.values())


def test_the_ledger_does_not_count_what_was_not_executed(tmp_path):
    notebook = json.loads((BOOK / "03_sigmoid.ipynb").read_text())
    for cell in code_cells(notebook):
        cell["outputs"] = []
    (tmp_path / "03_sigmoid.ipynb").write_text(json.dumps(notebook))
    assert proved_lines(tmp_path) == []


def test_a_changed_sign_fails_the_notebook(tmp_path):
    """One sign in one proved line. The cells run from another working directory, and leave nothing there."""
    notebook = nbformat.read(BOOK / "03_sigmoid.ipynb", 4)
    target = next(n for n, cell in enumerate(notebook.cells) if 'id="E20"' in cell.source)
    notebook.cells = notebook.cells[: target + 1]
    notebook.cells[target].source = notebook.cells[target].source.replace("1 - sigma(z)", "1 + sigma(z)")
    with pytest.raises(Exception, match="refuted"):
        NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert list(tmp_path.iterdir()) == []
