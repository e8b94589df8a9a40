"""A program beside its proofs: each line of code with the formula that the ledger has for it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable

from book.ledger import Entry, proved_lines
from book.tables.listing import Code, Listing, Tex

NOTED = re.compile(r"\s*# (E\d\d)$")  #: the ledger id at the end of a line of code


def beside(*functions: Callable) -> Listing:
    """The source of the functions. A line that ends in `# E26` has the last formula that is proved under this id.

    Raises ValueError for an id that is not in the ledger.
    """
    proved = {entry.id: entry for entry in proved_lines()}
    rows = []
    for function in functions:
        for line in inspect.getsource(function).rstrip().splitlines():
            rows.append(row(line, proved))
    return Listing(["program", "formula", "proof"], rows, [24, 20, 4])


def row(line: str, proved: dict[str, Entry]) -> list:
    noted = NOTED.search(line)
    if not noted:
        return [Code(line), "", ""]
    id = noted[1]
    if id not in proved:
        raise ValueError(f"{id}, in {line.strip()!r}, is no id of the ledger")
    entry = proved[id]
    return [Code(line[: noted.start()]), Tex(entry.latex), (id, f"{entry.chapter}.html#{id}")]
