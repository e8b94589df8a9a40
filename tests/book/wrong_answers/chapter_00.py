"""Wrong answers to the exercises of the first page."""

import numpy as np


def neuron(x, w):
    return 1 / (1 + np.exp(-(w @ x)))


def sign_lost(x, t, w):
    y = neuron(x, w)
    return 2 * (t - y) * y * (1 - y) * x


def no_slope(x, t, w):
    return -2 * (t - neuron(x, w)) * x


def no_input(x, t, w):
    y = neuron(x, w)
    return -2 * (t - y) * y * (1 - y) * np.ones(len(x))


def at_z(x, t, w):
    z = w @ x
    return -2 * (t - neuron(x, w)) * z * (1 - z) * x


WRONG_ANSWERS = {
    "0.1": [
        ("it goes up", "not what happens"),
        ("it stays", "look at the sign of delta"),
        (" It Stays ", "change the target"),
    ],
    "0.2": [
        (0.0598, "the sign is turned round"),
        (-0.241, "the slope y(1 - y) is left out"),
        (-0.0149, "counts once"),
    ],
    "0.3": [
        (sign_lost, "every sign is turned round"),
        (no_slope, "y(1 - y), is left out"),
        (no_input, "each slope ends in its own x"),
        (at_z, "taken at z"),
    ],
}
