"""Wrong answers to the exercises on handwritten digits."""

import numpy as np


def step(x, t, R, W, rate_of_R, rate_of_W):
    a = 1 / (1 + np.exp(-R @ x))
    y = 1 / (1 + np.exp(-W @ a))
    delta_o = y * (1 - y) * (t - y)
    delta_h = a * (1 - a) * (W.T @ delta_o)
    return R + rate_of_R * np.outer(delta_h, x), W + rate_of_W * np.outer(delta_o, a)


def same_rate(x, t, R, W, alpha):
    return step(x, t, R, W, alpha, alpha)


def once(x, t, R, W, alpha):
    return step(x, t, R, W, alpha / 16, alpha)


def both(x, t, R, W, alpha):
    return step(x, t, R, W, alpha / 256, alpha / 256)


def twice(x, t, R, W, alpha):
    return step(x, t, R, W, 2 * alpha / 256, 2 * alpha)


def scaled(x, t, R, W, alpha):
    return step(x / 16, t, 16 * R, W, alpha, alpha)


def uphill(x, t, R, W, alpha):
    return step(x, t, R, W, -alpha / 256, -alpha)


def only_R(x, t, R, W, alpha):
    return step(x, t, R, W, alpha / 256, alpha)[0]


WRONG_ANSWERS = {
    "13.1": [
        (1, "the loss of the answer 0"),
        (9, "the loss of the answer 1,"),
        (2.5, "the loss of the answer 1/2"),
        (0.1, "the answer itself"),
        (0.8, "it is too small"),
    ],
    "13.2": [
        ("it can compute more", "not what happens"),
        ("it can compute less", "not what happens"),
        ("It can compute more ", "does not depend on the picture"),
    ],
    "13.3": [
        (same_rate, "the same rate as with scaled pixels"),
        (once, "divided by the factor once"),
        (both, "in the new W, the rate of the second layer"),
        (twice, "twice as long"),
        (scaled, "the weights for scaled pixels"),
        (uphill, "the step goes uphill"),
        (only_R, "return 2 arrays: the new R, the new W"),
    ],
}
