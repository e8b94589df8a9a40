"""What has commands of its own in LaTeX: fractions, roots, derivatives and cases."""

from __future__ import annotations

from fractions import Fraction

from tex_tokens import Tokens

RELATIONS = {"=": "=", "<": "<", ">": ">", r"\leq": "<=", r"\geq": ">=", r"\neq": "!="}


class Structures(Tokens):
    """The part of the reader that reads what begins with \\frac, \\sqrt or \\begin."""

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
