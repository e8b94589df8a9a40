"""The rules with which a line can be computed: each takes the line before, and the ranges, and returns the next.

Nothing here is trusted: a computed line is proved like a typed one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

from sympy import Add, Derivative, Dummy, Expr, Function, Integer, KroneckerDelta, Mul, Sum

from linebyline.functions import Defined
from linebyline.indices import with_letters
from linebyline.names import Entry, Name
from linebyline.normal_form import equal, normal
from linebyline.scope import Ranges

__all__ = """
    chain_rule common_factor constants_out folding only_dependent_term sum_rule through unfolding
""".split()

Rule = Callable[[Expr, Ranges], Expr]


def depends(expression: Expr, variable: Expr) -> bool:
    """Whether the variable occurs in the expression, abbreviations seen through (for w[o, h]: any entry of w)."""
    return bool(expression.free_symbols & {variable.base if isinstance(variable, Entry) else variable})


def slope_of(function: Expr, variable: Expr) -> Expr:
    return Integer(1) if function == variable else Derivative(function, variable)


def on_derivatives(change: Callable[[Expr, Expr, Ranges], Expr]) -> Rule:
    """A rule that applies `change(function, variable, ranges)` to every derivative of the line."""

    def rule(line: Expr, ranges: Ranges) -> Expr:
        if isinstance(line, Derivative) and len(line.variables) == 1:
            return change(line.expr, line.variables[0], ranges)
        if isinstance(line, Sum):
            ranges = ranges | {n: (first, last) for n, first, last in line.limits}
        if isinstance(line, (Entry, Name)) or not line.args:
            return line
        return line.func(*(rule(part, ranges) for part in line.args))

    rule.__name__, rule.__doc__ = change.__name__, change.__doc__
    return rule


@on_derivatives
def sum_rule(function: Expr, variable: Expr, ranges: Ranges) -> Expr:
    """The derivative of a sum is the sum of the derivatives."""
    if isinstance(function, Sum):
        return Sum(Derivative(function.function, variable), *function.limits)
    return Add(*(Derivative(term, variable) for term in Add.make_args(function)))


@on_derivatives
def constants_out(function: Expr, variable: Expr, ranges: Ranges) -> Expr:
    """What does not depend on the variable has derivative 0 as a term and comes out of the derivative as a factor."""
    result = []
    for term in Add.make_args(function):
        constant, varying = [], []
        for part in Mul.make_args(term):
            (varying if depends(part, variable) else constant).append(part)
        if varying:
            rest = Mul(*varying)
            result.append(Mul(*constant, slope_of(rest, variable)))
    return Add(*result)


@on_derivatives
def chain_rule(function: Expr, variable: Expr, ranges: Ranges) -> Expr:
    """The derivative of f(g) is f'(g) times the derivative of g: here f is a power or an activation function."""
    if function.is_Pow and not depends(function.exp, variable):
        inner, power = function.base, function.exp
        return power * inner ** (power - 1) * slope_of(inner, variable)
    if isinstance(function, Function) and len(function.args) == 1:
        return function.fdiff(1) * slope_of(function.args[0], variable)
    return Derivative(function, variable)


def only_dependent_term(line: Expr, ranges: Ranges) -> Expr:
    """Of a sum under a derivative, keep the one term that depends on the variable: the Kronecker delta names it."""
    if isinstance(line, Derivative) and isinstance(line.expr, Sum):
        line = Sum(Derivative(line.expr.function, *line.variables), *line.expr.limits)
    if isinstance(line, Sum) and isinstance(line.function, Derivative):
        (index, first, last), *others = line.limits
        slope = normal(line.function, ranges | {index: (first, last)})
        ties = [delta for delta in slope.atoms(KroneckerDelta) if index in delta.args]
        if len(ties) == 1 and not others:
            (kept,) = set(ties[0].args) - {index}
            return line.function.xreplace({index: kept})
    if isinstance(line, (Entry, Name)) or not line.args:
        return line
    inner = ranges | {n: (first, last) for n, first, last in line.limits} if isinstance(line, Sum) else ranges
    return line.func(*(only_dependent_term(part, inner) for part in line.args))


def common_factor(line: Expr, ranges: Ranges) -> Expr:
    """What does not depend on the index of a sum comes out in front of it."""
    if isinstance(line, Sum):
        constant, varying = line.function.as_independent(*line.variables, as_Add=False)
        return constant * Sum(varying, *line.limits)
    if isinstance(line, (Entry, Name, Derivative)) or not line.args:
        return line
    return line.func(*(common_factor(part, ranges) for part in line.args))


def _check_names(rule: str, names: Sequence[object], defined: bool = True) -> None:
    if not all(isinstance(name, Name) for name in names):
        raise TypeError(f"{rule} takes names such as y, not {', '.join(map(repr, names))}")
    for name in names:
        if defined and name.template is None:
            raise ValueError(f"{rule} takes names that abbreviate something, and {name} is given")


def unfolding(*names: Name) -> Rule:
    """The rule that writes out these names, one level deep: in what is to be differentiated, else everywhere."""
    _check_names("unfolding", names, defined=False)

    def rule(line: Expr, ranges: Ranges) -> Expr:
        only_inside = line.has(Derivative)

        def write_out(part: Expr, inside: bool) -> Expr:
            if isinstance(part, Entry):
                wanted = inside and part.base in names and part.definition is not None
                return part.definition if wanted else part
            if isinstance(part, Name):
                return part.definition() if inside and part in names else part
            if isinstance(part, Derivative):
                return Derivative(write_out(part.expr, True), *part.variables)
            return part.func(*(write_out(p, inside) for p in part.args)) if part.args else part

        return with_letters(write_out(line, not only_inside), ranges)

    rule.__name__ = f"unfolding {', '.join(map(str, names))}"
    return rule


def is_definition(start: Expr, line: Expr, ranges: Ranges) -> bool:
    """Whether the line writes out, one level deep, what the name or function `start` stands for."""
    if isinstance(start, (Entry, Name)):
        meaning = start.definition if isinstance(start, Entry) else start.template
    else:
        meaning = start.meaning if isinstance(start, Defined) else None
    return meaning is not None and with_letters(meaning, ranges) == with_letters(line, ranges)


def folding(*names: Name) -> Rule:
    """The rule that recognises the definitions of these names and writes the names, in the order given."""
    _check_names("folding", names)

    def rule(line: Expr, ranges: Ranges) -> Expr:
        for name in names:
            line = _fold(line, name, ranges)
        return line

    rule.__name__ = f"folding {', '.join(map(str, names))}"
    return rule


def _fold(line: Expr, name: Name, ranges: Ranges) -> Expr:
    if isinstance(line, (Entry, Name)) or not line.args:
        return line
    inner = ranges | {n: (first, last) for n, first, last in line.limits} if isinstance(line, Sum) else ranges
    if isinstance(line, Derivative):
        return Derivative(_fold(line.expr, name, inner), *line.variables)
    line = line.func(*(_fold(part, name, inner) for part in line.args))
    numbers = {n for entry in line.atoms(Entry) for n in entry.indices if n.is_Integer}
    fitting = [[n for n, (_, last) in ranges.items() if last == width] + list(numbers) for width in name.ranges]
    for place in product(*fitting):
        entry = name[place] if name.ranges else name
        definition = with_letters(name.definition(*place), ranges)
        if line.func == definition.func and line.is_Mul:
            rest = with_letters(line, ranges) / definition
            if not any(power.as_base_exp()[1].is_negative for power in Mul.make_args(rest)):
                return rest * entry
        elif line.func == definition.func and equal(line, definition, ranges):
            return entry
    return line


def through(name: Name) -> Rule:
    """The chain rule over a whole layer: the derivative of a function of all entries of a name is a sum over them."""
    _check_names("through", (name,), defined=False)
    if len(name.ranges) != 1:
        raise ValueError(f"through takes a name with one index, and {name} has {len(name.ranges)}")

    @on_derivatives
    def rule(function: Expr, variable: Expr, ranges: Ranges) -> Expr:
        n = Dummy("n", integer=True, positive=True)
        product = Derivative(function, name[n]) * Derivative(name[n], variable)
        return with_letters(Sum(product, (n, 1, *name.ranges)), ranges)

    rule.__name__ = f"through {name}"
    return rule
