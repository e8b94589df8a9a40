"""Links that the tool numbers, on documents made by hand."""

from types import SimpleNamespace

import pytest
from docutils import nodes
from sphinx.addnodes import pending_xref

from book._ext.links import NumberedLinks


class Builder:
    def get_relative_uri(self, here, there, typ=None):
        return f"{there}.html"


def resolved(words: str, **attributes) -> pending_xref | nodes.reference:
    """What becomes of one link in a book whose contents give chapter 4's file the number 9."""
    env = SimpleNamespace(
        docname="book/06_hidden_weight",
        toc_secnumbers={"book/04_output_weight": {"": (9,)}},
        app=SimpleNamespace(builder=Builder()),
        config=None,
    )
    document = nodes.document(SimpleNamespace(env=env, language_code="en"), None)
    link = pending_xref("", nodes.inline("", words), reftype="myst", refdoc="book/06_hidden_weight", **attributes)
    document += nodes.paragraph("", "", link)
    transform = NumberedLinks(document)
    transform.run()
    return document[0][0]


@pytest.mark.parametrize(
    "words, file, shown",
    [
        ("chapter 4", "04_output_weight", "chapter 9"),
        ("See Chapter 12", "04_output_weight", "See Chapter 9"),
        ("the 4 steps", "04_output_weight", "the 4 steps"),
        ("chapter 4", "notation", "chapter 4"),  # which the contents do not number
    ],
)
def test_a_link_to_a_chapter_takes_its_number_from_the_contents(words, file, shown):
    assert resolved(words, refdomain="doc", reftarget=f"book/{file}").astext() == shown


def test_an_id_of_the_ledger_leads_to_its_line_on_this_page_and_on_another():
    here, there = (resolved(name, refdomain=None, reftarget=name) for name in ("E37", "E12"))
    assert (here.astext(), here["refid"]) == ("E37", "E37")
    assert (there.astext(), there["refuri"]) == ("E12", "book/04_output_weight.html#E12")


def test_an_unknown_target_is_left_to_myst_which_warns():
    assert isinstance(resolved("E99", refdomain=None, reftarget="E99"), pending_xref)
