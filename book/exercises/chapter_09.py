"""The exercises of the chapter on matrices."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sympy import Derivative, MatrixExpr, MatrixSymbol, Sum, symbols

from book.exercises.formula import Formula
from book.exercises.numbers import Choice, Code, Numbers
from book.notation import H, Y, j, k, o, sigma, w
from linebyline.names import Name
from linebyline.widths import Width, index
from netlib import Network
from netlib.gradcheck import complex_step

N, e = Width("N", ["e"]), index("e")
A, T, b = Name("a", [N, H]), Name("t", [N, Y]), Name("b", [Y])
O = Name("y", [N, Y], lambda e, o: sigma(Sum(w[o, j] * A[e, j], (j, 1, H)) + b[o]))
D_b = Name("delta", [N, Y], lambda e, o: O[e, o] * (1 - O[e, o]) * (T[e, o] - O[e, o]), latex=r"\delta")
LOSS = Name("epsilon", [], lambda: Sum((T[e, k] - O[e, k]) ** 2, (k, 1, Y), (e, 1, N)), latex="E")


def what_sympy_reads() -> str:
    """The product of matrices in the weighted sums of a batch, where an example is a row of A."""
    row, col, mid, examples, n_out, n_in = symbols("row col mid examples n_out n_in", integer=True)
    acts, weights = MatrixSymbol("A", examples, n_in), MatrixSymbol("W", n_out, n_in)
    sums = Sum(weights[col, mid] * acts[row, mid], (mid, 0, n_in - 1))
    return str(MatrixExpr.from_index_summation(sums, row, col)).lower()


def batches() -> Iterator[tuple[str, tuple]]:
    """Arguments V, W, x, t, alpha: all widths alike, then one in which no two are."""
    rng = np.random.default_rng(9)
    for words, sizes, count in (("with two nodes a layer", (2, 2, 2), 2), ("in a 3-4-2 network", (3, 4, 2), 5)):
        shapes = sizes[1::-1], sizes[:0:-1], (count, sizes[0]), (count, sizes[2])
        yield f"{words} and {count} examples", (*(rng.normal(size=shape) for shape in shapes), 0.3)


def one_step(V, W, x, t, alpha):
    """Half of alpha down the gradient of the complex step: no formula of the chapter is used."""
    slopes_of_V = complex_step(lambda table: Network([table, W]).loss(x, t), V)
    slopes_of_W = complex_step(lambda table: Network([V, table]).loss(x, t), W)
    return V - alpha / 2 * slopes_of_V, W - alpha / 2 * slopes_of_W


def stepped(V, W, x, t, alpha, through=None):
    """The rule; the deltas travel back through the table `through`, where it is given in place of W."""
    a = 1 / (1 + np.exp(-x @ V.T))
    y = 1 / (1 + np.exp(-a @ W.T))
    delta_o = y * (1 - y) * (t - y)
    delta_h = a * (1 - a) * (delta_o @ (W if through is None else through))
    return V + alpha * delta_h.T @ x, W + alpha * delta_o.T @ a


def with_the_mean(V, W, x, t, alpha):
    return stepped(V, W, x, t, alpha / len(x))


def uphill(V, W, x, t, alpha):
    return stepped(V, W, x, t, -alpha)


def twice(V, W, x, t, alpha):
    return stepped(V, W, x, t, 2 * alpha)


def through_the_transpose(V, W, x, t, alpha):
    return stepped(V, W, x, t, alpha, W.T) if len(W) == W.shape[1] else (np.full_like(V, np.nan),) * 2


def with_changed_weights(V, W, x, t, alpha):
    return stepped(V, W, x, t, alpha, stepped(V, W, x, t, alpha)[1])


def seven_alike() -> float:
    """How many times as long as the gradient of one example is that of a batch which holds it seven times."""
    net, x, t = Network.random((3, 4, 2), rng=9), np.array([[0.3, -0.8, 0.5]]), np.array([[0.0, 1.0]])
    (one, *_), _ = net.gradient(x, t)
    (all_seven, *_), _ = net.gradient(np.repeat(x, 7, axis=0), np.repeat(t, 7, axis=0))
    return float(np.linalg.norm(all_seven) / np.linalg.norm(one))


def as_for_a_mean() -> float:
    return seven_alike() / 7


def as_for_noise() -> float:
    return seven_alike() ** 0.5


ROWS = {
    "9.1": Formula(Derivative(LOSS, b[o]), {o: (1, Y)}),
    "9.2": Choice(
        ("a*w", "a*w.t", "w*a", "w.t*a"),
        what_sympy_reads,
        "Give the sum to `MatrixExpr.from_index_summation(sums, row, col)`.",
    ),
    "9.3": Numbers(
        seven_alike,
        mistakes=(
            ("so it would be if the loss were the mean of the examples; here it is their sum", as_for_a_mean),
            ("so it would be for steps in random directions; these seven are the same step", as_for_noise),
        ),
        look="Compare `net.gradient` of the batch with that of the single example.",
    ),
    "9.4": Code(
        batches,
        one_step,
        ("the new V", "the new W"),
        (
            ("the mean of the examples is taken: this chapter adds them up", with_the_mean),
            ("the step goes uphill: the rule adds alpha times delta times the activation", uphill),
            ("the step is twice as long: alpha already contains the 2", twice),
            ("W is used the wrong way round on the way back", through_the_transpose),
            ("W is used after its own step: send the deltas back first", with_changed_weights),
        ),
    ),
}
