"""The door: every public argument is checked here, once, before anything is changed.

Each error names the argument, says what was given and what is expected.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from numbers import Real

import numpy as np

from netlib.activations import KINDS, Activation
from netlib.losses import Loss, fits

LARGEST = 2**34  #: weights that `Network.random` makes at most; NumPy's own message beyond would name no argument


def numbers(name: str, value: object, dimensions: tuple[int, ...] | None, copy: bool = True) -> np.ndarray:
    """`value` as an array, by default a new one, of finite numbers, with one of these dimensions (None: any).

    float32, float64, complex64 and complex128 keep their type, whole numbers and float16 become float64. Raises
    TypeError for what is not an array of numbers, ValueError for a wrong shape, emptiness, NaN or infinity.
    """
    if masked(value):
        raise TypeError(f"{name} is a masked array, and its mask would be lost: fill it or leave those examples out")
    try:
        array = np.array(value, copy=True if copy else None)
    except ValueError:
        raise ValueError(f"{name} is ragged: its rows differ in length; give rows of equal length") from None
    except Exception as error:  # whatever a foreign object says that claims to be an array
        raise TypeError(f"{name} must hold numbers, and {type(value).__name__} gives none: {error}") from None
    if array.dtype.kind not in "iufc":
        raise TypeError(f"{name} must hold numbers, not {array.dtype} ({type(value).__name__}); convert it first")
    if array.dtype.kind in "iu" or array.dtype == np.float16:
        array = array.astype(float)
    if array.dtype.name not in ("float32", "float64", "complex64", "complex128"):
        raise TypeError(f"{name} holds {array.dtype}: give float64, or another type of at most 64 bits for a number")
    array = array.astype(array.dtype.newbyteorder("="), copy=False)
    if dimensions is not None and array.ndim not in dimensions:
        expected = " or ".join(f"{n}-dimensional" for n in dimensions)
        raise ValueError(f"{name} must be {expected}, not of shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}); give at least one number")
    if not all_finite(array):
        place = tuple(int(n) for n in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name} must be finite, but {name}{list(place)} is {array[place]}")
    return array


def all_finite(array: np.ndarray) -> bool:
    """Whether all numbers are finite."""
    with np.errstate(over="ignore", invalid="ignore"):
        total = np.add.reduce(array, axis=None)
    # if the sum is finite, so is every number; a sum that is not may be one of finite numbers that are huge
    return bool(np.isfinite(total) or np.isfinite(array).all())


def masked(value: object) -> bool:
    """Whether a masked array is in it, or in a list in it."""
    if isinstance(value, (list, tuple)):
        return any(masked(part) for part in value if not isinstance(part, (int, float)))
    return isinstance(value, np.ma.MaskedArray)


def number(name: str, value: object) -> float:
    """A finite real number as a float, from any kind of real number but bool."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a number, not {type(value).__name__} ({value!r})")
    try:
        found = float(value)
    except Exception as error:  # such as OverflowError for a huge whole number
        raise ValueError(f"{name} must be a number that fits into a float: {error}") from None
    return found


def positive(name: str, value: object) -> float:
    """A finite positive number as a float."""
    found = number(name, value)
    if not (math.isfinite(found) and found > 0):
        raise ValueError(f"{name} must be positive and finite, not {value}")
    return found


def whole(name: str, value: object, least: int, most: int | None = None) -> int:
    """A whole number from `least` to `most`, as an int; bool is none."""
    try:
        if isinstance(value, (bool, np.bool_, np.ndarray)):
            raise TypeError
        found = operator.index(value)
    except Exception:  # whatever a foreign object says that claims to be a whole number
        raise TypeError(f"{name} must be a whole number, not {type(value).__name__} ({value!r})") from None
    if not least <= found <= (most or found):
        bound = f"at least {least}" if found < least else f"at most {most:,}"
        shown = found if abs(found) < 10**20 else f"a number of {found.bit_length()} bits"
        raise ValueError(f"{name} must be {bound}, not {shown}")
    return found


def flag(name: str, value: object) -> bool:
    """True or False, and nothing that only counts as one of them."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False, not {value!r}")
    return bool(value)


def function(name: str, value: object, of: str) -> Callable:
    """Something that can be called."""
    if not callable(value):
        raise TypeError(f"{name} must be a function of {of}, not {value!r}")
    return value


def generator(rng: object) -> np.random.Generator:
    """A generator, from a generator, a bit generator, a seed or None."""
    if rng is None or isinstance(rng, (np.random.Generator, np.random.BitGenerator, np.random.SeedSequence)):
        return np.random.default_rng(rng)
    try:
        return np.random.default_rng(whole("rng", rng, 0))
    except Exception:  # whatever a foreign object says that claims to be a number
        raise TypeError(f"rng must be a NumPy generator, a seed (a whole number from 0) or None, not {rng!r}") from None


def sequence(name: str, value: object, entry: str = "one entry per layer") -> Sequence:
    """A list, a tuple or an array that is not empty."""
    listed = isinstance(value, Sequence) and not isinstance(value, (str, bytes))
    if not listed and not (isinstance(value, np.ndarray) and value.ndim):
        raise TypeError(f"{name} must be a list, {entry}, not {type(value).__name__} ({value!r})")
    if masked(value):
        raise TypeError(f"{name} is a masked array, and its mask would be lost: fill it first")
    if len(value) == 0:
        raise ValueError(f"{name} is empty; give {entry}")
    return value


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


def pair(activation: Activation, loss: Loss, known: Sequence[Activation]) -> None:
    """An output activation and a loss for which the delta is derived; `known` are the rows to choose from."""
    if not fits(activation, loss):
        names = ", ".join(row.name for row in known if fits(row, loss))
        raise ValueError(
            f"loss {loss.name!r} takes outputs that are {KINDS[loss.outputs]}, and the output activation "
            f"{activation.name!r} gives {KINDS[activation.outputs]}: no delta is derived for this pair; "
            f"with {loss.name!r}, choose the output activation from {names}"
        )


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
    checked = [whole(f"sizes[{n}]", size, 1) for n, size in enumerate(sequence("sizes", sizes))]
    if len(checked) < 2:
        raise ValueError(f"sizes needs at least inputs and outputs, such as (2, 3, 1), not {tuple(checked)}")
    weights = sum(n_in * n_out for n_in, n_out in zip(checked, checked[1:]))
    if weights > LARGEST:
        raise ValueError(f"sizes asks for {weights} weights: at most {LARGEST} can be made")
    return checked


def examples(name: str, value: object, width: int, end: str) -> np.ndarray:
    """One example of shape (width,) or a batch of shape (N, width); `end` says what the width counts."""
    array = numbers(name, value, (1, 2))
    if array.shape[-1] != width:
        raise ValueError(
            f"{name} has shape {array.shape}, but the network has {width} {end}: "
            f"give shape ({width},) for one example or (N, {width}) for a batch"
        )
    return array


def same_batch(x: np.ndarray, t: np.ndarray) -> None:
    """Inputs and targets for the same examples."""
    if x.shape[:-1] != t.shape[:-1]:
        raise ValueError(
            f"x or the activations, of shape {x.shape}, and t, of shape {t.shape}, are not for the same examples: "
            "give one target for each example"
        )


def activations_of(sizes: Sequence[int], activations: object) -> list[np.ndarray]:
    """What `Network.forward` returned: the input and one array per layer of weights, all for the same examples."""
    given = sequence("activations", activations)
    arrays = [numbers(f"activations[{n}]", array, (1, 2)) for n, array in enumerate(given)]
    if [a.shape[-1] for a in arrays] != list(sizes) or len({a.shape[:-1] for a in arrays}) > 1:
        shapes = [a.shape for a in arrays]
        raise ValueError(
            f"activations must be what forward(x) returns, layers of widths {list(sizes)}, not shapes {shapes}"
        )
    return arrays


def targets_of_kind(name: str, t: np.ndarray, loss: Loss) -> None:
    """Targets for which the loss is defined."""
    if loss.outputs == "numbers":
        return
    outside = (t.real < 0) | (t.real > 1)
    if np.any(outside):
        place = tuple(int(n) for n in np.argwhere(outside)[0])
        raise ValueError(f"loss {loss.name!r} takes targets between 0 and 1, but {name}{list(place)} is {t[place]}")
    if loss.outputs == "distribution":
        sums = np.atleast_1d(t.real.sum(axis=-1))
        worst = int(np.argmax(np.abs(sums - 1)))
        if abs(sums[worst] - 1) > t.shape[-1] * np.finfo(t.dtype).eps:
            which = f"example {worst}" if t.ndim == 2 else "the example"
            raise ValueError(
                f"loss {loss.name!r} takes targets that add up to 1 over the outputs, but those of {which} add up to "
                f"{sums[worst]}: divide them by their sum"
            )
