"""A second opinion on every line: plain loops over the tree, in 90 digits, that use nothing of the proof engine.

Of a name it knows what its author wrote: the label, the ranges and the definition. A derivative is a central difference
of 90-digit numbers, and good to 40 of them: two formulas that agree to 25 digits in a few networks are equal for the
purpose of a test, and two that do not are different.
"""

from __future__ import annotations

from random import Random

import mpmath
from mpmath import mp, mpf
from sympy import (
    Add,
    Derivative,
    Expr,
    Indexed,
    Integer,
    KroneckerDelta,
    Mul,
    Piecewise,
    Pow,
    Product,
    Subs,
    Sum,
    Symbol,
    sympify,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanAtom, BooleanFunction

WORKING, STEP, AGREE = 90, mpf(10) ** -25, mpf(10) ** -25
PLAIN = {
    "Abs": abs,
    "Max": max,
    "Min": min,
    "ceiling": mpmath.ceil,
    "Heaviside": lambda at, *_: mpf(at > 0) if at else mpf(1) / 2,
}


class OutOfPlaceError(ValueError):
    """An index without a value, or outside the range of its place: such a line means nothing."""


class World:
    """One network: a number for each width and index, and, drawn when it is first asked for, for each other symbol.

    `positive` draws all of them from (0, 1); else each has the sign it may have.
    """

    def __init__(self, sizes: dict[Symbol, int], seed: int = 0, positive: bool = False):
        self.sizes, self.seed, self.positive, self.fixed = dict(sizes), seed, positive, {}

    def number(self, key: object, positive: bool) -> mpf:
        """The value of a given quantity: the same for the same key, whatever was asked for before."""
        random = Random(f"{key} {self.seed}")
        size = mpf(random.randint(100, 900)) / 997
        return size if positive or self.positive or random.random() < 0.5 else -size

    def joint(self, name: Expr) -> mpf:
        """What an unknown function of the entries of `name` is here: one that couples them."""
        entries = [value_in(name[Integer(n + 1)], self) for n in range(int(value_in(name.ranges[0], self)))]
        return mpmath.cos(sum((n + 2) * s for n, s in enumerate(entries)) / 5) + sum(s**3 for s in entries) / 3

    def applied(self, function: str, arguments: list) -> mpf:
        """What an undefined function is here."""
        own = mpf(sum(map(ord, function)) % 11 + 3) / 10
        return mpmath.sin(sum((n + 1) * own * at for n, at in enumerate(arguments)) + 1) + 2


def evaluate(expression: Expr, world: World) -> mpmath.mpf | mpmath.mpc:
    """The value of the expression in that world; raises OutOfPlaceError or an error of arithmetic where it has none."""
    with mpmath.workdps(WORKING):
        return value_in(expression, world)


def value_in(e: Expr, world: World):
    if e in world.fixed:
        return world.fixed[e]
    if isinstance(e, Indexed):
        return _entry(e, world)
    if hasattr(e, "ranges"):
        return _scalar(e, world)
    for kind, how in BY_KIND.items():
        if isinstance(e, kind):
            return how(e, world)
    if getattr(e, "definition", None):
        return value_in(e.definition(*e.args), world)
    if e.is_Rational:
        return mpf(e.p) / e.q
    if not e.args:
        return {"Pi": +mp.pi, "Exp1": mpmath.e + 0, "ImaginaryUnit": mpmath.mpc(0, 1)}[type(e).__name__]
    function = PLAIN.get(type(e).__name__, getattr(mpmath, type(e).__name__, None))
    return function(*(value_in(part, world) for part in e.args))


def _symbol(e: Symbol, world: World):
    if e in world.sizes:
        return mpf(world.sizes[e])
    if e.is_integer:
        raise OutOfPlaceError(f"{e} has no value here")
    return world.number(e.name, bool(e.is_positive))


def _places(e: Indexed, world: World) -> tuple[int, ...]:
    places = tuple(int(value_in(n, world)) for n in e.indices)
    for place, width in zip(places, getattr(e.base, "ranges", ()), strict=False):
        if not 1 <= place <= value_in(width, world):
            raise OutOfPlaceError(f"{e}: {place} is outside 1..{width}")
    return places


def _entry(e: Indexed, world: World):
    places = _places(e, world)
    key = _key(e.base, places)
    if key in world.fixed:
        return world.fixed[key]
    whole = getattr(e.base, "of", None)
    if whole is not None:  # the slope of an unknown function
        return _difference(lambda: world.joint(whole), _key(whole, places), world, whole[places])
    definition = getattr(e.base, "definition", None)
    if definition is not None:
        return value_in(sympify(definition(*map(Integer, places))), world)
    return world.number(key, False)


def _scalar(e: Expr, world: World):
    if _key(e, ()) in world.fixed:
        return world.fixed[_key(e, ())]
    if e.of is not None:
        return world.joint(e.of)
    return value_in(sympify(e.definition()), world) if e.definition else world.number(_key(e, ()), False)


def _key(base: Expr, places: tuple[int, ...]) -> tuple:
    return (str(base), str(getattr(base, "ranges", "")), places, bool(getattr(base, "definition", None)))


def _sum(e: Sum, world: World, gather=sum):
    index, first, last = e.limits[-1]
    inner = e.func(e.function, *e.limits[:-1]) if e.limits[:-1] else e.function
    inside, terms = world.sizes, []
    for n in range(int(value_in(first, world)), int(value_in(last, world)) + 1):
        world.sizes = inside | {index: n}
        terms.append(value_in(inner, world))
    world.sizes = inside
    return gather(terms)


def _derivative(e: Derivative, world: World):
    *others, variable = e.variables
    if not others and variable == e.expr:
        return mpf(1)
    inner = Derivative(e.expr, *others) if others else e.expr
    if isinstance(variable, Indexed):
        key = _key(variable.base, _places(variable, world))
    else:
        key = _key(variable, ()) if hasattr(variable, "ranges") else variable
    return _difference(lambda: value_in(inner, world), key, world, variable)


def _difference(function, key: object, world: World, variable: Expr):
    """The slope of `function`, which takes the value under `key` from the world."""
    at = world.fixed[key] if key in world.fixed else value_in(variable, world)
    outside = world.fixed
    values = []
    for moved in (at + STEP, at - STEP):
        world.fixed = outside | {key: moved}
        values.append(function())
    world.fixed = outside
    return (values[0] - values[1]) / (2 * STEP)


def _subs(e: Subs, world: World):
    outside, values = world.fixed, [value_in(point, world) for point in e.point]
    keys = [_key(s.base, _places(s, world)) if isinstance(s, Indexed) else s for s in e.variables]
    world.fixed = outside | dict(zip(keys, values, strict=True))
    try:
        return value_in(e.expr, world)
    finally:
        world.fixed = outside


def _truth(e, world: World) -> bool:
    if isinstance(e, Relational):
        left, right = (value_in(side, world) for side in e.args)
        close = abs(left - right) < AGREE
        return {"==": close, "!=": not close, "<": left < right, "<=": left <= right or close}.get(
            e.rel_op, left > right if e.rel_op == ">" else left >= right or close
        )
    if isinstance(e, BooleanAtom):
        return bool(e)
    parts = [_truth(part, world) for part in e.args]
    return {"And": all(parts), "Or": any(parts), "Not": not parts[0]}[type(e).__name__]


def _pieces(e: Piecewise, world: World):
    return next(value_in(piece, world) for piece, condition in e.args if _truth(condition, world))


def _undefined(e: AppliedUndef, world: World):
    return world.applied(e.func.__name__, [value_in(part, world) for part in e.args])


BY_KIND = {
    (Relational, BooleanFunction, BooleanAtom): _truth,
    Symbol: _symbol,
    Sum: _sum,
    Product: lambda e, world: _sum(e, world, mpmath.fprod),
    Derivative: _derivative,
    Subs: _subs,
    Piecewise: _pieces,
    KroneckerDelta: lambda e, world: mpf(abs(value_in(e.args[0], world) - value_in(e.args[1], world)) < AGREE),
    Add: lambda e, world: sum(value_in(part, world) for part in e.args),
    Mul: lambda e, world: mpmath.fprod(value_in(part, world) for part in e.args),
    Pow: lambda e, world: mpmath.power(value_in(e.base, world), value_in(e.exp, world)),
    AppliedUndef: _undefined,
}
