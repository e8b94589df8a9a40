"""Handwritten digits: how chapter 13's recipe was chosen, and what it reaches, over ten random starts.

Every recipe is tried by cross-validation on the 1,437 training images; the 360 test images take no part in the choice.
Recipes differ in width, in alpha, and in whether each image is also shown shifted; all take the same number of steps.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
from record import save

from netlib import Network, sgd

IMAGES = Path(__file__).parents[1] / "book" / "data" / "digits.npz"
RECIPES = [
    dict(hidden=hidden, alpha=alpha, shifted=shifted)
    for shifted, hidden, alpha in product((False, True), (60, 100, 200), (0.3, 0.5, 1.0, 2.0))
]
FOLDS, SEEDS, BATCH = 5, 10, 5
EPOCHS = {False: 150, True: 30}  # a shifted training set is five times as large


def split() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Inputs and labels, and the numbers of the training and of the test images."""
    with np.load(IMAGES) as data:
        images, labels = data["images"], data["labels"]
    order = np.random.default_rng(0).permutation(len(images))
    return images / 16, labels, order[:1437], order[1437:]


def with_shifts(X: np.ndarray) -> np.ndarray:
    """The images, then all of them a pixel up, down, left and right; what leaves the edge is lost."""
    wide = np.pad(X.reshape(-1, 8, 8), ((0, 0), (1, 1), (1, 1)))
    places = (1, 1), (0, 1), (2, 1), (1, 0), (1, 2)
    return np.concatenate([wide[:, r : r + 8, c : c + 8].reshape(-1, 64) for r, c in places])


def trained(X: np.ndarray, labels: np.ndarray, seed: int, hidden: int, alpha: float, shifted: bool) -> Network:
    T = np.eye(10)[labels]
    if shifted:
        X, T = with_shifts(X), np.tile(T, (5, 1))
    net = Network.random((64, hidden, 10), rng=seed, biases=True)
    sgd(net, X, T, alpha=alpha, epochs=EPOCHS[shifted], batch_size=BATCH, rng=seed, progress=False)
    return net


def mistakes(net: Network, X: np.ndarray, labels: np.ndarray) -> int:
    return int((net(X).argmax(axis=1) != labels).sum())


def tested(recipe: dict, seed: int) -> int:
    """Mistakes on the test images of a network that has trained on all others."""
    X, labels, train, test = split()
    return mistakes(trained(X[train], labels[train], seed, **recipe), X[test], labels[test])


def cross_validated(X: np.ndarray, labels: np.ndarray, recipe: dict) -> int:
    """Mistakes on all images, each made by a network that has not seen the image."""
    found = 0
    for fold in range(FOLDS):
        held_out = np.arange(len(X)) % FOLDS == fold
        net = trained(X[~held_out], labels[~held_out], fold, **recipe)
        found += mistakes(net, X[held_out], labels[held_out])
    print(recipe, found, flush=True)
    return found


if __name__ == "__main__":
    X, labels, train, test = split()
    with ProcessPoolExecutor() as pool:
        counted = pool.map(partial(cross_validated, X[train], labels[train]), RECIPES)
        tried = [recipe | {"mistakes": count} for recipe, count in zip(RECIPES, counted)]
    chosen = RECIPES[min(range(len(tried)), key=lambda n: tried[n]["mistakes"])]
    print("chosen:", chosen)
    counts = {}
    for name, recipe in (("chosen", chosen), ("not shifted", chosen | {"shifted": False})):
        with ProcessPoolExecutor() as pool:
            counts[name] = [*pool.map(partial(tested, recipe), range(SEEDS))]
        print(name, counts[name], f"{1 - np.mean(counts[name]) / len(test):.2%} right")
    assert np.mean(counts["chosen"]) <= 0.025 * len(test), "less than 97.5 % right"
    validated = {"images": len(train), "folds": FOLDS, "tried": tried, "chosen": chosen}
    save("digits", {"validation": validated, "test": {"images": len(test), "mistakes": counts}}, ["numpy"])
