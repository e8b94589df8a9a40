"""Compiled kernels: the same weights as NumPy, for every row of the tables; the formulas that they are made from."""

import os
import subprocess
import sys

import numpy as np
import pytest
from sympy import Derivative

from book.layers import closed_layers
from book.notation import j, k
from linebyline.functions import activation
from linebyline.normal_form import equal
from netlib import Network, sgd
from netlib.activations import ACTIVATIONS, Activation
from netlib.gradcheck import complex_step, network_gradient, worst_error
from netlib.losses import LOSSES, pairs

compiled = pytest.importorskip("netlib.compiled", reason="Numba is missing: pip install -e .[fast]")
kernels, straight_line, vector_exp = (
    pytest.importorskip(f"netlib.{name}") for name in ("kernels", "straight_line", "vector_exp")
)


def pair_of(sizes, dtype=float, biases=True, **made):
    """Two networks that are equal."""
    start = Network.random(sizes, 1, biases, **made)
    arrays = [part.astype(dtype) for part in start.weights], [b.astype(dtype) + 0.1 for b in start.biases or []] or None
    return Network(*arrays, **made), Network(*arrays, **made)


def worst_after(one, other, batch_size, make, updates=1000, alpha=0.05):
    """The largest relative difference, in any table, after so many updates by NumPy and by `make`; and the tallies."""
    rng, tallies = np.random.default_rng(0), (Tally(), Tally())
    dtype, ends = one.weights[0].dtype, (one.weights[0].shape[1], len(one.weights[-1]))
    X, T = rng.normal(size=(50, ends[0])).astype(dtype), np.eye(ends[1], dtype=dtype)[rng.integers(0, ends[1], 50)]
    order = rng.integers(0, 50, updates * batch_size)
    for updater, tally in zip((NumpyUpdates(one), make(other)), tallies, strict=True):
        updater.run(X, T, order, batch_size, alpha, tally)
    parts = (net.weights + (net.biases or []) for net in (other, one))
    return max(worst_error(*tables)[0] for tables in zip(*parts, strict=True)), tallies


WAYS = pytest.mark.parametrize(
    ("batch_size", "make"),
    [
        (1, compiled.CompiledUpdates),
        (7, compiled.CompiledUpdates),
        (7, lambda net: compiled.BlasUpdates(net, 7)),
    ],
    ids=["one by one", "batches", "BLAS"],
)


@WAYS
@pytest.mark.parametrize("biases", [True, False])
@pytest.mark.parametrize("sizes", [(6, 3), (4, 5, 3), (20, 9, 8, 5, 4)])
def test_the_weights_are_those_of_numpy_after_a_thousand_updates(sizes, biases, batch_size, make):
    worst, (ours, theirs) = worst_after(*pair_of(sizes, biases=biases), batch_size, make)
    assert worst < 1e-12
    assert theirs.loss == pytest.approx(ours.loss, rel=1e-12) and theirs.hits == ours.hits


@pytest.mark.parametrize(("last", "loss"), list(pairs()), ids=lambda row: row.name)
def test_every_pair_has_a_kernel(last, loss):  # the three ways share what is particular to a pair
    nets = pair_of((4, 5, 3), activation=("silu", last.name), loss=loss.name)
    worst, (ours, theirs) = worst_after(*nets, 7, compiled.CompiledUpdates, alpha=0.01)
    assert worst < 1e-12 and theirs.loss == pytest.approx(ours.loss, rel=1e-12)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_has_a_kernel_in_a_hidden_layer(name):
    worst, _ = worst_after(*pair_of((4, 5, 3), activation=(name, "sigmoid")), 1, compiled.CompiledUpdates)
    assert worst < 1e-12


@WAYS
def test_single_precision_stays_single(batch_size, make):
    one, other = pair_of((4, 5, 4, 3), np.float32)
    worst, _ = worst_after(one, other, batch_size, make, updates=100)
    assert worst < 1e-5 and all(table.dtype == np.float32 for table in other.weights)


def test_a_kernel_that_is_slightly_wrong_is_noticed(monkeypatch):
    """The comparison above refuses a slope that is off by a millionth."""
    formulas = kernels.activation_formulas
    monkeypatch.setattr(kernels, "place", lambda net: kernels.folder() / "netlib_kernels_wrong.py")
    monkeypatch.setattr(
        kernels, "activation_formulas", lambda row: (formulas(row)[0], f"1.000001*({formulas(row)[1]})")
    )
    kernels.place(None).unlink(missing_ok=True)
    sys.modules.pop("netlib_kernels_wrong", None)
    worst, _ = worst_after(*pair_of((6, 4, 3, 3, 3)), 1, compiled.CompiledUpdates)
    kernels.place(None).unlink()
    assert worst > 1e-9


def test_sgd_gives_the_same_history_either_way():
    rng = np.random.default_rng(0)
    X, T = rng.normal(size=(100, 4)), np.eye(3)[rng.integers(0, 3, 100)]
    for batch_size in (1, 32):
        ours, theirs = (
            sgd(net, X, T, 0.02, 10, batch_size, rng=1, compiled=way, validation=(X, T))
            for net, way in zip(pair_of((4, 30, 3)), (False, True), strict=True)
        )
        assert theirs.loss == pytest.approx(ours.loss, rel=1e-12)
        assert theirs.accuracy == ours.accuracy and theirs.validation_accuracy == ours.validation_accuracy


@pytest.mark.parametrize("activation_name", ["sigmoid", "tanh"])
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_the_formulas_of_a_straight_line_are_proved_for_all_widths(depth, activation_name):
    net = closed_layers(1, depth, activation(activation_name, ACTIVATIONS[activation_name].expression), biases=True)
    for layer in range(1, depth + 1):
        ends = {k: (1, net.n[layer]), j: (1, net.n[layer - 1])}
        rule = -2 * net.delta[layer][k]
        assert equal(Derivative(net.epsilon, net.w[layer][k, j]), rule * net.a[layer - 1][j], ends)
        assert equal(Derivative(net.epsilon, net.b[layer][k]), rule, ends)
        assert not equal(Derivative(net.epsilon, net.b[layer][k]), rule / 2, ends)


def test_a_straight_line_is_a_gradient_step():
    net = Network.random((2, 2, 1), 4, biases=True)
    x, t = np.array([0.3, -0.8]), np.array([0.6])
    weights, biases = network_gradient(complex_step, net, x, t)
    moved = [table - 0.25 * slopes for table, slopes in zip(net.weights + net.biases, weights + biases, strict=True)]
    assert "for q in order:" in kernels.source(net) and "new_w1_1_1" in kernels.source(net)
    sgd(net, [x], [t], 0.5, compiled=True)
    for ours, theirs in zip(net.weights + net.biases, moved, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-14)


def test_a_straight_line_is_for_small_networks_of_one_kind():
    fits = lambda *given, **made: straight_line.fits(Network.random(*given, **made))  # noqa: E731
    assert fits((8, 3, 8)) and fits((2, 2, 1), activation="tanh")
    assert (
        not fits((8, 5, 8)) and not fits((2, 2, 1), loss="mse") and not fits((2, 2, 1), activation=("tanh", "sigmoid"))
    )


@pytest.mark.parametrize(("dtype", "bound"), [(np.float64, 700), (np.float32, 85)])
def test_the_vector_exponential_is_right_to_two_units_in_the_last_place(dtype, bound):
    from numba import njit

    @njit
    def each(x, out):
        for n in range(x.size):
            out[n] = vector_exp.exp(x[n])

    x = np.concatenate([np.linspace(-bound, bound, 200_001), np.linspace(-1, 1, 100_001)]).astype(dtype)
    ours = np.empty_like(x)
    each(x, ours)
    wide = np.longdouble if dtype == np.float64 else np.float64
    assert np.max(np.abs(ours - np.exp(x.astype(wide))) / np.spacing(ours)) < 2
    special, ends = np.array([np.nan, -np.inf, -1e30, 1e30, np.inf, 0], dtype), np.empty(6, dtype)
    each(special, ends)
    assert np.isnan(ends[0]) and np.all(ends[1:3] < 1e-37) and np.all(ends[3:5] > 1e37) and ends[5] == 1
    with pytest.raises(NotImplementedError, match="elsewhere use numpy.exp"):
        vector_exp.exp(1.0)


def test_auto_compiles_where_it_pays():
    small, large = Network.random((2, 3, 1), 0), Network.random((300, 300, 10), 0)
    assert type(chosen_updates(small, "auto", 100, 1)) is NumpyUpdates
    assert type(chosen_updates(small, "auto", 10**7, 1)) is compiled.CompiledUpdates
    assert type(chosen_updates(large, "auto", 10**6, 100)) is compiled.BlasUpdates
    assert type(chosen_updates(large, False, 10**7, 1)) is NumpyUpdates


def test_a_row_without_a_kernel_runs_in_numpy_or_says_so(monkeypatch):
    strange = type(ACTIVATIONS["softmax"])("strange", lambda z: z / z.sum(), None, "z/total(z)", outputs="distribution")
    net = Network.random((2, 3, 2), 0, activation=("softmax", "sigmoid"))
    net._activations[0] = strange
    with pytest.raises(
        NotImplementedError, match="no kernel is written for an activation like 'strange': leave compiled"
    ):
        chosen_updates(net, True, 10**9, 1)
    assert type(chosen_updates(net, "auto", 10**9, 1)) is NumpyUpdates


def test_a_new_row_needs_no_more_than_its_definition():
    row = Activation("cubic", lambda z: z + z**3, None, "z + z**3", slope_at=lambda z: 1 + 3 * z**2)
    nets = pair_of((3, 2, 2))
    for net in nets:
        net._activations[0] = row
    assert worst_after(*nets, 1, compiled.CompiledUpdates, updates=100, alpha=0.01)[0] < 1e-12


@pytest.mark.parametrize("expression", ["sqrt(1 + z**2)", "atan(z)", "sin(z)", "besselj(1, z)"])
def test_a_row_with_other_functions_compiles_or_falls_back(expression):
    from sympy import Symbol, lambdify, sympify

    z = Symbol("z", real=True)
    given = sympify(expression, {"z": z})
    if expression.startswith("bessel"):
        function, slope = np.sin, np.cos
    else:
        function, slope = lambdify(z, given, "numpy"), lambdify(z, given.diff(z), "numpy")
    nets = pair_of((3, 2, 2))
    for net in nets:
        net._activations[0] = Activation("other", function, None, expression, slope_at=slope)
    if expression.startswith("bessel"):
        assert type(chosen_updates(nets[0], "auto", 10**9, 1)) is NumpyUpdates
    else:
        assert worst_after(*nets, 1, compiled.CompiledUpdates, updates=100, alpha=0.01)[0] < 1e-12


TWICE = """
import sys, time
import numpy as np
from netlib import Network, sgd
net = Network.random((5, 4, 3), 0)
start = time.perf_counter()
sgd(net, np.ones((4, 5)), np.zeros((4, 3)), 0.1, compiled=True)
print("sympy" in sys.modules, sum(f.stats.cache_misses.total() if hasattr(f.stats.cache_misses, "total") else
      sum(f.stats.cache_misses.values()) for f in vars(__import__(sorted(m for m in sys.modules if
      m.startswith("netlib_kernels"))[0])).values() if hasattr(f, "stats")))
"""


def test_a_second_process_does_not_compile_again(tmp_path):
    environment = os.environ | {"NETLIB_CACHE": str(tmp_path)}
    runs = [
        subprocess.run(
            [sys.executable, "-c", TWICE], env=environment, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    first, second = (run.split() for run in runs)
    assert first[0] == "True" and int(first[1]) > 0
    assert second == ["False", "0"], "neither SymPy nor the compiler is needed"


def test_importing_netlib_loads_neither_numba_nor_sympy_nor_scipy():
    check = (
        "import sys, netlib; print([m for m in ('numba', 'sympy', 'scipy', 'tqdm', 'matplotlib') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True).stdout.strip() == "[]"


def test_losses_in_the_table_are_all_known_to_a_kernel():
    for loss in LOSSES.values():
        assert all(kernels.loss_formulas(loss, 3))
