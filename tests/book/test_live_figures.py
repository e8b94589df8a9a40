"""The live figures without a browser: the arithmetic is the book's, and what a notebook holds stands alone."""

import re
from math import exp
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest
from sympy import Derivative

from book.live_figures import FIGURES, FOLDER, NETWORK
from book.live_figures.__main__ import written
from book.live_figures.arithmetic import network_formulas, proved, stored
from book.live_figures.formulas import network_shown, tree
from book.live_figures.pictures import COLOURS, entry
from book.notation import H, X, Y, a, delta_o, epsilon, h, o, t, w, y
from linebyline import StepError
from netlib import Network

LARGEST = 10_000  #: bytes that a figure may take in a notebook


def value_of(formula, values):
    """The number of a tree of `book.live_figures.formulas`."""
    if isinstance(formula, str):
        return entry(values, formula)
    if isinstance(formula, int):
        return formula
    kind, *parts = formula
    numbers = [value_of(part, values) for part in parts]
    match kind:
        case "+":
            return sum(numbers)
        case "-":
            return -numbers[0]
        case "*":
            return np.prod(numbers)
        case "^":
            return numbers[0] ** numbers[1]
        case "σ":
            return 1 / (1 + exp(-numbers[0]))


def found(values):
    """What the formulas of the network figure must give, from netlib."""
    net = Network([values["v"], values["w"]])
    activations = net.forward(values["x"])
    delta_h, delta_o = net.deltas(activations, values["t"])
    (of_v, of_w), _ = net.gradient(values["x"], values["t"])
    loss = float(net.loss(values["x"], values["t"]))
    net.step(values["x"], values["t"], values["alpha"])
    results = {"a": activations[1], "y": activations[2], "delta_h": delta_h, "delta_o": delta_o, "loss": loss}
    results |= {"gradient_v": of_v, "gradient_w": of_w, "new_v": net.weights[0], "new_w": net.weights[1]}
    return results | {"epsilon": loss}


def random_values(rng):
    shapes = {"x": 2, "t": 1, "v": (2, 2), "w": (1, 2)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()} | {"alpha": rng.uniform(0.1, 5)}


def wrong_formulas(shown, rng):
    """The values named by formulas whose right side is not what netlib computes."""
    values = random_values(rng)
    values |= found(values)
    formulas = [formula for formulas in shown.values() for formula in formulas]
    return {
        formula["value"]
        for formula in formulas
        if abs(value_of(formula["right"], values) - entry(values, formula["value"])) > 1e-12
    }


def test_the_committed_arithmetic_is_what_the_definitions_give():
    committed = (FOLDER / "arithmetic.js").read_text(encoding="utf-8")
    assert committed == written(), "run `python -m book.live_figures` and commit what it wrote"


def test_what_is_not_so_is_not_printed():
    with pytest.raises(StepError):
        proved(Derivative(epsilon, w[o, h]), 2 * delta_o[o] * a[h])


def test_every_displayed_formula_has_the_value_of_netlib():
    rng = np.random.default_rng(1)
    shown = network_shown(2, 2, 1)
    assert len(shown) == 10 and set(shown) >= {"a[1]", "y[1]", "v[2, 1]", "w[1, 2]", "epsilon"}
    for _ in range(100):
        assert wrong_formulas(shown, rng) == set()


def test_a_displayed_formula_with_another_sign_or_index_is_noticed():
    rng, shown = np.random.default_rng(1), network_shown(2, 2, 1)
    shown["y[1]"][1]["right"] = tree(y[1] * (1 - y[1]) * (t[1] + y[1]), {})
    shown["a[2]"][0]["right"] = shown["a[1]"][0]["right"]
    assert wrong_formulas(shown, rng) == {"delta_o[1]", "a[2]"}


def test_a_formula_that_no_figure_can_show_is_refused():
    with pytest.raises(TypeError, match="Derivative has no place"):
        tree(Derivative(epsilon, w[1, 1]), {X: 2, H: 2, Y: 1})


def test_entries_are_kept_by_place():
    assert stored("w", 1, 2) == "w[0][1]" and stored("alpha") == "alpha"
    assert set(network_formulas()) >= {"new_v", "new_w", "gradient_v", "gradient_w"}


@pytest.mark.parametrize("figure", [make() for make in FIGURES.values()], ids=list(FIGURES))
def test_a_notebook_holds_a_small_figure_that_stands_alone(figure):
    shown = figure._repr_mimebundle_()["text/html"]
    assert len(shown.encode()) <= LARGEST
    assert shown == type(figure)(figure.name, figure.picture, figure.alt)._repr_mimebundle_()["text/html"]
    alt, address = re.search(r'<img alt="([^"]+)" src="([^"]+)">', shown).groups()
    assert len(alt) > 40 and ElementTree.fromstring(unquote(address.partition(",")[2])).tag.endswith("svg")
    assert not re.search(r"https?://(?!www\.w3\.org)", shown)
    assert all((FOLDER / script).exists() for script in figure.scripts)


def test_the_picture_shows_the_numbers_of_the_running_example():
    texts = re.findall(r"class='value'>([^<]+)", FIGURES["network"]().picture)
    assert sorted(texts) == sorted(
        "0.50 −0.40 0.90 0.60 0.70 −0.30".split()  # weights
        + [f"{number:.2f}" for number in (*NETWORK["x"], *NETWORK["t"])]
        + [f"{number:.2f}" for number in (*found(NETWORK)["a"], *found(NETWORK)["y"], found(NETWORK)["loss"])]
    )


def test_a_symbol_has_one_colour_in_pictures_and_style_sheet():
    sheet = (FOLDER / "figures.css").read_text(encoding="utf-8")
    assert dict(re.findall(r"--sgd-(\w+): (#\w+)", sheet)) == COLOURS
