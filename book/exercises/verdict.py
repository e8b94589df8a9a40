"""What `check` returns: right, wrong, or no judgement, in words."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, repr=False)
class Verdict:
    """The answer to an answer. `right` is True, False, or None where nothing was judged."""

    number: str
    right: bool | None
    words: str

    def __repr__(self) -> str:
        return f"Exercise {self.number}{self.words}"

    def _repr_html_(self) -> str:
        """Words that wrap on a phone; no tags, because JupyterLab shows the first line of a folded output as it is."""
        return {True: "✓ ", False: "✗ ", None: ""}[self.right] + escape(repr(self))


def right(number: str, words: str = "") -> Verdict:
    return Verdict(number, True, f": right. {sentence(words)}" if words else ": right.")


def wrong(number: str, words: str) -> Verdict:
    return Verdict(number, False, f": not right yet. {sentence(words)}")


def rejected(number: str, words: str) -> Verdict:
    """For an answer of the wrong kind, or one that nobody could decide."""
    return Verdict(number, None, f": not judged. {sentence(words)}")


def waiting(number: str, words: str = "") -> Verdict:
    return Verdict(number, None, f" waits for your answer{': ' * bool(words)}{words}.")


def sentence(words: str) -> str:
    words = words.strip()
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")


def article(answer: object) -> str:
    name = type(answer).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"
