"""Wrong answers to the exercises on the famous example."""

import numpy as np
from sympy import Integer, Sum

from book.exercises.chapter_12 import delta_b, the_rule
from book.live_figures import FAMOUS
from book.notation import Y, delta_o, o, start, t

start()
OLD = [np.array(table) for table in FAMOUS["w"]]
NEW_V, NEW_W = the_rule(*OLD, 0.5)
all_deltas = Sum(delta_b[o], (o, 1, Y))


def off_by(step):
    V, W = step(*OLD, 0.5)
    return np.abs(V - NEW_V).max(), np.abs(W - NEW_W).max()


def passes_all(step):
    return True


def passes_none(step):
    return False


def too_coarse(step):
    return max(off_by(step)) < 1e-3


def too_strict(step):
    return max(off_by(step)) == 0


def looks_at_W_alone(step):
    return off_by(step)[1] < 1e-9


def looks_at_V_alone(step):
    return off_by(step)[0] < 1e-9


def stops(step):
    assert max(off_by(step)) < 1e-9
    return True


def many_truths(step):
    return step(*OLD, 0.5)[0] == NEW_V


WRONG_ANSWERS = {
    "12.1": [
        ("it is higher", "not what happens"),
        ("it is about the same", "not what happens"),
        ("It is about the same ", "a thousand times"),
    ],
    "12.2": [
        (all_deltas, "the sign is wrong"),
        (-2 * all_deltas, "a constant factor is too large"),
        (-all_deltas / 2, "a constant factor is too small"),
        (-delta_b[o], "o"),
        (-delta_b[1], "different values"),
        (-Sum(delta_o[o], (o, 1, Y)), "different values"),
        (-Sum(t[o], (o, 1, Y)), "your formula gives"),
        (Integer(0), "your formula gives"),
    ],
    "12.3": [
        (passes_all, "returns True for the program that updates layer by layer"),
        (passes_none, "returns False for the rule"),
        (too_coarse, "returns True for the program that updates layer by layer"),
        (too_strict, "how many digits should be equal?"),
        (looks_at_W_alone, "which table can show it?"),
        (looks_at_V_alone, "returns True for a program that leaves W as it is"),
        (stops, "your test stopped with AssertionError"),
        (many_truths, "True or False, not a ndarray"),
    ],
}
