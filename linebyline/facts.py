"""Facts that a derivation assumes: what they may say, and what they say of an expression. Part of the trusted base.

A fact is an equation for one quantity or one sum, such as Eq(Sum(t[k], (k, 1, Y)), 1), two indices that differ, such
as Ne(i, j), or a quantity with a sign, such as p > 0. It restricts the networks in which a line is to hold, and is no
rule for differentiating: a derivative is taken first, of the formula as it stands, and the fact is used on what it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sympy import Derivative, Dummy, Eq, Expr, Gt, Integer, KroneckerDelta, Lt, Ne, Rel, Sum, Symbol
from sympy.core.function import AppliedUndef
from sympy.logic.boolalg import BooleanAtom

from linebyline.names import Entry, Name, Slope, Unknown
from linebyline.normal_form import normal
from linebyline.opened import kinked_parts
from linebyline.scope import Ranges, ScopeError, check_scope

FORMS = "Eq(one sum or quantity, its value), Ne(one index, another), quantity > 0 or quantity < 0"


@dataclass(frozen=True)
class Facts:
    """Facts, each checked; `replaced` says what takes the place of what in a normal form."""

    relations: tuple[Rel, ...] = ()
    replaced: tuple[tuple[Expr, Expr], ...] = ()

    @property
    def sides(self) -> list[Expr]:
        """Both sides of every fact about quantities."""
        return [side for fact in self.relations if not is_about_indices(fact) for side in fact.args]

    def used(self, form: Expr) -> Expr:
        """A normal form with the facts put in: equal to it wherever they hold."""
        for old, new in self.replaced:
            form = form.xreplace({old: new})
        return form

    def check_usable(self, expression: Expr) -> None:
        """Refuse an equation beside a kink: it may say that we are at the kink, where nothing is proved."""
        if any(isinstance(fact, Eq) for fact in self.relations):
            for part in kinked_parts(expression):
                raise ScopeError(f"{part} has a kink, and an equation that is assumed may lead right there")


NO_FACTS = Facts()  #: of a derivation that assumes nothing


def read_facts(assuming: Iterable[Rel], ranges: Ranges) -> Facts:
    """The facts as they are used. Raises ScopeError for what is not understood."""
    relations = tuple(assuming)
    pairs = [replacement(fact, ranges) for fact in relations]
    return Facts(relations, tuple((normal(old, ranges), new) for old, new in pairs))


def replacement(fact: Rel, ranges: Ranges) -> tuple[Expr, Expr]:
    """What the fact lets us write, and what for. Raises ScopeError for what is not understood."""
    if isinstance(fact, BooleanAtom):
        raise ScopeError(f"a fact that is assumed is {fact}, whatever the quantities are: leave it out")
    if not isinstance(fact, (Eq, Ne, Gt, Lt)):
        raise ScopeError(f"not understood as a fact: {fact}; write {FORMS}")
    for side in fact.args:
        check_scope(side, ranges)
    if isinstance(fact, Ne):
        return difference_of_indices(fact, ranges)
    check_side(fact.lhs, fact, ranges)
    if isinstance(fact, Eq):
        return fact.lhs, normal(fact.rhs, ranges)
    if fact.rhs != 0 or isinstance(fact.lhs, Sum):
        raise ScopeError(f"not understood as a fact: {fact}; write {FORMS}")
    sign = {"positive": True} if isinstance(fact, Gt) else {"negative": True}
    return fact.lhs, Dummy("p", **sign)


def difference_of_indices(fact: Ne, ranges: Ranges) -> tuple[Expr, Expr]:
    if not all(n in ranges or n.is_Integer for n in fact.args):
        raise ScopeError(f"{fact}: only indices that `given` declares can be assumed to differ")
    return KroneckerDelta(*fact.args), Integer(0)


def check_side(side: Expr, fact: Rel, ranges: Ranges) -> None:
    """The left side must be one sum or one given quantity, and nothing of which less is known."""
    unknown = [part for part in (side, fact.rhs) if part.has(Unknown, Slope, AppliedUndef, Derivative)]
    form = normal(side, ranges)
    one = isinstance(form, (Sum, Entry, Name)) or isinstance(form, Symbol) and not form.is_integer
    if unknown or not one:
        raise ScopeError(f"not understood as a fact: {fact}; write {FORMS}, the quantity without a definition")
    if normal(fact.rhs, ranges).has(form):
        raise ScopeError(f"{fact} says of {side} only what depends on it: solve it for {side}")


def is_about_indices(fact: Rel) -> bool:
    return isinstance(fact, Ne)


def apart(facts: Facts, at: dict[Symbol, int]) -> bool:
    """Whether the indices that are assumed to differ do so at this place."""
    numbers = [[at.get(n, n) for n in fact.args] for fact in facts.relations if is_about_indices(fact)]
    return all(int(one) != int(other) for one, other in numbers)


def holds(fact: Rel, left: Expr, right: Expr) -> bool:
    """Whether a fact about quantities holds where its sides are these numbers."""
    exact = left.is_Rational and right.is_Rational
    return bool(exact and {Eq: left == right, Gt: left > right, Lt: left < right}[type(fact)])
