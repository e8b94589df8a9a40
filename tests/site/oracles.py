"""What the functions of arithmetic.js have to give, by netlib, and random numbers to give them."""

import json

import numpy as np

from netlib import Network
from netlib.activations import sigmoid, sigmoid_slope_at

PRECISION = 1e-12


def listed(values):
    return json.loads(json.dumps(values, default=lambda array: array.tolist()))


def weights(sizes, biases):
    """A function that draws a network of these sizes."""
    return lambda rng: example(rng, sizes, biases)


def example(rng, sizes, biases):
    """A random network as the functions of arithmetic.js take it, with inputs, targets and alpha."""
    tables = [rng.normal(size=shape) for shape in zip(sizes[1:], sizes)]
    given = {"x": rng.normal(size=sizes[0]), "t": rng.uniform(size=sizes[-1]), "alpha": rng.uniform(0.1, 5)}
    if biases:
        return given | {"w": tables, "b": [rng.normal(size=n) for n in sizes[1:]]}
    return given | dict(zip("vw", tables))


def place(rng):
    """Where the sigmoid has its tangent, and another place at which the tangent's height is asked."""
    return dict(zip("zs", rng.uniform(-6, 6, 2)))


def by_netlib(given):
    """All that `sgd.arithmetic.network` and `downhill` return, by netlib."""
    net = Network([given["v"], given["w"]])
    activations = net.forward(given["x"])
    delta_h, delta_o = net.deltas(activations, given["t"])
    (of_v, of_w), _ = net.gradient(given["x"], given["t"])
    loss = net.loss(given["x"], given["t"])
    net.step(given["x"], given["t"], given["alpha"])
    return {
        **{"a": activations[1], "y": activations[2], "loss": loss, "delta_h": delta_h, "delta_o": delta_o},
        **{"gradient_v": of_v, "gradient_w": of_w, "new_v": net.weights[0], "new_w": net.weights[1]},
    }


def step_by_netlib(given):
    """All that `sgd.arithmetic.xor` returns."""
    net = Network(given["w"], given["b"])
    before = {"loss": net.loss(given["x"], given["t"]), "y": net(given["x"])}
    net.step(given["x"], given["t"], given["alpha"])
    return before | {"w": net.weights, "b": net.biases}


def two_ways_by_netlib(given):
    """All that `sgd.arithmetic.hasty` returns: the deltas of the mistake travel over the output weights of the step."""
    net = Network(given["w"], given["b"])
    activations = net.forward(given["x"])
    delta_h, delta_o = net.deltas(activations, given["t"])
    new = [w + given["alpha"] * np.outer(d, a) for w, d, a in zip(net.weights, (delta_h, delta_o), activations)]
    hasty = Network([given["w"][0], new[1]], given["b"])
    slope = activations[1] * (1 - activations[1])
    hasty_delta = slope * (hasty.weights[1].T @ delta_o)
    return {
        **{"loss": net.loss(given["x"], given["t"]), "y": activations[2], "w": new},
        **{"delta": [delta_h], "hasty_delta": [hasty_delta]},
        "hasty_w": [given["w"][0] + given["alpha"] * np.outer(hasty_delta, given["x"])],
    }


def slope_by_netlib(given):
    """All that `sgd.arithmetic.slope` returns."""
    a, slope = sigmoid(np.array(given["z"])), sigmoid_slope_at(np.array(given["z"]))
    return {"a": a, "slope": slope, "tangent": a + slope * (given["s"] - given["z"])}


ORACLES = {
    "network": (weights((2, 2, 1), False), by_netlib),
    "downhill": (weights((1, 1, 1), False), by_netlib),
    "slope": (place, slope_by_netlib),
    "xor": (weights((2, 2, 1), True), step_by_netlib),
    "hasty": (weights((2, 2, 2), True), two_ways_by_netlib),
}


def numbers(results):
    """Every number in the results, in the order of their names."""
    if isinstance(results, dict):
        return np.concatenate([numbers(results[name]) for name in sorted(results)])
    return np.concatenate([np.ravel(part) for part in results]) if isinstance(results, list) else np.ravel(results)
