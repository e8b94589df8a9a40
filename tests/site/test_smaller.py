"""What the site's files lose after the build, and what they keep."""

import re
import tomllib
from pathlib import Path

import pytest
from site_pages import configure
from smaller import pruned, sized, smaller_svg
from sphinx.config import Config
from sphinx.errors import ExtensionError

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "css, kept",
    [
        (".used { color : red; }", ".used{color : red}"),
        (".gone { color: red }", ""),
        (".gone, .used { color: red }", ".used{color: red}"),
        (".used .gone, #gone { color: red }", ""),
        ("a:not(.gone) { color: red }", "a:not(.gone){color: red}"),
        ("@media print { .gone { a: b } .used { a: b } }", "@media print {.used{a: b}}"),
        ("@media print { .gone { a: b } }", ""),
        ("/* note */ @font-face { src: url(a.woff2) }", "@font-face { src: url(a.woff2) }"),
        ("a::after { content: '.gone' }", "a::after{content: '.gone'}"),
    ],
)
def test_rules_for_what_no_page_has_go(css, kept):
    assert re.sub(r"['\"]", "'", pruned(css, {"used"})) == kept


def test_a_figure_keeps_four_digits_and_loses_its_metadata():
    svg = '<?xml version="1.0"?>\n<svg>\n <metadata>x</metadata>\n <path d="M 12.345678 -0.01562512 1e5"/>\n</svg>'
    assert smaller_svg(svg) == '<svg><path d="M 12.34 -0.01562 1e5"/></svg>'


def test_words_of_a_figure_stay():
    svg = "<svg><text>pi is 3.14159</text><text> a </text></svg>"
    assert smaller_svg(svg) == svg


def test_figures_get_their_size(tmp_path):
    (tmp_path / "a.svg").write_text('<svg height="72pt" viewBox="0 0 1 1" width="144pt">')
    assert sized('<img alt="x" src="a.svg" />', tmp_path) == '<img width="192" height="96" alt="x" src="a.svg" />'
    for other in ('<img alt="x" src="gone.svg" />', '<img width="3" src="a.svg" />', '<img src="b.png" />'):
        assert sized(other, tmp_path) == other


@pytest.mark.parametrize("address", ["example.org", "ftp://example.org", "https://"])
def test_an_address_that_is_none_is_refused(monkeypatch, address):
    monkeypatch.setenv("SITE_URL", address)
    with pytest.raises(ExtensionError, match="whole address"):
        configure(None, Config())


def test_the_citations_have_the_version_of_the_package():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text()
    assert f"version   = {{{version}}}" in (ROOT / "book" / "references.md").read_text()
