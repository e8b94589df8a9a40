"""What it costs to derive the gradients of a network of depth d: three ways, every one in a fresh process.

plain: SymPy differentiates the written-out loss of a network three nodes wide by every weight. direct: the engine
proves the gradient of every layer of a network of that depth, widths symbolic. induction: the proof for every depth.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from time import perf_counter

from record import save
from sympy import Derivative, Symbol, count_ops

DEPTHS = {"plain": range(1, 7), "direct": range(1, 6), "induction": [0]}  # an induction knows no depth
REPEATS = 3


def plain(depth: int) -> float:
    from book.layers import closed_layers
    from linebyline.written import write_out

    net = closed_layers(1, depth)
    loss = write_out(net.epsilon, {width: 3 for width in net.n.values()})
    weights = [Symbol(f"{w}[{k}, {j}]", real=True) for w in net.w.values() for k in (1, 2, 3) for j in (1, 2, 3)]
    start = perf_counter()
    slopes = [loss.diff(weight) for weight in weights]
    seconds = perf_counter() - start
    assert all(slope != 0 for slope in slopes)
    print(sum(map(count_ops, slopes)), file=sys.stderr)
    return seconds


def direct(depth: int) -> float:
    from book.layers import closed_layers
    from book.notation import j, k
    from linebyline.normal_form import equal

    start = perf_counter()
    net = closed_layers(1, depth)
    for layer in range(1, depth + 1):
        slope = Derivative(net.epsilon, net.w[layer][k, j])
        claim = -2 * net.delta[layer][k] * net.a[layer - 1][j]
        assert equal(slope, claim, {k: (1, net.n[layer]), j: (1, net.n[layer - 1])})
    return perf_counter() - start


def induction(_: int) -> float:
    from book.induction import Induction
    from book.layers import L, l
    from book.notation import j
    from linebyline.finding import sympy_finds
    from linebyline.rules import common_factor, folding

    start = perf_counter()
    proof = Induction(lambda net, layer: (Derivative(net.epsilon, net.z[layer][j]), -2 * net.delta[layer][j]))
    for derivation, deltas in (
        (proof.base, [proof.top.delta[L]]),
        (proof.step, [proof.cut.delta[n] for n in (l + 1, l)]),
    ):
        derivation.step("SymPy's own result", sympy_finds(derivation.start, derivation.given))
        for rule in (folding(*deltas), common_factor, folding(*deltas)):
            derivation.step("the names", rule)
    proof.conclude("")
    return perf_counter() - start


def in_a_fresh_process(way: str, depth: int) -> tuple[float, str]:
    done = subprocess.run([sys.executable, __file__, way, str(depth)], capture_output=True, text=True, check=True)
    return float(done.stdout), done.stderr.strip()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print({"plain": plain, "direct": direct, "induction": induction}[sys.argv[1]](int(sys.argv[2])))
        sys.exit()
    results: dict[str, dict] = {"operations": {}}
    for way, depths in DEPTHS.items():
        results[way] = {}
        for depth in depths:
            runs = [in_a_fresh_process(way, depth) for _ in range(REPEATS)]
            results[way][depth] = statistics.median(seconds for seconds, _ in runs)
            if way == "plain":
                results["operations"][depth] = int(runs[0][1])
            print(f"{way:>10} depth {depth}: {results[way][depth]:9.4f} s {runs[0][1]}")
    save("depth", results, ["sympy"])
