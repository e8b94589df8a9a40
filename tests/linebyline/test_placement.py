"""The second route sees a fault of the first also where a factor is 0 in every small network."""

import pytest
from sympy import Integer, KroneckerDelta, Max, Piecewise, Sum, Symbol

import linebyline.derivation
from book.notation import H, Y, j, k, o, t
from linebyline import Derivation, Name, StepError
from linebyline.placement import counted_parts, telling

u = Symbol("u", real=True)
TWO = {o: (1, Y), k: (1, Y)}
count, hidden = Name("c", [], lambda: Y), Name("g", [], lambda: Y**2 - 3 * Y + 2)
HIDING = {
    "two widths": (Y - 1) * (Y - 2),
    "six widths": (Y - 1) * (Y - 2) * (Y - 3) * (Y - 4) * (Y - 5) * (Y - 6),
    "equal widths": Y - H,
    "a name for a width": (count - 1) * (count - 2),
    "a name for the factor": hidden,
    "a count": Sum(1, (j, 1, H)) - 2,
    "equal indices": 1 - KroneckerDelta(o, k),
    "all but one index": KroneckerDelta(o, 3),
    "widths and indices": (Y - 1) * (Y - 2) * (1 - KroneckerDelta(o, k)) * KroneckerDelta(o, 5),
    "a kink": Max(Y - 2, 0),
    "a condition": Piecewise((1, Y > 5), (0, True)),
}


@pytest.mark.parametrize("name", HIDING)
def test_a_fault_of_the_normal_form_is_seen_behind(name, monkeypatch):
    monkeypatch.setattr(linebyline.derivation, "equal", lambda *_: True)
    for other in (Integer(0), u):
        with pytest.raises(StepError, match="contradicts itself"):
            Derivation(other + HIDING[name] * t[1], TWO).step("not so", other + 2 * HIDING[name] * t[1])


def test_a_line_without_such_a_factor_costs_no_further_network():
    assert not counted_parts([Sum(t[k] ** 2, (k, 1, Y)) + 2 * t[o]])
    assert telling([t[o] * t[k]], TWO, lambda at: True) is None


def test_only_a_choice_that_is_allowed_is_taken():
    at = telling([KroneckerDelta(o, k) * t[1]], TWO, lambda at: at[o] != at[k])
    assert at is not None and at[o] != at[k]
