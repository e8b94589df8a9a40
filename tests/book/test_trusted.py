"""The engine's page accounts for every file of the engine: it is trusted, or the page says why it need not be."""

import json
import re
from pathlib import Path

import linebyline
from book.ledger import BOOK
from book.tables.trusted import TRUSTED, counted

MODULES = {path.stem for path in Path(linebyline.__file__).parent.glob("*.py")} - {"__init__"}


def trusted_modules() -> list[str]:
    return [module for names in TRUSTED.values() if names.startswith("linebyline") for module in names.split()[1:]]


def named_as_not_trusted(cells: list[dict]) -> set[str]:
    """What stands between backticks in the paragraph that begins with "Not trusted"."""
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    (paragraph,) = re.findall(r"^Not trusted are .*?(?:\n\n|\Z)", text, re.M | re.S)
    return set(re.findall(r"`(\w+)`", paragraph))


def test_each_file_of_the_engine_is_trusted_or_named_as_not_trusted():
    cells = json.loads((BOOK / "engine.ipynb").read_text(encoding="utf-8"))["cells"]
    trusted, others = trusted_modules(), named_as_not_trusted(cells)
    assert len(trusted) == len(set(trusted)) and set(trusted) | others == MODULES and not set(trusted) & others


def test_a_paragraph_that_leaves_a_file_out_is_noticed():
    cells = [{"cell_type": "markdown", "source": ["Not trusted are `rules` and\n", "`finding`.\n", "\n", "`text` is."]}]
    assert named_as_not_trusted(cells) == {"rules", "finding"} and set(trusted_modules()) | {"rules"} != MODULES


def test_the_last_row_adds_up():
    *rows, last = counted().rows
    assert last[-1] == sum(row[-1] for row in rows) > 1000
