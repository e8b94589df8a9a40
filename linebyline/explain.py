"""What a wrong line looks like: how a refuted line differs from the true one, in words.

`MISTAKES` is a table: a row finds the ways in which a wrong line may contain one kind of mistake, and undoes each. It
speaks only when the repaired line is proved equal to the line before, so that no explanation is a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from sympy import Add, Derivative, Expr, Integer, Mul, Sum

from linebyline.difference import bracketed, explain_difference, explain_ratio, templates
from linebyline.finding import activations_in
from linebyline.functions import Activation
from linebyline.instance import Instance
from linebyline.names import Entry, Name
from linebyline.normal_form import equal
from linebyline.rules import chain_rule, depends
from linebyline.scope import Ranges, ScopeError, check_scope
from linebyline.widths import private_index
from linebyline.witness import agree
from linebyline.written import names_in

Repaired = Iterator[tuple[str, Expr]]  # what was wrong, in words, and the line without it


def replace_name(line: Expr, old: Name, new: Name) -> Expr:
    """The line with every entry of one name replaced by the same entry of another."""
    return line.replace(lambda part: isinstance(part, Entry) and part.base == old, lambda part: new[part.indices])


def reversed_difference(line: Expr, true: Expr, ranges: Ranges) -> Repaired:
    """y - t for t - y: a difference of two names with the same range."""

    def names(part: Expr) -> tuple[Name, Name] | None:
        signs = {number: rest for number, rest in (term.as_coeff_Mul() for term in Add.make_args(part))}
        if len(part.args) != 2 or set(signs) != {1, -1} or not all(isinstance(e, Entry) for e in signs.values()):
            return None
        plus, minus = signs[1].base, signs[-1].base
        return (plus, minus) if plus.ranges == minus.ranges and plus != minus else None

    usual = {names(part) for whole in (true, *templates(true)) for part in whole.atoms(Add)}
    for plus, minus in sorted({names(part) for part in line.atoms(Add)} - {None} - usual, key=str):
        if (minus, plus) not in usual:
            continue
        yield (
            f"{plus} - {minus} is written for {minus} - {plus}, which turns the sign",
            line.replace(lambda part, pair=(plus, minus): isinstance(part, Add) and names(part) == pair, lambda p: -p),
        )


def turned_sign(line: Expr, true: Expr, ranges: Ranges) -> Repaired:
    """A minus that is missing, or one too many: said before two names are suspected of having changed places."""
    yield "the line before is -1 times this line", -line


def swapped_names(line: Expr, true: Expr, ranges: Ranges) -> Repaired:
    """One name in the place of another: two that have changed places, a weighted sum and its activation."""
    present = sorted({part.base for part in line.atoms(Entry)}, key=str)
    for one, other in combinations(present, 2):
        if one.ranges == other.ranges:
            between = Name("between", one.ranges)
            turned = replace_name(replace_name(replace_name(line, one, between), other, one), between, other)
            yield f"{one} and {other} have changed places", turned
    for activated, (function, raw) in sorted(activations_in(true).items(), key=str):
        words = f"the weighted sum {raw} is written for the activation {activated} = {function}({raw})"
        yield words, replace_name(line, raw, activated)
        yield f"the activation {activated} is written for the weighted sum {raw}", replace_name(line, activated, raw)


def activated_twice(line: Expr, true: Expr, ranges: Ranges) -> Repaired:
    """The sigmoid of an activation."""

    for part in line.atoms(Activation):
        (value,) = part.args
        if isinstance(value, Entry) and value.base in activations_in(true + line):
            yield f"{part.func} is applied to {value}, which is already an activation", line.xreplace({part: value})


def wrong_variable(line: Expr, true: Expr, ranges: Ranges) -> Repaired:
    """A derivative with respect to the wrong variable."""

    wanted = {part.variables for part in true.atoms(Derivative)}
    for written in {part.variables for part in line.atoms(Derivative)} - wanted:
        for variables in wanted:
            yield (
                f"the derivative is taken with respect to {', '.join(map(str, written))} "
                f"instead of {', '.join(map(str, variables))}",
                line.replace(
                    lambda part, written=written: isinstance(part, Derivative) and part.variables == written,
                    lambda part, variables=variables: Derivative(part.expr, *variables),
                ),
            )


def wrong_index(line: Expr, true: Expr, ranges: Ranges) -> Repaired:
    """One index for another of the same range, or a fixed one inside a sum."""

    for old, limits in ranges.items():
        for new in ranges:
            if new != old and ranges[new] == limits and line.has(old):
                yield f"the index {old} is written for {new}", line.xreplace({old: new})
        for sum_ in line.atoms(Sum):
            for bound, *same in sum_.limits:
                if tuple(same) == limits and sum_.function.has(old):
                    repaired = Sum(sum_.function.xreplace({old: bound}), *sum_.limits)
                    yield f"inside the sum over {bound}, {old} is written for {bound}", line.xreplace({sum_: repaired})


def transposed(line: Expr, true: Expr, ranges: Ranges) -> Repaired:
    """w[j, k] for w[k, j]: possible only where both places have the same range."""

    for name in {part.base for part in line.atoms(Entry) if len(part.indices) == 2}:
        written = min((part for part in line.atoms(Entry) if part.base == name), key=str)
        turned = line.replace(
            lambda part, name=name: isinstance(part, Entry) and part.base == name,
            lambda part: part.base[part.indices[::-1]],
        )
        yield f"the indices are in the wrong order: {written} is written for {name[written.indices[::-1]]}", turned


def missing_sum(line: Expr, true: Expr, ranges: Ranges) -> Repaired:
    """One term for the whole sum."""

    for index, (first, last) in ranges.items():
        if line.has(index):
            node = getattr(last, "node", "")
            over = f" over every {node}" if node else ""
            yield (
                f"a sum{over} is missing: this is only its term {index}, and {index} = {first}..{last} all count",
                Sum(line.xreplace({index: (n := private_index(index.name))}), (n, first, last)),
            )


def plus_for_minus(line: Expr, true: Expr, ranges: Ranges) -> Repaired:
    """1 + y for 1 - y."""
    for part in sorted(line.atoms(Add), key=str):
        rest = part - 1
        if len(part.args) == 2 and not rest.is_Add:
            yield f"1 + {bracketed(rest)} is written for 1 - {bracketed(rest)}", line.xreplace({part: 1 - rest})


def number_for_index(line: Expr, true: Expr, ranges: Ranges) -> Repaired:
    """y[1] for y[o]."""
    for entry in sorted((part for part in line.atoms(Entry) if any(n.is_Integer for n in part.indices)), key=str):
        for fixed, (_, last) in ranges.items():
            for number, width in zip(entry.indices, entry.base.ranges, strict=True):
                if number.is_Integer and width == last:
                    general = {part: part.xreplace({number: fixed}) for part in line.atoms(Entry)}
                    yield f"the index {number} is written for {fixed}", line.xreplace(general)


def forgotten_rule(line: Expr, true: Expr, ranges: Ranges) -> Repaired:
    """The inner derivative of the chain rule left out; one term, or a product, for the two of the product rule."""
    whole = chain_rule(true, ranges)
    without = whole.replace(Derivative, lambda *_: Integer(1))
    if whole != true and equal(without, line, ranges):
        yield "the inner derivative of the chain rule is left out", whole
    for part in true.atoms(Derivative):
        if isinstance(part.expr, Mul) and len(part.variables) == 1:
            first, *others = (f for f in part.expr.args if depends(f, part.variables[0]))
            rest = part.expr / first
            terms = Derivative(first, *part.variables) * rest, first * Derivative(rest, *part.variables)
            product = Derivative(first, *part.variables) * Derivative(rest, *part.variables)
            for half in (*terms, product):
                if others and equal(true.xreplace({part: half}), line, ranges):
                    yield "the product rule has two terms, one for each factor", true.xreplace({part: Add(*terms)})


def missing_weights(line: Expr, true: Expr, ranges: Ranges) -> Repaired:
    """A sum over the nodes of a layer in which each is heard without the weight of its edge."""
    tables = [name for name in names_in([true, line]) if len(name.ranges) == 2 and name.template is None]
    for sum_ in line.atoms(Sum):
        for n, _, last in sum_.limits:
            for fixed, (_, width) in ranges.items():
                for table in tables:
                    at = {(last, width): (n, fixed), (width, last): (fixed, n)}.get(table.ranges)
                    if at is not None and not sum_.has(table):
                        weighted = Sum(sum_.function * table[at], *sum_.limits)
                        yield f"the weights {table} are left out of the sum over {n}", line.xreplace({sum_: weighted})


MISTAKES: tuple[Callable[[Expr, Expr, Ranges], Repaired], ...] = (
    reversed_difference,
    turned_sign,
    activated_twice,
    swapped_names,
    wrong_variable,
    wrong_index,
    transposed,
    missing_sum,
    missing_weights,
    plus_for_minus,
    number_for_index,
    forgotten_rule,
)


def explain(line: Expr, true: Expr, ranges: Ranges, instance: Instance) -> str | None:
    """In what the refuted `line` differs from the `true` one before it; None where no short answer is proved.

    `instance` is the counterexample: a repair that does not even hold there needs no proof attempt.
    """
    for mistake in MISTAKES:
        for words, repaired in mistake(line, true, ranges):
            try:
                check_scope(repaired, ranges)
                if repaired != line and agree(true, repaired, instance) and equal(true, repaired, ranges):
                    return words
            except (ScopeError, KeyError):  # an index out of place, or a symbol the two lines do not have
                continue
    candidates = explain_ratio(line, true, ranges), explain_difference(line, true, ranges)
    return min(filter(None, candidates), key=len, default=None)
