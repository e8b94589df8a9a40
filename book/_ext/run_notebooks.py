"""Runs the notebooks for the site: several at once, and only those whose outputs could differ from the last build's.

While a notebook runs, its kernel notes which files of the project it imports, opens or lists. Its outputs are kept in
`_build/notebooks` with a digest of each of these files, of its own cells, of the lock, and with Python's version. As
long as all of them are the same, a run could only repeat the outputs, so the kept ones are shown. If one differs, or if
anything about them cannot be read, the notebook runs again. A cell that fails makes the build fail, and nothing of its
notebook is kept.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from time import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from sphinx.errors import ExtensionError
from sphinx.util import logging

SECONDS = 600  #: that one cell may take
QUIET = ["--IPKernelApp.log_level=ERROR"]  # each kernel would warn that it listens to this machine without encryption

# The kernel runs this first. Files are noted as they are opened; modules at the end, because Python opens their .pyc.
WATCH = """
def _watch():
    import os, sys
    seen = set()
    def note(event, arguments):
        if event in ("open", "os.scandir", "os.listdir") and isinstance(arguments[0], (str, os.PathLike)):
            if event == "open" or not sys._getframe(1).f_code.co_filename.startswith("<frozen importlib"):
                seen.add(os.path.abspath(os.fsdecode(arguments[0])))
    sys.addaudithook(note)
    def report():
        modules = {name: getattr(module, "__file__", None) for name, module in list(sys.modules.items())}
        return {
            "opened": sorted(map(os.path.realpath, seen)),
            "modules": {name: os.path.realpath(file) for name, file in modules.items() if file},
        }
    return report
_read = _watch()
"""
REPORT = "import json; print(json.dumps(_read()))"


class Notebooks:
    """The notebooks of the project at `root`, and the outputs kept of them in the folder `kept`."""

    def __init__(self, root: Path, kept: Path, lock: str = "requirements.txt"):
        self.root, self.kept, self.lock = root, kept, lock

    def digest(self, name: str) -> str:
        """Of a file's content, or of the names in a folder; what is not there has a digest of its own."""
        path = self.root / name
        if path.is_dir():
            return sha256("\n".join(sorted(filter(is_source, os.listdir(path)))).encode()).hexdigest()
        return sha256(path.read_bytes()).hexdigest() if path.exists() else "missing"

    def about(self, name: str, read: Iterable[str]) -> dict:
        """All that a notebook's outputs depend on."""
        cells = nbformat.read(self.root / name, as_version=4).cells
        code = [[cell.source, cell.metadata.get("tags", [])] for cell in cells if cell.cell_type == "code"]
        return {
            "code": sha256(json.dumps(code).encode()).hexdigest(),
            "python": sys.version,
            "read": {file: self.digest(file) for file in sorted({self.lock, *read})},
        }

    def is_current(self, name: str) -> bool:
        """Whether the kept outputs are those that the notebook would have if it ran now."""
        try:
            known = json.loads(self.record(name).read_text(encoding="utf-8"))
            outputs = sha256(self.outputs(name).read_bytes()).hexdigest()
            return known == self.about(name, known["read"]) | {"outputs": outputs}
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def record(self, name: str) -> Path:
        return self.kept / f"{Path(name).stem}.json"

    def outputs(self, name: str) -> Path:
        return self.kept / f"{Path(name).stem}.outputs.json"

    def executed(self, name: str, source: str) -> str:
        """The notebook's text as it is now, with the kept outputs in its code cells."""
        notebook = nbformat.reads(source, as_version=4)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        kept = json.loads(self.outputs(name).read_text(encoding="utf-8"))
        if len(code) != len(kept):
            raise ExtensionError(f"{name} was edited while it ran: build again")
        for cell, result in zip(code, kept):
            cell.update(nbformat.from_dict(result))
        return nbformat.writes(notebook)

    def run(self, names: Iterable[str], at_once: int, say=print) -> list[str]:
        """Run those notebooks that are not current, the largest first; their names.

        Raises `ExtensionError`, when all have run, with what each failing cell said.
        """
        self.kept.mkdir(parents=True, exist_ok=True)
        due = [name for name in names if not self.is_current(name)]
        due.sort(key=lambda name: (self.root / name).stat().st_size, reverse=True)
        failures = list(filter(None, asyncio.run(self.all_of(due, at_once, say))))
        if failures:
            raise ExtensionError("\n\n".join(failures))
        return due

    async def all_of(self, names: list[str], at_once: int, say) -> list[str | None]:
        """What `one` returns, for each name, with at most so many kernels at once."""
        free = asyncio.Semaphore(at_once)

        async def in_turn(name: str) -> str | None:
            async with free:
                say(f"running {name}")
                return await self.one(name)

        return await asyncio.gather(*map(in_turn, names))

    async def one(self, name: str) -> str | None:
        """Run a notebook and keep its outputs; what its failing cell says, if one fails."""
        start, code = time(), self.about(name, [])["code"]
        self.record(name).unlink(missing_ok=True)
        notebook = nbformat.read(self.root / name, as_version=4)
        place = {"metadata": {"path": str((self.root / name).parent)}}
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            kernel_name="python3",
            resources=place,
            record_timing=False,
            extra_arguments=QUIET,
        )
        cells = list(notebook.cells)
        watch, report = map(nbformat.v4.new_code_cell, (WATCH, REPORT))
        notebook.cells += [watch, report]  # nbclient runs cells by their place in the notebook
        try:
            async with client.async_setup_kernel():
                await client.async_execute_cell(watch, len(cells), store_history=False)
                for n, cell in enumerate(cells):
                    await client.async_execute_cell(cell, n)
                await client.async_execute_cell(report, len(cells) + 1, store_history=False)
        except CellExecutionError as error:
            return f"{name}: a cell failed.\n{error}"
        about = self.about(name, self.of_the_project(**json.loads(report.outputs[0].text)))
        about["code"] = code
        for file in about["read"]:
            if (self.root / file).exists() and (self.root / file).stat().st_mtime >= start:
                about["read"][file] = "changed while the notebook ran"
        self.keep(name, about, [cell for cell in cells if cell.cell_type == "code"])
        return None

    def of_the_project(self, opened: Iterable[str], modules: dict[str, str]) -> list[str]:
        """What was read of the project: names below `root`, and its packages wherever they are installed."""
        packages = {path.name for path in self.root.iterdir() if (path / "__init__.py").exists()}
        imported = [file for module, file in modules.items() if module.partition(".")[0] in packages]
        read = {Path(path) for path in (*opened, *modules.values()) if self.has(Path(path))} | set(map(Path, imported))
        return [(path.relative_to(self.root) if self.has(path) else path).as_posix() for path in read]

    def has(self, path: Path) -> bool:
        """Whether a file or folder is part of the project, and not made by a program."""
        return path.is_relative_to(self.root) and all(map(is_source, path.relative_to(self.root).parts))

    def keep(self, name: str, about: dict, cells: list) -> None:
        """Write the outputs, then the record that makes them count."""
        kept = json.dumps([{"outputs": cell.outputs, "execution_count": cell.execution_count} for cell in cells])
        self.outputs(name).write_text(kept, encoding="utf-8", newline="\n")
        about |= {"outputs": sha256(self.outputs(name).read_bytes()).hexdigest()}
        self.record(name).write_text(json.dumps(about, indent=1), encoding="utf-8")


def is_source(name: str) -> bool:
    """Whether a file or folder of this name is written by people."""
    return not name.startswith(".") and name not in ("_build", "__pycache__") and not name.endswith(".egg-info")


def run_outdated(app, env, added, changed, removed) -> list[str]:
    """Before Sphinx reads: run what has to run. Pages whose outputs are new have to be read again."""
    names = {doc: Path(env.doc2path(doc)).relative_to(app.srcdir).as_posix() for doc in env.found_docs}
    names = {doc: name for doc, name in names.items() if name.endswith(".ipynb")}
    say = logging.getLogger(__name__).info
    ran = app.notebooks.run(sorted(names.values()), os.cpu_count() or 1, say)
    say(f"{len(ran)} of {len(names)} notebooks were run, the others have their outputs from an earlier build")
    return [doc for doc, name in names.items() if name in ran]


def put_outputs(app, docname: str, source: list[str]) -> None:
    """As Sphinx reads a notebook: give it the outputs of its last run, whatever outputs its file has."""
    path = Path(app.env.doc2path(docname))
    if path.suffix == ".ipynb":
        source[0] = app.notebooks.executed(path.relative_to(app.srcdir).as_posix(), source[0])


def setup(app) -> dict:
    root = Path(app.srcdir).resolve()
    app.notebooks = Notebooks(root, root / "_build" / "notebooks")
    app.connect("env-get-outdated", run_outdated)
    app.connect("source-read", put_outputs)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
