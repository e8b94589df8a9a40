"""Links that the tool numbers: to a chapter, and to a proved line of the ledger.

`[chapter 4](04_output_weight.ipynb)` is written as JupyterLab follows it; a page takes the number from the contents.
`[E37](#E37)` leads to the line with this id, whichever chapter proves it.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from book.ledger import proved_lines

CHAPTER = re.compile(r"\b([Cc]hapter )\d+")


class NumberedLinks(SphinxPostTransform):
    """Runs before MyST looks the targets up, which knows no line's id."""

    default_priority = 8

    def run(self, **kwargs) -> None:
        proved = {entry.id: f"book/{entry.chapter}" for entry in proved_lines()}
        for link in list(self.document.findall(pending_xref)):
            if link["reftype"] == "myst" and link["reftarget"] in proved:
                page = proved[link["reftarget"]]
                builder, here = self.app.builder, link.get("refdoc", self.env.docname)
                link.replace_self(make_refnode(builder, here, page, link["reftarget"], link.children))
            elif link.get("refdomain") == "doc":
                self.number(link)

    def number(self, link: pending_xref) -> None:
        """Put the number that the contents give to the chapter into the words of a link to it."""
        number = self.env.toc_secnumbers.get(link["reftarget"], {}).get("")
        for words in list(link.findall(nodes.Text)):
            if number and CHAPTER.search(words):
                words.parent.replace(words, nodes.Text(CHAPTER.sub(rf"\g<1>{number[0]}", words)))


def setup(app) -> dict:
    app.add_post_transform(NumberedLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
