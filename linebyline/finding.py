"""What SymPy finds by itself, without an author's line in between, and in the book's form. Nothing here is trusted."""

from __future__ import annotations

from sympy import Add, Dummy, Expr, Mul, Sum, factor

from linebyline.functions import Activation
from linebyline.indices import with_letters
from linebyline.names import Entry, Name, Unknown
from linebyline.normal_form import normal
from linebyline.order import is_negative, position
from linebyline.rules import common_factor, folding
from linebyline.scope import Ranges


def activations_in(expression: Expr) -> dict[Name, tuple[type[Activation], Name]]:
    """The names met in the expression, definitions included, that are activations: {a: (sigma, z_h), ...}."""
    found, seen, waiting = {}, set(), [expression]
    while waiting:
        for name in waiting.pop().atoms(Name) - seen:
            seen.add(name)
            if isinstance(name, Unknown):
                waiting.append(name.of)
            if name.definition:
                meaning = name.definition(*(Dummy(integer=True, positive=True) for _ in name.ranges))
                waiting.append(meaning)
                if isinstance(meaning, Activation) and isinstance(meaning.args[0], Entry):
                    found[name] = meaning.func, meaning.args[0].base
    return found


def sympy_finds(expression: Expr, given: Ranges | None = None, names: tuple[Name, ...] | None = None) -> Expr:
    """What SymPy makes of the expression by itself: differentiated, collapsed, and folded into these names.

    No author's line is used; a derivation's last line is compared with this. Without `names` they are the activations
    that the expression depends on.
    """
    ranges = given or {}
    fold = folding(*(activations_in(expression) if names is None else names))
    return fold(factored(fold(normal(expression, ranges), ranges), ranges), ranges)


def factored(line: Expr, ranges: Ranges) -> Expr:
    """Factor the line, gather sums over the same index, and write every factor the book's way round."""
    line = with_letters(line, ranges)
    line = factor(line.replace(Sum, lambda function, *limits: Sum(factor(function), *limits)))
    line = line.replace(Add, lambda *terms: gathered(Add(*terms)))
    return common_factor(line.replace(Mul, lambda *parts: the_right_way_round(parts)), ranges)


def gathered(sum_: Expr) -> Expr:
    """One sum for several over the same index: 2*Sum(f) - Sum(g) is Sum(2*f - g)."""
    terms = [term.as_coeff_Mul() for term in Add.make_args(sum_)]
    limits = {term.limits for _, term in terms if isinstance(term, Sum)}
    if len(limits) != 1 or not all(isinstance(term, Sum) for _, term in terms):
        return sum_
    return Sum(factor(Add(*(number * term.function for number, term in terms))), *limits.pop())


def the_right_way_round(factors: tuple[Expr, ...]) -> Expr:
    """Write y - 1 as -(1 - y) and y - t as -(t - y) in a product, so that its numbers can be compared by eye."""
    turned = [
        Add(*(-term for term in f.args)) if isinstance(f, Add) and is_negative(min(f.args, key=position)) else f
        for f in factors
    ]
    return Mul(*turned) * (-1) ** sum(f != g for f, g in zip(factors, turned, strict=True))
