"""The rule written out in NumPy, one batch after the other. Also the reference: nothing clever."""

from __future__ import annotations

import numpy as np

from peers import InPlace


class NumpyLoop(InPlace):
    def run(self, data, epochs):
        x, t = data
        for _ in range(epochs):
            for start in range(0, len(x), self.batch_size):
                self.update(x[start : start + self.batch_size], t[start : start + self.batch_size])

    def update(self, x, t):
        activations = [x]
        for w, b in zip(self.weights, self.biases):
            activations.append(1 / (1 + np.exp(-(activations[-1] @ w.T + b))))
        y = activations[-1]
        delta = y * (1 - y) * (t - y)
        for layer in reversed(range(len(self.weights))):
            w, a = self.weights[layer], activations[layer]
            below = a * (1 - a) * (delta @ w) if layer else None  # with the old weights
            w += self.alpha * (delta.T @ a)
            self.biases[layer] += self.alpha * delta.sum(axis=0)
            delta = below
