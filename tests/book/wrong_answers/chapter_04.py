"""Wrong answers to the exercises on an output weight."""

import numpy as np
from sympy import Derivative

from book.notation import H, Y, a, delta_o, epsilon, h, j, o, start, t, w, y, z_o
from linebyline import Derivation

start()


def output_slopes(x, t, V, W):
    a = 1 / (1 + np.exp(-V @ x))
    y = 1 / (1 + np.exp(-W @ a))
    return np.outer(-2 * (t - y) * y * (1 - y), a)


def half(*network):
    return output_slopes(*network) / 2


def as_in_the_update(*network):
    return -output_slopes(*network) / 2


def columns_for_rows(*network):
    return output_slopes(*network).T


def without_the_slope(x, t, V, W):
    a = 1 / (1 + np.exp(-V @ x))
    return np.outer(-2 * (t - 1 / (1 + np.exp(-W @ a))), a)


def inputs_for_activations(x, t, V, W):
    y = 1 / (1 + np.exp(-W @ (1 / (1 + np.exp(-V @ x)))))
    return np.outer(-2 * (t - y) * y * (1 - y), x)


def squared(x, t, V, W):
    a = 1 / (1 + np.exp(-V @ x))
    y = 1 / (1 + np.exp(-W @ a))
    return np.outer(-2 * (t - y) ** 2 * y * (1 - y), a)


def at_the_sum(x, t, V, W):
    a = 1 / (1 + np.exp(-V @ x))
    z = W @ a
    return np.outer(-2 * (t - 1 / (1 + np.exp(-z))) * z * (1 - z), a)


right = -(t[o] - y[o]) * y[o] * (1 - y[o]) * a[h]
other_start = Derivation(Derivative(epsilon, w[o, h]), {o: (1, Y), h: (1, H)})

WRONG_ANSWERS = {
    "4.1": [
        (2 * right, "a constant factor is too large"),
        (-right, "The sign is wrong"),
        (-(t[o] - y[o]) * a[h], "missing: the slope of an output"),
        (-delta_o[o] * a[j], "j"),
        (-(t[o] - y[o]) * z_o[o] * (1 - z_o[o]) * a[h], "z_o"),
        (other_start, "it has to start at Derivative(epsilon/2, w[o, h])"),
    ],
    "4.2": [
        (half, "half of what it should be"),
        (as_in_the_update, "half of what it should be"),
        (columns_for_rows, "rows and columns are exchanged"),
        (without_the_slope, "y(1 - y), is left out"),
        (inputs_for_activations, "the inputs x stand where the activations"),
        (squared, "the error is squared"),
        (at_the_sum, "with the output and not with the weighted sum"),
    ],
    "4.3": [
        ("B", "not what happens"),
        ("equal", "not what happens"),
        ("both zero", "not what happens"),
    ],
}
