"""Compile a C file of this folder into a temporary directory, and load it."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np


def load(source: str, flags: list[str], dtype: np.dtype, **constants: int) -> ctypes.CDLL:
    """The library made of `source`, with `real` standing for the type; raises ImportError where there is no gcc."""
    compiler = shutil.which("gcc")
    if compiler is None:
        raise ImportError("there is no gcc")
    real = {"float64": "double", "float32": "float"}[np.dtype(dtype).name]
    defined = [f"-D{name}={value}" for name, value in ({"real": real} | constants).items()]
    with tempfile.TemporaryDirectory() as folder:  # once loaded, the file is not needed any more
        library = Path(folder, "peer.so")
        made_of = [Path(__file__).with_name(source), "-lm"]
        command = [compiler, *flags, *defined, "-shared", "-fPIC", "-o", library, *made_of]
        subprocess.run(command, check=True, capture_output=True)
        return ctypes.CDLL(str(library))


def pointer(array: np.ndarray) -> ctypes.c_void_p:
    assert array.flags.c_contiguous
    return ctypes.c_void_p(array.ctypes.data)


def pointers(arrays: list[np.ndarray]) -> ctypes.Array:
    return (ctypes.c_void_p * len(arrays))(*(pointer(array) for array in arrays))
