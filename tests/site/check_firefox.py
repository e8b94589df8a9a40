"""The main interactions in Firefox: a page opens, a figure follows the keys, a cell runs in the page."""

import shutil

import numpy as np
import pytest
from browsing import SITE, served

from book.live_figures import NETWORK
from netlib import Network

pytest.importorskip("websocket")
pytestmark = [
    pytest.mark.xdist_group("firefox"),
    pytest.mark.skipif(not shutil.which("firefox-esr"), reason="firefox-esr is not installed"),
]
CHAPTER = "book/06_hidden_weight.html"
FIGURE = "document.querySelector('sgd-network')"
WEIGHT = 'sgd-network [data-at="w[1, 1]"]'


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    from firefox import Firefox

    firefox = Firefox(tmp_path_factory.mktemp("profile"))
    yield firefox
    firefox.close()


@pytest.fixture
def firefox(opened):
    opened.faults.clear()
    yield opened
    assert opened.faults == []


def test_pages_open_without_errors_and_formulas_have_their_font(firefox):
    for name in ("book/intro.html", "book/04_output_weight.html", "book/ledger.html"):
        firefox.open(f"{served(SITE)}/{name}")
        assert firefox.evaluate("document.querySelectorAll('math').length") > (0 if "intro" in name else 20)
        assert firefox.evaluate("document.documentElement.scrollWidth <= innerWidth")
    firefox.wait_for("[...document.fonts].some(font => font.status === 'loaded')")


def test_an_error_of_a_page_is_noticed(opened, tmp_path):
    (tmp_path / "page.html").write_text("<!doctype html><title>x</title><script>nothing.at.all</script>")
    opened.faults.clear()
    opened.open(f"{served(tmp_path)}/page.html")
    opened.evaluate("1")
    assert any("nothing is not defined" in fault for fault in opened.faults)


def test_a_figure_follows_the_keys_with_the_numbers_of_netlib(firefox):
    firefox.open(f"{served(SITE)}/{CHAPTER}")
    firefox.wait_for(f"{FIGURE}?.found")
    firefox.evaluate(f"document.querySelector('{WEIGHT}').focus()")
    firefox.press("ArrowRight", "ArrowRight")
    given = firefox.evaluate(f"{FIGURE}.given")
    assert given["w"][0][0] == pytest.approx(NETWORK["w"][0][0] + 0.1)
    net = Network([given["v"], given["w"]])
    found = firefox.evaluate(f"{FIGURE}.found")
    np.testing.assert_allclose(found["y"], net(given["x"]), rtol=0, atol=1e-12)
    np.testing.assert_allclose(found["gradient_v"], net.gradient(given["x"], given["t"])[0][0], rtol=0, atol=1e-12)
    firefox.click("sgd-network .sgd-controls button:nth-of-type(3)")  # Update
    net.step(given["x"], given["t"], given["alpha"])
    np.testing.assert_allclose(firefox.evaluate(f"{FIGURE}.given.w"), net.weights[1], rtol=0, atol=1e-12)


def test_a_cell_runs_by_a_click_and_a_wrong_line_is_refuted_by_the_keys(firefox):
    firefox.open(f"{served(SITE)}/{CHAPTER}")
    firefox.evaluate("document.querySelector('.cell:has(.derivation-proved)').id = 'tried'")
    firefox.click("#tried .live-run")
    firefox.wait_for(
        "document.querySelector('#tried .live-output .derivation-proved math, "
        "#tried .live-output .derivation-line:has(.derivation-proved) math') !== null"
    )
    wrong = "d = Derivation(Derivative(y[o], w[o, h]), {o: (1, Y), h: (1, H)})\\nd.step('sign', -y[o]*(1 - y[o])*a[h])"
    firefox.evaluate(f'document.querySelector("#tried .cell_input pre").textContent = "{wrong}"')
    firefox.evaluate("document.querySelector('#tried .cell_input pre').focus()")
    firefox.press("Control+Enter")
    firefox.wait_for("document.querySelector('#tried .live-output .refusal') !== null")
    assert "In this network they differ" in firefox.evaluate("document.querySelector('#tried .live-output').innerText")
