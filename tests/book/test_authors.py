"""The authors' page explains every rule, at the anchor to which the lines link."""

import json
from pathlib import Path

from linebyline import display, rules

PAGE = Path(__file__).parents[2] / "book" / "authors.ipynb"


def html_of(page: Path) -> str:
    outputs = (out for cell in json.loads(page.read_text(encoding="utf-8"))["cells"] for out in cell.get("outputs", []))
    return "".join("".join(out.get("data", {}).get("text/html", [])) for out in outputs)


def explains(html: str, rule: str) -> bool:
    """Whether the page has one sentence and one example, two formulas, at the anchor of the rule."""
    _, found, after = html.partition(f'<code id="{display.anchor(rule)}">{rule}</code></td><td>')
    sentence, _, rest = after.partition("</td><td>")
    example, _, _ = rest.partition("</td>")
    return bool(found) and sentence.count(".") == 1 and example.count(r"\(") == 2


def test_each_rule_has_one_sentence_and_one_example_where_its_links_lead():
    assert set(rules.__all__) < set(display.explained)
    for rule, link in display.explained.items():
        assert link == f"authors.html#{display.anchor(rule)}" and explains(html_of(PAGE), rule), rule


def test_a_rule_that_the_page_does_not_explain_is_noticed():
    html = html_of(PAGE)
    assert not explains(html, "my_rule")
    assert not explains(html.replace('id="chain-rule"', 'id="chain_rule"'), "chain_rule")
    assert not explains(html.replace("</code></td><td>", "</code></td><td>One. Two.", 3), "sum_rule")


def test_the_computed_lines_of_the_page_link_to_their_rules():
    assert html_of(PAGE).count('<a href="authors.html#') >= 5
