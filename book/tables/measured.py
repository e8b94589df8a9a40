"""What `bench/` measured, as the rows that chapter 14 shows. All numbers come from the files in `book/data`."""

from __future__ import annotations


def gains(seconds: dict[str, float]) -> list[list[str]]:
    """How many times faster each stage of `bench/stages.py` is than the one before it in this list."""
    stages = ["SymPy, numbers put in", "lambdify", "lambdify, shared", "netlib, compiled"]
    words = ["formulas made a program", "what they share, computed once", "loops, compiled"]
    return [[word, f"{seconds[p] / seconds[q]:,.1f}"] for word, p, q in zip(words, stages, stages[1:])]


def first_calls(calls: dict[str, dict]) -> list[list[str]]:
    """For each network the processor seconds of the first compiled call of a process."""
    return [[network, f"{call['processor seconds']:.1f}"] for network, call in calls.items()]


def measured(training: dict) -> dict[str, dict]:
    """For each workload of `bench/training.py` the peers that were measured."""
    return {
        work: {peer: r for peer, r in entry["peers"].items() if "quartiles" in r}
        for work, entry in training["workloads"].items()
    }


def rates(training: dict) -> tuple[list[str], list[list[str]]]:
    """The head and the rows of a table: for each peer its rates, with quartiles, and a star for other work."""
    works = measured(training)
    peers = dict.fromkeys(peer for row in works.values() for peer in row)
    rows = [[peer, *(words(row.get(peer)) for row in works.values())] for peer in peers]
    fair = [{p: r["thousands_per_second"] for p, r in row.items() if r["same_work"]} for row in works.values()]
    return ["", *works], [*rows, ["the fastest", *(max(row, key=row.get) for row in fair)]]


def words(result: dict | None) -> str:
    """One entry of that table."""
    if result is None:
        return ""
    star = "" if result["same_work"] else "*"
    low, high = result["quartiles"]
    return f"{result['thousands_per_second']:,.4g}{star} ({low:,.3g} to {high:,.3g})"


def ratios(training: dict) -> tuple[list[str], dict[str, list]]:
    """The workloads, and for each peer netlib's rate as a multiple of its own; None where it was not measured."""
    works = measured(training)
    peers = dict.fromkeys(peer for row in works.values() for peer in row if peer != training["base"])
    return list(works), {
        peer: [1 / row[peer]["times_netlib"] if peer in row else None for row in works.values()] for peer in peers
    }
