"""Short epochs are taken in one chunk: as if one by one, for whoever looks."""

import re
import signal
import warnings

import numpy as np
import pytest
from shared import CLASSES, MANY, T, X, classifier, net, same

from netlib import sgd
from netlib.advice import TrainingError, TrainingWarning
from netlib.steps import Steps


def nobody(epoch, net, history):
    """A callback: with one, epochs are taken one by one."""


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("compiled", [False, True])
def test_epochs_taken_at_once_are_those_taken_one_by_one(compiled, shuffle):
    at_once, one_by_one = classifier(), classifier()
    ours, theirs = (
        sgd(trained, MANY, CLASSES, 0.3, 23, 7, shuffle, 1, callbacks=watched, compiled=compiled)
        for trained, watched in ((at_once, []), (one_by_one, [nobody]))
    )
    assert same(at_once, one_by_one)
    assert (ours.loss, ours.accuracy, ours.alpha) == (theirs.loss, theirs.accuracy, theirs.alpha)
    assert len(ours.seconds) == 23


@pytest.fixture
def taken(monkeypatch):
    """How many epochs each call of `Steps.run` is given; the fourth call is interrupted by Ctrl-C, if `taken` asks."""

    class Taken(list):
        interrupts = False

    run, counts = Steps.run, Taken()

    def counted(self, orders, *rest):
        counts.append(len(orders))
        if counts.interrupts and len(counts) == 4:
            signal.raise_signal(signal.SIGINT)
        return run(self, orders, *rest)

    monkeypatch.setattr(Steps, "run", counted)
    return counts


@pytest.mark.parametrize(
    "watch",
    [
        dict(callbacks=[nobody]),
        dict(alpha=lambda epoch: 0.1),
        dict(validation=(X, T)),
        dict(patience=20),
        dict(checkpoint="run.npz"),
    ],
    ids=lambda watch: next(iter(watch)),
)
def test_who_looks_at_the_network_after_an_epoch_finds_it_after_that_epoch(taken, tmp_path, monkeypatch, watch):
    monkeypatch.chdir(tmp_path)
    sgd(net(), X, T, epochs=20, compiled=False)
    assert taken == [1, 1, 2, 4, 8, 4], "advice looks after 1, 2, 4, 8, 16 epochs"
    taken.clear()
    sgd(net(), X, T, epochs=20, compiled=False, **watch)
    assert taken == [1] * 20


def test_ctrl_c_ends_after_the_epochs_taken_at_once(taken):
    taken.interrupts, trained, whole = True, net(), net()
    history = sgd(trained, X, T, epochs=20, rng=1, compiled=False)
    assert history.stopped == "interrupted" and len(history.loss) == 8
    sgd(whole, X, T, epochs=8, rng=1, compiled=False)
    assert same(trained, whole)


def test_a_failure_among_epochs_taken_at_once_leaves_what_it_leaves_one_by_one():
    found = []
    for watched in ([], [nobody]):
        trained, rng = net((3, 2, 4), activation="identity"), np.random.default_rng(5)
        with warnings.catch_warnings(), pytest.raises(TrainingError) as error:
            warnings.simplefilter("ignore", TrainingWarning)
            sgd(trained, MANY, CLASSES, 0.5, 500, 60, rng=rng, callbacks=watched, compiled=False)
        found.append((trained, rng.bit_generator.state, str(error.value)))
    (ours, *said), (theirs, *expected) = found
    assert same(ours, theirs) and said == expected
    assert int(re.search(r"epoch (\d+)", said[1])[1]) > 2, "that epoch was one of several taken at once"
