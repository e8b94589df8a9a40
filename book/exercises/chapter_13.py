"""The exercises of the chapter on handwritten digits."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sympy import Sum

from book.exercises.numbers import Choice, Code, Numbers
from book.notation import H, X, h, m, v, x, z_h
from linebyline import Derivation, Name, StepError
from netlib import Network
from netlib.gradcheck import complex_step

ONE_IN_TEN = np.eye(10)[0]  #: the targets of one output for ten pictures, one of each digit
FACTOR = 16  #: raw pixels are this many times as large as scaled ones


def loss_of_ten(answer: np.ndarray) -> np.ndarray:
    """The loss of one output that gives this answer to all ten pictures."""
    return np.sum((ONE_IN_TEN[:, None] - answer) ** 2, axis=0)


def least_loss() -> float:
    """The least among all answers with three decimals."""
    return loss_of_ten(np.linspace(0, 1, 1001)).min()


def what_the_engine_says() -> str:
    """Whether a network that is fed the differences from a mean picture is one with other biases."""
    b, c = Name("b", [H]), Name("c", [X])
    centred = Derivation(Sum(v[h, m] * (x[m] - c[m]), (m, 1, X)) + b[h], {h: (1, H)})
    try:
        centred.step("another bias", z_h[h] + b[h] - Sum(v[h, m] * c[m], (m, 1, X)))
    except StepError:
        return "it can compute more"
    return "it can compute the same"


def raw_pictures() -> Iterator[tuple[str, tuple]]:
    """Arguments x, t, R, W, alpha: two layers of one width, then a network in which no two are."""
    rng = np.random.default_rng(13)
    for words, (n_x, n_h, n_y) in (("on four pixels", (4, 4, 4)), ("in a network of 6, 5 and 3 nodes", (6, 5, 3))):
        dots = rng.integers(0, FACTOR + 1, n_x).astype(float)
        tables = rng.normal(size=(n_h, n_x)) / FACTOR, rng.normal(size=(n_y, n_h))
        yield words, (dots, np.eye(n_y)[0], *tables, 0.5)


def as_if_scaled(x, t, R, W, alpha):
    """One step on the scaled picture by the complex step; the first layer's new weights are then divided again."""
    x, V = x / FACTOR, FACTOR * R
    slopes_of_V = complex_step(lambda table: Network([table, W]).loss(x, t), V)
    slopes_of_W = complex_step(lambda table: Network([V, table]).loss(x, t), W)
    return (V - alpha / 2 * slopes_of_V) / FACTOR, W - alpha / 2 * slopes_of_W


def stepped(x, t, R, W, alpha, divided_by=FACTOR**2, alpha_of_W=1.0):
    """One step on the raw picture, with rates of their own for the two layers."""
    (of_R, of_W), _ = Network([R, W]).gradient(x, t)
    return R - alpha / divided_by / 2 * of_R, W - alpha_of_W * alpha / 2 * of_W


def one_rate(*arguments):
    return stepped(*arguments, divided_by=1)


def divided_once(*arguments):
    return stepped(*arguments, divided_by=FACTOR)


def both_divided(*arguments):
    return stepped(*arguments, alpha_of_W=1 / FACTOR**2)


def gradient_taken_whole(*arguments):
    return stepped(*arguments, divided_by=FACTOR**2 / 2, alpha_of_W=2)


def uphill(x, t, R, W, alpha):
    return stepped(x, t, R, W, -alpha)


def weights_of_the_scaled(*arguments):
    new_R, new_W = as_if_scaled(*arguments)
    return FACTOR * new_R, new_W


ROWS = {
    "13.1": Numbers(
        least_loss,
        mistakes=(
            ("this is the loss of the answer 0: a small answer above 0 loses less", lambda: loss_of_ten(0.0)[0]),
            ("this is the loss of the answer 1, which is wrong nine times", lambda: loss_of_ten(1.0)[0]),
            ("this is the loss of the answer 1/2: one picture in ten has target 1", lambda: loss_of_ten(0.5)[0]),
            ("this is the answer itself: which loss does it have?", lambda: ONE_IN_TEN.mean()),
        ),
        look="Draw the loss of ten pictures against the answer, from 0 to 1.",
    ),
    "13.2": Choice(
        ("it can compute more", "it can compute less", "it can compute the same"),
        what_the_engine_says,
        "Multiply the weighted sum out. Which part does not depend on the picture?",
    ),
    "13.3": Code(
        raw_pictures,
        as_if_scaled,
        ("the new R", "the new W"),
        (
            ("the first layer learns at the same rate as with scaled pixels: look at what a step does to v", one_rate),
            ("the rate is divided by the factor once", divided_once),
            ("the rate of the second layer does not change", both_divided),
            ("the step is twice as long: alpha already contains the 2", gradient_taken_whole),
            ("the step goes uphill: subtract the gradient", uphill),
            ("these are the weights for scaled pixels: divide them again", weights_of_the_scaled),
        ),
    ),
}
