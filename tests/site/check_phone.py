"""A phone: 390 pixels and fingers. A weight is dragged, a cell runs, a line is written."""

import functools

import pytest
from browsing import SITE, served

from book.live_figures import NETWORK

CHAPTER = "book/06_hidden_weight.html"
PATIENCE = 120_000  # milliseconds, on a busy machine


@pytest.fixture(scope="module")
def phone(browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    context.set_default_timeout(PATIENCE)
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{served(SITE)}/{CHAPTER}")
    yield page
    context.close()
    assert errors == []


def drag(page, part, across, down=0):
    """Move a finger that lies on this part, in ten steps."""
    part.evaluate("part => part.scrollIntoView({block: 'center', behavior: 'instant'})")
    box, session = part.bounding_box(), page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    send = functools.partial(session.send, "Input.dispatchTouchEvent")
    send({"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for n in range(1, 11):
        send({"type": "touchMove", "touchPoints": [{"x": x + across * n / 10, "y": y + down * n / 10}]})
    send({"type": "touchEnd", "touchPoints": []})
    session.detach()


def weight(page):
    return page.evaluate("document.querySelector('sgd-network').given.w[0][0]")


def test_a_finger_drags_a_weight_sideways_and_scrolls_the_page_upwards(phone):
    part = phone.locator('sgd-network svg [data-at="w[1, 1]"] .sgd-touch')
    before = NETWORK["w"][0][0]
    drag(phone, part, across=60)
    assert weight(phone) == pytest.approx(before + 60 * 8 / 300, abs=0.06)
    dragged, top = weight(phone), phone.evaluate("scrollY")
    drag(phone, part, across=0, down=-150)
    phone.wait_for_function(f"scrollY > {top} + 50")
    assert weight(phone) == dragged


def test_a_figure_that_leaves_the_finger_to_the_page_is_noticed(phone):
    phone.evaluate("document.querySelector('sgd-network svg').style.touchAction = 'auto'")
    before = weight(phone)
    drag(phone, phone.locator('sgd-network svg [data-at="w[1, 1]"] .sgd-touch'), across=-60)
    assert weight(phone) == before


@pytest.mark.parametrize("figure, chapter", [("downhill", "02_downhill"), ("slope", "03_sigmoid")])
def test_a_finger_drags_a_point_and_the_page_stays(browser, figure, chapter):
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(f"{served(SITE)}/book/{chapter}.html")
    point = page.locator(f"sgd-{figure} .point")
    before = float(point.get_attribute("cx"))
    drag(page, page.locator(f"sgd-{figure} .sgd-hand"), across=-50, down=-50 if figure == "downhill" else 0)
    assert before - float(point.get_attribute("cx")) > 30
    page.close()


def test_a_line_is_written_with_fingers(phone):
    every = phone.locator(".cell:has(.cell_input pre)")
    proves = "cells => cells.findIndex(cell => cell.querySelector('.derivation-proved'))"
    cell = every.nth(every.evaluate_all(proves))
    cell.locator(".live-turn").tap()
    panel = phone.locator(".live-panel")
    panel.locator("textarea").wait_for()
    panel.locator("select").select_option("0")
    panel.locator("textarea").tap()
    phone.keyboard.type("Derivative(total(lambda k: (y[k] - t[k])**2, Y), ")
    panel.get_by_role("button", name="v[h, i]", exact=True).tap()
    phone.keyboard.type(")")
    panel.locator(".live-preview math").wait_for()
    panel.get_by_role("button", name="Check").tap()
    panel.locator(".live-result .derivation-proved").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = (
        "boxes => boxes.map(box => box.getBoundingClientRect()).filter(box => box.height < 24 || box.width < 24).length"
    )
    assert panel.locator("button, select, textarea, input").evaluate_all(small) == 0
