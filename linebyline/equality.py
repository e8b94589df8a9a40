"""Further proofs that two expressions are equal, for what the normal form alone does not see. Part of the trusted base.

In turn: everything over a common denominator, with exponentials as powers and logarithms of products as sums; the
summands of sums over the same range compared for a fixed index; equal arguments of equal functions; and, for
functions with kinks, one proof for each sign of what the kink depends on.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from sympy import (
    Abs,
    Add,
    Expr,
    Function,
    Heaviside,
    Integer,
    Max,
    Min,
    Mul,
    Pow,
    Sum,
    Symbol,
    cosh,
    default_sort_key,
    exp,
    fraction,
    ilcm,
    log,
    nan,
    oo,
    sign,
    sinh,
    tanh,
    together,
    zoo,
)
from sympy.core.relational import Relational

from linebyline.functions import Defined, written_out
from linebyline.names import Entry, Name
from linebyline.normal_form import contract, free, normal, number_of_terms
from linebyline.scope import KINKED, Ranges
from linebyline.widths import private_index

DEPTH = 4  #: steps of different kinds that a proof may need one inside the other
FRACTION = 400  #: terms over a common denominator beyond which none is looked for


def how_equal(left: Expr, right: Expr, ranges: Ranges) -> str | None:
    """In words, how `left` = `right` was proved though their normal forms differ; None where it was not."""
    difference = normal(left, ranges) - normal(right, ranges)
    if vanishes_as_fraction(difference, ranges):
        return "same normal form over a common denominator"
    return "same normal form, part by part" if vanishes(difference, ranges, DEPTH) else None


def vanishes(expression: Expr, ranges: Ranges, depth: int) -> bool:
    """Whether the expression was shown to be 0 wherever it is defined. False means only that this was not shown."""
    form = normal(expression, ranges)
    if form.has(nan, oo, zoo) or depth == 0:
        return False
    return (
        form == 0
        or vanishes_as_fraction(form, ranges)
        or vanishes_term_by_term(form, ranges, depth)
        or vanishes_with_equal_arguments(form, ranges, depth)
        or vanishes_for_each_sign(form, ranges, depth)
    )


class Exponential(Function):
    """exp(u) for one term u, which SymPy leaves as it is in products, so that it can be cancelled like any factor."""

    nargs = 1
    is_real = is_positive = True


def vanishes_as_fraction(form: Expr, ranges: Ranges) -> bool:
    """Whether the numerator is 0 over a common denominator, smooth functions written out; `form` is a normal form."""
    hyperbolic = replaced(form, (sinh, cosh, tanh), lambda kind, argument: kind(argument).rewrite(exp))
    algebraic = with_split_logarithms(with_powers(normal(written_out(hyperbolic), ranges)))
    if algebraic.has(nan, oo, zoo) or number_of_terms(algebraic) > FRACTION:
        return False
    numerator, denominator = fraction(together(algebraic))
    return contract(numerator, ranges) == 0 and contract(denominator, ranges) != 0


def with_powers(expression: Expr) -> Expr:
    """Every exp of a sum of terms as a product of powers: exp(2*u - v/2) is E(u)**2 / E(v/2)."""
    parts: dict[Expr, int] = {}
    for term in (term for e in expression.atoms(exp) for term in Add.make_args(e.args[0])):
        number, rest = term.as_coeff_Mul()
        parts[rest] = ilcm(parts.get(rest, 1), number.q)

    def powers(kind: type[Function], argument: Expr) -> Expr:
        split = [term.as_coeff_Mul() for term in Add.make_args(argument)]
        powers = ((number, rest, parts.get(rest, number.q)) for number, rest in split)
        return Mul(*(Exponential(rest / part) ** (number * part) for number, rest, part in powers))

    return replaced(expression, (exp,), powers)


def replaced(expression: Expr, kinds: tuple[type[Function], ...], value: Callable[..., Expr]) -> Expr:
    """Every `kind(u)` replaced by `value(kind, u)`, the innermost first; names are left alone."""
    if isinstance(expression, (Entry, Name)) or not expression.args:
        return expression
    arguments = [replaced(argument, kinds, value) for argument in expression.args]
    return value(expression.func, *arguments) if isinstance(expression, kinds) else expression.func(*arguments)


def with_split_logarithms(expression: Expr) -> Expr:
    """Every log of a product of positive factors as a sum of logs, and log(exp(u)) as u."""

    def split(kind: type[Function], argument: Expr) -> Expr:
        parts, (above, below) = Integer(0), fraction(together(argument))
        for side, factor in [(1, f) for f in Mul.make_args(above)] + [(-1, f) for f in Mul.make_args(below)]:
            base, power = factor.as_base_exp()
            if not is_positive(base) or not power.is_real:
                return kind(argument)
            parts += side * power * (base.args[0] if isinstance(base, Exponential) else log(base))
        return parts

    return replaced(expression, (log,), split)


def is_positive(expression: Expr) -> bool:
    """Whether every part says that the expression is positive."""
    if isinstance(expression, Sum):
        return all(first == 1 for _, first, _ in expression.limits) and is_positive(expression.function)
    if isinstance(expression, (Add, Mul)):
        return all(map(is_positive, expression.args))
    return bool(expression.is_positive)


def vanishes_term_by_term(form: Expr, ranges: Ranges, depth: int) -> bool:
    """Whether the sums over the same range, taken together, vanish for every fixed index, and so does the rest."""
    rest, summands = Integer(0), {}
    for term in Add.make_args(form):
        sums = [factor for factor in Mul.make_args(term) if isinstance(factor, Sum)]
        if len(sums) != 1:
            rest += term
            continue
        limits = tuple(tuple(pair) for _, *pair in sums[0].limits)
        fixed, before = summands.setdefault(limits, ([private_index() for _ in limits], Integer(0)))
        at = dict(zip(sums[0].variables, fixed, strict=True))
        summands[limits] = fixed, before + term / sums[0] * sums[0].function.xreplace(at)
    return bool(summands) and all(
        vanishes(part, ranges | within, depth - 1)
        for part, within in [
            (rest, {}),
            *((part, dict(zip(fixed, limits, strict=True))) for limits, (fixed, part) in summands.items()),
        ]
    )


def vanishes_with_equal_arguments(form: Expr, ranges: Ranges, depth: int) -> bool:
    """Whether the form vanishes once f(v) is written f(u), for some f(u) and f(v) in it with u = v proved."""
    indices = {n for sum_ in form.atoms(Sum) for n in sum_.variables}
    parts = [p for p in form.atoms(Function, Pow) if not (free(p) & indices) and not isinstance(p, KINKED)]
    for p, q in combinations(sorted(parts, key=default_sort_key), 2):
        same_kind = p.func == q.func and (p.args[1:] == q.args[1:] if isinstance(p, Pow) else len(p.args) == 1)
        if same_kind and vanishes(p.args[0] - q.args[0], ranges, min(depth - 1, 2)):
            return vanishes(form.xreplace({q: p}), ranges, depth - 1)
    return False


def vanishes_for_each_sign(form: Expr, ranges: Ranges, depth: int) -> bool:
    """Whether the form vanishes where the argument of a kink is positive, where it is negative and where it is 0."""
    form = replaced_pieces(form)
    kink = next(iter(sorted(kinks(form, ranges), key=default_sort_key)), None)
    return kink is not None and all(
        vanishes(at_zero(given_sign(form, kink, side, ranges), kink, side), ranges, depth - 1) for side in (1, -1, 0)
    )


def replaced_pieces(form: Expr) -> Expr:
    """Functions defined by pieces, written out."""

    def is_pieces(part: Expr) -> bool:
        return isinstance(part, Defined) and part.meaning.has(*KINKED)

    return form.replace(is_pieces, lambda part: replaced_pieces(part.meaning))


def kinks(form: Expr, ranges: Ranges) -> set[Expr]:
    """What the innermost kinks depend on, where that is free of the indices of sums."""
    indices = {n for sum_ in form.atoms(Sum) for n in sum_.variables}
    found = {p.args[0] for p in form.atoms(Abs, sign, Heaviside)} | {
        p.args[0] - p.args[1] for p in form.atoms(Max, Min)
    }
    found |= {relation.lhs - relation.rhs for relation in form.atoms(Relational)}
    return {normal(c, ranges) for c in found if not c.has(*KINKED) and not (free(c) & indices) and free(c)}


def given_sign(form: Expr, kink: Expr, side: int, ranges: Ranges) -> Expr:
    """The form where `kink` has the sign `side`: kinks in it that depend on the same, or a multiple, are gone."""

    def sign_of(argument: Expr) -> int | None:
        ratio = normal(argument, ranges) / kink
        return int(sign(ratio)) * side if ratio.is_Rational else None

    def resolved(part: Expr) -> Expr:
        if isinstance(part, (Entry, Name)) or not part.args:
            return part
        part = part.func(*map(resolved, part.args))
        if isinstance(part, (Abs, sign, Heaviside)) and (s := sign_of(part.args[0])) is not None:
            return s * part.args[0] if isinstance(part, Abs) else part.func(Integer(s))
        if (
            isinstance(part, (Max, Min))
            and len(part.args) == 2
            and (s := sign_of(part.args[0] - part.args[1])) is not None
        ):
            return part.args[0] if (s >= 0) == isinstance(part, Max) else part.args[1]
        if isinstance(part, Relational) and (s := sign_of(part.lhs - part.rhs)) is not None:
            return part.func(Integer(s), Integer(0))
        return part

    return resolved(form)


def at_zero(form: Expr, kink: Expr, side: int) -> Expr:
    """Where the kink's argument is 0, the form with that used: one of its terms is minus the others."""
    if side != 0:
        return form
    for term in Add.make_args(kink):
        number, rest = term.as_coeff_Mul()
        if isinstance(rest, (Entry, Symbol, Name)) and not (kink - term).has(rest):
            return form.xreplace({rest: (term - kink) / number})
    return form.xreplace({kink: Integer(0)})
