"""The formulas that a live figure shows, one level deep and with a place for each number.

A tree is the name of an entry such as "w[1, 2]", a whole number, or a list: ["+", …], ["*", …], ["^", base, power],
["-", tree] in a sum, ["σ", tree]. On the left of a formula, ["∂", name] is the derivative of the loss by it, and
["new", name] what it becomes in a step.
"""

from __future__ import annotations

from itertools import product
from typing import TypedDict

from sympy import Add, Expr, Integer, Mul, Pow, Sum, Symbol

from book.live_figures.arithmetic import network_formulas
from book.notation import H, X, Y, a, delta_h, delta_o, epsilon, h, i, o, v, w, y, z_h, z_o
from linebyline.functions import sigma
from linebyline.names import Entry
from linebyline.order import is_negative, ordered_terms, position

Tree = str | int | list
HIDDEN_STEP = {z_h, z_o}  #: names that a figure has no node for, so that what they stand for is shown at once


class Formula(TypedDict):
    """One line beside a figure. `value` names the result of the arithmetic that the right side must give."""

    left: Tree
    right: Tree
    value: str


def tree(e: Expr, sizes: dict[Symbol, int]) -> Tree:
    """The expression as nested lists, sums written out. Raises TypeError for what no figure shows."""
    if isinstance(e, Entry):
        return tree(e.definition, sizes) if e.base in HIDDEN_STEP else str(e)
    if isinstance(e, Symbol):
        return str(e)
    if e.is_Integer:
        return int(e)
    if isinstance(e, sigma):
        return ["σ", tree(e.args[0], sizes)]
    if isinstance(e, Pow):
        return ["^", tree(e.base, sizes), tree(e.exp, sizes)]
    if isinstance(e, Sum):
        return flat("+", terms(e, sizes), sizes)
    if isinstance(e, Add):
        return flat("+", ordered_terms(e), sizes)
    if isinstance(e, Mul):
        return flat("*", sorted(factors(e, sizes), key=position), sizes)
    raise TypeError(f"{type(e).__name__} has no place in a figure's formula: {e}")


def terms(e: Sum, sizes: dict[Symbol, int]) -> list[Expr]:
    """The terms of a sum over one index, for these widths."""
    ((n, first, last),) = e.limits
    return [e.function.xreplace({n: Integer(k)}) for k in range(int(first), sizes[last] + 1)]


def factors(e: Mul, sizes: dict[Symbol, int]) -> list[Expr]:
    """The factors of a product; a sum of one term gives that term's, so that all stand in the book's order."""
    parts = [terms(part, sizes) if isinstance(part, Sum) else [part] for part in e.args]
    single = [part[0] if len(part) == 1 else whole for part, whole in zip(parts, e.args)]
    return [factor for part in single for factor in Mul.make_args(part)]


def flat(kind: str, parts: list[Expr], sizes: dict[Symbol, int]) -> Tree:
    """A sum or product of the parts; one part alone is itself."""
    trees = [["-", tree(-p, sizes)] if kind == "+" and is_negative(p) else tree(p, sizes) for p in parts]
    return trees[0] if len(trees) == 1 else [kind, *trees]


def network_shown(inputs: int, hidden: int, outputs: int) -> dict[str, list[Formula]]:
    """The formulas of every node and edge of a network, and of its loss, in the order of the algorithm."""
    sizes = {X: inputs, H: hidden, Y: outputs}
    claims = network_formulas()
    shown: dict[str, list[Formula]] = {"epsilon": [defined(epsilon.definition(), "epsilon", "loss", sizes)]}
    for (value, delta), width in (((a, delta_h), hidden), ((y, delta_o), outputs)):
        for n in range(1, width + 1):
            entries = value[n], delta[n]
            shown[str(value[n])] = [defined(e.definition, str(e), str(e), sizes) for e in entries]
    for name, edge, width, before in ((v, v[h, i], hidden, inputs), (w, w[o, h], outputs, hidden)):
        for place in product(range(1, width + 1), range(1, before + 1)):
            at, weight = dict(zip(edge.indices, place)), str(name[place])
            for kind, left in (("gradient", "∂"), ("new", "new")):
                right = tree(claims[f"{kind}_{name}"].xreplace(at), sizes)
                shown.setdefault(weight, []).append(Formula(left=[left, weight], right=right, value=f"{kind}_{weight}"))
    return shown


def defined(definition: Expr, left: str, value: str, sizes: dict[Symbol, int]) -> Formula:
    return Formula(left=left, right=tree(definition, sizes), value=value)
