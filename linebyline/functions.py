"""Functions that the normal form keeps closed: known to it by their slope, which SymPy finds from the definition.

A function with kinks is differentiated piece by piece, the slope at a kink being that of the piece it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from sympy import Dummy, Expr, Function, Gt, Lambda, Piecewise, Symbol, exp, simplify, solve, symbols, sympify

z = Symbol("z", real=True)  #: the argument of an activation function on its own


class Defined(Function):
    """A real function of the book; `definition(*arguments)` is what it stands for."""

    is_real = True

    @classmethod
    def definition(cls, *arguments: Expr) -> Expr:
        raise NotImplementedError

    @property
    def meaning(self) -> Expr:
        """What this application stands for; the definition is asked once, with arguments that are mere symbols."""
        return meaning(type(self))(*self.args)

    def fdiff(self, argindex=1):
        return slope(type(self), argindex)(*self.args)


@cache
def meaning(function: type[Defined]) -> Lambda:
    """The definition of `function`, frozen as it is the first time that it is needed."""
    arguments = tuple(Dummy(f"u{n}", real=True) for n in range(max(function.nargs)))
    return Lambda(arguments, function.definition(*arguments))


class Activation(Defined):
    """A function of one argument, whose slope is written in terms of its value where that is possible."""

    nargs = 1

    def fdiff(self, argindex=1):
        in_value = slope_of_value(type(self))
        return slope(type(self))(*self.args) if in_value is None else in_value(self)


class sigma(Activation):  # noqa: N801 - the field writes it in lower case
    """The logistic sigmoid (E07). Its slope is not typed here: SymPy derives it."""

    nargs = 1

    @classmethod
    def definition(cls, z: Expr) -> Expr:
        return 1 / (1 + exp(-z))


def written_out(expression: Expr) -> Expr:
    """The expression with every smooth function replaced by its definition."""

    def is_smooth(part: Expr) -> bool:
        return isinstance(part, Defined) and not part.meaning.has(Piecewise)

    return expression.replace(is_smooth, lambda part: written_out(part.meaning))


PRIME = "\N{PRIME}"  #: marks the derivative of an unknown function, in the engine only


def primed(function: type[Function]) -> type[Function]:
    """The derivative of an unknown function f as a function of its own, so that f'(u) and f'(v) can be told apart."""
    return Function(function.__name__ + PRIME, **function._kwargs)


def is_prime(function: type[Function]) -> bool:
    """Whether this is such a derivative, or is written like one; authors write Derivative(f(u), u)."""
    return PRIME in function.__name__ or "'" in function.__name__


@cache
def slope(function: type[Defined], argindex: int = 1) -> Callable[..., Expr]:
    """The slope of `function` in terms of its arguments; closed itself where it is defined piece by piece."""
    arguments = symbols(f"u:{max(function.nargs)}", real=True)
    found = meaning(function)(*arguments).diff(arguments[argindex - 1])
    if isinstance(found, Piecewise):
        return named(f"{function.__name__}'", arguments, found)
    return Lambda(arguments, found)


@cache
def slope_of_value(function: type[Activation]) -> Callable[[Expr], Expr] | None:
    """The slope of `function` in terms of the function's value, or None where SymPy finds no such function.

    For the logistic sigmoid this is a -> a*(1 - a) (E16-E20). A value tells the pieces of a function apart only if it
    is continuous and rises in all pieces but the lowest.
    """
    value, definition = Symbol("a", real=True), meaning(function)(z)
    if not isinstance(definition, Piecewise):
        found = _smooth_slope_of_value(definition, value)
        return None if found is None else Lambda(value, found)
    boundaries = _boundaries(definition)
    if boundaries is None:
        return None
    pieces = []
    for piece, at in zip((piece for piece, _ in definition.args), [*boundaries, None], strict=True):
        found, rises = _smooth_slope_of_value(piece, value), piece.diff(z)
        if found is None or not (rises.is_nonnegative if at is None else rises.is_positive):
            return None
        pieces.append((found, True if at is None else value > piece.subs(z, at)))
    return named(f"{function.__name__}'", (value,), Piecewise(*pieces))


def _boundaries(definition: Piecewise) -> list[Expr] | None:
    """Where the pieces of a continuous function meet, the conditions being z > boundary, falling; else None."""
    *above, (_, otherwise) = definition.args
    if otherwise != True or not all(type(c) is Gt and c.lhs == z and c.rhs.is_number for _, c in above):  # noqa: E712
        return None
    boundaries = [condition.rhs for _, condition in above]
    falls = all((upper - lower).is_positive for upper, lower in zip(boundaries, boundaries[1:]))
    pairs = zip(definition.args, definition.args[1:], boundaries)
    return boundaries if falls and all((p - q).subs(z, at) == 0 for (p, _), (q, _), at in pairs) else None


def _smooth_slope_of_value(definition: Expr, value: Symbol) -> Expr | None:
    slope_at = definition.diff(z)
    if not slope_at.has(z):
        return slope_at
    try:
        inverses = solve(written_out(definition) - value, z)
    except NotImplementedError:
        return None
    for inverse in inverses:
        found = simplify(slope_at.subs(z, inverse))
        if simplify(written_out(found.subs(value, definition) - slope_at).rewrite(exp)) == 0:
            return found
    return None


def named(name: str, arguments: tuple[Symbol, ...], expression: Expr, kind: type[Defined] = Defined) -> type[Defined]:
    """A new function with this name and this definition."""
    definition = Lambda(arguments, expression)
    return type(kind)(
        name, (kind,), {"nargs": len(arguments), "definition": classmethod(lambda cls, *at: definition(*at))}
    )


@cache
def activation(name: str, expression: str) -> type[Activation]:
    """The function of a row of `netlib.activations.ACTIVATIONS`: `expression` is its definition in z."""
    definition = sympify(expression, {"z": z, "sigma": sigma})
    return sigma if definition == sigma.definition(z) else named(name, (z,), definition, Activation)


@cache
def loss(name: str, expression: str, width: Expr) -> Callable[[Expr, Expr], Expr]:
    """The loss of one component, a function of target and output, of a row of `netlib.losses.LOSSES`.

    `expression` is in t, y and the number of outputs n, which is `width`. It is closed if it is defined by pieces.
    """
    t, y, n = symbols("t y n", real=True)
    definition = sympify(expression, {"t": t, "y": y, "n": n}).xreplace({n: width})
    return named(name, (t, y), definition) if definition.has(Piecewise) else Lambda((t, y), definition)


@cache
def coupled(expression: str) -> Callable[[Expr, Callable[[Callable[[Expr], Expr]], Expr]], Expr]:
    """An activation such as softmax: `expression` is in z and total(...), a sum over all weighted sums of the layer.

    The result takes a node's own weighted sum, and a function that adds up what it is given for every node.
    """
    z, total = Dummy("z", real=True), Function("total")
    definition = sympify(expression, {"z": z, "total": total})

    def value(own: Expr, add_up: Callable[[Callable[[Expr], Expr]], Expr]) -> Expr:
        with_sums = definition.replace(total, lambda part: add_up(lambda other: part.xreplace({z: other})))
        return with_sums.xreplace({z: own})

    return value
