"""C as one would write it first: c_plain.c, gcc -O3 -march=native, called through ctypes."""

from __future__ import annotations

import ctypes

import numpy as np

from peers.c_library import load, pointer, pointers


class PlainC:
    def __init__(self, weights, biases, alpha, batch_size):
        self.weights, self.biases = [w.copy() for w in weights], [b.copy() for b in biases]
        self.alpha, self.batch_size = alpha, batch_size
        self.train = load("c_plain.c", ["-O3", "-march=native"], weights[0].dtype).train
        self.real = {"float64": ctypes.c_double, "float32": ctypes.c_float}[weights[0].dtype.name]
        self.sizes = np.array([weights[0].shape[1]] + [len(b) for b in biases], np.intc)

    def prepare(self, x, t):
        assert len(x) % self.batch_size == 0
        return np.ascontiguousarray(x), np.ascontiguousarray(t)

    def run(self, data, epochs):
        x, t = data
        tables = pointers(self.weights), pointers(self.biases)
        for _ in range(epochs):
            self.train(
                ctypes.c_int(len(self.weights)),
                pointer(self.sizes),
                *tables,
                pointer(x),
                pointer(t),
                ctypes.c_long(len(x)),
                ctypes.c_int(self.batch_size),
                self.real(self.alpha),
            )

    def result(self):
        return self.weights, self.biases
