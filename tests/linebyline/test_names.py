"""The book's symbols."""

import pickle

import pytest
from sympy import Symbol, simplify

from book import notation
from book.notation import H, X, a, epsilon, h, i, sigma, v, w, x, y, z
from linebyline.functions import slope_of_value
from linebyline.names import Name
from linebyline.widths import Width


def test_the_slope_is_found_not_typed():
    slope = slope_of_value(sigma)(sigma(z))
    assert simplify(sigma.definition(z).diff(z) - slope.replace(sigma, sigma.definition)) == 0


def test_an_index_too_many_or_too_few_says_so():
    with pytest.raises(IndexError, match=r"w takes 2 indices \(Y, H\), not 1: w\[h\]"):
        w[h]
    with pytest.raises(IndexError, match="it is a scalar"):
        epsilon[h]


@pytest.mark.parametrize("index", [None, [1], slice(1, 2), "h", True, ...])
def test_what_is_no_index_is_said(index):
    with pytest.raises(TypeError, match="a: an index is a letter such as o or a number such as 1"):
        a[index]


@pytest.mark.parametrize(
    "make, words",
    [
        (lambda: Name(3, [H]), "a name's label is a text"),
        (lambda: Name("a", [H], latex=3), "a: latex is a text"),
        (lambda: Name("a", [H], rank="x"), "a: rank is its place in a product"),
        (lambda: Name("a", [H], postive=True), "unexpected keyword argument"),
        (lambda: Width("H", letters=(1,)), "letters are indices"),
        (lambda: Width("H", letters=3), "letters are indices"),
        (lambda: Width("H", letters=[Symbol("k")]), "letters are indices"),
        (lambda: Width("H", node=3), "node is a text"),
        (lambda: pickle.dumps(a[h]), "cannot be pickled"),
    ],
)
def test_what_makes_no_name_or_width_is_said(make, words):
    with pytest.raises(TypeError, match=words):
        make()


def test_a_name_survives_being_rebuilt():
    rebuilt = (a[h] + x[i]).xreplace({h: Symbol("g", integer=True, positive=True)})
    (entry,) = [part for part in rebuilt.args if part.base == a]
    assert entry.definition is not None and entry.base.ranges == a.ranges
    assert a.func(*a.args) == a and a.func(*a.args).template is a.template


def test_free_symbols_see_through_abbreviations():
    assert {v, w, x} <= y[1].free_symbols
    assert Name("c", [X])[i].free_symbols & {v, w} == set()


def test_every_name_is_in_the_notation_table():
    names = {value for value in vars(notation).values() if isinstance(value, Name)}
    listed = {row.name for row in notation.NOTATION}
    assert {str(name) for name in names} <= listed
