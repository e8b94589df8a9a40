"""The reader who types a refusal again: satisfied by what the engine prints, and by nothing slightly else."""

import re

import pytest
from replay import NotReplayed, replay
from sympy import Derivative, Function, Sum

from book.notation import H, X, Y, a, delta_o, epsilon, h, i, k, o, t, v, w, x, z
from linebyline import Derivation, Name, StepError, Unknown

f = Function("f")
loss = Unknown("C", of=Name("s", [Y], lambda k: t[k] * z))
WRONG = {
    "a sum": (Sum(t[k], (k, 1, Y)), 2 * Sum(t[k], (k, 1, Y)), {}),
    "an output weight": (Derivative(epsilon, w[o, h]), 2 * delta_o[o] * a[h], {o: (1, Y), h: (1, H)}),
    "a hidden weight": (Derivative(epsilon, v[h, i]), delta_o[1] * x[i], {h: (1, H), i: (1, X)}),
    "an unknown function": (Derivative(f(2 * z), z), f(z), {}),
    "an unknown loss": (Derivative(loss, z), Sum(loss.slope[k], (k, 1, Y)), {}),
    "a layer": (Name("a^2", [H])[h] ** 2, Name("a^2", [H])[h], {h: (1, H)}),
}


def refusal(name: str) -> StepError:
    start, line, given = WRONG[name]
    with pytest.raises(StepError) as caught:
        Derivation(start, given).step("wrong", line)
    return caught.value


@pytest.mark.parametrize("name", WRONG)
def test_a_message_that_is_slightly_wrong_is_noticed(name):
    error = refusal(name)
    message, parts = str(error), (error.before, error.line, error.instance.sizes)
    replay(message, *parts)
    number = re.search(r"= \[*(-?0\.\d)", message)[1]
    left = re.search(r"before is (\S+),", message)[1]
    for wrong in (
        message.replace(f"[{number}", f"[{float(number) + 0.2:g}", 1) if f"[{number}" in message else None,
        message.replace(f"= {number}", f"= {float(number) + 0.2:g}", 1) if f"= {number}" in message else None,
        message.replace(f"before is {left}", f"before is {left}1"),
        message.replace("  line:   ", "  line:   2*"),
        message.replace("  before: ", "  before: 1 + "),
        message.replace("this line is", "this is"),
    ):
        if wrong is not None:
            assert wrong != message
            with pytest.raises(NotReplayed):
                replay(wrong, *parts)
