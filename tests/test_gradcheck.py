"""The checkers, on right gradients and on slightly wrong ones."""

import numpy as np
import pytest

from netlib.gradcheck import central_differences, complex_step, worst_error

AT = np.random.default_rng(1).normal(size=(3, 4))


def function(x):
    return np.sum(np.exp(x) * np.sin(x)) + x[0, 1] ** 2 * x[2, 3]


def gradient(x):
    exact = np.exp(x) * (np.sin(x) + np.cos(x))
    exact[0, 1] += 2 * x[0, 1] * x[2, 3]
    exact[2, 3] += x[0, 1] ** 2
    return exact


# rounding of a sum of a dozen terms; for differences, eps^(2/3) times a few
METHODS = pytest.mark.parametrize("method, tolerance", [(complex_step, 1e-14), (central_differences, 1e-9)])


@METHODS
def test_a_right_gradient_passes(method, tolerance):
    error, _ = worst_error(gradient(AT), method(function, AT))
    assert error < tolerance


def one_sign(g):
    g[1, 2] *= -1
    return g


def transposed_block(g):
    g[:3, :3] = g[:3, :3].T.copy()
    return g


@METHODS
@pytest.mark.parametrize("spoil", [one_sign, transposed_block, lambda g: 1.001 * g, lambda g: g + 1e-7 * np.max(g)])
def test_a_slightly_wrong_gradient_does_not(method, tolerance, spoil):
    error, _ = worst_error(spoil(gradient(AT)), method(function, AT))
    assert error > 10 * tolerance


def test_the_place_of_the_worst_entry_is_named():
    assert worst_error(one_sign(gradient(AT)), gradient(AT))[1] == (1, 2)


def test_bad_input_says_what_is_wrong():
    with pytest.raises(TypeError, match="must not drop the type"):
        complex_step(lambda x: float(np.sum(x.real)), AT)
    with pytest.raises(ValueError, match=r"different shapes: \(3, 4\) and \(4, 3\)"):
        worst_error(AT, AT.T)
    with pytest.raises(ValueError, match="nothing to compare with"):
        worst_error(AT, np.zeros_like(AT))


def test_the_point_is_not_moved():
    before = AT.copy()
    complex_step(function, AT)
    central_differences(function, AT)
    assert np.array_equal(before, AT)
