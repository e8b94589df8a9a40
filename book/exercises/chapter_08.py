"""The exercises of the chapter on every layer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sympy import Derivative

from book.exercises.formula import Formula
from book.exercises.numbers import Choice, Code
from book.induction import Induction, InductionError
from book.layers import L, l, open_layers
from book.notation import i, j
from netlib import Network
from netlib.gradcheck import complex_step, network_gradient


def claim(net, layer):
    return Derivative(net.epsilon, net.z[layer][j]), -2 * net.delta[layer][j]


def what_the_engine_says() -> str:
    """What becomes of a conclusion that is drawn from the base alone."""
    hasty = Induction(claim)
    hasty.base.step("", -2 * hasty.top.delta[L][j])
    try:
        hasty.conclude("")
    except InductionError as error:
        return f"{str(error).partition(',')[0]} is missing"
    return "it is proved"


def networks() -> Iterator[tuple[str, tuple]]:
    """Arguments x, t, W1, W2, W3: all layers of one width, then one in which no two are."""
    rng = np.random.default_rng(8)
    for words, sizes in (("in a network of two nodes a layer", (2, 2, 2, 2)), ("in a 4-3-5-2 network", (4, 3, 5, 2))):
        shapes = [sizes[:1], sizes[-1:], *((n_out, n_in) for n_in, n_out in zip(sizes, sizes[1:]))]
        yield words, tuple(rng.normal(size=shape) for shape in shapes)


def measured(x, t, *weights):
    """Minus half the slope along each weighted sum, by the complex step along a bias: no formula is used."""
    net = Network(weights, [np.zeros(len(W)) for W in weights])
    return [slopes / -2 for slopes in network_gradient(complex_step, net, x, t)[1]]


def backwards(x, t, weights, slope=True, above=None):
    """The recursion, with one of two mistakes: without the hidden slopes, or over the tables `above`."""
    a = [x]
    for W in weights:
        a.append(1 / (1 + np.exp(-W @ a[-1])))
    found = [a[-1] * (1 - a[-1]) * (t - a[-1])]
    for W, values in zip((above or weights)[:0:-1], a[-2:0:-1]):
        found.insert(0, (values * (1 - values) if slope else 1) * (found[0] @ W))
    return found


def without_hidden_slopes(x, t, *weights):
    return backwards(x, t, weights, slope=False)


def without_a_transpose(x, t, *weights):
    if any(len(W) != W.shape[1] for W in weights):
        return [np.full(len(W), np.nan) for W in weights]
    return backwards(x, t, weights, above=[W.T for W in weights])


AT = open_layers(l, l, claim)  #: cut at layer l; readers use its names: each cut has its own epsilon

ROWS = {
    "8.1": Choice(
        ("it is proved", "the base is missing", "the step is missing"),
        what_the_engine_says,
        "Make `Induction(claim)`, prove its base only, and call `conclude`.",
    ),
    "8.2": Formula(Derivative(AT.epsilon, AT.a[l - 1][i]), {i: (1, AT.n[l - 1])}, "3*AT.a[l - 1][i]**2"),
    "8.3": Code(
        networks,
        measured,
        ("layer 1", "layer 2", "layer 3"),
        (
            ("the slopes of the hidden nodes, a(1 - a), are left out", without_hidden_slopes),
            ("W is used the wrong way round: node j needs the weights that leave it", without_a_transpose),
        ),
    ),
}
