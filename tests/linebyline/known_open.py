"""Cases that the engine does not pass yet, by test: each is expected to fail, and noticed as soon as it passes."""

import pytest

OPEN: dict[str, set[str]] = {}


def cases(test: str, names) -> list:
    """The names as parameters of a test, the known open ones marked."""
    mark = pytest.mark.xfail(strict=True, reason="known open")
    return [pytest.param(n, id=n, marks=mark if n in OPEN.get(test, ()) else ()) for n in names]
