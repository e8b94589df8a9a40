"""Two formulas in many small networks: the same value in all of them, or not."""

from __future__ import annotations

from itertools import product
from random import Random

from evaluator import AGREE, OutOfPlaceError, World, evaluate
from sympy import Expr, sympify


def worlds(expressions: list[Expr], given: dict, widths=(1, 2, 3), seeds=(1, 2), positive=False):
    """Worlds for these expressions: all widths from `widths`, every index at some legal place, smallest first."""
    free = set().union(
        *(e.free_symbols for e in expressions), *(sympify(last).free_symbols for _, last in given.values())
    )
    names = sorted((s for s in free if type(s).__name__ in ("Symbol", "Width") and s.is_integer), key=str)
    names = [s for s in names if s not in given]
    for numbers in sorted(product(widths, repeat=len(names)), key=sum):
        sizes = dict(zip(names, numbers, strict=True))
        ranges = [
            range(*(int(sympify(end).subs(sizes)) + n for n, end in enumerate(limits))) for limits in given.values()
        ]
        for seed in seeds:
            places = [Random(f"{seed} {numbers} {n}").choice(r) for n, r in enumerate(ranges) if len(r)]
            if len(places) == len(ranges):
                yield World(sizes | dict(zip(given, places, strict=True)), seed, positive)


def same(left: Expr, right: Expr, given: dict, **how) -> bool:
    """Whether the two have the same value in every world that has one; raises OutOfPlaceError where none has."""
    seen, left, right = 0, sympify(left), sympify(right)
    for world in worlds([left, right], given, **how):
        try:
            values = evaluate(left, world), evaluate(right, world)
        except (OutOfPlaceError, ZeroDivisionError):
            continue
        seen += 1
        if abs(values[0] - values[1]) > AGREE * max(1, *map(abs, values)):
            return False
    if not seen:
        raise OutOfPlaceError(f"no world has a value for {left} and {right}")
    return True
