"""C as one would write it last: c_tuned.c, gcc -Ofast -march=native, compiled for the sizes of the network."""

from __future__ import annotations

import ctypes

import numpy as np

from peers.c_library import load, pointer

FLAGS = ["-Ofast", "-march=native", "-mprefer-vector-width=512"]


class TunedC:
    def __init__(self, weights, biases, alpha, batch_size):
        assert batch_size == 1 and len(weights) == 2
        self.weights, self.biases = [w.copy() for w in weights], [b.copy() for b in biases]
        (hidden, inputs), outputs = weights[0].shape, len(weights[1])
        self.train = load("c_tuned.c", FLAGS, weights[0].dtype, N0=inputs, N1=hidden, N2=outputs).train
        self.alpha = {"float64": ctypes.c_double, "float32": ctypes.c_float}[weights[0].dtype.name](alpha)

    def prepare(self, x, t):
        return np.ascontiguousarray(x), np.ascontiguousarray(t)

    def run(self, data, epochs):
        x, t = (pointer(array) for array in data)
        (w1, w2), (b1, b2) = map(pointer, self.weights), map(pointer, self.biases)
        for _ in range(epochs):
            self.train(w1, b1, w2, b2, x, t, ctypes.c_long(len(data[0])), self.alpha)

    def result(self):
        return self.weights, self.biases
