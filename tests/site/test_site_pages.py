"""What pages say of themselves, with an address and without one."""

from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

TEXT = 'Words about $\\delta_o$, "quotes" & <signs>. ' + "More of it. " * 30


def built(folder: Path) -> tuple[Path, str]:
    """The folder of a site of one page, and the head of that page."""
    (folder / "page.md").write_text(f"# Title\n\n{TEXT}\n")
    settings = {"extensions": ["myst_parser", "mathml", "site_pages", "smaller"], "html_math_renderer": "mathml"}
    settings |= {"html_theme": "basic", "myst_enable_extensions": ["dollarmath"], "root_doc": "page", "project": "P"}
    with docutils_namespace():
        Sphinx(folder, None, folder / "out", folder / "trees", "html", settings, status=None, warning=None).build()
    return folder / "out", (folder / "out" / "page.html").read_text(encoding="utf-8").partition("</head>")[0]


def test_a_site_without_an_address_names_none(tmp_path, monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    out, head = built(tmp_path)
    assert "canonical" not in head and "og:url" not in head and "og:image" not in head.replace("og:image:alt", "")
    assert not (out / "sitemap.xml").exists()


def test_a_description_is_words_and_escaped(tmp_path, monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    _, head = built(tmp_path)
    said = head.partition('<meta name="description" content="')[2].partition('"')[0]
    assert "<signs>" not in said and unescape(said).startswith("Words about δo, “quotes” & <signs>. More")
    assert said.endswith("it.") and len(unescape(said)) <= 200


def test_a_site_with_an_address_has_cards_a_sitemap_and_canonical_links(tmp_path, monkeypatch):
    pytest.importorskip("matplotlib")
    monkeypatch.setenv("SITE_URL", "https://example.org/book")
    out, head = built(tmp_path)
    assert '<link rel="canonical" href="https://example.org/book/page.html"' in head
    card = head.partition('property="og:image" content="https://example.org/book/')[2].partition('"')[0]
    assert (out / card).suffix == ".png" and (out / card).exists()
    addresses = [place.text for place in ElementTree.parse(out / "sitemap.xml").findall(".//{*}loc")]
    assert "https://example.org/book/page.html" in addresses and not any("search" in place for place in addresses)
