"""Wrong answers to the exercises on matrices."""

import numpy as np
from sympy import Sum

from book.exercises.chapter_09 import (
    D_b,
    N,
    e,
    stepped,
    through_the_transpose,
    twice,
    uphill,
    with_changed_weights,
    with_the_mean,
)
from book.notation import o, start

start()
over_examples = Sum(D_b[e, o], (e, 1, N))


def one_array(*arguments):
    return stepped(*arguments)[0]


def transposed(*arguments):
    return tuple(table.T for table in stepped(*arguments))


WRONG_ANSWERS = {
    "9.1": [
        (2 * over_examples, "the sign is wrong"),
        (-over_examples, "a constant factor is too small"),
        (-2 * over_examples / N, "a factor is missing"),
        (-2 * D_b[e, o], "has no meaning here"),
    ],
    "9.2": [
        ("A*W", "not what happens"),
        ("W*A", "not what happens"),
        ("W.T*A", "not what happens"),
    ],
    "9.3": [
        (1, "the mean of the examples"),
        (7**0.5, "the same step"),
        (49, "too large"),
        (1 / 7, "too small"),
    ],
    "9.4": [
        (with_the_mean, "the mean of the examples is taken"),
        (uphill, "uphill"),
        (twice, "twice as long"),
        (through_the_transpose, "the wrong way round"),
        (with_changed_weights, "after its own step"),
        (one_array, "has to return 2 arrays"),
        (transposed, "transpose it"),
        (np.outer, "your function stopped with"),
    ],
}
