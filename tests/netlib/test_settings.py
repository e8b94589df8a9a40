"""The door of sgd: each argument that does not fit is named, and nothing is changed."""

import numpy as np
import pytest
from shared import T, X, net, same

from netlib import Checkpoint, Network, sgd


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (dict(X=X[:3]), ValueError, "X has 3 examples and T has 4: give one target per example"),
        (dict(X=X[:, :1]), ValueError, r"X has shape \(4, 1\), but the network has 2 inputs: give shape \(N, 2\)"),
        (dict(X=X[0]), ValueError, r"X must be 2-dimensional, not of shape \(2,\)"),
        (dict(T=T[:, 0]), ValueError, r"T must be 2-dimensional, not of shape \(4,\)"),
        (dict(T=np.zeros((4, 2))), ValueError, r"T has shape \(4, 2\), but the network has 1 outputs"),
        (dict(X="abc"), TypeError, "X must hold numbers"),
        (dict(X=X * np.nan), ValueError, r"X must be finite, but X\[0, 0\] is nan"),
        (dict(X=X * 1j), TypeError, "X must be real to train with, not complex128"),
        (dict(X=X[:0], T=T[:0]), ValueError, "X is empty"),
        (dict(alpha=0), ValueError, "alpha must be positive and finite, not 0"),
        (dict(alpha="fast"), TypeError, "alpha must be a number, not str"),
        (dict(alpha=lambda epoch: -1), ValueError, r"alpha\(0\) must be positive and finite, not -1"),
        (dict(epochs=-1), ValueError, "epochs must be at least 0, not -1"),
        (dict(epochs=10**9 + 1), ValueError, "epochs must be at most 1,000,000,000, not 1000000001"),
        (dict(epochs=10**5000), ValueError, "epochs must be at most 1,000,000,000, not a number of 16610 bits"),
        (dict(epochs=1.5), TypeError, "epochs must be a whole number, not float"),
        (dict(batch_size=0), ValueError, "batch_size must be at least 1, not 0"),
        (dict(batch_size=5), ValueError, "batch_size=5 is larger than the data: there are 4 examples"),
        (dict(batch_size=True), TypeError, "batch_size must be a whole number, not bool"),
        (dict(rng="now"), TypeError, "rng must be a NumPy generator, a seed"),
        (dict(rng=-1), TypeError, "rng must be a NumPy generator, a seed"),
        (dict(validation=X), TypeError, r"validation must be a pair \(X, T\), not ndarray"),
        (dict(validation=(X, T[:2])), ValueError, "validation X has 4 examples and validation T has 2"),
        (dict(patience=0), ValueError, "patience must be at least 1, not 0"),
        (dict(checkpoint=Checkpoint("run.npz", 0)), ValueError, "every must be at least 1, not 0"),
        (dict(checkpoint=Checkpoint("run.npz", resume=1)), TypeError, "resume must be True or False, not 1"),
        (dict(checkpoint=""), ValueError, "checkpoint must be the path of a file, not ''"),
        (dict(checkpoint="a\0b"), ValueError, "checkpoint must be the path of a file"),
        (dict(checkpoint="."), OSError, "checkpoint: '.' cannot be written"),
        (dict(checkpoint="/"), OSError, "checkpoint: '/' cannot be written"),
        (dict(compiled=0), ValueError, 'compiled must be True, False or "auto", not 0'),
        (dict(callbacks=[3]), TypeError, r"callbacks\[0\] must be a function of \(epoch, net, history\), not 3"),
        (dict(callbacks=print), TypeError, "callbacks must be a list of functions"),
        (dict(checkpoint=3), TypeError, "checkpoint must be a path, not int"),
        (dict(checkpoint="/no/such/folder/run.npz"), FileNotFoundError, "checkpoint: there is no folder"),
        (dict(checkpoint=Checkpoint("missing.npz", resume=True)), FileNotFoundError, "there is no file 'missing.npz'"),
        (dict(compiled="fast"), ValueError, "compiled must be True, False or \"auto\", not 'fast'"),
        (dict(shuffle="no"), TypeError, "shuffle must be True or False, not 'no'"),
        (dict(progress=None), TypeError, "progress must be True or False, not None"),
        (dict(net=3), TypeError, "net must be a Network, not int"),
        (dict(net=Network([np.ones((1, 2), complex)])), TypeError, "all float64 or .* this one has complex128"),
        (dict(net=net(loss="bce"), T=2 * T), ValueError, "takes targets between 0 and 1"),
    ],
)  # fmt: skip
def test_bad_arguments_are_named_and_change_nothing(arguments, error, message):
    trained = net()
    with pytest.raises(error, match=message):
        sgd(**(dict(net=trained, X=X, T=T) | arguments))
    assert same(trained, net())


def test_compiled_without_numba_says_how_to_install_it(monkeypatch):
    find = __import__("importlib.util").util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "numba" else find(name))
    with pytest.raises(ImportError, match=r"compiled=True needs numba: pip install -e .\[fast\]"):
        sgd(net(), X, T, compiled=True)
    assert sgd(net(), X, T, epochs=2).stopped == "epochs"
