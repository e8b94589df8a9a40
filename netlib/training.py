"""Stochastic gradient descent: epochs of single examples or batches, each a step of the rule that the book proves."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import PathLike

import numpy as np

from netlib.network import Network
from netlib.validation import training_counts, training_data, training_generator, training_rate, training_settings

CHUNK = 100_000_000  #: weights to visit, about, between two looks at Ctrl-C
BAR_AFTER = 1.0  #: seconds into an epoch until its progress bar shows


@dataclass
class History:
    """What a training saw, an entry per finished epoch.

    `loss` is the mean per example, each measured just before its update, and `accuracy` the share of examples whose
    largest output was the right one (empty unless the targets are one-hot); `seconds` is the time of each epoch.
    `stopped` says why the training ended: "epochs", "early", "callback" or "interrupted".
    """

    loss: list[float] = field(default_factory=list)
    accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    alpha: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    stopped: str = ""


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
    progress: bool = True,
    checkpoint: str | PathLike | None = None,
    every: int | None = None,
    resume: str | PathLike | None = None,
    compiled: bool | str = "auto",
) -> History:
    """Train `net` in place on inputs X of shape (N, n_0) and targets T of shape (N, n_L); returns its `History`.

    Each batch of `batch_size` examples is one step of `Network.step`, w' = w + alpha * (sum of delta * a) (E27, E44):
    a sum, no mean, so that who makes the batch larger should make alpha smaller. `alpha` may be a function of the
    epoch, counted from 0. With `shuffle` every epoch visits the examples in a new random order, by `rng`, a generator
    or a seed: same seed, same weights, to the bit, on the same machine.

    `validation` is another pair (X, T), measured after each epoch. After `patience` epochs without a better loss (on
    the validation data if given) training ends, and the weights are those of the best epoch. `callbacks` are called
    after each epoch as f(epoch, net, history); one that returns True ends the training. `progress` shows a bar while
    an epoch takes long, on a terminal, if tqdm is installed.

    `checkpoint` is a file to which all is written that is needed to go on, every `every` steps (None: after each
    epoch), at the end, and on Ctrl-C, which ends the training after the current chunk of steps, at most a fraction of
    a second, and returns the history. `resume` is such a file: training goes on from there to exactly the weights
    that it would have reached without a break. `epochs` counts from the very beginning.

    `compiled` chooses kernels compiled by Numba: "auto" where they are installed and pay, True always, False never.
    They give the same weights but for rounding.

    Raises TypeError or ValueError, before anything is changed, for arguments that do not fit; TrainingError where
    weights or loss stop being finite, with the network as it was before that batch; `CheckpointError` for a file that
    is damaged or of another training. Warns (TrainingWarning) of targets out of reach, of a loss that keeps rising, of
    units that are dead or saturated, and of a checkpoint that could not be written.
    """
    from netlib.run import Run  # what only training needs is loaded when training starts
    from netlib.trouble import unreachable_targets
    from netlib.updates import chosen_updates

    training_settings(net, callbacks, checkpoint, shuffle=shuffle, progress=progress)
    X, T = training_data("", net, X, T)
    held_out = None if validation is None else training_data("validation ", net, *_pair(validation))
    counts = training_counts(
        len(X), checkpoint is not None, epochs=epochs, batch_size=batch_size, patience=patience, every=every
    )
    rate_of, rng = training_rate(alpha), training_generator(rng)
    run = Run(net, X, T, counts["batch_size"], bool(shuffle), rng, History(), checkpoint)
    updates = chosen_updates(net, compiled, len(X) * counts["epochs"], counts["batch_size"])
    if resume is not None:
        run.restore(resume, rate_of)
    unreachable_targets(net, T)

    chunk = batch_size * max(1, CHUNK // (batch_size * sum(table.size for table in net.weights)))
    with _ctrl_c() as asked:
        while run.epoch < epochs and not run.history.stopped:
            rate, order = rate_of(run.epoch), run.order()
            with _bar(progress, run) as bar:
                while run.position < len(X) and not asked:
                    until_checkpoint = (every - run.steps % every) * batch_size if every else len(X)
                    run.advance(updates, order[run.position :][: min(chunk, until_checkpoint)], rate)
                    if bar is not None:
                        bar.update(run.position - bar.n)
                    if every and run.steps % every == 0:
                        run.write()
            if run.position == len(X):
                run.finish_epoch(rate, held_out)
                run.look_for_a_stop(patience, callbacks)
            if asked:
                break
            if not every:
                run.write()
    if every or asked:
        run.write()
    run.history.stopped = run.history.stopped or ("interrupted" if asked else "epochs")
    if patience is not None and not asked:
        run.use_best()
    return run.history


def _pair(validation: object) -> tuple[object, object]:
    if not isinstance(validation, (tuple, list)) or len(validation) != 2:
        raise TypeError(f"validation must be a pair (X, T), not {type(validation).__name__}")
    return tuple(validation)


@contextmanager
def _ctrl_c():
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
def _bar(progress: bool, run):
    """A progress bar that shows only where an epoch takes longer than a second; None elsewhere."""
    if progress and sys.stderr.isatty():
        try:
            from tqdm import tqdm
        except ImportError:
            yield None
            return
        with tqdm(
            desc=f"epoch {run.epoch + 1}", total=len(run.X), initial=run.position, delay=BAR_AFTER, leave=False
        ) as bar:
            yield bar
    else:
        yield None
