"""Wrong answers to the exercises on other activations and losses."""

import numpy as np

from book.exercises.chapter_10 import (
    measured,
    only_its_own,
    softmax,
    with_the_plain_mean,
    with_the_sum,
    without_the_mean,
)
from book.notation import o, start, t, y

start()
delta = 2 * (t[o] - y[o]) ** 3 * y[o] * (1 - y[o])


def uphill(gradient, z):
    return -measured(gradient, z)


def forward_only(gradient, z):
    return softmax(z)


def in_a_matrix(gradient, z):
    return np.outer(gradient, softmax(z))


WRONG_ANSWERS = {
    "10.1": [
        (0.15, "halves the step once more"),
        (0.3, "shorter step"),
        (1.2, "too large"),
        (0.5, "too small"),
    ],
    "10.2": [
        (-delta, "the sign is wrong"),
        (2 * delta, "a constant factor is too large"),
        (2 * (t[o] - y[o]) ** 3, "missing: the slope of an output"),
        ((t[o] - y[o]) * y[o] * (1 - y[o]), "missing: a number, and a bracket"),
    ],
    "10.3": [
        (uphill, "every sign is turned round"),
        (only_its_own, "own weighted sum is counted"),
        (without_the_mean, "is missing"),
        (with_the_plain_mean, "weighted with the outputs"),
        (with_the_sum, "without the outputs as weights"),
        (forward_only, "entries are wrong"),
        (in_a_matrix, "the shape is (2, 2)"),
    ],
}
