"""Files that hold a network, or a training that can go on: written whole or not at all, read without running anything.

A file is a `.npz` of plain arrays: the weights and biases, and one array of bytes named `about`, which is JSON.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import secrets
import stat
import zipfile

import numpy as np

FORMAT, VERSION = "netlib", 1
ABOUT = "about"
KINDS = (np.float64, np.float32, np.uint8)


class CheckpointError(ValueError):
    """A file that is not a whole and unchanged netlib file, or not one of this training; the message says which."""


def path_of(name: str, value: object) -> str:
    """A path as text. Raises TypeError or ValueError for what cannot be the path of a file."""
    try:
        path = os.fspath(value)
    except Exception:  # whatever a foreign object says that claims to be a path
        path = None
    if not isinstance(path, str):
        raise TypeError(f"{name} must be a path, not {type(value).__name__} ({value!r})")
    if not path or "\0" in path:
        raise ValueError(f"{name} must be the path of a file, not {path!r}")
    return path


def try_out(name: str, path: str) -> None:
    """Make a file beside `path` and take it away again. Raises OSError, naming the argument, if it cannot."""
    folder = os.path.dirname(os.path.realpath(path))
    if not os.path.isdir(folder):
        raise FileNotFoundError(f"{name}: there is no folder {folder!r} to write to; make it first")
    try:
        partial, descriptor = _partial(path)
    except OSError as error:
        raise type(error)(f"{name}: {path!r} cannot be written: {error}") from None
    os.close(descriptor)
    os.unlink(partial)


def _partial(path: str) -> tuple[str, int]:
    """A new file beside `path`, that nobody else has, with the permissions of the file at `path` if there is one."""
    target = os.path.realpath(path)
    before = os.stat(target) if os.path.lexists(target) else None
    if path.endswith(os.sep) or before is not None and not stat.S_ISREG(before.st_mode):
        raise OSError(f"{path!r} is not the path of a regular file")
    partial = os.path.join(os.path.dirname(target), f".{secrets.token_hex(8)}.partial")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(partial, flags, 0o666)
    if before is not None and hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(before.st_mode))
    return partial, descriptor


def write(path: str | os.PathLike, about: dict, arrays: dict[str, np.ndarray]) -> None:
    """Write a file so that, whatever happens meanwhile, `path` holds either the old content or the new.

    The content goes to a temporary file beside it, is flushed to the disk, and takes the name in one move; where
    `path` is a link, the file that it leads to is replaced. Raises OSError, with `path` as it was, if the disk is full
    or the folder cannot be written.
    """
    path = path_of("path", path)
    for array in arrays.values():
        if array.dtype not in KINDS:
            raise TypeError(f"a file holds numbers that are float64 or float32, not {array.dtype}")
    about = about | {"format": FORMAT, "version": VERSION, "numpy": np.__version__}
    about["digest"] = _digest(about, arrays)
    content = io.BytesIO()
    np.savez(content, **arrays, **{ABOUT: np.frombuffer(json.dumps(about).encode(), np.uint8)})
    partial, descriptor = _partial(path)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content.getbuffer())
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, os.path.realpath(path))
    except BaseException:
        os.unlink(partial)
        raise
    if os.name == "posix":  # the move itself is on the disk only once the folder is
        folder = os.open(os.path.dirname(os.path.realpath(path)), os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read(path: str | os.PathLike) -> tuple[dict, dict[str, np.ndarray]]:
    """What `write` wrote. No pickle is ever loaded, and nothing is allocated that the file does not hold.

    Raises FileNotFoundError, OSError if it cannot be read, or CheckpointError for a file that is truncated, foreign,
    or was changed.
    """
    path = path_of("path", path)
    content = io.BytesIO(_bytes_of(path))
    try:
        with zipfile.ZipFile(content) as archive:
            arrays = {entry.filename.removesuffix(".npy"): _array(archive, entry) for entry in archive.infolist()}
        about = json.loads(arrays.pop(ABOUT).tobytes())
        if about["format"] != FORMAT:
            raise ValueError(f"its format is {about['format']!r}")
        digest, version = about.pop("digest"), about["version"]
    except Exception as error:  # whatever bytes that are no such file make the readers of zip, arrays and JSON say
        raise CheckpointError(
            f"{path!r} is no whole netlib file ({type(error).__name__}: {error}); it may be truncated or "
            "come from another program: take an earlier copy, or train anew"
        ) from None
    if version != VERSION:
        raise CheckpointError(f"{path!r} has version {version!r}; this netlib reads version {VERSION}")
    if digest != _digest(about, arrays):
        raise CheckpointError(f"{path!r} was changed after it was written: its digest does not fit its content")
    return about, arrays


def _bytes_of(path: str) -> bytes:
    """The content of a regular file; a pipe is not waited for."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise FileNotFoundError(f"there is no file {path!r} to read a network from") from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise CheckpointError(f"{path!r} is not a regular file, and so no netlib file")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(descriptor)


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
