"""How `pytest --nbval` compares a notebook: figures by what they show, optional packages only where they are."""

from importlib.util import find_spec

import pytest
from hypothesis import settings
from nbformat import from_dict
from nbval.plugin import IPyNbCell, IPyNbFile

from book.figures.figure import alike

settings.register_profile("quick", max_examples=15, deadline=None)
settings.register_profile("deep", max_examples=150, deadline=None)  # pytest --hypothesis-profile=deep
settings.load_profile("quick")

HOW_TO_INSTALL = {"autograd": "pip install -e .[witness]", "numba": "pip install -e .[fast]"}  #: of optional packages


def is_figure(output: dict) -> bool:
    return "image/svg+xml" in output.get("data", {})


def compare_outputs(cell: IPyNbCell, test: list, ref: list, skip_compare=None) -> bool:
    """Whether the new outputs are those in the file. A figure counts by its description, its pictures are left out."""
    expected = [out["data"]["text/plain"] for out in ref if is_figure(out)]
    found = [out["data"]["text/plain"] for out in test if is_figure(out)]
    found = [old if alike(new, old) else new for new, old in zip(found, expected)] + found[len(expected) :]
    test, ref = with_descriptions(test, found), with_descriptions(ref, expected)
    return compare_to_the_letter(cell, test, ref, skip_compare)


def with_descriptions(outputs: list, descriptions: list[str]) -> list:
    """The outputs with a description in place of each figure."""
    rest = iter(descriptions)
    data = [{"data": {"text/plain": next(rest)}} if is_figure(out) else {} for out in outputs]
    return [from_dict(out | instead) for out, instead in zip(outputs, data)]


def tagged(cell: IPyNbCell, prefix: str) -> list[str]:
    """The packages that a cell's tags name after this prefix."""
    return [tag.removeprefix(prefix) for tag in cell.cell.metadata.get("tags", []) if tag.startswith(prefix)]


def runtest(cell: IPyNbCell) -> None:
    """Run a cell. One tagged `needs-autograd` runs everywhere, but is compared only where that package is installed;
    one tagged `only-with-numba` runs only there."""
    for package in tagged(cell, "only-with-"):
        if not find_spec(package):
            pytest.skip(f"it was not run, for want of {package} ({HOW_TO_INSTALL[package]})")
    missing = [package for package in tagged(cell, "needs-") if not find_spec(package)]
    if missing:
        cell.options["check"] = False
    run_and_compare(cell)
    if missing:
        how = ", ".join(HOW_TO_INSTALL[package] for package in missing)
        pytest.skip(f"it ran; its outputs are not compared, for want of {', '.join(missing)} ({how})")


def start_kernel(notebook: IPyNbFile) -> None:
    """Start a notebook's kernel; again, if it died: two that start at once may have been given the same port."""
    for left in (2, 1, 0):
        try:
            return start_kernel_once(notebook)
        except RuntimeError:
            if not left:
                raise


# nbval asks no hook how outputs are to be compared
compare_to_the_letter, IPyNbCell.compare_outputs = IPyNbCell.compare_outputs, compare_outputs
run_and_compare, IPyNbCell.runtest = IPyNbCell.runtest, runtest
start_kernel_once, IPyNbFile.setup = IPyNbFile.setup, start_kernel
