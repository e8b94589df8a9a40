"""The induction: what it proves, what it refuses, and that its unknown loss is really unknown."""

import pytest
from sympy import Derivative, Sum, Symbol, diff

from book.induction import Induction, InductionError
from book.layers import L, closed_layers, l, open_layers
from book.notation import i, j, k
from linebyline.derivation import Derivation
from linebyline.finding import sympy_finds
from linebyline.lines import StepError
from linebyline.names import Name, Unknown, total
from linebyline.rules import common_factor, folding
from linebyline.witness import evaluate, instance_at
from linebyline.written import write_out


def claim(net, layer):
    return Derivative(net.epsilon, net.z[layer][j]), -2 * net.delta[layer][j]


def finish_base(induction):
    induction.base.step("SymPy finds", sympy_finds(induction.base.start, induction.base.given))
    induction.base.step("delta", folding(induction.top.delta[L]))


def finish_step(induction):
    induction.step.step("SymPy finds", sympy_finds(induction.step.start, induction.step.given))
    for rule in (folding(induction.cut.delta[l + 1]), common_factor, folding(induction.cut.delta[l])):
        induction.step.step("names", rule)


def test_the_claim_is_proved_for_every_layer():
    induction = Induction(claim)
    finish_base(induction)
    finish_step(induction)
    line = induction.conclude("by induction", id="E46")
    assert (line.start, line.expression) == claim(induction.cut, l) and line.id == "E46"
    assert "base: 2 lines" in line.proof and "step: 4 lines" in line.proof
    at = induction.cut_at(l, l)
    edge = {j: (1, at.n[l]), i: (1, at.n[l - 1])}
    weight = Derivation(Derivative(at.epsilon, at.w[l][j, i]), edge)
    weight.step("the weights", -2 * at.delta[l][j] * at.a[l - 1][i])
    with pytest.raises(StepError, match="-1 times"):
        weight.step("a sign", 2 * at.delta[l][j] * at.a[l - 1][i])


@pytest.mark.parametrize("finish, words", [(finish_base, "step, from layer l"), (finish_step, "base case, in layer L")])
def test_half_an_induction_proves_nothing(finish, words):
    induction = Induction(claim)
    finish(induction)
    with pytest.raises(InductionError, match=words):
        induction.conclude("by induction")
    with pytest.raises(InductionError, match="only once it is proved"):
        induction.cut_at(l, l)


def test_a_wrong_factor_passes_the_step_and_fails_the_base():
    halved = Induction(lambda net, layer: (claim(net, layer)[0], -net.delta[layer][j]))
    halved.step.step("SymPy finds", sympy_finds(halved.step.start, halved.step.given))
    halved.step.step("a wrong claim follows from a wrong claim", -halved.cut.delta[l][j])
    with pytest.raises(StepError, match="the line before is 2 times this line"):
        halved.base.step("but it is not true of the outputs", -halved.top.delta[L][j])


def wrong_lines(cut):
    a, w, delta, n = cut.a, cut.w, cut.delta, cut.n
    sent_back = total(lambda k: delta[l + 1][k] * w[l + 1][k, j], n[l + 1])
    slope = a[l][j] * (1 - a[l][j])
    return [
        (2 * slope * sent_back, "-1 times"),
        (-slope * sent_back, "2 times"),
        (-2 * a[l][j] * sent_back, r"lacks the factor \(1 - a\^\(l\)\[j\]\)"),
        (-2 * cut.z[l][j] * (1 - a[l][j]) * sent_back, r"the weighted sum z\^\(l\) is written for the activation"),
        (-2 * slope * total(lambda k: delta[l + 1][k], n[l + 1]), "are left out of the sum"),
        (-2 * slope * total(lambda k: w[l + 1][k, j], n[l + 1]), "minus this line is"),
        (-2 * slope * total(lambda k: delta[l + 1][k] * w[l + 1][j, k], n[l + 1]), "this place of w"),
        (-2 * slope * delta[l + 1][k] * w[l + 1][k, j], "neither bound by a sum nor given a range"),
    ]


@pytest.mark.parametrize("which", range(8))
def test_a_wrong_step_is_refused_with_a_reason(which):
    step = Induction(claim).step
    cut = open_layers(l, l + 1, claim)
    line, words = wrong_lines(cut)[which]
    derivation = Derivation(Derivative(cut.epsilon, cut.z[l][j]), step.given)
    with pytest.raises(StepError, match=words):
        derivation.step("wrong", line)
    assert derivation.lines == []


@pytest.mark.parametrize(
    "bad",
    [
        lambda net, layer: -2 * net.delta[layer][j],
        lambda net, layer: (Derivative(net.epsilon, net.w[layer][j, i]), -2 * net.delta[layer][j]),
        lambda net, layer: (Derivative(net.z[layer][j], net.z[layer][j]), -2 * net.delta[layer][j]),
        lambda net, layer: (Derivative(net.epsilon, net.z[L][j]), -2 * net.delta[layer][j]) if layer == L else None,
    ],
)
def test_a_claim_of_another_form_is_refused(bad):
    with pytest.raises((ValueError, TypeError)):
        Induction(bad)


def test_a_claim_must_say_what_delta_is():
    with pytest.raises(ValueError, match="does not say what delta"):
        open_layers(l, l + 1, lambda net, layer: (claim(net, layer)[0], 5 * net.a[layer][j]))


def test_the_hypothesis_speaks_of_layer_l_plus_1_only():
    induction = Induction(claim)
    z = induction.cut.z
    own, next_ = (Derivative(induction.cut.epsilon, z[layer][k]) for layer in (l, l + 1))
    assert induction.hypothesis(own, {}) == own
    assert induction.hypothesis(next_, {}) == -2 * induction.cut.delta[l + 1][k]


def test_of_an_unknown_function_no_second_derivative_is_known():
    cut = open_layers(l, l + 1, claim)
    given = {j: (1, cut.n[l]), k: (1, cut.n[l + 1])}
    by_z, by_delta = (
        Derivative(Derivative(cut.epsilon, cut.z[l + 1][k]), cut.z[l][j]),
        Derivative(cut.delta[l + 1][k], cut.z[l][j]),
    )
    twice = Derivative(cut.epsilon, cut.z[l + 1][k], cut.z[l + 1][k])
    for second in (by_z, by_delta, twice):
        assert second != 0
        with pytest.raises(StepError, match="only the first derivatives are known|mixes a name"):
            Derivation(second, given).step("zero?", second * 0)


def test_the_unknown_feels_only_what_it_is_a_function_of():
    cut = open_layers(l, l + 1, claim)
    stranger = Name("q", [cut.n[l]])
    assert diff(cut.epsilon, stranger[j]) == 0
    assert diff(cut.epsilon, cut.w[l + 1][k, j]) != 0


def test_the_second_route_gives_the_unknown_a_function_with_mixed_terms():
    """The chain rule is tried on a function that couples its arguments, entries given back all at once."""
    cut = open_layers(l, l + 1, claim)
    sizes = {cut.n[l - 1]: 1, cut.n[l]: 2, cut.n[l + 1]: 2, j: 2}
    slope = Derivative(cut.epsilon, cut.z[l][j])
    by_rule = Sum(
        Derivative(cut.epsilon, cut.z[l + 1][k]) * Derivative(cut.z[l + 1][k], cut.z[l][j]), (k, 1, cut.n[l + 1])
    )
    instance = instance_at(sizes, [slope, by_rule])
    assert "epsilon = " in str(instance)
    assert abs(evaluate(slope, instance) - evaluate(by_rule, instance)) < 1e-30
    first, second = (Symbol(f"z^(l+1)[{n}]", real=True) for n in (1, 2))
    unknown = Unknown("epsilon", of=Name("z^{l+1}", [cut.n[l + 1]]))
    written = write_out(unknown, sizes)
    assert written.diff(first, second) != 0 and written.diff(first, first, first) != 0


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_explicit_depths_agree_with_the_induction(depth):
    net = closed_layers(1, depth)
    for layer in range(1, depth + 1):
        direct = Derivation(Derivative(net.epsilon, net.z[layer][j]), {j: (1, net.n[layer])})
        direct.step("as claimed", -2 * net.delta[layer][j])
