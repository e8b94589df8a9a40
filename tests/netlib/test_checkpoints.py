"""A training that is broken off: nothing is lost, and nothing else is taken for it."""

import os
import signal
import threading
import time

import numpy as np
import pytest
from shared import CLASSES, DEEP, MANY, T, X, classifier, net, same

from netlib import Checkpoint, Network, sgd
from netlib.advice import TrainingWarning
from netlib.files import CheckpointError, read
from netlib.session import Session

KILLS = 50 if DEEP else 10  #: for each way to take steps


@pytest.mark.parametrize("generator", ["PCG64", "MT19937", "Philox", "SFC64", "PCG64DXSM"])
@pytest.mark.parametrize("every", [None, 7])
def test_a_resumed_training_ends_where_an_unbroken_one_ends(tmp_path, every, generator):
    path, rng = tmp_path / "run.npz", lambda seed: np.random.Generator(getattr(np.random, generator)(seed))
    settings = dict(alpha=0.3, batch_size=4)
    whole, broken, resumed = classifier(), classifier(), classifier()
    unbroken = sgd(whole, MANY, CLASSES, epochs=6, rng=rng(1), **settings)
    sgd(broken, MANY, CLASSES, epochs=2, rng=rng(1), checkpoint=Checkpoint(path, every), **settings)
    assert same(Network.load(path), broken)
    history = sgd(resumed, MANY, CLASSES, epochs=6, rng=rng(5), checkpoint=Checkpoint(path, resume=True), **settings)
    assert same(whole, resumed) and history.loss == unbroken.loss
    assert not same(whole, broken)


def test_an_early_stop_survives_a_break(tmp_path):
    path, held_out = tmp_path / "run.npz", (MANY[20:], CLASSES[20:])
    settings = dict(alpha=2.0, validation=held_out, patience=6)
    whole, resumed = classifier(), classifier()
    unbroken = sgd(whole, MANY[:20], CLASSES[:20], epochs=500, rng=0, **settings)
    assert len(unbroken.loss) > 8
    breaks = len(unbroken.loss) - 3
    sgd(classifier(), MANY[:20], CLASSES[:20], epochs=breaks, rng=0, checkpoint=path, **settings)
    history = sgd(resumed, MANY[:20], CLASSES[:20], epochs=500, checkpoint=Checkpoint(path, resume=True), **settings)
    assert history.stopped == "early" and same(whole, resumed)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked, which this system does not do")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of forking where threads run: the child only computes
@pytest.mark.parametrize("compiled", [False, True])
def test_a_kill_at_any_moment_loses_nothing(tmp_path, compiled):
    """Every resume ends in the weights of the unbroken run, to the bit."""
    settings = dict(alpha=0.3, epochs=30, batch_size=3, compiled=compiled)
    whole = classifier()
    sgd(whole, MANY, CLASSES, rng=1, **settings)
    start = time.perf_counter()
    sgd(classifier(), MANY, CLASSES, rng=1, checkpoint=Checkpoint(tmp_path / "timed.npz", 9), **settings)
    duration = time.perf_counter() - start
    random, positions = np.random.default_rng(4), set()
    for n in range(KILLS):
        path = tmp_path / f"{n}.npz"
        child = os.fork()
        if child == 0:
            sgd(classifier(), MANY, CLASSES, rng=1, checkpoint=Checkpoint(path, 9), **settings)
            os._exit(0)
        time.sleep(random.uniform(0, duration))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        resumed = classifier()
        if path.exists():
            positions.add((read(path)[0]["training"]["at"]["epoch"], read(path)[0]["training"]["at"]["examples"]))
            sgd(resumed, MANY, CLASSES, rng=99, checkpoint=Checkpoint(path, resume=True), **settings)
            assert same(resumed, whole), n
    assert len(positions) > KILLS // 5, "the kills came at different moments"


@pytest.fixture
def heard():
    """Ctrl-C is heard here, also where a shell that started the tests in the background had it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_ctrl_c_ends_cleanly_and_the_training_can_go_on(tmp_path):
    path = tmp_path / "run.npz"
    whole, broken, resumed = classifier(), classifier(), classifier()
    settings = dict(alpha=0.1, batch_size=1, compiled=False)
    before = signal.getsignal(signal.SIGINT)
    timer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))

    def after_each(epoch, net, history):
        if epoch == 0:  # from here on the training listens to Ctrl-C
            timer.start()

    history = sgd(broken, MANY, CLASSES, epochs=10_000, rng=1, checkpoint=path, callbacks=[after_each], **settings)
    timer.join()
    assert history.stopped == "interrupted" and signal.getsignal(signal.SIGINT) is before
    assert same(Network.load(path), broken)
    epochs = len(history.loss) + 3
    sgd(whole, MANY, CLASSES, epochs=epochs, rng=1, **settings)
    sgd(resumed, MANY, CLASSES, epochs=epochs, rng=1, checkpoint=Checkpoint(path, resume=True), **settings)
    assert same(whole, resumed)


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("moment", ["order", "finish_epoch", "write"])
def test_ctrl_c_between_two_epochs_loses_nothing(tmp_path, monkeypatch, moment):
    path, work, calls = tmp_path / "run.npz", getattr(Session, moment), []

    def interrupted(self, *arguments):
        calls.append(1)
        if len(calls) == 3:
            signal.raise_signal(signal.SIGINT)
        return work(self, *arguments)

    whole, resumed = classifier(), classifier()
    sgd(whole, MANY, CLASSES, epochs=6, rng=1)
    with monkeypatch.context() as patch:
        patch.setattr(Session, moment, interrupted)
        history = sgd(classifier(), MANY, CLASSES, epochs=6, rng=1, checkpoint=path)
    assert history.stopped == "interrupted"
    sgd(resumed, MANY, CLASSES, epochs=6, rng=1, checkpoint=Checkpoint(path, resume=True))
    assert same(whole, resumed)


def test_a_full_disk_is_a_warning_and_the_earlier_checkpoint_survives(tmp_path, monkeypatch):
    path = tmp_path / "run.npz"
    sgd(net(), X, T, epochs=1, rng=0, checkpoint=path)
    before = path.read_bytes()

    def no_space(file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("netlib.files.os.fsync", no_space)
    trained = net()
    with pytest.warns(TrainingWarning, match="could not be written.*No space left.*untouched"):
        history = sgd(trained, X, T, epochs=2, rng=0, checkpoint=path)
    assert len(history.loss) == 2 and path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["run.npz"]


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        (dict(batch_size=2), "batch_size"),
        (dict(shuffle=False), "shuffle"),
        (dict(alpha=0.2), "alpha"),
        (dict(rng=np.random.Generator(np.random.MT19937(0))), "generator is 'PCG64'"),
    ],
)
def test_a_checkpoint_of_another_training_is_refused(tmp_path, changed, name):
    path = tmp_path / "run.npz"
    sgd(net(), X, T, epochs=1, rng=0, checkpoint=path)
    trained = net()
    with pytest.raises(CheckpointError, match=name):
        sgd(trained, X, T, **(dict(epochs=2, checkpoint=Checkpoint(path, resume=True)) | changed))
    assert same(trained, net())
    with pytest.raises(CheckpointError, match="its data is"):
        sgd(trained, X + 1, T, epochs=2, checkpoint=Checkpoint(path, resume=True))
    with pytest.raises(CheckpointError, match="activation is .*sigmoid.* here it is .*tanh"):
        sgd(net(activation="tanh"), X, T, epochs=2, checkpoint=Checkpoint(path, resume=True))
    with pytest.raises(CheckpointError, match="shape of W0"):
        sgd(net((2, 4, 1)), X, T, epochs=2, checkpoint=Checkpoint(path, resume=True))
    trained.save(path)
    with pytest.raises(CheckpointError, match="a network, not a training"):
        sgd(trained, X, T, epochs=2, checkpoint=Checkpoint(path, resume=True))
