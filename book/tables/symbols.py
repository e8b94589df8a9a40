"""The notation page's tables: what a symbol means, how it is called in formulas and in programs, and its shape."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr

from book.notation import Row
from book.tables.listing import Code, Listing, Tex
from book.tables.on_numbers import definition
from linebyline.latex import latex


def symbols(rows: Sequence[Row]) -> Listing:
    """Rows of `book.notation`."""
    shown = [
        [
            Tex(row.symbol if isinstance(row.symbol, str) else latex(row.symbol)),
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
