"""What one update of a 2-2-1 network costs, from the symbols to machine code; and what the first call costs a process.

All stages take the same update, from the same weights; they take turns, and medians are of processor time.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from time import process_time

import numpy as np
from record import save
from sympy import Symbol, lambdify

from book.notation import alpha
from book.one_step import step_formulas
from linebyline import symbol_values
from netlib import Network, sgd

ROUNDS, PROCESSES, RATE = 7, 3, 0.5
X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
T = np.array([[0.0], [1.0], [1.0], [0.0]])
FIRST_CALL = """
from time import perf_counter, process_time
import numpy as np
from netlib import Network, sgd
net = Network.random({sizes}, 0, biases=True)
data = np.zeros((8, net.sizes[0])), np.zeros((8, net.sizes[-1]))
wall, cpu = perf_counter(), process_time()
sgd(net, *data, compiled=True, progress=False)
print(perf_counter() - wall, process_time() - cpu)
"""


def ways() -> dict[str, tuple]:
    """For each stage a function that takes so many updates, and how many in a round."""
    net, formulas = Network.random((2, 2, 1), 0, biases=True), step_formulas((2, 2, 1))
    now = symbol_values(
        **{"a^(0)": X[2], "t": T[2]},
        **{f"w^({n})": table for n, table in enumerate(net.weights, 1)},
        **{f"b^({n})": vector for n, vector in enumerate(net.biases, 1)},
    )
    learned = [name for name in formulas if name[0] in "wb"]
    rule = [formulas[name] for name in learned]
    put_in = now | {alpha: RATE}
    programs = {shared: lambdify([alpha, *now], rule, "math", cse=shared) for shared in (False, True)}
    stepped = Network(net.weights, net.biases)
    stepped.step(X[2], T[2], RATE)
    by_step = symbol_values(
        **{f"w^({n})": table for n, table in enumerate(stepped.weights, 1)},
        **{f"b^({n})": vector for n, vector in enumerate(stepped.biases, 1)},
    )
    for reached in (
        [float(formula.subs(put_in)) for formula in rule],
        *(f(RATE, *now.values()) for f in programs.values()),
    ):
        np.testing.assert_allclose(reached, [by_step[Symbol(name, real=True)] for name in learned], rtol=1e-12)

    def by_subs(count):
        for _ in range(count):
            [float(formula.subs(put_in)) for formula in rule]

    def by_program(program, count):
        for _ in range(count):
            program(RATE, *now.values())

    def by_sgd(compiled, count):
        pool = np.tile(X, (count // 4, 1)), np.tile(T, (count // 4, 1))
        sgd(stepped, *pool, alpha=0.1, shuffle=False, progress=False, compiled=compiled)

    return {
        "SymPy, numbers put in": (by_subs, 8),
        "netlib, NumPy": (lambda count: by_sgd(False, count), 4000),
        "lambdify": (lambda count: by_program(programs[False], count), 20_000),
        "lambdify, shared": (lambda count: by_program(programs[True], count), 20_000),
        "netlib, compiled": (lambda count: by_sgd(True, count), 400_000),
    }


if __name__ == "__main__":
    stages = ways()
    times: dict[str, list[float]] = {name: [] for name in stages}
    for _ in range(1 + ROUNDS):  # the first compiles
        for name, (work, count) in stages.items():
            start = process_time()
            work(count)
            times[name].append((process_time() - start) / count)
    seconds = {name: statistics.median(each[1:]) for name, each in times.items()}
    spread = {name: [float(q) for q in np.percentile(each[1:], (25, 75))] for name, each in times.items()}
    first_call = {}
    for sizes in ((2, 2, 1), (64, 30, 10)):
        run = [sys.executable, "-c", FIRST_CALL.format(sizes=sizes)]
        calls = [
            subprocess.run(run, capture_output=True, text=True, check=True).stdout.split() for _ in range(PROCESSES)
        ]
        wall, cpu = (statistics.median(float(call[n]) for call in calls) for n in (0, 1))
        first_call["-".join(map(str, sizes))] = {"seconds": wall, "processor seconds": cpu}
    print(seconds, first_call, sep="\n")
    save("stages", {"seconds": seconds, "quartiles": spread, "first_call": first_call}, ["numpy", "sympy", "numba"])
