"""A densely connected network: weights, and a checked door to the formulas of `netlib.backprop`."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike

import numpy as np

from netlib import backprop, checks, files
from netlib.activations import ACTIVATIONS
from netlib.losses import LOSSES


class Network:
    """Weights, and what follows from them.

    `weights[l]` has shape (n_out, n_in), a row per destination node. `biases` holds one vector of length n_out per
    layer; with None there are no biases and none are learned. Both are copied, and every training writes into these
    copies: `net.weights[l]` stays the same array. `activation` is the name of a row of `ACTIVATIONS`, for all layers,
    or a sequence of such names, one per layer of weights; `loss` names a row of `LOSSES`. Complex and float32 arrays
    keep their type. Raises TypeError or ValueError for anything but finite numbers in shapes that chain, and ValueError
    for an unknown activation or loss, or a loss that is not defined for the outputs of the last activation.
    """

    def __init__(
        self,
        weights: Sequence[np.ndarray],
        biases: Sequence[np.ndarray] | None = None,
        activation: str | Sequence[str] = "sigmoid",
        loss: str = "sse",
    ):
        self.weights = checks.layer_tables(weights)
        self.biases = None if biases is None else checks.layer_biases(biases, self.weights)
        names = checks.one_name_per_layer(activation, len(self.weights))
        self.activation_functions = [checks.row_of(ACTIVATIONS, "activation", name) for name in names]
        self.loss_function = checks.row_of(LOSSES, "loss", loss)
        checks.pair(self.activation_functions[-1], self.loss_function, list(ACTIVATIONS.values()))

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

        `rng` is a NumPy generator, or a seed for one; `biases` says whether there are any. Raises TypeError or
        ValueError for sizes that are not at least two positive whole numbers.
        """
        sizes, rng, biases = checks.layer_sizes(sizes), checks.generator(rng), checks.flag("biases", biases)
        weights = [rng.normal(scale=n_in**-0.5, size=(n_out, n_in)) for n_in, n_out in zip(sizes, sizes[1:])]
        return cls(weights, [np.zeros(n) for n in sizes[1:]] if biases else None, activation, loss)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of nodes in each layer, n_0 to n_L."""
        return (self.weights[0].shape[1], *(table.shape[0] for table in self.weights))

    @property
    def parts(self) -> list[np.ndarray]:
        """All that is learned: the weights of every layer, then the biases if there are any."""
        return self.weights + (self.biases or [])

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """The output: shape (n_L,) for one example, (N, n_L) for a batch (E01, E02)."""
        return self.forward(x)[-1]

    def forward(self, x: np.ndarray) -> list[np.ndarray]:
        """The activations of every layer: [0] is the input, [-1] the output. Raises as `Network` does."""
        return self.run(checks.examples("x", x, self.sizes[0], "inputs"))[1]

    def run(self, x: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """The weighted sums and the activations of every layer, as `backprop.forward`; x is not checked."""
        return backprop.forward(x, self.weights, self.biases or [0] * len(self.weights), self.activation_functions)

    def loss(self, x: np.ndarray, t: np.ndarray) -> float | complex:
        """The loss (E03, E08); over a batch, the sum of its examples' losses."""
        x, t = self._examples(x, t)
        z, a = self.run(x)
        return backprop.total_loss(z, a, t, self.activation_functions, self.loss_function)[()]

    def deltas(self, activations: list[np.ndarray], t: np.ndarray) -> list[np.ndarray]:
        """The delta of every node, an array per layer of weights (E26, E43).

        `activations` are those of `forward`. The sign is the handout's:
        positive where the node's output ought to grow.
        """
        a = checks.activations_of(self.sizes, activations)
        t = self._targets(t, a[-1])
        b = self.biases or [0] * len(self.weights)
        z = [below @ W.T + bias for below, W, bias in zip(a, self.weights, b)]
        return backprop.deltas(z, a, t, self.weights, self.activation_functions, self.loss_function)

    def gradient(self, x: np.ndarray, t: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray] | None]:
        """The exact gradient of the loss, its factor -2 included: for the weights and for the biases (None if none).

        Each array has the shape of the weights or biases it belongs to; over a batch it is the sum of the examples'.
        """
        x, t = self._examples(x, t)
        z, a = self.run(x)
        delta = backprop.deltas(z, a, t, self.weights, self.activation_functions, self.loss_function)
        d_weights, d_biases = backprop.gradient(a, delta)
        return d_weights, None if self.biases is None else d_biases

    def step(self, x: np.ndarray, t: np.ndarray, alpha: float) -> None:
        """One update in place, by the handout's rule, w' = w + alpha * delta * a (E27, E44).

        That is w - (alpha/2) * gradient (E47): alpha has the factor 2 absorbed.
        All deltas come from the weights as they were before the step. Raises
        before anything is changed, OverflowError if a weight would be infinite.
        """
        alpha = checks.positive("alpha", alpha)
        with np.errstate(over="ignore", invalid="ignore"):
            d_weights, d_biases = self.gradient(x, t)
            new = backprop.moved(self.parts, d_weights + (d_biases or []), alpha)
        if any(np.iscomplexobj(value) and not np.iscomplexobj(part) for value, part in zip(new, self.parts)):
            raise TypeError("x or t is complex and the weights are real: make both of one kind; nothing was changed")
        if not all(np.all(np.isfinite(value.astype(part.dtype))) for value, part in zip(new, self.parts)):
            raise OverflowError(f"a step of alpha={alpha} leads to weights that are not finite; nothing was changed")
        for part, value in zip(self.parts, new, strict=True):
            part[...] = value

    def save(self, path: str | PathLike) -> None:
        """Write the network to one `.npz` file, whole or not at all. Raises OSError if that is not possible."""
        files.write(path, {"network": self.about()}, self.arrays())

    @classmethod
    def load(cls, path: str | PathLike) -> Network:
        """The network in a file of `save`, or in a checkpoint of `sgd`; no code in it is ever run.

        Raises FileNotFoundError, or `netlib.files.CheckpointError` for any other or damaged file.
        """
        return cls.from_file(files.path_of("path", path), *files.read(path))

    @classmethod
    def from_file(cls, path: str, about: dict, arrays: dict[str, np.ndarray]) -> Network:
        """The network in what `files.read` found at `path`. Raises CheckpointError where there is none."""
        try:
            names = about["network"]
            layers = range(len(names["activation"]))
            biases = [arrays[f"b{layer}"] for layer in layers] if "b0" in arrays else None
            return cls([arrays[f"W{layer}"] for layer in layers], biases, names["activation"], names["loss"])
        except (KeyError, TypeError, ValueError) as error:
            raise files.CheckpointError(f"{path!r} does not hold a network: {error}") from None

    def about(self) -> dict:
        """The names of the activations and of the loss, as they stand in a file."""
        return {"activation": [row.name for row in self.activation_functions], "loss": self.loss_function.name}

    def arrays(self) -> dict[str, np.ndarray]:
        """The weights and biases by the names that they have in a file: W0 and b0 lead into the first hidden layer."""
        named = {f"W{layer}": table for layer, table in enumerate(self.weights)}
        return named | {f"b{layer}": vector for layer, vector in enumerate(self.biases or [])}

    def __reduce__(self):
        """Copies and pickles hold the arrays and the names of the rows; the rows come from the tables again."""
        return type(self), (self.weights, self.biases, self.about()["activation"], self.about()["loss"])

    def _examples(self, x: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        x = checks.examples("x", x, self.sizes[0], "inputs")
        return x, self._targets(t, x)

    def _targets(self, t: np.ndarray, x: np.ndarray) -> np.ndarray:
        t = checks.examples("t", t, self.sizes[-1], "outputs")
        checks.same_batch(x, t)
        checks.targets_of_kind("t", t, self.loss_function)
        return t
