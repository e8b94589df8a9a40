"""The project as others install it: a wheel that holds the three packages, and the ledger's proofs in it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with the project installed from its wheel, away from the source."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", ROOT, "--no-deps", "--no-build-isolation", "-w", folder], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "install", wheel, "--no-deps", "--target", folder / "site"], check=True)
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"netlib", "linebyline", "book"}
    return folder / "site"


def test_the_ledger_finds_every_proof_in_an_installed_wheel(installed, tmp_path):
    program = (
        "import importlib.resources, book, netlib\n"
        "from book.ledger import IDS, proved_lines\n"
        "print(sorted({line.id for line in proved_lines()}) == IDS, len(IDS))\n"
        "print(importlib.resources.files('book').joinpath('data/digits.npz').is_file())\n"
        "print(book.__file__, netlib.__file__, sep='\\n')"
    )
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(installed)!r})\n{program}"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.splitlines()
    assert said[:2] == ["True 48", "True"]
    assert all(file.startswith(str(installed)) for file in said[2:])
