"""netlib.sgd, with its compiled kernels and without. It also adds up the loss and the hits, which the peers do not."""

from __future__ import annotations

from netlib import Network, sgd


class Compiled:
    compiled = True

    def __init__(self, weights, biases, alpha, batch_size):
        if self.compiled:
            import numba  # noqa: F401 - if it is missing, that is what is to be said
        self.net = Network(weights, biases)
        self.settings = {"alpha": alpha, "batch_size": batch_size, "shuffle": False, "progress": False}

    def prepare(self, x, t):
        return x, t

    def run(self, data, epochs):
        sgd(self.net, *data, epochs=epochs, compiled=self.compiled, **self.settings)

    def result(self):
        return self.net.weights, self.net.biases


class Interpreted(Compiled):
    compiled = False
