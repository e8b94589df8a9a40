"""The rules with which a line can be computed: each takes the line before, and the ranges, and returns the next.

Nothing here is trusted: a computed line is proved like a typed one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, product

from sympy import Add, Derivative, Dummy, Expr, Function, Integer, KroneckerDelta, Mul, Sum, Symbol, factor

from linebyline.functions import Activation, Defined
from linebyline.names import Entry, Name, Unknown, index
from linebyline.normal_form import equal, normal
from linebyline.order import is_negative, position
from linebyline.scope import Ranges

__all__ = """
    chain_rule common_factor constants_out factored folding only_dependent_term sum_rule sympy_finds through unfolding
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


def unfolding(*names: Name) -> Rule:
    """The rule that writes out these names, one level deep: in what is to be differentiated, else everywhere."""

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
    """The chain rule over a whole layer: the derivative of a function of all entries of `name` is a sum over them."""

    @on_derivatives
    def rule(function: Expr, variable: Expr, ranges: Ranges) -> Expr:
        n = Dummy("n", integer=True, positive=True)
        product = Derivative(function, name[n]) * Derivative(name[n], variable)
        return with_letters(Sum(product, (n, 1, *name.ranges)), ranges)

    rule.__name__ = f"through {name}"
    return rule


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


def with_letters(expression: Expr, ranges: Ranges) -> Expr:
    """Give every bound index the first letter of its width that is free there: k or o for outputs, and so on."""
    if isinstance(expression, (Entry, Name)) or not expression.args:
        return expression
    if isinstance(expression, Sum):
        taken, function, limits = set(ranges), expression.function, []
        for n, first, last in expression.limits:
            letter = next(
                s for s in letters_for(n, last) if s not in taken and (s == n or s not in function.free_symbols)
            )
            taken.add(letter)
            function = function.xreplace({n: letter})
            limits.append((letter, first, last))
        inner = ranges | {n: (first, last) for n, first, last in limits}
        return Sum(with_letters(function, inner), *limits)
    return expression.func(*(with_letters(part, ranges) for part in expression.args))


def letters_for(n: Symbol, width: Expr) -> Iterator[Symbol]:
    """Letters for an index, best first: those of its width, its own, then its own with numbers."""
    own = n.name if isinstance(n, Dummy) or n in getattr(width, "letters", ()) else None
    yield from getattr(width, "letters", ())
    yield n if own is None else index(own)
    yield from (index(f"{n.name}{number}") for number in count(2))


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
