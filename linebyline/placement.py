"""Which small networks the second route looks at: choices of widths and of the fixed indices within them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, product

from sympy import Expr, KroneckerDelta, Mul, Symbol, preorder_traversal
from sympy.functions.elementary.piecewise import ExprCondPair

from linebyline.names import Entry, Name
from linebyline.scope import Ranges
from linebyline.widths import least
from linebyline.written import names_in, write_out

LARGER, TRIED = 4, 60  # how far beyond its least value a width is taken that is counted with; choices that are weighed
MOST = 8  # the largest width that is taken for an index in it that a formula singles out

Placement = dict[Symbol, int]


def placements(expressions: Iterable[Expr], ranges: Ranges) -> list[Placement]:
    """Every choice of the smallest two values of each width, and of the fixed indices within them."""
    widths = widths_in(expressions, ranges)
    choices = [(least(width), least(width) + 1) for width in widths]
    chosen = []
    for numbers in sorted(product(*choices), key=sum):
        sizes = dict(zip(widths, numbers, strict=True))
        spans = [range(int(first), int(sizes.get(last, last)) + 1) for first, last in ranges.values()]
        chosen += [sizes | dict(zip(ranges, places, strict=True)) for places in product(*spans)]
    return chosen


def widths_in(expressions: Iterable[Expr], ranges: Ranges) -> list[Symbol]:
    """The widths that are no numbers, of sums, indices and names."""
    free = set().union(*(e.free_symbols for e in expressions), *(last.free_symbols for _, last in ranges.values()))
    free |= {width for name in names_in(expressions) for width in name.ranges if not width.is_Integer}
    widths = (s for s in free if s.is_integer and isinstance(s, Symbol) and s not in ranges)
    return sorted((s for s in widths if s.is_positive), key=str)


def telling(expressions: list[Expr], ranges: Ranges, allowed: Callable[[Placement], bool]) -> Placement | None:
    """A choice in which as little as possible is hidden behind a factor that is 0, such as Y - 2 or 1 - [o = k].

    In `placements` every width is small, and in the largest all indices are the last ones: what is multiplied with such
    a factor is 0 in each. None where there is no such factor. Widths that are in none stay as small as there.
    """
    if not (parts := counted_parts(expressions)):
        return None
    widths = widths_in(expressions, ranges)
    known = [part for part in parts if letters_in(part) <= {*ranges, *widths}]
    best, fewest = None, len(known) + 1
    for at in filter(allowed, islice(_spread(widths, ranges, parts), TRIED)):
        hidden = sum(write_out(part, at) in (0, False) for part in known)
        if hidden < fewest:
            best, fewest = at, hidden
        if hidden == 0:
            break
    return best


def _spread(widths: list[Symbol], ranges: Ranges, parts: list[Expr]) -> Iterator[Placement]:
    """Ever larger widths, all different, and indices in them, first such as differ."""
    counted = set().union(*map(letters_in, parts))
    deltas = set().union(*(part.atoms(KroneckerDelta) for part in parts))
    numbers = sorted({int(n) for delta in deltas for n in delta.args if n.is_Integer and n <= MOST})
    for more in range(LARGER):
        sizes = {}
        for n, width in enumerate(widths):
            size = least(width) + (LARGER + n + more if width in counted else 1)
            sizes[width] = max(size, *(number + 1 for number in numbers), 0)
        options = []
        for n, (first, last) in enumerate(ranges.values()):
            first, last = int(first), int(sizes.get(last, last))
            singled = [number for number in numbers if first <= number <= last]
            options.append(list(dict.fromkeys([max(first, last - n), *singled, last])))
        for places in sorted(product(*options), key=number_of_equals):
            yield sizes | dict(zip(ranges, places, strict=True))


def number_of_equals(places: tuple[int, ...]) -> int:
    return len(places) - len(set(places))


def counted_parts(expressions: list[Expr]) -> list[Expr]:
    """The factors and conditions made of widths and indices alone, in the expressions and in what names stand for."""
    found: dict[Expr, None] = {}
    templates = [name.template for name in names_in(expressions) if name.template is not None]
    for whole in [*expressions, *templates]:
        walk = preorder_traversal(whole)
        for part in walk:
            if is_counted(part):
                walk.skip()
            elif isinstance(part, (Mul, ExprCondPair)):
                found |= dict.fromkeys(factor for factor in part.args if letters_in(factor) and is_counted(factor))
    return [*found, *filter(is_counted, templates)]


def is_counted(part: Expr) -> bool:
    """Whether no quantity is in it."""
    return all(s.definition is not None if isinstance(s, (Entry, Name)) else s.is_integer for s in part.free_symbols)


def letters_in(part: Expr) -> set[Symbol]:
    """The widths and indices in it."""
    return {s for s in part.free_symbols if not isinstance(s, (Entry, Name))}
