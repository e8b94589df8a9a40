"""Wrong answers to the exercises on the delta of an output."""

import numpy as np

from book.notation import a, delta_o, h, o, start, t, y

start()


def updated(x, t, V, W, alpha, factor=1.0):
    a = 1 / (1 + np.exp(-V @ x))
    y = 1 / (1 + np.exp(-W @ a))
    return W + factor * alpha * np.outer(y * (1 - y) * (t - y), a)


def uphill(*arguments):
    return updated(*arguments, factor=-1)


def full_gradient(*arguments):
    return updated(*arguments, factor=2)


def half_step(*arguments):
    return updated(*arguments, factor=0.5)


def change_only(x, t, V, W, alpha):
    return updated(x, t, V, W, alpha) - W


def without_the_slope(x, t, V, W, alpha):
    a = 1 / (1 + np.exp(-V @ x))
    return W + alpha * np.outer(t - 1 / (1 + np.exp(-W @ a)), a)


def in_place(x, t, V, W, alpha):
    W += updated(x, t, V, W, alpha) - W
    return W


WRONG_ANSWERS = {
    "5.1": [
        (delta_o[o], "The sign is wrong"),
        (2 * delta_o[o], "The sign is wrong"),
        (-delta_o[o], "a constant factor is too small"),
        (-2 * (t[o] - y[o]), "missing: the slope of an output"),
        (-2 * delta_o[o] * a[h], "h"),
    ],
    "5.2": [
        (uphill, "the step goes uphill"),
        (full_gradient, "alpha already contains the 2"),
        (half_step, "half as long"),
        (change_only, "only the change is returned"),
        (without_the_slope, "y(1 - y), is left out"),
        (in_place, "changes the arrays"),
    ],
    "5.3": [
        ("near 0", "not what happens"),
        ("one half", "not what happens"),
        ("two thirds", "not what happens"),
    ],
}
