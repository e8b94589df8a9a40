"""Wrong answers to the exercises on the steepest direction."""

import numpy as np
from sympy import Derivative, Integer, Sum

from book.notation import H, Y, epsilon, h, j, k, o, start, w
from linebyline import Derivation

start()


def loss(x, t, V, W):
    a = 1 / (1 + np.exp(-V @ x))
    return np.sum((t - 1 / (1 + np.exp(-W @ a))) ** 2)


def measured(x, t, V, W, V_speed, W_speed, time=1e-6):
    after = loss(x, t, V + time * V_speed, W + time * W_speed)
    return (after - loss(x, t, V - time * V_speed, W - time * W_speed)) / (2 * time)


def hidden_weights_only(x, t, V, W, V_speed, W_speed):
    return measured(x, t, V, W, V_speed, 0 * W_speed)


def output_weights_only(x, t, V, W, V_speed, W_speed):
    return measured(x, t, V, W, 0 * V_speed, W_speed)


def downhill(*arguments):
    return -measured(*arguments)


def half_the_time(*arguments):
    return 2 * measured(*arguments)


def not_divided(*arguments):
    return 2e-6 * measured(*arguments)


def too_large_a_step(*arguments):
    return measured(*arguments, time=3.0)


def scaled(x, t, V, W, V_speed, W_speed):
    length = np.sqrt(np.sum(V_speed**2) + np.sum(W_speed**2))
    return measured(x, t, V, W, V_speed / length, W_speed / length)


def in_place(x, t, V, W, V_speed, W_speed):
    V += 1e-6 * V_speed
    return loss(x, t, V, W)


other_start = Derivation(Derivative(epsilon, w[o, h]), {o: (1, Y), h: (1, H)})

WRONG_ANSWERS = {
    "2.1": [
        (w[o, h], "a constant factor is too small"),
        (-2 * w[o, h], "the sign is wrong"),
        (w[o, h] ** 2, "different values"),
        (2 * Sum(w[k, j], (k, 1, Y), (j, 1, H)), "different values"),
        (2 * w[h, o], "w[h, o]"),
        (Integer(0), "identically zero"),
        (other_start, "it has to start at Derivative"),
    ],
    "2.2": [
        (hidden_weights_only, "only V moves"),
        (output_weights_only, "only W moves"),
        (downhill, "the sign is turned round"),
        (half_the_time, "twice what it should be"),
        (not_divided, "divide the change of the loss by the time"),
        (scaled, "divided by the length of the direction"),
        (too_large_a_step, "too"),
        (in_place, "changes the arrays"),
    ],
    "2.3": [
        ("it falls", "not what happens"),
        ("it stays", "not what happens"),
        (" It falls", "not what happens"),
    ],
    "2.4": [
        (5, "the slope of the steepest rise"),
        (-7, "a length is not the sum of the entries"),
        (-25, "the length squared"),
        (-1, "too large"),
        ([-3, 4], "the shape is (2,)"),
    ],
}
