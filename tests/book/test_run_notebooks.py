"""Notebooks run again when what they read has changed, and only then; a page must not show stale proofs."""

import json
import sys
from pathlib import Path

import nbformat
import pytest
from sphinx.errors import ExtensionError

sys.path.append(str(Path(__file__).parents[2] / "book" / "_ext"))

from run_notebooks import Notebooks  # noqa: E402

PAGE, OTHER = "book/page.ipynb", "book/other.ipynb"
FILES = {
    "engine/__init__.py": "",
    "engine/rule.py": "def sign():\n    return -1\n",
    "engine/unused.py": "",
    "book/data/numbers.txt": "5",
    "book/data/more/a.txt": "",
    "requirements.txt": "numpy==1",
}
CELL = """import sys
from pathlib import Path
sys.path.insert(0, "..")
from engine.rule import sign
print(sign() * int(Path("data/numbers.txt").read_text()), len(list(Path("data/more").glob("*.txt"))))"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> Notebooks:
    """A small project whose two notebooks have run: one uses an engine and data, the other nothing."""
    root = tmp_path_factory.mktemp("project").resolve()
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    for name, source in {PAGE: CELL, OTHER: "1 + 1"}.items():
        write(root / name, source)
    notebooks = Notebooks(root, root / "_build" / "notebooks")
    assert sorted(notebooks.run([PAGE, OTHER], 2, say=lambda _: None)) == [OTHER, PAGE]
    return notebooks


def write(path: Path, source: str) -> None:
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), path)


def shown(notebooks: Notebooks, name: str) -> str:
    """The output that the site would show."""
    executed = json.loads(notebooks.executed(name, (notebooks.root / name).read_text()))
    return "".join(executed["cells"][0]["outputs"][0]["text"])


def current(notebooks: Notebooks) -> list[str]:
    return [name for name in (PAGE, OTHER) if notebooks.is_current(name)]


def test_nothing_runs_again_while_nothing_changes(ran):
    assert current(ran) == [PAGE, OTHER]
    assert ran.run([PAGE, OTHER], 2) == []
    assert shown(ran, PAGE) == "-5 1\n"


def test_the_record_has_what_was_imported_opened_and_listed_and_nothing_else(ran):
    read = set(json.loads(ran.record(PAGE).read_text())["read"])
    assert read == {
        *["engine/__init__.py", "engine/rule.py", "book/data/numbers.txt", "book/data/more", "requirements.txt"]
    }


@pytest.mark.parametrize(
    "name, text, still",
    [
        ("engine/rule.py", "def sign():\n    return +1\n", [OTHER]),
        ("engine/__init__.py", "from engine import rule", [OTHER]),
        ("engine/rule.py", None, [OTHER]),
        ("book/data/numbers.txt", "6", [OTHER]),
        ("book/data/more/b.txt", "", [OTHER]),
        ("requirements.txt", "numpy==2", []),
        ("engine/unused.py", "changed", [PAGE, OTHER]),
        ("book/intro.md", "new", [PAGE, OTHER]),
        ("_build/notebooks/page.outputs.json", "[]", [OTHER]),
        ("_build/notebooks/page.json", "not JSON", [OTHER]),
        ("_build/notebooks/page.json", "{}", [OTHER]),
    ],
)
def test_a_notebook_is_out_of_date_when_what_it_reads_is_another(ran, name, text, still):
    path = ran.root / name
    before = path.read_text() if path.exists() else None
    path.unlink() if text is None else path.write_text(text)
    try:
        assert current(ran) == still
    finally:
        path.unlink(missing_ok=True) if before is None else path.write_text(before)
    assert current(ran) == [PAGE, OTHER], "undone, the outputs serve again"


def test_another_python_or_another_cell_needs_a_run_and_another_text_does_not(ran, monkeypatch):
    path = ran.root / OTHER
    before = path.read_text()
    notebook = nbformat.reads(before, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell("words"))
    path.write_text(nbformat.writes(notebook))
    assert current(ran) == [PAGE, OTHER]
    write(path, "1 + 2")
    assert current(ran) == [PAGE]
    path.write_text(before)
    monkeypatch.setattr(sys, "version", "3.99")
    assert current(ran) == []


def test_a_flipped_sign_in_the_engine_is_seen_on_the_page(ran):
    rule = ran.root / "engine/rule.py"
    rule.write_text("def sign():\n    return +1\n")
    try:
        assert shown(ran, PAGE) == "-5 1\n", "the stale output, which a wrong key would go on showing"
        assert ran.run([PAGE, OTHER], 2, say=lambda _: None) == [PAGE]
        assert shown(ran, PAGE) == "5 1\n"
    finally:
        rule.write_text(FILES["engine/rule.py"])


def test_a_failing_cell_is_an_error_that_names_the_notebook_and_nothing_is_kept(ran):
    write(ran.root / "book/fails.ipynb", "1 / 0")
    with pytest.raises(ExtensionError, match=r"(?s)book/fails\.ipynb: a cell failed.*ZeroDivisionError"):
        ran.run(["book/fails.ipynb"], 1, say=lambda _: None)
    assert not ran.is_current("book/fails.ipynb")


def test_a_file_that_changes_while_a_notebook_runs_makes_it_run_again(ran):
    source = 'from pathlib import Path\nPath("data/numbers.txt").write_text(Path("data/numbers.txt").read_text())'
    write(ran.root / "book/meddles.ipynb", source)
    ran.run(["book/meddles.ipynb"], 1, say=lambda _: None)
    assert not ran.is_current("book/meddles.ipynb")


def test_outputs_are_not_put_into_other_cells(ran):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1"), nbformat.v4.new_code_cell("2")])
    with pytest.raises(ExtensionError, match="was edited while it ran: build again"):
        ran.executed(OTHER, nbformat.writes(notebook))
