"""A densely connected network: forward, and backward by the rule that the book proves.

The formulas are those of the chapters, one line each, for one example x of shape (n_0,) or, with a leading axis, for a
batch of shape (N, n_0).
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike, fspath

import numpy as np

from netlib import checkpoint, validation
from netlib.activations import ACTIVATIONS
from netlib.losses import LOSSES, PAIRS


class Network:
    """Weights, and what follows from them.

    `weights[l]` has shape (n_out, n_in), a row per destination node, and is copied. `biases` holds one vector of
    length n_out per layer; with None there are no biases and none are learned. `activation` is the name of a row of
    `ACTIVATIONS`, for all layers, or a sequence of such names, one per layer of weights; `loss` names a row of
    `LOSSES`. Complex and float32 arrays keep their type. Raises TypeError or ValueError for anything but finite
    numbers in shapes that chain, and ValueError for an unknown activation or loss, or a loss that is not defined for
    the outputs of the last activation.
    """

    def __init__(
        self,
        weights: Sequence[np.ndarray],
        biases: Sequence[np.ndarray] | None = None,
        activation: str | Sequence[str] = "sigmoid",
        loss: str = "sse",
    ):
        self.weights = validation.layer_tables(weights)
        self.biases = None if biases is None else validation.layer_biases(biases, self.weights)
        names = validation.one_name_per_layer(activation, len(self.weights))
        self._activations = [validation.row_of(ACTIVATIONS, "activation", name) for name in names]
        self._loss = validation.row_of(LOSSES, "loss", loss)
        validation.pair(self._activations[-1], self._loss, PAIRS)

    @classmethod
    def random(
        cls,
        sizes: Sequence[int],
        rng: np.random.Generator | int | None = None,
        biases: bool = False,
        activation: str | Sequence[str] = "sigmoid",
        loss: str = "sse",
    ) -> Network:
        """A network of these layer sizes, such as (2, 3, 1), weights normal with variance 1/n_in, biases zero.

        `rng` is a NumPy generator, or a seed for one. Raises TypeError or ValueError for sizes that are not at least
        two positive whole numbers.
        """
        sizes, rng = validation.layer_sizes(sizes), np.random.default_rng(rng)
        weights = [rng.normal(scale=n_in**-0.5, size=(n_out, n_in)) for n_in, n_out in zip(sizes, sizes[1:])]
        return cls(weights, [np.zeros(n) for n in sizes[1:]] if biases else None, activation, loss)

    def save(self, path: str | PathLike) -> None:
        """Write the network to one `.npz` file, whole or not at all. Raises OSError if that is not possible."""
        checkpoint.write(path, {"network": self._about()}, self._arrays())

    @classmethod
    def load(cls, path: str | PathLike) -> Network:
        """The network in a file of `save`, or in a checkpoint of `sgd`; no code in it is ever run.

        Raises FileNotFoundError, or `netlib.checkpoint.CheckpointError` for any other or damaged file.
        """
        about, arrays = checkpoint.read(path)
        try:
            layers = range(len(about["network"]["activation"]))
            biases = [arrays[f"b{layer}"] for layer in layers] if "b0" in arrays else None
            return cls([arrays[f"W{layer}"] for layer in layers], biases, **about["network"])
        except (KeyError, TypeError, ValueError) as error:
            raise checkpoint.CheckpointError(f"{fspath(path)!r} does not hold a network: {error}") from None

    def _about(self) -> dict:
        return {"activation": [row.name for row in self._activations], "loss": self._loss.name}

    def _arrays(self) -> dict[str, np.ndarray]:
        """The weights and biases by name, W0 and b0 lead into the first hidden layer."""
        named = {f"W{layer}": table for layer, table in enumerate(self.weights)}
        return named | {f"b{layer}": vector for layer, vector in enumerate(self.biases or [])}

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """The output: shape (n_L,) for one example, (N, n_L) for a batch (E01, E02)."""
        return self.forward(x)[-1]

    def forward(self, x: np.ndarray) -> list[np.ndarray]:
        """The activations of every layer: [0] is the input, [-1] the output. Raises as `Network` does."""
        return self._forward(validation.examples("x", x, self.weights[0].shape[1], "inputs"))

    def _forward(self, x: np.ndarray) -> list[np.ndarray]:
        activations = [x]
        for layer, activation in enumerate(self._activations):
            activations.append(activation.function(self._weighted_sums(layer, activations)))
        return activations

    def _weighted_sums(self, layer: int, activations: list[np.ndarray]) -> np.ndarray:
        z = activations[layer] @ self.weights[layer].T
        return z if self.biases is None else z + self.biases[layer]

    def loss(self, x: np.ndarray, t: np.ndarray) -> float | complex:
        """The loss (E03, E08); over a batch, the sum of its examples' losses."""
        x, t = self._examples(x, t)
        return self._loss.value(t, self._forward(x)[-1]).sum()[()]

    def deltas(self, activations: list[np.ndarray], t: np.ndarray) -> list[np.ndarray]:
        """The delta of every node, an array per layer of weights (E26, E43).

        `activations` are those of `forward`. The sign is the handout's:
        positive where the node's output ought to grow.
        """
        validation.one_per_layer(activations, self.weights)
        return self._deltas(activations, self._targets(t, activations[-1]))

    def _deltas(self, activations: list[np.ndarray], t: np.ndarray) -> list[np.ndarray]:
        """The output's deltas first, then layer by layer back (E26, E43, E46)."""
        y, last = activations[-1], len(self.weights)
        if self._loss.canonical == self._activations[-1].name:
            deltas = [(t - y) / 2]  # the slope has cancelled
        else:
            deltas = [self._times_slope(last, self._loss.derivative(t, y) / -2, activations)]
        for layer in range(last - 1, 0, -1):
            deltas.insert(0, self._times_slope(layer, deltas[0] @ self.weights[layer], activations))
        return deltas

    def _times_slope(self, layer: int, gradient: np.ndarray, activations: list[np.ndarray]) -> np.ndarray:
        """What comes to the activations of a layer from above, times their slope: a(1 - a) for a sigmoid (E20)."""
        z = lambda: self._weighted_sums(layer - 1, activations)  # noqa: E731
        return self._activations[layer - 1].pull_back(gradient, activations[layer], z)

    def gradient(self, x: np.ndarray, t: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray] | None]:
        """The exact gradient of the loss, its factor -2 included: for the weights and for the biases (None if none).

        Each array has the shape of the weights or biases it belongs to; over a batch it is the sum of the examples'.
        """
        x, t = self._examples(x, t)
        activations = self._forward(x)
        deltas = self._deltas(activations, t)
        d_weights = [-2 * np.atleast_2d(d).T @ np.atleast_2d(a) for d, a in zip(deltas, activations)]
        d_biases = None if self.biases is None else [-2 * np.atleast_2d(d).sum(axis=0) for d in deltas]
        return d_weights, d_biases

    def step(self, x: np.ndarray, t: np.ndarray, alpha: float) -> None:
        """One update by the handout's rule, w' = w + alpha * delta * a (E27, E44).

        That is w - (alpha/2) * gradient (E47): alpha has the factor 2 absorbed.
        All deltas come from the weights as they were before the step. Raises
        before anything is changed, OverflowError if a weight would be infinite.
        """
        alpha = validation.rate("alpha", alpha)
        d_weights, d_biases = self.gradient(x, t)
        new = [self._moved(w, d, alpha) for w, d in zip(self.weights, d_weights)]
        if self.biases is not None:
            self.biases = [self._moved(b, d, alpha) for b, d in zip(self.biases, d_biases)]
        self.weights = new

    def _examples(self, x: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        x = validation.examples("x", x, self.weights[0].shape[1], "inputs")
        return x, self._targets(t, x)

    def _targets(self, t: np.ndarray, x: np.ndarray) -> np.ndarray:
        t = validation.examples("t", t, self.weights[-1].shape[0], "outputs")
        validation.same_batch(x, t)
        validation.targets_of_kind(t, self._loss)
        return t

    @staticmethod
    def _moved(values: np.ndarray, gradient: np.ndarray, alpha: float) -> np.ndarray:
        if np.iscomplexobj(gradient) and not np.iscomplexobj(values):
            raise TypeError("x or t is complex and the weights are real: make both of one kind; nothing was changed")
        with np.errstate(over="ignore", invalid="ignore"):
            moved = (values - alpha / 2 * gradient).astype(values.dtype)
        if not np.all(np.isfinite(moved)):
            raise OverflowError(f"a step of alpha={alpha} leads to weights that are not finite; nothing was changed")
        return moved
