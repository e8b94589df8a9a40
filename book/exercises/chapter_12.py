"""The exercises of the chapter on the famous example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sympy import Derivative, Sum, Symbol

from book.exercises.formula import Formula
from book.exercises.numbers import Choice
from book.exercises.verdict import Verdict, article, rejected, right, waiting, wrong
from book.live_figures import FAMOUS
from book.notation import H, Y, a, h, k, sigma, t, w
from linebyline import Name
from netlib import Network
from netlib.gradcheck import complex_step, network_gradient

INPUTS, TARGETS = np.array(FAMOUS["x"]), np.array(FAMOUS["t"])

b = Symbol("b")  #: the bias that all outputs share
y_b = Name("y_b", [Y], lambda k: sigma(Sum(w[k, h] * a[h], (h, 1, H)) + b))
delta_b = Name("delta_b", [Y], lambda k: y_b[k] * (1 - y_b[k]) * (t[k] - y_b[k]))


def loss_after(steps: int, free: bool) -> float:
    """The loss of the example when its biases are free to learn, or stay as they are."""
    net = Network(FAMOUS["w"], FAMOUS["b"])
    for _ in range(steps):
        net.step(INPUTS, TARGETS, alpha=FAMOUS["alpha"])
        if not free:
            net.biases = [np.array(biases) for biases in FAMOUS["b"]]
    return net.loss(INPUTS, TARGETS)


def what_free_biases_do() -> str:
    ratio = loss_after(1_000, free=True) / loss_after(1_000, free=False)
    return "it is less than half" if ratio < 0.5 else "it is higher" if ratio > 1.5 else "it is about the same"


def the_rule(V, W, rate):
    """Down the gradient of the complex step: no delta is used."""
    net = Network([V, W], FAMOUS["b"], loss="half_sse")
    slopes, _ = network_gradient(complex_step, net, INPUTS, TARGETS)
    return tuple(table - rate * slope for table, slope in zip((V, W), slopes))


def rounded_otherwise(V, W, rate):
    return tuple(np.nextafter(table, np.inf) for table in the_rule(V, W, rate))


def layer_by_layer(V, W, rate):
    """The new V as the rule makes it of the new W: deltas of the outputs from before, their way back from after."""
    _, hidden, outputs = Network([V, W], FAMOUS["b"]).forward(INPUTS)
    _, new_W = the_rule(V, W, rate)
    back = new_W.T @ (outputs * (1 - outputs) * (TARGETS - outputs))
    return V + rate * np.outer(hidden * (1 - hidden) * back, INPUTS), new_W


def without_V(V, W, rate):
    return V, the_rule(V, W, rate)[1]


def without_W(V, W, rate):
    return the_rule(V, W, rate)[0], W


def twice(V, W, rate):
    return the_rule(V, W, 2 * rate)


def uphill(V, W, rate):
    return the_rule(V, W, -rate)


@dataclass(frozen=True)
class WrittenTest:
    """A test that the reader writes. It gets a program, and has to return True for each of the `good` ones alone.

    The programs stand with the words for what they do.
    """

    good: tuple[tuple[str, Callable], ...]
    bad: tuple[tuple[str, Callable], ...]

    def judge(self, number: str, answer: object) -> Verdict:
        if not callable(answer):
            return rejected(number, f"expected is a function: pass its name without brackets, not {article(answer)}")
        for programs, expected in ((self.good, True), (self.bad, False)):
            for words, program in programs:
                try:
                    told = answer(program)
                except Exception as error:
                    return wrong(number, f"your test stopped with {type(error).__name__} ({error}) at {words}")
                if told is None or told is ...:
                    return waiting(number, "your function returns nothing")
                if not isinstance(told, (bool, np.bool_)):
                    return wrong(number, f"your test has to return True or False, not {article(told)}")
                if told != expected:
                    return wrong(number, f"your test returns {told} for {words}")
        return right(number, "Your test passes every right program, and no wrong one")


ROWS = {
    "12.1": Choice(
        ("it is higher", "it is about the same", "it is less than half"),
        what_free_biases_do,
        "Make a `Network` with his weights and biases, call its `step` a thousand times, and halve the loss.",
    ),
    "12.2": Formula(Derivative(Sum((t[k] - y_b[k]) ** 2, (k, 1, Y)) / 2, b), {}),
    "12.3": WrittenTest(
        good=(
            ("the rule", the_rule),
            ("the rule, with another last bit: how many digits should be equal?", rounded_otherwise),
        ),
        bad=(
            ("the program that updates layer by layer: which table can show it?", layer_by_layer),
            ("a program that leaves V as it is", without_V),
            ("a program that leaves W as it is", without_W),
            ("a program with steps twice as long", twice),
            ("a program that goes uphill", uphill),
        ),
    ),
}
