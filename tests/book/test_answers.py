"""Common mistakes: each is refuted, and a line that is right, or that has no meaning, is no mistake."""

import pytest
from sympy import Derivative

from book.answers import answer
from book.notation import H, X, Y, a, delta_h, delta_o, epsilon, h, i, o, v, w, x
from linebyline import StepError

TO_OUTPUT, TO_HIDDEN = {o: (1, Y), h: (1, H)}, {h: (1, H), i: (1, X)}


def test_a_mistake_is_answered_with_its_cause_and_numbers():
    said = answer(Derivative(epsilon, w[o, h]), -2 * delta_o[o], TO_OUTPUT)
    assert "this line lacks the factor a[h]" in str(said) and "counterexample" in str(said)
    assert "lacks the factor" in said._repr_html_() and "<table>" in said._repr_html_()


@pytest.mark.parametrize(
    "right, line, given",
    [
        (Derivative(epsilon, w[o, h]), -2 * delta_o[o] * a[h], TO_OUTPUT),
        (Derivative(epsilon, v[h, i]), -2 * delta_h[h] * x[i], TO_HIDDEN),
    ],
)
def test_a_right_line_is_no_mistake(right, line, given):
    with pytest.raises(ValueError, match="no mistake"):
        answer(right, line, given)


def test_a_line_without_a_meaning_is_not_passed_off_as_a_mistake():
    with pytest.raises(StepError, match="refused"):
        answer(delta_o[o], delta_o[h], TO_OUTPUT)


def test_a_mistake_without_a_cause_has_no_place_on_the_page(monkeypatch):
    monkeypatch.setattr(StepError, "explanation", property(lambda error: "", lambda error, words: None), raising=False)
    with pytest.raises(ValueError, match="names no cause"):
        answer(Derivative(epsilon, w[o, h]), -2 * delta_o[o], TO_OUTPUT)
