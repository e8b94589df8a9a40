"""Wrong answers to the exercises on the twenty lines."""

import numpy as np
from sympy import Sum

from book.exercises.chapter_20 import growing, lam, stepped, twice_the_decay, without_decay
from book.notation import H, Y, a, delta_o, h, j, k, o, start, w

start()


def one_array(*arguments):
    return stepped(*arguments[:5], 0, 0)[0]


def only_outputs_decay(x, t, V, W, alpha, decay):
    return stepped(x, t, V, W, alpha, 0, alpha * decay)


def without_alpha(x, t, V, W, alpha, decay):
    return stepped(x, t, V, W, alpha, decay, decay)


WRONG_ANSWERS = {
    "20.1": [
        ("each becomes different", "not what happens"),
        ("the first one differs from the others", "look at the rows of V"),
        ("Each becomes different ", "not what happens"),
    ],
    "20.2": [
        (-2 * delta_o[o] * a[h], "a term is missing"),
        (2 * delta_o[o] * a[h] - 2 * lam * w[o, h], "the sign is wrong"),
        (-delta_o[o] * a[h] + lam * w[o, h], "a constant factor is too small"),
        (-2 * delta_o[o] * a[h] + 2 * lam * Sum(w[k, j], (k, 1, Y), (j, 1, H)), "different values"),
    ],
    "20.3": [
        (without_decay, "do not shrink"),
        (only_outputs_decay, "in the new V, the weights do not shrink"),
        (twice_the_decay, "shrink twice as much"),
        (without_alpha, "without alpha"),
        (growing, "the weights grow"),
        (one_array, "has to return 2 arrays"),
        (np.outer, "your function stopped with"),
    ],
}
