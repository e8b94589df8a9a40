"""A limit for how long the engine tries, so that every line gets an answer."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time


class OutOfTime(BaseException):
    """Raised inside the limit; no handler of SymPy's for ordinary exceptions stops it."""


def _has_timer() -> bool:
    """Whether this Python has timers, and they work: in a web page they are there, and raise OSError."""
    try:
        signal.getitimer(signal.ITIMER_PROF)
        return hasattr(signal, "setitimer") and hasattr(signal, "SIGPROF")
    except (AttributeError, OSError):
        return False


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the body after so many seconds, where the system can: in the main thread, with timers.

    They are seconds of the processor, so that a busy machine proves the same lines as an idle one.

    Elsewhere, as on Windows and in a web page, the body runs on; the normal form's own limits of size hold everywhere.
    A timer that was set before, such as a test runner's, goes on afterwards with what is left of it.
    """
    if threading.current_thread() is not threading.main_thread() or not _has_timer():
        yield
        return

    def stop(signum, frame):
        raise OutOfTime

    handler, begun = signal.signal(signal.SIGPROF, stop), process_time()
    left, _ = signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_DFL if handler is None else handler)
        if left:
            signal.setitimer(signal.ITIMER_PROF, max(left - (process_time() - begun), 0.001))
