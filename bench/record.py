"""How a benchmark's results are kept: one JSON file each, with the machine, the versions and the date."""

from __future__ import annotations

import hashlib
import json
import platform
import statistics
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from os import cpu_count
from pathlib import Path
from time import perf_counter

RESULTS = Path(__file__).parents[1] / "book" / "data"


def netlib_digest() -> str:
    """A hash of the library's source: a run that takes minutes must not have measured two versions of it."""
    files = sorted(Path(__file__).parents[1].joinpath("netlib").rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def median_seconds(work: Callable[[], object], repeats: int) -> float:
    """The median time of `repeats` calls."""
    times = []
    for _ in range(repeats):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return statistics.median(times)


def processor() -> str:
    """The processor's name where the system tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def save(name: str, results: dict, packages: list[str]) -> None:
    """Write `results` to book/data/<name>.json."""
    RESULTS.mkdir(exist_ok=True)
    versions = {"python": platform.python_version()} | {package: version(package) for package in packages}
    about = {"date": date.today().isoformat(), "machine": f"{processor()}, {cpu_count()} cores", "versions": versions}
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(about | results, indent=1) + "\n", encoding="utf-8")
    print(f"written to {path.relative_to(RESULTS.parents[1])}")
