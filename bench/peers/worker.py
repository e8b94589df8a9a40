"""One peer in its own process: it waits for a question on a pipe, works, answers, and waits.

So the threads of a library that is not being measured sleep, and a peer that crashes takes nobody with it.
"""

from __future__ import annotations

import gc
import traceback
from time import perf_counter, process_time


def serve(entry, connection) -> None:
    """Answer (question, arguments) until the other end is closed: ("ok", result), ("missing", why), ("failed", why)."""
    desk = Desk(entry)
    while True:
        try:
            question, arguments = connection.recv()
        except EOFError:
            return
        try:
            connection.send(("ok", getattr(desk, question)(*arguments)))
        except ImportError as error:
            connection.send(("missing", str(error)))
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            first_line = (str(error).strip() or "no message").splitlines()[0]
            connection.send(("failed", f"{type(error).__name__}: {first_line} (in {last.name})"))


class Desk:
    def __init__(self, entry):
        self.entry = entry
        self.peer = self.data = self.epochs = self.examples = None

    def load(self) -> None:
        """Import the library; the time of that is not part of any result."""
        self.entry.load()

    def check(self, workload, updates: int) -> dict:
        """A few updates from the start weights: where they lead, and what compiling cost.

        The second run is warm; what the first took longer, together with making the peer, is called compiling.
        """
        self.peer = self.data = None
        gc.collect()
        self.workload = workload
        x, t = (v[: updates * workload.batch_size] for v in workload.data())
        start = perf_counter()
        self.peer = self.entry.load()(*workload.start(), workload.alpha, workload.batch_size)
        made = perf_counter() - start
        data = self.peer.prepare(x, t)
        first = self._timed(data, 1)[0]
        weights, biases = self.peer.result()
        reached = [w.copy() for w in weights], [b.copy() for b in biases]
        warm = self._timed(data, 1)[0]
        return {"reached": reached, "compile_seconds": made + max(0.0, first - warm), "threads": self.peer.threads()}

    def calibrate(self, seconds: float) -> dict:
        """Choose how many examples and how often, so that a run takes about so many seconds; run that, untimed."""
        x, t = self.workload.data()
        batch, count, took = self.workload.batch_size, 0, 0.0
        while took < seconds / 4 and count < len(x):
            few = 8 * batch if count == 0 else count * min(20.0, seconds / max(took, 1e-9))
            count = min(len(x), max(batch, int(few) // batch * batch))
            self.data = self.peer.prepare(x[:count], t[:count])
            self._timed(self.data, 1)  # compiles for this shape, and fills the caches
            took = self._timed(self.data, 1)[0]
        for _ in range(2):  # again, as one epoch may be too short to be timed well
            self.epochs = max(1, round(seconds / took))
            took = self._timed(self.data, self.epochs)[0] / self.epochs
        self.examples = count * self.epochs
        return {"examples_per_run": self.examples}

    def measure(self) -> dict:
        """One timed run."""
        gc.collect()
        took, cpu = self._timed(self.data, self.epochs)
        return {"examples_per_second": self.examples / took, "cores": cpu / took}

    def _timed(self, data, epochs: int) -> tuple[float, float]:
        cpu, start = process_time(), perf_counter()
        self.peer.run(data, epochs)
        return perf_counter() - start, process_time() - cpu
