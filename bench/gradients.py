"""What a gradient costs: backpropagation, against central differences of one weight at a time, 8 to 8 million weights.

Networks of one hidden layer, as many inputs, hidden nodes and outputs each. Both work on one example and both call
netlib; the differences move one weight in place and run the network forwards, twice for each weight. Above `WHOLE`
weights only `SAMPLE` of them are moved, and the time is multiplied: the whole would take days. Seconds are the
processor's own, on one core (OPENBLAS_NUM_THREADS=1).
"""

from __future__ import annotations

from functools import partial

import numpy as np
from record import in_turns, save

from netlib import Network

WIDTHS = (2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048)
WHOLE, SAMPLE = 2_000, 300


def by_differences(net: Network, x: np.ndarray, t: np.ndarray, places: list[tuple], h: float = 6e-6) -> np.ndarray:
    """Central differences at `places` (layer, row, column), as they would be written for an existing program."""
    slopes = []
    for layer, *place in places:
        table, place = net.weights[layer], tuple(place)
        kept = table[place]
        table[place] = kept + h
        above = net.loss(x, t)
        table[place] = kept - h
        slopes.append((above - net.loss(x, t)) / (2 * h))
        table[place] = kept
    return np.array(slopes)


def chosen_places(width: int, rng: np.random.Generator) -> list[tuple]:
    """All weights of a small network, a sample of a large one's."""
    count = 2 * width**2
    chosen = range(count) if count <= WHOLE else rng.choice(count, SAMPLE, replace=False)
    return [tuple(int(n) for n in np.unravel_index(place, (2, width, width))) for place in chosen]


if __name__ == "__main__":
    ways: dict[str, list[float]] = {"forward": [], "backpropagation": [], "differences": []}
    counts = [2 * width**2 for width in WIDTHS]
    for width, count in zip(WIDTHS, counts):
        rng = np.random.default_rng(width)
        net, x, t = Network.random((width,) * 3, rng), rng.normal(size=width), rng.uniform(size=width)
        places, repeats = chosen_places(width, rng), int(max(9, min(200, 2e7 // count)))
        seconds = in_turns(
            {"forward": partial(net.loss, x, t), "backpropagation": partial(net.gradient, x, t)}, repeats
        )
        seconds |= in_turns({"differences": partial(by_differences, net, x, t, places)}, 3)
        for way, each in seconds.items():
            ways[way].append(float(np.median(each)) * (count / len(places) if way == "differences" else 1))
        ours = net.gradient(x, t)[0]
        gap = np.abs([ours[layer][row, column] for layer, row, column in places] - by_differences(net, x, t, places))
        assert gap.max() < 1e-5 * max(np.abs(table).max() for table in ours), "the two do not compute one gradient"
        print(f"{count:>9} weights:", *(f"{seconds[-1]:.2e} s" for seconds in ways.values()))
    save(
        "gradients", {"weights": counts, "seconds": ways, "moved": {"whole up to": WHOLE, "sample": SAMPLE}}, ["numpy"]
    )
