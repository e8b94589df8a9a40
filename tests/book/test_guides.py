"""README and CONTRIBUTING send a newcomer only to files that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r"`((?:book|netlib|linebyline|tests|bench)/[\w./]*)`")


def missing(guide: str) -> list[str]:
    """The files and folders between backticks that do not exist; NN stands for the number of a chapter."""
    places = [place.replace("NN_name", "06_hidden_weight").replace("NN", "06") for place in PLACE.findall(guide)]
    return [place for place in places if not (ROOT / place).exists()]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_place_that_a_guide_names_exists(name):
    guide = (ROOT / name).read_text(encoding="utf-8")
    assert len(PLACE.findall(guide)) > 10 and missing(guide) == []


def test_a_place_that_has_moved_is_found():
    assert missing("see `book/drawing.py`, `book/figures/drawing.py` and `tests/netlib`") == ["book/drawing.py"]
