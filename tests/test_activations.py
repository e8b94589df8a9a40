"""Every row of the activation table, against its own definition."""

import mpmath
import numpy as np
import pytest
from sympy import Symbol, lambdify, sympify

from netlib.activations import ACTIVATIONS, sigmoid
from netlib.gradcheck import complex_step
from netlib.notation import sigma

ROWS = pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=ACTIVATIONS)
RNG = np.random.default_rng(0)
GRID = np.concatenate([np.linspace(-745, 745, 4001), RNG.uniform(-745, 745, 4000), RNG.normal(scale=4, size=20_000)])


def exactly(expression: str, values: np.ndarray) -> list[mpmath.mpf]:
    """The definition in 50 digits."""
    z = Symbol("z")
    function = lambdify(z, sympify(expression, {"z": z}), "mpmath")
    with mpmath.workdps(50):
        return [function(mpmath.mpf(float(value))) for value in values]


def worst_ulp(values: np.ndarray, exact: list[mpmath.mpf]) -> float:
    spacing = np.spacing(np.array([float(e) for e in exact]).astype(values.dtype))
    return max(float(abs(mpmath.mpf(float(v)) - e) / float(s)) for v, e, s in zip(values, exact, spacing, strict=True))


@ROWS
def test_right_to_two_ulp_without_a_warning(row):
    with np.errstate(all="raise"):
        values = row.function(GRID)
    assert worst_ulp(values, exactly(row.expression, GRID)) <= 2


@ROWS
def test_the_yardstick_sees_three_ulp(row):
    values = row.function(GRID[:50])
    exact = exactly(row.expression, GRID[:50])
    off = values + 3 * np.spacing(values)
    assert worst_ulp(off, exact) > 2


@ROWS
def test_single_precision_stays_single_and_right(row):
    grid = GRID[np.abs(GRID) < 80].astype(np.float32)
    values = row.function(grid)
    assert values.dtype == np.float32
    assert worst_ulp(values, exactly(row.expression, grid)) <= 3  # float32's own exp is good to 2.5


@ROWS
def test_the_slope_in_terms_of_the_value_is_the_derivative(row):
    grid = np.linspace(-6, 6, 25)
    independent = complex_step(lambda z: row.function(z).sum(), grid)
    np.testing.assert_allclose(row.slope(row.function(grid)), independent, rtol=1e-13)


@pytest.mark.parametrize("z", [-600.0, -30.0, -1e-9, 0.0, 1e-9, 30.0, 600.0])
def test_the_complex_step_survives_far_from_zero(z):
    (slope,) = complex_step(lambda values: sigmoid(values).sum(), np.array([z]))
    with mpmath.workdps(50):
        exact = mpmath.exp(-abs(z)) / (1 + mpmath.exp(-abs(z))) ** 2
    np.testing.assert_allclose(slope, float(exact), rtol=1e-14)


def test_numbers_of_other_kinds():
    assert sigmoid(0) == 0.5 and sigmoid(0).dtype == float
    assert sigmoid(np.array([0, 1])).dtype == float
    assert sigmoid(np.array(1e308)) == 1 and sigmoid(np.array(-1e308)) == 0


def test_the_table_and_the_engine_mean_the_same_sigmoid():
    z = Symbol("z")
    assert sympify(ACTIVATIONS["sigmoid"].expression, {"z": z}) == sigma.definition(z)
