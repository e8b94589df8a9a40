"""The built site in a browser: every page at two widths, in both colour schemes. Run after `make book`."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browsing import SITE, names, page_faults, print_faults, served

CONTRAST = """axe.run('.highlight', {preload: false, runOnly: {type: 'rule', values: ['color-contrast']}})
    .then(found => found.violations.flatMap(fault => fault.nodes.map(node => node.html)))"""


def test_the_site_is_there():
    assert (SITE / "index.html").exists(), "no site: run `make book` first"
    assert len(names(SITE)) > 20


@pytest.mark.parametrize("name", names(SITE))
def test_a_page(browser, name):
    assert list(page_faults(browser, SITE, name)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_can_be_read(browser, scheme):
    page = browser.new_page(color_scheme=scheme)
    page.goto(f"{served(SITE)}/book/02_downhill.html")
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(CONTRAST) == []
    page.close()


def test_every_proved_line_is_typeset_and_says_so_in_words(browser):
    page = browser.new_page()
    page.goto(f"{served(SITE)}/book/04_output_weight.html")
    lines, marks = page.locator("ol.derivation > li.derivation-line"), page.locator(".derivation-proved")
    assert lines.count() > 20 and page.locator(".derivation-line:has(math)").count() == lines.count()
    assert marks.count() > 15
    assert all("proved" in text for text in marks.all_text_contents())
    page.close()


def test_a_page_is_complete_without_scripts(browser):
    counts = []
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": 390, "height": 900})
        page = context.new_page()
        page.goto(f"{served(SITE)}/book/06_hidden_weight.html")
        kinds = ("math", ".derivation-line", "article img", "article h2", ".cell_input")
        counts.append([page.locator(kind).count() for kind in kinds])
        if not scripts:
            assert page.locator(".needs-script:visible").count() == 0
            assert page.locator("nav a:visible", has_text="Ledger").count() == 1
        context.close()
    assert counts[0] == counts[1] and all(counts[0])


@pytest.mark.parametrize("name", ["06_hidden_weight", "13_real_data", "ledger", "worksheet"])
def test_on_paper_nothing_is_cut_off_and_solutions_are_open(browser, name):
    page = browser.new_page(viewport={"width": 680, "height": 1000})  # about A4, within margins
    page.goto(f"{served(SITE)}/book/{name}.html")
    assert print_faults(page) == []
    page.close()


def test_pages_open_from_a_folder(browser):
    page, said = browser.new_page(), []
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((SITE / "book" / "04_output_weight.html").as_uri())
    page.evaluate("document.fonts.ready")
    assert "loaded" in page.evaluate("[...document.fonts].map(font => font.status)")
    page.locator("a", has_text="Where does the 2 go?").first.click()
    page.wait_for_url("**/05_output_delta.html")
    assert said == []
    page.close()


def test_the_keyboard_reaches_the_chapters_and_the_search(browser):
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(f"{served(SITE)}/book/04_output_weight.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.locator(".primary-toggle").focus()
    page.keyboard.press("Enter")
    page.locator(".bd-sidebar-primary :focus").wait_for()
    page.keyboard.press("Escape")
    page.locator(".primary-toggle:focus").wait_for()
    page.keyboard.press("Control+k")
    page.locator("input[type=search]:focus").wait_for()
    page.close()


@pytest.mark.parametrize(
    "words, found", [("delta", "Where does the 2 go?"), ("chain rule", "matter?"), ("E43", "Ledger")]
)
def test_the_search_finds(browser, words, found):
    page = browser.new_page()
    page.goto(f"{served(SITE)}/search.html?q={words.replace(' ', '+')}")
    page.locator("#search-results", has_text="Search finished").wait_for()
    page.locator("#search-results p.context").first.wait_for()
    titles = page.locator("#search-results li > a").all_text_contents()
    assert any(found in title for title in titles), titles
    excerpts = " ".join(page.locator("#search-results p.context").all_text_contents())
    assert excerpts and not re.search(r"\\[a-z(]|import |\$\$|mathjax", excerpts), excerpts
    page.close()
