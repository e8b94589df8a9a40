"""Wrong answers to the exercises on what a network computes."""

import numpy as np
from sympy import Derivative, Integer, Sum

from book.notation import H, X, a, h, i, j, m, sigma, start, v, x, z_h
from linebyline import Derivation

start()


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def linear_hidden(x, V, W):
    return V @ x, sigmoid(W @ V @ x)


def linear_output(x, V, W):
    a = sigmoid(V @ x)
    return a, W @ a


def falling(x, V, W):
    a = 1 / (1 + np.exp(V @ x))
    return a, 1 / (1 + np.exp(W @ a))


def wrong_way_round(x, V, W):
    a = sigmoid(x @ V)
    return a, sigmoid(W @ a)


def outputs_alone(x, V, W):
    return sigmoid(W @ sigmoid(V @ x))


def first_output_only(x, V, W):
    a = sigmoid(V @ x)
    return a, sigmoid(W[:1] @ a)


def prints_and_returns_nothing(x, V, W):
    return None, None


other_start = Derivation(Derivative(a[h], x[i]), {h: (1, H), i: (1, X)})

WRONG_ANSWERS = {
    "1.1": [
        (v[i, h], "v[i, h]"),
        (x[i], "different values"),
        (v[h, i] * x[i], "the factor x[i] is too many"),
        (-v[h, i], "the sign is wrong"),
        (Sum(v[h, m], (m, 1, X)), "different values"),
        (a[h] * (1 - a[h]) * v[h, i], "too many"),
        (sigma(z_h[j]), "j"),
        (Integer(1), "v"),
        (other_start, "it has to start at Derivative(z_h[h], x[i])"),
    ],
    "1.2": [
        (linear_hidden, "the sigmoid of the hidden nodes is left out"),
        (linear_output, "the sigmoid of the outputs is left out"),
        (falling, "the sigmoid has exp(-z)"),
        (wrong_way_round, "V is used the wrong way round"),
        (outputs_alone, "return 2 arrays"),
        (first_output_only, "in the outputs, the shape is (1,)"),
        (prints_and_returns_nothing, "not"),
    ],
    "1.3": [
        ("it grows", "not what happens"),
        ("it shrinks", "not what happens"),
        ("It grows ", "not what happens"),
    ],
    "1.4": [
        (64 * 30, "the edges into the outputs are missing"),
        (64 * 30 * 10, "count layer by layer"),
        (64 + 30 + 10, "a weight belongs to an edge"),
        (2260, "too large"),
    ],
}
