"""A training under way: where it is, what it has seen, and all that a checkpoint must hold to go on."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields

import numpy as np

from netlib import files
from netlib.network import Network
from netlib.settings import Settings
from netlib.steps import Order


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


@dataclass
class Position:
    """How far a training has come; the last three are of the epoch that is not finished, before each update."""

    epoch: int = 0
    examples: int = 0  # of this epoch that are done
    steps: int = 0  # since the very beginning
    seconds: float = 0.0
    loss: float = 0.0  # summed over the examples
    hits: int = 0  # examples whose largest output was where the largest target is


class Session:
    """The state of one training of `net`."""

    def __init__(self, net: Network, settings: Settings):
        self.net, self.rng, self.history, self.at = net, settings.rng, History(), Position()
        self.kept = [np.empty_like(part) for part in net.parts]  # what the current chunk of steps started from
        self.best: list[np.ndarray] = []  # the weights and biases of the best epoch, if somebody waits for one
        self.flat_layers: set[int] = set()  # layers that a warning has been given about
        T = settings.T
        self.one_hot = T.shape[1] > 1 and bool(np.all((T == 0) | (T == 1)) and np.all(T.sum(axis=1) == 1))
        self._start_of_epoch: dict = {}  # the generator's state before the order was drawn; empty between epochs
        self._settings = settings

    def order(self) -> Order:
        """The order in which this epoch visits the examples: the same again when it was broken off."""
        self._start_of_epoch = self.rng.bit_generator.state
        return self.orders(1)[0]

    def orders(self, epochs: int) -> list[Order]:
        """The orders of the next epochs, which nothing may break off."""
        count = len(self._settings.X)
        if not self._settings.shuffle:
            return [range(count)] * epochs
        return [self.rng.permutation(count) for _ in range(epochs)]

    def count(self, examples: int, loss: float, hits: int, seconds: float) -> None:
        """Note what the epoch has seen after a chunk of steps: `examples` more, `loss` and `hits` in all."""
        at = self.at
        at.examples, at.loss, at.hits, at.seconds = at.examples + examples, loss, hits, at.seconds + seconds
        at.steps += -(-examples // self._settings.batch_size)

    def finish_epoch(self, alpha: float, measured: tuple[float, float] | None) -> None:
        """Write the epoch into the history; `measured` is the loss and accuracy on the validation data, if any."""
        self.finish_epochs([(self.at.loss, self.at.hits)], self.at.seconds, alpha)
        if measured is not None:
            self.history.validation_loss.append(measured[0])
            if self.one_hot:
                self.history.validation_accuracy.append(measured[1])

    def finish_epochs(self, seen: list[tuple[float, int]], seconds: float, alpha: float) -> None:
        """Write epochs into the history: the loss and the hits of each, and the seconds of all, in equal shares."""
        history, at, count = self.history, self.at, len(self._settings.X)
        history.loss += [loss / count for loss, _ in seen]
        history.alpha += [alpha] * len(seen)
        history.seconds += [seconds / len(seen)] * len(seen)
        if self.one_hot:
            history.accuracy += [hits / count for _, hits in seen]
        epoch = at.epoch + len(seen)
        self.at, self._start_of_epoch = Position(epoch, steps=epoch * -(-count // self._settings.batch_size)), {}

    def identity(self) -> dict:
        """What must be the same where this training goes on: data, settings, network, and the rates so far."""
        settings = self._settings
        shapes = {f"shape of {name}": list(part.shape) for name, part in self.net.arrays().items()}
        return {
            "data": files.fingerprint(settings.X, settings.T),
            "batch_size": settings.batch_size,
            "shuffle": settings.shuffle,
            "generator": self.rng.bit_generator.state["bit_generator"],
            "type": str(settings.X.dtype),
            **self.net.about(),
            **shapes,
        }

    def write(self, path: str) -> None:
        """Write all that is needed to go on. Raises OSError if that is not possible."""
        state = self._start_of_epoch or self.rng.bit_generator.state
        training = {"at": asdict(self.at), "history": asdict(self.history), "generator": plain(state)}
        about = {"network": self.net.about(), "identity": self.identity(), "training": training}
        files.write(path, about, self.net.arrays() | {f"best{n}": part for n, part in enumerate(self.best)})

    def restore(self, path: str) -> None:
        """Go to where the file was written. Raises CheckpointError, nothing changed, if it is of another training."""
        about, arrays = files.read(path)
        if "training" not in about:
            raise files.CheckpointError(f"{path!r} holds a network, not a training: use Network.load")
        here, there = self.identity(), about.get("identity")
        for name in here | (there if isinstance(there, dict) else {}):
            if not isinstance(there, dict) or here.get(name) != there.get(name):
                raise files.CheckpointError(
                    f"{path!r} is of another training: its {name} is {dict(there or {}).get(name)!r}, "
                    f"and here it is {here.get(name)!r}"
                )
        try:
            history, at, state = self._read(about["training"])
            parts = [fitting(name, arrays[name], part) for name, part in self.net.arrays().items()]
            named = [arrays[f"best{n}"] for n in range(len(parts)) if f"best{n}" in arrays]
            best = [fitting("best", mine, part) for mine, part in zip(named, self.net.parts)]
        except Exception as error:  # whatever a file says that somebody made to look like ours
            raise files.CheckpointError(f"{path!r} does not hold a training that can go on: {error}") from None
        for epoch, alpha in enumerate(history.alpha):
            if (now := self._settings.rate(epoch)) != alpha:
                raise files.CheckpointError(
                    f"{path!r} is of another training: its alpha in epoch {epoch} is {alpha!r}, and here it is {now!r}"
                )
        self.rng.bit_generator.state = state
        self.history, self.at, self.best = history, at, best
        for part, value in zip(self.net.parts, parts, strict=True):
            part[...] = value

    def _read(self, training: dict) -> tuple[History, Position, dict]:
        """The parts of a checkpoint that are not arrays, checked. Raises any error for what `write` never wrote."""
        history, at = History(**training["history"]), Position(**training["at"])
        for name in (f.name for f in fields(History) if f.name != "stopped"):
            values = getattr(history, name)
            if not isinstance(values, list) or not all(type(v) in (int, float) for v in values):
                raise ValueError(f"its history of {name} is no list of numbers")
            if len(values) not in (at.epoch, 0):
                raise ValueError(f"its history of {name} has {len(values)} entries after {at.epoch} epochs")
        counts = at.epoch, at.examples, at.steps, at.hits
        if any(type(n) is not int or n < 0 for n in counts) or at.examples > len(self._settings.X):
            raise ValueError(f"its position {at} is none of this training")
        if len(history.loss) != at.epoch or type(at.loss) is not float or not np.isfinite([at.loss, at.seconds]).all():
            raise ValueError(f"its position {at} is none of this training")
        if history.stopped not in ("", "early", "callback"):
            raise ValueError(f"its history stopped for {history.stopped!r}")
        trial = type(self.rng.bit_generator)(0)
        trial.state = training["generator"]
        return history, at, trial.state


def fitting(name: str, array: np.ndarray, part: np.ndarray) -> np.ndarray:
    """An array that can take the place of `part`."""
    if array.shape != part.shape or array.dtype != part.dtype or not np.all(np.isfinite(array)):
        raise ValueError(f"its {name} is not {part.dtype} of shape {part.shape}, all finite")
    return array


def plain(state: object) -> object:
    """A generator's state in lists and numbers, for JSON."""
    if isinstance(state, dict):
        return {key: plain(value) for key, value in state.items()}
    return state.tolist() if isinstance(state, np.ndarray) else state
