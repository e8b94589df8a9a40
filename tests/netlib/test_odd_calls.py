"""Every argument of every public function, given each odd value: an error that names it, or the right result.

Right is what the same call gives with the plain value that `odd.ODD` names. After a refusal the network is as it was.
"""

import re
import warnings
from dataclasses import asdict, is_dataclass

import numpy as np
import pytest
from odd import NOTHING, ODD

from netlib import Checkpoint, Network, activations, losses, sgd
from netlib.gradcheck import central_differences, complex_step, network_gradient, worst_error

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
T = np.array([[0.0], [1.0], [1.0], [0.0]])
DOCUMENTED = (TypeError, ValueError, OSError, ArithmeticError)


def net():
    return Network.random((2, 3, 1), 3, biases=True)


def checkpointed(network, path, every, resume):
    return sgd(network, X, T, rng=0, checkpoint=Checkpoint(path, every, resume), progress=False, compiled=False)


def squares(x):
    return np.sum(x * x)


TABLES = [np.ones((3, 2)), np.ones((1, 3))]
SGD = dict(
    X=X, T=T, alpha=0.1, epochs=1, batch_size=1, shuffle=True, rng=0, validation=(X, T), patience=1, callbacks=[],
    checkpoint=None, progress=False, compiled=False,
)  # fmt: skip
#: name: a function of a network and of named arguments, and good arguments
CALLS = {
    "Network": (lambda _, **a: Network(**a), dict(weights=TABLES, biases=None, activation="tanh", loss="mse")),
    "Network.random": (
        lambda _, **a: Network.random(**a),
        dict(sizes=(2, 3, 1), rng=0, biases=False, activation="tanh", loss="mse"),
    ),
    "call": (lambda n, x: n(x), dict(x=X)),
    "forward": (lambda n, x: n.forward(x), dict(x=X)),
    "loss": (lambda n, x, t: n.loss(x, t), dict(x=X, t=T)),
    "deltas": (lambda n, activations, t: n.deltas(activations, t), dict(activations=net().forward(X), t=T)),
    "gradient": (lambda n, x, t: n.gradient(x, t), dict(x=X, t=T)),
    "step": (lambda n, x, t, alpha: n.step(x, t, alpha), dict(x=X, t=T, alpha=0.1)),
    "save": (lambda n, path: n.save(path), dict(path="net.npz")),
    "load": (lambda n, path: Network.load(path), dict(path="net.npz")),
    "sgd": (lambda n, **a: sgd(**({"net": n} | a)), SGD),
    "sgd of": (lambda _, net: sgd(net, X, T, progress=False), dict(net=net())),
    "Checkpoint": (checkpointed, dict(path="run.npz", every=3, resume=False)),
    "complex_step": (lambda _, **a: complex_step(**a), dict(function=squares, at=X, h=1e-20)),
    "central_differences": (lambda _, **a: central_differences(**a), dict(function=squares, at=X, h=1e-5)),
    "network_gradient": (
        lambda n, **a: network_gradient(**({"network": n} | a)),
        dict(method=complex_step, network=net(), x=X, t=T),
    ),
    "worst_error": (lambda _, **a: worst_error(**a), dict(claimed=X, independent=X)),
    "activations.add": (lambda _, row: activations.add(row), dict(row=None)),
    "losses.add": (lambda _, row: losses.add(row), dict(row=None)),
}
PATHS = {"path", "checkpoint"}
#: what is no mistake, though it looks odd
FINE = {
    *((argument, "None") for argument in ("rng", "biases", "validation", "patience", "checkpoint", "every")),
    *((argument, flag) for argument in ("shuffle", "progress", "biases", "resume") for flag in ("True", "numpy True")),
    *((path, text) for path in PATHS for text in ("text", "digit", "numpy text")),
    ("weights", "three dimensions"),  # two tables
    ("rng", "10**400"),
    ("patience", "10**400"),
    ("every", "10**400"),
    *(("at", shape) for shape in ("range", "array of one number", "three dimensions", "too wide", "too long")),
    *((argument, "complex array") for argument in ("x", "claimed", "independent")),  # for the complex step
    ("x", "too long"),  # nine examples
    ("callbacks", "empty list"),
    ("callbacks", "empty tuple"),
    ("callbacks", "function"),
}
#: these compile, which test_fast tries
SKIPPED = {("compiled", "True"), ("compiled", "numpy True")}
OF_THE_READER = {("function", "function"), ("function", "type"), ("method", "function"), ("method", "type")}


def numbers_in(result) -> list[np.ndarray]:
    """All numbers of a result, but for the times."""
    if isinstance(result, Network):
        return result.parts
    if is_dataclass(result):
        result = {key: value for key, value in asdict(result).items() if key not in ("seconds", "stopped")}
    if isinstance(result, dict):
        result = list(result.values())
    if isinstance(result, (list, tuple)):
        return [number for part in result for number in numbers_in(part)]
    return [] if result is None else [np.asarray(result)]


def outcome(call, good, changes):
    """What the call gives, numbers of the network included; an error is returned."""
    network = net()
    try:
        with warnings.catch_warnings(), np.errstate(all="raise"):
            warnings.simplefilter("ignore")
            result = call(network, **(good | changes))
    except Exception as error:
        return error, network
    return numbers_in(result) + network.parts, network


def alike(one, other) -> bool:
    return len(one) == len(other) and all(
        np.shape(p) == np.shape(q) and np.allclose(p, q, rtol=1e-6, atol=0) for p, q in zip(one, other)
    )


def fault(call, good, argument, label) -> str | None:
    """What is wrong with the answer to an odd value, if anything."""
    value, plain = ODD[label]
    found, network = outcome(call, good, {argument: value})
    if isinstance(found, Exception):
        if not isinstance(found, DOCUMENTED):
            return f"raises {type(found).__name__}: {found}"
        if any(not np.array_equal(p, q) for p, q in zip(network.parts, net().parts, strict=True)):
            return "is refused, and the network has changed"
        named = argument in PATHS or re.search(rf"\b{argument}\b|the function", str(found), re.IGNORECASE)
        return None if named or (argument, label) in OF_THE_READER else f"does not name it: {found}"
    if (argument, label) in FINE | OF_THE_READER:
        return None
    if plain is NOTHING:
        return "is accepted"
    expected, _ = outcome(call, good, {argument: plain})
    return None if not isinstance(expected, Exception) and alike(found, expected) else "gives another result"


@pytest.mark.parametrize("name", CALLS)
def test_an_odd_value_is_refused_by_name_or_means_what_it_says(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call, good = CALLS[name]
    if name == "load":
        net().save("net.npz")
    tried = [(argument, label) for argument in good for label in ODD if (argument, label) not in SKIPPED]
    faults = {f"{name}({argument}={label})": fault(call, good, argument, label) for argument, label in tried}
    assert not {what: why for what, why in faults.items() if why}


def test_there_are_two_thousand_of_them():
    assert sum(len(good) for _, good in CALLS.values()) * len(ODD) > 2000


def test_the_judge_sees_each_kind_of_fault():
    """A function that lets an odd value pass, changes the network, fails raw, or names no argument."""

    def raw(network, x):
        raise KeyError(x)

    def nameless(network, x):
        raise ValueError("no")

    def half_changed(network, x):
        network.weights[0][0, 0] += 1
        raise ValueError("x is odd")

    good = {"x": 1.0}
    assert fault(lambda network, x: None, good, "x", "text") == "is accepted"
    assert fault(lambda network, x: type(x).__name__ == "float", good, "x", "float32") == "gives another result"
    assert fault(raw, good, "x", "text").startswith("raises KeyError")
    assert fault(nameless, good, "x", "text").startswith("does not name it")
    assert fault(half_changed, good, "x", "text") == "is refused, and the network has changed"
