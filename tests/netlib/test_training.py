"""sgd: the rule of `Network.step`, nothing lost, and a word where training goes wrong."""

import os
import re
import signal
import threading
import time
import warnings

import numpy as np
import pytest
from shared import DEEP, same

from netlib import Checkpoint, Network, sgd
from netlib.advice import RISING, TrainingError, TrainingWarning, rising_loss
from netlib.files import CheckpointError, read
from netlib.session import Session
from netlib.steps import Steps

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
T = np.array([[0.0], [1.0], [1.0], [0.0]])
MANY = np.random.default_rng(0).normal(size=(60, 3))
KILLS = 50 if DEEP else 10  #: for each way to take steps
CLASSES = np.eye(4)[np.random.default_rng(1).integers(0, 4, 60)]


def net(sizes=(2, 3, 1), seed=3, **made):
    return Network.random(sizes, seed, biases=True, **made)


def classifier():
    return net((3, 5, 4))


@pytest.mark.parametrize("batch_size", [1, 3, 60])
def test_an_epoch_is_a_step_for_each_batch_in_order(batch_size):
    trained, stepped = classifier(), classifier()
    history = sgd(trained, MANY, CLASSES, 0.3, batch_size=batch_size, shuffle=False, compiled=False)
    losses, hits = 0.0, 0
    for start in range(0, 60, batch_size):
        x, t = MANY[start : start + batch_size], CLASSES[start : start + batch_size]
        losses += stepped.loss(x, t)
        hits += (stepped(x).argmax(axis=1) == t.argmax(axis=1)).sum()
        stepped.step(x, t, 0.3)
    for ours, theirs in zip(trained.parts, stepped.parts, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-13)
    assert history.loss == pytest.approx([losses / 60], rel=1e-14)
    assert history.accuracy == [hits / 60]
    assert history.stopped == "epochs" and len(history.seconds) == 1


@pytest.mark.parametrize("compiled", [False, True])
def test_the_same_seed_gives_the_same_weights_to_the_bit(compiled):
    first, second, other = classifier(), classifier(), classifier()
    for trained, seed in ((first, 7), (second, 7), (other, 8)):
        sgd(trained, MANY, CLASSES, 0.3, 5, 7, rng=seed, compiled=compiled)
    assert same(first, second) and not same(first, other)


def test_every_example_is_visited_once_an_epoch_in_a_new_order(monkeypatch):
    seen = []
    run = Steps.run
    monkeypatch.setattr(
        Steps, "run", lambda self, X, T, order, *rest: seen.append(order) or run(self, X, T, order, *rest)
    )
    sgd(classifier(), MANY, CLASSES, epochs=3, rng=0, compiled=False)
    epochs = np.concatenate(seen).reshape(3, 60)
    assert all(sorted(epoch) == list(range(60)) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == 3


def test_validation_is_measured_after_each_epoch_and_not_trained_on():
    alone, watched = classifier(), classifier()
    sgd(alone, MANY[:40], CLASSES[:40], 0.3, 4, rng=0)
    after = []
    history = sgd(
        watched, MANY[:40], CLASSES[:40], 0.3, 4, rng=0, validation=(MANY[40:], CLASSES[40:]),
        callbacks=[lambda epoch, net, history: after.append(net.loss(MANY[40:], CLASSES[40:]) / 20)],
    )  # fmt: skip
    assert same(alone, watched)
    assert history.validation_loss == pytest.approx(after, rel=1e-14)
    assert len(history.validation_accuracy) == 4


def test_an_early_stop_leaves_the_weights_of_the_best_epoch():
    trained = classifier()
    held_out = (MANY[20:], CLASSES[20:])  # noise, so that it gets worse before long
    history = sgd(trained, MANY[:20], CLASSES[:20], 2.0, 500, rng=0, validation=held_out, patience=3)
    best = int(np.argmin(history.validation_loss))
    assert history.stopped == "early" and len(history.loss) == best + 4
    assert trained.loss(*held_out) / 40 == pytest.approx(history.validation_loss[best], rel=1e-12)


def test_a_callback_can_end_the_training_and_the_rate_can_follow_the_epoch():
    rates = [0.5, 0.25, 0.1]
    history = sgd(
        net(), X, T, rates.__getitem__, 3, rng=0, callbacks=[lambda epoch, net, history: epoch == 1],
    )  # fmt: skip
    assert history.stopped == "callback" and history.alpha == rates[:2]
    two = net()
    for rate in rates[:2]:
        sgd(two, X, T, rate, shuffle=False)
    one = net()
    sgd(one, X, T, rates.__getitem__, 2, shuffle=False)
    assert same(one, two)


def test_no_epochs_change_nothing():
    trained = net()
    assert sgd(trained, X, T, epochs=0).loss == []
    assert same(trained, net())


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


def test_ctrl_c_ends_cleanly_and_the_training_can_go_on(tmp_path):
    path = tmp_path / "run.npz"
    whole, broken, resumed = classifier(), classifier(), classifier()
    settings = dict(alpha=0.1, batch_size=1, compiled=False)
    before = signal.getsignal(signal.SIGINT)
    timer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))

    def after_each(epoch, net, history):
        if epoch == 0:  # from here on the training listens to Ctrl-C
            timer.start()

    history = sgd(broken, MANY, CLASSES, epochs=100_000, rng=1, checkpoint=path, callbacks=[after_each], **settings)
    timer.join()
    assert history.stopped == "interrupted" and signal.getsignal(signal.SIGINT) is before
    assert same(Network.load(path), broken)
    epochs = len(history.loss) + 3
    sgd(whole, MANY, CLASSES, epochs=epochs, rng=1, **settings)
    sgd(resumed, MANY, CLASSES, epochs=epochs, rng=1, checkpoint=Checkpoint(path, resume=True), **settings)
    assert same(whole, resumed)


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


@pytest.mark.parametrize("compiled", [False, True])
def test_weights_that_leave_the_finite_numbers_are_rolled_back(compiled):
    """The message names the very batch: up to it, the network is what single steps make of it."""
    made = dict(activation="identity")
    trained, stepped = net((3, 2, 4), **made), net((3, 2, 4), **made)
    with warnings.catch_warnings(), pytest.raises(TrainingError, match="smaller alpha") as error:
        warnings.simplefilter("ignore", TrainingWarning)
        sgd(trained, MANY, CLASSES, 5.0, 50, 7, shuffle=False, compiled=compiled)
    epoch, batch = map(int, re.search(r"epoch (\d+), batch (\d+): ", str(error.value)).groups())
    assert re.search("weights into layer [12] are not finite|the loss is (inf|nan)", str(error.value))
    assert all(np.isfinite(part).all() for part in trained.parts)
    for n in range((epoch - 1) * 9 + batch - 1):
        start = n % 9 * 7
        stepped.step(MANY[start : start + 7], CLASSES[start : start + 7], 5.0)
    for ours, theirs in zip(trained.parts, stepped.parts, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-6)


def test_a_loss_that_keeps_rising_is_mentioned_once_a_rise():
    trained = net((3, 4), activation="identity")
    with pytest.warns(
        TrainingWarning, match=rf"risen {RISING} epochs in a row, from .* to .*: alpha=0.05 .* try 0.005"
    ) as said:
        sgd(trained, MANY, CLASSES, 0.05, 9, batch_size=60)
    assert len(said) == 1
    assert said[0].filename == __file__, "it points at the line that called sgd"


def test_noise_is_no_rise():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rising_loss([1 + n / 1000 for n in range(RISING + 1)], 0.1)
    with pytest.warns(TrainingWarning, match="probably too large"):
        rising_loss([1 + n / 50 for n in range(RISING + 1)], 0.1)


def test_targets_out_of_reach_are_named():
    with pytest.warns(TrainingWarning, match=r"T\[2, 0\] is 1.5, but the outputs of sigmoid lie between 0 and 1"):
        sgd(net(), X, [[0], [1], [1.5], [0]])
    with pytest.warns(TrainingWarning, match="outputs of relu lie between 0 and inf"):
        sgd(net(activation="relu"), X, T - 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sgd(net(activation="identity"), X, 100 * T, 1e-6)
        sgd(net(), X, T)


def test_saturated_and_dead_units_are_mentioned():
    with pytest.warns(TrainingWarning, match="epoch 1: 3 of the 3 units in hidden layer 1 are dead or saturated"):
        sgd(Network([np.full((3, 2), 50.0), np.ones((1, 3))]), X + 1, T, 0.01)
    dead = Network([-np.ones((3, 2)), np.ones((1, 3))], activation=("relu", "sigmoid"))
    with pytest.warns(TrainingWarning, match="3 of the 3 units"):
        sgd(dead, X + 1, T, 0.01)


class Terminal:
    """What tqdm needs of a terminal."""

    encoding = "utf-8"

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("progress", "terminal", "shown"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_a_bar_shows_on_a_terminal_while_an_epoch_takes_long(monkeypatch, progress, terminal, shown):
    screen = Terminal()
    if not terminal:
        screen.isatty = lambda: False
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr("netlib.training.BAR_AFTER", 0)
    monkeypatch.setattr("netlib.training.CHUNK", 1)
    sgd(classifier(), np.tile(MANY, (40, 1)), np.tile(CLASSES, (40, 1)), compiled=False, progress=progress)
    assert ("epoch 1" in screen.text) == shown


def test_a_short_epoch_shows_no_bar(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    sgd(classifier(), MANY, CLASSES, epochs=2)
    assert "epoch" not in screen.text


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
