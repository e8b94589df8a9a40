"""What a formula is worth: trees of the readers, and of SymPy's expressions, evaluated with the same made-up numbers.

Every quantity, however it is defined, has a made-up value at every place, and so has every derivative of it; functions
are made up as well. Two formulas that agree here say the same: nothing is known that could make two different ones equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from hashlib import sha256

import text_reader
from latex_reader import Reader, Unreadable
from mpmath import mp, mpf
from sympy import Derivative, E, Expr, KroneckerDelta, Piecewise, Subs, Sum, Symbol, exp, preorder_traversal
from sympy.core.function import AppliedUndef

from linebyline.names import Entry, Name

GREEK = "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega".split()
NUMBER = "number"
COMPARE = {"==": lambda a, b: a == b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b}
COMPARE |= {">=": lambda a, b: a >= b, "!=": lambda a, b: a != b}


class TooLarge(ArithmeticError):
    """A value that no comparison of digits can be made with."""


def made_up(*key: object) -> mpf:
    """A number between 0.2 and 1.4, always the same for the same key."""
    return mpf("0.2") + mpf(int.from_bytes(sha256(repr(key).encode()).digest()[:8])) / 2**64 * mpf("1.2")


def appearance(label: str) -> tuple[str, str, str]:
    """How a mathematician expects a label to look: letter, superscript and subscript, as text in LaTeX."""
    letter, scripts = re.fullmatch(r"([A-Za-z]+)(.*)", label).groups()
    number = re.match(r"\d+", scripts)
    found = {"^": "", "_": number[0] if number else ""}
    for mark, script in re.findall(r"([_^])(\{[^{}]*\}|[^_^{}]+)", scripts):
        found[mark] = "".join(map(word, re.split(r"(\W)", script.strip("{}"))))
    return word(letter), found["^"], found["_"]


def word(letters: str) -> str:
    return "\\" + letters if letters in GREEK else letters


class World:
    """The names and symbols that a reader of the formula knows, and their values.

    Where two names share a letter, the reader knows from the text which layer an index belongs to.
    """

    def __init__(self, expression: Expr):
        parts = list(preorder_traversal(expression))
        names = {part.base for part in parts if isinstance(part, Entry)} | {p for p in parts if isinstance(p, Name)}
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

    def number(self, symbol: str) -> Fraction | mpf:
        """The value of a symbol: of a width 2 or 3, of an index 1 or 2."""
        if not self.symbols[symbol]:
            return made_up(symbol)
        few = int(made_up(symbol) * 1000) % 2
        return Fraction(few + (2 if symbol[0].isupper() or symbol.startswith("n_") else 1))

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
        return letter, above.strip("{}"), below.strip("{}")


def free_symbols(e: Expr) -> set[Symbol]:
    """The symbols that no sum binds."""
    if isinstance(e, (Entry, Symbol, Name)):
        return set() if isinstance(e, Name) else {e} if isinstance(e, Symbol) else set().union(*map(free_symbols, e.indices))
    found = set().union(*map(free_symbols, e.args))
    return found - set(e.variables) if isinstance(e, Sum) else found


def tree_of(e: Expr, bound: dict[Symbol, object] | None = None) -> tuple:
    """The tree of an expression of SymPy, node by node; every sum gets an index of its own."""
    bound = bound or {}

    def inner(part: Expr) -> tuple:
        return tree_of(part, bound)

    if isinstance(e, Entry):
        return ("leaf", str(e.base), tuple(map(inner, e.indices)))
    if isinstance(e, Name):
        return ("leaf", str(e), ())
    if isinstance(e, Symbol):
        return ("symbol", bound.get(e, e))
    if e.is_Rational:
        return (NUMBER, Fraction(int(e.p), int(e.q)))
    if isinstance(e, Sum):
        own = {index: object() for index in e.variables}
        total = tree_of(e.function, bound | own)
        for index, first, last in e.limits:
            total = ("sum", own[index], inner(first), inner(last), total)
        return total
    if isinstance(e, Derivative):
        return ("d", inner(e.expr), tuple(map(inner, e.variables)))
    if isinstance(e, KroneckerDelta):
        return ("=", *map(inner, e.args))
    if isinstance(e, Subs):
        return ("at", inner(e.expr), tuple(zip(map(inner, e.variables), map(inner, e.point), strict=True)))
    if isinstance(e, Piecewise):
        return ("cases", *(_case(value, condition, inner) for value, condition in e.args))
    operation = {"Add": "+", "Mul": "*", "Pow": "^"}.get(type(e).__name__)
    if operation:
        return (operation, *map(inner, e.args))
    if e.is_Function or isinstance(e, (exp, AppliedUndef)):
        name, prime, _ = e.func.__name__.partition("'")
        return call(name, len(prime), *map(inner, e.args))
    if e is E:
        return call("exp", 0, (NUMBER, Fraction(1)))
    raise NotImplementedError(type(e))


def _case(value: Expr, condition, inner: Callable[[Expr], tuple]) -> tuple:
    if condition == True:  # noqa: E712 - a SymPy condition
        return (inner(value), None, None, None)
    return (inner(value), inner(condition.lhs), condition.rel_op, inner(condition.rhs))


def call(name: str, primes: int, *arguments: tuple) -> tuple:
    """A function with how often it is differentiated in each argument; f' is a function of its own."""
    return ("call", (name.lower(), primes), (0,) * len(arguments), *arguments)


def value(tree: tuple, world: World, bound: dict | None = None) -> mpf | Fraction:
    """The number that a tree of SymPy or a resolved tree of a reader stands for."""
    bound = bound or {}
    kind, *parts = tree

    def number(part: tuple):
        return value(part, world, bound)

    match kind:
        case "number":
            return parts[0]
        case "symbol":
            return bound[parts[0]] if parts[0] in bound else world.number(getattr(parts[0], "name", parts[0]))
        case "leaf":
            found = place(tree, world, bound)
            return bound[found] if found in bound else made_up(found)
        case "+":
            return finite(sum((mp.mpmathify(number(p)) for p in parts), mpf(0)))
        case "*":
            return finite(mp.fprod(mp.mpmathify(number(p)) for p in parts))
        case "/":
            return quotient(number(parts[0]), number(parts[1]))
        case "^":
            return power(mp.mpmathify(number(parts[0])), mp.mpmathify(number(parts[1])))
        case "call":
            function, orders, *arguments = parts
            if function[0] in ("max", "min"):  # the order of these arguments means nothing
                waves, orders = sum(mp.mpmathify(number(a)) ** 3 for a in arguments), sum(orders)
            else:
                waves = sum(made_up(function, n) * mp.mpmathify(number(a)) for n, a in enumerate(arguments))
            return finite(mpf("1.3") + mp.sin(made_up(function, orders) + finite(waves)))
        case "log":
            inside = mp.mpmathify(number(parts[0]))
            if abs(inside) < mpf(10) ** -8:
                raise TooLarge("the logarithm of almost 0")
            return mp.log(inside)
        case "=":
            return Fraction(number(parts[0]) == number(parts[1]))
        case "sum":
            index, first, last, body = parts
            places = range(int(number(first)), int(number(last)) + 1)
            return sum((mp.mpmathify(value(body, world, bound | {index: Fraction(n)})) for n in places), mpf(0))
        case "at":
            body, pairs = parts
            inner = {place(v, world, bound): number(at) for v, at in pairs}
            return value(body, world, bound | inner)
        case "cases":
            for result, left, relation, right in parts:
                if relation is None or COMPARE[relation](mp.re(number(left)), mp.re(number(right))):
                    return number(result)
            raise ValueError("no case applies")
        case "d":
            return slope(*parts, world, bound)
    raise ValueError(f"unknown node {kind}")


def finite(number):
    if abs(number) > mpf(10) ** 8:
        raise TooLarge(str(number))
    return number


def quotient(above, below):
    below = mp.mpmathify(below)
    if abs(below) < mpf(10) ** -8:
        raise TooLarge("a denominator of almost 0")
    return finite(mp.mpmathify(above) / below)


def power(base, exponent):
    if abs(base) < mpf(10) ** -8 and mp.re(exponent) <= 0:
        raise TooLarge("a denominator of almost 0")
    return finite(base**exponent) if base else mpf(0)


def place(tree: tuple, world: World, bound: dict) -> tuple | object:
    """Which quantity a leaf is, its indices as numbers."""
    kind, *parts = tree
    if kind == "symbol":
        return parts[0]
    if kind == "leaf":
        return (parts[0], *(value(index, world, bound) for index in parts[1]))
    return ("what a derivative is taken by", value(tree, world, bound))


def slope(body: tuple, variables: tuple, world: World, bound: dict):
    """The derivative: made up for a quantity, by the rules for all else."""
    if body[0] in ("leaf", "symbol"):
        by = sorted(repr(place_name(v, world, bound)) for v in variables)
        return made_up("slope of", repr(place_name(body, world, bound)), by)
    first, *others = variables
    derived = derivative(body, first)
    return value(("d", derived, tuple(others)) if others else derived, world, bound)


def place_name(tree: tuple, world: World, bound: dict):
    found = place(tree, world, bound)
    return str(found) if tree[0] == "symbol" else found


def derivative(tree: tuple, by: tuple) -> tuple:
    """The derivative of a tree, as a tree."""
    one, minus = (NUMBER, Fraction(1)), (NUMBER, Fraction(-1))
    kind, *parts = tree
    if tree == by and kind not in ("leaf", "symbol"):  # of a quantity by itself the slope is made up like any other
        return one
    match kind:
        case "number" | "=":
            return (NUMBER, Fraction(0))
        case "leaf" | "symbol":
            return ("d", tree, (by,))
        case "d":
            return ("d", parts[0], (*parts[1], by))
        case "+":
            return ("+", *(derivative(p, by) for p in parts))
        case "*":
            return ("+", *(("*", *parts[:n], derivative(p, by), *parts[n + 1 :]) for n, p in enumerate(parts)))
        case "/":
            return derivative(("*", parts[0], ("^", parts[1], minus)), by)
        case "^":
            base, exponent = parts
            by_base = ("*", exponent, ("^", base, ("+", exponent, minus)), derivative(base, by))
            if exponent[0] == NUMBER:
                return by_base
            return ("+", by_base, ("*", tree, ("log", base), derivative(exponent, by)))
        case "log":
            return ("/", derivative(parts[0], by), parts[0])
        case "call":
            function, orders, *arguments = parts
            steps = [(*orders[:n], orders[n] + 1, *orders[n + 1 :]) for n in range(len(orders))]
            slopes = [("call", function, step, *arguments) for step in steps]
            return ("+", *(("*", s, derivative(a, by)) for s, a in zip(slopes, arguments, strict=True)))
        case "sum":
            return ("sum", *parts[:3], derivative(parts[3], by))
        case "at":
            return ("at", derivative(parts[0], by), parts[1])
        case "cases":
            return ("cases", *((derivative(row[0], by), *row[1:]) for row in parts))
    raise ValueError(f"unknown node {kind}")


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
            return ("cases", *((again(v), left and again(left), r, right and again(right)) for v, left, r, right in parts))
    return (kind, *map(again, parts))


def latex_of(symbol: str) -> str:
    letter, _, below = appearance(symbol)
    return letter + (f"_{{{below}}}" if below else "")


def word_in(name: str, world: World, bound: dict[str, str]) -> tuple:
    if name in bound or name in world.symbols:
        return ("symbol", name)
    if name in world.names:
        return ("leaf", name, ())
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
    if above and power_tree is not None:
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


def same(one, other) -> bool:
    """Whether two values are the same to nine digits."""
    return bool(abs(mp.mpmathify(one) - mp.mpmathify(other)) <= mpf(10) ** -9 * abs(mp.mpmathify(other)))
