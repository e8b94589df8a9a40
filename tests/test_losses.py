"""Every row of the loss table, against its own definition."""

import numpy as np
import pytest
from sympy import Sum, symbols, sympify

from netlib.gradcheck import complex_step
from netlib.losses import LOSSES
from netlib.notation import Y, epsilon, k, t, y

ROWS = pytest.mark.parametrize("row", LOSSES.values(), ids=LOSSES)
RNG = np.random.default_rng(0)
TARGETS, OUTPUTS = RNG.uniform(0.1, 0.9, size=(2, 50))


@ROWS
def test_the_value_is_the_definition(row):
    target, output = symbols("t y")
    expression = sympify(row.expression, {"t": target, "y": output})
    expected = [float(expression.subs({target: p, output: q})) for p, q in zip(TARGETS, OUTPUTS, strict=True)]
    np.testing.assert_allclose(row.value(TARGETS, OUTPUTS), expected, rtol=1e-14)


@ROWS
def test_the_derivative_is_that_of_the_value(row):
    independent = complex_step(lambda output: row.value(TARGETS, output).sum(), OUTPUTS)
    np.testing.assert_allclose(row.derivative(TARGETS, OUTPUTS), independent, rtol=1e-14)


def test_the_table_and_the_engine_mean_the_same_loss():
    one = sympify(LOSSES["sse"].expression, {"t": t[k], "y": y[k]})
    assert Sum(one, (k, 1, Y)).dummy_eq(epsilon.definition())
