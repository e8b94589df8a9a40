"""Emulates another processor: what the book's own code gets from NumPy's functions is a last bit higher or lower.

Python loads this file at its start when its folder is in PYTHONPATH. Numbers that are whole stay as they are, as they
would be on any processor. Kernels that Numba compiles are not reached.
"""

import sys
from collections.abc import Callable

import numpy as np

OURS = ("netlib", "linebyline", "book", "__main__")
rng = np.random.default_rng(1)


def noisy(function: Callable) -> Callable:
    """The function, its results moved to a neighbouring number or left, at random, when the book's code calls it."""

    def called(*arguments, **named):
        result = function(*arguments, **named)
        caller = sys._getframe(1).f_globals.get("__name__", "")
        if getattr(result, "dtype", None) not in (np.float64, np.float32) or not caller.startswith(OURS):
            return result
        towards = rng.choice([-np.inf, np.nan, np.inf], size=np.shape(result)).astype(result.dtype)
        kept = np.isnan(towards) | (result == np.round(result)) | ~np.isfinite(result)
        moved = np.where(kept, result, np.nextafter(result, towards))
        if np.ndim(result) == 0:
            return type(result)(moved)
        np.copyto(result, moved)
        return result

    return called


for name in ("exp", "expm1", "log", "log1p", "tanh", "sin", "cos", "matmul", "dot"):
    setattr(np, name, noisy(getattr(np, name)))
