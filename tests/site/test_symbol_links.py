"""Which symbols of the text become links to the notation, and that each is a link once in a section."""

from pathlib import Path

import pytest
from docutils import nodes
from symbol_links import PAGE, linked, mark, row_of, spoken

from book.notation import NOTATION
from book.tables.symbols import anchor, symbols, tex


@pytest.mark.parametrize(
    "symbol, meaning",
    [
        (r"\delta_o", "delta of output o"),
        (r"\delta_{h=1}", "delta of hidden node h"),
        ("z_h", "weighted sum of hidden node h"),
        ("z_{o}", "weighted sum of output o"),
        ("v_{1,1}", "weight to hidden node h"),
        ("x", "input i"),
        (r"z^{(l)}_j", "weighted sum of node k of layer l"),
        ("[k = o]", "1 if k and o are equal"),
        (r"\sigma", "the logistic sigmoid"),
    ],
)
def test_a_symbol_has_its_row(symbol, meaning):
    assert row_of(symbol).meaning.startswith(meaning)


@pytest.mark.parametrize(
    "formula", ["z", r"\delta", "w_1", "n", "W", "q_h", "y(1-y)", "a = b", "-2", "z^2", "w_{o,h,i}"]
)
def test_what_is_no_single_symbol_or_not_one_of_ours_is_left_alone(formula):
    assert row_of(formula) is None


def test_every_row_of_the_notation_has_a_place_of_its_own_on_the_page():
    places = [anchor(tex(row)) for row in NOTATION]
    assert len({*places}) == len(places)
    assert all(f'id="{place}"' in symbols(NOTATION)._repr_html_() for place in places)


class App:
    class builder:
        @staticmethod
        def get_relative_uri(here, there):
            return Path(there).name + ".html"


def paragraph(*formulas):
    return nodes.paragraph("", "", *(nodes.math(text, text) for text in formulas))


def page():
    title = nodes.title("", "", nodes.math("y_o", "y_o"))
    first = nodes.section("", title.deepcopy(), paragraph("y_o", "y_1", "t_o"), nodes.section("", paragraph("t_o")))
    second = nodes.section("", paragraph("y_o"))
    document = nodes.document(None, None)
    document += nodes.section("", title, paragraph("y_o"), first, second)
    return document


def test_only_the_first_occurrence_in_a_section_is_a_link_and_none_in_a_title():
    document = page()
    mark(App, document, "book/some_page")
    marked = [(formula.astext(), "symbol" in formula) for formula in document.findall(nodes.math)]
    expected = [("y_o", False), ("y_o", True), ("y_o", False), ("y_o", True), ("y_1", False), ("t_o", True)]
    assert marked == [*expected, ("t_o", False), ("y_o", True)]
    names = [formula["symbol"][1] for formula in document.findall(nodes.math) if "symbol" in formula]
    assert len({*names}) == len(names)


def test_the_notation_page_itself_has_no_such_links():
    document = page()
    mark(App, document, PAGE)
    assert not any("symbol" in formula for formula in document.findall(nodes.math))


def test_a_link_is_described_by_its_meaning():
    markup = linked("<math/>", ("notation.html#symbol-t-o", "symbol-1", "t o", "what y < 1 should be"))
    assert 'href="notation.html#symbol-t-o" aria-label="t o" aria-describedby="symbol-1"><math/></a>' in markup
    assert 'id="symbol-1">what y &lt; 1 should be</span>' in markup
    assert linked("<math/>", None) == "<math/>"


def test_a_symbol_is_spoken_in_words():
    assert spoken(r"\delta_{h=1}") == "delta h=1" and spoken(r"w^{(l)}_{k,j}") == "w (l) k,j"
