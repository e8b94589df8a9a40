"""Stochastic gradient descent: epochs of single examples or batches, each a step of the rule that the book proves.

`sgd` checks what it is given (`netlib.settings`) and trains. What a training has seen is in its `netlib.session`; the
steps are taken by NumPy (`netlib.steps`) or in machine code (`netlib.fast`); `netlib.advice` says what looks wrong.
Slopes are taken from the activations: what is lost where one rounds to 1 is less than 1e-16 of a weight's move.
"""

from __future__ import annotations

import importlib.util
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from os import PathLike
from time import perf_counter

import numpy as np

from netlib import advice
from netlib.network import Network
from netlib.session import History, Session
from netlib.settings import Checkpoint, Settings, checked
from netlib.steps import Steps, seen

CHUNK = 100_000_000  #: weights to visit, about, between two looks at Ctrl-C: a fraction of a second
SAMPLE = 256  #: examples on which units are looked at
BAR_AFTER = 1.0  #: seconds into an epoch until its progress bar shows

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
    with ctrl_c() as asked:
        while session.at.epoch < settings.epochs and not session.history.stopped and not asked:
            rate, order = settings.rate(session.at.epoch), session.order()
            with bar(settings.progress, session.at.epoch, session.at.examples, len(order)) as shown:
                for chunk in chunks(order, session, settings):
                    advance(session, steps, settings, chunk, rate)
                    shown(session.at.examples)
                    if asked:
                        break
            if session.at.examples == len(order):
                finish_epoch(session, settings, rate)
    if asked or settings.checkpoint is not None and settings.checkpoint.every:
        write(session, settings)
    session.history.stopped = session.history.stopped or ("interrupted" if asked else "epochs")
    if settings.patience is not None and not asked and session.best:
        put_back(net, session.best)
    return session.history


def chunks(order: np.ndarray, session: Session, settings: Settings):
    """The rest of an epoch's order in pieces of whole batches; writes the checkpoints that fall between two of them."""
    batch, every = settings.batch_size, settings.checkpoint and settings.checkpoint.every
    size = batch * max(1, CHUNK // (batch * sum(table.size for table in session.net.weights)))
    while session.at.examples < len(order):
        until_checkpoint = (every - session.at.steps % every) * batch if every else len(order)
        yield order[session.at.examples :][: min(size, until_checkpoint)]
        if every and session.at.steps % every == 0:
            write(session, settings)


def advance(session: Session, steps: Steps, settings: Settings, order: np.ndarray, alpha: float) -> None:
    """Take the next steps. Where they leave the finite numbers: find the batch, go back before it, raise."""
    if try_steps(session, steps, settings, order, alpha) is None:
        return
    for first in range(0, len(order), settings.batch_size):
        wrong = try_steps(session, steps, settings, order[first : first + settings.batch_size], alpha)
        if wrong is not None:
            raise advice.TrainingError(
                f"epoch {session.at.epoch + 1}, batch {session.at.examples // settings.batch_size + 1}: {wrong}. The "
                f"network is as it was before this batch. Try a smaller alpha (it was {alpha:g}), or inputs and "
                "targets scaled to about 1"
            )


def try_steps(session: Session, steps: Steps, settings: Settings, order: np.ndarray, alpha: float) -> str | None:
    """Take steps, and take them back if something is not finite afterwards; returns in words what that is."""
    net, start, kept = session.net, perf_counter(), [part.copy() for part in session.net.parts]
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        loss, hits = steps.run(settings.X, settings.T, order, alpha, session.at.loss, session.at.hits)
        if np.isfinite(loss) and all(map(advice.all_finite, net.parts)):
            session.count(len(order), loss, hits, perf_counter() - start)
            return None
        wrong = advice.what_is_not_finite(net, loss)
    put_back(net, kept)
    return wrong


def put_back(net: Network, values: list[np.ndarray]) -> None:
    """Write these values into the network's own weights and biases."""
    for part, value in zip(net.parts, values, strict=True):
        part[...] = value


def finish_epoch(session: Session, settings: Settings, alpha: float) -> None:
    """Measure, say what looks wrong, and end the training if it is time; then write the checkpoint of this epoch."""
    net, history = session.net, session.history
    measured = None if settings.validation is None else measure(net, *settings.validation)
    session.finish_epoch(alpha, measured)
    epoch = session.at.epoch
    advice.rising_loss(history.loss, alpha)
    if epoch & (epoch - 1) == 0:  # now and then: after 1, 2, 4, 8, ... epochs
        advice.flat_units(net, settings.X[:SAMPLE], epoch, session.flat_layers)
    if settings.patience is not None:
        watched = history.validation_loss or history.loss
        since_best = len(watched) - 1 - int(np.argmin(watched))
        if since_best == 0:
            session.best = [part.copy() for part in net.parts]
        elif since_best >= settings.patience:
            history.stopped = "early"
    if any([callback(epoch - 1, net, history) is True for callback in settings.callbacks]):
        history.stopped = "callback"
    if settings.checkpoint is not None and settings.checkpoint.every is None:
        write(session, settings)


def measure(net: Network, X: np.ndarray, T: np.ndarray) -> tuple[float, float]:
    """The mean loss per example, and the share of examples whose largest output is the right one."""
    total, hits = 0.0, 0
    for start in range(0, len(X), 1000):
        z, a = net.run(X[start : start + 1000])
        losses, right = seen(net, T[start : start + 1000], a[-1], z[-1])
        total, hits = total + float(losses.sum()), hits + right
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


def chosen_steps(net: Network, settings: Settings) -> Steps:
    """The steps in NumPy or in machine code, as asked, or whatever is sure to be done earlier, compiling included.

    The choice depends on the work alone, never on what has been compiled before: the same call gives the same bits.
    """
    numpy_steps, compiled = Steps(net, settings.batch_size), settings.compiled
    if compiled is False or importlib.util.find_spec("numba") is None:
        return numpy_steps
    examples = len(settings.X) * settings.epochs
    if compiled == "auto" and not compiling_pays(net.sizes, examples, settings.batch_size):
        return numpy_steps
    from netlib.fast import FastSteps  # loads Numba and SymPy

    try:
        return FastSteps(net, settings.batch_size)
    except NotImplementedError as error:
        if compiled is True:
            raise NotImplementedError(f'{error}: leave compiled at "auto", which then takes NumPy') from None
        return numpy_steps


def compiling_pays(sizes: tuple[int, ...], examples: int, batch_size: int) -> bool:
    """Whether machine code saves half as much again as it takes to load Numba and SymPy and to compile."""
    # seconds measured on a server processor of 2023, medians over networks from 2-2-1 to 784-100-10
    layers, units = len(sizes) - 1, sum(sizes[1:])
    weights = sum(n_in * n for n_in, n in zip(sizes, sizes[1:]))
    by_numpy = examples / batch_size * (1.6e-5 * layers + 2e-9 * weights) + examples * 1.5e-10 * weights
    compiled = examples * ((2.5e-10 if batch_size == 1 else 4e-10) * weights + 3e-8 * units)
    return by_numpy - compiled > 1.5 * (2.5 + 1.0 * layers)


@contextmanager
def ctrl_c():
    """A list that Ctrl-C makes true instead of breaking off; a second one breaks off."""
    asked: list[bool] = []

    def note(signum, frame):
        if asked:
            raise KeyboardInterrupt
        asked.append(True)

    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield asked  # signals go elsewhere, or are ignored
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def bar(progress: bool, epoch: int, done: int, total: int):
    """A function that shows how many examples are done, on a terminal, where an epoch takes longer than a second."""
    if not (progress and sys.stderr.isatty() and importlib.util.find_spec("tqdm")):
        yield lambda examples: None
        return
    from tqdm import tqdm

    with tqdm(desc=f"epoch {epoch + 1}", total=total, initial=done, delay=BAR_AFTER, leave=False) as shown:
        yield lambda examples: shown.update(examples - shown.n)
