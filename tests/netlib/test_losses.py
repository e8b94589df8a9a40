"""Every row of the loss table, against its own definition, and every pair of an output activation with a loss."""

from functools import cache

import mpmath
import numpy as np
import pytest
from sympy import Derivative, Float, Sum, Symbol, symbols

from book.notation import Y, activated, epsilon, k, o, t, y
from linebyline.derivation import Derivation
from linebyline.finding import sympy_finds
from linebyline.functions import activation, loss
from linebyline.instance import Instance
from linebyline.lines import StepError
from linebyline.names import Name, total
from linebyline.rules import through
from linebyline.witness import evaluate
from netlib import Network, activations
from netlib.activations import ACTIVATIONS, Coupled, softmax
from netlib.gradcheck import complex_step
from netlib.losses import LOSSES, Loss, add, fits, pairs

ROWS = pytest.mark.parametrize("row", LOSSES.values(), ids=LOSSES)
EACH_PAIR = pytest.mark.parametrize("row, its_loss", list(pairs()), ids=lambda row: row.name)
RNG = np.random.default_rng(0)
TARGETS, OUTPUTS = RNG.uniform(0.1, 0.9, size=(2, 50))
FAR = RNG.normal(scale=3, size=50)  # targets on both sides of the Huber loss's corners
EPS = np.finfo(float).eps


@ROWS
def test_the_value_is_the_definition(row):
    targets = FAR if row.outputs == "numbers" else TARGETS
    target, output = symbols("t y", real=True)
    expression = loss(row.name, row.expression, len(OUTPUTS))(target, output)
    expression = expression.definition(target, output) if hasattr(expression, "definition") else expression
    expected = [
        float(expression.subs({target: Float(p, 50), output: Float(q, 50)}))
        for p, q in zip(targets, OUTPUTS, strict=True)
    ]
    np.testing.assert_allclose(row.value(targets, OUTPUTS), expected, rtol=8 * EPS)


@ROWS
def test_the_derivative_is_that_of_the_value(row):
    targets = FAR if row.outputs == "numbers" else TARGETS
    independent = complex_step(lambda output: row.value(targets, output).sum(), OUTPUTS)
    largest = np.abs(independent).max()  # where two terms nearly cancel there are few digits left
    np.testing.assert_allclose(row.derivative(targets, OUTPUTS), independent, rtol=0, atol=8 * EPS * largest)


def test_the_table_and_the_engine_mean_the_same_loss():
    one = loss("sse", LOSSES["sse"].expression, Y)(t[k], y[k])
    assert Sum(one, (k, 1, Y)).dummy_eq(epsilon.definition())


@cache
def derived_delta(row, its_loss):
    """Minus half the derivative of the loss by an output's weighted sum, as the engine derives it."""
    z = Name("z", [Y])
    outputs = Name("y", [Y], activated(row.name, row.expression, z))
    one = loss(its_loss.name, its_loss.expression, Y)
    error = Name("epsilon", [], lambda: total(lambda k: one(t[k], outputs[k]), Y))
    derivation = Derivation(-Derivative(error, z[o]) / 2, {o: (1, Y)})
    if not isinstance(row, Coupled):
        derivation.step("SymPy finds", sympy_finds(derivation.start, derivation.given))
        return derivation.last, outputs
    derivation.step("chain rule", through(outputs))
    u = Symbol("u", real=True)
    slope = one(t[k], u).diff(u).xreplace({u: outputs[k]})
    passed_on = outputs[o] * (slope.xreplace({k: o}) - Sum(slope * outputs[k], (k, 1, Y)))
    derivation.step("the Jacobian of the softmax", -passed_on / 2)
    return derivation.last, outputs


def case(row, its_loss, seed):
    rng = np.random.default_rng(seed)
    z, targets = rng.normal(scale=2, size=3), rng.normal(scale=2, size=3)
    if its_loss.outputs != "numbers":
        targets = rng.uniform(size=3)
        targets = targets / targets.sum() if its_loss.outputs == "distribution" else targets
    return z, targets


def scale(net, z, targets):
    """The size of what is added up: the deltas of a softmax are differences of these."""
    (row,), loss = net.activation_functions, net.loss_function
    slopes = np.abs(loss.derivative(targets, net(z)))
    return slopes.max() if isinstance(row, Coupled) else np.abs(net.deltas(net.forward(z), targets)[0]).max()


@EACH_PAIR
def test_the_engine_derives_what_netlib_runs(row, its_loss):
    """Every output of three, with targets of both signs: the proved expression in 50 digits, and the program."""
    delta, _ = derived_delta(row, its_loss)
    for seed in range(4):
        z, targets = case(row, its_loss, seed)
        net = Network([np.eye(3)], activation=row.name, loss=its_loss.name)
        (ours,) = net.deltas(net.forward(z), targets)
        values = {Symbol(f"z[{n + 1}]", real=True): Float(z[n], 50) for n in range(3)}
        values |= {Symbol(f"t[{n + 1}]", real=True): Float(targets[n], 50) for n in range(3)}
        exact = [float(evaluate(delta, Instance({Y: 3, o: n + 1}, values))) for n in range(3)]
        np.testing.assert_allclose(ours, exact, rtol=0, atol=32 * EPS * scale(net, z, targets))


@EACH_PAIR
def test_the_delta_of_a_pair_is_the_derivative(row, its_loss):
    z, targets = case(row, its_loss, 7)
    net = Network([np.eye(3)], activation=row.name, loss=its_loss.name)
    (ours,) = net.deltas(net.forward(z), targets)
    independent = complex_step(lambda z: net.loss(z, targets), z) / -2
    np.testing.assert_allclose(ours, independent, rtol=0, atol=32 * EPS * scale(net, z, targets))


@EACH_PAIR
def test_a_wrong_delta_of_a_pair_is_refused(row, its_loss):
    delta, _ = derived_delta(row, its_loss)
    derivation = Derivation(delta, {o: (1, Y)})
    with pytest.raises(StepError, match="refuted"):
        derivation.step("a sign", -delta)


def test_softmax_with_cross_entropy_needs_targets_that_add_up_to_one():
    """y - t holds only then: in general the slope is y times the sum of the targets, minus t."""
    delta, outputs = derived_delta(ACTIVATIONS["softmax"], LOSSES["cce"])
    any_targets = Derivation(delta, {o: (1, Y)})
    any_targets.step("in general", (t[o] - outputs[o] * Sum(t[k], (k, 1, Y))) / 2)
    with pytest.raises(StepError, match="refuted"):
        any_targets.step("too quickly", (t[o] - outputs[o]) / 2)


def test_a_saturated_output_has_a_finite_gradient_and_a_finite_loss():
    """Slope times derivative would be 0 times infinity, and the logarithm of the output that of 0."""
    net = Network([[[1.0]]], activation="sigmoid", loss="bce")
    (delta,) = net.deltas(net.forward([1000.0]), [0.0])
    assert delta == -0.5 and net.loss([1000.0], [0.0]) == 1000
    assert net.loss([1000.0], [1.0]) == 0 and net.loss([50.0], [0.0]) == 50
    assert net.loss([50.0], [1.0]) == pytest.approx(np.exp(-50), rel=1e-14)
    net = Network([np.eye(2)], activation="softmax", loss="cce")
    (delta,) = net.deltas(net.forward([1000.0, 0.0]), [0.0, 1.0])
    assert delta.tolist() == [-0.5, 0.5] and net.loss([1000.0, 0.0], [0.0, 1.0]) == 1000
    assert net.loss([50.0, 0.0], [1.0, 0.0]) == pytest.approx(np.exp(-50), rel=1e-14)
    single = Network([np.eye(1, dtype=np.float32)], loss="bce")
    assert single.loss(np.float32([18]), np.float32([0])) == 18


@pytest.mark.parametrize("row", [row for row in LOSSES.values() if row.value_at], ids=lambda row: row.name)
def test_the_loss_from_the_weighted_sums_is_the_loss_of_the_outputs(row):
    z = RNG.normal(scale=3, size=(20, 4))
    targets = softmax(RNG.normal(size=(20, 4)))
    outputs = ACTIVATIONS[row.canonical].function(z)
    np.testing.assert_allclose(row.value_at(targets, z).sum(), row.value(targets, outputs).sum(), rtol=1e-13)
    assert row.value_at(targets, z).sum() * (1 + 1e-9) != pytest.approx(row.value(targets, outputs).sum(), rel=1e-10)
    with mpmath.workdps(50):  # where the outputs round to 0 and 1
        far = np.array([-60.0, 45.0])
        target = np.array([0.25, 0.75])
        exact_sums = [mpmath.mpf(v) for v in far]
        if row.canonical == "sigmoid":
            logs = [-mpmath.log(1 + mpmath.exp(-v)) for v in exact_sums]
            others = [-mpmath.log(1 + mpmath.exp(v)) for v in exact_sums]
            exact = -sum(p * q + (1 - p) * r for p, q, r in zip(target, logs, others, strict=True))
        else:
            total = mpmath.log(mpmath.fsum(map(mpmath.exp, exact_sums)))
            exact = -sum(p * (v - total) for p, v in zip(target, exact_sums, strict=True))
    assert row.value_at(target, far).sum() == pytest.approx(float(exact), rel=1e-14)


def test_a_saturated_hidden_layer_still_sends_a_gradient_back():
    """Weights a hundred times too large: the slope from the rounded activation would be 0."""
    net = Network([[[100.0]], [[0.5]]])
    (hidden, _), _ = net.gradient([0.9], [0.2])
    with mpmath.workdps(60):
        z = mpmath.mpf(100.0) * mpmath.mpf(0.9)
        a = 1 / (1 + mpmath.exp(-z))
        y = 1 / (1 + mpmath.exp(-a / 2))
        exact = -2 * (mpmath.mpf(0.2) - y) * y * (1 - y) * mpmath.mpf(0.5) * a * (1 - a) * mpmath.mpf(0.9)
    assert float(exact) < 1e-38 and hidden[0, 0] == pytest.approx(float(exact), rel=1e-12)


def test_a_new_row_is_a_new_pair(monkeypatch):
    """One row is enough: found by name, paired, run, and derived by the engine."""

    def fit(a):
        return 3 * np.cbrt(a) ** 2

    row = activations.add(activations.Activation("cube", lambda z: z**3, fit, "z**3"))
    monkeypatch.setitem(ACTIVATIONS, "cube", ACTIVATIONS.pop("cube"))
    assert fits(row, LOSSES["sse"]) and (row, LOSSES["huber"]) in pairs() and not fits(row, LOSSES["bce"])
    net = Network([[[2.0]]], activation="cube", loss="sse")
    (delta,) = net.deltas(net.forward([0.5]), [2.0])
    assert delta == 3 * (2.0 - 1.0)
    assert activation("cube", row.expression)(Symbol("z", real=True)).diff(Symbol("z", real=True)) != 0
    symbolic, _ = derived_delta(row, LOSSES["sse"])
    value = evaluate(
        symbolic, Instance({Y: 1, o: 1}, {Symbol("z[1]", real=True): Float(1), Symbol("t[1]", real=True): Float(2)})
    )
    assert value == 3


def test_a_loss_that_cannot_work_is_refused():
    for row, error, message in (
        (None, TypeError, "row must be a Loss, not NoneType"),
        (LOSSES["sse"], ValueError, "there is a loss 'sse' already"),
        (Loss("odd", np.subtract, np.subtract, "t - y", outputs="odd"), ValueError, "outputs of loss 'odd' is 'odd'"),
    ):
        with pytest.raises(error, match=message):
            add(row)
    assert "odd" not in LOSSES
