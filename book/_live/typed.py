"""Reads a line that a reader types: algebra in Python's syntax, and nothing else of Python.

The text is parsed, and its tree is walked here; nothing of it is ever executed. Numbers are exact.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import FunctionType

from sympy import (
    Add,
    Basic,
    Derivative,
    Expr,
    Integer,
    KroneckerDelta,
    Rational,
    Subs,
    Sum,
    Tuple,
    exp,
    log,
    sqrt,
    sympify,
)

import linebyline
from linebyline.names import Name, total

LONGEST, DEEPEST, MOST_DIGITS = 2000, 40, 60  #: characters, brackets or operators in a row, digits of a number
IN_A_ROW = re.compile(rf"(?:[-+~*/^]\s*|not\s+|lambda\s*:\s*){{{DEEPEST}}}")
KNOWN = [Sum, Derivative, Rational, KroneckerDelta, Subs, exp, log, sqrt, total]
KNOWN += [getattr(linebyline, name) for name in ("chain_rule", "common_factor", "constants_out", "factored")]
KNOWN += [getattr(linebyline, name) for name in ("folding", "only_dependent_term", "sum_rule", "through", "unfolding")]
FUNCTIONS = {function.__name__: function for function in KNOWN}
FEW = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)


class CannotRead(ValueError):
    """A text that is no line; says where and what would be one."""


def read(text: str, names: Mapping[str, object]) -> object:
    """The expression, or the rule, that the text says with these names. Raises CannotRead."""
    check_size(text)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise CannotRead(f"Python cannot read this: {error.msg}. {EXAMPLE}") from None
    except (ValueError, MemoryError, RecursionError):
        raise CannotRead(f"This is no line of text that can be read. {EXAMPLE}") from None
    try:
        value = Reader(names).value(tree)
        return value if callable(value) and not isinstance(value, Basic) else sympify(value, strict=True)
    except CannotRead:
        raise
    except RecursionError:
        raise CannotRead("This is nested too deeply: take a smaller step.") from None
    except Exception as error:  # what SymPy says of arguments that do not fit
        raise CannotRead(f"{error}" or type(error).__name__) from None


EXAMPLE = "Write it as in a cell, such as -2*(t[o] - y[o])*Derivative(y[o], w[o, h])."


def check_size(text: str) -> None:
    """Refuse what would take the parser too long or too deep."""
    if not text.strip():
        raise CannotRead(f"The field is empty. {EXAMPLE}")
    if len(text) > LONGEST:
        raise CannotRead(f"{len(text)} characters are too many to be read; {LONGEST} are allowed.")
    depth = deepest = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    if deepest > DEEPEST or IN_A_ROW.search(text):
        raise CannotRead("This is nested too deeply: take a smaller step.")


class Reader:
    """Walks a parsed text with the names of the page, and those that a lambda binds."""

    def __init__(self, names: Mapping[str, object], bound: Mapping[str, object] | None = None):
        self.names, self.bound = names, bound or {}

    def value(self, node: ast.expr) -> object:
        read = getattr(self, type(node).__name__, None)
        if read is None:
            raise CannotRead(f"{ast.unparse(node)[:40]} is no part of a formula. {EXAMPLE}")
        return read(node)

    def Constant(self, node: ast.Constant) -> Expr:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise CannotRead(f"{str(value)[:40]!r} is no number. {EXAMPLE}")
        if len(ast.unparse(node)) > MOST_DIGITS:
            raise CannotRead(f"A number may have {MOST_DIGITS} digits.")
        return Integer(value) if isinstance(value, int) else Rational(ast.unparse(node))

    def Name(self, node: ast.Name) -> object:
        if node.id in self.bound:
            return self.bound[node.id]
        found = self.names.get(node.id, FUNCTIONS.get(node.id))
        if not allowed(found):
            raise CannotRead(f"There is no {node.id} to calculate with here. {self.nearest(node.id)}")
        return found

    def nearest(self, name: str) -> str:
        known = [known for known, value in self.names.items() if allowed(value)] + list(FUNCTIONS)
        close = get_close_matches(name, known, 1)
        return f"Do you mean {close[0]}?" if close else "The buttons below the field show what there is."

    def UnaryOp(self, node: ast.UnaryOp) -> object:
        if not isinstance(node.op, ast.USub | ast.UAdd):
            raise CannotRead(f"{ast.unparse(node)[:40]} is no part of a formula. {EXAMPLE}")
        value = number(self.value(node.operand))
        return -value if isinstance(node.op, ast.USub) else value

    def BinOp(self, node: ast.BinOp) -> Expr:
        if not isinstance(node.op, FEW):
            hint = " Powers are written **." if isinstance(node.op, ast.BitXor) else ""
            raise CannotRead(f"{ast.unparse(node)[:40]} is no part of a formula.{hint}")
        left, right = number(self.value(node.left)), number(self.value(node.right))
        if isinstance(node.op, ast.Div):
            if right == 0:
                raise CannotRead("This divides by zero.")
            return left / right
        if isinstance(node.op, ast.Pow):
            if right.is_number and not (right.is_Rational and abs(right) <= 64 and len(str(left)) <= LONGEST):
                raise CannotRead(f"The power {str(right)[:20]} is too large to be written out.")
            if left.is_number and right.is_number and len(str(left)) * abs(right) > MOST_DIGITS:
                raise CannotRead("This number is too large to be written out.")
            return left**right
        if isinstance(node.op, ast.Mult):
            return left * right
        return as_typed(left, right if isinstance(node.op, ast.Add) else -right)

    def Tuple(self, node: ast.Tuple) -> tuple:
        return tuple(self.value(part) for part in node.elts)

    def Subscript(self, node: ast.Subscript) -> Expr:
        name, indices = self.value(node.value), self.value(node.slice)
        if not isinstance(name, Name):
            raise CannotRead(f"{ast.unparse(node.value)[:40]} takes no index.")
        return name[indices]

    def Lambda(self, node: ast.Lambda) -> Callable:
        names = [argument.arg for argument in node.args.args]
        if len(names) != 1 or node.args.defaults or node.args.vararg or node.args.kwonlyargs or node.args.kwarg:
            raise CannotRead("A lambda takes one index here, such as total(lambda k: y[k], Y).")

        def body(index: object) -> object:
            return Reader(self.names, {**self.bound, names[0]: index}).value(node.body)

        return body

    def Call(self, node: ast.Call) -> object:
        function = self.value(node.func)
        if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            raise CannotRead("Write the arguments one after the other, without names and stars.")
        if not callable(function) or isinstance(function, Basic) and not isinstance(function, type):
            raise CannotRead(f"{ast.unparse(node.func)[:40]} is no function: a product is written with *.")
        return function(*map(self.value, node.args))


def as_typed(left: Expr, right: Expr) -> Expr:
    """The sum, in which 1 + x - 1 stays as it is typed; numbers alone are added."""
    terms = [*Add.make_args(left), *Add.make_args(right)]
    sum_ = left + right
    return sum_ if sum_.is_number or len(Add.make_args(sum_)) == len(terms) else Add(*terms, evaluate=False)


def allowed(value: object) -> bool:
    """Whether a formula may contain this: expressions, names, SymPy's and the book's functions of formulas."""
    if isinstance(value, Basic) or isinstance(value, type) and issubclass(value, Expr):
        return True
    return isinstance(value, FunctionType) and value in FUNCTIONS.values()


def number(value: object) -> Expr:
    value = sympify(value, strict=True) if not isinstance(value, tuple) else Tuple(*value)
    if not isinstance(value, Expr):
        raise CannotRead(f"{str(value)[:40]} is nothing to calculate with.")
    return value
