"""C, called through ctypes: as one would write it first, c_plain.c, and last, c_tuned.c, made for the sizes at hand."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from peers import InPlace

REALS = {"float64": ("double", ctypes.c_double), "float32": ("float", ctypes.c_float)}


def load(source: str, flags: list[str], real: str, **constants: int) -> ctypes.CDLL:
    """The library made of `source`, with `real` standing for the type; raises ImportError where there is no gcc."""
    compiler = shutil.which("gcc")
    if compiler is None:
        raise ImportError("there is no gcc")
    defined = [f"-D{name}={value}" for name, value in ({"real": real} | constants).items()]
    with tempfile.TemporaryDirectory() as folder:  # once loaded, the file is not needed any more
        library, made_of = Path(folder, "peer.so"), [Path(__file__).with_name(source), "-lm"]
        command = [compiler, *flags, *defined, "-march=native", "-shared", "-fPIC", "-o", library, *made_of]
        subprocess.run(command, check=True, capture_output=True)
        return ctypes.CDLL(str(library))


def pointer(array: np.ndarray) -> ctypes.c_void_p:
    assert array.flags.c_contiguous
    return ctypes.c_void_p(array.ctypes.data)


def pointers(arrays: list[np.ndarray]) -> ctypes.Array:
    return (ctypes.c_void_p * len(arrays))(*map(pointer, arrays))


class PlainC(InPlace):
    def __init__(self, weights, biases, alpha, batch_size):
        super().__init__(weights, biases, alpha, batch_size)
        real, self.real = REALS[self.dtype.name]
        self.train = load("c_plain.c", ["-O3"], real).train
        self.sizes = np.array([weights[0].shape[1]] + [len(b) for b in biases], np.intc)

    def run(self, data, epochs):
        network = len(self.weights), pointer(self.sizes), pointers(self.weights), pointers(self.biases)
        training = *map(pointer, data), ctypes.c_long(len(data[0])), self.batch_size, self.real(self.alpha)
        for _ in range(epochs):
            self.train(*network, *training)


class TunedC(InPlace):
    def __init__(self, weights, biases, alpha, batch_size):
        super().__init__(weights, biases, alpha, batch_size)
        assert batch_size == 1 and len(weights) == 2
        (hidden, inputs), outputs = weights[0].shape, len(weights[1])
        real, self.real = REALS[self.dtype.name]
        flags = ["-Ofast", "-mprefer-vector-width=512"]
        self.train = load("c_tuned.c", flags, real, N0=inputs, N1=hidden, N2=outputs).train

    def run(self, data, epochs):
        (w1, w2), (b1, b2) = map(pointer, self.weights), map(pointer, self.biases)
        training = *map(pointer, data), ctypes.c_long(len(data[0])), self.real(self.alpha)
        for _ in range(epochs):
            self.train(w1, b1, w2, b2, *training)
