"""The built site as files: links, descriptions, what each page says of itself, what its policy lets it run."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import numpy
import pytest
import site_pages
import sympy
from browsing import SITE, names


class Page(HTMLParser):
    """What a page links to, loads and names, and what it says of itself."""

    def __init__(self, text: str):
        super().__init__()
        self.loads, self.links, self.anchors, self.without_alt, self.meta = [], [], set(), [], {}
        self.text = text
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
        if tag == "meta":
            self.meta[attrs.get("name") or attrs.get("property") or attrs.get("http-equiv")] = attrs.get("content")


def pages(folder: Path) -> dict[Path, Page]:
    return {folder / name: Page((folder / name).read_text(encoding="utf-8")) for name in names(folder)}


def faults(folder: Path) -> Iterator[str]:
    """Links that lead nowhere, files asked of another host, images without a description, scripts in attributes."""
    known = pages(folder)
    for path, page in known.items():
        yield from (f"{path.name}: image without alt: {src}" for src in page.without_alt)
        yield from (f"{path.name}: asks another host: {url}" for url in page.loads if urlsplit(url).netloc)
        yield from (f"{path.name}: runs a script in {found[0][:60]}" for found in HANDLER.finditer(page.text))
        for url in page.links + page.loads:
            parts = urlsplit(url)
            if parts.scheme or parts.netloc or url == "#":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists():
                yield f"{path.name}: leads nowhere: {url}"
            elif parts.fragment and target in known and unquote(parts.fragment) not in known[target].anchors:
                yield f"{path.name}: no such place: {url}"


HANDLER = re.compile(r"<\w+[^>]*\son\w+\s*=|href=\"javascript:", re.IGNORECASE)


def test_the_site_is_whole():
    assert list(faults(SITE)) == []


def test_each_page_has_a_title_and_a_description_of_its_own():
    known = pages(SITE)
    chapters = {path: page for path, page in known.items() if path.parent.name == "book"}
    assert len({page.meta["description"] for page in chapters.values()}) == len(chapters) > 15
    assert len({re.search("<title>(.*?)</title>", page.text)[1] for page in known.values()}) == len(known)
    for page in chapters.values():
        assert 50 < len(page.meta["description"]) and not re.search(r"\\[a-z(]|\$", page.meta["description"])
        assert page.meta["og:title"] and page.meta["og:description"] == page.meta["description"]


def test_each_page_has_a_policy_without_inline_scripts():
    for path, page in pages(SITE).items():
        policy = dict(part.strip().split(" ", 1) for part in page.meta["Content-Security-Policy"].split(";"))
        assert "'self'" in policy["script-src"] and "unsafe-inline" not in policy["script-src"], path
        assert ("'wasm-unsafe-eval'" in policy["script-src"]) == ("cell_input" in page.text), path
        assert policy["default-src"] == "'self'" and policy["object-src"] == "'none'"
        assert page.text.index("Content-Security-Policy") < page.text.index("<script")


def test_each_page_says_what_it_was_made_of():
    for path, page in pages(SITE).items():
        footer = page.text[page.text.index('<footer class="bd-footer-content"') :]
        for words in (f"SymPy {sympy.__version__}", f"NumPy {numpy.__version__}", "CC BY 4.0", "MIT", "How to cite"):
            assert words in footer or path.name == "404.html", (path, words)
        assert re.search(r"<time>\d{1,2} \w+ 20\d\d</time>", footer)


FAULTS = {
    "<img src='a.png' alt=' '>": "image without alt",
    "<script src='https://cdn.example.org/a.js'></script>": "asks another host",
    "<link rel=stylesheet href='//fonts.example.org/a.css'>": "asks another host",
    "<a href='gone.html'>x</a>": "leads nowhere",
    "<a href='#gone'>x</a>": "no such place",
    "<button onclick='alert(1)'>x</button>": "runs a script in",
    '<a href="javascript:alert(1)">x</a>': "runs a script in",
}


@pytest.mark.parametrize("body, words", FAULTS.items())
def test_a_fault_is_found(tmp_path, body, words):
    (tmp_path / "a.png").touch()
    (tmp_path / "page.html").write_text("<p>fine <a href='#here' id='here'>x</a></p>")
    assert list(faults(tmp_path)) == []
    (tmp_path / "page.html").write_text(body)
    assert any(words in fault for fault in faults(tmp_path))


def test_the_policy_names_scripts_inside_a_page_by_their_hash():
    allowed = site_pages.policy("<script>let a = 1</script><script src='b.js'></script>")
    assert "'sha256-" in allowed and allowed.count("sha256") == 1
    assert allowed != site_pages.policy("<script>let a = 2</script>")
    assert "wasm" not in allowed and "worker-src 'none'" in allowed
    assert "wasm" in site_pages.policy("<div class='cell_input'></div>")
