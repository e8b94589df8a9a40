"""Eight hidden layers on the digits: what the size of the first weights decides, for three activations.

Weights are normal with variance g / n_in, biases 0. For equal widths g = 1 is the variance of Glorot and Bengio, g = 2
that of He and others, and 16 makes up for the sigmoid's slope of at most 1/4. Every pair of activation and g is trained
at every rate; the rate that does best on the validation pictures is the one that is reported, so that no pair loses by
a rate chosen for another.
"""

from __future__ import annotations

import warnings

import numpy as np
from digits import split
from record import save

from netlib import Network, sgd
from netlib.advice import TrainingError, TrainingWarning

ACTIVATIONS, GAINS = ("tanh", "relu", "sigmoid"), (0.25, 1, 2, 16)
ALPHAS, SEEDS, EPOCHS, BATCH = (0.001, 0.003, 0.01, 0.03, 0.1), 3, 20, 10
HIDDEN = [30] * 8


def accuracy(activation: str, gain: float, alpha: float, seed: int) -> float:
    """The share of the validation pictures that a network reads at the end; 0 if its numbers left the finite ones."""
    X, labels, train, _ = split()
    fit, held_out = train[:1149], train[1149:]
    names = [activation] * len(HIDDEN) + ["softmax"]
    net = Network.random((64, *HIDDEN, 10), seed, biases=True, activation=names, loss="cce")
    for table in net.weights:
        table *= np.sqrt(gain)
    try:
        sgd(net, X[fit], np.eye(10)[labels[fit]], alpha, EPOCHS, BATCH, rng=seed, progress=False)
    except TrainingError:
        return 0.0
    return float((net(X[held_out]).argmax(axis=1) == labels[held_out]).mean())


if __name__ == "__main__":
    warnings.simplefilter("ignore", TrainingWarning)  # that some of these networks do not learn is the result
    found: dict[str, dict] = {}
    for activation in ACTIVATIONS:
        found[activation] = {}
        for gain in GAINS:
            runs = {alpha: [accuracy(activation, gain, alpha, seed) for seed in range(SEEDS)] for alpha in ALPHAS}
            best = max(runs, key=lambda alpha: np.mean(runs[alpha]))
            found[activation][gain] = {"alpha": best, "accuracy": runs[best]}
            print(activation, gain, found[activation][gain])
    save("initialisation", {"layers": len(HIDDEN) + 1, "epochs": EPOCHS, "alphas": ALPHAS, "found": found}, ["numpy"])
