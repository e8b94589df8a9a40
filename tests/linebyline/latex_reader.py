r"""A reader of LaTeX: what a mathematician makes of a formula, as a tree.

It shares no code with the printer, with SymPy or with the engine. It reads by the ordinary conventions: what stands
side by side is a product; a sum goes on up to the next + or - of its level; a bracket after \sigma, f or \log is an
argument, one after a letter is a factor; scripts belong to what they follow. It refuses what TeX would refuse, and what
two readers could take in two ways: an operator d/dx before anything but a bracket, a minus right after a sum, two
numbers in a row.

A tree is a tuple: ("number", Fraction), ("letter", letter, above, power, below) with its scripts as text and the
superscript as a tree too, ("+", ...), ("*", ...), ("/", a, b), ("^", a, b), ("call", function, primes, ...),
("sum", index, first, last, body), ("d", body, variables), ("=", a, b), ("at", body, pairs), ("cases", rows).
"""

from __future__ import annotations

from fractions import Fraction

from tex_structures import RELATIONS, Structures
from tex_tokens import Unreadable

BRACKETS = {"(": ")", "[": "]", r"\lvert": r"\rvert"}
GREEK = set(
    "alpha beta gamma delta varepsilon epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega".split()
)
FUNCTIONS = {r"\sigma", r"\log", r"\exp", r"\sin", r"\cos", r"\tanh", r"\max", r"\min", r"\tan", r"\sinh", r"\cosh"}
ENDS = {None, "+", "-", ")", "]", "}", ",", "&", r"\right", r"\rvert", r"\\", r"\end", *RELATIONS}


class Reader(Structures):
    """Reads one formula; `functions` are the letters that are applied to what stands in brackets after them."""

    def __init__(self, tex: str, functions: frozenset[str] = frozenset("fg")):
        super().__init__(tex)
        self.functions = FUNCTIONS | functions

    def read(self) -> tuple:
        """The tree of the whole formula."""
        tree = self.expression()
        if self.next() is not None:
            self.refuse("the end of the formula")
        return tree

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

    def letter(self) -> str:
        """A letter without its scripts: k, \\delta, \\mathrm{BCE}."""
        token = self.take()
        if token in (r"\mathrm", r"\operatorname"):
            return self.word()
        if token.lstrip("\\") in GREEK or token in FUNCTIONS or (len(token) == 1 and token.isalpha()):
            return token
        self.at -= 1
        return self.refuse("a letter")
