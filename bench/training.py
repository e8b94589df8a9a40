"""How fast netlib trains, side by side with its peers: thousands of examples for each second of one processor core.

All peers live in this process, with one thread each, and take turns (`record.in_turns`): a slow moment of the machine
hits all alike. Medians and quartiles are of all rounds.

First every peer starts from the same weights and sees the same examples. Who does not reach the same weights is shown
as doing other work. Networks are of sigmoids, with biases, and learn in place. Compiling is not in the rates, and is
reported apart. An epoch goes once through the pool of examples in peers/workloads.py. netlib does some work for each
epoch, which shows where the pool is small: so XOR is there with its four examples, and with copies of them.

Run: make bench, or python bench/training.py [--only WORKLOAD] [--rounds N]. Peers that are missing are left out and
named; bench/requirements.txt has them all.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from dataclasses import asdict
from functools import partial
from pathlib import Path

ONE_THREAD = {  # before NumPy and the peers are loaded: each of them has threads of its own
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "TORCHINDUCTOR_COMPILE_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}
os.environ |= ONE_THREAD

import numpy as np  # noqa: E402
from peers.roster import BASE, REFERENCE, ROSTER, Entry  # noqa: E402
from peers.workloads import WORKLOADS, Workload  # noqa: E402
from record import cpu_seconds, in_turns, save  # noqa: E402

import netlib  # noqa: E402

ROUNDS, SECONDS = 7, 0.1


def netlib_digest() -> str:
    """A hash of the library's source: a run that takes minutes must not have measured two versions of it."""
    files = sorted(Path(netlib.__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def reference(workload: Workload) -> list[np.ndarray]:
    """The weights and biases that the NumPy loop reaches in float64."""
    weights, biases = ([v.astype(float) for v in part] for part in workload.start())
    peer = REFERENCE.load()(weights, biases, workload.alpha, workload.batch_size)
    peer.run(tuple(v.astype(float) for v in workload.first()), 1)
    return [*peer.weights, *peer.biases]


def difference(reached: tuple, right: list[np.ndarray], workload: Workload) -> float:
    """The largest distance from the reference, over all arrays, relative to how far the reference moved."""
    start = [v.astype(float) for part in workload.start() for v in part]
    arrays = [v for part in reached for v in part]
    return max(
        float(np.linalg.norm(a - r) / np.linalg.norm(r - s)) for a, r, s in zip(arrays, right, start, strict=True)
    )


class Contestant:
    """One peer on one workload: made and checked, then ready for runs of about `SECONDS`."""

    def __init__(self, entry: Entry, workload: Workload, right: list[np.ndarray]):
        self.entry, self.epochs = entry, 1
        first = cpu_seconds(partial(self.start, workload))
        self.difference = difference(self.peer.result(), right, workload)
        warm = cpu_seconds(self.run)
        self.compile_seconds = max(0.0, first - warm)
        self.same_work = self.difference <= workload.tolerance
        x, t = workload.data()
        in_time = int(SECONDS / max(warm, 1e-6) * workload.checked)  # batches
        few = slice(0, workload.batch_size * max(1, min(in_time, len(x) // workload.batch_size)))
        self.examples, self.data = len(x[few]), self.peer.prepare(x[few], t[few])
        for _ in range(3):  # the first compiles for this shape; one epoch may be too short to be timed well
            self.epochs = max(1, round(self.epochs * SECONDS / max(1e-6, cpu_seconds(self.run))))

    def start(self, workload: Workload) -> None:
        self.peer = self.entry.load()(*workload.start(), workload.alpha, workload.batch_size)
        self.data = self.peer.prepare(*workload.first())
        self.run()

    def run(self) -> None:
        self.peer.run(self.data, self.epochs)

    def result(self, seconds: list[float], base: list[float]) -> dict:
        """`base` has netlib's rates: a ratio is of one round, so that what slows a round slows both."""
        low, median, high = (float(q) for q in np.percentile(self.rates(seconds), (25, 50, 75)))
        return {
            "thousands_per_second": median,
            "quartiles": [low, high],
            "times_netlib": float(np.median(self.rates(seconds) / base)),
            "compile_seconds": self.compile_seconds,
            "difference": self.difference,
            "same_work": self.same_work,
            "note": self.entry.note,
        }

    def rates(self, seconds: list[float]) -> np.ndarray:
        return self.epochs * self.examples / np.array(seconds) / 1000


def compare(workload: Workload, missing: dict[str, str], rounds: int) -> dict[str, dict]:
    """For each peer that takes part its result, or why there is none."""
    right, contestants, results = reference(workload), {}, {}
    for entry in (e for e in ROSTER if workload.kind in e.kinds and e.name not in missing):
        try:
            contestants[entry.name] = Contestant(entry, workload, right)
        except ImportError as error:
            missing[entry.name] = f"{error}; {entry.install}"
        except Exception as error:  # a peer that fails is named, and the others go on
            results[entry.name] = {"unavailable": f"{type(error).__name__}: {error}".splitlines()[0]}
            print(f"  {entry.name} failed: {results[entry.name]['unavailable']}", flush=True)
    seconds = in_turns({name: one.run for name, one in contestants.items()}, rounds)
    base = contestants[BASE].rates(seconds[BASE])
    return results | {name: one.result(seconds[name], base) for name, one in contestants.items()}


def table(results: dict[str, dict]) -> None:
    measured = {name: r for name, r in results.items() if "unavailable" not in r}
    print(f"  {'':18}{'thousand/s':>12}{'quartiles':>22}{'x netlib':>10}{'compile s':>11}  work")
    for name, r in sorted(measured.items(), key=lambda item: -item[1]["thousands_per_second"]):
        spread = " – ".join(f"{q:.4g}" for q in r["quartiles"])
        work = f"{'same' if r['same_work'] else 'OTHER'} ({r['difference']:.0e}) {r['note']}"
        print(
            f"  {name:18}{r['thousands_per_second']:12.4g}{spread:>22}{r['times_netlib']:10.3g}"
            f"{r['compile_seconds']:11.2f}  {work}",
            flush=True,
        )
    for name in results.keys() - measured.keys():
        print(f"  {name:18}{results[name]['unavailable']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="WORKLOAD", help="those whose name contains this; nothing is saved")
    parser.add_argument("--rounds", type=int, metavar="N", default=ROUNDS)
    parser.add_argument("--without", metavar="PEER", action="append", default=[], help="named as left out")
    options = parser.parse_args()
    chosen = [w for w in WORKLOADS if not options.only or options.only in w.name]
    if not chosen:
        parser.error(f"no workload has {options.only!r} in its name: " + "; ".join(w.name for w in WORKLOADS))
    source, measured = netlib_digest(), {}
    missing = dict.fromkeys(options.without, "left out of this run: --without")
    for workload in chosen:
        print(f"\n{workload.name}  ({workload.dtype})", flush=True)
        measured[workload.name] = {"workload": asdict(workload), "peers": compare(workload, missing, options.rounds)}
        table(measured[workload.name]["peers"])
    for name, why in missing.items():
        print(f"{name} is missing: {why}")
    if source != netlib_digest():
        raise SystemExit("netlib was changed during this run: nothing saved, as the numbers are of different versions")
    if options.only:
        print("\nnothing saved: this was not the whole benchmark")
        return
    about = {"rounds": options.rounds, "seconds_per_run": SECONDS, "base": BASE, "netlib": source, "missing": missing}
    packages = sorted({entry.package for entry in ROSTER if entry.package and entry.name not in missing})
    save("training", about | {"workloads": measured}, packages)


if __name__ == "__main__":
    main()
