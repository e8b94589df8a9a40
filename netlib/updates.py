"""One batch after the other, in place: what `sgd` does between two looks at the clock, in NumPy.

The rule is that of `Network.step`; only where the results go is different.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass

import numpy as np

from netlib.network import Network

NUMPY_STEP, NUMPY_PRODUCT = 4e-5, 5e-10  #: seconds NumPy takes, about, for a step, and for a weight of an example
PAYS = 3.0  #: seconds of NumPy from which loading Numba and compiling, about one and a half, is sure to pay


@dataclass
class Tally:
    """What an epoch has seen so far: losses are those before each update."""

    loss: float = 0.0  # summed over the examples
    hits: int = 0  # examples whose largest output is where the largest target is

    def add(self, losses: np.ndarray, outputs: np.ndarray, targets: np.ndarray) -> None:
        """Count a batch, all of shape (N, n_L)."""
        self.loss += float(losses.sum())
        self.hits += int((outputs.argmax(axis=1) == targets.argmax(axis=1)).sum())


def chosen_updates(net: Network, compiled: bool | str, examples: int, batch_size: int) -> NumpyUpdates:
    """NumPy or compiled kernels, as asked, or whatever is faster for so many examples."""
    if compiled not in (True, False, "auto") or compiled == 1 and compiled is not True:
        raise ValueError(f'compiled must be True, False or "auto", not {compiled!r}')
    if compiled is False:
        return NumpyUpdates(net)
    missing = importlib.util.find_spec("numba") is None
    if missing and compiled is True:
        raise ImportError("compiled=True needs numba: pip install -e .[fast]; or leave compiled out")
    work = sum(table.size for table in net.weights)
    seconds = examples / batch_size * NUMPY_STEP + examples * work * NUMPY_PRODUCT
    if missing or compiled == "auto" and seconds < PAYS:
        return NumpyUpdates(net)
    from netlib.compiled import BLAS_FROM, BlasUpdates, CompiledUpdates

    try:
        return (
            BlasUpdates(net, batch_size) if batch_size > 1 and batch_size * work > BLAS_FROM else CompiledUpdates(net)
        )
    except NotImplementedError as error:
        if compiled is True:
            raise NotImplementedError(f'{error}: leave compiled at "auto", which then takes NumPy') from None
        return NumpyUpdates(net)


class NumpyUpdates:
    """Updates a network in place, with one buffer per table of weights and no other memory of that size."""

    name = "NumPy"

    def __init__(self, net: Network):
        self.net = net
        self._moves = [np.empty_like(table) for table in net.weights]

    def run(self, X: np.ndarray, T: np.ndarray, order: np.ndarray, batch_size: int, alpha: float, tally: Tally) -> None:
        """Go through the examples in this `order`, a batch at a time, and add to the tally what is seen."""
        for start in range(0, len(order), batch_size):
            chosen = order[start : start + batch_size]
            self._batch(X[chosen], T[chosen], alpha, tally)

    def _batch(self, x: np.ndarray, t: np.ndarray, alpha: float, tally: Tally) -> None:
        net = self.net
        activations = net._forward(x)
        tally.add(net._loss.value(t, activations[-1]), activations[-1], t)
        deltas = net._deltas(activations, t)
        for layer, (delta, a) in enumerate(zip(deltas, activations)):
            move = np.matmul(delta.T, a, out=self._moves[layer])
            move *= alpha
            net.weights[layer] += move
            if net.biases is not None:
                net.biases[layer] += alpha * delta.sum(axis=0)
