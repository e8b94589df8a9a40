"""Five ways to compute the sigmoid, side by side in one run: worst error in ulp against 50 digits, and median time.

SciPy's expit is shown if SciPy is installed. Run: make bench
"""

from statistics import median
from time import perf_counter

import mpmath
import numpy as np

from netlib.activations import sigmoid


def plain(z):
    return 1 / (1 + np.exp(-z))


def by_tanh(z):
    return 0.5 * (1 + np.tanh(z / 2))


def split_by_sign(z):
    decay = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, decay) / (1 + decay)


CANDIDATES = {"plain": plain, "by tanh": by_tanh, "split by sign": split_by_sign, "netlib": sigmoid}
try:
    from scipy.special import expit

    CANDIDATES["scipy expit"] = expit
except ImportError:
    print("SciPy is not installed: its expit is left out (pip install scipy)")


def worst_ulp(values, exact):
    pairs = ((mpmath.mpf(float(v)), e, float(np.spacing(float(e)))) for v, e in zip(values, exact, strict=True))
    return max(float(abs(v - e) / spacing) for v, e, spacing in pairs)


def main():
    rng = np.random.default_rng(0)
    wide = np.concatenate([np.linspace(-745, 745, 20_001), rng.uniform(-745, 745, 20_000)])
    near = rng.normal(scale=4, size=100_000)
    with mpmath.workdps(50):
        exact = [[1 / (1 + mpmath.exp(-mpmath.mpf(float(z)))) for z in grid] for grid in (wide, near)]
    times = {name: [] for name in CANDIDATES}
    example = rng.normal(scale=4, size=100_000)
    for _ in range(41):  # interleaved, so that a slow moment hits all alike
        for name, function in CANDIDATES.items():
            start = perf_counter()
            function(example)
            times[name].append(perf_counter() - start)
    fastest = min(map(median, times.values()))
    print(f"{'':24}{'ulp, [-745, 745]':>18}{'ulp, near 0':>14}{'warns':>8}{'ns/number':>12}{'ratio':>8}")
    for name, function in CANDIDATES.items():
        with np.errstate(all="ignore"):
            errors = worst_ulp(function(wide), exact[0]), worst_ulp(function(near), exact[1])
        try:
            with np.errstate(over="raise", invalid="raise"):
                function(np.array([-800.0, 800.0]))
            warns = "no"
        except FloatingPointError:
            warns = "yes"
        time = median(times[name])
        each = 1e9 * time / example.size
        print(f"{name:24}{errors[0]:18.3g}{errors[1]:14.3g}{warns:>8}{each:12.2f}{time / fastest:8.2f}")


if __name__ == "__main__":
    main()
