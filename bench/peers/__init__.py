"""The peers of bench/training.py: the same training, each as its library's documentation advises.

Every module has classes with the same four things:

    Peer(weights, biases, alpha, batch_size)   start from copies of these weights (n_out, n_in) and biases
    prepare(x, t)                              the examples in the library's own form; not timed
    run(data, epochs)                          train on them in order; returns when it is done; timed
    result()                                   the weights and the biases now, as NumPy arrays of the same shapes

Inputs, targets, weights and biases all have the type of the workload, float64 or float32.
"""

from __future__ import annotations

import numpy as np


class InPlace:
    """What the peers share that move NumPy arrays in place."""

    def __init__(self, weights, biases, alpha, batch_size):
        self.weights, self.biases = [w.copy() for w in weights], [b.copy() for b in biases]
        self.alpha, self.batch_size, self.dtype = alpha, batch_size, weights[0].dtype

    def prepare(self, x, t):
        assert len(x) % self.batch_size == 0
        return np.ascontiguousarray(x), np.ascontiguousarray(t)

    def result(self):
        return self.weights, self.biases
