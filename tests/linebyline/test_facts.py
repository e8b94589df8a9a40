"""Facts that a derivation assumes: what follows from them is proved, shown with them, and refused without them."""

import pytest
from proofs import claim, claim_where
from sympy import Abs, Derivative, Eq, Integer, KroneckerDelta, Ne, Sum, log, sqrt, symbols

from book.notation import H, X, Y, a, h, i, k, m, o, t, v, x, z_h
from linebyline import Derivation, Name, StepError
from linebyline.display import lines_as_html

u, q = symbols("u q", real=True)
p, s = Name("p", [Y]), Name("s", [Y])
ONE, TWO = Eq(Sum(p[k], (k, 1, Y)), 1), {o: (1, Y), k: (1, Y)}
mean = Sum(p[o] * s[o], (o, 1, Y))
FOLLOWS = {
    "a sum of one": ([ONE], Sum(p[k], (k, 1, Y)), Integer(1), {}),
    "a sum of one, twice": ([ONE], Sum(p[k] * p[o], (k, 1, Y), (o, 1, Y)), Integer(1), {}),
    "the variance": (
        [ONE],
        Sum(p[k] * (s[k] - mean) ** 2, (k, 1, Y)),
        Sum(p[k] * s[k] ** 2, (k, 1, Y)) - mean**2,
        {},
    ),
    "two facts": ([Eq(u, q), Eq(q, 3)], u * q, Integer(9), {}),
    "indices that differ": ([Ne(o, k)], Derivative(p[o] ** 2, p[k]), Integer(0), TWO),
    "an index that is not the first": ([Ne(o, 1)], KroneckerDelta(1, o), Integer(0), {o: (1, Y)}),
    "a positive number": ([u > 0], sqrt(u**2), u, {}),
    "a negative number": ([u < 0], Abs(u), -u, {}),
    "a positive entry": ([p[o] > 0], Abs(p[o]), p[o], {o: (1, Y)}),
    "logarithms": ([u > 0, q > 0], log(u * q), log(u) + log(q), {}),
    "a name that stands for a sum": ([Eq(z_h[h], 0)], a[h], Integer(1) / 2, {h: (1, H)}),
    "a function's argument": (
        [Eq(Sum(v[h, m] * x[m], (m, 1, X)), u)],
        log(1 + z_h[h] ** 2),
        log(1 + u**2),
        {h: (1, H)},
    ),
}


@pytest.mark.parametrize("name", FOLLOWS)
def test_what_follows_is_proved_and_says_what_it_assumes(name):
    facts, start, line, given = FOLLOWS[name]
    proved = claim_where(facts, start, line, given=given)
    assert proved.assuming == tuple(facts) and ", assuming " in proved.proof
    assert repr(proved).startswith("assuming ") and "assuming \\(" in lines_as_html([proved], True)


@pytest.mark.parametrize("name", FOLLOWS)
def test_it_is_refused_without_its_facts(name):
    _, start, line, given = FOLLOWS[name]
    with pytest.raises(StepError) as caught:
        claim(start, line, given=given)
    assert caught.value.outcome in ("refuted", "not established")


@pytest.mark.parametrize(
    "facts, words",
    [
        ([u > 0, u < 0], "do they contradict each other"),
        ([Eq(Sum(p[k], (k, 1, Y)), 1), Eq(Sum(p[o], (o, 1, Y)), 2)], "do they contradict each other"),
        ([Eq(u**2, 1)], r"not understood as a fact: Eq\(u\*\*2, 1\); write Eq"),
        ([u >= 0], "not understood as a fact"),
        ([Ne(u, 1)], "only indices that `given` declares"),
        ([Eq(u, u + q)], "solve it for u"),
        ([Eq(p[i], 1)], "neither bound by a sum nor given a range"),
        ([Eq(u, u)], "a fact that is assumed is True"),
    ],
)
def test_facts_that_are_not_understood_or_contradict_each_other_are_refused(facts, words):
    with pytest.raises(StepError, match=words) as caught:
        Derivation(q, assuming=facts)
    assert caught.value.outcome == "refused"


def test_a_fact_that_is_no_list_of_facts_is_a_type_error():
    with pytest.raises(TypeError, match="assuming takes a list of facts"):
        Derivation(q, assuming=Eq(u, 1))


def test_a_counterexample_is_one_in_which_the_facts_hold():
    with pytest.raises(StepError) as caught:
        claim_where([ONE, p[1] > 0], p[1], t[1])
    values = {str(symbol): value for symbol, value in caught.value.instance.values.items()}
    assert sum(value for name, value in values.items() if name[0] == "p") == 1 and values["p[1]"] > 0


def test_a_bound_uses_the_facts_too():
    assert Derivation(q, assuming=[u > 0]).at_most("u is positive", q + u, u).assuming == (u > 0,)
    with pytest.raises(StepError, match="may be < 0"):
        Derivation(q).at_most("u may be negative", q + u, u)


def test_lines_of_two_derivations_are_not_joined_where_they_assume_different_things():
    first = Derivation(u, assuming=[Eq(u, q)]).step("assumed", q)
    second = Derivation(u).differs("in general", q)
    assert "assuming u = q" in repr(first) and "assuming" not in repr(second)
