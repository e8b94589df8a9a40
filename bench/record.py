"""How measurements are taken in turns, and how they are kept: one JSON file each, with date, machine and versions.

pyperf, the usual harness, measures one program after the other, each in processes of its own: on a machine that others
use too, their load would decide who wins. So programs that are compared live in one process here and take turns, and
time is the process's own processor time.
"""

from __future__ import annotations

import gc
import json
import platform
import random
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from os import cpu_count
from pathlib import Path
from time import process_time

RESULTS = Path(__file__).parents[1] / "book" / "data"


def cpu_seconds(work: Callable[[], object]) -> float:
    """The processor time of one call."""
    start = process_time()
    work()
    return process_time() - start


def in_turns(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """The processor seconds of each work in each round; every round calls all of them, in an order drawn anew."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    order = random.Random(0)
    for _ in range(rounds):
        for name in order.sample(list(works), len(works)):
            gc.collect()
            seconds[name].append(cpu_seconds(works[name]))
    return seconds


def processor() -> str:
    """The processor's name where the system tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def save(name: str, results: dict, packages: list[str]) -> None:
    """Write `results` to book/data/<name>.json."""
    versions = {"python": platform.python_version()} | {package: version(package) for package in packages}
    about = {"date": date.today().isoformat(), "machine": f"{processor()}, {cpu_count()} cores", "versions": versions}
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(about | results, indent=1) + "\n", encoding="utf-8")
    print(f"written to {path.relative_to(RESULTS.parents[1])}")
