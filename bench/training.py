"""How fast netlib trains, side by side with its peers: thousands of examples a second, medians over interleaved rounds.

First every peer starts from the same weights and sees the same examples; who does not reach the same weights is shown
as doing different work. Then the rounds: each peer has one run of about 0.4 s in each, in an order that is drawn anew,
so that a slow moment of the machine hits all alike. Every peer lives in its own process, only one works at a time, and
its threads are as its library chooses. All is done three times with new processes, because where a process has its
arrays can count for more than the rounds differ; medians and quartiles are of all runs. Networks are of sigmoids, with
biases, and learn in place.

Compiling is not in the rates. It is reported apart, with all else that only the first call does; the caches on disk
are empty when the processes start, and what a library can use again from an earlier workload, it does. "busy" is the
processor time for each second, waiting in a loop for work included. An epoch goes through the whole pool of examples,
as peers/workloads.py says: netlib does some work for each epoch, which shows where the pool is small. So XOR is there
twice, once with its four examples and once with copies of them.

Run: make bench, or python bench/training.py [--quick] [--only WORKLOAD] [--rounds N], N rounds for each set of
processes. Peers that are missing are left out and named; bench/requirements.txt has them all.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import statistics
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from time import sleep

import numpy as np
from peers.roster import BASE, REFERENCE, ROSTER, Entry
from peers.worker import serve
from peers.workloads import WORKLOADS, Workload
from record import clean_environment, netlib_digest, save

PROCESSES, ROUNDS, SECONDS = 3, 3, 0.4
QUICK_ROUNDS, QUICK_SECONDS = 2, 0.02
CACHES = ("NUMBA_CACHE_DIR", "TORCHINDUCTOR_CACHE_DIR")  # empty, or compiling looks free
PAUSE = 0.1  # seconds between two runs: the threads of the one before may still wait in a loop, for a moment
PATIENCE = 600  # seconds that a peer may take for one answer


class Unavailable(Exception):
    """A peer that cannot take part; says why."""


class Peer:
    """The near end of the pipe."""

    def __init__(self, entry: Entry):
        self.entry, self.name = entry, entry.name
        context = multiprocessing.get_context("spawn")
        self.connection, far = context.Pipe()
        self.process = context.Process(target=serve, args=(entry, far), daemon=True)
        self.process.start()
        far.close()

    def ask(self, question: str, *arguments):
        try:
            self.connection.send((question, arguments))
            if not self.connection.poll(PATIENCE):
                raise Unavailable(f"no answer in {PATIENCE} s")
            state, answer = self.connection.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            self.process.join(5)
            raise Unavailable(f"its process ended, exit code {self.process.exitcode}") from None
        if state == "missing":
            raise Unavailable(f"missing: {answer}; {self.entry.install}")
        if state == "failed":
            raise Unavailable(f"failed: {answer}")
        return answer

    def close(self) -> None:
        self.connection.close()
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()


def reference(workload: Workload, updates: int) -> list[np.ndarray]:
    """The weights and biases that the NumPy loop reaches in float64."""
    weights, biases = ([v.astype(float) for v in part] for part in workload.start())
    peer = REFERENCE.load()(weights, biases, workload.alpha, workload.batch_size)
    peer.run(tuple(v[: updates * workload.batch_size].astype(float) for v in workload.data()), 1)
    return [*peer.weights, *peer.biases]


def difference(reached: tuple, right: list[np.ndarray], workload: Workload) -> float:
    """The largest distance from the reference, over all arrays, relative to how far the reference moved."""
    start = [v.astype(float) for part in workload.start() for v in part]
    arrays = [v for part in reached for v in part]
    return max(
        float(np.linalg.norm(a - r) / np.linalg.norm(r - s)) for a, r, s in zip(arrays, right, start, strict=True)
    )


def quartiles(values: list[float]) -> list[float]:
    return [float(q) for q in np.percentile(values, (25, 50, 75))]


def compare(workload: Workload, peers: list[Peer], rounds: int, seconds: float) -> dict[str, dict]:
    """Check, calibrate, measure: for each peer what it answered, with all its runs, or why there are none."""
    answers: dict[str, dict] = {}
    right = reference(workload, workload.checked)
    running = []
    for peer in [p for p in peers if workload.kind in p.entry.kinds]:
        try:
            answer = peer.ask("check", workload, workload.checked)
            answer["difference"] = difference(answer.pop("reached"), right, workload)
            answers[peer.name] = answer | peer.ask("calibrate", seconds) | {"runs": []}
            running.append(peer)
        except Unavailable as reason:
            answers[peer.name] = {"unavailable": str(reason)}
    order = random.Random(0)
    for _ in range(rounds):
        for peer in order.sample(running, len(running)):
            sleep(PAUSE)
            try:
                answers[peer.name]["runs"].append(peer.ask("measure"))
            except Unavailable as reason:
                running.remove(peer)
                answers[peer.name] = {"unavailable": str(reason)}
    return answers


def summary(workload: Workload, sets: list[dict[str, dict]]) -> dict[str, dict]:
    """One entry per peer, from its answers in every set of processes."""
    results = {}
    for entry in ROSTER:
        answers = [answers[entry.name] for answers in sets if entry.name in answers]
        if not answers:
            continue
        failed = [answer for answer in answers if "unavailable" in answer]
        if failed:
            results[entry.name] = failed[0]
            continue
        rates = [[run["examples_per_second"] / 1000 for run in answer["runs"]] for answer in answers]
        low, median, high = quartiles([rate for runs in rates for rate in runs])
        apart = max(answer["difference"] for answer in answers)
        results[entry.name] = {
            "thousands_per_second": median,
            "quartiles": [low, high],
            "median_of_each_process": [statistics.median(runs) for runs in rates],
            "cores_busy": statistics.median(run["cores"] for answer in answers for run in answer["runs"]),
            "compile_seconds": statistics.median(answer["compile_seconds"] for answer in answers),
            "threads": answers[0]["threads"],
            "examples_per_run": [answer["examples_per_run"] for answer in answers],
            "difference": apart,
            "same_work": apart <= workload.tolerance,
            "note": entry.note,
        }
        if entry.same_rule and apart > workload.tolerance:
            print(f"  {entry.name} was meant to do the same, and does not: {apart:.1e}", flush=True)
    base = results.get(BASE, {}).get("thousands_per_second")
    for result in results.values():
        if base and "thousands_per_second" in result:
            result["times_netlib"] = result["thousands_per_second"] / base
    return results


def table(results: dict[str, dict]) -> None:
    columns = f"{'thousand/s':>12}{'quartiles':>22}{'x netlib':>10}{'compile s':>11}{'threads':>9}{'busy':>6}"
    print(f"  {'':18}{columns}  work")
    shown = {name: r for name, r in results.items() if "thousands_per_second" in r}
    for name, r in sorted(shown.items(), key=lambda item: -item[1]["thousands_per_second"]):
        spread = " – ".join(f"{q:.4g}" for q in r["quartiles"])
        ratio = f"{r['times_netlib']:.3g}" if "times_netlib" in r else "-"
        threads = r["threads"] or "?"
        work = f"same ({r['difference']:.0e})" if r["same_work"] else f"DIFFERENT ({r['difference']:.0e})"
        print(
            f"  {name:18}{r['thousands_per_second']:12.4g}{spread:>22}{ratio:>10}{r['compile_seconds']:11.2f}"
            f"{threads:>9}{r['cores_busy']:6.2f}  {work}{'; ' * bool(r['note'])}{r['note']}"
        )
    for name, r in results.items():
        if "unavailable" in r:
            print(f"  {name:18}{r['unavailable']}")


def present(entries: list[Entry], missing: dict[str, str]) -> tuple[list[Peer], dict[str, str]]:
    """A process for each peer that can be loaded, and the reasons of the others, added to those known."""
    peers, missing = [], dict(missing)
    for entry in entries:
        peer = Peer(entry)
        try:
            peer.ask("load")
            peers.append(peer)
        except Unavailable as reason:
            missing[entry.name] = str(reason)
            print(f"{entry.name}: {reason}", flush=True)
            peer.close()
    return peers, missing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="two short rounds; nothing is saved")
    parser.add_argument("--only", metavar="WORKLOAD", help="those whose name contains this; nothing is saved")
    parser.add_argument("--rounds", type=int, metavar="N")
    options = parser.parse_args()
    rounds = options.rounds or (QUICK_ROUNDS if options.quick else ROUNDS)
    seconds = QUICK_SECONDS if options.quick else SECONDS
    chosen = [w for w in WORKLOADS if not options.only or options.only in w.name]
    if not chosen:
        parser.error(f"no workload has {options.only!r} in its name: " + "; ".join(w.name for w in WORKLOADS))

    source, removed = netlib_digest(), clean_environment()
    if removed:
        print(f"taken out of the environment, because they choose older kernels: {', '.join(removed)}")
    sets: dict[str, list] = {workload.name: [] for workload in chosen}
    missing: dict[str, str] = {}
    for number in range(1 if options.quick else PROCESSES):
        with ExitStack() as stack:
            for cache in CACHES:
                os.environ[cache] = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
            peers, missing = present([entry for entry in ROSTER if entry.name not in missing], missing)
            for peer in peers:
                stack.callback(peer.close)
            for workload in chosen:
                print(f"processes {number + 1}: {workload.name}", flush=True)
                sets[workload.name].append(compare(workload, peers, rounds, seconds))
    measured = {}
    for workload in chosen:
        print(f"\n{workload.name}  ({workload.dtype})")
        results = summary(workload, sets[workload.name])
        table(results)
        measured[workload.name] = {"workload": asdict(workload), "peers": results}
    if source != netlib_digest():
        raise SystemExit("netlib was changed during this run: nothing saved, as the numbers are of different versions")
    if options.quick or options.only:
        print("\nnothing saved: this was not the whole benchmark")
        return
    packages = {entry.package for entry in ROSTER if entry.package} | {"numpy"}
    found = sorted(package for package in packages if installed(package))
    about = {
        "processes": PROCESSES,
        "rounds": rounds,
        "seconds_per_run": seconds,
        "base": BASE,
        "netlib": source,
        "missing": missing,
    }
    save("training", about | {"workloads": measured}, found)


def installed(package: str) -> bool:
    try:
        return bool(version(package))
    except PackageNotFoundError:
        return False


if __name__ == "__main__":
    main()
