"""The files with which cells run in a page: only those that the lock names, or a site without them that says so."""

import json
import subprocess
import sys
from hashlib import sha256
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from book.ledger import proved_lines
from book.tables.teaching import objectives_of

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

import live_files  # noqa: E402
from live_files import Fetched, Missing, content, matching_python, own_files, pack, read_lock  # noqa: E402

FILES = {"python.asm.wasm": b"\0asm", "numpy.whl": b"numbers"}


CONF = """
from docutils.nodes import container
extensions, live_lock, live_cache = ["live_cells"], "lock.json", "kept"
def mark(app, tree):
    for node in tree.findall(container):
        node["classes"].append("cell_input")
def setup(app):
    app.connect("doctree-read", mark)
"""


@pytest.fixture
def lock(tmp_path, monkeypatch) -> dict:
    """A lock whose one source is a small package, the only one that pip can find."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    wheel = shelf / "carrier-1.0-py3-none-any.whl"
    with ZipFile(wheel, "w") as archive:
        for name, content in FILES.items():
            archive.writestr(f"carrier/{name}", content)
        archive.writestr("carrier-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: carrier\nVersion: 1.0\n")
        archive.writestr(
            "carrier-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("carrier-1.0.dist-info/RECORD", "")
    for name in ("PIP_CONFIG_FILE", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.setenv(name, "/dev/null" if name == "PIP_CONFIG_FILE" else "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    monkeypatch.setattr(live_files, "sympy_zip", lambda fetched, to: to.write_bytes(b"sympy"))
    digests = {name: sha256(content).hexdigest() for name, content in FILES.items()}
    source = {"package": "carrier==1.0", "sha256": sha256(wheel.read_bytes()).hexdigest(), "folder": "carrier"}
    parts = [{name: digests[name]} for name in FILES]
    return {"pyodide": "0", "python": "3.12", "sources": [source], "core": parts[0], "numbers": parts[1]}


def packed(lock: dict, tmp_path: Path) -> dict:
    return pack(ROOT, Fetched(lock, tmp_path / "kept"), tmp_path / "site", say=lambda words: None)


def test_files_come_from_the_package_once_and_are_kept(lock, tmp_path, monkeypatch):
    files = packed(lock, tmp_path)
    assert files == {"proofs": ["python.asm.wasm.gz", "sympy.zip", "book.zip"], "numbers": ["numpy.whl"]}
    assert (tmp_path / "site/numpy.whl").read_bytes() == b"numbers"
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    assert packed(lock, tmp_path) == files, "from the folder in which they are kept"
    (tmp_path / "kept/pyodide-0/numpy.whl").write_bytes(b"changed")
    assert packed(lock, tmp_path)["numbers"] == [], "a changed file does not count"


def test_a_source_that_has_gone_is_named(lock, tmp_path):
    lock["sources"][0]["package"] = "carrier==2.0"
    with pytest.raises(Missing, match=r"python\.asm\.wasm: carrier==2\.0 is not to be had"):
        packed(lock, tmp_path)
    lock["sources"] = []
    with pytest.raises(Missing, match="no source has it"):
        packed(lock, tmp_path)


def test_a_package_with_another_digest_is_refused(lock, tmp_path):
    lock["sources"][0]["sha256"] = sha256(b"another").hexdigest()
    with pytest.raises(Missing, match="is not to be had"):
        packed(lock, tmp_path)


def test_a_file_with_another_digest_is_refused(lock, tmp_path):
    lock["core"]["python.asm.wasm"] = sha256(b"another").hexdigest()
    with pytest.raises(Missing, match=r"python\.asm\.wasm"):
        packed(lock, tmp_path)
    assert not (tmp_path / "kept/pyodide-0/python.asm.wasm").exists()


def test_without_numpy_only_proofs_run(lock, tmp_path):
    lock["numbers"] = {"numpy.whl": sha256(b"another").hexdigest()}
    assert packed(lock, tmp_path)["numbers"] == []


def test_the_page_gets_the_sources_that_are_tested():
    names = list(own_files(ROOT))
    assert {"linebyline/derivation.py", "netlib/network.py", "book/notation.py", "book/_live/session.py"} <= set(names)
    assert {"book/data/digits.npz", "book/data/digits.json"} <= set(names)
    assert not [name for name in names if "_ext" in name or "__pycache__" in name or name.endswith(".pyc")]


def test_the_page_gets_of_notebooks_the_texts_and_the_proved_lines(tmp_path):
    notebooks = [name for name in own_files(ROOT) if name.endswith(".ipynb")]
    for name in notebooks:
        (tmp_path / Path(name).name).write_bytes(content(ROOT / name))
    assert proved_lines(tmp_path) == proved_lines() != []
    assert "04_output_weight" in "".join(notebooks) and objectives_of("04_output_weight", tmp_path)
    assert "image/" not in (tmp_path / "04_output_weight.ipynb").read_text()


def test_only_an_interpreter_of_the_page_s_version_compiles_for_it():
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert matching_python("2.1") is None
    said = subprocess.run([matching_python(here), "-c", "import sys; print(sys.version_info[:2])"], capture_output=True)
    assert said.stdout.decode().strip() == str(sys.version_info[:2])


def test_the_real_lock_pins_every_file():
    lock = read_lock(ROOT / "book/_live/lock.json")
    digests = [*lock["core"].values(), *lock["numbers"].values(), *(source["sha256"] for source in lock["sources"])]
    assert all(len(digest) == 64 and int(digest, 16) for digest in digests)
    assert all("==" in source["package"] for source in lock["sources"])


def test_a_site_without_python_is_built_and_says_so(lock, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "book" / "_ext"))
    source = tmp_path / "source"
    source.mkdir()
    lock["sources"] = []
    (source / "lock.json").write_text(json.dumps(lock))
    (source / "conf.py").write_text(CONF)
    (source / "index.rst").write_text("Title\n=====\n\n.. container:: cell\n\n   x = 1\n\n.. toctree::\n\n   plain\n")
    (source / "plain.rst").write_text("Plain\n=====\n\nwords\n")
    said = StringIO()
    with docutils_namespace():  # other tests build sites too
        Sphinx(source, source, tmp_path / "out", tmp_path / "trees", "html", status=said, warningiserror=True).build()
    page = (tmp_path / "out/index.html").read_text()
    assert "cannot run here, because the site was built without Python" in page and "live.js" not in page
    assert "live" not in (tmp_path / "out/plain.html").read_text()
    assert "the site is built without cells that run in the page" in said.getvalue()
