"""Opens pages of a folder in a browser, and says what is wrong with them: every function returns a list of faults."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

SITE = Path(__file__).parents[2] / "_build" / "html"
WIDTHS, SCHEMES = (1300, 390), ("light", "dark")
KIB_A_PAGE, KIB_FIRST_PAGE, MOVED = 700, 500, 0.02
# the colours of code have a test of their own; of formulas axe would look at each letter
AXE = """rules => axe.run({exclude: [['math'], ['.highlight']]}, {
    preload: false, resultTypes: ['violations'], runOnly: rules
}).then(found => found.violations
    .filter(fault => ['serious', 'critical'].includes(fault.impact))
    .map(fault => fault.id + ' at ' + fault.nodes.slice(0, 3).map(node => node.html.slice(0, 120)).join(' | ')))"""
# names and structure are the same in both schemes; colours are not
RULES = {"light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "dark": ["color-contrast"]}
SHIFT = """window.moved = 0;
new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) moved += entry.value;
}).observe({type: 'layout-shift', buffered: true});"""
NAMELESS = """[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(stop => stop.checkVisibility({visibilityProperty: true}) && stop.tabIndex >= 0)
    .filter(stop => !(stop.matches('[tabindex="0"]') && !stop.matches('a, button, input, summary')
        ? stop.getAttribute('aria-label') || stop.getAttribute('aria-labelledby')
        : stop.innerText?.trim() || stop.textContent?.trim() || stop.getAttribute('aria-label') || stop.title
          || stop.labels?.length || stop.querySelector('img[alt]')))
    .map(stop => stop.outerHTML.slice(0, 120))"""
UNREACHABLE = """[...document.querySelectorAll('main *')]
    .filter(box => ['auto', 'scroll'].includes(getComputedStyle(box).overflowX) && box.checkVisibility())
    .filter(box => box.scrollWidth > box.clientWidth + 1 && box.tabIndex < 0 && !box.querySelector('a, button, input'))
    .map(box => box.outerHTML.slice(0, 120))"""

CUT_OFF = """[...document.querySelectorAll('article *')]
    .filter(box => box.scrollWidth > box.clientWidth + 1 && box.clientWidth && box.checkVisibility()
        && ['auto', 'scroll', 'hidden'].includes(getComputedStyle(box).overflowX) && !box.closest('math, svg')
        && getComputedStyle(box).clipPath === 'none')
    .map(box => box.outerHTML.slice(0, 120))"""
BEYOND = """[...document.querySelectorAll('article :is(math, img, svg, table, pre)')]
    .filter(box => box.getBoundingClientRect().right > innerWidth + 1 && box.checkVisibility())
    .map(box => box.outerHTML.slice(0, 120))"""


def names(folder: Path) -> list[str]:
    """The pages of a folder, but for those that only lead to another."""
    found = sorted(folder.rglob("*.html"))
    pages = [p for p in found if "_static" not in p.parts and 'http-equiv="Refresh"' not in p.read_text("utf-8")]
    return [path.relative_to(folder).as_posix() for path in pages]


@functools.cache
def served(folder: Path) -> str:
    """The address of a server for this folder."""

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def page_faults(browser: Browser, folder: Path, name: str) -> Iterator[str]:
    """What is wrong with a page in both schemes, at both widths."""
    for scheme, widths in zip(SCHEMES, (WIDTHS, WIDTHS[::-1])):
        context = browser.new_context(viewport={"width": widths[0], "height": 900}, color_scheme=scheme)
        context.add_init_script(SHIFT)
        page, found, sizes = context.new_page(), [], []
        listen(page, found, sizes, served(folder))
        page.goto(f"{served(folder)}/{name}", wait_until="load")
        page.wait_for_timeout(200)  # fonts and deferred scripts may still move what stands there
        found += moved(page)
        for width in widths:
            found += faults_at(page, scheme, width)
        found += formula_faults(page)
        allowed = KIB_FIRST_PAGE if name == "book/intro.html" else KIB_A_PAGE
        weight = sum(response.body().__len__() for response in sizes if response.ok) / 1024
        if weight > allowed:
            found.append(f"weighs {weight:.0f} KiB, more than {allowed}")
        context.close()
        yield from (f"{name}, {scheme}: {fault}" for fault in found)


def faults_at(page: Page, scheme: str, width: int) -> list[str]:
    """What is wrong with a page as it stands now, in its layout and by axe."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    found = layout_faults(page)
    page.evaluate(AXE_SCRIPT)
    return [f"{fault} ({width} pixels)" for fault in found + [f"axe: {f}" for f in page.evaluate(AXE, RULES[scheme])]]


def listen(page: Page, found: list[str], sizes: list, origin: str) -> None:
    """Note what the page asks for, and each error of its scripts; the browser reports what its policy forbids too."""
    here = (origin, "data:", "blob:", "file:")
    page.on("request", lambda request: request.url.startswith(here) or found.append(f"asked for {request.url}"))
    page.on("response", lambda response: sizes.append(response))
    page.on("pageerror", lambda error: found.append(f"script error: {error}"))
    page.on("console", lambda said: said.type == "error" and found.append(f"console: {said.text}"))


def moved(page: Page) -> list[str]:
    shift = page.evaluate("window.moved ?? 0")
    return [f"moved by {shift:.3f} while it was loaded"] if shift >= MOVED else []


def layout_faults(page: Page) -> list[str]:
    """Wider than the window, a box that no key can scroll, a stop of the tab key without a name."""
    page.wait_for_timeout(350)  # site.js waits for the window to come to rest
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    found = [f"{overflow} pixels wider than the window"] if overflow > 0 else []
    found += [f"scrolls by no key: {box}" for box in page.evaluate(UNREACHABLE)]
    found += [f"a tab stop without a name: {stop}" for stop in page.evaluate(NAMELESS)]
    fields = page.locator("input[type=search]:visible, .search-button-field:visible, .search-button__button:visible")
    # the page of search results has a field of its own beside the sidebar's
    if fields.count() > 1 and "search.html" not in page.url:
        found.append("more than one visible search field")
    return found


def formula_faults(page: Page) -> list[str]:
    """LaTeX that stayed LaTeX, and lines of a derivation without a formula."""
    article = page.locator("article, body").first
    code = article.evaluate("a => [...a.querySelectorAll('pre, code, .copybtn')].map(c => c.innerText).join('')")
    text = article.inner_text()
    found = [f"not typeset: {tex}" for tex in ("\\(", "$$", "\\frac", "\\sum") if text.count(tex) > code.count(tex)]
    empty = page.locator(".derivation-line:not(:has(math))").count()
    return found + ([f"{empty} lines without a formula"] if empty else [])


def print_faults(page: Page) -> list[str]:
    """What would be missing on paper: what is cut off, what stays folded, the title; and what has no use there."""
    page.emulate_media(media="print")
    found = [f"cut off: {box}" for box in page.evaluate(CUT_OFF)]
    found += [f"beyond the edge: {box}" for box in page.evaluate(BEYOND)]
    folded = page.locator("article details > :not(summary)").evaluate_all(
        "all => all.filter(one => !one.checkVisibility()).length"
    )
    found += [f"{folded} folded parts"] if folded else []
    useless = page.locator(".bd-sidebar-primary:visible, .copybtn:visible, nav:visible").count()
    found += [f"{useless} parts for the screen"] if useless else []
    return found + ([] if page.locator("article h1:visible").count() == 1 else ["no title"])
