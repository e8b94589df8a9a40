"""What the letters of a formula mean to a reader who knows the names, the symbols and the indices of the text."""

from __future__ import annotations

import re
from contextlib import suppress
from fractions import Fraction

import text_reader
from formula_trees import NUMBER, call
from latex_reader import Reader, Unreadable
from sympy import Expr, Sum, Symbol, preorder_traversal

from linebyline.names import Entry, Name, Slope

GREEK = "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega".split()


def appearance(label: str) -> tuple[str, str, str]:
    """How a mathematician expects a label to look: letter, superscript and subscript, as text in LaTeX."""
    letter, scripts = re.fullmatch(r"([A-Za-z]+)(.*)", label).groups()
    number = re.match(r"\d+", scripts)
    found = {"^": "", "_": number[0] if number else ""}
    for mark, script in re.findall(r"([_^])(\{[^{}]*\}|[^_^{}]+)", scripts):
        found[mark] = "".join(map(word, re.split(r"(\W)", script.strip("{}"))))
    return word(letter), found["^"], found["_"]


def word(letters: str) -> str:
    return "\\" + letters.replace("epsilon", "varepsilon") if letters in GREEK else letters


def is_label(above: str) -> bool:
    """Whether a superscript stands in brackets from its beginning to its end: of a layer, such as (2), and no power."""
    depth = [above[: n + 1].count("(") - above[: n + 1].count(")") for n in range(len(above))]
    return above[:1] == "(" and depth.index(0) == len(above) - 1 if 0 in depth else False


class World:
    """The names and symbols that a reader of the formula knows.

    Where two names share a letter, the reader knows from the text which layer an index belongs to.
    """

    def __init__(self, expression: Expr):
        parts = list(preorder_traversal(expression))
        names = {part.base for part in parts if isinstance(part, Entry)} | {p for p in parts if isinstance(p, Name)}
        slopes = {name for name in names if isinstance(name, Slope)}
        names = (names - slopes) | {slope.of for slope in slopes}
        names |= {Name(s.unknown) for s in slopes if s.unknown not in map(str, names)}
        self.names: dict[str, Name] = {str(name): name for name in names}
        if len(self.names) < len(names):
            raise ValueError("two names with one label")
        symbols = {part for part in parts if isinstance(part, Symbol) and str(part) not in self.names}
        symbols |= {s for name in names for width in name.ranges for s in width.free_symbols}
        self.symbols = {symbol.name: bool(symbol.is_integer) for symbol in symbols}
        self.free = {text for s in free_symbols(expression) for text in (s.name, latex_of(s.name))}
        entries = [part for part in parts if isinstance(part, Entry)]
        places = [pair for e in entries for pair in zip(e.indices, e.base.ranges, strict=True)]
        self.widths = {str(index): str(width) for index, width in places if type(index) is Symbol}

    def symbol(self, letter: str, above: str, below: str) -> str | None:
        """The symbol that looks like this."""
        found = [s for s in self.symbols if appearance(s) == (letter, above, below)]
        return found[0] if found else None

    def labels(self, letter: str, above: str) -> list[str]:
        """The names that begin like this, their subscripts being left out if the author says so."""
        return [
            label for label, name in self.names.items() for look in [self.look(name)] if look[:2] == (letter, above)
        ]

    def look(self, name: Name) -> tuple[str, str, str]:
        if name.latex == str(name):
            return appearance(str(name))
        given = re.sub(r"\\mathrm\{([^{}]*)\}", lambda found: found[1].replace("\\", ""), name.latex)
        letter, _, above = given.partition("^")
        letter, _, below = letter.partition("_") if "\\_" not in name.latex else (letter, "", "")
        above = above.strip("{}")
        return letter, above if not above or is_label(above) else f"({above})", below.strip("{}")


def free_symbols(e: Expr) -> set[Symbol]:
    """The symbols that no sum binds."""
    if isinstance(e, Name):
        return set()
    if isinstance(e, Symbol):
        return {e}
    if isinstance(e, Entry):
        return set().union(*map(free_symbols, e.indices))
    found = set().union(*map(free_symbols, e.args))
    return found - set(e.variables) if isinstance(e, Sum) else found


def resolved(tree: tuple, world: World, bound: dict[str, str] | None = None) -> tuple:
    """A reader's tree with every letter resolved: which symbol, which name, or Euler's number.

    `bound` holds the bound indices with their widths. Raises Unreadable for a letter with no or several meanings.
    """
    bound = bound or {}
    kind, *parts = tree

    def again(part: tuple) -> tuple:
        return resolved(part, world, bound)

    match kind:
        case "number":
            return tree
        case "word":
            return word_in(parts[0], world, bound)
        case "entry" if parts[0] not in world.names and (slope := re.fullmatch(r"d(.+)/d(.+)", parts[0])):
            return ("d", again(("word", slope[1])), (again(("entry", slope[2], *parts[1:])),))
        case "entry":
            if parts[0] not in world.names:
                raise Unreadable(f"no name {parts[0]}")
            return ("leaf", parts[0], tuple(map(again, parts[1])))
        case "letter":
            return letter_in(parts, world, bound)
        case "call":
            return call(parts[0], parts[1], *map(again, parts[2:]))
        case "sum":
            index, first, last, body = parts
            if index in bound or index in world.free:
                raise Unreadable(f"the index {index} is bound twice, or free as well")
            width = last[1] + (f"_{last[4]}" if last[4] else "") if last[0] == "letter" else last[1]
            return ("sum", index, again(first), again(last), resolved(body, world, bound | {index: str(width)}))
        case "d":
            return ("d", again(parts[0]), tuple(map(again, parts[1])))
        case "at":
            return ("at", again(parts[0]), tuple((again(v), again(p)) for v, p in parts[1]))
        case "cases":
            return ("cases", *(tuple(again(p) if isinstance(p, tuple) else p for p in row) for row in parts))
    return (kind, *map(again, parts))


def latex_of(symbol: str) -> str:
    letter, _, below = appearance(symbol)
    return letter + (f"_{{{below}}}" if below else "")


def word_in(name: str, world: World, bound: dict[str, str]) -> tuple:
    if name in bound or name in world.symbols:
        return ("symbol", name)
    if name in world.names:
        return ("leaf", name, ())
    if name == "pi":
        return call("pi", 0)
    raise Unreadable(f"what is {name}?")


def letter_in(parts: list, world: World, bound: dict[str, str]) -> tuple:
    """The meaning of a letter with scripts."""
    letter, above, power_tree, below = parts
    shown = letter + (f"_{{{below}}}" if below else "")
    found = []
    if shown in bound and not above:
        found.append(("symbol", shown))
    elif (symbol := world.symbol(letter, above, below)) is not None:
        found.append(("symbol", symbol))
    for label in world.labels(letter, above):
        own = world.look(world.names[label])[2]
        if (indices := indices_in(below, own, world.names[label], world, bound)) is not None:
            found.append(("leaf", label, indices))
    if above and power_tree is not None and not is_label(above):
        with suppress(Unreadable):
            exponent = resolved(power_tree, world, bound)
            euler = letter == "e" and not below and not world.symbol("e", "", "") and "e" not in bound
            base = None if euler else letter_in([letter, "", None, below], world, bound)
            found.append(call("exp", 0, exponent) if euler else ("^", base, exponent))
    if letter == "e" and not above and not below and not found:
        found.append(call("exp", 0, (NUMBER, Fraction(1))))
    if len(found) != 1:
        raise Unreadable(f"{shown}^{above} has {len(found)} meanings: {found}")
    return found[0]


def indices_in(below: str, own: str, name: Name, world: World, bound: dict[str, str]) -> tuple | None:
    """The indices of a name, from what stands below it; None if they do not fit its widths."""
    if own:
        if below == own and not name.ranges:
            return ()
        if not below.startswith(own + ";"):
            return None
        below = below[len(own) + 1 :]
    texts = re.split(r",(?![^{]*\})", below) if below else []
    if len(texts) != len(name.ranges):
        return None
    found = []
    for text, width in zip(texts, name.ranges, strict=True):
        owner, _, number = text.partition("=")
        digits = number or owner
        if digits.isdigit():
            if number and world_width(owner, world, bound) not in (width_text(width), None):
                return None
            if number and owner not in {latex_of(str(s)) for s in getattr(width, "letters", ())}:
                return None
            found.append((NUMBER, Fraction(digits)))
            continue
        if world_width(text, world, bound) not in (width_text(width), None):
            return None
        found.append(index_in(text, world, bound))
    return None if None in found else tuple(found)


def width_text(width: Expr) -> str:
    letter, _, below = appearance(str(width)) if not width.is_Integer else (str(width), "", "")
    return letter + (f"_{below}" if below else "")


def world_width(index: str, world: World, bound: dict[str, str]) -> str | None:
    if index in bound:
        return bound[index]
    widths = {latex_of(s): w for s, w in world.widths.items()}
    if index not in widths:
        return None
    letter, _, below = appearance(widths[index])
    return letter + (f"_{below}" if below else "")


def index_in(text: str, world: World, bound: dict[str, str]) -> tuple | None:
    if text in bound:
        return ("symbol", text)
    symbols = [s for s in world.symbols if latex_of(s) == text]
    return ("symbol", symbols[0]) if symbols else None


def read_latex(tex: str, world: World) -> tuple:
    """The tree of a formula in LaTeX, every letter resolved."""
    return resolved(Reader(tex).read(), world)


def read_text(text: str, world: World) -> tuple:
    """The tree of a formula in Python, every word resolved."""
    return resolved(text_reader.read(text, [*world.names, *world.symbols]), world)
