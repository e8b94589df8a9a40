"""The notation page's tables: what a symbol means, how it is called in formulas and in programs, and its shape."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from sympy import Expr

from book.notation import Row
from book.tables.listing import Code, Listing, Target, Tex
from book.tables.on_numbers import definition
from linebyline.latex import latex
from netlib import Network


def tex(row: Row) -> str:
    """The row's symbol as LaTeX."""
    return row.symbol if isinstance(row.symbol, str) else latex(row.symbol)


def anchor(symbol: str) -> str:
    """The place of a symbol on the notation page."""
    return "symbol-" + "-".join(re.findall(r"[A-Za-z]+", symbol.replace("'", " new ").replace("partial", "by")))


def symbols(rows: Sequence[Row]) -> Listing:
    """Rows of `book.notation`."""
    shown = [
        [
            Target(tex(row), anchor(tex(row))),
            row.meaning,
            Code(row.name),
            Code(row.code),
            Code(row.shape),
        ]
        for row in rows
    ]
    return Listing(["symbol", "meaning", "in formulas", "in netlib", "shape"], shown, [3, 12.5, 7, 9, 5])


def definitions(names: Sequence[Expr]) -> Listing:
    """What each of the names abbreviates, one level deep."""
    rows = [[Tex(latex(name)), Tex(f":= {latex(definition(name), beside=[name])}")] for name in names]
    return Listing(["name", "definition"], rows, [3, 20])


def check_shapes(rows: Sequence[Row], net: Network, x: np.ndarray, t: np.ndarray) -> int:
    """Run the code of each row whose shape is in brackets, for one example or a batch; how many were run.

    Raises ValueError for a row whose shape is another one. A row with a layer `l` is run for every layer.
    """
    z, a = net.run(x)
    known = {"net": net, "x": x, "t": t, "z": z, "a": a, "y": a[-1], "n": net.sizes, "N": len(x)}
    known |= dict(zip("XHY", net.sizes))
    told = [(code, row.shape) for row in rows if row.shape.startswith("(") for code in row.code.split(" or ")]
    for code, shape in told:
        wanted = re.sub(r"n_(l|\(l-1\))", r"n[\1]", shape)
        for layer in range(1, len(net.sizes)) if "l" in shape or "l" in code else [0]:
            here = known | {"l": layer}
            found, expected = np.shape(eval(code, here)), eval(wanted, here)  # the rows are this project's own
            if found != expected:
                raise ValueError(f"{code} has the shape {found}, and the table says {shape}, which is {expected}")
    return len(told)
