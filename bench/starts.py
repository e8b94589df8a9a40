"""How a training's end depends on its start: exclusive or with two hidden nodes, and a code for eight in three nodes.

Chapter 13 shows one start of each kind; how many there are of each kind is counted here.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from record import save

from netlib import Network, sgd

CORNERS = np.array([[0, 0], [1, 1], [0, 1], [1, 0]])
XOR = CORNERS, [[0], [0], [1], [1]]
STARTS = {"xor": 100, "encoder": 20}


def xor_loss(seed: int) -> float:
    """The loss after 1,500 epochs, to one decimal."""
    net = Network.random((2, 2, 1), rng=seed, biases=True)
    sgd(net, *XOR, alpha=2, epochs=1500, batch_size=4, shuffle=False, progress=False)
    return round(net.loss(*XOR), 1)


def is_binary(seed: int) -> bool:
    """Whether the eight codes are still different when each of their three numbers is rounded to 0 or 1."""
    eight = np.eye(8)
    coder = Network.random((8, 3, 8), rng=seed, biases=True)
    sgd(coder, eight, eight, alpha=2, epochs=2000, batch_size=8, progress=False)
    if not np.array_equal(coder(eight).argmax(axis=1), range(8)):
        raise AssertionError(f"the encoder of start {seed} does not pass all eight through: the chapter says it does")
    return len(set(map(tuple, coder.forward(eight)[1].round()))) == 8


if __name__ == "__main__":
    ends = [xor_loss(seed) for seed in range(STARTS["xor"])]
    binary = [is_binary(seed) for seed in range(STARTS["encoder"])]
    found = {
        "xor": {"starts": STARTS["xor"], "losses": {str(end): n for end, n in sorted(Counter(ends).items())}},
        "encoder": {"starts": STARTS["encoder"], "binary": sum(binary)},
    }
    found["xor"]["first stuck"], found["encoder"]["first not binary"] = ends.index(0.5), binary.index(False)
    save("starts", found, ["numpy"])
