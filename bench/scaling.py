"""Pixels from 0 to 16, or divided by 16: what a network learns from each, over four rates.

Chapter 13 proves that raw pixels make the first layer learn 256 times as fast. This is the experiment with its control:
both kinds of pixels at every rate, from the same five random starts. `matched` takes raw pixels, but divides the first
layer's weights by 16 at the start; by the proof it then differs from scaled pixels in that layer's rate alone.
"""

from __future__ import annotations

import warnings

import numpy as np
from digits import split
from record import save

from netlib import Network, sgd
from netlib.advice import TrainingWarning

ALPHAS, SEEDS, EPOCHS, BATCH = (0.005, 0.05, 0.5, 4.0), 5, 30, 5
KINDS = {"raw": (16, 1), "matched": (16, 1 / 16), "scaled": (1, 1)}  # factors of the pixels, and of the first weights


def accuracy(kind: str, alpha: float, seed: int) -> float:
    """The share of the validation pictures that a network reads after `EPOCHS` epochs."""
    X, labels, train, _ = split()
    fit, held_out = train[:1149], train[1149:]
    pixels, first = KINDS[kind]
    net = Network.random((64, 100, 10), rng=seed, biases=True)
    net.weights[0] *= first
    T = np.eye(10)[labels]
    sgd(net, pixels * X[fit], T[fit], alpha=alpha, epochs=EPOCHS, batch_size=BATCH, rng=seed, progress=False)
    return float((net(pixels * X[held_out]).argmax(axis=1) == labels[held_out]).mean())


if __name__ == "__main__":
    warnings.simplefilter("ignore", TrainingWarning)  # that some of these networks do not learn is the result
    found: dict[str, list] = {kind: [] for kind in KINDS}
    for kind in KINDS:
        for alpha in ALPHAS:
            found[kind].append([accuracy(kind, alpha, seed) for seed in range(SEEDS)])
            print(kind, alpha, [f"{a:.3f}" for a in found[kind][-1]])
    save("scaling", {"alphas": ALPHAS, "epochs": EPOCHS, "accuracy": found}, ["numpy"])
