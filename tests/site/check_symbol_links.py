"""Symbols of the text in a browser: their meaning by pointer and by keyboard, on a phone, and without scripts."""

import pytest
from browsing import SITE, served

CHAPTER = "book/06_hidden_weight.html"


def opened(browser, width=1300, scripts=True):
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{served(SITE)}/{CHAPTER}")
    return page


def meaning_of(page, link):
    return page.locator(f"#{link.get_attribute('aria-describedby')}")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_meaning_is_shown_by_pointer_and_by_keyboard_only(browser, scripts):
    page = opened(browser, scripts=scripts)
    link = page.locator("article a.symbol").first
    meaning = meaning_of(page, link)
    assert not meaning.is_visible()
    link.hover()
    assert meaning.is_visible()
    page.mouse.move(0, 0)
    assert not meaning.is_visible()
    page.keyboard.press("Tab")  # so that what follows counts as focus by keyboard
    link.focus()
    assert meaning.is_visible()
    page.context.close()


def test_escape_hides_a_meaning_until_its_symbol_is_left(browser):
    page = opened(browser)
    link = page.locator("article a.symbol").first
    link.hover()
    page.keyboard.press("Escape")
    assert not meaning_of(page, link).is_visible()
    page.mouse.move(0, 0)
    link.hover()
    assert meaning_of(page, link).is_visible()
    page.context.close()


@pytest.mark.parametrize("width", [1300, 390])
def test_every_meaning_stays_in_the_window_and_below_its_symbol(browser, width):
    page = opened(browser, width)
    links = page.locator("article a.symbol")
    assert links.count() > 5
    for link in links.all():
        link.scroll_into_view_if_needed()
        link.hover()
        box, symbol = meaning_of(page, link).bounding_box(), link.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, link.inner_text()
        assert -8 < box["y"] - symbol["y"] - symbol["height"] < 60, link.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_a_symbol_leads_to_its_row_of_the_notation(browser):
    page = opened(browser, scripts=False)
    link = page.locator("article a.symbol").first
    meaning = meaning_of(page, link).text_content()
    link.click()
    assert "/book/notation.html#symbol-" in page.url
    assert meaning in page.locator(f"li:has(#{page.url.partition('#')[2]})").inner_text()
    page.context.close()
