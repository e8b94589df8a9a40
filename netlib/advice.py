"""What looks wrong in a training, and what to try: said in words, with the epoch, the batch and the layer."""

from __future__ import annotations

import sys
import warnings
from functools import lru_cache
from pathlib import Path

import numpy as np

from netlib import checks
from netlib.activations import Activation
from netlib.network import Network

RISING = 5  #: epochs in a row in which the loss has risen before a word is said
NOISE = 1.05  #: a rise by a smaller factor in all is what random order may do
FLAT = 0.01  #: a unit whose slope is smaller than this for every example hardly learns


class TrainingError(ArithmeticError):
    """Training has left the finite numbers; the network is back where it was before the batch that did it."""


class TrainingWarning(UserWarning):
    """Training goes on, but probably not where it should."""


def warn(message: str) -> None:
    """Warn as if the line that called `sgd` had said it."""
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and Path(frame.f_code.co_filename).parent == Path(__file__).parent:
        level, frame = level + 1, frame.f_back
    warnings.warn(message, TrainingWarning, stacklevel=level)


def what_is_not_finite(net: Network, loss: float) -> str:
    """In words, the first layer that has left the finite numbers, or the loss."""
    for layer, table in enumerate(net.weights, start=1):
        if not checks.all_finite(table):
            return f"weights into layer {layer} are not finite"
    return f"the loss is {loss}" if not np.isfinite(loss) else "biases are not finite"


@lru_cache(maxsize=64)
def values_of(activation: Activation) -> tuple[float, float]:
    """The smallest and the largest value an activation has, found by trying; infinite where it keeps growing."""
    with np.errstate(all="ignore"):
        near, far = (activation.function(np.linspace(-s, s, 20_001)) for s in (1e3, 2e3))
    low, high = float(near.min()) + 0.0, float(near.max())  # no -0
    return (-np.inf if far.min() < 1.5 * low < 0 else low), (np.inf if far.max() > 1.5 * high > 0 else high)


def unreachable_targets(net: Network, T: np.ndarray) -> None:
    """Warn of targets that no weights could bring the outputs to."""
    last = net.activation_functions[-1]
    low, high = values_of(last)
    if T.min() < low - 1e-9 or T.max() > high + 1e-9:
        example, output = (int(n) for n in np.argwhere((T < low - 1e-9) | (T > high + 1e-9))[0])
        warn(
            f"T[{example}, {output}] is {T[example, output]:g}, but the outputs of {last.name} lie between {low:g} and "
            f"{high:g}: the loss cannot come near 0; scale the targets, or choose another output activation"
        )


def rising_loss(losses: list[float], alpha: float, new: int = 1) -> None:
    """Warn, once per rise, of a loss that has risen for `RISING` epochs; `new` are the epochs not yet looked at."""
    for epoch in range(max(RISING, len(losses) - new) + 1, len(losses) + 1):
        if losses[epoch - 1] <= NOISE * losses[epoch - 1 - RISING]:
            continue
        recent = losses[epoch - 1 - RISING : epoch]
        risen = all(before < after for before, after in zip(recent, recent[1:]))
        already = epoch > RISING + 1 and losses[epoch - 2 - RISING] < recent[0]
        if risen and not already:
            warn(
                f"epoch {epoch}: the loss has risen {RISING} epochs in a row, from {recent[0]:.3g} to "
                f"{recent[-1]:.3g}: alpha={alpha:g} is probably too large; try {alpha / 10:g}"
            )


def flat_units(net: Network, X: np.ndarray, epoch: int, known: set[int]) -> None:
    """Warn, once per hidden layer, where half of the units or more pass no slope back for any of these examples."""
    z, a = net.run(X)
    for layer, row in enumerate(net.activation_functions[:-1], start=1):
        slopes = np.abs(row.pull_back(np.ones_like(a[layer]), a[layer], z[layer - 1]))
        flat = int((slopes.max(axis=0) < FLAT).sum())
        if 2 * flat >= slopes.shape[1] and layer not in known:
            known.add(layer)
            warn(
                f"epoch {epoch}: {flat} of the {slopes.shape[1]} units in hidden layer {layer} are dead or saturated, "
                f"their slope below {FLAT} for every one of {len(X)} examples, so that they hardly learn: try a "
                "smaller alpha, inputs scaled to about 1, or smaller initial weights"
            )
