"""What a gradient costs: backpropagation, against central differences of one weight at a time, 10 to 100,000 weights.

Networks of one hidden layer, as many inputs, hidden nodes and outputs each. Both work on one example and both call
netlib; the differences move one weight in place and run the network forwards, twice for each weight.
"""

from __future__ import annotations

import numpy as np
from record import median_seconds, save

from netlib import Network
from netlib.gradcheck import worst_error

WIDTHS = (2, 4, 8, 16, 32, 64, 128, 224)
ASYMPTOTIC = 1000  # weights from which the exponents are fitted: below, the cost of calling Python dominates


def by_differences(net: Network, x: np.ndarray, t: np.ndarray, h: float = 6e-6) -> list[np.ndarray]:
    """Central differences, as they would be written for an existing program."""
    gradient = [np.empty_like(table) for table in net.weights]
    for table, slopes in zip(net.weights, gradient, strict=True):
        for place in np.ndindex(table.shape):
            kept = table[place]
            table[place] = kept + h
            above = net.loss(x, t)
            table[place] = kept - h
            slopes[place] = (above - net.loss(x, t)) / (2 * h)
            table[place] = kept
    return gradient


def exponent(weights: np.ndarray, seconds: np.ndarray) -> float:
    large = weights >= ASYMPTOTIC
    return float(np.polyfit(np.log(weights[large]), np.log(seconds[large]), 1)[0])


if __name__ == "__main__":
    ways: dict[str, list[float]] = {"backpropagation": [], "differences": []}
    counts, errors = [], []
    for width in WIDTHS:
        rng = np.random.default_rng(width)
        net, x, t = Network.random((width,) * 3, rng), rng.normal(size=width), rng.uniform(size=width)
        count = 2 * width**2
        repeats = max(1, min(50, 20_000 // count))
        ways["backpropagation"].append(median_seconds(lambda: net.gradient(x, t), 200))  # noqa: B023 - called at once
        ways["differences"].append(median_seconds(lambda: by_differences(net, x, t), repeats))  # noqa: B023
        ours, theirs = net.gradient(x, t)[0], by_differences(net, x, t)
        errors.append(max(worst_error(p, q)[0] for p, q in zip(ours, theirs, strict=True)))
        counts.append(count)
        print(f"{count:>7} weights: {ways['backpropagation'][-1]:.2e} s, {ways['differences'][-1]:.2e} s")
    exponents = {way: exponent(np.array(counts), np.array(seconds)) for way, seconds in ways.items()}
    print("exponents from", ASYMPTOTIC, "weights on:", exponents)
    assert max(errors) < 1e-6, "the two do not compute the same gradient"
    save(
        "gradients", {"weights": counts, "seconds": ways, "exponents": exponents, "fitted_from": ASYMPTOTIC}, ["numpy"]
    )
