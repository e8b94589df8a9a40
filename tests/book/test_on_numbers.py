"""Numbers put into formulas: every one computed, shown alike on every machine, and refused where it cannot be."""

import numpy as np
import pytest
from sympy import Derivative

from book.figures.number_pictures import chain, labelled, numbered_network
from book.notation import H, X, Y, a, delta_h, delta_o, epsilon, h, t, v, w, x, y, z_h, z_o
from book.running_example import INPUTS, TARGETS, V, W
from book.tables.beside import beside
from book.tables.listing import Code, Listing, Prose
from book.tables.on_numbers import OnNumbers, shown
from netlib import Network


@pytest.fixture
def net():
    return OnNumbers({X: 2, H: 2, Y: 1}, (x, INPUTS), (v, V), (w, W), (t, TARGETS))


def test_a_number_is_shown_with_four_places_and_its_sign():
    assert [shown(n) for n in (0.2, -0.13868, -0.00001, 12)] == ["0.2000", "-0.1387", "0.0000", "12.0000"]


@pytest.mark.parametrize("value", [0.00005, 0.12345 + 1e-15, -2.00015])
def test_a_number_that_another_processor_may_round_otherwise_is_not_shown(value):
    with pytest.raises(ValueError, match="in the middle"):
        shown(value)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_no_number_is_not_shown(value):
    with pytest.raises(ValueError, match="cannot be shown"):
        shown(value)


def test_the_numbers_are_those_of_the_library(net):
    net.show(z_h[1], a[1], z_h[2], a[2], z_o[1], y[1], epsilon, delta_o[1], delta_h[1], delta_h[2])
    net.show(*((Derivative(epsilon, v[k, n]), -2 * delta_h[k] * x[n]) for k in (1, 2) for n in (1, 2)))
    library = Network([V, W])
    activations = library.forward(INPUTS)
    assert net[epsilon] == pytest.approx(library.loss(INPUTS, TARGETS), rel=1e-12)
    for name, expected in ((a, activations[1]), (y, activations[2])):
        np.testing.assert_allclose(net.array(name), expected, rtol=1e-12)
    for name, expected in zip((delta_h, delta_o), library.deltas(activations, TARGETS)):
        np.testing.assert_allclose(net.array(name), expected, rtol=1e-12)
    for (k, n), slope in np.ndenumerate(library.gradient(INPUTS, TARGETS)[0][0]):
        assert net[Derivative(epsilon, v[k + 1, n + 1])] == pytest.approx(slope, rel=1e-12)


def test_a_row_is_the_formula_its_numbers_and_its_value(net):
    (row,) = net.show(z_h[1]).rows
    assert row == ["z_{h=1} = v_{1,1} x_{1} + v_{1,2} x_{2}", r"= 0.5 \cdot 0.8 + (-0.4) \cdot 0.5", "= 0.2000"]
    (row,) = net.show(a[1]).rows
    assert row[:2] == [r"a_{1} = \sigma(z_{h=1})", r"= \sigma(0.2000)"]


def test_a_number_has_to_be_shown_before_it_is_used(net):
    with pytest.raises(KeyError, match="has no number yet"):
        net.show(a[1])


def test_an_array_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"v has the shape \(3, 2\) in this network, not \(2, 2\)"):
        OnNumbers({X: 2, H: 3, Y: 1}, (v, V))


def test_a_listing_escapes_what_it_shows_and_wants_a_width_for_each_part():
    listing = Listing(["what", "code"], [["<b>&", Code("a < b")], [["two", Code("parts")], a[h]]], [5, 5])
    page = listing._repr_html_()
    assert "&lt;b&gt;&amp;" in page and "a &lt; b</code>" in page and "two <code" in page and r"\(a_{h}\)" in page
    assert repr(listing).splitlines()[1:] == ["<b>& | a < b", "two parts | a[h]"]
    with pytest.raises(ValueError, match="a row of 1 parts"):
        Listing(["what", "code"], [["one"]], [5, 5])


def test_a_picture_has_every_number_and_lights_the_path(net):
    words = labelled(net, [x, None, None], [lambda k, j: v[k, j], lambda k, j: w[k, j]], [(0, 0), (1, 0)]).description
    for text in ("0.8", "0.5", "\N{MINUS SIGN}0.4", "0.9", "0.6", "0.7", "\N{MINUS SIGN}0.3", "$x_{1}$"):
        assert f'text "{text}"' in words
    assert words.count("2.6 wide") == 1 and "2.6 wide" not in numbered_network((2, 1), {}, {}).description


def test_a_chain_needs_a_function_and_a_slope_between_two_stops():
    stops = [("$w$", "1"), ("$z$", "2")]
    assert 'text "0.8"' in chain(stops, ["f"], ["0.8"]).description
    with pytest.raises(ValueError, match="2 stops have 1 functions"):
        chain(stops, ["f"], [])


def documented(y):
    return y * (1 - y)  # E26


def undocumented(y):
    return y  # E99


def test_a_program_stands_beside_the_proved_formulas():
    first, second = beside(documented).rows
    assert first == ["def documented(y):", "", ""]
    assert second[0] == "    return y * (1 - y)" and r"\delta_{o} :=" in second[1]
    assert second[2] == ("E26", "05_output_delta.html#E26")
    with pytest.raises(ValueError, match="E99, in 'return y  # E99', is no id of the ledger"):
        beside(undocumented)


def test_prose_shows_formulas_programs_and_stress_and_escapes_the_rest():
    page = Listing([""], [[Prose("a < `b < c` and $x_1$, *so* [chapter 3](03_sigmoid.ipynb).")]], [5])._repr_html_()
    assert "a &lt; <code>b &lt; c</code> and \\(x_1\\), <em>so</em> chapter 3." in page
