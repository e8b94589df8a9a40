"""How a training's end depends on its start: exclusive or with two hidden nodes, and a code for eight in three nodes.

Chapter 14 shows one start of each kind; how many there are of each kind is counted here.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from record import save

from netlib import Network, sgd

CORNERS = np.array([[0, 0], [1, 1], [0, 1], [1, 0]])
XOR = CORNERS, np.array([[0], [0], [1], [1]])
AT_ONCE = 500  # passes over the four corners that one call of `sgd` takes for an epoch, to save time between epochs
STARTS = {"xor": 100, "encoder": 20}
EPOCHS = 1500, 16_500  # when the losses are looked at: soon, and 15,000 epochs later


def xor_losses(seed: int) -> list[float]:
    """The losses after each number of `EPOCHS`, to one decimal."""
    losses, passes = [], [np.tile(part, (AT_ONCE, 1)) for part in XOR]
    net = Network.random((2, 2, 1), rng=seed, biases=True)
    for before, after in zip((0, *EPOCHS), EPOCHS):
        sgd(net, *passes, 2, (after - before) // AT_ONCE, 4, shuffle=False, progress=False, compiled=True)
        losses.append(round(net.loss(*XOR), 1))
    return losses


def is_binary(seed: int) -> bool:
    """Whether the eight codes are still different when each of their three numbers is rounded to 0 or 1."""
    eight = np.eye(8)
    coder = Network.random((8, 3, 8), rng=seed, biases=True)
    sgd(coder, eight, eight, alpha=2, epochs=2000, batch_size=8, progress=False, compiled=True)
    if not np.array_equal(coder(eight).argmax(axis=1), range(8)):
        raise AssertionError(f"the encoder of start {seed} does not pass all eight through: the chapter says it does")
    return len(set(map(tuple, coder.forward(eight)[1].round()))) == 8


if __name__ == "__main__":
    ends = [xor_losses(seed) for seed in range(STARTS["xor"])]
    binary = [is_binary(seed) for seed in range(STARTS["encoder"])]
    soon, late = zip(*ends)
    found = {
        "xor": {
            "starts": STARTS["xor"],
            "epochs": EPOCHS,
            "losses": [{str(end): n for end, n in sorted(Counter(at).items())} for at in (soon, late)],
            "first stuck": late.index(0.5),
            "first at 1.0": soon.index(1.0),
        },
        "encoder": {"starts": STARTS["encoder"], "binary": sum(binary), "first not binary": binary.index(False)},
    }
    save("starts", found, ["numpy"])
