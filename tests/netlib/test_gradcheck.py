"""The checkers, on right gradients and on slightly wrong ones."""

import numpy as np
import pytest

from netlib import Network
from netlib.gradcheck import central_differences, complex_step, network_gradient, worst_error

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


@pytest.mark.parametrize("biases", [True, False])
def test_the_gradient_of_a_network_is_found_without_its_formula(biases):
    rng = np.random.default_rng(1)
    net = Network.random((3, 4, 2), rng, biases=biases, activation=("tanh", "softmax"), loss="cce")
    x, t = rng.normal(size=3), np.array([0.25, 0.75])
    kept = [part.copy() for part in net.weights + (net.biases or [])]
    for method, tolerance in ((complex_step, 1e-14), (central_differences, 1e-8)):
        d_weights, d_biases = network_gradient(method, net, x, t)
        of_weights, of_biases = net.gradient(x, t)
        assert (d_biases is None) == (not biases)
        for theirs, ours in zip(d_weights + (d_biases or []), of_weights + (of_biases or []), strict=True):
            assert worst_error(ours, theirs)[0] < tolerance
            assert worst_error(ours * 1.000001, theirs)[0] > tolerance
    assert all(np.array_equal(p, q) for p, q in zip(kept, net.weights + (net.biases or []), strict=True))


def trained_in_place(net, x, t, alpha):
    """The famous mistake: each layer is updated before the deltas have passed through it."""
    values = net.forward(x)
    deltas = net.deltas(values, t)
    output = net.weights[1] + alpha * np.outer(deltas[1], values[1])
    hidden = values[1] * (1 - values[1]) * (deltas[1] @ output)
    return [net.weights[0] + alpha * np.outer(hidden, x), output]


def test_a_step_check_sees_what_no_gradient_check_can():
    """Both programs have right gradients; only one takes the step they prescribe."""
    net = Network([[[0.15, 0.2], [0.25, 0.3]], [[0.4, 0.45], [0.5, 0.55]]])
    x, t, alpha = np.array([0.05, 0.1]), np.array([0.01, 0.99]), 0.5
    independent, _ = network_gradient(complex_step, net, x, t)
    mistaken = trained_in_place(net, x, t, alpha)
    before = [table.copy() for table in net.weights]
    net.step(x, t, alpha)
    errors = [
        [worst_error((after - table) / (-alpha / 2), slopes)[0] for after, table, slopes in zip(*parts, strict=True)]
        for parts in ((net.weights, before, independent), (mistaken, before, independent))
    ]
    assert max(errors[0]) < 1e-12
    assert errors[1][0] > 0.01 and errors[1][1] < 1e-12
    assert np.abs(mistaken[0] - net.weights[0]).max() < 1e-3, "a tolerance of 1e-3 sees nothing"
