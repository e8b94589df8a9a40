"""The matrix products of the rule and nothing else, in NumPy: what no training on this BLAS can be faster than.

Forwards one per layer, backwards one per hidden layer, for the weights one per layer; the results are thrown away. The
operands have the memory layout that they have in the rule.
"""

from __future__ import annotations

import numpy as np


class Matmuls:
    def __init__(self, weights, biases, alpha, batch_size):
        self.weights, self.biases, self.batch_size = weights, biases, batch_size
        dtype, width = weights[0].dtype, [weights[0].shape[1]] + [w.shape[0] for w in weights]
        rng = np.random.default_rng(0)
        self.activations = [rng.uniform(size=(batch_size, n)).astype(dtype) for n in width]
        self.below = [np.empty((batch_size, n), dtype) for n in width]
        self.gradients = [np.empty_like(w) for w in weights]

    def prepare(self, x, t):
        return x

    def run(self, x, epochs):
        for _ in range(epochs * (len(x) // self.batch_size)):
            for layer, w in enumerate(self.weights):
                np.matmul(self.activations[layer], w.T, out=self.below[layer + 1])
            for layer in reversed(range(len(self.weights))):
                delta = self.activations[layer + 1]
                if layer:
                    np.matmul(delta, self.weights[layer], out=self.below[layer])
                np.matmul(delta.T, self.activations[layer], out=self.gradients[layer])

    def result(self):
        return self.weights, self.biases
