"""Functions known by their definition: their slopes, and what the engine proves and refuses about them."""

import pytest
from sympy import Derivative, Lambda, Piecewise, Rational, Sum, Symbol, exp

from book.induction import Induction
from book.layers import L, l
from book.notation import Y, activated, j, k, o, z
from linebyline.derivation import Derivation
from linebyline.functions import activation, loss, sigma, slope, slope_of_value
from linebyline.lines import StepError
from linebyline.names import Name, total
from netlib.activations import ACTIVATIONS, Coupled
from netlib.losses import LOSSES

SINGLE = {name: row for name, row in ACTIVATIONS.items() if not isinstance(row, Coupled)}
EACH = pytest.mark.parametrize("row", SINGLE.values(), ids=SINGLE)
VALUE = Symbol("a", real=True)


@EACH
def test_the_slope_is_proved_and_a_wrong_one_refused(row):
    f = activation(row.name, row.expression)
    true = f(z).fdiff(1)
    Derivation(Derivative(f(z), z)).step("the slope", true)
    for wrong in (-true, 2 * true, true + z, true * f(z)):
        if wrong != true:
            with pytest.raises(StepError, match="refuted"):
                Derivation(Derivative(f(z), z)).step("wrong", wrong)


def test_a_slope_that_is_wrong_on_one_side_of_a_kink_only_is_a_soundness_error(monkeypatch):
    """The normal form believes a function's slope; the second route knows only its definition, and tries both sides."""
    ramp = activation("ramp", "Piecewise((z, z > 0), (0, True))")
    monkeypatch.setattr("linebyline.functions.slope_of_value", lambda function: Lambda(VALUE, 1))
    with pytest.raises(StepError, match="contradicts itself"):
        Derivation(Derivative(ramp(z), z)).step("1 everywhere?", Rational(1))


def test_the_slope_in_terms_of_the_value_is_found_not_typed():
    assert slope_of_value(sigma)(VALUE) == VALUE * (1 - VALUE)
    assert slope_of_value(activation("tanh", ACTIVATIONS["tanh"].expression))(VALUE) == 1 - VALUE**2
    assert slope_of_value(activation("softplus", "log(1 + exp(z))"))(VALUE) == 1 - exp(-VALUE)
    assert slope_of_value(activation("silu", "z*sigma(z)")) is None
    assert slope_of_value(activation("square", "z**2")) is None, "two slopes for one value"
    assert slope_of_value(activation("bump", "exp(-z**2)")) is None
    cube = slope_of_value(activation("cube", "z**3"))
    assert cube is None or cube(VALUE).subs(VALUE, 8) == 12


def test_a_kinked_function_that_falls_somewhere_has_no_slope_in_terms_of_its_value():
    assert slope_of_value(activation("absolute", "Piecewise((z, z > 0), (-z, True))")) is None
    leaky = slope_of_value(activation("leaky", "Piecewise((z, z > 0), (z/100, True))"))
    assert leaky(VALUE).definition(VALUE) == Piecewise((1, VALUE > 0), (Rational(1, 100), True))
    assert slope(activation("absolute", "Piecewise((z, z > 0), (-z, True))"))(z).definition(z) == Piecewise(
        (1, z > 0), (-1, True)
    )


def test_old_friends_are_recognised_and_strangers_are_not():
    tanh = activation("tanh", ACTIVATIONS["tanh"].expression)
    Derivation(tanh(z)).step("a stretched sigmoid", 2 * sigma(2 * z) - 1)
    for wrong in (2 * sigma(z) - 1, 2 * sigma(2 * z), sigma(2 * z) - 1):
        with pytest.raises(StepError, match="refuted"):
            Derivation(tanh(z)).step("wrong", wrong)


def test_the_softmax_adds_up_to_one():
    sums = Name("z", [Y])
    outputs = Name("y", [Y], activated("softmax", ACTIVATIONS["softmax"].expression, sums))
    Derivation(Sum(outputs[k], (k, 1, Y))).step("a distribution", Rational(1))
    with pytest.raises(StepError, match="refuted"):
        Derivation(Sum(outputs[k] ** 2, (k, 1, Y))).step("not its squares", Rational(1))


def test_the_mean_knows_the_number_of_outputs():
    one = loss("mse", LOSSES["mse"].expression, Y)
    t, y = Name("t", [Y]), Name("y", [Y])
    error = Name("epsilon", [], lambda: total(lambda k: one(t[k], y[k]), Y))
    d = Derivation(Derivative(error, y[o]), {o: (1, Y)})
    d.step("the mean", -2 * (t[o] - y[o]) / Y)
    with pytest.raises(StepError, match="refuted"):
        d.step("the sum", -2 * (t[o] - y[o]))


@EACH
def test_the_induction_holds_for_every_activation(row):
    def claim(net, layer):
        return Derivative(net.epsilon, net.z[layer][j]), -2 * net.delta[layer][j]

    f = activation(row.name, row.expression)
    proof = Induction(claim, f)
    proof.base.step("layer L", -2 * proof.top.delta[L][j])
    proof.step.step("from layer l + 1 to l", -2 * proof.cut.delta[l][j])
    assert proof.conclude("for every layer").expression == -2 * proof.cut.delta[l][j]
    with pytest.raises(StepError, match="refuted"):
        proof.step.step("a sign", 2 * proof.cut.delta[l][j])
