"""Who takes part: name, module, class, and on which workloads; what to install; whose version is recorded."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

SINGLE, MINI, LARGE = "batch 1", "minibatch", "large"
ALL = (SINGLE, MINI, LARGE)
HERE, FAST, EXTRA = "pip install -e .", "pip install -e .[fast]", "pip install -r bench/requirements.txt"


@dataclass(frozen=True)
class Entry:
    name: str
    module: str
    cls: str
    kinds: tuple[str, ...]
    install: str
    package: str | None
    note: str = ""

    def load(self) -> type:
        return getattr(importlib.import_module(f"peers.{self.module}"), self.cls)


BASE = "netlib compiled"
REFERENCE = Entry("NumPy loop", "numpy_loop", "NumpyLoop", ALL, HERE, "numpy")
ROSTER = (
    Entry(BASE, "netlib_sgd", "Compiled", ALL, FAST, "numba", "also sums loss and hits"),
    Entry("netlib NumPy", "netlib_sgd", "Interpreted", ALL, HERE, "numpy", "also sums loss and hits"),
    REFERENCE,
    Entry("C, plain", "c_programs", "PlainC", (SINGLE, MINI), "install gcc", None, "gcc -O3 -march=native, one thread"),
    Entry("C, tuned", "c_programs", "TunedC", (SINGLE,), "install gcc", None, "fused passes, sizes compiled in"),
    Entry("PyTorch eager", "pytorch_sgd", "Eager", ALL, EXTRA, "torch"),
    Entry("PyTorch compile", "pytorch_sgd", "Compiled", ALL, f"{EXTRA}, and g++", "torch", "torch.compile"),
    Entry("JAX scan", "jax_scan", "JaxScan", ALL, EXTRA, "jax", "jit of lax.scan over the batches"),
    Entry("scikit-learn", "sklearn_mlp", "SklearnMLP", ALL, EXTRA, "scikit-learn", "identity output, mean over batch"),
    Entry("products alone", "matmuls", "Matmuls", (LARGE,), HERE, "numpy", "only the matrix products, nothing learned"),
)
