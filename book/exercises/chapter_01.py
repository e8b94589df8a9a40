"""The exercises of the chapter on what a network computes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sympy import Derivative

from book.exercises.formula import Formula
from book.exercises.numbers import Choice, Code, Numbers
from book.notation import H, X, h, i, x, z_h
from book.running_example import INPUTS, V, W
from netlib import Network

DIGITS = (64, 30, 10)  #: the layers of the network whose weights are counted


def networks() -> Iterator[tuple[str, tuple]]:
    """Arguments x, V, W: the chapter's network, then one in which no two layers are of the same width."""
    rng = np.random.default_rng(1)
    yield "in the chapter's network", (INPUTS, V, W)
    arrays = [rng.normal(size=shape) for shape in (3, (4, 3), (2, 4))]
    yield "in a network of 3 inputs, 4 hidden nodes and 2 outputs", tuple(arrays)


def layers(x: np.ndarray, V: np.ndarray, W: np.ndarray) -> list[np.ndarray]:
    """Hidden activations and outputs, by netlib."""
    return Network([V, W]).forward(x)[1:]


def passed(x, V, W, squeeze_hidden=True, squeeze_output=True, sign=-1):
    """The forward pass, or what it becomes without a sigmoid or with the wrong exponential."""

    def through(z, squeezed):
        return 1 / (1 + np.exp(sign * z)) if squeezed else z

    a = through(V @ x, squeeze_hidden)
    return a, through(W @ a, squeeze_output)


def without_the_hidden_sigmoid(*network):
    return passed(*network, squeeze_hidden=False)


def without_the_output_sigmoid(*network):
    return passed(*network, squeeze_output=False)


def exponential_of_plus_z(*network):
    return passed(*network, sign=1)


def transposed(x, V, W):
    """Columns of V for its rows, where the shapes allow it."""
    return passed(x, V.T, W) if V.shape[0] == V.shape[1] else layers(x, V, W)


def weights_of_the_digits_network() -> int:
    net = Network.random(DIGITS, rng=np.random.default_rng(0))
    return sum(table.size for table in net.weights)


def edges_without_the_outputs() -> int:
    return DIGITS[0] * DIGITS[1]


def all_pairs_of_nodes() -> int:
    return DIGITS[0] * DIGITS[1] * DIGITS[2]


def nodes() -> int:
    return sum(DIGITS)


def after_renumbering() -> str:
    """What happens to the output; sums in another order may differ in the last bit."""
    before, after = (Network(tables)(INPUTS).item() for tables in ([V, W], [V[::-1], W[:, ::-1]]))
    return "it stays" if abs(after - before) < 1e-14 else "it grows" if after > before else "it shrinks"


ROWS = {
    "1.1": Formula(Derivative(z_h[h], x[i]), {h: (1, H), i: (1, X)}),
    "1.2": Code(
        networks,
        layers,
        ("the hidden activations", "the outputs"),
        (
            ("the sigmoid of the hidden nodes is left out", without_the_hidden_sigmoid),
            ("the sigmoid of the outputs is left out", without_the_output_sigmoid),
            ("the exponential has the wrong sign: the sigmoid has exp(-z)", exponential_of_plus_z),
            ("V is used the wrong way round: a row of V has the weights into one node", transposed),
        ),
        against="the forward pass of netlib",
    ),
    "1.3": Choice(
        ("it stays", "it grows", "it shrinks"),
        after_renumbering,
        "Exchange the rows and the columns, and run the network.",
    ),
    "1.4": Numbers(
        weights_of_the_digits_network,
        mistakes=(
            ("the edges into the outputs are missing", edges_without_the_outputs),
            ("there is no edge from an input to an output: count layer by layer, and add", all_pairs_of_nodes),
            ("these are the nodes, and a weight belongs to an edge", nodes),
        ),
        look="Count the edges in a drawing of the small network.",
    ),
}
