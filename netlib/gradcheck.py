"""Independent gradients: they call the function, and know nothing of its formula."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from netlib.network import Network

__all__ = ["central_differences", "complex_step", "network_gradient", "worst_error"]


def complex_step(function: Callable[[np.ndarray], complex], at: np.ndarray, h: float = 1e-20) -> np.ndarray:
    """The gradient of a real-valued function at a real array, by f(x + ih) = f(x) + ih f'(x) + O(h^2).

    Nothing is subtracted, so h can be so small that only rounding is left; the default leaves room for slopes down to
    1e-280. The function must carry complex numbers through. Source: Squire and Trapp, SIAM Review 40 (1998). Raises
    TypeError if the function returns a real number.
    """
    at = np.asarray(at, dtype=float)
    gradient = np.empty_like(at)
    for place in np.ndindex(at.shape):
        moved = at.astype(complex)
        moved[place] += 1j * h
        value = function(moved)
        if not np.iscomplexobj(value):
            raise TypeError(
                f"the function returned {type(value).__name__} for complex input: it must not drop the type"
            )
        gradient[place] = value.imag / h
    return gradient


def central_differences(function: Callable[[np.ndarray], float], at: np.ndarray, h: float = 6e-6) -> np.ndarray:
    """The gradient by (f(x + h) - f(x - h)) / 2h.

    The error is about h^2 f'''/6 from the formula and eps f/h from rounding; the default, the cube root of eps,
    balances the two at about 1e-10.
    """
    at = np.asarray(at, dtype=float)
    gradient = np.empty_like(at)
    for place in np.ndindex(at.shape):
        above, below = at.copy(), at.copy()
        above[place] += h
        below[place] -= h
        gradient[place] = (function(above) - function(below)) / (above[place] - below[place])
    return gradient


def network_gradient(
    method: Callable, network: Network, x: np.ndarray, t: np.ndarray
) -> tuple[list[np.ndarray], list[np.ndarray] | None]:
    """What `complex_step` or `central_differences` find for a network: arrays as `Network.gradient` returns them.

    The network is only ever run forwards, and is left as it was.
    """
    moved = copy(network)  # its lists of tables are replaced, the tables themselves are not touched

    def along(kind: str, n: int) -> np.ndarray:
        tables = getattr(network, kind)

        def loss(table: np.ndarray) -> float | complex:
            setattr(moved, kind, [*tables[:n], table, *tables[n + 1 :]])
            return moved.loss(x, t)

        slopes = method(loss, tables[n])
        setattr(moved, kind, tables)
        return slopes

    layers = range(len(network.weights))
    d_biases = None if network.biases is None else [along("biases", n) for n in layers]
    return [along("weights", n) for n in layers], d_biases


def worst_error(claimed: np.ndarray, independent: np.ndarray) -> tuple[float, tuple[int, ...]]:
    """The largest difference, relative to the largest entry of the independent gradient, and where it is.

    Raises ValueError if the shapes differ or there is no entry to compare with.
    """
    claimed, independent = np.asarray(claimed), np.asarray(independent)
    if claimed.shape != independent.shape:
        raise ValueError(f"the gradients have different shapes: {claimed.shape} and {independent.shape}")
    scale = np.max(np.abs(independent), initial=0)
    if scale == 0:
        raise ValueError("the independent gradient is zero or empty everywhere: there is nothing to compare with")
    error = np.abs(claimed - independent) / scale
    place = np.unravel_index(np.argmax(error), error.shape)
    return float(error[place]), tuple(int(n) for n in place)
