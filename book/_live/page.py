"""What the worker of a page calls; texts go in and out as JSON."""

from __future__ import annotations

import json

from book._live.session import Session, prepare
from book._live.turn import Turn

session = Session()
turns: list[Turn] = []  # the one that is under way
__all__ = ["advance", "ask", "begin", "needs_numpy", "prepare"]


def needs_numpy(codes: str) -> bool:
    return session.needs_numpy(json.loads(codes))


def begin(codes: str, numeric: bool) -> None:
    session.begin(json.loads(codes), numeric)


def advance() -> str | None:
    result = session.advance()
    return None if result is None else json.dumps(result)


def take(at: int, after: int | None = None) -> dict:
    """Let the reader continue the derivation that a cell shows, after so many lines; by default before the last."""
    shown = session.shown.get(at)
    if shown is None:
        return {"says": "This cell shows no line of a derivation now. Run it again."}
    turns[:] = [Turn(shown, len(shown.lines) - 1 if after is None else after)]
    return {"after": turns[0].after, "lines": [line.reason for line in shown.lines], **turns[0].begun()}


def ask(question: str, details: str) -> str:
    """Answer one of the panel's questions: take, preview, check, hint."""
    details = json.loads(details)
    return json.dumps(take(**details) if question == "take" else getattr(turns[0], question)(**details))
