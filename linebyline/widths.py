"""Widths, numbers of nodes that may be anything, and the indices that run up to them."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Dummy, Expr, Symbol


class Width(Symbol):
    """A number of nodes that may be anything from `at_least` on. Equal names are equal widths.

    Sums over 1..width are shown with its `letters`, the last of which is for a fixed index; `node` says in words what
    is counted, such as "output".
    """

    def __new__(cls, name: str, letters: Sequence[Symbol] = (), node: str = "", at_least: int = 1, **_):
        if not isinstance(name, str) or not name:
            raise TypeError(f"a width has a name, such as Width('H'), not {name!r}")
        if isinstance(at_least, bool) or not isinstance(at_least, int) or at_least < 1:
            raise ValueError(f"Width({name!r}): at_least must be a whole number from 1, not {at_least!r}")
        if not isinstance(node, str):
            raise TypeError(f"Width({name!r}): node is a text, such as 'output', not {node!r}")
        width = Symbol.__xnew__(cls, name, integer=True, positive=True)
        width.letters = _letters(name, letters)
        width.node, width.at_least = node, at_least
        return width

    def _hashable_content(self):
        return (*super()._hashable_content(), self.at_least)

    def __reduce__(self):
        return Width, (self.name, self.letters, self.node, self.at_least)


def _letters(name: str, letters: Sequence[Symbol] | str) -> tuple[Symbol, ...]:
    try:
        symbols = tuple(index(letter) if isinstance(letter, str) else letter for letter in letters)
    except TypeError:
        symbols = (None,)
    if not all(isinstance(letter, Symbol) and letter == index(letter.name) for letter in symbols):
        raise TypeError(
            f"Width({name!r}): letters are indices, such as 'ko' or [index('k'), index('o')], not {letters!r}"
        )
    return symbols


def index(letter: str) -> Symbol:
    """A symbol for one of 1, 2, 3, ..."""
    return Symbol(letter, integer=True, positive=True)


def least(width: Expr) -> int:
    """The smallest value that a width may have."""
    return int(width) if width.is_Integer else getattr(width, "at_least", 1)


def is_width(expression: Expr) -> bool:
    """Whether this may be the last value of an index: a positive whole number or a symbol for one."""
    symbol = isinstance(expression, Symbol) and expression.is_integer and expression.is_positive
    return bool(symbol or expression.is_Integer and expression > 0)


def private_index(name: str = "n") -> Dummy:
    """An index nobody else can have."""
    return Dummy(name, integer=True, positive=True)
