r"""A reader of LaTeX: what a mathematician makes of a formula, as a tree and as a number.

It shares no code with the printer, with SymPy or with the engine. It reads by the ordinary conventions: what stands side
by side is a product; a sum goes on up to the next + or - of its level; a bracket after \sigma, f or \log is an argument, one
after a letter is a factor; scripts belong to what they follow. It refuses what TeX would refuse, and what two readers
could take in two ways: an operator d/dx before anything but a bracket, a minus right after a sum, two numbers in a row.

A tree is a tuple: ("number", Fraction), ("letter", letter, above, power, below) with its scripts as text and the superscript
as a tree too, ("+", ...), ("*", ...), ("/", a, b), ("^", a, b), ("call", function, primes, ...),
("sum", index, first, last, body), ("d", body, variables), ("=", a, b), ("at", body, pairs), ("cases", rows).
"""

from __future__ import annotations

import re
from fractions import Fraction

TOKEN = re.compile(r"\s*(\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|.)", re.DOTALL)
BRACKETS = {"(": ")", "[": "]", r"\lvert": r"\rvert"}
GREEK = set(
    "alpha beta gamma delta varepsilon epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega".split()
)
FUNCTIONS = {r"\sigma", r"\log", r"\exp", r"\sin", r"\cos", r"\tanh", r"\max", r"\min", r"\tan", r"\sinh", r"\cosh"}
RELATIONS = {"=": "=", "<": "<", ">": ">", r"\leq": "<=", r"\geq": ">=", r"\neq": "!="}
ENDS = {None, "+", "-", ")", "]", "}", ",", "&", r"\right", r"\rvert", r"\\", r"\end", *RELATIONS}


class Unreadable(ValueError):
    """LaTeX that TeX refuses or that has no single meaning."""


class Reader:
    """Reads one formula; `functions` are the letters that are applied to what stands in brackets after them."""

    def __init__(self, tex: str, functions: frozenset[str] = frozenset("fg")):
        self.tokens, self.at = TOKEN.findall(tex.strip()), 0
        self.functions = FUNCTIONS | functions

    def read(self) -> tuple:
        """The tree of the whole formula."""
        tree = self.expression()
        if self.next() is not None:
            self.refuse("the end of the formula")
        return tree

    def next(self, ahead: int = 0) -> str | None:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else None

    def take(self, token: str | None = None) -> str:
        found = self.next()
        if found is None or (token is not None and found != token):
            self.refuse(token or "more")
        self.at += 1
        return found

    def refuse(self, expected: str):
        shown = " ".join(self.tokens[: self.at]) + " >>> " + " ".join(self.tokens[self.at :])
        raise Unreadable(f"expected {expected} at: {shown}")

    def expression(self) -> tuple:
        terms = [self.signed() if self.next() == "-" else self.product()]
        while self.next() in ("+", "-"):
            terms.append(self.signed() if self.next() == "-" else (self.take(), self.product())[1])
        return terms[0] if len(terms) == 1 else ("+", *terms)

    def signed(self) -> tuple:
        self.take("-")
        return ("*", ("number", Fraction(-1)), self.product())

    def product(self) -> tuple:
        factors, dot = [], False
        while self.next() not in ENDS or not factors or dot:
            if factors and not dot and (self.next()[0].isdigit() or self._mixed(factors[-1])):
                self.refuse("a dot between two numbers")
            factors.append(self.factor())
            dot = self.next() == r"\cdot"
            if dot:
                self.take()
        return factors[0] if len(factors) == 1 else ("*", *factors)

    def _mixed(self, before: tuple) -> bool:
        """Whether a whole number is followed by a fraction of digits, as in 2 1/2."""
        start = self.tokens[self.at : self.at + 3]
        return before[0] == "number" and len(start) == 3 and start[:2] == [r"\frac", "{"] and start[2].isdigit()

    def factor(self) -> tuple:
        if self.next() == r"\sum":
            return self.sum()
        bracketed = self.next() not in (r"\frac", r"\sqrt", r"\begin") and self.next(1) != "."
        base = self.atom()
        if self.next() == "^" and bracketed:
            return self.power(base)
        if self.next() in ("^", "_", "'"):
            self.refuse("no script here: a second one, or one after what should be in brackets")
        return base

    def power(self, base: tuple) -> tuple:
        self.take("^")
        exponent = self.group()
        if self.next() in ("^", "'"):
            self.refuse("one superscript")
        return ("^", base, exponent)

    def group(self) -> tuple:
        self.take("{")
        tree = self.expression()
        self.take("}")
        return tree

    def sum(self) -> tuple:
        self.take(r"\sum")
        self.take("_")
        self.take("{")
        index = self.text_until("=")
        self.take("=")
        first = self.expression()
        self.take("}")
        self.take("^")
        last = self.group()
        if self.next() in ENDS:
            self.refuse("what is summed")
        return ("sum", index, first, last, self.product())

    def text_until(self, end: str) -> str:
        """The tokens up to the end of this group, or up to a sign in it, as text."""
        depth, start = 0, self.at
        while self.next() is not None and (depth or self.next() not in ("}", end)):
            depth += {"{": 1, "}": -1}.get(self.take(), 0)
        tokens = self.tokens[start : self.at]
        return "".join(t + " " if t[0] == "\\" and n[:1].isalpha() else t for t, n in zip(tokens, [*tokens[1:], ""]))

    def named(self) -> tuple:
        """A letter with its scripts, each at most once, or a function applied to what follows in brackets."""
        applied = self.next() == r"\operatorname"
        letter, primes = self.letter(), 0
        while self.next() == "'":
            primes += self.take() == "'"
        before_bracket = self.next() == "(" or [self.next(), self.next(1)] == [r"\left", "("]
        if before_bracket and (applied or letter in self.functions):
            return self.call(letter, primes)
        if primes:
            self.refuse("the argument of a derivative f'")
        scripts = {"^": None, "_": None}
        tree = None
        while self.next() in scripts:
            mark = self.take()
            if scripts[mark] is not None:
                self.refuse("one script above and one below")
            text, inside = self.script()
            scripts[mark] = text
            tree = inside if mark == "^" else tree
        return ("letter", letter, scripts["^"] or "", tree, scripts["_"] or "")

    def script(self) -> tuple[str, tuple | None]:
        """A script as text, and as a tree where it is an expression."""
        if self.next() != "{":
            text = self.take()
        else:
            self.take("{")
            text = self.text_until("}")
            self.take("}")
        try:
            return text, Reader(text, self.functions).read()
        except Unreadable:
            return text, None

    def call(self, function: str, primes: int) -> tuple:
        grown = self.next() == r"\left"
        if grown:
            self.take()
        self.take("(")
        arguments = [self.expression()]
        while self.next() == ",":
            self.take()
            arguments.append(self.expression())
        if grown:
            self.take(r"\right")
        self.take(")")
        return ("call", function.lstrip("\\"), primes, *arguments)

    def atom(self) -> tuple:
        token = self.next()
        if token is None or token in ENDS - {None}:
            self.refuse("a factor")
        if token[0].isdigit():
            return ("number", Fraction(self.take()))
        if token == r"\left":
            return self.grown()
        if token in ("(", "["):
            return self.bracketed(self.take(), BRACKETS[token])
        if token == r"\lvert":
            self.take()
            return ("call", "Abs", 0, self.closed_by(r"\rvert"))
        if token == r"\frac":
            return self.fraction()
        if token == r"\sqrt":
            return self.root()
        if token == r"\begin":
            return self.cases()
        return self.named()

    def grown(self) -> tuple:
        self.take(r"\left")
        left = self.take()
        if left == ".":
            return self.evaluated()
        if left not in BRACKETS:
            self.refuse("a bracket after \\left")
        tree = ("call", "Abs", 0, self.expression()) if left == r"\lvert" else self.inside(left)
        self.take(r"\right")
        self.take(BRACKETS[left])
        return tree

    def bracketed(self, left: str, right: str) -> tuple:
        tree = self.inside(left)
        self.take(right)
        return tree

    def closed_by(self, right: str) -> tuple:
        tree = self.expression()
        self.take(right)
        return tree

    def inside(self, left: str) -> tuple:
        tree = self.expression()
        if left == "[":  # the Iverson bracket: 1 if what stands in it is true
            self.take("=")
            return ("=", tree, self.expression())
        return tree

    def evaluated(self) -> tuple:
        body = self.expression()
        self.take(r"\right")
        self.take("|")
        self.take("_")
        self.take("{")
        pairs = [self.pair()]
        while self.next() == ",":
            self.take()
            pairs.append(self.pair())
        self.take("}")
        return ("at", body, tuple(pairs))

    def pair(self) -> tuple:
        variable = self.atom()
        self.take("=")
        return variable, self.expression()

    def fraction(self) -> tuple:
        self.take(r"\frac")
        if d := self.differential():
            return self.derivative(d)
        above = self.group()
        return ("/", above, self.group())

    def differential(self) -> str | None:
        """The d that a fraction begins with, if it is a derivative."""
        start = self.tokens[self.at : self.at + 5]
        if start[1:2] == [r"\partial"]:
            return r"\partial"
        return "d" if start[1:] == [r"\mathrm", "{", "d", "}"] else None

    def take_d(self, d: str) -> None:
        for token in [d] if d == r"\partial" else [r"\mathrm", "{", "d", "}"]:
            self.take(token)

    def times(self) -> int:
        if self.next() != "^":
            return 1
        self.take()
        tree = self.group()
        return int(tree[1]) if tree[0] == "number" else self.refuse("a number of times")

    def derivative(self, d: str) -> tuple:
        self.take("{")
        self.take_d(d)
        order = self.times()
        body = None if self.next() == "}" else self.atom()
        self.take("}")
        self.take("{")
        variables = []
        while self.next() != "}":
            self.take_d(d)
            variables += self.variable(order)
        self.take("}")
        if len(variables) != order:
            self.refuse(f"{order} variables below, not {len(variables)}")
        if body is None:
            body = self.operand()
        return ("d", body, tuple(variables))

    def variable(self, order: int) -> list[tuple]:
        """A variable as often as its power says; in \\partial w^2 the 2 is a power only below a \\partial^2."""
        if self.next() == "(":
            return [self.bracketed(self.take(), ")")] * self.times()
        name = self.named()
        if order > 1 and name[0] == "letter" and name[2].isdigit():
            return [(*name[:2], "", None, name[4])] * int(name[2])
        return [name] * (self.times() if name[0] == "call" else 1)

    def operand(self) -> tuple:
        """What an operator d/dx is applied to: a square bracket."""
        grown = self.next() == r"\left"
        if grown:
            self.take()
        self.take("[")
        tree = self.expression()
        if grown:
            self.take(r"\right")
        self.take("]")
        return tree

    def root(self) -> tuple:
        self.take(r"\sqrt")
        degree = Fraction(2)
        if self.next() == "[":
            self.take()
            degree = Fraction(self.take())
            self.take("]")
        return ("^", self.group(), ("number", 1 / degree))

    def cases(self) -> tuple:
        for token in [r"\begin", *"{cases}"]:
            self.take(token)
        rows = [self.case()]
        while self.next() == r"\\":
            self.take()
            rows.append(self.case())
        for token in [r"\end", *"{cases}"]:
            self.take(token)
        return ("cases", *rows)

    def case(self) -> tuple:
        value = self.expression()
        self.take("&")
        self.take(r"\text")
        words = self.word()
        if words == "otherwise":
            return (value, None, None, None)
        if words != "for":
            self.refuse("for or otherwise")
        if self.next() == r"\:":
            self.take()
        left = self.expression()
        relation = RELATIONS.get(self.next()) or self.refuse("a relation")
        self.take()
        return (value, left, relation, self.expression())

    def word(self) -> str:
        self.take("{")
        letters = []
        while self.next() not in ("}", None):
            letters.append(self.take().lstrip("\\"))
        self.take("}")
        return "".join(letters)

    def letter(self) -> str:
        """A letter without its scripts: k, \\delta, \\mathrm{BCE}."""
        token = self.take()
        if token in (r"\mathrm", r"\operatorname"):
            return self.word()
        if token.lstrip("\\") in GREEK or token in FUNCTIONS or (len(token) == 1 and token.isalpha()):
            return token
        self.at -= 1
        return self.refuse("a letter")
