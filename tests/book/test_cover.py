"""The picture of the landing page is the one that the ledger's line makes."""

from book.figures.cover import PICTURE, cover, described, svg
from book.figures.figure import alike


def test_the_committed_picture_is_drawn_from_the_proved_line():
    assert alike(described(PICTURE.read_text(encoding="utf-8")), cover().description), (
        "run python -m book.figures.cover"
    )


def test_a_picture_says_what_is_drawn_in_it_and_another_formula_is_seen():
    drawn = cover()
    assert described(svg(drawn)) == drawn.description
    wrong = svg(drawn).replace("text &quot;$-2 ", "text &quot;$2 ")
    assert not alike(described(wrong), drawn.description)
