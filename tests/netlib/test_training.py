"""sgd: the rule of `Network.step`, and a word where training goes wrong."""

import re
import warnings

import numpy as np
import pytest
from shared import CLASSES, MANY, T, X, classifier, net, same

from netlib import Network, sgd
from netlib.advice import RISING, TrainingError, TrainingWarning, rising_loss
from netlib.steps import Steps


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
    monkeypatch.setattr(Steps, "run", lambda self, orders, *rest: seen.extend(orders) or run(self, orders, *rest))
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

    def __init__(self, is_terminal=True):
        self.text, self.is_terminal = "", is_terminal

    def write(self, text):
        self.text += text

    def flush(self):
        pass

    def isatty(self):
        return self.is_terminal


@pytest.mark.parametrize(
    ("progress", "terminal", "shown"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_a_bar_shows_on_a_terminal_while_an_epoch_takes_long(monkeypatch, progress, terminal, shown):
    screen = Terminal(terminal)
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr("netlib.terminal.BAR_AFTER", 0)
    monkeypatch.setattr("netlib.training.CHUNK", 1e-9)
    sgd(classifier(), np.tile(MANY, (40, 1)), np.tile(CLASSES, (40, 1)), compiled=False, progress=progress)
    assert ("epoch 1" in screen.text) == shown


def test_a_short_epoch_shows_no_bar(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    sgd(classifier(), MANY, CLASSES, epochs=2)
    assert "epoch" not in screen.text
