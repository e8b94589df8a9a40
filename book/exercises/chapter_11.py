"""The exercises of the chapter on trust."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from sympy import I, expand, im, symbols

from book.exercises.formula import Formula
from book.exercises.numbers import Choice, Code, Numbers
from netlib import Network
from netlib.gradcheck import central_differences, complex_step, worst_error

PAIR = np.array([0.9, -0.6]), np.array([0.4, 0.6])


def net() -> Network:
    """The network of the chapter's last figure."""
    return Network.random((2, 3, 2), 18)


def who_notices() -> str:
    """Which method is ten times as far from the changed gradient as from the right one."""
    table, above = net().weights
    honest = net().gradient(*PAIR)[0][0]
    changed = honest.copy()
    changed[np.unravel_index(np.abs(honest).argmax(), honest.shape)] *= 1 + 1e-12
    noticed = []
    for name, method in (("the complex step", complex_step), ("the differences", central_differences)):
        measured = method(lambda table: Network([table, above]).loss(*PAIR), table)
        if worst_error(changed, measured)[0] > 10 * worst_error(honest, measured)[0]:
            noticed.append(name)
    return {0: "none", 1: f"only {noticed[0]}" if noticed else "", 2: "both"}[len(noticed)]


def error_of_the_complex_step():
    """Im f(u + ih) / h - f'(u) for the chapter's cubic."""
    *c, u, h = symbols("c_0 c_1 c_2 c_3 u h", real=True)
    cubic = sum(c[n] * u**n for n in range(4))
    return im(expand(cubic.xreplace({u: u + I * h}))) / h - cubic.diff(u)


@cache
def best_and_harm() -> np.ndarray:
    """The rate of the smallest loss after one step, and the first that makes it larger, to a hundredth."""
    rates = np.arange(0.01, 60, 0.01)
    losses = np.array([loss_after(rate) for rate in rates])
    return np.array([rates[losses.argmin()], rates[losses > net().loss(*PAIR)][0]])


def loss_after(rate: float) -> float:
    stepped = net()
    stepped.step(*PAIR, rate)
    return stepped.loss(*PAIR)


def exchanged() -> np.ndarray:
    return best_and_harm()[::-1]


def places() -> np.ndarray:
    """Where the two rates stand in the chapter's list, which starts at 0.5 and goes up by 0.5."""
    return np.round(best_and_harm() / 0.5) - 1


def layers() -> Iterator[tuple[str, tuple]]:
    """Arguments W, x, t."""
    rng = np.random.default_rng(11)
    for n_out, n_in in ((2, 2), (2, 3)):
        words = f"in a layer of {n_in} inputs and {n_out} outputs"
        yield words, tuple(rng.normal(size=shape) for shape in ((n_out, n_in), n_in, n_out))


def measured(W, x, t):
    return complex_step(lambda table: Network([table]).loss(x, t), W)


def moved_together(W, x, t):
    return np.full_like(W, measured(W, x, t).sum())


def moved_by_rows(W, x, t):
    return np.repeat(measured(W, x, t).sum(axis=1, keepdims=True), W.shape[1], axis=1)


ROWS = {
    "11.1": Choice(
        ("none", "only the complex step", "only the differences", "both"),
        who_notices,
        "Change a copy of the gradient, and compare both with each method by `worst_error`.",
    ),
    "11.2": Formula(error_of_the_complex_step(), {}, "3*c3*u"),
    "11.3": Code(
        layers,
        measured,
        ("the slopes",),
        (
            ("all weights are moved together: move one, and put it back", moved_together),
            ("all weights of a row are moved together: move one, and put it back", moved_by_rows),
        ),
    ),
    "11.4": Numbers(
        best_and_harm,
        within=0.02,
        mistakes=(
            ("the two are exchanged: first the best alpha, then the first that does harm", exchanged),
            ("these are places in the list, and not the values of alpha there", places),
        ),
        look="`after` holds the loss after the step for each of `alphas`.",
    ),
}
