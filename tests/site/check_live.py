"""Cells that run in the page, by mouse and by keyboard: one page and one Python for all checks, in their order."""

from __future__ import annotations

import re

import pytest
from browsing import SCHEMES, SITE, WIDTHS, faults_at, served

CHAPTER = "book/06_hidden_weight.html"
PATIENCE = 120_000  # milliseconds, on a busy machine
pytestmark = pytest.mark.xdist_group("cells in the page")


@pytest.fixture(scope="module")
def opened(browser):
    """A chapter in a browser, and all addresses that it and its workers asked for: none on another host."""
    assert (SITE / "_static/live/python/book.zip").exists(), "no site with Python in it: run `make book` first"
    context = browser.new_context(viewport={"width": 1300, "height": 900})
    context.set_default_timeout(PATIENCE)
    asked, errors = [], []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{served(SITE)}/{CHAPTER}")
    before = list(asked)
    yield page, before, asked
    context.close()
    assert [url for url in asked if not url.startswith((served(SITE), "data:", "blob:"))] == []
    assert errors == []


@pytest.fixture
def page(opened):
    return opened[0]


@pytest.fixture
def cell(page):
    """The first cell that shows a proved line, as the book has it."""
    every = page.locator(".cell:has(.cell_input pre)")
    proves = "cells => cells.findIndex(cell => cell.matches('.tried') || cell.querySelector('.derivation-proved'))"
    cell = every.nth(every.evaluate_all(proves))
    cell.evaluate("cell => cell.classList.add('tried')")
    if cell.locator(".live-reset").is_visible():
        cell.locator(".live-reset").click()
    return cell


def test_nothing_of_python_is_loaded_before_the_first_click(opened):
    page, before, _ = opened
    assert page.locator(".live-run").count() > 10
    assert not [url for url in before if "/python/" in url or "temml" in url or "worker" in url]
    own = [SITE / "_static/live" / name for name in ("live.js", "turn.js", "clean.js", "live.css")]
    assert sum(path.stat().st_size for path in own) < 30_000
    assert re.search(r"The first run loads \d+ MB", page.locator(".live-note").inner_text())


def test_a_cell_runs_by_mouse_after_those_above_it(page, cell):
    cell.locator(".live-run").click()
    cell.locator(".live-output .derivation-proved").first.wait_for()
    page.wait_for_function("document.querySelector('.live-status p').textContent.includes('proved')")
    assert cell.locator(".live-output math").count() > 0, "formulas are typeset"
    assert "\\(" not in cell.locator(".live-output").inner_text()


def test_a_changed_line_is_refuted_by_keyboard_with_numbers(page, cell):
    code = cell.locator(".cell_input pre")
    before = code.inner_text()
    code.focus()
    code.fill(
        "d = Derivation(Derivative(y[o], w[o, h]), {o: (1, Y), h: (1, H)})\nd.step('sign', -y[o]*(1 - y[o])*a[h])"
    )
    code.press("Control+Enter")
    cell.locator(".live-output .refusal").wait_for()
    assert standing(page) == []
    said = cell.locator(".live-output").inner_text()
    assert "the line before is -1 times this line" in said and "In this network they differ" in said
    cell.locator(".live-reset").click()
    assert code.inner_text() == before
    assert cell.locator(".refusal").count() == 0 and cell.locator(".derivation-proved").count() > 0


def standing(page):
    """The faults of the page as it stands, in both schemes and at both widths; it ends as it began."""
    places = [(scheme, width) for scheme in SCHEMES[::-1] for width in WIDTHS[::-1]]
    return [f"{scheme}: {fault}" for scheme, width in places for fault in faults_at(page, scheme, width)]


def test_an_error_is_shown_as_in_a_notebook(page, cell):
    cell.locator(".cell_input pre").fill("1 / 0")
    cell.locator(".cell_input pre").press("Shift+Enter")
    cell.locator(".live-output .traceback").wait_for()
    assert "line 1: ZeroDivisionError: division by zero" in cell.locator(".live-output").inner_text()


def test_html_of_a_cell_runs_no_script_and_asks_no_other_host(page, cell):
    attack = (
        "<img src=x onerror=alert(1)><img src=//example.org/a.png><a href=javascript:alert(1)>x</a><script>1</script>"
    )
    cell.locator(".cell_input pre").fill(f"from IPython.display import HTML\nHTML('<b>fine</b>{attack}')")
    cell.locator(".live-run").click()
    cell.locator(".live-output b").wait_for()
    shown = cell.locator(".live-output").inner_html()
    assert not re.search("onerror|onload|script|example.org", shown), shown


def test_an_endless_loop_is_stopped_and_python_starts_again(page, cell):
    cell.locator(".cell_input pre").fill("while True: pass")
    cell.locator(".live-run").click()
    page.wait_for_function("document.querySelectorAll('.live-run:not(:disabled)').length === 1")
    assert cell.locator(".live-run").inner_text() == "Stop"
    page.wait_for_timeout(500)
    cell.locator(".live-run").click()
    page.wait_for_function("document.querySelector('.live-status p').textContent.startsWith('Stopped')")
    cell.locator(".live-reset").click()
    cell.locator(".live-run").click()
    cell.locator(".live-output .derivation-proved").first.wait_for()


def test_the_reader_writes_the_next_line_by_mouse_and_by_keyboard(page, cell):
    cell.locator(".live-turn").click()
    panel = page.locator(".live-panel")
    panel.locator("textarea").wait_for()
    panel.locator("select").select_option("0")
    panel.locator("textarea").fill("Derivative(total(lambda k: (y[k] - t[k])**2, Y), v[h, i])")
    panel.locator(".live-preview math").wait_for()
    panel.locator("textarea").press("Enter")
    panel.locator(".live-result .derivation-proved").wait_for()
    panel.locator("textarea").fill("Sum(2*(t[k] - y[k])*Derivative(y[k], v[h, i]), (k, 1, Y))")
    panel.get_by_role("button", name="Check").click()
    panel.locator(".live-result .refusal").wait_for()
    assert standing(page) == []
    assert "turns the sign" in panel.locator(".refusal-cause").inner_text()
    panel.get_by_role("button", name="y[k]", exact=True).click()
    assert panel.locator("textarea").input_value().endswith("y[k]")
    panel.locator("select").select_option("0")
    for words in ("What comes next", "This part changes", "Typed:"):
        panel.get_by_role("button", name="Hint").click()
        panel.locator(".live-result", has_text=words).wait_for()
    panel.get_by_role("button", name="Close").click()
    assert page.locator(".live-panel").count() == 0
    assert page.evaluate("document.activeElement.className") == "live-turn"


def test_a_figure_is_drawn_once_numpy_is_loaded(page):
    cell = page.locator(".cell", has_text="drawing.network").first
    cell.locator(".live-run").click()
    cell.locator(".live-output :is(svg, img)").first.wait_for()


def test_the_requests_of_the_worker_are_seen_too(opened, cell):
    page, _, asked = opened
    cell.locator(".live-run").click()
    cell.locator(".live-output .derivation-proved").first.wait_for()
    assert any(url.endswith("/python/sympy.zip") for url in asked)


def test_a_page_opened_from_a_folder_says_how_to_run_its_cells(browser):
    page = browser.new_page()
    page.goto((SITE / CHAPTER).as_uri(), timeout=PATIENCE)
    assert page.locator(".live-run").count() == 0
    assert "make serve" in page.locator(".live-note").inner_text()
    page.close()
