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
from sympy import Derivative, Symbol

from book.induction import Induction
from book.layers import L, closed_layers, l
from book.notation import j, k
from linebyline.finding import sympy_finds
from linebyline.normal_form import equal
from linebyline.rules import common_factor, folding
from linebyline.written import write_out

DEPTHS = {"plain": range(1, 7), "direct": range(1, 6), "induction": [0]}  # an induction knows no depth
REPEATS = 3


def plain(depth: int) -> float:
    net = closed_layers(1, depth)
    loss = write_out(net.epsilon, {width: 3 for width in net.n.values()})
    weights = [Symbol(f"{w}[{k}, {j}]", real=True) for w in net.w.values() for k in (1, 2, 3) for j in (1, 2, 3)]
    start = perf_counter()
    slopes = [loss.diff(weight) for weight in weights]
    seconds = perf_counter() - start
    assert all(slope != 0 for slope in slopes)
    return seconds


def direct(depth: int) -> float:
    start = perf_counter()
    net = closed_layers(1, depth)
    for layer in range(1, depth + 1):
        slope = Derivative(net.epsilon, net.w[layer][k, j])
        claim = -2 * net.delta[layer][k] * net.a[layer - 1][j]
        assert equal(slope, claim, {k: (1, net.n[layer]), j: (1, net.n[layer - 1])})
    return perf_counter() - start


def induction(_: int) -> float:
    start = perf_counter()
    proof = Induction(lambda net, layer: (Derivative(net.epsilon, net.z[layer][j]), -2 * net.delta[layer][j]))
    for derivation in (proof.base, proof.step):
        derivation.step("SymPy's own result", sympy_finds(derivation.start, derivation.given))
    proof.base.step("the delta", folding(proof.top.delta[L]))
    fold = folding(proof.cut.delta[l + 1], proof.cut.delta[l])
    for rule in (fold, common_factor, fold):
        proof.step.step("the deltas", rule)
    proof.conclude("")
    return perf_counter() - start


def in_a_fresh_process(way: str, depth: int) -> float:
    command = [sys.executable, __file__, way, str(depth)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print({"plain": plain, "direct": direct, "induction": induction}[sys.argv[1]](int(sys.argv[2])))
        sys.exit()
    results: dict[str, dict] = {}
    for way, depths in DEPTHS.items():
        results[way] = {}
        for depth in depths:
            results[way][depth] = statistics.median(in_a_fresh_process(way, depth) for _ in range(REPEATS))
            print(f"{way:>10} depth {depth}: {results[way][depth]:9.4f} s")
    save("depth", results, ["sympy"])
