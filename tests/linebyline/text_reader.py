"""A reader of the formulas that a terminal shows: Python's own grammar makes the tree, in the form of `latex_reader`.

A bracket of a quantity, w[o, h], is ("entry", label, indices); a plain word is ("word", word).
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterable
from fractions import Fraction

SIGNS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


def read(text: str, labels: Iterable[str] = ()) -> tuple:
    """The tree of a formula in Python. Raises SyntaxError or ValueError for what is none.

    `labels` are the names that occur in it; those that Python could not take, such as w^l or lambda, are one word.
    """
    odd = [label for label in labels if not label.isidentifier() or keyword.iskeyword(label)]
    words = {f"label{n}": label for n, label in enumerate(sorted(odd, key=len, reverse=True))}
    for word, label in words.items():
        text = re.sub(rf"(?<!\w){re.escape(label)}(?!\w)", word, text)
    text = text.replace("'(", "_prime(")
    return renamed(tree(ast.parse(text.strip(), mode="eval").body), words)


def renamed(part: object, words: dict[str, str]) -> object:
    """The tree with the labels back in it."""
    if isinstance(part, tuple):
        return tuple(renamed(inner, words) for inner in part)
    return words.get(part, part) if isinstance(part, str) else part


def tree(node: ast.expr) -> tuple:
    """The tree of a piece of Python."""
    match node:
        case ast.Constant(value=int() | float()):
            return ("number", Fraction(str(node.value)))
        case ast.Name(id="E"):
            return ("call", "exp", 0, ("number", Fraction(1)))
        case ast.Name(id=word):
            return ("word", word)
        case ast.Subscript(value=ast.Name(id=label), slice=ast.Tuple(elts=indices)):
            return ("entry", label, tuple(map(tree, indices)))
        case ast.Subscript(value=ast.Name(id=label), slice=index):
            return ("entry", label, (tree(index),))
        case ast.UnaryOp(op=ast.USub(), operand=inside):
            return ("*", ("number", Fraction(-1)), tree(inside))
        case ast.BinOp(left=left, op=operation, right=right):
            return binary(operation, tree(left), tree(right))
        case ast.Call(func=ast.Name(id=function), args=arguments):
            return call(function, arguments)
    raise ValueError(f"not a formula: {ast.unparse(node)}")


def binary(operation: ast.operator, left: tuple, right: tuple) -> tuple:
    match operation:
        case ast.Add():
            return ("+", left, right)
        case ast.Sub():
            return ("+", left, ("*", ("number", Fraction(-1)), right))
        case ast.Mult():
            return ("*", left, right)
        case ast.Div():
            return ("/", left, right)
        case ast.Pow():
            return ("^", left, right)
    raise ValueError(f"not an operation of a formula: {operation}")


def call(function: str, arguments: list[ast.expr]) -> tuple:
    """What SymPy calls Sum, Derivative, KroneckerDelta, sqrt and Subs, and any other function."""
    match function, arguments:
        case "Sum", [body, *limits]:
            total = tree(body)
            for limit in limits:
                index, first, last = limit.elts
                total = ("sum", index.id, tree(first), tree(last), total)
            return total
        case "Derivative", [body, *variables]:
            return ("d", tree(body), tuple(v for variable in variables for v in repeated(variable)))
        case "KroneckerDelta", [left, right]:
            return ("=", tree(left), tree(right))
        case "sqrt", [inside]:
            return ("^", tree(inside), ("number", Fraction(1, 2)))
        case "Subs", [body, ast.Tuple(elts=variables), ast.Tuple(elts=points)]:
            return ("at", tree(body), tuple(zip(map(tree, variables), map(tree, points), strict=True)))
        case "Subs", [body, variable, point]:
            return ("at", tree(body), ((tree(variable), tree(point)),))
        case "Piecewise", rows:
            return ("cases", *(case(*row.elts) for row in rows))
    name, prime, _ = function.partition("_prime")
    return ("call", name, len(prime) // len("_prime"), *map(tree, arguments))


def repeated(variable: ast.expr) -> list[tuple]:
    """A variable of a derivative as often as it is taken: u, or (u, 2)."""
    if isinstance(variable, ast.Tuple):
        return [tree(variable.elts[0])] * variable.elts[1].value
    return [tree(variable)]


def case(value: ast.expr, condition: ast.expr) -> tuple:
    """A row of a Piecewise: the value, and the two sides of the condition."""
    if isinstance(condition, ast.Constant):
        return (tree(value), None, None, None)
    if isinstance(condition, ast.Call):  # Eq(k, 1) and Ne(k, 1)
        return (
            tree(value),
            tree(condition.args[0]),
            {"Eq": "==", "Ne": "!="}[condition.func.id],
            tree(condition.args[1]),
        )
    return (tree(value), tree(condition.left), SIGNS[type(condition.ops[0])], tree(condition.comparators[0]))
