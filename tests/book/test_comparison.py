"""`pytest --nbval` as this project sets it up: what it lets pass, what not, and what it says of a missing package."""

import os
import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
FIGURE = (
    'import numpy as np\nfrom book.figures import drawing\ndrawing.curves(np.arange(5), {"one": np.arange(5)}, "$x$")'
)


def outcomes(notebook, folder: Path) -> tuple[dict[str, str], str]:
    """What pytest says of each cell of an executed notebook, where autograd is missing; and all it printed."""
    nbformat.write(notebook, folder / "figures.ipynb")
    (folder / "without_autograd.py").write_text("import sys\nsys.modules['autograd'] = None\n")
    command = [sys.executable, "-m", "pytest", "-rA", "--color=no", "-p", "no:cacheprovider", "-p", "conftest"]
    done = subprocess.run(
        [*command, "-p", "without_autograd", "-c", ROOT / "pyproject.toml", "--nbval", folder / "figures.ipynb"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{folder}"},
        capture_output=True,
        text=True,
    )
    found = {cell: outcome for outcome, cell in re.findall(r"^(PASSED|FAILED) .*::(Cell \d+)", done.stdout, re.M)}
    return found, done.stdout


def test_a_figure_is_compared_by_what_it_shows(tmp_path):
    sources = [FIGURE] * 5 + ["1 + 1", "1 + 1"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(notebook, resources={"metadata": {"path": str(ROOT)}}).execute()
    same, pixels, label, missing, last_digit, text, tagged = notebook.cells
    pixels.outputs[0].data["image/svg+xml"] = "<svg/>"
    pixels.outputs[0].data["text/html"] = "<img>"
    label.outputs[0].data["text/plain"] = label.outputs[0].data["text/plain"].replace("$x$", "$y$")
    missing.outputs = []
    last_digit.outputs[0].data["text/plain"] = last_digit.outputs[0].data["text/plain"].replace("0.955", "0.956")
    text.outputs[0].data["text/plain"] = tagged.outputs[0].data["text/plain"] = "3"
    tagged.metadata.tags = ["needs-autograd"]
    found, said = outcomes(notebook, tmp_path)
    assert [found.get(f"Cell {n}", "neither") for n in range(7)] == [
        *["PASSED", "PASSED", "FAILED", "FAILED", "PASSED", "FAILED", "neither"]
    ], said
    assert "its outputs are not compared, for want of autograd (pip install -e .[witness])" in said


@pytest.mark.parametrize("failures, started", [(0, 1), (2, 3), (3, 3)])
def test_a_kernel_that_dies_as_it_starts_is_started_again(failures, started, monkeypatch):
    spec = spec_from_file_location("set_up", ROOT / "conftest.py")
    set_up = module_from_spec(spec)
    plugin = SimpleNamespace(count=0)
    monkeypatch.setattr("nbval.plugin.IPyNbCell.compare_outputs", None)  # loading the file again changes nbval again
    monkeypatch.setattr("nbval.plugin.IPyNbCell.runtest", None)
    monkeypatch.setattr("nbval.plugin.IPyNbFile.setup", None)
    spec.loader.exec_module(set_up)

    def start(_):
        plugin.count += 1
        if plugin.count <= failures:
            raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr(set_up, "start_kernel_once", start)
    if failures < 3:
        set_up.start_kernel(None)
    else:
        with pytest.raises(RuntimeError, match="Kernel died"):
            set_up.start_kernel(None)
    assert plugin.count == started
