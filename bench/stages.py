"""What one update of XOR's 2-2-1 network costs at each stage from its formulas to machine code (chapter 14).

Every stage makes the same updates, one example at a time, from the same weights, and must end with the same weights.
Compiling is not in these times; what a first call costs in a new process, compiling or loading from disk, is apart.
"""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable

import numpy as np
from record import median_seconds, save
from sympy import Symbol, lambdify

from book.notation import alpha
from netlib import Network
from netlib.compiled import CompiledUpdates
from netlib.straight_line import program, step_formulas
from netlib.updates import Tally

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
T = np.array([[0.0], [1.0], [1.0], [0.0]])
RATE, RUNS = 0.5, 15
LEARNED = {"w^1": (0, (2, 2)), "b^1": (0, (2,)), "w^2": (1, (1, 2)), "b^2": (1, (1,))}

FIRST_CALL = """
from time import perf_counter
import numpy as np
from netlib import Network
from netlib.compiled import CompiledUpdates
from netlib.updates import Tally
net = Network.random({sizes}, 0, biases=True)
X, T, order = np.zeros((1, {sizes}[0])), np.zeros((1, {sizes}[-1])), np.zeros(1, int)
start = perf_counter()
CompiledUpdates(net).run(X, T, order, 1, 0.5, Tally())
print(perf_counter() - start)
"""


def start() -> Network:
    return Network.random((2, 2, 1), 0, biases=True)


def by_name(net: Network) -> dict[str, float]:
    """Weights and biases by the names of the formulas, such as w^1[1, 2]."""
    found = {}
    for label, (layer, shape) in LEARNED.items():
        table = (net.weights if label[0] == "w" else net.biases)[layer]
        for place in np.ndindex(shape):
            found[f"{label}[{', '.join(str(n + 1) for n in place)}]"] = float(table[place])
    return found


def symbolic(updates: int) -> dict[str, float]:
    """Numbers put into the formulas by SymPy."""
    state = by_name(start())
    for n in range(updates):
        values = {Symbol(name, real=True): value for name, value in (state | example(n)).items()} | {alpha: RATE}
        state = {name: float(FORMULAS[name].subs(values)) for name in state}
    return state


def example(n: int) -> dict[str, float]:
    x, t = X[n % 4], T[n % 4]
    return {"a^0[1]": float(x[0]), "a^0[2]": float(x[1]), "t[1]": float(t[0])}


def by_lambdify(cse: bool) -> Callable[[int], dict[str, float]]:
    """The formulas as one Python function, by SymPy's own printer."""
    state = by_name(start())
    names = [*state, *example(0)]
    step = lambdify(
        [alpha, *(Symbol(name, real=True) for name in names)], [FORMULAS[n] for n in state], "math", cse=cse
    )

    def run(updates: int) -> dict[str, float]:
        values, examples = list(state.values()), [tuple(example(n).values()) for n in range(4)]
        for n in range(updates):
            values = step(RATE, *values, *examples[n % 4])
        return dict(zip(state, values, strict=True))

    return run


def by_numpy(updates: int) -> dict[str, float]:
    net = start()
    for n in range(updates):
        net.step(X[n % 4], T[n % 4], RATE)
    return by_name(net)


def by_python(updates: int) -> dict[str, float]:
    """The generated program as it stands, by the interpreter; from arrays of objects it reads plain floats."""
    net = start()
    parts = [part.astype(object) for pair in zip(net.weights, net.biases, strict=True) for part in pair]
    PLAIN["online"](X.astype(object), T.astype(object), [n % 4 for n in range(updates)], None, RATE, 0.0, 0, *parts)
    return by_name(Network([part.astype(float) for part in parts[::2]], [part.astype(float) for part in parts[1::2]]))


def by_numba(updates: int) -> dict[str, float]:
    net = start()
    CompiledUpdates(net).run(X, T, np.arange(updates) % 4, 1, RATE, Tally())
    return by_name(net)


def first_calls(sizes: tuple[int, ...]) -> dict[str, float]:
    """Seconds of the first call in a new process: without and with a file of an earlier one."""
    kinds: dict[str, list[float]] = {"new": [], "from disk": []}
    for _ in range(3):
        with tempfile.TemporaryDirectory() as cache:
            for seconds in kinds.values():
                command = [sys.executable, "-c", FIRST_CALL.format(sizes=sizes)]
                done = subprocess.run(
                    command, env=os.environ | {"NETLIB_CACHE": cache}, capture_output=True, text=True, check=True
                )
                seconds.append(float(done.stdout))
    return {kind: statistics.median(seconds) for kind, seconds in kinds.items()}


FORMULAS = step_formulas(start())
PLAIN: dict = {"kernel": lambda function: function, "real": float, "exp": math.exp}
exec(program(start()), PLAIN)

STAGES: dict[str, tuple[Callable[[int], dict[str, float]], int]] = {  # and updates in a run
    "SymPy, numbers put in": (symbolic, 4),
    "lambdify": (by_lambdify(cse=False), 4000),
    "lambdify, shared": (by_lambdify(cse=True), 20_000),
    "NumPy": (by_numpy, 1000),
    "generated, Python": (by_python, 20_000),
    "generated, compiled": (by_numba, 1_000_000),
}

if __name__ == "__main__":
    os.environ.pop("NUMBA_CACHE_DIR", None)  # it would hold kernels of earlier runs
    results = {name: np.array(list(run(4).values())) for name, (run, _) in STAGES.items()}
    longer = {name: np.array(list(run(1000).values())) for name, (run, count) in STAGES.items() if count >= 1000}
    for reached in (results, longer):
        for name, values in reached.items():
            np.testing.assert_allclose(values, reached["NumPy"], rtol=1e-12, err_msg=name)
    seconds = {}
    for name, (run, count) in STAGES.items():
        seconds[name] = median_seconds(lambda: run(count), RUNS) / count  # noqa: B023 - called at once
        print(f"{name:24}{seconds[name]:.2e} s")
    first = {"-".join(map(str, sizes)): first_calls(sizes) for sizes in ((2, 2, 1), (64, 30, 10))}
    print("first call:", first)
    save("stages", {"seconds": seconds, "first_call": first}, ["numpy", "sympy", "numba"])
