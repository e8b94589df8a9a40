"""Lines, refusals and tables as HTML and as text."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from mpmath import mpf
from sympy import Derivative, Integer, Sum, Symbol

from linebyline import Derivation, Line, Name, StepError, Width, display, sigma
from linebyline.display import RuleName, Table, Tex, formula, lines_as_html, lines_as_text
from linebyline.refusal import refusal_as_html, refusal_as_text
from linebyline.widths import private_index

EVIL = '"><script>alert(1)</script>'
H = Width("H", letters="jh")
h, j = H.letters[1], H.letters[0]
a, z = Name("a", [H]), Name("z", [H])
u = Symbol("u", real=True)


def line(start, before, relation, expression, reached=None, reason="why", id=None, tag=None, proof="same normal form"):
    return Line(start, before, relation, reached or relation, expression, reason, id, tag, "stated", proof)


class Page(HTMLParser):
    """Collects what a reader gets of a page, and checks that its tags match."""

    VOID = {"br", "hr", "img", "meta"}

    def __init__(self, html: str):
        super().__init__()
        self.open, self.tags, self.words, self.attributes = [], [], [], []
        self.feed(html)
        self.close()
        assert self.open == [], f"not closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def page(lines, anchors=True) -> Page:
    return Page(lines_as_html(lines, anchors))


def test_a_line_alone_is_read_from_the_start_by_the_relation_reached():
    alone = line(a[h], z[h], "=", u, reached=r"\leq")
    assert formula(alone) == r"a_{h} \leq u"
    assert r"\(\displaystyle a_{h} \leq u\)" in page([alone]).text
    assert lines_as_text([alone]) == "a[h]\n  <= u    # why [proved]"


def test_in_a_chain_each_line_is_read_from_the_one_before():
    lines = [line(a[h], a[h], r"\leq", z[h]), line(a[h], z[h], "=", u, reached=r"\leq")]
    found = page(lines)
    assert found.tags.count("li") == 3 and found.tags[0] == "ol"
    assert r"\displaystyle \leq z_{h}" in found.text and r"\displaystyle = u" in found.text
    assert lines_as_text(lines) == "a[h]\n  <= z[h]    # why [proved]\n  = u    # why [proved]"


def test_a_line_that_does_not_continue_the_one_above_says_where_it_starts():
    lines = [line(a[h], a[h], "=", z[h]), line(u, u, "=", Integer(1))]
    assert lines_as_text(lines) == "a[h]\n  = z[h]    # why [proved]\nu\n  = 1    # why [proved]"
    assert r"u = 1" in page(lines).text


def test_part_of_a_chain_begins_with_the_relation_reached():
    lines = [line(a[h], z[h], "=", u, reached=r"\leq"), line(a[h], u, "=", Integer(1), reached=r"\leq")]
    assert lines_as_text(lines) == "a[h]\n  <= u    # why [proved]\n  = 1    # why [proved]"


def test_a_definition_is_not_called_proved():
    defined = line(a[h], a[h], ":=", sigma(z[h]), proof="definition")
    assert formula(defined) == r"a_{h} := \sigma(z_{h})"
    assert lines_as_text([defined]) == "a[h]\n  := sigma(z[h])    # why [definition]"
    shown = page([defined])
    assert "definition" in shown.text and "✓" not in shown.text and "proved" not in shown.text


def test_the_mark_is_said_in_words_too():
    shown = page([line(a[h], a[h], "=", u)])
    assert "✓" in shown.text and "proved: stated; same normal form" in shown.text
    assert ("aria-hidden", "true") in shown.attributes


def test_a_page_has_each_anchor_once_and_none_where_none_is_wanted():
    lines = [line(a[h], a[h], "=", u, id="E01"), line(a[h], u, "=", z[h], id="E01", tag="3")]
    assert page(lines).attributes.count(("id", "E01")) == 1
    assert ("id", "E01") not in page(lines, anchors=False).attributes
    assert "(3)" in page(lines).text


def test_a_letter_that_is_free_on_one_side_is_bound_on_neither():
    whole = line(Sum(z[(n := private_index())], (n, 1, H)), u, "=", a[j])
    assert formula(whole) == r"\sum_{h=1}^{H} z_{h} = a_{j}"
    assert lines_as_text([whole]) == "Sum(z[h], (h, 1, H))\n  = a[j]    # why [proved]"


def test_the_reason_of_a_computed_line_links_to_its_rule(monkeypatch):
    monkeypatch.setattr(display, "explained", {})
    computed = replace(line(a[h], a[h], "=", u, reason="<by> rule"), how="computed: chain_rule")
    assert "href" not in lines_as_html([computed], True)
    display.link_rules("authors.html", ["chain_rule", "unfolding"])
    for how, link in {
        "computed: chain_rule": '<a href="authors.html#chain-rule">&lt;by&gt; rule</a>',
        "computed: unfolding z_o, y": '<a href="authors.html#unfolding">&lt;by&gt; rule</a>',
    }.items():
        assert link in lines_as_html([replace(computed, how=how)], True)
    for how in ("computed: mine", "stated", "computed: chain_rules"):
        assert "href" not in lines_as_html([replace(computed, how=how)], True)


def test_a_rule_named_in_a_table_is_what_the_links_lead_to():
    assert (
        '<td><code id="chain-rule">chain_rule</code></td>' in Table(["rule"], [[RuleName("chain_rule")]])._repr_html_()
    )


def test_no_lines_are_shown_as_nothing():
    assert page([]).text == "" and lines_as_text([]) == ""


def test_nothing_from_outside_becomes_html():
    evil = Name(EVIL, [H])
    lines = [line(evil[h], evil[h], "=", Symbol(EVIL), reason=EVIL, id=EVIL, tag=EVIL, proof=EVIL)]
    table = Table([EVIL], [[EVIL], [Tex(EVIL)], [Symbol(EVIL)], [(EVIL, "page.html")], [[EVIL]]], lines)
    error = StepError("refuted", 1, EVIL, evil[h], Symbol(EVIL), EVIL)
    for html in (lines_as_html(lines, True), table._repr_html_(), refusal_as_html(error)):
        assert "script" not in Page(html).tags


def test_a_reason_is_words_and_not_searched_for_formulas():
    assert ("class", "derivation-reason tex2jax_ignore mathjax_ignore") in page([line(a[h], a[h], "=", u)]).attributes


@pytest.mark.parametrize("link", ["javascript:alert(1)", "java\nscript:alert(1)", " data:text/html,x", "JavaScript:x"])
def test_a_table_refuses_a_link_that_runs_a_script(link):
    with pytest.raises(ValueError, match="no address to link to"):
        Table(["id"], [[("E01", link)]])


def test_a_table_escapes_text_and_typesets_formulas():
    html = Table(["a<b"], [[Tex("x<y")], [a[h]], [("E01", "page.html#E01")], ["<i>"]])._repr_html_()
    assert "a&lt;b" in html and r"\(x&lt;y\)" in html and r"\(a_{h}\)" in html
    assert '<a href="page.html#E01">E01</a>' in html and "&lt;i&gt;" in html
    assert Page(html).tags.count("th") == 1 and ("scope", "col") in Page(html).attributes


def refused() -> StepError:
    d = Derivation(Derivative(Sum(a[j] ** 2, (j, 1, H)), a[h]), given={h: (1, H)})
    with pytest.raises(StepError) as caught:
        d.step("wrong", 3 * a[h])
    return caught.value


def test_a_refusal_shows_the_cause_first_then_both_lines_and_the_numbers():
    error = refused()
    shown = Page(refusal_as_html(error))
    words = [error.explanation, r"\frac{\partial}{\partial a_{h}}", "3 a_{h}", "they differ", "The whole message"]
    places = [shown.text.find(part) for part in words]
    assert -1 not in places and places == sorted(places)
    assert "refuted" in shown.text and "details" in shown.tags and ("scope", "row") in shown.attributes
    said = refusal_as_text(error)
    assert said.splitlines()[:2] == ['line 1 is refuted: "wrong"', error.explanation]
    assert said == str(error) and "3*a[h]" in said and "counterexample:" in said


def test_a_refusal_shows_three_digits_or_as_many_as_it_takes_to_see_the_difference():
    error = refused()
    error.values = mpf("0.123456"), mpf("0.7")
    assert "0.123, this line is 0.7" in refusal_as_text(error)
    error.values = mpf("0.12345678"), mpf("0.12345")
    assert "0.123457, this line is 0.12345" in refusal_as_text(error)


def test_a_refusal_without_a_counterexample_is_shown_too():
    error = StepError("not established", 2, "why", a[h], z[h])
    assert "not established" in Page(refusal_as_html(error)).text
    assert refusal_as_text(error).splitlines()[1] == "  before: a[h]"
