"""Who takes part: name, module, class, what to install, and on which workloads."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

SINGLE, MINI, LARGE = "batch 1", "minibatch", "large"
ALL = (SINGLE, MINI, LARGE)


@dataclass(frozen=True)
class Entry:
    name: str
    module: str
    cls: str
    kinds: tuple[str, ...]
    install: str  # what to do where it is missing
    package: str | None = None  # whose version is recorded
    same_rule: bool = True  # False: known to compute something else, with `note` saying what
    note: str = ""

    def load(self) -> type:
        return getattr(importlib.import_module(f"peers.{self.module}"), self.cls)


EXTRA = "pip install -r bench/requirements.txt"
COMPILER = "install gcc"
BASE = "netlib compiled"
REFERENCE = Entry("NumPy loop", "numpy_loop", "NumpyLoop", ALL, "pip install numpy", "numpy")

ROSTER = (
    Entry(BASE, "netlib_sgd", "Compiled", ALL, "pip install -e .[fast]", "numba", note="also sums loss and hits"),
    Entry(
        "netlib NumPy", "netlib_sgd", "Interpreted", ALL, "pip install -e .", "numpy", note="also sums loss and hits"
    ),
    REFERENCE,
    Entry("C, plain", "c_plain", "PlainC", (SINGLE, MINI), COMPILER, note="gcc -O3 -march=native, one thread"),
    Entry("C, tuned", "c_tuned", "TunedC", (SINGLE,), COMPILER, note="fused passes over each row, sizes compiled in"),
    Entry("PyTorch eager", "pytorch_sgd", "Eager", ALL, EXTRA, "torch"),
    Entry("PyTorch compile", "pytorch_sgd", "Compiled", ALL, EXTRA + ", and g++", "torch", note="torch.compile"),
    Entry("JAX scan", "jax_scan", "JaxScan", ALL, EXTRA, "jax", note="jit of lax.scan over the batches"),
    Entry(
        "scikit-learn",
        "sklearn_mlp",
        "SklearnMLP",
        ALL,
        EXTRA,
        "scikit-learn",
        same_rule=False,
        note="MLPRegressor: identity output, mean over the batch",
    ),
    Entry(
        "products alone",
        "matmuls",
        "Matmuls",
        (LARGE,),
        "pip install numpy",
        "numpy",
        same_rule=False,
        note="only the matrix products, nothing learned",
    ),
)
