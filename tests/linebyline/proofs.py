"""The proof engine as the tests here use it: its public names, a time limit, and the ways to offer it a line."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import contextmanager

from evaluator import evaluate
from subject import Derivation, InductionError, StepError
from sympy import Expr
from worlds import worlds

SECONDS = 4  #: what the engine may take for each step of a proof
REFUSALS = (StepError, InductionError, TypeError, ValueError, IndexError)  #: from building a line, or from offering it


class Hang(BaseException):
    """More than the time limit, in seconds of the processor; no `except Exception` of the engine's swallows it."""


class Crash(Exception):
    """An error from inside the engine where an outcome was due."""


class Accepted(AssertionError):
    """A false or meaningless line stands in a derivation."""


@contextmanager
def time_limit(seconds: float):
    """Raise Hang after so many seconds of this process, so that a busy machine does not count."""

    def give_up(*_):
        raise Hang(f"no outcome after {seconds} s")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def offered(attempt: Callable[[], object]) -> object:
    """What the engine says to a line; an error that is neither an outcome nor documented becomes a Crash."""
    try:
        return attempt()
    except (StepError, InductionError):
        raise
    except (TypeError, ValueError) as error:
        if any(
            words in str(error)
            for words in (
                "a line is",
                "a rule",
                "given takes",
                "a bound is",
                "a slack is",
                "assuming takes",
                "is a text",
            )
        ):  # documented: this is no line
            raise
        raise Crash(f"{type(error).__name__}: {error}") from error
    except Exception as error:
        raise Crash(f"{type(error).__name__}: {error}") from error


def claim(start: Expr, *lines: object, given: dict | None = None) -> object:
    """Offer the lines, each as equal to the one before; the last one is the false one."""
    derivation = Derivation(start, given, SECONDS)
    return offered(lambda: [derivation.step("as claimed", line) for line in lines][-1])


def claim_where(facts: list, start: Expr, *lines: object, given: dict | None = None) -> object:
    """Offer the lines under these facts; the last one is the false one."""
    derivation = offered(lambda: Derivation(start, given, SECONDS, assuming=facts))
    return offered(lambda: [derivation.step("as claimed", line) for line in lines][-1])


def bound(start: Expr, upper: Expr, slack: Expr, given: dict | None = None) -> object:
    """Offer `start <= upper`."""
    derivation = Derivation(start, given, SECONDS)
    return offered(lambda: derivation.at_most("as claimed", upper, slack))


def different(start: Expr, other: Expr, given: dict | None = None) -> object:
    """Offer `start != other`."""
    derivation = Derivation(start, given, SECONDS)
    return offered(lambda: derivation.differs("as claimed", other))


def all_of(*attempts: Callable[[], object]) -> object:
    """Several lines that contradict each other: at most some of them may be proved."""
    return [attempt() for attempt in attempts][-1]


def read(line) -> str:
    """What a line says: its left side, its relation and its right side."""
    return line.before, line.relation, line.expression


def refused_or_true(derivation: Derivation, attempt: Callable[[Derivation], object]) -> object:
    """Offer one more line, which is an attack only if what it then says is false in some network."""
    line = offered(lambda: attempt(derivation))
    left, relation, right = read(line)
    holds = {
        ":=": lambda p, q: abs(p - q) < 1e-20,
        "=": lambda p, q: abs(p - q) < 1e-20,
        r"\leq": lambda p, q: p <= q + 1e-20,
        r"\neq": lambda p, q: True,
    }
    values = [(evaluate(left, world), evaluate(right, world)) for world in worlds([left, right], derivation.given)]
    if relation == r"\neq" and all(abs(p - q) < 1e-20 for p, q in values):
        return line
    if all(holds[relation](p, q) for p, q in values):
        raise ValueError(f"it says {left} {relation} {right}, which is true")
    return line
