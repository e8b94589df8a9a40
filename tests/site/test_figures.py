"""The live figures in a browser: their arithmetic against netlib, and what mouse, keys and fingers do."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from book import live_figures
from netlib import Network

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
POLICY = "default-src 'none'; script-src file:; style-src file:; img-src data:"  # no inline script, no request
POINTS = 120  #: random inputs on which the arithmetic is compared
PRECISION = 1e-12

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no browser at {CHROMIUM}")


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def network(browser, tmp_path):
    """The figure in a page that may not run inline scripts, opened from a folder."""
    yield from opened(browser, tmp_path, "network")


def opened(browser, folder, name, **options):
    figure = live_figures.FIGURES[name]()
    files = live_figures.FOLDER.as_uri()
    scripts = "".join(f'<script defer src="{files}/{script}"></script>' for script in figure.scripts)
    (folder / "page.html").write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Figure</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="{files}/figures.css">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"{scripts}<main><h1>Figure</h1>{figure.html}</main></html>",
        encoding="utf-8",
    )
    context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}} | options)
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    page.goto((folder / "page.html").as_uri(), wait_until="load")
    yield page
    context.close()
    assert faults == []


def computed(browser, sources, name, inputs):
    """What the JavaScript function of this name gives for each of the inputs, in each of the sources."""
    page = browser.new_page()
    results = page.evaluate(
        "([sources, inputs, name]) => sources.map((source) => { "
        "(0, eval)(source); return inputs.map((given) => sgd.arithmetic[name](given)); })",
        [sources, listed(inputs), name],
    )
    page.close()
    return results


def listed(values):
    return json.loads(json.dumps(values, default=lambda array: array.tolist()))


def example(rng, sizes, biases):
    """A random network as the functions of arithmetic.js take it, with inputs, targets and alpha."""
    tables = [rng.normal(size=shape) for shape in zip(sizes[1:], sizes)]
    given = {"x": rng.normal(size=sizes[0]), "t": rng.uniform(size=sizes[-1]), "alpha": rng.uniform(0.1, 5)}
    if biases:
        return given | {"w": tables, "b": [rng.normal(size=n) for n in sizes[1:]]}
    return given | dict(zip("vw", tables))


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


ORACLES = {
    "network": ((2, 2, 1), False, by_netlib),
    "downhill": ((1, 1, 1), False, by_netlib),
    "xor": ((2, 2, 1), True, step_by_netlib),
    "hasty": ((2, 2, 2), True, two_ways_by_netlib),
}


def numbers(results):
    """Every number in the results, in the order of their names."""
    if isinstance(results, dict):
        return np.concatenate([numbers(results[name]) for name in sorted(results)])
    return np.concatenate([np.ravel(part) for part in results]) if isinstance(results, list) else np.ravel(results)


def worst_differences(browser, name, sources, points):
    """The largest difference from netlib at random points, for each of the sources."""
    sizes, biases, oracle = ORACLES[name]
    rng = np.random.default_rng(1)
    inputs = [example(rng, sizes, biases) for _ in range(points)]
    expected = [oracle(given) for given in inputs]
    found = computed(browser, sources, name, inputs)
    assert all(sorted(result) == sorted(wanted) for results in found for result, wanted in zip(results, expected))
    wanted = np.array([numbers(results) for results in expected])
    return [np.max(np.abs([numbers(result) for result in results] - wanted)) for results in found]


def source_of(name):
    """The source of one function in the committed file, and what makes an object of it."""
    source = (live_figures.FOLDER / "arithmetic.js").read_text(encoding="utf-8")
    own = re.search(rf"^  {name}\(.*?^  }},$", source, re.M | re.S)[0]
    return "window.sgd = { arithmetic: {", own, "} };"


@pytest.mark.parametrize("name", ORACLES)
def test_the_arithmetic_of_the_figures_is_that_of_netlib(browser, name):
    assert worst_differences(browser, name, ["".join(source_of(name))], POINTS)[0] <= PRECISION


@pytest.mark.parametrize("name", ORACLES)
def test_each_sign_that_is_turned_in_the_arithmetic_is_noticed(browser, name):
    before, own, after = source_of(name)
    signs = [found.start() for found in re.finditer(r"(?<= )[+-](?= )|-(?=[sw(x])", own)]
    turned = [before + own[:n] + {"+": "-", "-": "+"}[own[n]] + own[n + 1 :] + after for n in signs]
    assert len(turned) >= 9
    assert min(worst_differences(browser, name, turned, points=5)) > PRECISION
