"""A small network, given by number, and how its numbers are printed and typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import (
    Expr,
    Rational,
    Symbol,
)


@dataclass(frozen=True)
class Instance:
    """A small network, given by number: widths, the fixed indices, and a value for every symbol."""

    sizes: dict[Symbol, int]  # widths and fixed indices
    values: dict[Symbol, Rational]  # every written-out symbol, such as w[1, 2]
    functions: tuple[str, ...] = ()  # the stand-ins of undefined functions, such as "f(u) = ..."
    below: tuple[Expr, ...] = ()  # what stands below fraction bars there, written out

    def arrays(self) -> dict[str, object]:
        """The values as Python lists by name, counted from 0 as Python does: {"w": [[0.3, ...]], ...}.

        None stands for an entry that does not occur in the two expressions.
        """
        by_name: dict[str, dict[tuple[int, ...], float]] = {}
        for symbol, value in sorted(self.values.items(), key=lambda item: place_of(item[0])):
            name, place = place_of(symbol)
            by_name.setdefault(name, {})[place] = float(value)
        return {name: _nested(entries, ()) for name, entries in by_name.items()}

    def __str__(self) -> str:
        sizes = ", ".join(f"{symbol}={n}" for symbol, n in self.sizes.items())
        values = {name: str(numbers).replace("None", "any") for name, numbers in self.arrays().items()}
        lines = [sizes, *(f"  {name} = {numbers}" for name, numbers in values.items())]
        return "\n".join([*lines, *(f"  {function}" for function in self.functions)])


def _nested(entries: dict[tuple[int, ...], float], start: tuple[int, ...]) -> object:
    """The entries whose place begins with `start`, as a list of lists."""
    places = max(entries)
    if len(start) == len(places):
        return entries.get(start)
    width = max(place[len(start)] for place in entries)
    return [_nested(entries, (*start, n + 1)) for n in range(width)]


def place_of(symbol: Symbol) -> tuple[str, tuple[int, ...]]:
    """The label and the indices of a written-out symbol: w[1, 2] is ("w", (1, 2))."""
    name, _, indices = symbol.name.partition("[")
    numbers = indices.rstrip("]").split(",") if indices.endswith("]") else []
    return (name, tuple(map(int, numbers))) if all(n.strip().isdigit() for n in numbers) else (symbol.name, ())


def symbol_values(**arrays: object) -> dict[Symbol, float]:
    """The values of written-out symbols, from arrays or lists by name: w=[[5.0]] gives {Symbol("w[1, 1]"): 5.0}."""

    def entries(values: object, at: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], float]]:
        if not hasattr(values, "__len__"):
            yield at, float(values)
            return
        for n, inner in enumerate(values):
            yield from entries(inner, (*at, n + 1))

    return {
        Symbol(f"{name}{list(at)}" if at else name, real=True): value
        for name, array in arrays.items()
        for at, value in entries(array, ())
    }
