"""A training under way: where it is, what it has seen, and all that is needed to go on from a file."""

from __future__ import annotations

from dataclasses import asdict, replace
from os import PathLike, fspath
from time import perf_counter

import numpy as np

from netlib import checkpoint, trouble
from netlib.network import Network
from netlib.training import Callback, History
from netlib.updates import NumpyUpdates, Tally

SAMPLE = 256  #: examples on which units are looked at


class Run:
    """The state of one training. `path` is its checkpoint file, None if there is none."""

    def __init__(
        self,
        net: Network,
        X: np.ndarray,
        T: np.ndarray,
        batch_size: int,
        shuffle: bool,
        rng: np.random.Generator,
        history: History,
        path: str | PathLike | None,
    ):
        self.net, self.X, self.T, self.rng, self.history, self.path = net, X, T, rng, history, path
        self.epoch = self.position = self.steps = 0  # position: examples of this epoch that are done
        self.tally, self._seconds, self._flat_layers = Tally(), 0.0, set()
        self._start_of_epoch: dict = {}  # the generator's state before the order was drawn; empty between epochs
        self._kept = [part.copy() for part in self._parts()]
        self._best: list[np.ndarray] = []
        self._one_hot = T.shape[1] > 1 and bool(np.all((T == 0) | (T == 1)) and np.all(T.sum(axis=1) == 1))
        self._settings = {"batch_size": batch_size, "shuffle": shuffle}
        if path is not None:
            self._settings["data"] = checkpoint.fingerprint(X, T)

    def _parts(self) -> list[np.ndarray]:
        return self.net.weights + (self.net.biases or [])

    def order(self) -> np.ndarray:
        """The order in which this epoch visits the examples: the same again when it was broken off."""
        self._start_of_epoch = self.rng.bit_generator.state
        return self.rng.permutation(len(self.X)) if self._settings["shuffle"] else np.arange(len(self.X))

    def advance(self, updates: NumpyUpdates, order: np.ndarray, alpha: float) -> None:
        """Take the next batches. Where they leave the finite numbers: find the batch, go back before it, raise."""
        start, batch_size = perf_counter(), self._settings["batch_size"]
        if self._stays_finite(updates, order, alpha):
            self._seconds += perf_counter() - start
            return
        for first in range(0, len(order), batch_size):
            if not self._stays_finite(updates, order[first : first + batch_size], alpha):
                break
        raise trouble.TrainingError(
            f"epoch {self.epoch + 1}, batch {self.position // batch_size + 1}: {self._what}. The network is as it was "
            f"before this batch. Try a smaller alpha (it was {alpha:g}), or inputs and targets scaled to about 1"
        )

    def _stays_finite(self, updates: NumpyUpdates, order: np.ndarray, alpha: float) -> bool:
        tally = replace(self.tally)
        for kept, part in zip(self._kept, self._parts(), strict=True):
            np.copyto(kept, part)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            updates.run(self.X, self.T, order, self._settings["batch_size"], alpha, self.tally)
        if np.isfinite(self.tally.loss) and trouble.finite(self.net):
            self.position += len(order)
            self.steps += -(-len(order) // self._settings["batch_size"])
            return True
        self._what = trouble.what_is_not_finite(self.net, self.tally.loss)
        self._put_back(self._kept)
        self.tally = tally
        return False

    def _put_back(self, values: list[np.ndarray]) -> None:
        for part, value in zip(self._parts(), values, strict=True):
            np.copyto(part, value)

    def finish_epoch(self, alpha: float, held_out: tuple[np.ndarray, np.ndarray] | None) -> None:
        """Write the epoch into the history, and say what looks wrong."""
        history = self.history
        history.loss.append(self.tally.loss / len(self.X))
        history.alpha.append(alpha)
        history.seconds.append(self._seconds)
        if self._one_hot:
            history.accuracy.append(self.tally.hits / len(self.X))
        if held_out is not None:
            seen = self._measure(*held_out)
            history.validation_loss.append(seen.loss / len(held_out[0]))
            if self._one_hot:
                history.validation_accuracy.append(seen.hits / len(held_out[0]))
        self.epoch, self.position, self.tally, self._seconds = self.epoch + 1, 0, Tally(), 0.0
        self._start_of_epoch = {}
        trouble.rising_loss(history.loss, alpha)
        if self.epoch & (self.epoch - 1) == 0:  # now and then: after 1, 2, 4, 8, ... epochs
            trouble.flat_units(self.net, self.X[:SAMPLE], self.epoch, self._flat_layers)

    def _measure(self, X: np.ndarray, T: np.ndarray) -> Tally:
        seen = Tally()
        for start in range(0, len(X), 1000):
            outputs, t = self.net._forward(X[start : start + 1000])[-1], T[start : start + 1000]
            seen.add(self.net._loss.value(t, outputs), outputs, t)
        return seen

    def look_for_a_stop(self, patience: int | None, callbacks: list[Callback]) -> None:
        """End the training for want of progress, or because a callback says so."""
        if patience is not None:
            watched = self.history.validation_loss or self.history.loss
            since_best = len(watched) - 1 - int(np.argmin(watched))
            if since_best == 0:
                self._best = [part.copy() for part in self._parts()]
            elif since_best >= patience:
                self.history.stopped = "early"
        if any([callback(self.epoch - 1, self.net, self.history) is True for callback in callbacks]):
            self.history.stopped = "callback"

    def use_best(self) -> None:
        """Give the network the weights of its best epoch."""
        if self._best:
            self._put_back(self._best)

    def write(self) -> None:
        """Write the checkpoint, if there is one to write; a disk that refuses is a warning, and training goes on."""
        if self.path is None:
            return
        state = self._start_of_epoch or self.rng.bit_generator.state
        about = {
            "network": self.net._about(),
            "training": self._settings
            | {"epoch": self.epoch, "position": self.position, "steps": self.steps, "seconds": self._seconds}
            | {"tally": asdict(self.tally), "history": asdict(self.history), "generator": _plain(state)},
        }
        best = {f"best{n}": part for n, part in enumerate(self._best)}
        try:
            checkpoint.write(self.path, about, self.net._arrays() | best)
        except OSError as error:
            trouble.warn(
                f"epoch {self.epoch + 1}: the checkpoint could not be written ({error}); the file before it, if any, "
                "is untouched, and training goes on: make room, or it is lost when this process ends"
            )

    def restore(self, path: str | PathLike, rate_of) -> None:
        """Go to where the file was written. Raises CheckpointError, nothing changed, if it is of another training."""
        about, arrays = checkpoint.read(path)
        saved = about.get("training")
        if saved is None:
            raise checkpoint.CheckpointError(f"{fspath(path)!r} holds a network, not a training: use Network.load")
        rates = saved["history"]["alpha"]
        here = {"data": checkpoint.fingerprint(self.X, self.T)} | self._settings | self.net._about()
        here |= {f"shape of {name}": list(part.shape) for name, part in self.net._arrays().items()}
        here |= {"alpha": [rate_of(epoch) for epoch in range(len(rates))]}
        there = {name: saved[name] for name in ("data", *self._settings)} | about["network"] | {"alpha": rates}
        there |= {f"shape of {name}": list(a.shape) for name, a in arrays.items() if not name.startswith("best")}
        for name in here | there:
            if here.get(name) != there.get(name):
                raise checkpoint.CheckpointError(
                    f"{fspath(path)!r} is of another training: its {name} is {there.get(name)!r}, "
                    f"and here it is {here.get(name)!r}"
                )
        generator = getattr(np.random, saved["generator"]["bit_generator"], None)
        if type(self.rng.bit_generator) is not generator:
            raise checkpoint.CheckpointError(
                f"{fspath(path)!r} was made with the generator {saved['generator']['bit_generator']}: give an rng of it"
            )
        self.rng.bit_generator.state = saved["generator"]
        self._put_back([arrays[name] for name in self.net._arrays()])
        self._best = [arrays[f"best{n}"] for n in range(len(arrays)) if f"best{n}" in arrays]
        self.epoch, self.position, self.steps = saved["epoch"], saved["position"], saved["steps"]
        self._seconds, self.tally = saved["seconds"], Tally(**saved["tally"])
        for name, value in saved["history"].items():
            setattr(self.history, name, value)


def _plain(state: object) -> object:
    """A generator's state in lists and numbers, for JSON."""
    if isinstance(state, dict):
        return {key: _plain(value) for key, value in state.items()}
    return state.tolist() if isinstance(state, np.ndarray) else state
