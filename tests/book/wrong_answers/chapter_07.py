"""Wrong answers to the exercises on the delta of a hidden node."""

import numpy as np
from sympy import Sum

from book.notation import H, Y, a, delta_h, delta_o, h, j, k, start, w

start()


def one_step(x, t, V, W, alpha, late=False):
    a = 1 / (1 + np.exp(-V @ x))
    y = 1 / (1 + np.exp(-W @ a))
    outer = y * (1 - y) * (t - y)
    new_W = W + alpha * np.outer(outer, a)
    inner = a * (1 - a) * ((new_W if late else W).T @ outer)
    return V + alpha * np.outer(inner, x), new_W


def late(*arguments):
    return one_step(*arguments, late=True)


def uphill(x, t, V, W, alpha):
    return one_step(x, t, V, W, -alpha)


def twice(x, t, V, W, alpha):
    return one_step(x, t, V, W, 2 * alpha)


def only_outputs_learn(x, t, V, W, alpha):
    return V, one_step(x, t, V, W, alpha)[1]


def exchanged(*arguments):
    return one_step(*arguments)[::-1]


def no_slope(x, t, V, W, alpha):
    a = 1 / (1 + np.exp(-V @ x))
    y = 1 / (1 + np.exp(-W @ a))
    return V + alpha * np.outer(W.T @ (y * (1 - y) * (t - y)), x), one_step(x, t, V, W, alpha)[1]


def unweighted(x, t, V, W, alpha):
    a = 1 / (1 + np.exp(-V @ x))
    y = 1 / (1 + np.exp(-W @ a))
    back = np.sum(y * (1 - y) * (t - y))
    return V + alpha * np.outer(a * (1 - a) * back, x), one_step(x, t, V, W, alpha)[1]


def only_V(*arguments):
    return one_step(*arguments)[0]


WRONG_ANSWERS = {
    "7.1": [
        (2 * delta_h[h], "The sign is wrong"),
        (-delta_h[h], "a constant factor is too small"),
        (-2 * Sum(delta_o[k] * w[k, h], (k, 1, Y)), "missing: the slope of a hidden node"),
        (-2 * a[h] * (1 - a[h]) * Sum(delta_o[k], (k, 1, Y)), "The weights w are left out"),
        (-2 * Sum(delta_h[j], (j, 1, H)), "different values"),
    ],
    "7.2": [
        (uphill, "the step goes uphill"),
        (twice, "alpha already contains the 2"),
        (late, "W is used after its own step"),
        (no_slope, "a(1 - a), is left out"),
        (unweighted, "without the weights that they came through"),
        (only_outputs_learn, "in the new V"),
        (exchanged, "in the new V"),
        (only_V, "has to return 2 arrays"),
    ],
    "7.3": [
        ("both", "not what happens"),
        ("only V", "not what happens"),
        ("none", "not what happens"),
    ],
}
