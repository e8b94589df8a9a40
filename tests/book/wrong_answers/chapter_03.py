"""Wrong answers to the exercises on the sigmoid."""

import numpy as np
from sympy import Derivative, exp

from book.notation import sigma, start, z
from linebyline import Derivation

start()


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def at_the_sum(z):
    return sigmoid(z), z * (1 - z)


def falling(z):
    a = 1 / (1 + np.exp(z))
    return a, a * (1 - a)


def twice_activated(z):
    a = sigmoid(z)
    return a, sigmoid(a) * (1 - sigmoid(a))


def distance_alone(z):
    return sigmoid(z), 1 - sigmoid(z)


def negative(z):
    a = sigmoid(z)
    return a, a * (a - 1)


def right_for_two_nodes_only(z):
    a = sigmoid(z)
    return a, np.where(np.arange(len(a)) < 2, a * (1 - a), 0)


def slopes_alone(z):
    return sigmoid(z) * (1 - sigmoid(z))


of_sigma = sigma(z) * (1 - sigma(z))
other_start = Derivation(Derivative(sigma(z), z))

WRONG_ANSWERS = {
    "3.1": [
        (of_sigma * (1 - sigma(z)), "the product rule has two terms"),
        (-(of_sigma**2), "the product rule has two terms"),
        (of_sigma * (2 * sigma(z) - 1), "the sign is wrong"),
        (1 - 2 * sigma(z), "a factor is missing: the slope"),
        (exp(-z), "different values"),
        (Derivative(sigma(z), z, z), "a derivative is left"),
        (other_start, "it has to start at Derivative"),
    ],
    "3.2": [
        (at_the_sum, "z(1 - z)"),
        (falling, "the sigmoid has exp(-z)"),
        (twice_activated, "the sigmoid is applied twice"),
        (distance_alone, "a factor is missing"),
        (negative, "in the slopes, every sign is turned round"),
        (right_for_two_nodes_only, "for the sums -3, 0, 1, 2 and 5"),
        (slopes_alone, "return 2 arrays"),
    ],
    "3.3": [
        ("it stays about the same", "not what happens"),
        ("it shrinks to about a half", "not what happens"),
        ("it shrinks to about a hundredth", "not what happens"),
    ],
}
