"""Wrong answers to the exercises on what hidden nodes learn."""

import numpy as np
from sympy import Symbol

p = Symbol("p", positive=True)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def no_biases(weights, biases, one, other):
    return np.abs(sigmoid(weights @ one) - sigmoid(weights @ other)).max()


def sums(weights, biases, one, other):
    return np.abs(weights @ (one - other)).max()


def signed(weights, biases, one, other):
    return (sigmoid(weights @ one + biases) - sigmoid(weights @ other + biases)).max()


def signed_backwards(weights, biases, one, other):
    return signed(weights, biases, other, one)


def least(weights, biases, one, other):
    return np.abs(sigmoid(weights @ one + biases) - sigmoid(weights @ other + biases)).min()


def every_node(weights, biases, one, other):
    return np.abs(sigmoid(weights @ one + biases) - sigmoid(weights @ other + biases))


def transposed(weights, biases, one, other):
    return np.abs(sigmoid(one @ weights + biases) - sigmoid(other @ weights + biases)).max()


WRONG_ANSWERS = {
    "14.1": [
        ([2, 0], "the other two cost 1 each"),
        ([2, 1], "the other two cost 1 each"),
        ([0.5, 0.5], "the floor of two examples"),
        ([0.5, 1], "exchanged"),
        (1, "it has to be (2,)"),
        ([1, 0.4], "entry [1]"),
    ],
    "14.2": [
        (2 - 6 * p, "the sign is wrong"),
        (3 * p - 1, "a constant factor is too small"),
        (12 * p - 4, "a constant factor is too large"),
        (4 * p - 2, "your formula gives"),
        ((1 - p) ** 2 + 2 * p**2, "different values"),
        (6 * p, "your formula gives"),
    ],
    "14.3": [
        (no_biases, "the biases are left out"),
        (sums, "these are weighted sums"),
        (signed, "without its sign"),
        (signed_backwards, "without its sign"),
        (least, "the smallest difference"),
        (every_node, "the shape is (2,); it has to be that of a single number"),
        (transposed, "too"),
    ],
}
