"""What one update of a 2-2-1 network costs, from the symbols to machine code; and what the first call costs a process.

All stages take the same update, from the same weights; they take turns, and medians are of processor time.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from functools import partial

import numpy as np
from record import in_turns, save
from sympy import lambdify

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


def by_name(net: Network) -> dict:
    """The weights and biases of a network, by the symbols of its formulas."""
    tables = {f"w^({n})": table for n, table in enumerate(net.weights, 1)}
    return symbol_values(**tables, **{f"b^({n})": vector for n, vector in enumerate(net.biases, 1)})


class Stages:
    """The stages: each takes a number of updates."""

    def __init__(self) -> None:
        self.net, formulas = Network.random((2, 2, 1), 0, biases=True), step_formulas((2, 2, 1))
        now = symbol_values(**{"a^(0)": X[2], "t": T[2]}) | by_name(self.net)
        self.rule = {name: formula for name, formula in formulas.items() if name[0] in "wb"}
        self.values, self.put_in = list(now.values()), now | {alpha: RATE}
        self.programs = [lambdify([alpha, *now], list(self.rule.values()), "math", cse=cse) for cse in (False, True)]

    def subs(self, count: int) -> None:
        for _ in range(count):
            self.reached = [float(formula.subs(self.put_in)) for formula in self.rule.values()]

    def program(self, shared: bool, count: int) -> None:
        for _ in range(count):
            self.reached = self.programs[shared](RATE, *self.values)

    def sgd(self, compiled: bool, count: int) -> None:
        pool = np.tile(X, (count // 4, 1)), np.tile(T, (count // 4, 1))
        sgd(self.net, *pool, alpha=0.1, shuffle=False, progress=False, compiled=compiled)

    def check(self) -> None:
        """All formulas reach what `Network.step` reaches."""
        stepped = Network(self.net.weights, self.net.biases)
        stepped.step(X[2], T[2], RATE)
        right = {symbol.name: value for symbol, value in by_name(stepped).items()}
        for take in (self.subs, partial(self.program, False), partial(self.program, True)):
            take(1)
            np.testing.assert_allclose(self.reached, [right[name] for name in self.rule], rtol=1e-12)


def first_call(sizes: tuple[int, ...]) -> dict[str, float]:
    """Medians over fresh processes of the seconds of the first compiled call."""
    run = [sys.executable, "-c", FIRST_CALL.format(sizes=sizes)]
    said = [subprocess.run(run, capture_output=True, text=True, check=True).stdout for _ in range(PROCESSES)]
    wall, cpu = (statistics.median(times) for times in zip(*(map(float, line.split()) for line in said)))
    return {"seconds": wall, "processor seconds": cpu}


if __name__ == "__main__":
    stages = Stages()
    stages.check()
    counted = {
        "SymPy, numbers put in": (stages.subs, 8),
        "netlib, NumPy": (partial(stages.sgd, False), 4000),
        "lambdify": (partial(stages.program, False), 20_000),
        "lambdify, shared": (partial(stages.program, True), 20_000),
        "netlib, compiled": (partial(stages.sgd, True), 400_000),
    }
    stages.sgd(True, 4)  # compiles
    times = in_turns({name: partial(*work) for name, work in counted.items()}, ROUNDS)
    quartiles = {name: np.percentile(each, (25, 50, 75)) / counted[name][1] for name, each in times.items()}
    results = {
        "seconds": {name: float(median) for name, (_, median, _) in quartiles.items()},
        "quartiles": {name: [float(low), float(high)] for name, (low, _, high) in quartiles.items()},
        "first_call": {"-".join(map(str, sizes)): first_call(sizes) for sizes in ((2, 2, 1), (64, 30, 10))},
    }
    print(results)
    save("stages", results, ["numpy", "sympy", "numba"])
