"""Every row of the activation table, against its own definition."""

import mpmath
import numpy as np
import pytest
from shared import DEEP
from sympy import Float, Symbol, lambdify, sympify
from sympy.codegen.cfunctions import log1p

from book.notation import sigma
from linebyline.functions import activation, slope_of_value, written_out
from netlib.activations import ACTIVATIONS, Activation, Coupled, add, sigmoid, softmax
from netlib.gradcheck import complex_step

ELEMENTWISE = {name: row for name, row in ACTIVATIONS.items() if not isinstance(row, Coupled)}
ROWS = pytest.mark.parametrize("row", ELEMENTWISE.values(), ids=ELEMENTWISE)
RNG = np.random.default_rng(0)
MANY = 2000 if DEEP else 200
GRID = np.concatenate(
    [np.linspace(-745, 745, MANY + 1), RNG.uniform(-745, 745, MANY), RNG.normal(scale=4, size=5 * MANY)]
)
EPS = np.finfo(float).eps


def exactly(row, values: np.ndarray) -> list[mpmath.mpf]:
    """The definition, in 50 digits of 1 + exp(-|z|) beyond its 1."""
    z = Symbol("z", real=True)
    definition = activation(row.name, row.expression).definition(z)
    function = lambdify(z, written_out(definition), "mpmath")
    exact = []
    for value in map(float, values):
        with mpmath.workdps(50 + int(abs(value) / 2)):
            exact.append(function(mpmath.mpf(value)))
    return exact


def worst_ulp(values: np.ndarray, exact: list[mpmath.mpf]) -> float:
    spacing = np.abs(np.spacing(np.array([float(e) for e in exact]).astype(values.dtype)))
    return max(float(abs(mpmath.mpf(float(v)) - e) / float(s)) for v, e, s in zip(values, exact, spacing, strict=True))


def promised_ulp(row, dtype=float) -> float:
    """What the operations allow: the sigmoid's 2 (3 where the type's own exp is good to 2.5), doubled by a product."""
    one_function = 2 if dtype is float else 3
    return 2 * one_function + 0.5 if row.name == "silu" else one_function


@ROWS
def test_right_to_two_ulp_without_a_warning(row):
    with np.errstate(all="raise"):
        values = row.function(GRID)
    assert worst_ulp(values, exactly(row, GRID)) <= promised_ulp(row)


@pytest.mark.parametrize(
    "simpler",
    [
        lambda z: 1 / (1 + np.exp(-z)),
        lambda z: (1 + np.tanh(z / 2)) / 2,
        lambda z: np.where(z >= 0, 1, np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z))),
    ],
    ids=["plain", "tanh", "split by sign"],
)
def test_no_simpler_sigmoid_is_right_to_two_ulp(simpler):
    worst_of_split = -3.4400381127061905, -4.845687689961932, -2.7355789980163077, -3.446661916507437
    grid = np.array([-720.0, -40.0, *worst_of_split])
    with np.errstate(over="ignore"):
        assert worst_ulp(simpler(grid), exactly(ELEMENTWISE["sigmoid"], grid)) > 2
    assert worst_ulp(sigmoid(grid), exactly(ELEMENTWISE["sigmoid"], grid)) <= 2


@ROWS
def test_the_yardstick_sees_one_ulp_too_many(row):
    positive = GRID[GRID > 0][:50]
    values = row.function(positive)
    off = values + (np.ceil(promised_ulp(row)) + 1) * np.spacing(values)
    assert worst_ulp(off, exactly(row, positive)) > promised_ulp(row)


@ROWS
def test_single_precision_stays_single_and_right(row):
    grid = GRID[np.abs(GRID) < 80].astype(np.float32)
    values = row.function(grid)
    assert values.dtype == np.float32
    assert worst_ulp(values, exactly(row, grid)) <= promised_ulp(row, np.float32)


def slope(row, grid):
    return row.pull_back(np.ones_like(grid), row.function(grid), grid)


@ROWS
def test_the_slope_is_the_derivative(row):
    """To what float64 allows: an activation that is off by 2 ulp moves a slope that is computed from it."""
    grid = np.linspace(-6, 6, 25)
    independent = complex_step(lambda z: row.function(z).sum(), grid)
    tolerance = 8 * EPS * np.abs(independent)
    if row.slope is not None:
        values = row.function(grid)
        tolerance += 2 * EPS * np.abs(values * complex_step(lambda a: row.slope(a).astype(complex).sum(), values))
    assert np.all(np.abs(slope(row, grid) - independent) <= tolerance)
    assert np.any(np.abs(slope(row, grid) * (1 + 1e-9) - independent) > tolerance)


@ROWS
def test_the_table_has_a_slope_in_terms_of_the_value_exactly_where_sympy_finds_one(row):
    symbolic = slope_of_value(activation(row.name, row.expression))
    assert (row.slope is None) == (symbolic is None)
    if symbolic is not None:
        value = Symbol("a", real=True)
        expression = symbolic(value)
        expression = expression.definition(value) if hasattr(expression, "definition") else expression
        values = row.function(np.linspace(-6, 6, 25))
        expected = [float(expression.subs(value, Float(v, 50))) for v in values]
        np.testing.assert_allclose(row.slope(values), expected, rtol=4 * EPS)


FAR = np.concatenate([np.linspace(-700, 700, 281), np.linspace(-40, 40, 161)])


@ROWS
def test_the_slope_is_right_to_1e_12_where_its_value_rounds_to_1(row):
    """Against 50 digits, where a slope computed from the value alone would be 0."""
    z = Symbol("z", real=True)
    derivative = lambdify(z, written_out(activation(row.name, row.expression).definition(z)).diff(z), "mpmath")
    found = slope(row, FAR)
    for value, ours in zip(FAR.tolist(), found.tolist(), strict=True):
        with mpmath.workdps(700):
            exact = derivative(mpmath.mpf(value)) if value or not row.kink else mpmath.mpf(ours)
            assert abs(ours - exact) <= max(1e-12 * abs(exact), 1e-300), value  # 1e-300: the end of all floats


def test_a_slope_from_the_value_alone_would_not_pass():
    row, z = ACTIVATIONS["sigmoid"], np.array([30.0])
    assert abs(row.slope(row.function(z)) / slope(row, z) - 1) > 1e-4
    assert row.slope(row.function(np.array([40.0]))) == 0 and slope(row, np.array([40.0])) > 0


@pytest.mark.parametrize("row", [row for row in ACTIVATIONS.values() if row.in_place], ids=lambda row: row.name)
def test_in_place_it_is_the_same_function(row):
    z = GRID[np.abs(GRID) < 700]
    values = z.copy()
    row.in_place(values)
    np.testing.assert_allclose(values, row.function(z), rtol=6 * EPS)


@pytest.mark.parametrize("row", [row for row in ACTIVATIONS.values() if row.stable], ids=lambda row: row.name)
def test_the_stable_form_is_the_definition(row):
    z = Symbol("z", real=True)
    ours = lambdify(z, sympify(row.stable, {"z": z, "log1p": log1p}), "mpmath")
    definition = lambdify(z, written_out(activation(row.name, row.expression).definition(z)), "mpmath")
    with mpmath.workdps(50):
        for value in map(mpmath.mpf, np.linspace(-50, 50, 101).tolist()):
            assert abs(ours(value) - definition(value)) <= 1e-45


@pytest.mark.parametrize(
    ("row", "error", "message"),
    [
        (3, TypeError, "row must be an Activation, not int"),
        (ACTIVATIONS["tanh"], ValueError, "there is an activation 'tanh' already: choose another name"),
        (Activation("flat", np.sin, None, "sin(z)"), ValueError, "'flat' has no slope: give slope, .* or slope_at"),
        (
            Activation("odd", np.sin, np.cos, "sin(z)", outputs="odd"),
            ValueError,
            "outputs of activation 'odd' is 'odd'",
        ),
    ],
)
def test_a_row_that_cannot_work_is_refused(row, error, message):
    before = dict(ACTIVATIONS)
    with pytest.raises(error, match=message):
        add(row)
    assert before == ACTIVATIONS


def test_no_function_of_its_value_is_the_slope_of_the_silu():
    """Two weighted sums with the same value and different slopes, to 50 digits."""
    z = Symbol("z", real=True)
    silu = activation("silu", ACTIVATIONS["silu"].expression)
    definition = written_out(silu.definition(z))
    value, steepness = lambdify(z, definition, "mpmath"), lambdify(z, definition.diff(z), "mpmath")
    with mpmath.workdps(50):
        left, right = mpmath.mpf(-3), mpmath.findroot(lambda z: value(z) - value(mpmath.mpf(-3)), -0.2)
        assert abs(value(left) - value(right)) < 1e-48 and steepness(left) < -0.08 and steepness(right) > 0.3


@pytest.mark.parametrize("row", [row for row in ACTIVATIONS.values() if row.kink], ids=lambda row: row.name)
def test_the_slope_at_a_kink_is_the_one_the_table_names(row):
    place, _, convention = row.kink.partition(": slope ")
    assert place == "z = 0" and slope(row, np.zeros(1)) == eval(convention)


@pytest.mark.parametrize("z", [-600.0, -30.0, -1e-9, 0.0, 1e-9, 30.0, 600.0])
def test_the_complex_step_survives_far_from_zero(z):
    (found,) = complex_step(lambda values: sigmoid(values).sum(), np.array([z]))
    with mpmath.workdps(50):
        exact = mpmath.exp(-abs(z)) / (1 + mpmath.exp(-abs(z))) ** 2
    np.testing.assert_allclose(found, float(exact), rtol=1e-14)


@pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_numbers_of_other_kinds(row):
    assert row.function(np.array([0, 1])).dtype == float
    with np.errstate(all="raise"):
        assert np.all(np.isfinite(row.function(np.array([1e308, -1e308]))))
    assert row.function(np.ones(3, np.complex64)).dtype == np.complex64


def test_the_sigmoid_far_from_zero():
    assert sigmoid(0) == 0.5 and sigmoid(0).dtype == float
    assert sigmoid(np.array(1e308)) == 1 and sigmoid(np.array(-1e308)) == 0


def test_the_softmax_is_its_definition_and_its_jacobian_is_the_derivative():
    z = RNG.normal(scale=3, size=(6, 4))
    with mpmath.workdps(50):
        exact = [[mpmath.exp(p) / mpmath.fsum(map(mpmath.exp, row)) for p in row] for row in z.tolist()]
    np.testing.assert_allclose(softmax(z), np.array(exact, dtype=float), rtol=30 * EPS)  # exp of a rounded difference
    np.testing.assert_allclose(softmax(z + 1000), softmax(z), rtol=2000 * EPS)  # the sum itself is rounded
    direction = RNG.normal(size=(6, 4))
    independent = complex_step(lambda z: (direction * softmax(z)).sum(), z)
    ours = ACTIVATIONS["softmax"].pull_back(direction, softmax(z), z)
    assert np.all(np.abs(ours - independent) <= 30 * EPS * np.abs(direction).max())


def test_the_table_and_the_engine_mean_the_same_sigmoid():
    assert activation("sigmoid", ACTIVATIONS["sigmoid"].expression) is sigma
