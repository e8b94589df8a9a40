"""Machine code: the same weights as NumPy, for every row of the tables, and the same bits every time."""

import subprocess
import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location

import numpy as np
import pytest
from shared import DEEP

from netlib import Network, fast, kernels, sgd
from netlib.activations import ACTIVATIONS, Activation
from netlib.choice import chosen_steps, compiling_pays
from netlib.gradcheck import worst_error
from netlib.losses import LOSSES, pairs
from netlib.settings import checked
from netlib.steps import Steps

pytest.importorskip("numba", reason="Numba is missing: pip install -e .[fast]")


def twins(sizes, dtype=float, biases=True, **made):
    """Two networks that are equal."""
    start = Network.random(sizes, 1, biases, **made)
    arrays = [part.astype(dtype) for part in start.weights], [b.astype(dtype) + 0.1 for b in start.biases or []] or None
    return Network(*arrays, **made), Network(*arrays, **made)


def worst_after(one, other, batch_size, updates=1000, alpha=0.05):
    """The largest relative difference, in any table, after so many updates by either way; and the losses and hits."""
    rng = np.random.default_rng(0)
    dtype, ends = one.weights[0].dtype, (one.sizes[0], one.sizes[-1])
    X, T = rng.normal(size=(50, ends[0])).astype(dtype), np.eye(ends[1], dtype=dtype)[rng.integers(0, ends[1], 50)]
    order = rng.integers(0, 50, updates * batch_size)
    seen = [way(net, X, T, batch_size).run([order], alpha)[0] for way, net in ((Steps, one), (fast.FastSteps, other))]
    return max(worst_error(*tables)[0] for tables in zip(other.parts, one.parts, strict=True)), seen


@pytest.fixture
def uncompiled(monkeypatch):
    """The same functions, run by Python: what they say can be tried on every row, without a compiler's seconds."""
    for name in ("activation", "outputs", "one_by_one", "in_batches"):
        monkeypatch.setattr(fast, name, cache(getattr(fast, name).__wrapped__))  # what is compiled stays
    monkeypatch.setattr(kernels, "activation", fast.activation)
    for module in (fast, kernels):
        monkeypatch.setattr(module, "inner", lambda function: function)
    monkeypatch.setattr(fast, "program", lambda function: function)


@pytest.mark.parametrize(
    ("sizes", "biases", "batch_size"), [((4, 5, 3), True, 1), ((4, 5, 3), True, 7), ((5, 4, 4, 3), False, 7)]
)
def test_the_weights_are_those_of_numpy_after_a_thousand_updates(sizes, biases, batch_size):
    worst, ((loss, hits), (fast_loss, fast_hits)) = worst_after(*twins(sizes, biases=biases), batch_size)
    assert worst < 1e-12 and fast_loss == pytest.approx(loss, rel=1e-12) and fast_hits == hits


NAMES, OUTPUT_OF = list(ACTIVATIONS), {"bce": "sigmoid", "cce": "softmax"}
COVER = [  # every activation in a hidden layer, every loss, and most activations as outputs
    ((*NAMES[n :: len(LOSSES)], OUTPUT_OF.get(loss, ["identity", "tanh", "softmax", "silu"][n % 4])), loss)
    for n, loss in enumerate(LOSSES)
]


def agree(names, loss, updates, biases=True):
    """Both ways end with the same weights and have seen the same loss."""
    nets = twins((3, *[4] * len(names)), biases=biases, activation=names, loss=loss)
    worst, ((ours, _), (theirs, _)) = worst_after(*nets, 1, updates, alpha=0.01)
    assert worst < 1e-12 and theirs == pytest.approx(ours, rel=1e-11)


@pytest.mark.parametrize(("names", "loss"), COVER, ids=lambda part: part if isinstance(part, str) else "-".join(part))
def test_every_activation_and_every_loss_runs_in_machine_code(names, loss):
    agree(names, loss, updates=200, biases=loss in OUTPUT_OF)


def test_the_cover_leaves_no_row_out():
    assert {name for names, _ in COVER for name in names[:-1]} == ACTIVATIONS.keys()
    assert {loss for _, loss in COVER} == LOSSES.keys()


PAIRS = [pytest.param(row.name, loss.name, id=f"{row.name}-{loss.name}") for row, loss in pairs()]


@pytest.mark.parametrize(("last", "loss"), PAIRS)
def test_every_pair_is_that_of_numpy(uncompiled, last, loss):
    agree((last,), loss, updates=30)


@pytest.mark.skipif(not DEEP, reason="compiles each pair: pytest --hypothesis-profile=deep")
@pytest.mark.parametrize(("last", "loss"), PAIRS)
def test_every_pair_runs_in_machine_code(last, loss):
    agree((last,), loss, updates=200)


def test_single_precision_stays_single():
    one, other = twins((4, 3), np.float32)
    assert worst_after(one, other, 1, updates=100)[0] < 1e-5
    assert all(part.dtype == np.float32 for part in other.parts)


def test_a_slope_that_is_slightly_wrong_is_noticed(monkeypatch, uncompiled):
    """The comparison above refuses a slope that is off by a millionth."""
    right = fast.activation

    def wrong(row):
        activate, pull_back = right(row)

        def off(d, a, z, width):
            pull_back(d, a, z, width)
            d[:width] *= 1.000001

        return activate, off

    assert worst_after(*twins((5, 4, 3), activation="tanh"), 1, updates=100)[0] < 1e-12
    monkeypatch.setattr(fast, "activation", wrong)
    fast.one_by_one.cache_clear()
    assert worst_after(*twins((5, 4, 3), activation="tanh"), 1, updates=100)[0] > 1e-9


@pytest.mark.parametrize("batch_size", [1, 32])
def test_sgd_gives_the_same_history_either_way(batch_size):
    rng = np.random.default_rng(0)
    X, T = rng.normal(size=(100, 4)), np.eye(3)[rng.integers(0, 3, 100)]
    ours, theirs = (
        sgd(net, X, T, 0.02, 5, batch_size, rng=1, compiled=way, validation=(X, T))
        for net, way in zip(twins((4, 5, 3)), (False, True), strict=True)
    )
    assert theirs.loss == pytest.approx(ours.loss, rel=1e-12)
    assert theirs.accuracy == ours.accuracy and theirs.validation_accuracy == ours.validation_accuracy


def test_compiling_pays_for_large_trainings_only():
    assert not compiling_pays((2, 3, 1), 100, 1)
    assert not compiling_pays((64, 30, 10), 2000, 1)
    assert compiling_pays((64, 30, 10), 10**7, 1)


def test_auto_compiles_nothing_for_a_small_training(monkeypatch):
    """By counting what would be compiled: a clock would tell more of the machine than of the choice."""
    made = []
    monkeypatch.setattr(fast, "one_by_one", lambda *what: made.append(what))
    net, X, T = Network.random((4, 5, 3), 0), np.zeros((50, 4)), np.full((50, 3), 0.5)
    for epochs, compiled in ((100, 0), (10**7, 1)):
        settings = checked(net, X, T, 0.1, epochs, 1, True, 0, None, None, [], None, False, "auto")
        chosen_steps(net, settings)
        assert len(made) == compiled


def test_a_new_row_needs_no_more_than_its_definition(monkeypatch, uncompiled):
    cubic = Activation("cubic", lambda z: z + z**3, None, "z + z**3", slope_at=lambda z: 1 + 3 * z**2)
    monkeypatch.setitem(ACTIVATIONS, "cubic", cubic)
    nets = twins((3, 2, 2), activation=("cubic", "sigmoid"))
    assert worst_after(*nets, 1, updates=100, alpha=0.01)[0] < 1e-12


def test_a_row_that_machine_code_cannot_run_falls_back_to_numpy_or_says_so(monkeypatch):
    bessel = Activation("bessel", np.sin, None, "besselj(1, z)", slope_at=np.cos)
    monkeypatch.setitem(ACTIVATIONS, "bessel", bessel)
    net = Network.random((3, 2, 2), 0, activation=("bessel", "sigmoid"))
    with pytest.raises(NotImplementedError, match="no machine code for besselj"):
        sgd(net, np.ones((4, 3)), np.zeros((4, 2)), 0.1, compiled=True)


QUESTIONS = """
import sys
import numpy as np
from netlib import Network, sgd
print([name for name in ("numba", "sympy", "scipy", "tqdm", "matplotlib") if name in sys.modules])
net = Network.random((4, 5, 3), 0, biases=True)
X = np.random.default_rng(1).normal(size=(40, 4))
for _ in range(2):
    sgd(net, X, X[:, :3] ** 2 / 9, 0.1, 3, 4, rng=2, compiled=True)
print(b"".join(part.tobytes() for part in net.parts).hex())
"""


def test_another_process_imports_lightly_and_gives_the_same_bits(capsys):
    """Importing netlib loads nothing but NumPy; and a process that compiles afresh ends with the same bits."""
    done = subprocess.run([sys.executable, "-c", QUESTIONS], capture_output=True, text=True, check=True)
    imported, bits = done.stdout.split("\n")[:2]
    exec(QUESTIONS, {})
    assert imported == "[]" and len(bits) > 100
    assert bits == capsys.readouterr().out.split("\n")[1]


def test_without_numba_the_source_can_be_read_and_a_run_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    there = spec_from_file_location("kernels_without_numba", kernels.__file__)
    without = module_from_spec(there)
    there.loader.exec_module(without)
    with pytest.raises(ImportError, match=r"machine code needs numba: pip install -e .\[fast\]"):
        without.activation(ACTIVATIONS["tanh"])
