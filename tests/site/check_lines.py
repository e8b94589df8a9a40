"""Line by line: the walk through the proved lines of a page, by keys, by buttons and by address."""

import pytest
from sympy import Derivative

from book.live_figures import FOLDER
from book.notation import H, Y, a, delta_o, epsilon, h, o, t, w, y
from linebyline import Derivation


@pytest.fixture(scope="module")
def html():
    """A page with a derivation of three lines, two of them with an address, and a field to type in."""
    d = Derivation(Derivative(epsilon, w[o, h]), {o: (1, Y), h: (1, H)})
    minus = -2 * (t[o] - y[o])
    d.step("only output <o> depends on it", minus * Derivative(y[o], w[o, h]), id="E10")
    d.step("the slope of the sigmoid", minus * y[o] * (1 - y[o]) * a[h], id="E20")
    d.step("by its name", -2 * delta_o[o] * a[h])
    shown = d[:]._repr_mimebundle_()["text/html"]
    files = FOLDER.as_uri()
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Lines</title>'
        '<meta http-equiv="Content-Security-Policy" content="script-src file:">'
        f'<link rel="stylesheet" href="{files}/lines.css"><script defer src="{files}/lines.js"></script>'
        f"<main><h1>Lines</h1><input>{shown}</main></html>"
    )


@pytest.fixture
def page(browser, html, tmp_path):
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    page = browser.new_page()
    page.where = (tmp_path / "page.html").as_uri()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.close()
    assert faults == []


def current(page):
    return page.locator("[aria-current=step]").evaluate_all("lines => lines.map((line) => line.id)")


def test_the_arrows_walk_from_line_to_line_and_the_address_follows(page):
    page.goto(page.where)
    assert page.locator(".lines-bar").is_hidden() and current(page) == []
    page.keyboard.press("ArrowRight")
    assert current(page) == []  # nobody walks yet
    page.get_by_role("button", name="line by line").click()
    assert current(page) == ["E10"] and page.url.endswith("#E10")
    assert page.locator(".lines-said").inner_text() == "Line 1 of 3: only output <o> depends on it"
    page.keyboard.press("ArrowRight")
    assert current(page) == ["E20"] and page.url.endswith("#E20")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # there is no further line
    assert current(page) == [""] and page.url.endswith("page.html")
    page.get_by_role("button", name="Previous line").click()
    assert current(page) == ["E20"]
    page.keyboard.press("Escape")
    assert current(page) == [] and page.locator(".lines-bar").is_hidden()


def test_an_address_leads_to_its_line_and_an_unknown_one_to_none(page):
    page.goto(page.where + "#E20")
    assert current(page) == ["E20"]
    page.goto(page.where + "#E99")
    page.reload()
    assert current(page) == []


def test_the_arrows_stay_with_what_has_a_use_for_them(page):
    page.goto(page.where + "#E10")
    page.locator("input").fill("abc")
    page.keyboard.press("ArrowLeft")
    assert current(page) == ["E10"]


def test_every_line_that_has_an_address_is_a_link_to_itself(page):
    page.goto(page.where)
    page.locator("a.derivation-id", has_text="E20").click()
    assert current(page) == ["E20"]
