"""The door of `sgd`: its arguments, checked together and before anything is changed."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from os import PathLike

import numpy as np

from netlib import checks, files
from netlib.network import Network

MOST_EPOCHS = 10**9  #: the history of so many would take some 100 GB: whoever asks for more has mistyped


@dataclass(frozen=True)
class Checkpoint:
    """Where and how often `sgd` writes all that is needed to go on.

    `path` is the file. It is written every `every` steps (None: after each epoch), at the end, and on Ctrl-C. With
    `resume` the training starts from what the file holds: it goes on to exactly the weights that it would have reached
    without a break. `epochs` counts from the very beginning. On Ctrl-C the current chunk of steps, a fraction of a
    second, is finished and written, and `sgd` returns the history. A disk that refuses to be written is a warning.
    """

    path: str | PathLike
    every: int | None = None
    resume: bool = False


@dataclass
class Settings:
    """The arguments of `sgd` after the checks: X and T in the network's type."""

    X: np.ndarray
    T: np.ndarray
    alpha: float | Callable[[int], float]
    epochs: int
    batch_size: int
    shuffle: bool
    rng: np.random.Generator
    validation: tuple[np.ndarray, np.ndarray] | None
    patience: int | None
    callbacks: Sequence[Callable]
    checkpoint: Checkpoint | None
    progress: bool
    compiled: bool | str

    def rate(self, epoch: int) -> float:
        """The learning rate of an epoch; a function's values are checked wherever it is called."""
        return checks.positive(f"alpha({epoch})", self.alpha(epoch)) if callable(self.alpha) else self.alpha

    @property
    def looks_after_each_epoch(self) -> bool:
        """Whether somebody may look at the network when an epoch is over: then it must have done just that epoch."""
        return bool(
            callable(self.alpha) or self.validation or self.patience or self.callbacks or self.checkpoint is not None
        )


def checked(
    net, X, T, alpha, epochs, batch_size, shuffle, rng, validation, patience, callbacks, checkpoint, progress, compiled
) -> Settings:
    """All arguments of `sgd`, in its order. Raises TypeError, ValueError, ImportError or OSError as `sgd` does."""
    dtype = trainable(net)
    X, T = examples("", net, dtype, X, T)
    batch_size = checks.whole("batch_size", batch_size, 1)
    if batch_size > len(X):
        raise ValueError(f"batch_size={batch_size} is larger than the data: there are {len(X)} examples")
    if not isinstance(callbacks, Sequence) or isinstance(callbacks, (str, bytes)):
        raise TypeError(f"callbacks must be a list of functions of (epoch, net, history), not {callbacks!r}")
    return Settings(
        X,
        T,
        alpha if callable(alpha) else checks.positive("alpha", alpha),
        checks.whole("epochs", epochs, 0, MOST_EPOCHS),
        batch_size,
        checks.flag("shuffle", shuffle),
        checks.generator(rng),
        None if validation is None else examples("validation ", net, dtype, *pair(validation)),
        None if patience is None else checks.whole("patience", patience, 1),
        [checks.function(f"callbacks[{n}]", f, "(epoch, net, history)") for n, f in enumerate(callbacks)],
        None if checkpoint is None else place(checkpoint),
        checks.flag("progress", progress),
        choice(compiled),
    )


def trainable(net: object) -> np.dtype:
    """The type of all numbers in a network that `sgd` can train."""
    if not isinstance(net, Network):
        raise TypeError(f"net must be a Network, not {type(net).__name__}")
    tables = checks.layer_tables(net.weights)  # someone may have put other arrays into the lists
    if net.biases is not None:
        checks.layer_biases(net.biases, tables)
    types = sorted({str(getattr(part, "dtype", type(part).__name__)) for part in net.parts})
    if types not in (["float32"], ["float64"]):
        raise TypeError(f"sgd trains networks that are all float64 or all float32, and this one has {', '.join(types)}")
    if not all(part.flags.writeable for part in net.parts):
        raise ValueError("net has weights or biases that cannot be written to: train a copy, copy.deepcopy(net)")
    return np.dtype(types[0])


def examples(kind: str, net: Network, dtype: np.dtype, X: object, T: object) -> tuple[np.ndarray, np.ndarray]:
    """Inputs (N, n_0) and targets (N, n_L) in the network's own type; copied only where they have another."""
    arrays = []
    for name, value, width, end in (("X", X, net.sizes[0], "inputs"), ("T", T, net.sizes[-1], "outputs")):
        array = checks.numbers(kind + name, value, (2,), copy=False)
        if array.shape[1] != width:
            raise ValueError(
                f"{kind}{name} has shape {array.shape}, but the network has {width} {end}: give shape (N, {width})"
            )
        if np.iscomplexobj(array):
            raise TypeError(f"{kind}{name} must be real to train with, not {array.dtype}")
        with np.errstate(over="ignore"):
            arrays.append(np.ascontiguousarray(array, dtype))
        if arrays[-1] is not array and not checks.all_finite(arrays[-1]):
            raise ValueError(f"{kind}{name} has numbers that are too large for the network's {dtype}: scale them")
    if len(arrays[0]) != len(arrays[1]):
        raise ValueError(
            f"{kind}X has {len(arrays[0])} examples and {kind}T has {len(arrays[1])}: give one target per example"
        )
    checks.targets_of_kind(kind + "T", arrays[1], net.loss_function)
    return arrays[0], arrays[1]


def pair(validation: object) -> tuple[object, object]:
    """The inputs and targets of the validation data."""
    if not isinstance(validation, (tuple, list)) or len(validation) != 2:
        raise TypeError(f"validation must be a pair (X, T), not {type(validation).__name__}")
    return tuple(validation)


def place(checkpoint: object) -> Checkpoint:
    """A checkpoint whose file can be written; a path alone stands for `Checkpoint(path)`."""
    given = checkpoint if isinstance(checkpoint, Checkpoint) else Checkpoint(checkpoint)
    path = files.path_of("checkpoint", given.path)
    every = None if given.every is None else checks.whole("every", given.every, 1)
    files.try_out("checkpoint", path)
    return Checkpoint(path, every, checks.flag("resume", given.resume))


def choice(compiled: object) -> bool | str:
    """True, False or "auto", and nothing that only counts as one of them."""
    if isinstance(compiled, str) and compiled == "auto":
        return "auto"
    if not isinstance(compiled, (bool, np.bool_)):
        raise ValueError(f'compiled must be True, False or "auto", not {compiled!r}')
    if compiled and importlib.util.find_spec("numba") is None:
        raise ImportError("compiled=True needs numba: pip install -e .[fast]; or leave compiled out")
    return bool(compiled)
