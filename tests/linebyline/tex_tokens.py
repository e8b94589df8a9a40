"""The tokens of LaTeX, taken one after the other."""

from __future__ import annotations

import re

TOKEN = re.compile(r"\s*(\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|.)", re.DOTALL)


class Unreadable(ValueError):
    """LaTeX that TeX refuses or that has no single meaning."""


class Tokens:
    """The tokens of a formula, and how far they are read."""

    def __init__(self, tex: str):
        self.tokens, self.at = without_marks(TOKEN.findall(tex.strip())), 0

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

    def text_until(self, end: str) -> str:
        """The tokens up to the end of this group, or up to a sign in it, as text."""
        depth, start = 0, self.at
        while self.next() is not None and (depth or self.next() not in ("}", end)):
            depth += {"{": 1, "}": -1}.get(self.take(), 0)
        tokens = self.tokens[start : self.at]
        return "".join(t + " " if t[0] == "\\" and n[:1].isalpha() else t for t, n in zip(tokens, [*tokens[1:], ""]))

    def word(self) -> str:
        self.take("{")
        letters = []
        while self.next() not in ("}", None):
            letters.append(self.take().lstrip("\\"))
        self.take("}")
        return "".join(letters)


def without_marks(tokens: list[str]) -> list[str]:
    r"""The tokens without \underline and its braces: a line below a part holds nothing together, unlike a bracket."""
    kept, ends, depth = [], [], 0
    for n, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token, 0)
        if token == "{" and n and tokens[n - 1] == r"\underline":
            ends.append(depth - 1)
        elif token == "}" and ends and ends[-1] == depth:
            ends.pop()
        elif token != r"\underline":
            kept.append(token)
    return kept
