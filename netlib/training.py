"""Stochastic gradient descent: epochs of single examples or batches, each a step of the rule that the book proves.

`sgd` checks what it is given (`netlib.settings`) and trains. What a training has seen is in its `netlib.session`; the
steps are taken by NumPy (`netlib.steps`) or in machine code (`netlib.fast`); `netlib.advice` says what looks wrong.
Slopes are taken from the activations: what is lost where one rounds to 1 is less than 1e-16 of a weight's move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from os import PathLike
from time import perf_counter

import numpy as np

from netlib import advice, checks
from netlib.choice import by_numpy, chosen_steps
from netlib.network import Network
from netlib.session import History, Session
from netlib.settings import Checkpoint, Settings, checked
from netlib.steps import Order, Steps, contributions, hits_of
from netlib.terminal import bar, ctrl_c

CHUNK = 0.3  #: seconds of NumPy's work, about, between two looks at Ctrl-C; machine code is done earlier
SAMPLE = 256  #: examples on which units are looked at

Callback = Callable[[int, Network, History], object]


def sgd(
    net: Network,
    X: np.ndarray,
    T: np.ndarray,
    alpha: float | Callable[[int], float] = 0.1,
    epochs: int = 1,
    batch_size: int = 1,
    shuffle: bool = True,
    rng: np.random.Generator | int | None = None,
    *,
    validation: tuple[np.ndarray, np.ndarray] | None = None,
    patience: int | None = None,
    callbacks: Sequence[Callback] = (),
    checkpoint: Checkpoint | str | PathLike | None = None,
    progress: bool = True,
    compiled: bool | str = "auto",
) -> History:
    """Train `net` in place on inputs X of shape (N, n_0) and targets T of shape (N, n_L); returns its `History`.

    Each batch of `batch_size` examples is one step of `Network.step`, w' = w + alpha * (sum of delta * a) (E27, E44).
    It is a sum, no mean: if you double the batch size, halve alpha. `alpha` may be a function of the epoch, counted
    from 0. With `shuffle` every epoch visits the examples in a new random order, by `rng`, a generator or a seed: same
    seed, same weights, to the bit, on the same machine.

    `validation` is another pair (X, T), measured after each epoch. After `patience` epochs without a better loss (on
    the validation data if given) training ends, with the weights of the best epoch. `callbacks` are called after each
    epoch as f(epoch, net, history); one that returns True ends the training, and so does Ctrl-C. `checkpoint` is where
    to write what is needed to go on, a path or a `Checkpoint`. `progress` shows a bar on a terminal, if tqdm is
    installed. `compiled` is True for machine code by Numba, False for NumPy, or "auto": whichever is done earlier. The
    weights are the same but for rounding.

    Raises TypeError or ValueError, before anything is changed, for arguments that do not fit; OSError or
    CheckpointError for a checkpoint that cannot be used; TrainingError where weights or loss stop being finite, with
    the network as it was before that batch. Warns (TrainingWarning) of what looks wrong.
    """
    how = validation, patience, callbacks, checkpoint, progress, compiled
    return train(net, checked(net, X, T, alpha, epochs, batch_size, shuffle, rng, *how))


def train(net: Network, settings: Settings) -> History:
    """Epoch after epoch, each in chunks of steps, until all are done or something ends the training earlier."""
    session, steps = Session(net, settings), chosen_steps(net, settings)
    if settings.checkpoint is not None and settings.checkpoint.resume:
        session.restore(settings.checkpoint.path)
    advice.unreachable_targets(net, settings.T)
    chunk = max(1, int(CHUNK / by_numpy(net.sizes, settings.batch_size) / settings.batch_size)) * settings.batch_size
    with ctrl_c() as asked:
        while session.at.epoch < settings.epochs and not session.history.stopped and not asked:
            if (count := epochs_at_once(session, settings, chunk)) > 1:
                several_epochs(session, steps, settings, chunk, asked, count)
            else:
                one_epoch(session, steps, settings, chunk, asked)
    if asked or settings.checkpoint is not None and settings.checkpoint.every:
        write(session, settings)
    session.history.stopped = session.history.stopped or ("interrupted" if asked else "epochs")
    if settings.patience is not None and not asked and session.best:
        put_back(net, session.best)
    return session.history


def one_epoch(session: Session, steps: Steps, settings: Settings, chunk: int, asked: list) -> None:
    """Finish the epoch that is under way, or take the next one, in chunks of so many examples, until Ctrl-C asks."""
    rate, order = settings.rate(session.at.epoch), session.order()
    with bar(settings.progress, session.at.epoch, session.at.examples, len(order)) as shown:
        for piece in pieces(order, session, settings, chunk):
            advance(session, steps, settings, piece, rate)
            shown(session.at.examples)
            if asked:
                break
    if session.at.examples == len(order):
        finish_epoch(session, settings, rate)


def pieces(order: Order, session: Session, settings: Settings, chunk: int) -> Iterator[Order]:
    """The rest of an epoch's order in pieces of whole batches; writes the checkpoints that fall between two of them."""
    every = settings.checkpoint and settings.checkpoint.every
    while session.at.examples < len(order):
        until_checkpoint = (every - session.at.steps % every) * settings.batch_size if every else chunk
        yield order[session.at.examples :][: min(chunk, until_checkpoint)]
        if every and session.at.steps % every == 0:
            write(session, settings)


def epochs_at_once(session: Session, settings: Settings, chunk: int) -> int:
    """How many epochs fit into a chunk, and into the time until somebody looks at the network: 1 if that is soon."""
    epoch, looks = session.at.epoch, settings.looks_after_each_epoch or session.at.examples > 0
    until_advice = 2 ** epoch.bit_length() - epoch
    return 1 if looks else max(1, min(chunk // len(settings.X), until_advice, settings.epochs - epoch))


def several_epochs(session: Session, steps: Steps, settings: Settings, chunk: int, asked: list, count: int) -> None:
    """Take `count` epochs as one chunk. Where that leaves the finite numbers: one by one, to find the batch."""
    rate, before = settings.rate(session.at.epoch), session.rng.bit_generator.state
    seen, seconds, wrong = try_steps(session, steps, session.orders(count), rate)
    if wrong:
        session.rng.bit_generator.state = before
        for _ in range(count):  # until one of them raises
            one_epoch(session, steps, settings, chunk, asked)
    else:
        session.finish_epochs(seen, seconds, rate)
        say_what_looks_wrong(session, settings, rate, count)


def advance(session: Session, steps: Steps, settings: Settings, order: Order, alpha: float) -> None:
    """Take the next steps. Where they leave the finite numbers: find the batch, go back before it, raise."""
    seen, seconds, wrong = try_steps(session, steps, [order], alpha)
    if not wrong:
        session.count(len(order), *seen[0], seconds)
    elif len(order) > settings.batch_size:
        for first in range(0, len(order), settings.batch_size):  # until one of them raises
            advance(session, steps, settings, order[first : first + settings.batch_size], alpha)
    else:
        raise advice.TrainingError(
            f"epoch {session.at.epoch + 1}, batch {session.at.examples // settings.batch_size + 1}: {wrong}. The "
            f"network is as it was before this batch. Try a smaller alpha (it was {alpha:g}), or inputs and targets "
            "scaled to about 1"
        )


def try_steps(
    session: Session, steps: Steps, orders: list[Order], alpha: float
) -> tuple[list[tuple[float, int]], float, str]:
    """Take steps, and take them back if something is not finite afterwards.

    Returns what `Steps.run` saw and how many seconds it took; then nothing, or in words what is not finite.
    """
    net, start = session.net, perf_counter()
    for mine, part in zip(session.kept, net.parts, strict=True):
        mine[...] = part
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        seen = steps.run(orders, alpha, session.at.loss, session.at.hits)
        loss = sum([loss for loss, _ in seen])
        if np.isfinite(loss) and all(map(checks.all_finite, net.parts)):
            return seen, perf_counter() - start, ""
        wrong = advice.what_is_not_finite(net, loss)
    put_back(net, session.kept)
    return [], 0.0, wrong


def put_back(net: Network, values: list[np.ndarray]) -> None:
    """Write these values into the network's own weights and biases."""
    for part, value in zip(net.parts, values, strict=True):
        part[...] = value


def finish_epoch(session: Session, settings: Settings, alpha: float) -> None:
    """Measure, say what looks wrong, and end the training if it is time; then write the checkpoint of this epoch."""
    net, history = session.net, session.history
    measured = None if settings.validation is None else measure(net, *settings.validation)
    session.finish_epoch(alpha, measured)
    say_what_looks_wrong(session, settings, alpha)
    if settings.patience is not None:
        watched = history.validation_loss or history.loss
        since_best = len(watched) - 1 - int(np.argmin(watched))
        if since_best == 0:
            session.best = [part.copy() for part in net.parts]
        elif since_best >= settings.patience:
            history.stopped = "early"
    if any([callback(session.at.epoch - 1, net, history) is True for callback in settings.callbacks]):
        history.stopped = "callback"
    if settings.checkpoint is not None and settings.checkpoint.every is None:
        write(session, settings)


def say_what_looks_wrong(session: Session, settings: Settings, alpha: float, epochs: int = 1) -> None:
    """Warn, where there is reason to, of what the last `epochs` have done."""
    epoch = session.at.epoch
    advice.rising_loss(session.history.loss, alpha, epochs)
    if epoch & (epoch - 1) == 0:  # now and then: after 1, 2, 4, 8, ... epochs
        advice.flat_units(session.net, settings.X[:SAMPLE], epoch, session.flat_layers)


def measure(net: Network, X: np.ndarray, T: np.ndarray) -> tuple[float, float]:
    """The mean loss per example, and the share of examples whose largest output is the right one."""
    total, hits = 0.0, 0
    for start in range(0, len(X), 1000):
        z, a = net.run(X[start : start + 1000])
        t, y = T[start : start + 1000], a[-1]
        total += float(contributions(net, t, y, z[-1]).sum(dtype=float))
        hits += hits_of(y, t.argmax(axis=1))
    return total / len(X), hits / len(X)


def write(session: Session, settings: Settings) -> None:
    """Write the checkpoint, if there is one to write; a disk that refuses is a warning, and training goes on."""
    if settings.checkpoint is None:
        return
    try:
        session.write(settings.checkpoint.path)
    except OSError as error:
        advice.warn(
            f"epoch {session.at.epoch + 1}: the checkpoint could not be written ({error}); the file before it, if any, "
            "is untouched, and training goes on: make room, or it is lost when this process ends"
        )
