"""How the cost of a training grows: time per example with width, depth, batch and examples, and the memory it takes.

width: n-n-n, batch 32. depth: layers of weights, all 64 wide, batch 32. batch: 256-256-256. examples: whole epochs of
64-64-64, batch 32. Each line is in seconds for one example, or for one epoch, the median of several runs of netlib.sgd
(compiled), warmed up at the same shapes first. The exponents are slopes of straight lines through the logarithms, over
the upper half of each range; where there are fewer than four points there, over the last four.

memory: what a fresh process needs at its peak while it trains, beyond what it had before it made the network, against
the bytes of three sets of weights and two batches (inputs, targets, and the activations of all layers).

Run: make bench, or python bench/growth.py [--quick].
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import multiprocessing
import resource
import statistics
import sys
import tracemalloc
from pathlib import Path
from time import perf_counter

import numpy as np
from record import clean_environment, netlib_digest, save

from netlib import Network, sgd

WIDTHS = tuple(2**k for k in range(1, 12))
DEPTHS = (1, 2, 3, 4, 6, 8, 12, 16)
BATCHES = tuple(2**k for k in range(11))
EXAMPLES = tuple(1000 * 2**k for k in range(8))
MEMORY = (((64,) * 3, 32), ((1024,) * 3, 32), ((2048,) * 3, 32), ((2048,) * 3, 1024), ((1024,) * 9, 256))
RUNS, SECONDS = 7, 0.3
ALPHA = 1e-4  # small: at any width the weights stay where sigmoids are not flat


def trained(sizes: tuple[int, ...], count: int, batch: int, compiled: bool = True) -> float:
    """Seconds of one epoch of `count` examples; making the network and the examples is not counted."""
    rng = np.random.default_rng(0)
    net = Network.random(sizes, rng, biases=True)
    x, t = rng.uniform(size=(count, sizes[0])), rng.uniform(0.2, 0.8, size=(count, sizes[-1]))
    start = perf_counter()
    sgd(net, x, t, alpha=ALPHA, batch_size=batch, shuffle=False, progress=False, compiled=compiled)
    return perf_counter() - start


def per_example(sizes: tuple[int, ...], batch: int, runs: int, seconds: float) -> dict:
    """The median and quartiles of the seconds for one example, in runs of about `seconds`."""
    count = 16 * batch  # at least, or what a call costs apart from its examples would show
    most = max(count, 32_000_000 // max(sizes) // batch * batch)  # so that they fit into memory
    trained(sizes, count, batch)  # compiles
    took = min(trained(sizes, count, batch) for _ in range(2))
    while took < seconds / 2 and count < most:
        count = min(most, int(count * min(10.0, 1.5 * seconds / took)) // batch * batch)
        took = trained(sizes, count, batch)
    return summary([trained(sizes, count, batch) / count for _ in range(runs)]) | {"examples": count}


def summary(times: list[float]) -> dict:
    low, median, high = (float(q) for q in np.percentile(times, (25, 50, 75)))
    return {"seconds": median, "quartiles": [low, high]}


def exponent(points: list[int], results: list[dict]) -> dict:
    """The slope of the logarithms over the upper half of the points, at least four of them."""
    first = min(len(points) // 2, max(0, len(points) - 4))
    x, y = np.log(points[first:]), np.log([r["seconds"] for r in results[first:]])
    return {"exponent": float(np.polyfit(x, y, 1)[0]), "fitted": [points[first], points[-1]]}


def times(send, runs: int, seconds: float, shorten: int) -> None:
    """Everything that is timed, in one process; progress goes to the screen, results through `send`."""
    base = 32
    lines = {
        "width": {n: ((n, n, n), base) for n in WIDTHS[: -shorten or None]},
        "depth": {d: ((64,) * (d + 1), base) for d in DEPTHS[: -shorten or None]},
        "batch": {b: ((256,) * 3, b) for b in BATCHES[: -shorten or None]},
    }
    results = {}
    for line, cases in lines.items():
        measured = []
        for point, (sizes, batch) in cases.items():
            measured.append(per_example(sizes, batch, runs, seconds))
            print(f"{line:>9}{point:6}: {measured[-1]['seconds']:.3e} s for an example", flush=True)
        results[line] = {"points": list(cases), "results": measured} | exponent(list(cases), measured)
    points, measured = list(EXAMPLES[: -shorten or None]), []
    for count in points:
        trained((64,) * 3, count // base * base, base)
        measured.append(summary([trained((64,) * 3, count // base * base, base) for _ in range(runs)]))
        print(f" examples{count:7}: {measured[-1]['seconds']:.3e} s for an epoch", flush=True)
    results["examples"] = {"points": points, "results": measured} | exponent(points, measured)
    send.send(results)


def memory(send, sizes: tuple[int, ...], batch: int, compiled: bool) -> None:
    """The peak of this process while it trains, beyond what it had before: by the system, and by tracemalloc.

    The system counts all pages, once touched, those of the libraries' own buffers too; tracemalloc counts what NumPy
    and Python ask for, not what compiled code asks for.
    """
    trained(sizes, 2 * batch, batch, compiled)  # imports, compiles, starts threads, and fills the libraries' buffers
    give_back()
    rng = np.random.default_rng(0)
    x, t = rng.uniform(size=(4 * batch, sizes[0])), rng.uniform(0.2, 0.8, size=(4 * batch, sizes[-1]))
    before = reset_peak()
    net = Network.random(sizes, rng, biases=True)
    made = peak() - before
    reset_peak()
    tracemalloc.start()
    sgd(net, x, t, alpha=ALPHA, batch_size=batch, shuffle=False, progress=False, compiled=compiled)
    traced = tracemalloc.get_traced_memory()[1]
    weights = sum(table.nbytes for table in net.weights) + sum(b.nbytes for b in net.biases)
    send.send(
        {
            "sizes": sizes,
            "batch": batch,
            "compiled": compiled,
            "weights": weights,
            "one_batch": 8 * batch * (sum(sizes) + sizes[-1]),
            "making_the_network": made,
            "peak": peak() - before,
            "traced_during_training": traced,
        }
    )


def give_back() -> None:
    """Hand freed memory back to the system, where it is kept for later (glibc), or the next peak would not show."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def reset_peak() -> int:
    """Bytes resident now; on Linux the peak starts anew from here, elsewhere it is that of the whole life."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")
        return _status("VmRSS")
    return peak()


def peak() -> int:
    if Path("/proc/self/status").exists():
        return _status("VmHWM")  # ru_maxrss would include the parent's, from before this program was started
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name + ":"))


def in_a_fresh_process(work, *arguments):
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(send, *arguments))
    process.start()
    send.close()
    try:
        return receive.recv()
    except EOFError:
        sys.exit(f"{work.__name__}{arguments} ended without a result")
    finally:
        process.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few points, short runs; nothing is saved")
    quick = parser.parse_args().quick
    clean_environment()
    source = netlib_digest()
    runs, seconds, shorten = (2, 0.02, 4) if quick else (RUNS, SECONDS, 0)
    results = in_a_fresh_process(times, runs, seconds, shorten)
    for line, result in results.items():
        low, high = result["fitted"]
        print(f"{line}: exponent {result['exponent']:.2f} from {low} to {high}")
    results["memory"] = []
    for sizes, batch in MEMORY[: 2 if quick else None]:
        for compiled in (True, False):
            cases = [in_a_fresh_process(memory, sizes, batch, compiled) for _ in range(1 if quick else 3)]
            case = cases[0] | {"peak": statistics.median(c["peak"] for c in cases)}
            case["bound"] = 3 * case["weights"] + 2 * case["one_batch"]
            results["memory"].append(case)
            shape = "-".join(map(str, sizes)) if len(sizes) < 5 else f"{len(sizes) - 1} layers of {sizes[0]}"
            print(
                f"{shape}, batch {batch}, {'compiled' if compiled else 'NumPy'}: peak {case['peak'] / 1e6:.1f} MB, "
                f"weights {case['weights'] / 1e6:.1f} MB, three of them and two batches {case['bound'] / 1e6:.1f} MB",
                flush=True,
            )
    if quick:
        print("nothing saved: this was not the whole benchmark")
        return
    if source != netlib_digest():
        raise SystemExit("netlib was changed during this run: nothing saved, as the numbers are of different versions")
    save("growth", results | {"netlib": source}, ["numpy", "numba"])


if __name__ == "__main__":
    main()
