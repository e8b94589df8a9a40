"""The value of a written-out expression as an interval that certainly contains it, at whatever precision it takes."""

from __future__ import annotations

from mpmath import mp, mpf
from mpmath.ctx_iv import MPIntervalContext
from sympy import (
    Abs,
    Add,
    Basic,
    Expr,
    Heaviside,
    Max,
    Min,
    Mul,
    NumberSymbol,
    Piecewise,
    Pow,
    Rational,
    Symbol,
    cos,
    cosh,
    exp,
    log,
    sign,
    sin,
    sinh,
    tan,
    tanh,
)
from sympy.core.relational import Relational
from sympy.logic.boolalg import ITE, And, BooleanAtom, Not, Or

PRECISIONS = (170, 400, 1000, 3000)  #: bits, in turn, until the interval is narrow enough
NARROW = 60  #: bits of an interval's value that must be certain
LARGEST_EXPONENT = 10**6


class Undecided(ArithmeticError):
    """At this precision an interval contains 0 where its sign matters, or the value is no real number."""


class Intervals:
    """Interval arithmetic at one precision, for the values of the symbols given as rationals."""

    def __init__(self, values: dict[Symbol, Rational], bits: int):
        self.iv = MPIntervalContext()
        self.iv.prec, self.values, self.known = bits, values, {}

    def value(self, expression: Basic):
        """The interval of an expression; of a condition, whether it holds."""
        if expression not in self.known:
            self.known[expression] = self._value(expression)
        return self.known[expression]

    def _value(self, e: Basic):
        if e.is_Float:
            e = Rational(e)
        if e.is_Rational:
            return self.iv.mpf(int(e.p)) / int(e.q)
        if isinstance(e, Symbol):
            return self._value(Rational(self.values[e]))
        if isinstance(e, NumberSymbol):
            return {"pi": self.iv.pi, "E": self.iv.e}[str(e)] + 0
        if isinstance(e, Piecewise):
            pieces = (piece for piece, condition in e.args if self.holds(condition))
            if (piece := next(pieces, None)) is None:
                raise Undecided
            return self.value(piece)
        if isinstance(e, Pow):
            return self.power(*e.args)
        arguments = [self.value(argument) for argument in e.args]
        if isinstance(e, Add):
            return sum(arguments[1:], arguments[0])
        if isinstance(e, Mul):
            product = arguments[0]
            for factor in arguments[1:]:
                product = product * factor
            return product
        if isinstance(e, (Max, Min)):
            best = arguments[0]
            for other in arguments[1:]:
                best = other if (self.sign(other - best) > 0) == isinstance(e, Max) else best
            return best
        return self.function(type(e), arguments[0])

    def function(self, kind: type, u):
        if kind in (Abs, sign, Heaviside):
            s = self.sign(u)
            return u * s if kind is Abs else self.iv.mpf(s) if kind is sign else (self.iv.mpf(s) + 1) / 2
        if kind is log:
            if not u.a > 0:
                raise Undecided
            return self.iv.log(u)
        if kind in (sin, cos):
            return self.iv.sin(u) if kind is sin else self.iv.cos(u)
        if kind is tan:
            return self.quotient(self.iv.sin(u), self.iv.cos(u))
        if kind not in (exp, sinh, cosh, tanh) or max(abs(u.a), abs(u.b)) > LARGEST_EXPONENT:
            raise Undecided
        if kind is exp:
            return self.iv.exp(u)
        up, down = self.iv.exp(u), self.iv.exp(-u)
        return {sinh: (up - down) / 2, cosh: (up + down) / 2, tanh: 1 - 2 / (1 + up * up)}[kind]

    def power(self, base: Expr, exponent: Expr):
        b = self.value(base)
        if exponent.is_Integer:
            n = int(exponent)
            if abs(n) > LARGEST_EXPONENT:
                raise Undecided
            return b**n if n >= 0 else self.quotient(self.iv.mpf(1), b ** (-n))
        if b.a == 0 == b.b and exponent.is_positive:
            return b
        if not b.a > 0:
            raise Undecided
        return self.function(exp, self.iv.log(b) * self.value(exponent))

    def quotient(self, above, below):
        if below.a <= 0 <= below.b:
            raise Undecided
        return above / below

    def sign(self, u) -> int:
        if u.a == 0 == u.b:
            return 0
        if u.a <= 0 <= u.b:
            raise Undecided
        return 1 if u.a > 0 else -1

    def holds(self, condition: Basic) -> bool:
        if isinstance(condition, BooleanAtom):
            return bool(condition)
        if isinstance(condition, (And, Or)):
            return (all if isinstance(condition, And) else any)(map(self.holds, condition.args))
        if isinstance(condition, ITE):
            return self.holds(condition.args[1] if self.holds(condition.args[0]) else condition.args[2])
        if isinstance(condition, Not):
            return not self.holds(condition.args[0])
        if not isinstance(condition, Relational):
            raise Undecided
        s = self.sign(self.value(condition.lhs) - self.value(condition.rhs))
        return {">": s > 0, ">=": s >= 0, "<": s < 0, "<=": s <= 0, "==": s == 0, "!=": s != 0}[condition.rel_op]


def compared(left: Expr, right: Expr, values: dict[Symbol, Rational]) -> tuple[bool, tuple[mpf, mpf]] | None:
    """Whether the two values may be the same, and their middles; None where one of them is no real number.

    False is certain: the intervals have no number in common. True means that they agree in their first 60 bits.
    """
    for bits in PRECISIONS:
        try:
            intervals = Intervals(values, bits)
            a, b = intervals.value(left), intervals.value(right)
        except (Undecided, ZeroDivisionError, OverflowError, ValueError):
            continue
        middles = tuple(mp.make_mpf(interval.mid._mpi_[0]) for interval in (a, b))
        if a.b < b.a or b.b < a.a:
            return False, middles
        size = max(abs(a.mid), abs(b.mid), intervals.iv.mpf(2) ** -200)
        if max(a.delta, b.delta).a <= (size * intervals.iv.mpf(2) ** -NARROW).a:
            return True, middles
    return None
