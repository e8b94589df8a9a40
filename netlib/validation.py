"""What comes in from outside: checked once, at the door, with errors that say what was given and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from numbers import Real
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from netlib.activations import Activation
    from netlib.losses import Loss
    from netlib.network import Network


def numbers(name: str, value: object, dimensions: tuple[int, ...], copy: bool = True) -> np.ndarray:
    """`value` as an array, by default a new one, of finite floats or complex numbers with one of these dimensions.

    Raises TypeError for what is not an array of numbers, ValueError for a wrong shape, emptiness, NaN or infinity.
    """
    try:
        array = np.array(value, copy=True if copy else None)
    except ValueError:
        raise ValueError(f"{name} is ragged: its rows differ in length; give rows of equal length") from None
    if array.dtype == bool or not np.issubdtype(array.dtype, np.number):
        raise TypeError(f"{name} must hold numbers, not {array.dtype} ({type(value).__name__}); convert it first")
    if not np.issubdtype(array.dtype, np.inexact):
        array = array.astype(float)
    if array.ndim not in dimensions:
        expected = " or ".join(f"{n}-dimensional" for n in dimensions)
        raise ValueError(f"{name} must be {expected}, not of shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}); give at least one number")
    if not np.all(np.isfinite(array)):
        place = tuple(int(n) for n in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name} must be finite, but {name}{list(place)} is {array[place]}")
    return array


def row_of(table: Mapping[str, object], kind: str, name: object) -> object:
    """The row of that name, or a ValueError that lists the names there are."""
    if not isinstance(name, str) or name not in table:
        raise ValueError(f"{kind} {name!r} is not known; choose one of {', '.join(sorted(table))}")
    return table[name]


def one_name_per_layer(activation: object, layers: int) -> list[object]:
    """A name for each layer of weights: one for all, or a list of them."""
    if isinstance(activation, (str, bytes)) or not isinstance(activation, Sequence):
        return [activation] * layers
    if len(activation) != layers:
        raise ValueError(
            f"activation names {len(activation)} functions for {layers} layers of weights: "
            "give one name for all, or one per layer"
        )
    return list(activation)


def pair(activation: Activation, loss: Loss, pairs: Sequence[tuple[Activation, Loss]]) -> None:
    """An output activation and a loss for which the delta is derived."""
    if (activation, loss) not in pairs:
        known = ", ".join(row.name for row, its_loss in pairs if its_loss is loss)
        raise ValueError(
            f"loss {loss.name!r} takes outputs that are {KINDS[loss.outputs]}, and the output activation "
            f"{activation.name!r} gives {KINDS[activation.outputs]}: no delta is derived for this pair; "
            f"with {loss.name!r}, choose the output activation from {known}"
        )


KINDS = {
    "numbers": "any numbers",
    "probabilities": "probabilities between 0 and 1",
    "distribution": "probabilities that add up to 1",
}


def targets_of_kind(t: np.ndarray, loss: Loss) -> None:
    """Targets for which the loss is defined."""
    if loss.outputs == "numbers":
        return
    outside = (t.real < 0) | (t.real > 1)
    if np.any(outside):
        place = tuple(int(n) for n in np.argwhere(outside)[0])
        raise ValueError(f"loss {loss.name!r} takes targets between 0 and 1, but t{list(place)} is {t[place]}")
    if loss.outputs == "distribution":
        sums = np.atleast_1d(t.real.sum(axis=-1))
        worst = int(np.argmax(np.abs(sums - 1)))
        if abs(sums[worst] - 1) > t.shape[-1] * np.finfo(t.dtype).eps:
            which = f"example {worst}" if t.ndim == 2 else "the example"
            raise ValueError(
                f"loss {loss.name!r} takes targets that add up to 1 over the outputs, but those of {which} add up to "
                f"{sums[worst]}: divide them by their sum"
            )


def rate(name: str, value: object) -> float:
    """A finite positive number."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a number, not {type(value).__name__} ({value!r})")
    if not (np.isfinite(value) and value > 0):
        raise ValueError(f"{name} must be positive and finite, not {value}")
    return float(value)


def layer_tables(weights: object) -> list[np.ndarray]:
    """One table of weights per layer, each as wide as the one before is high."""
    tables = [numbers(f"weights[{n}]", table, (2,)) for n, table in enumerate(sequence("weights", weights))]
    for n, (before, after) in enumerate(zip(tables, tables[1:], strict=False)):
        if after.shape[1] != before.shape[0]:
            raise ValueError(
                f"weights[{n + 1}] of shape {after.shape} does not follow weights[{n}] of shape {before.shape}: "
                f"it needs {before.shape[0]} columns, one for each node of the layer before"
            )
    return tables


def layer_biases(biases: object, tables: list[np.ndarray]) -> list[np.ndarray]:
    """One vector of biases per layer, as long as the layer has nodes."""
    vectors = [numbers(f"biases[{n}]", vector, (1,)) for n, vector in enumerate(sequence("biases", biases))]
    if len(vectors) != len(tables):
        raise ValueError(f"biases has {len(vectors)} vectors for {len(tables)} layers of weights; give one per layer")
    for n, (vector, table) in enumerate(zip(vectors, tables, strict=True)):
        if len(vector) != table.shape[0]:
            raise ValueError(f"biases[{n}] has length {len(vector)}, but weights[{n}] leads to {table.shape[0]} nodes")
    return vectors


def layer_sizes(sizes: object) -> list[int]:
    """At least two positive whole numbers: inputs, hidden layers, outputs."""
    checked = []
    for n, size in enumerate(sequence("sizes", sizes)):
        if isinstance(size, bool) or not isinstance(size, (int, np.integer)):
            raise TypeError(f"sizes[{n}] must be a whole number, not {type(size).__name__} ({size!r})")
        if size < 1:
            raise ValueError(f"sizes[{n}] must be at least 1, not {size}")
        checked.append(int(size))
    if len(checked) < 2:
        raise ValueError(f"sizes needs at least inputs and outputs, such as (2, 3, 1), not {tuple(checked)}")
    return checked


def sequence(name: str, value: object) -> Sequence:
    """A list, a tuple or an array that is not empty."""
    if isinstance(value, (str, bytes)) or not isinstance(value, (Sequence, np.ndarray)):
        raise TypeError(f"{name} must be a list, one entry per layer, not {type(value).__name__} ({value!r})")
    if len(value) == 0:
        raise ValueError(f"{name} is empty; give one entry per layer")
    return value


def examples(name: str, value: object, width: int, place: str) -> np.ndarray:
    """One example of shape (width,) or a batch of shape (N, width)."""
    array = numbers(name, value, (1, 2))
    if array.shape[-1] != width:
        raise ValueError(
            f"{name} has shape {array.shape}, but the network has {width} {place}: "
            f"give shape ({width},) for one example or (N, {width}) for a batch"
        )
    return array


def same_batch(x: np.ndarray, t: np.ndarray) -> None:
    """Inputs and targets for the same examples."""
    if x.shape[:-1] != t.shape[:-1]:
        raise ValueError(
            f"inputs or outputs of shape {x.shape} and t of shape {t.shape} are not for the same number of examples: "
            "give one target for each example"
        )


def one_per_layer(activations: Sequence[np.ndarray], weights: Sequence[np.ndarray]) -> None:
    """The activations that `forward` returned: the input and one array per layer of weights."""
    widths = [weights[0].shape[1], *(table.shape[0] for table in weights)]
    given = [np.shape(a)[-1:] for a in activations]
    if given != [(width,) for width in widths]:
        shapes = [np.shape(a) for a in activations]
        raise ValueError(f"activations must be what forward(x) returns, layers of widths {widths}, not shapes {shapes}")


def training_data(kind: str, net: Network, X: object, T: object) -> tuple[np.ndarray, np.ndarray]:
    """Inputs (N, n_0) and targets (N, n_L) in the network's own type; copied only where they have another."""
    parts = net.weights + (net.biases or [])
    types = sorted({str(part.dtype) for part in parts})
    if types not in (["float32"], ["float64"]):
        raise TypeError(f"sgd trains networks that are all float64 or all float32, and this one has {', '.join(types)}")
    checked = []
    ends = (("X", X, net.weights[0].shape[1], "inputs"), ("T", T, net.weights[-1].shape[0], "outputs"))
    for name, value, width, place in ends:
        array = numbers(kind + name, value, (2,), copy=False)
        if array.shape[1] != width:
            raise ValueError(
                f"{kind}{name} has shape {array.shape}, but the network has {width} {place}: give shape (N, {width})"
            )
        if np.iscomplexobj(array):
            raise TypeError(f"{kind}{name} must be real to train with, not {array.dtype}")
        checked.append(np.ascontiguousarray(array, types[0]))
    if len(checked[0]) != len(checked[1]):
        raise ValueError(
            f"{kind}X has {len(checked[0])} examples and {kind}T has {len(checked[1])}: give one target per example"
        )
    targets_of_kind(checked[1], net._loss)
    return checked[0], checked[1]


def training_counts(examples: int, checkpoint: bool, **counts: object) -> dict[str, int | None]:
    """The whole numbers among the arguments of sgd, each in its range; patience and every may be None."""
    least = {"epochs": 0, "batch_size": 1, "patience": 1, "every": 1}
    for name, value in counts.items():
        if value is None and name in ("patience", "every"):
            continue
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
            raise TypeError(f"{name} must be a whole number, not {type(value).__name__} ({value!r})")
        if value < least[name]:
            raise ValueError(f"{name} must be at least {least[name]}, not {value}")
    if counts["every"] is not None and not checkpoint:
        raise ValueError(f"every={counts['every']} says how often to write a checkpoint, but none is given")
    if counts["batch_size"] > examples:
        raise ValueError(f"batch_size={counts['batch_size']} is larger than the data: there are {examples} examples")
    return counts


def training_rate(alpha: object) -> Callable[[int], float]:
    """A function of the epoch, whether a number or a function was given; checked wherever it is called."""
    if not callable(alpha):
        constant = rate("alpha", alpha)
        return lambda epoch: constant
    return lambda epoch: rate(f"alpha({epoch})", alpha(epoch))


def training_generator(rng: object) -> np.random.Generator:
    """A generator, from a generator or a seed."""
    try:
        return np.random.default_rng(rng)
    except (TypeError, ValueError):
        raise TypeError(f"rng must be a NumPy generator, a seed (a whole number from 0) or None, not {rng!r}") from None


def training_settings(net: object, callbacks: object, checkpoint: object, **flags: object) -> None:
    """The arguments of sgd that are not numbers."""
    if not hasattr(net, "weights"):
        raise TypeError(f"net must be a Network, not {type(net).__name__}")
    for name, flag in flags.items():
        if not isinstance(flag, (bool, np.bool_)):
            raise TypeError(f"{name} must be True or False, not {flag!r}")
    if not isinstance(callbacks, Sequence):
        raise TypeError(f"callbacks must be a list of functions of (epoch, net, history), not {callbacks!r}")
    for n, callback in enumerate(callbacks):
        if not callable(callback):
            raise TypeError(f"callbacks[{n}] must be a function of (epoch, net, history), not {callback!r}")
    if checkpoint is None:
        return
    if not isinstance(checkpoint, (str, PathLike)):
        raise TypeError(f"checkpoint must be a path, not {type(checkpoint).__name__} ({checkpoint!r})")
    folder = Path(checkpoint).parent
    if not folder.is_dir():
        raise FileNotFoundError(f"checkpoint: there is no folder {str(folder)!r} to write to; make it first")
