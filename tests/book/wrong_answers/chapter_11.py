"""Wrong answers to the exercises on trust."""

import numpy as np
from sympy import Integer, symbols

from book.exercises.chapter_11 import measured, moved_by_rows, moved_together
from book.notation import start

start()
c2, c3, u, d = symbols("c_2 c_3 u h", real=True)


def real_part(W, x, t):
    return np.zeros_like(W)


def without_two(W, x, t):
    return measured(W, x, t) / 2


def uphill(W, x, t):
    return -measured(W, x, t)


def on_complex_weights(W, x, t):
    W += 1e-20j
    return W


WRONG_ANSWERS = {
    "11.1": [
        ("none", "not what happens"),
        ("both", "not what happens"),
        ("only the differences", "not what happens"),
    ],
    "11.2": [
        (c3 * d**2, "the sign is wrong"),
        (-c3 * d, "a factor is missing"),
        (-d * (c2 + 3 * c3 * u), "different values"),
        (Integer(0), "zero"),
    ],
    "11.3": [
        (moved_together, "all weights are moved together"),
        (moved_by_rows, "all weights of a row"),
        (real_part, "entries are wrong"),
        (without_two, "where is the factor 2"),
        (uphill, "every sign is turned round"),
        (on_complex_weights, "your function stopped with"),
    ],
    "11.4": [
        ([35.5, 15.0], "exchanged"),
        ([29, 70], "places in the list"),
        ([15.0, 60.0], "the other entries are right"),
        (15.0, "the shape is that of a single number"),
    ],
}
