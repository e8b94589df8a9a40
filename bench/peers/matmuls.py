"""The matrix products of the rule and nothing else, in NumPy: what no training on this BLAS can be faster than.

Forwards one per layer, backwards one per hidden layer, for the weights one per layer; the results are thrown away. The
operands have the memory layout that they have in the rule.
"""

from __future__ import annotations

import numpy as np

from peers import InPlace


class Matmuls(InPlace):
    def __init__(self, weights, biases, alpha, batch_size):
        super().__init__(weights, biases, alpha, batch_size)
        width, rng = [weights[0].shape[1]] + [len(w) for w in weights], np.random.default_rng(0)
        self.activations = [rng.uniform(size=(batch_size, n)).astype(self.dtype) for n in width]
        self.below = [np.empty((batch_size, n), self.dtype) for n in width]
        self.gradients = [np.empty_like(w) for w in weights]

    def run(self, data, epochs):
        for _ in range(epochs * (len(data[0]) // self.batch_size)):
            for layer, w in enumerate(self.weights):
                np.matmul(self.activations[layer], w.T, out=self.below[layer + 1])
            for layer in reversed(range(len(self.weights))):
                delta = self.activations[layer + 1]
                if layer:
                    np.matmul(delta, self.weights[layer], out=self.below[layer])
                np.matmul(delta.T, self.activations[layer], out=self.gradients[layer])
