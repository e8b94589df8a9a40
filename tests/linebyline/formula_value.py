"""What a formula is worth: trees of the readers, and of SymPy's expressions, evaluated with the same made-up numbers.

Every quantity, however it is defined, has a made-up value at every place, and so has every derivative of it; functions
are made up as well. Two formulas that agree here say the same: nothing is known that could make two different ones
equal.
"""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256

from formula_letters import World
from formula_trees import NUMBER
from mpmath import mp, mpf

COMPARE = {"==": lambda a, b: a == b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b}
COMPARE |= {">=": lambda a, b: a >= b, "!=": lambda a, b: a != b}
SMALL = mpf(10) ** -8


class TooLarge(ArithmeticError):
    """A value that no comparison of digits can be made with."""


def made_up(*key: object) -> mpf:
    """A number between 0.2 and 1.4, always the same for the same key."""
    return mpf("0.2") + mpf(int.from_bytes(sha256(repr(key).encode()).digest()[:8])) / 2**64 * mpf("1.2")


def symbol_value(symbol: str, world: World) -> Fraction | mpf:
    """The value of a symbol: of a width 2 or 3, of an index 1 or 2, of any other a number that is not whole."""
    if not world.symbols[symbol]:
        return made_up(symbol)
    few = int(made_up(symbol) * 1000) % 2
    return Fraction(few + (2 if symbol[0].isupper() or symbol.startswith("n_") else 1))


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
            symbol = parts[0]
            return bound[symbol] if symbol in bound else symbol_value(getattr(symbol, "name", symbol), world)
        case "leaf":
            found = place(tree, world, bound)
            return bound[found] if found in bound else made_up(found)
        case "call":
            function, orders, *arguments = parts
            return applied(function, orders, [mp.mpmathify(number(a)) for a in arguments])
        case "sum":
            index, first, last, body = parts
            places = range(int(number(first)), int(number(last)) + 1)
            return sum((mp.mpmathify(value(body, world, bound | {index: Fraction(n)})) for n in places), mpf(0))
        case "at":
            body, pairs = parts
            return value(body, world, bound | {place(v, world, bound): number(at) for v, at in pairs})
        case "cases":
            for result, left, relation, right in parts:
                if relation is None or COMPARE[relation](mp.re(number(left)), mp.re(number(right))):
                    return number(result)
            raise ValueError("no case applies")
        case "d":
            return slope(*parts, world, bound)
    return arithmetic(kind, [number(part) for part in parts])


def arithmetic(kind: str, numbers: list) -> mpf | Fraction:
    """A sum, a product, a fraction, a power, a logarithm, or whether two are equal."""
    if kind == "=":
        return Fraction(numbers[0] == numbers[1])
    first, *others = map(mp.mpmathify, numbers)
    match kind:
        case "+":
            return finite(first + mp.fsum(others))
        case "*":
            return finite(first * mp.fprod(others))
        case "/":
            return finite(first / not_zero(others[0]))
        case "^":
            return finite((first if mp.re(others[0]) > 0 else not_zero(first)) ** others[0])
        case "log":
            return mp.log(not_zero(first))
    raise ValueError(f"unknown node {kind}")


def applied(function: tuple, orders: tuple, arguments: list) -> mpf:
    """A made-up function, or its made-up derivative of these orders, that tells its arguments apart."""
    if function[0] in ("max", "min"):  # the order of these arguments means nothing
        waves, orders = mp.fsum(a**3 for a in arguments), sum(orders)
    else:
        waves = mp.fsum(made_up(function, n) * a for n, a in enumerate(arguments))
    return finite(mpf("1.3") + mp.sin(made_up(function, orders) + finite(waves)))


def finite(number):
    if abs(number) > 1 / SMALL:
        raise TooLarge(str(number))
    return number


def not_zero(number):
    if abs(number) < SMALL:
        raise TooLarge("a denominator of almost 0")
    return number


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


def same(one, other) -> bool:
    """Whether two values are the same to nine digits."""
    return bool(abs(mp.mpmathify(one) - mp.mpmathify(other)) <= mpf(10) ** -9 * abs(mp.mpmathify(other)))
