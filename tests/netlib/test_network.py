"""The network: against loops written from the definition, against the complex step, and against bad input."""

from math import exp, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared import DEEP

from netlib import Network
from netlib.activations import ACTIVATIONS
from netlib.gradcheck import complex_step, network_gradient, worst_error
from netlib.losses import pairs

SIZES = st.lists(st.integers(1, 6), min_size=2, max_size=5)
SEEDS = st.integers(0, 2**32 - 1)


def problem(sizes, seed, examples=None, biases=True):
    """A random network with one example, or with a batch."""
    rng = np.random.default_rng(seed)
    net = Network.random(sizes, rng=rng, biases=biases)
    if biases:
        net = Network(net.weights, [rng.normal(size=n) for n in sizes[1:]])
    lead = () if examples is None else (examples,)
    return net, rng.normal(size=(*lead, sizes[0])), rng.uniform(size=(*lead, sizes[-1]))


def by_hand(net, x):
    """The forward pass in index notation, one node at a time."""
    layer = list(x)
    for n, weights in enumerate(net.weights):
        sums = [sum(float(w) * a for w, a in zip(row, layer, strict=True)) for row in weights]
        if net.biases is not None:
            sums = [z + float(b) for z, b in zip(sums, net.biases[n], strict=True)]
        layer = [1 / (1 + exp(-z)) for z in sums]
    return layer


def independent_gradient(net, x, t):
    """The complex step in every table of weights and every vector of biases."""
    d_weights, d_biases = network_gradient(complex_step, net, x, t)
    return d_weights + (d_biases or [])


@given(SIZES, SEEDS)
@settings(max_examples=40, deadline=None)
def test_forward_is_the_definition(sizes, seed):
    net, x, _ = problem(sizes, seed)
    np.testing.assert_allclose(net(x), by_hand(net, x), rtol=1e-13)
    assert [len(a) for a in net.forward(x)] == sizes
    assert np.array_equal(net.forward(x)[0], x)


@given(SIZES, SEEDS, st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_gradient_is_the_complex_step(sizes, seed, biases):
    """And with it every delta (E26, E43, E46)."""
    net, x, t = problem(sizes, seed, biases=biases)
    d_weights, d_biases = net.gradient(x, t)
    assert (d_biases is None) == (not biases)
    claimed = [*d_weights, *(d_biases or [])]
    for ours, theirs in zip(claimed, independent_gradient(net, x, t), strict=True):
        assert worst_error(ours, theirs)[0] < 1e-12


@pytest.mark.parametrize("output, loss", list(pairs()), ids=lambda row: row.name)
@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_the_gradient_of_every_pair_behind_every_hidden_layer_is_the_complex_step(hidden, output, loss):
    """Two hidden layers and a batch of eight, by the network's own loss function."""
    rng = np.random.default_rng(5)
    sizes, names = (3, 4, 3, 2), (hidden, hidden, output.name)
    net = Network.random(sizes, rng, activation=names, loss=loss.name)
    net = Network(net.weights, [np.abs(rng.normal(size=n)) for n in sizes[1:]], names, loss.name)
    x, t = rng.normal(size=(8, 3)), rng.uniform(size=(8, 2))
    t = t / t.sum(axis=1, keepdims=True) if loss.outputs == "distribution" else t
    for ours, independent in zip(sum(net.gradient(x, t), []), independent_gradient(net, x, t), strict=True):
        assert np.abs(independent).max() > 0
        assert worst_error(ours, independent)[0] < 1e-13


def test_a_wide_network_agrees_to_1e_12():
    net, x, t = problem((50, 40, 30) if DEEP else (40, 20, 20), 3)
    for ours, theirs in zip(sum(net.gradient(x, t), []), independent_gradient(net, x, t), strict=True):
        assert worst_error(ours, theirs)[0] < 1e-12


@given(SIZES, SEEDS, st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_a_batch_is_the_sum_of_its_examples(sizes, seed, examples):
    net, x, t = problem(sizes, seed, examples)
    singles = [sum(net.gradient(one, target), []) for one, target in zip(x, t, strict=True)]
    for ours, each in zip(sum(net.gradient(x, t), []), zip(*singles, strict=True), strict=True):
        np.testing.assert_allclose(ours, sum(each), rtol=1e-12, atol=1e-15)
    losses = [net.loss(one, target) for one, target in zip(x, t, strict=True)]
    np.testing.assert_allclose(net.loss(x, t), sum(losses), rtol=1e-13)
    assert net(x).shape == (examples, sizes[-1])


@given(SEEDS, st.permutations(range(4)))
@settings(max_examples=30, deadline=None)
def test_the_numbering_of_hidden_nodes_does_not_matter(seed, order):
    net, x, t = problem((3, 4, 2), seed)
    order = list(order)
    other = Network([net.weights[0][order], net.weights[1][:, order]], [net.biases[0][order], net.biases[1]])
    np.testing.assert_allclose(other(x), net(x), rtol=1e-13)
    (first, second), _ = net.gradient(x, t)
    (first_of_other, second_of_other), _ = other.gradient(x, t)
    # against the largest entry: an error t - y that nearly cancels has few digits of its own
    assert worst_error(first_of_other, first[order])[0] < 1e-12
    assert worst_error(second_of_other, second[:, order])[0] < 1e-12


@given(SIZES, SEEDS)
@settings(max_examples=30, deadline=None)
def test_a_step_is_half_alpha_down_the_gradient(sizes, seed):
    net, x, t = problem(sizes, seed)
    before = [part.copy() for part in net.weights + net.biases]
    independent = independent_gradient(net, x, t)
    net.step(x, t, alpha=0.3)
    for old, new, slope in zip(before, net.weights + net.biases, independent, strict=True):
        np.testing.assert_allclose(new, old - 0.15 * slope, rtol=1e-12, atol=1e-15)


def test_hidden_deltas_come_from_the_weights_before_the_step():
    """With one node per layer: the update of v by hand (E43, E44), and what it would be with w already updated."""
    v, w, x, t, alpha = 0.5, -0.8, 1.0, 0.9, 2.0
    a = 1 / (1 + exp(-v * x))
    y = 1 / (1 + exp(-w * a))
    delta = y * (1 - y) * (t - y)
    right = v + alpha * a * (1 - a) * delta * w * x
    mistaken = v + alpha * a * (1 - a) * delta * (w + alpha * delta * a) * x
    net = Network([[[v]], [[w]]])
    net.step([x], [t], alpha)
    np.testing.assert_allclose(net.weights[0][0, 0], right, rtol=1e-15)
    assert abs(right - mistaken) > 1e-3


def test_types_are_kept():
    net = Network(
        [np.ones((2, 3), np.float32), np.ones((1, 2), np.float32)],
        [np.zeros(2, np.float32)] + [np.zeros(1, np.float32)],
    )
    x, t = np.ones(3, np.float32), np.ones(1, np.float32)
    net.step(x, t, alpha=0.1)
    arrays = net.forward(x) + net.deltas(net.forward(x), t) + sum(net.gradient(x, t), []) + net.weights + net.biases
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
    assert Network([[[1j]]])([1.0]).dtype == complex


def test_weights_are_copied():
    weights = [np.ones((2, 2))]
    net = Network(weights)
    net.step([1.0, 2.0], [0.0, 1.0], alpha=1)
    assert np.array_equal(weights[0], np.ones((2, 2)))


def test_the_same_seed_gives_the_same_network():
    first, second = (Network.random((4, 3, 2), rng=5).weights for _ in range(2))
    assert all(np.array_equal(p, q) for p, q in zip(first, second, strict=True))
    assert sum(prod(p.shape) for p in first) == 18 and Network.random((4, 3, 2)).biases is None


NET = Network([np.ones((3, 2)), np.ones((1, 3))])
X2, T1 = np.zeros(2), np.zeros(1)
BCE = Network([np.ones((1, 2))], loss="bce")
CCE = Network([np.ones((2, 2))], activation="softmax", loss="cce")
BAD = [
    (lambda: Network([np.ones((3, 2)), np.ones((1, 4))]), ValueError, "it needs 3 columns"),
    (lambda: Network([]), ValueError, "weights is empty"),
    (lambda: Network("abc"), TypeError, "weights must be a list"),
    (lambda: Network([np.ones(3)]), ValueError, r"weights\[0\] must be 2-dimensional, not of shape \(3,\)"),
    (lambda: Network([np.ones((0, 2))]), ValueError, r"weights\[0\] is empty"),
    (lambda: Network([[[1.0, np.nan]]]), ValueError, r"weights\[0\] must be finite, but weights\[0\]\[0, 1\] is nan"),
    (lambda: Network([[[1.0], [1.0, 2.0]]]), ValueError, r"weights\[0\] is ragged"),
    (lambda: Network([[["a"]]]), TypeError, r"weights\[0\] must hold numbers"),
    (lambda: Network([np.array([[None]])]), TypeError, r"weights\[0\] must hold numbers, not object"),
    (lambda: Network([[[True]]]), TypeError, r"weights\[0\] must hold numbers, not bool"),
    (lambda: Network([np.ones((3, 2))], []), ValueError, "biases is empty"),
    (lambda: Network([np.ones((3, 2))], [np.ones(3), np.ones(1)]), ValueError, "2 vectors for 1 layers"),
    (lambda: Network([np.ones((3, 2))], [np.ones(2)]), ValueError, r"biases\[0\] has length 2, but .* 3 nodes"),
    (lambda: Network([np.ones((3, 2))], activation="relux"), ValueError, "activation 'relux' is not known.*relu.*silu"),
    (lambda: Network([np.ones((3, 2))], activation=None), ValueError, "activation None is not known; choose one of"),
    (lambda: Network([np.ones((3, 2))], activation=["tanh", "relux"]), ValueError, "2 functions for 1 layers"),
    (lambda: Network([np.ones((3, 2))], activation=[3]), ValueError, "activation 3 is not known"),
    (lambda: Network([np.ones((3, 2))], loss=None), ValueError, "loss None is not known; choose one of bce, .*sse"),
    (
        lambda: Network([np.ones((3, 2))], activation="tanh", loss="bce"),
        ValueError,
        "loss 'bce' takes outputs that are probabilities.*'tanh' gives any numbers: no delta is derived.*from sigmoid$",
    ),
    (
        lambda: Network([np.ones((3, 2))], activation="sigmoid", loss="cce"),
        ValueError,
        "'cce' takes outputs that are probabilities that add up to 1.*choose the output activation from softmax$",
    ),
    (lambda: BCE.loss(X2, [1.5]), ValueError, r"'bce' takes targets between 0 and 1, but t\[0\] is 1.5"),
    (lambda: BCE.step(np.zeros((2, 2)), [[0.5], [-1.0]], 1), ValueError, r"between 0 and 1, but t\[1, 0\] is -1"),
    (
        lambda: CCE.gradient(X2, [0.5, 0.4]),
        ValueError,
        "add up to 1 over the outputs, but those of the example .* 0.9",
    ),
    (lambda: CCE.gradient([X2, X2], [[1, 0], [1, 1]]), ValueError, "those of example 1 add up to 2.0: divide"),
    (lambda: CCE.deltas(CCE.forward(X2), [2.0, -1.0]), ValueError, r"between 0 and 1, but t\[0\] is 2"),
    (lambda: Network.random((3,)), ValueError, "at least inputs and outputs"),
    (lambda: Network.random((3, 0)), ValueError, r"sizes\[1\] must be at least 1, not 0"),
    (lambda: Network.random((3, 2.5)), TypeError, r"sizes\[1\] must be a whole number, not float"),
    (lambda: NET(np.zeros(3)), ValueError, r"x has shape \(3,\), but the network has 2 inputs"),
    (lambda: NET(np.zeros((2, 2, 2))), ValueError, "x must be 1-dimensional or 2-dimensional"),
    (lambda: NET(np.zeros((0, 2))), ValueError, "x is empty"),
    (lambda: NET([np.inf, 0]), ValueError, r"x must be finite, but x\[0\] is inf"),
    (lambda: NET.loss(X2, np.zeros(2)), ValueError, r"t has shape \(2,\), but the network has 1 outputs"),
    (lambda: NET.gradient(np.zeros((3, 2)), np.zeros((4, 1))), ValueError, "not for the same examples"),
    (lambda: NET.gradient(np.zeros((3, 2)), T1), ValueError, "not for the same examples"),
    (lambda: NET.deltas([X2, T1], T1), ValueError, r"activations must be what forward\(x\) returns"),
    (lambda: NET.step(X2, T1, 0), ValueError, "alpha must be positive and finite, not 0"),
    (lambda: NET.step(X2, T1, float("nan")), ValueError, "alpha must be positive and finite, not nan"),
    (lambda: NET.step(X2, T1, "0.1"), TypeError, "alpha must be a number, not str"),
    (lambda: NET.step(X2, T1, True), TypeError, "alpha must be a number, not bool"),
    (lambda: NET.step(X2, [np.nan], 0.1), ValueError, r"t must be finite"),
]


@pytest.mark.parametrize("call, error, words", BAD, ids=range(len(BAD)))
def test_bad_input_is_refused_and_nothing_changes(call, error, words):
    before = [part.copy() for part in NET.weights]
    with pytest.raises(error, match=words):
        call()
    assert all(np.array_equal(p, q) for p, q in zip(before, NET.weights, strict=True))


def test_a_step_that_overflows_changes_nothing():
    net = Network([[[1.0]], [[1e-3]]], [[0.0], [0.0]])
    before = [part.copy() for part in net.weights + net.biases]
    with pytest.raises(OverflowError, match="nothing was changed"):
        net.step([1e300], [1e300], alpha=1e300)
    assert all(np.array_equal(p, q) for p, q in zip(before, net.weights + net.biases, strict=True))


def test_a_step_does_not_drop_an_imaginary_part():
    net = Network([[[1.0]]])
    with pytest.raises(TypeError, match="complex.*real.*nothing was changed"):
        net.step([1.0 + 1j], [0.5], alpha=1)
    assert net.weights[0][0, 0] == 1
