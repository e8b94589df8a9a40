"""The checks of the site find each fault in a small page that has it, and none in one that has none."""

import pytest
from browsing import page_faults, print_faults, served

FAULTS = {
    "<script>fetch('http://127.0.0.2:9/')</script>": "asked for",
    "<script>nothing.at.all</script>": "script error",
    "<script>console.error('oh')</script>": "console",
    "<div style='width:2000px'>wide</div>": "wider than the window",
    "<p>\\(x\\)</p>": "not typeset",
    "<ol><li class=derivation-line>no formula</li></ol>": "lines without a formula",
    "<input type=search aria-label=a><input type=search aria-label=b>": "more than one visible search",
    "<a href='#'></a>": "axe: link-name",
    "<p style='color:#ccc;background:#fff'>pale</p>": "axe: color-contrast",
    "<div tabindex=0>x</div>": "a tab stop without a name",
    "<div style='overflow-x:auto;width:90px'><div style='width:300px'>x</div></div>": "scrolls by no key",
    "<script>setTimeout(() => { document.body.style.paddingTop = '500px' }, 50)</script><div>x</div>": "moved by",
    "<img alt=x src=big.bmp>": "weighs",
    "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\"><script>1</script>": "Security Policy",
}
HEAD = "<!doctype html><html lang=en><head><title>A page</title><link rel=icon href='data:,'></head>"


def faults(browser, folder, body):
    (folder / "big.bmp").write_bytes(b"BM" + bytes(800 * 1024))
    (folder / "page.html").write_text(f"{HEAD}<body><main>{body}</main>")
    return list(page_faults(browser, folder, "page.html"))


def test_a_page_without_faults_passes(browser, tmp_path):
    assert faults(browser, tmp_path, "<h1>Title</h1><p>fine <math><mi>x</mi></math></p>") == []


@pytest.mark.parametrize("body, words", FAULTS.items())
def test_a_fault_is_found(browser, tmp_path, body, words):
    assert any(words in fault for fault in faults(browser, tmp_path, body))


ON_PAPER = {
    "<div style='overflow:auto;width:90px'><div style='width:300px'>x</div></div>": "cut off",
    "<pre style='width:2000px'>wide</pre>": "beyond the edge",
    "<details><summary>Solution</summary><p>folded</p></details>": "folded parts",
    "<nav>contents</nav>": "parts for the screen",
    "<style>h1 { display: none }</style>": "no title",
}


@pytest.mark.parametrize("body, words", ON_PAPER.items())
def test_a_fault_on_paper_is_found(browser, tmp_path, body, words):
    page = browser.new_page()
    for name, more in (("fine", ""), ("fault", body)):
        (tmp_path / f"{name}.html").write_text(f"{HEAD}<body><article><h1>Title</h1>{more}</article>")
        page.goto(f"{served(tmp_path)}/{name}.html")
        found = print_faults(page)
        assert any(words in fault for fault in found) if more else found == []
    page.close()
