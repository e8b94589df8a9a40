"""A chapter's formulas and its network light up together: by hand, by keys, and in the walk through the lines."""

import pytest
from browsing import SITE, served

CHAPTER = "book/06_hidden_weight.html"
WAY = {"v[1, 1]", "a[1]", "w[1, 1]", "y[1]"}


@pytest.fixture
def page(browser):
    yield from opened(browser)


def opened(browser, without=None):
    """The chapter; and without one of its scripts, as if it were empty."""
    page, faults = browser.new_page(viewport={"width": 1300, "height": 900}, reduced_motion="reduce"), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    if without:
        page.route(f"**/{without}*", lambda route: route.fulfill(body=""))
    page.goto(f"{served(SITE)}/{CHAPTER}")
    yield page
    page.close()
    assert faults == []


def names(page, selector):
    return set(page.locator(selector).evaluate_all("parts => parts.map(part => part.dataset.at)"))


def walked(page, id):
    """What is lit in the network beside the words, and in the figure, on the line of this id."""
    page.evaluate(f"location.hash = '{id}'")
    page.locator(f"#{id}[aria-current=step]").wait_for()
    return names(page, ".sgd-small .sgd-lit"), names(page, "sgd-network svg .sgd-lit")


def test_the_walk_lights_the_way_in_the_network(page):
    small, large = walked(page, "E30")  # the loss by a hidden weight
    assert small == large == WAY | {"t[1]"}
    assert "In the network: v 1 1, a 1, w 1 1" in page.locator(".sgd-small").get_attribute("aria-label")
    small, _ = walked(page, "E36")
    assert {"v[1, 1]", "a[1]"} <= small and "w[1, 2]" not in small
    page.keyboard.press("Escape")
    assert names(page, "sgd-network svg .sgd-lit") == set()


def test_every_line_of_the_walk_lights_something(page):
    page.get_by_role("button", name="line by line").click()
    count, dark = page.locator(".derivation-line:has(.derivation-reason)").count(), []
    for _ in range(count):
        if not page.locator(".sgd-small .sgd-lit").count():
            dark.append(page.locator(".lines-said").inner_text())
        page.keyboard.press("ArrowRight")
    assert count > 20 and dark == []


def symbol(page, letters):
    """The first symbol of the page's formulas with these letters."""
    found = page.locator(".derivation math msub").filter(has_text=letters)
    return found.nth(found.evaluate_all("(all, letters) => all.findIndex(one => one.textContent === letters)", letters))


@pytest.mark.parametrize(
    "letters, parts",
    [("wo,h", {"w[1, 1]", "w[1, 2]"}), ("zh", {"a[1]", "a[2]"}), ("yo", {"y[1]"}), ("xi", {"x[1]", "x[2]"})],
)
def test_a_symbol_that_is_pointed_at_lights_its_nodes_and_edges(page, letters, parts):
    symbol(page, letters).hover()
    assert names(page, "sgd-network svg .sgd-hot") == parts
    page.locator("h1").hover()
    assert names(page, "sgd-network svg .sgd-hot") == set()


def test_a_node_that_is_pointed_at_or_reached_by_the_keys_lights_its_symbols(page):
    page.locator('sgd-network svg [data-at="v[2, 1]"] .sgd-touch').hover()
    shown = page.locator("article .derivation math .sgd-symbol").all_text_contents()
    assert len(shown) > 10 and all(text.startswith("v") for text in shown)
    page.locator("h1").hover()
    assert page.locator(".sgd-symbol").count() == 0
    page.locator('sgd-network svg [data-at="a[1]"]').focus()
    assert {text[0] for text in page.locator(".derivation math .sgd-symbol").all_text_contents()} >= {"a", "z"}


def test_a_page_whose_symbols_do_not_light_up_is_noticed(browser):
    for page in opened(browser, without="symbols.js"):
        page.evaluate("location.hash = 'E30'")
        page.locator("#E30[aria-current=step]").wait_for()
        assert names(page, ".sgd-lit") == set()
        symbol(page, "wo,h").hover()
        assert names(page, ".sgd-hot") == set()
