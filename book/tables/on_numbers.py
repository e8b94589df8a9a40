"""The book's formulas with numbers put in: each entry of a small network as formula, as numbers, and as its value."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from sympy import Expr, Symbol

from book.tables.listing import Listing, Tex
from linebyline.functions import Defined
from linebyline.latex import ATOM, MINUS, PRODUCT, BookPrinter, Piece, latex
from linebyline.names import Entry, Name
from linebyline.witness import Writer

BORDER = 1e-9  #: a number so near to the middle of two shown numbers may be rounded otherwise by another processor


def shown(value: float, digits: int = 4) -> str:
    """The value with so many decimal places, the same on every machine.

    Raises ValueError where the last place hangs on the processor's rounding, or where the number is not finite.
    """
    scaled = abs(value) * 10**digits
    if not np.isfinite(scaled):
        raise ValueError(f"{value} cannot be shown with {digits} decimal places")
    if abs(scaled - np.floor(scaled) - 0.5) < BORDER * max(1, scaled):
        raise ValueError(f"{value!r} lies in the middle of two numbers of {digits} decimal places: show another number")
    return f"{round(value, digits) + 0.0:.{digits}f}"


class WithNumbers(BookPrinter):
    """The book's LaTeX, in its order of factors and terms, with a number in the place of each entry."""

    def __init__(self, numbers: Mapping[Expr, str]) -> None:
        super().__init__()
        self.numbers = numbers

    def _number(self, expr: Expr) -> Piece:
        if expr not in self.numbers:
            raise KeyError(f"{expr} has no number yet: show it first")
        number = self.numbers[expr]
        return Piece(number, MINUS if number.startswith("-") else ATOM)

    _print_Entry = _print_Name = _print_Symbol = _number

    def _product(self, factors: list[Expr], alone: bool = True) -> Piece:
        if alone and len(factors) == 1:
            return self.piece(factors[0])
        return Piece(r" \cdot ".join(self.fit(factor, PRODUCT) for factor in factors), PRODUCT)


class OnNumbers:
    """What is known of a small network in numbers: what is given, and what `show` has worked out from it.

    `widths` maps the widths to numbers, {X: 2, H: 2, Y: 1}; `given` are pairs of a name and its array, or of a symbol
    such as alpha and its number.
    """

    def __init__(self, widths: Mapping[Symbol, int], *given: tuple[Expr, np.ndarray | float]) -> None:
        self.widths, self.values, self.texts = dict(widths), {}, {}
        for name, array in given:
            if isinstance(name, Symbol):
                self._put(name, float(array), f"{array:g}")
                continue
            shape = tuple(self.widths[width] for width in name.ranges)
            if np.shape(array) != shape:
                raise ValueError(f"{name} has the shape {shape} in this network, not {np.shape(array)}")
            for place, value in np.ndenumerate(array):
                self._put(name[tuple(n + 1 for n in place)], float(value), f"{value:g}")
        self.names = [name for name, _ in given]

    def _put(self, what: Expr, value: float, text: str) -> None:
        self.values[what], self.texts[what] = value, text

    def __getitem__(self, what: Expr) -> float:
        return self.values[what]

    def array(self, name: Name) -> np.ndarray:
        """All entries of a name, as an array."""
        shape = [self.widths[width] for width in name.ranges]
        return np.array([self.values[name[tuple(n + 1 for n in at)]] for at in np.ndindex(*shape)]).reshape(shape)

    def given(self) -> Listing:
        """What is given, a row for each name."""
        entries = {
            name: [e for e in self.texts if e == name or getattr(e, "base", None) == name] for name in self.names
        }
        rows = [[Tex(r",\quad ".join(f"{latex(e)} = {self.texts[e]}" for e in found))] for found in entries.values()]
        return Listing([""], rows, [30])

    def show(self, *rows: Expr | tuple[Expr, Expr]) -> Listing:
        """Each row as formula, with its numbers, and as its value, which is then known.

        A row is an entry, whose definition is taken, or a pair (what, its formula).
        """
        lines = []
        for row in rows:
            what, formula = row if isinstance(row, tuple) else (row, definition(row))
            written = self._written(formula)
            numbers = Tex("= " + WithNumbers(self.texts).doprint(written))
            opened = written.xreplace({function: function.meaning for function in written.atoms(Defined)})
            value = float(opened.xreplace(self.values))
            text = shown(value)
            self._put(what, value, text)
            lines.append([Tex(f"{latex(what)} = {latex(written)}"), numbers, Tex(f"= {text}")])
        return Listing(["", "", ""], lines, [15, 17, 5])

    def _written(self, formula: Expr) -> Expr:
        """The formula for this network's widths, with every entry that has a number left as it is."""
        return SumsOnly(self.widths, [formula]).write(formula)


class SumsOnly(Writer):
    """Writes sums out, and leaves every name and every function such as sigma as it is."""

    def _write(self, e: Expr, bound: tuple, keep: frozenset[Name]) -> Expr:
        if isinstance(e, Defined):
            return e.func(*(self._inner(argument, bound, keep) for argument in e.args))
        return super()._write(e, bound, keep)

    def _entry(self, place: Entry, keep: frozenset[Name]) -> Expr:
        return place


def definition(what: Expr) -> Expr:
    """What an entry or a scalar name stands for, one level deep."""
    found = what.definition
    return found() if callable(found) else found
