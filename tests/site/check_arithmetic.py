"""The arithmetic of the live figures, in a browser, against netlib; and each turned sign in it is noticed."""

import re

import numpy as np
import pytest
from oracles import ORACLES, PRECISION, listed, numbers

from book import live_figures

POINTS = 120  #: random inputs on which the arithmetic is compared


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


def worst_differences(browser, name, sources, points):
    """The largest difference from netlib at random points, for each of the sources."""
    draw, oracle = ORACLES[name]
    rng = np.random.default_rng(1)
    inputs = [draw(rng) for _ in range(points)]
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
    signs = [found.start() for found in re.finditer(r"(?<= )[+-](?= )|-(?=[swxz(])", own)]
    turned = [before + own[:n] + {"+": "-", "-": "+"}[own[n]] + own[n + 1 :] + after for n in signs]
    assert len(turned) >= 4
    assert min(worst_differences(browser, name, turned, points=5)) > PRECISION
