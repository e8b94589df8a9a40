"""The live figures in a browser: what mouse, keys and fingers do, with the numbers of netlib."""

import re

import numpy as np
import pytest
from oracles import PRECISION, by_netlib, listed, numbers

from book import live_figures
from book.live_figures.plots import xor_losses
from netlib import Network

POLICY = "default-src 'none'; script-src file:; style-src file:; img-src data:"  # no inline script, no request


@pytest.fixture
def network(browser, tmp_path):
    """The figure in a page that may not run inline scripts, opened from a folder."""
    yield from opened(browser, tmp_path, "network")


def opened(browser, folder, name, **options):
    figure = live_figures.FIGURES[name]()
    files = live_figures.FOLDER.as_uri()
    scripts = "".join(f'<script defer src="{files}/{script}"></script>' for script in figure.scripts)
    (folder / "page.html").write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Figure</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="{files}/figures.css">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"{scripts}<main><h1>Figure</h1>{figure.html}</main></html>",
        encoding="utf-8",
    )
    context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}} | options)
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    page.goto((folder / "page.html").as_uri(), wait_until="load")
    yield page
    context.close()
    assert faults == []


def stated(page, name):
    """What a part of the picture says to a screen reader."""
    part = page.locator(f'svg [data-at="{name}"]')
    return part.get_attribute("aria-valuetext") or part.get_attribute("aria-label")


def given_of(page):
    return page.evaluate("document.querySelector('sgd-network').given")


def found_of(page):
    return page.evaluate("document.querySelector('sgd-network').found")


def status_of(page, name="network"):
    return page.locator(f"sgd-{name} [role=status]").inner_text()


def test_forward_backward_and_update_are_those_of_netlib(network):
    given = given_of(network)
    assert stated(network, "a[1]") == "hidden node a 1: 0.55"
    assert not network.locator(".sgd-delta").first.text_content()
    network.get_by_role("button", name="Backward").click()
    expected = by_netlib(given)
    np.testing.assert_allclose(numbers(found_of(network)), numbers(listed(expected)), rtol=0, atol=PRECISION)
    assert f"delta {expected['delta_o'][0]:.3g}" in stated(network, "y[1]")
    network.get_by_role("button", name="Update").click()
    np.testing.assert_allclose(given_of(network)["v"], expected["new_v"], rtol=0, atol=PRECISION)
    np.testing.assert_allclose(given_of(network)["w"], expected["new_w"], rtol=0, atol=PRECISION)
    assert re.search(r"the loss went from 0\.\d+ to 0\.\d+", status_of(network))
    network.get_by_role("button", name="Reset").click()
    assert given_of(network) == given


def test_the_keys_move_a_weight_and_open_its_formula(network):
    weight = network.locator('svg [data-at="v[2, 1]"]')
    weight.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "PageUp"):
        network.keyboard.press(key)
    assert given_of(network)["v"][1][0] == pytest.approx(0.9 + 0.05 + 0.5)
    network.keyboard.press("End")
    assert stated(network, "v[2, 1]") == "4.00" and weight.get_attribute("aria-valuenow") == "4"
    network.keyboard.press("Home")
    assert given_of(network)["v"][1][0] == -4
    network.keyboard.press("Enter")
    assert "its gradient comes from the deltas" in network.locator(".sgd-formula").inner_text()
    network.get_by_role("button", name="Backward").click()
    formula = network.locator(".sgd-formula math")
    assert formula.count() == 2
    assert f"{abs(by_netlib(given_of(network))['gradient_v'][1][0]):.3g}" in formula.first.text_content()


def test_a_drag_moves_a_weight_and_a_press_opens_its_formula(network):
    box = network.locator('svg [data-at="w[1, 1]"] .sgd-touch').bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    network.mouse.move(x, y)
    network.mouse.down()
    network.mouse.move(x + 30, y, steps=5)
    assert "is now" not in status_of(network)  # nothing is said before the hand rests
    network.mouse.up()
    assert given_of(network)["w"][0][0] == pytest.approx(0.7 + 30 * 8 / 300, abs=0.02)
    assert "is now 1.5" in status_of(network) and network.locator(".sgd-formula").is_hidden()
    network.mouse.click(x, y)
    assert network.locator('svg [data-at="w[1, 1]"]').evaluate("e => e.classList.contains('sgd-chosen')")


def lit(page):
    return set(page.locator("svg .sgd-lit").evaluate_all("parts => parts.map((part) => part.dataset.at)"))


def hot(page):
    return page.locator(".sgd-hot").evaluate_all("parts => parts.map((part) => part.dataset.at)")


def test_the_path_from_a_weight_to_the_loss_is_lit(network):
    network.get_by_role("button", name="Backward").click()
    network.locator('svg [data-at="v[1, 2]"]').press("Enter")
    assert lit(network) == {"x[2]", "v[1, 2]", "a[1]", "w[1, 1]", "y[1]", "epsilon"}
    network.locator('svg [data-at="w[1, 2]"]').press("Enter")
    assert lit(network) == {"a[2]", "w[1, 2]", "y[1]", "epsilon"}


def test_a_symbol_and_its_place_light_up_together(network):
    network.locator('svg [data-at="y[1]"]').press("Enter")
    network.locator('.sgd-formula [data-at="a[2]"]').first.hover()
    assert "a[2]" in hot(network) and network.locator("svg .sgd-hot").count() == 1
    network.locator('svg [data-at="w[1, 1]"] .sgd-touch').hover()
    assert set(hot(network)) == {"w[1, 1]"} and network.locator(".sgd-formula .sgd-hot").count() == 2


def test_a_finger_finds_every_part_on_a_phone(browser, tmp_path):
    for page in opened(browser, tmp_path, "network", viewport={"width": 390, "height": 844}, has_touch=True):
        for part in page.locator("svg [data-at] .sgd-touch, sgd-network button").all():
            box = part.bounding_box()
            assert box["width"] >= 44 and box["height"] >= 44
        page.locator('svg [data-at="a[1]"]').tap()
        assert page.locator(".sgd-formula math").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_moves_where_motion_is_to_be_reduced(browser, tmp_path):
    for motion, still in (("reduce", True), ("no-preference", False)):
        for page in opened(browser, tmp_path, "network", reduced_motion=motion):
            page.get_by_role("button", name="Forward").click()
            name = page.locator("svg [data-at] .sgd-touch").first.evaluate("e => getComputedStyle(e).animationName")
            assert (name == "none") is still


@pytest.mark.parametrize("name", live_figures.FIGURES)
def test_without_scripts_the_picture_is_there(browser, tmp_path, name):
    for page in opened(browser, tmp_path, name, java_script_enabled=False):
        picture = page.locator(f"sgd-{name} img")
        assert picture.is_visible() and picture.bounding_box()["width"] > 300


def test_the_slope_is_that_of_the_sigmoid(browser, tmp_path):
    for page in opened(browser, tmp_path, "slope"):
        page.locator("input").fill("-2")
        a = 1 / (1 + np.exp(2))
        assert page.locator("input").get_attribute("aria-valuetext").endswith(f"slope {a * (1 - a):.3f}")
        assert f"{a * (1 - a):.3f}" in page.locator(".sgd-formula").inner_text()
        hand = page.locator(".sgd-hand").bounding_box()
        page.mouse.move(hand["x"] + hand["width"] / 2, hand["y"] + hand["height"] / 2)
        page.mouse.down()
        page.mouse.move(hand["x"] + 200, hand["y"], steps=4)
        page.mouse.up()
        assert float(page.locator("input").input_value()) > 0


def test_a_step_downhill_is_that_of_netlib_and_too_long_a_step_says_so(browser, tmp_path):
    start = live_figures.DOWNHILL
    for page in opened(browser, tmp_path, "downhill"):
        page.get_by_role("button", name="Step").click()
        net = Network([start["v"], start["w"]])
        net.step(start["x"], start["t"], start["alpha"])
        given = page.evaluate("document.querySelector('sgd-downhill').given")
        np.testing.assert_allclose([given["v"], given["w"]], net.weights, rtol=0, atol=PRECISION)
        assert "fell" in status_of(page, "downhill")
        page.get_by_role("button", name="Reset").click()
        page.get_by_role("slider", name="learning rate").fill("100")
        assert "larger: the step overshoots" in status_of(page, "downhill")
        page.get_by_role("button", name="Step").click()
        assert "grew" in status_of(page, "downhill") and "overshot the valley" in status_of(page, "downhill")


def test_xor_is_learned_as_netlib_learns_it(browser, tmp_path):
    for page in opened(browser, tmp_path, "xor", reduced_motion="reduce"):
        page.get_by_role("button", name="50 epochs").click()
        losses = page.evaluate("document.querySelector('sgd-xor').losses")
        np.testing.assert_allclose(losses, xor_losses(live_figures.xor_start(), 50), rtol=1e-9)
        page.get_by_role("button", name="Play").click()
        outputs = [float(text) for text in page.locator("td:nth-child(4)").all_inner_texts()]
        assert np.max(np.abs(np.subtract(outputs, [0, 1, 1, 0]))) < 0.1
        assert "After 1000 epochs" in status_of(page, "xor")


def test_xor_plays_and_pauses(browser, tmp_path):
    for page in opened(browser, tmp_path, "xor"):
        page.get_by_role("button", name="Play").click()
        while page.evaluate("document.querySelector('sgd-xor').losses.length") <= 20:
            page.wait_for_timeout(50)
        page.get_by_role("button", name="Pause").click()
        assert re.search(r"After \d+ epochs", status_of(page, "xor"))
        page.get_by_role("button", name="Reset").click()
        assert page.evaluate("document.querySelector('sgd-xor').losses.length") == 1


def test_the_famous_example_has_the_published_digits_layer_by_layer(browser, tmp_path):
    for page in opened(browser, tmp_path, "hasty"):
        page.get_by_role("button", name="One step").click()
        cells = dict(zip(page.locator("tbody th").all_inner_texts(), page.locator("tbody tr").all_inner_texts()))
        assert cells["loss"].split("\t")[1:] == ["0.291027774", "0.291027924"]
        assert cells["w₁"].split("\t")[1] == "0.149780716"
        assert page.locator("mark").first.inner_text() == "924"
        page.get_by_role("button", name="To step 10000").click()
        cells = page.locator("tbody tr").all_inner_texts()
        assert cells[1].split("\t")[2] == "0.015912196" and cells[2].split("\t")[2] == "0.984065734"
