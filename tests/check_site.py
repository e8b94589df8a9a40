"""The built site, in a browser: run after `make book`, with `make site-check`.

Every check is a function that returns what is wrong with a folder of pages. It runs over the site, and over small pages
with one fault each, which it must find.
"""

import functools
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

SITE = Path(__file__).parents[1] / "_build" / "html"
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--disable-quic"]
WINDOWS = [(width, mode) for width in (1300, 390) for mode in ("light", "dark")]


class Page(HTMLParser):
    """What a page links to, loads and names."""

    def __init__(self, text: str):
        super().__init__()
        self.loads, self.links, self.anchors, self.without_alt = [], [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.anchors |= {attrs[key] for key in ("id", "name") if attrs.get(key)}
        if tag == "a" and attrs.get("href"):
            self.links.append(attrs["href"])
        for key in ("src", "href", "data"):
            if tag in ("script", "img", "link", "source", "iframe", "object") and attrs.get(key):
                self.loads.append(attrs[key])
        if tag == "img" and not (attrs.get("alt") or "").strip():
            self.without_alt.append(attrs.get("src"))


def pages(folder: Path) -> Iterator[tuple[Path, Page]]:
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if "_static" not in path.parts and 'http-equiv="Refresh"' not in text:
            yield path, Page(text)


def static_faults(folder: Path) -> list[str]:
    """Links that lead nowhere, files asked of another host, images without a description, doubled anchors."""
    found, known = [], {path: page for path, page in pages(folder)}
    for path, page in known.items():
        found += [f"{path.name}: image without alt: {src}" for src in page.without_alt]
        found += [f"{path.name}: asks another host: {url}" for url in page.loads if urlsplit(url).netloc]
        for url in page.links + page.loads:
            parts = urlsplit(url)
            if parts.scheme or parts.netloc or url == "#":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists():
                found.append(f"{path.name}: leads nowhere: {url}")
            elif parts.fragment and target in known and unquote(parts.fragment) not in known[target].anchors:
                found.append(f"{path.name}: no such place: {url}")
    return found


@functools.cache
def served(folder: Path) -> str:
    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def browser_faults(browser: Browser, folder: Path, width: int, mode: str) -> list[str]:
    """What goes wrong when the pages are opened in a window of this width, in this colour scheme."""
    origin, found = served(folder), []
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=mode)
    for path, _ in pages(folder):
        name = path.relative_to(folder).as_posix()
        page = context.new_page()
        page.on("request", lambda r, name=name: _note_request(found, name, origin, r.url))
        page.on("pageerror", lambda e, name=name: found.append(f"{name}: script error: {e}"))
        page.on("console", lambda m, name=name: m.type == "error" and found.append(f"{name}: console: {m.text}"))
        page.goto(f"{origin}/{name}", wait_until="load")
        page.evaluate("window.MathJax?.startup?.promise")
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if overflow > 0:
            found.append(f"{name}: {overflow} pixels wider than the window")
        if page.locator("mjx-merror").count():
            found.append(f"{name}: a formula with an error: {page.locator('mjx-merror').first.inner_text()}")
        article = page.locator("article, body").first.inner_text()
        if "\\(" in article or "$$" in article or "\\frac" in article:
            found.append(f"{name}: a formula that was not typeset")
        fields = page.locator("input[type=search], .search-button-field, .search-button__button")
        # the page of search results has a field of its own beside the sidebar's
        if name != "search.html" and sum(fields.nth(n).is_visible() for n in range(fields.count())) > 1:
            found.append(f"{name}: more than one visible search field")
        page.close()
    context.close()
    return found


def _note_request(found: list[str], name: str, origin: str, url: str) -> None:
    if not url.startswith((origin, "data:", "blob:")):
        found.append(f"{name}: asked for {url}")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def test_the_site_is_whole():
    assert (SITE / "index.html").exists(), "no site: run `make book` first"
    assert len(list(pages(SITE))) > 10
    assert static_faults(SITE) == []


@pytest.mark.parametrize("width, mode", WINDOWS)
def test_the_site_in_a_browser(browser, width, mode):
    assert (SITE / "index.html").exists(), "no site: run `make book` first"
    assert browser_faults(browser, SITE, width, mode) == []


def test_every_proved_line_is_typeset(browser):
    page = browser.new_page()
    page.goto(f"{served(SITE)}/book/04_output_weight.html", wait_until="load")
    page.evaluate("MathJax.startup.promise")
    lines = page.locator(".derivation-line")
    assert lines.count() > 20
    assert page.locator(".derivation-line mjx-container").count() == lines.count()


STATIC = {
    "<img src='a.png' alt=' '>": "image without alt",
    "<script src='https://cdn.example.org/a.js'></script>": "asks another host",
    "<link rel=stylesheet href='//fonts.example.org/a.css'>": "asks another host",
    "<a href='gone.html'>x</a>": "leads nowhere",
    "<a href='#gone'>x</a>": "no such place",
}
LIVE = {
    "<script>fetch('http://127.0.0.2:9/')</script>": "asked for",
    "<script>nothing.at.all</script>": "script error",
    "<script>console.error('oh')</script>": "console",
    "<div style='width:2000px'>wide</div>": "wider than the window",
    "<mjx-merror>bad</mjx-merror>": "a formula with an error",
    "<p>\\(x\\)</p>": "not typeset",
    "<input type=search><input type=search>": "more than one visible search",
}


def folder_with(tmp_path: Path, body: str) -> Path:
    (tmp_path / "a.png").touch()
    (tmp_path / "page.html").write_text(f"<!doctype html><link rel=icon href='data:,'><body>{body}</body>")
    return tmp_path


@pytest.mark.parametrize("body, words", STATIC.items())
def test_a_static_fault_is_found(tmp_path, body, words):
    assert static_faults(folder_with(tmp_path, "<p>fine</p>")) == []
    assert any(words in fault for fault in static_faults(folder_with(tmp_path, body)))


@pytest.mark.parametrize("body, words", LIVE.items())
def test_a_live_fault_is_found(tmp_path, browser, body, words):
    assert any(words in fault for fault in browser_faults(browser, folder_with(tmp_path, body), 390, "light"))


def test_a_page_without_faults_passes(tmp_path, browser):
    assert browser_faults(browser, folder_with(tmp_path, "<p>fine</p>"), 390, "light") == []
