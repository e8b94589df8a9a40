"""Answers in numbers: a number, an array, or a function that returns arrays. The cause is named before the entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from book.exercises.verdict import Verdict, article, rejected, right, waiting, wrong

FACTORS = {
    -1: "every sign is turned round",
    2: "every entry is twice what it should be",
    0.5: "every entry is half of what it should be: where is the factor 2?",
    -2: "every sign is turned round, and every entry is twice what it should be",
    -0.5: "every sign is turned round, and every entry is half of what it should be",
}

Mistakes = Sequence[tuple[str, Callable]]  # what went wrong in words, and what then comes out


class NotNumbers(Exception):
    """An answer, or a part of it, that is no array of finite real numbers; says why."""


@dataclass(frozen=True)
class Numbers:
    """A number or an array. `within` is the tolerance, relative to the largest entry; `look` says what to try."""

    expected: Callable[[], np.ndarray | float]
    within: float = 1e-6
    mistakes: Mistakes = ()
    look: str = ""

    def judge(self, number: str, answer: object) -> Verdict:
        try:
            found = as_numbers(answer)
        except NotNumbers as error:
            return rejected(number, str(error))
        expected = np.asarray(self.expected(), dtype=float)
        if alike(found, expected, self.within):
            return right(number)
        for words, made in self.mistakes:
            if alike(found, np.asarray(made(), dtype=float), self.within):
                return wrong(number, f"{words}. {self.look}")
        one = found.shape == expected.shape == ()  # how far a single number is off would be the answer
        words = one_number(found, expected) if one else difference(found, expected, self.within)
        return wrong(number, f"{words}. {self.look}")


@dataclass(frozen=True)
class Choice:
    """A prediction, one of several words. A wrong one is sent to the experiment `look`, which shows what happens."""

    options: tuple[str, ...]
    truth: Callable[[], str]
    look: str

    def judge(self, number: str, answer: object) -> Verdict:
        told = answer.strip().lower() if isinstance(answer, str) else answer
        if told not in self.options:
            return rejected(number, f"expected is one of {', '.join(map(repr, self.options))}, not {answer!r}")
        return right(number) if told == self.truth() else wrong(number, f"that is not what happens. {self.look}")


@dataclass(frozen=True)
class Code:
    """A function that the reader writes, compared with an independent gradient.

    `cases` yields (what is special about it, arguments); `expected` takes the same arguments and returns one array for
    each of `parts`, or the array itself if there is one part. So do the functions of `mistakes`. `against` says in
    words what the function was compared with.
    """

    cases: Callable[[], Iterable[tuple[str, tuple]]]
    expected: Callable
    parts: tuple[str, ...]
    mistakes: Mistakes = ()
    within: float = 1e-7
    against: str = "the independent gradient"

    def judge(self, number: str, answer: object) -> Verdict:
        if not callable(answer):
            return rejected(number, f"expected is a function: pass its name without brackets, not {article(answer)}")
        for special, arguments in self.cases():
            try:
                found = self.run(answer, arguments)
            except NotNumbers as error:
                return wrong(number, f"{special}: {error}")
            if found is None:
                return waiting(number, "your function returns nothing")
            words = self.fault(found, arguments)
            if words:
                return wrong(number, f"{special}: {words}")
        return right(number, f"It agrees with {self.against}")

    def run(self, function: Callable, arguments: tuple) -> list[np.ndarray] | None:
        """What the reader's function returns, an array a part. Raises NotNumbers for an error, or what is no array."""
        given = [np.array(value) for value in arguments]
        try:
            returned = function(*given)
        except Exception as error:
            raise NotNumbers(f"your function stopped with {type(error).__name__}: {error}") from None
        if any(np.any(now != before) for now, before in zip(given, arguments)):
            raise NotNumbers("your function changes the arrays that it is given: work on copies")
        if returned is None or returned is ...:
            return None
        if len(self.parts) == 1:
            return [as_numbers(returned)]
        if not isinstance(returned, (tuple, list)) or len(returned) != len(self.parts):
            raise NotNumbers(f"your function has to return {len(self.parts)} arrays: {', '.join(self.parts)}")
        return [as_numbers(part) for part in returned]

    def fault(self, found: list[np.ndarray], arguments: tuple) -> str:
        """What is wrong in the first part that is wrong; nothing if all are right."""
        expected = self.arrays(self.expected(*arguments))
        for n, part in enumerate(self.parts):
            if alike(found[n], expected[n], self.within):
                continue
            for words, made in self.mistakes:
                if alike(found[n], self.arrays(made(*arguments))[n], self.within):
                    return f"in {part}, {words}"
            return f"in {part}, {difference(found[n], expected[n], self.within)}"
        return ""

    def arrays(self, returned) -> Sequence[np.ndarray]:
        return [returned] if len(self.parts) == 1 else returned


def as_numbers(answer: object) -> np.ndarray:
    """The answer as an array of finite real numbers. Raises NotNumbers."""
    try:
        found = np.asarray(answer)
        if found.dtype == object:  # SymPy's numbers come as objects
            found = found.astype(float)
    except (TypeError, ValueError):
        raise NotNumbers(f"expected is one array of numbers, not {article(answer)}") from None
    if found.dtype.kind not in "iuf":
        raise NotNumbers(f"expected are real numbers, not {article(found.flat[0].item() if found.size else answer)}")
    if not np.all(np.isfinite(found)):
        raise NotNumbers("an entry is not finite (nan or inf)")
    return found.astype(float)


def alike(found: np.ndarray, wanted: np.ndarray, within: float) -> bool:
    return found.shape == wanted.shape and bool(np.all(np.abs(found - wanted) <= within * scale(wanted)))


def scale(wanted: np.ndarray) -> float:
    """The size of the largest entry, and 1 where there is none but 0."""
    return float(np.max(np.abs(wanted), initial=0)) or 1.0


def difference(found: np.ndarray, wanted: np.ndarray, within: float) -> str:
    """In what the answer differs: shape, factor, rows for columns, else the entry that is furthest off, and how far."""
    if wanted.ndim == 2 and alike(found, wanted.T, within):
        return "rows and columns are exchanged: transpose it"
    if found.shape != wanted.shape:
        return f"the shape is {shape_in_words(found.shape)}; it has to be {shape_in_words(wanted.shape)}"
    for factor, words in FACTORS.items():
        if np.any(wanted) and alike(found, factor * wanted, within):
            return words if wanted.ndim else words.replace("every entry", "it").replace("every sign", "the sign")
    if not wanted.ndim:
        return one_number(found, wanted)
    error = np.abs(found - wanted) / scale(wanted)
    place = np.unravel_index(np.argmax(error), error.shape)
    bad = int(np.sum(error > within))
    others = "the other entries are right" if bad == 1 else f"{bad} of {error.size} entries are wrong"
    return f"entry {list(map(int, place))} {how_far(found[place], wanted[place])}, and {others}"


def one_number(found: np.ndarray, wanted: np.ndarray) -> str:
    """On which side of the right number a wrong one lies."""
    return f"it is {'too large' if found > wanted else 'too small'}"


def how_far(found: float, wanted: float) -> str:
    """How far a wrong number is off: a sign, a percentage, or how many times; one digit."""
    if not wanted or found * wanted < 0:
        return "has the wrong sign" if wanted else "is not what it should be"
    ratio = float(found / wanted)
    if ratio >= 2:
        return f"is about {ratio:,.0f} times as large as it should be"
    percent = np.format_float_positional(float(f"{100 * abs(ratio - 1):.1g}"), trim="-")
    size = " in size" if wanted < 0 else ""
    return f"is {percent} % too {'large' if ratio > 1 else 'small'}{size}"


def shape_in_words(shape: tuple[int, ...]) -> str:
    return str(shape) if shape else "that of a single number"
