"""Write `arithmetic.js`: the formulas that the live figures show, what they start with, and their arithmetic."""

from __future__ import annotations

import json

from sympy import Symbol

from book.live_figures import DOWNHILL, FAMOUS, FOLDER, NETWORK, SLOPE, xor_start
from book.live_figures.arithmetic import javascript, programs
from book.live_figures.formulas import network_shown, tree
from linebyline.functions import sigma, slope_of_value
from linebyline.names import as_written


def written() -> str:
    """The content of arithmetic.js."""
    with as_written():
        steepness = {"left": "slope", "right": tree(slope_of_value(sigma)(Symbol("a")), {}), "value": "slope"}
        formulas = {"network": network_shown(2, 2, 1), "slope": steepness}
    start = {"network": NETWORK, "slope": SLOPE, "downhill": DOWNHILL, "xor": xor_start(), "hasty": FAMOUS}
    facts = (
        f"{name}: {json.dumps(value, ensure_ascii=False)},\n"
        for name, value in [("start", start), ("formulas", formulas)]
    )
    return (
        "// Written by `python -m book.live_figures` from the book's definitions. Do not edit.\n"
        f"window.sgd = {{\n{''.join(facts)}arithmetic: {javascript(programs())} }};\n"
    )


if __name__ == "__main__":
    (FOLDER / "arithmetic.js").write_text(written(), encoding="utf-8")
