"""Formulas of the site: what is converted, what is left alone, where a line may break, and what fails the build."""

from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from mathml import Outputs, mathml
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

EXTENSIONS = Path(__file__).parents[2] / "book" / "_ext"


def text_of(markup: str) -> str:
    parser, words = HTMLParser(), []
    parser.handle_data = words.append
    parser.feed(markup)
    return "".join(words)


def parts(markup: str) -> list[str]:
    return [text_of(part) for part in markup.split("<wbr>")]


def test_a_formula_is_mathml():
    assert mathml(r"\delta_o") == "<math><msub><mi>δ</mi><mi>o</mi></msub></math>"
    assert 'display="block"' in mathml("a", block=True)
    assert 'displaystyle="true"' in mathml(r"\displaystyle \sum_j a_j")


def test_a_definition_has_its_own_sign():
    assert text_of(mathml("a := b")) == "a≔b"


def test_a_wide_formula_may_break_at_relations_and_factors_outside_of_brackets():
    wide = r"\frac{\partial \varepsilon}{\partial w_{o,h}} = -2 (t_o - y_o) y_o (1 - y_o) \sum_{h=1}^{H} w_{o,h} + b_o"
    assert parts(mathml(wide)) == ["∂ε∂wo,h", "=−2", "(to−yo)", "yo(1−yo)", "∑h=1Hwo,h", "+bo"]
    assert "<wbr>" not in mathml("a = b")
    inside = r"\sigma(aaaaaaaaaaaa + bbbbbbbbbbbbbbbb + cccccccccc)"
    assert parts(mathml(inside)) == [text_of(mathml(inside))]


def test_no_line_breaks_between_a_function_or_a_derivative_and_its_argument():
    long = "+ aaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    assert parts(mathml(rf"\sigma(z) {long}"))[0] == "σ(z)"
    assert parts(mathml(rf"\operatorname{{huber}}'(y) {long}"))[0].replace("\u2061", "") == "huber′(y)"
    assert parts(mathml(rf"\frac{{\partial}}{{\partial v}}[x] {long}"))[0] == "∂∂v[x]"


def test_a_part_that_starts_with_a_sign_keeps_its_spaces():
    assert '<mo form="infix">=</mo>' in mathml("aaaaaaaaaaaaaaaaaaaa = bbbbbbbbbbbbbbbbbbbbbbb")


@pytest.mark.parametrize("tex", [r"f'(x)", r"w'_o", r"\operatorname{huber}'(x)"])
def test_a_prime_is_not_raised_twice(tex):
    assert "msup" not in mathml(tex) and "′" in mathml(tex)


def test_a_box_is_one_that_every_browser_can_draw():
    assert mathml(r"\boxed{a}") == '<math><mrow class="boxed"><mi>a</mi></mrow></math>'


def converted(html: str) -> str:
    return "".join(Outputs(html, lambda tex: f"[{tex}]").written)


def test_only_what_asks_for_it_is_converted():
    assert converted(r'<p>\(a\)</p><p class="mathjax_process">\(a &lt; b\)</p>') == (
        r'<p>\(a\)</p><p class="mathjax_process">[a < b]</p>'
    )
    words = r'<div class="mathjax_process"><i class="tex2jax_ignore mathjax_ignore">\(no\)</i><code>\(no\)</code></div>'
    assert converted(words) == words


def test_everything_else_stays_as_it_is():
    html = '<div class="mathjax_process"><svg viewBox="0 0 1 1"><path d="M0"/></svg><br>&amp;&#955;<!-- x --></div>'
    assert converted(html) == html


def test_a_cell_has_the_name_of_its_column():
    table = (
        '<table class="mathjax_process"><tr><th scope="col">a "b" &lt;</th></tr><tr><td>1</td><td>2</td></tr></table>'
    )
    assert '<td role="cell" data-column="a &quot;b&quot; &lt;">1</td>\n<td>2</td>' in converted(table)


def build(folder: Path, text: str) -> str:
    """Warnings of a build of one page with this text."""
    (folder / "index.md").write_text(f"# Title\n\n{text}\n")
    said = StringIO()
    settings = {"extensions": ["myst_parser", "mathml"], "html_math_renderer": "mathml", "html_theme": "basic"}
    settings |= {"myst_enable_extensions": ["dollarmath"]}
    with docutils_namespace():
        Sphinx(folder, None, folder / "out", folder / "trees", "html", settings, status=None, warning=said).build()
    return said.getvalue()


def test_a_formula_that_cannot_be_converted_fails_a_strict_build(tmp_path):
    assert build(tmp_path, r"Good: $\delta_o$") == ""
    page = (tmp_path / "out" / "index.html").read_text()
    assert "<math>" in page and "MathJax" not in page
    said = build(tmp_path, r"Bad: $\nosuchcommand{x}$")
    assert "WARNING: no MathML" in said and "nosuchcommand" in said and "index.md" in said
    assert r"<code>\nosuchcommand{x}</code>" in (tmp_path / "out" / "index.html").read_text()
