"""Wrong answers to the exercises on every layer."""

import numpy as np
from sympy import Integer, Sum

from book.exercises.chapter_08 import AT, backwards, without_a_transpose, without_hidden_slopes
from book.layers import l
from book.notation import i, k, start

start()
delta, w, nodes = AT.delta[l], AT.w[l], (k, 1, AT.n[l])
arrives = Sum(delta[k] * w[k, i], nodes)


def upside_down(x, t, *weights):
    return [-delta for delta in backwards(x, t, weights)]


def last_layer_first(x, t, *weights):
    return backwards(x, t, weights)[::-1]


def two_layers_only(x, t, *weights):
    return backwards(x, t, weights)[1:]


WRONG_ANSWERS = {
    "8.1": [
        ("it is proved", "not what happens"),
        ("the base is missing", "not what happens"),
        ("The base is missing ", "not what happens"),
    ],
    "8.2": [
        (2 * arrives, "the sign is wrong"),
        (-arrives, "a constant factor is too small"),
        (-2 * Sum(delta[k], nodes), "left out"),
        (Integer(0), "zero"),
    ],
    "8.3": [
        (upside_down, "every sign is turned round"),
        (without_hidden_slopes, "slopes of the hidden nodes"),
        (without_a_transpose, "the wrong way round"),
        (last_layer_first, "in layer 1"),
        (two_layers_only, "has to return 3 arrays"),
        (np.outer, "your function stopped with"),
    ],
}
