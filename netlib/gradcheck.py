"""Independent gradients: they call the function, and know nothing of its formula."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from netlib import backprop, checks
from netlib.network import Network

__all__ = ["central_differences", "complex_step", "network_gradient", "worst_error"]


def complex_step(function: Callable[[np.ndarray], complex], at: np.ndarray, h: float = 1e-20) -> np.ndarray:
    """The gradient of a real-valued function at a real array, by f(x + ih) = f(x) + ih f'(x) + O(h^2).

    Nothing is subtracted, so h can be so small that only rounding is left; the default leaves room for slopes down to
    1e-280. The function must carry complex numbers through. Source: Squire and Trapp, SIAM Review 40 (1998). Returns an
    array of the shape of `at`. Raises TypeError if the function returns a real number, and TypeError or ValueError for
    anything but finite numbers.
    """
    at, h = _point(function, at), checks.positive("h", h)
    gradient = np.empty_like(at)
    for place in np.ndindex(at.shape):
        moved = at.astype(complex)
        moved[place] += 1j * h
        value = function(moved)
        if not np.iscomplexobj(value):
            raise TypeError(
                f"the function returned {type(value).__name__} for complex input: it must not drop the type"
            )
        gradient[place] = _value(value, place).imag / h
    return gradient


def central_differences(function: Callable[[np.ndarray], float], at: np.ndarray, h: float = 6e-6) -> np.ndarray:
    """The gradient by (f(x + h) - f(x - h)) / 2h.

    The error is about h^2 f'''/6 from the formula and eps f/h from rounding; the default, the cube root of eps,
    balances the two at about 1e-10 where x and f are about 1. Returns an array of the shape of `at`. Raises ValueError
    where x is so large that x + h rounds to x, and TypeError or ValueError for anything but finite real numbers.
    """
    at, h = _point(function, at), checks.positive("h", h)
    gradient = np.empty_like(at)
    for place in np.ndindex(at.shape):
        above, below = at.copy(), at.copy()
        above[place] += h
        below[place] -= h
        distance = above[place] - below[place]
        if not (0.5 * h < distance / 2 < 2 * h):
            raise ValueError(
                f"h={h:g} is too small at {list(place)}, where at is {at[place]:g}: floats are "
                f"{np.spacing(abs(at[place])):g} apart there; give a larger h"
            )
        rise = _value(function(above), place) - _value(function(below), place)
        if np.iscomplexobj(rise):
            raise TypeError("the function returned a complex number: central differences are for real functions")
        gradient[place] = rise / distance
    return gradient


def _point(function: object, at: object) -> np.ndarray:
    """The place where a gradient is wanted, as a new real array."""
    checks.function("function", function, "an array")
    point = checks.numbers("at", at, None)
    if np.iscomplexobj(point):
        raise TypeError("at must be real: these are gradients of functions of real numbers")
    return point.astype(float)


def _value(value: object, place: tuple[int, ...]) -> complex | float:
    """The function's value as a number, if it is a finite one."""
    array = checks.numbers(f"the function's value, for the slope at {list(place)},", value, None)
    if array.size != 1:
        raise TypeError(f"the function must return one number, not an array of shape {array.shape}")
    return array.item()


def network_gradient(
    method: Callable, network: Network, x: np.ndarray, t: np.ndarray
) -> tuple[list[np.ndarray], list[np.ndarray] | None]:
    """What `complex_step` or `central_differences` find for a network: arrays as `Network.gradient` returns them.

    The network is only ever run forwards, and is left as it was. Raises TypeError for a network or an example with
    complex numbers, which these methods cannot tell from their own step.
    """
    checks.function("method", method, "a function and an array")
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network, not {type(network).__name__}")
    network.loss(x, t)  # checks x and t
    x, t = (checks.numbers(name, value, None) for name, value in (("x", x), ("t", t)))
    if any(map(np.iscomplexobj, [x, t, *network.parts])):
        raise TypeError("network, x and t must be real: the gradients checked here are of real numbers")
    parts, layers, functions = network.parts, len(network.weights), network.activation_functions

    def slopes(n: int) -> np.ndarray:
        def loss(moved: np.ndarray) -> float | complex:
            changed = [*parts[:n], moved, *parts[n + 1 :]]
            z, a = backprop.forward(x, changed[:layers], changed[layers:] or [0] * layers, functions)
            return backprop.total_loss(z, a, t, functions, network.loss_function)

        return method(loss, parts[n])

    found = [slopes(n) for n in range(len(parts))]
    return found[:layers], None if network.biases is None else found[layers:]


def worst_error(claimed: np.ndarray, independent: np.ndarray) -> tuple[float, tuple[int, ...]]:
    """The largest difference, relative to the largest entry of the independent gradient, and where it is.

    Raises ValueError if the shapes differ, if an entry is not finite, or if all of the independent gradient is 0.
    """
    claimed = checks.numbers("claimed", claimed, None, copy=False)
    independent = checks.numbers("independent", independent, None, copy=False)
    if claimed.shape != independent.shape:
        raise ValueError(f"claimed and independent have different shapes: {claimed.shape} and {independent.shape}")
    scale = np.max(np.abs(independent))
    if scale == 0:
        raise ValueError("the independent gradient is zero everywhere: there is nothing to compare with")
    with np.errstate(over="ignore"):
        error = np.abs(claimed - independent) / scale
    place = np.unravel_index(np.argmax(error), error.shape)
    return float(error[place]), tuple(int(n) for n in place)
