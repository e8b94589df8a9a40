"""What a training hears from the keyboard and shows on the screen: Ctrl-C, and a bar while an epoch takes long."""

from __future__ import annotations

import importlib.util
import signal
import sys
import threading
from contextlib import contextmanager

BAR_AFTER = 1.0  #: seconds into an epoch until its progress bar shows


@contextmanager
def ctrl_c():
    """A list that Ctrl-C makes true instead of breaking off; a second one breaks off."""
    asked: list[bool] = []

    def note(signum, frame):
        if asked:
            raise KeyboardInterrupt
        asked.append(True)

    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield asked  # signals go elsewhere, or are ignored
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def bar(progress: bool, epoch: int, done: int, total: int):
    """A function that shows how many examples are done, on a terminal, where an epoch takes longer than a second."""
    if not (progress and sys.stderr.isatty() and importlib.util.find_spec("tqdm")):
        yield lambda examples: None
        return
    from tqdm import tqdm

    with tqdm(desc=f"epoch {epoch + 1}", total=total, initial=done, delay=BAR_AFTER, leave=False) as shown:
        yield lambda examples: shown.update(examples - shown.n)
