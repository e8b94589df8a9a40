"""Files that hold a network, or a training that can go on: written whole or not at all, read without running anything.

A file is a `.npz` of plain arrays: the weights and biases, and one array of bytes named `about`, which is JSON.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import zipfile
from pathlib import Path

import numpy as np

FORMAT, VERSION = "netlib", 1
ABOUT = "about"
KINDS = (np.float64, np.float32, np.uint8)


class CheckpointError(ValueError):
    """A file that is not a whole and unchanged netlib file, or not one of this training; the message says which."""


def write(path: str | os.PathLike, about: dict, arrays: dict[str, np.ndarray]) -> None:
    """Write a file so that, whatever happens meanwhile, `path` holds either the old content or the new.

    The content goes to a temporary file beside it, is flushed to the disk, and takes the name in one move. Raises
    OSError, with `path` as it was, if the disk is full or the folder cannot be written.
    """
    path = Path(path)
    for array in arrays.values():
        if array.dtype not in KINDS:
            raise TypeError(f"a file holds numbers that are float64 or float32, not {array.dtype}")
    about = about | {"format": FORMAT, "version": VERSION, "numpy": np.__version__}
    about["digest"] = _digest(about, arrays)
    content = io.BytesIO()
    np.savez(content, **arrays, **{ABOUT: np.frombuffer(json.dumps(about).encode(), np.uint8)})
    partial = path.with_name(f".{path.name}.partial")
    try:
        with open(partial, "wb") as file:
            file.write(content.getbuffer())
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    if os.name == "posix":  # the move itself is on the disk only once the folder is
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read(path: str | os.PathLike) -> tuple[dict, dict[str, np.ndarray]]:
    """What `write` wrote. No pickle is ever loaded, and nothing is allocated that the file does not hold.

    Raises FileNotFoundError, or CheckpointError for a file that is truncated, foreign, or was changed.
    """
    try:
        content = io.BytesIO(Path(path).read_bytes())
    except FileNotFoundError:
        raise FileNotFoundError(f"there is no file {os.fspath(path)!r} to read a network from") from None
    try:
        with zipfile.ZipFile(content) as archive:
            arrays = {entry.filename.removesuffix(".npy"): _array(archive, entry) for entry in archive.infolist()}
        about = json.loads(arrays.pop(ABOUT).tobytes())
        if about["format"] != FORMAT:
            raise ValueError(f"its format is {about['format']!r}")
        digest, version = about.pop("digest"), about["version"]
    except Exception as error:  # whatever bytes that are no such file make the readers of zip, arrays and JSON say
        raise CheckpointError(
            f"{os.fspath(path)!r} is no whole netlib file ({type(error).__name__}: {error}); it may be truncated or "
            "come from another program: take an earlier copy, or train anew"
        ) from None
    if version != VERSION:
        raise CheckpointError(f"{os.fspath(path)!r} has version {version}; this netlib reads version {VERSION}")
    if digest != _digest(about, arrays):
        raise CheckpointError(
            f"{os.fspath(path)!r} was changed after it was written: its digest does not fit its content"
        )
    return about, arrays


def _array(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> np.ndarray:
    if entry.compress_type != zipfile.ZIP_STORED:
        raise ValueError(f"{entry.filename} is compressed, which netlib never does")
    data = io.BytesIO(archive.read(entry))
    if np.lib.format.read_magic(data) != (1, 0):
        raise ValueError(f"{entry.filename} is no array")
    shape, by_column, dtype = np.lib.format.read_array_header_1_0(data)
    if by_column or dtype not in KINDS:
        raise ValueError(f"{entry.filename} holds {dtype}, not numbers by row")
    rest = data.read()
    if len(rest) != math.prod(shape) * dtype.itemsize:
        raise ValueError(f"{entry.filename} ends early")
    return np.frombuffer(rest, dtype).reshape(shape).copy()


def _digest(about: dict, arrays: dict[str, np.ndarray]) -> str:
    content = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
    for name in sorted(arrays):
        content.update(f"{name} {arrays[name].dtype} {arrays[name].shape}".encode())
        content.update(np.ascontiguousarray(arrays[name]))
    return content.hexdigest()


def fingerprint(*arrays: np.ndarray) -> str:
    """A short text that differs between different data."""
    content = hashlib.blake2b(digest_size=16)
    for array in arrays:
        content.update(f"{array.dtype} {array.shape}".encode())
        content.update(np.ascontiguousarray(array))
    return content.hexdigest()
