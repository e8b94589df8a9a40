"""The readers of displayed formulas: what they refuse, and that they notice what is slightly wrong."""

from contextlib import suppress

import pytest
from formula_letters import World, read_latex
from formula_trees import tree_of
from formula_value import same, value
from latex_reader import Reader
from random_formulas import INDEX, H, Y
from sympy import Add, Mul, Pow, Sum, Symbol, exp
from tex_tokens import Unreadable

from linebyline.latex import latex
from linebyline.names import Name

m, h, o, k = (INDEX[letter] for letter in "mhok")
t, y, a = Name("t", [Y], rank=0), Name("y", [Y], rank=1), Name("a", [H], rank=7)
delta_h, delta_o = Name("delta_h", [H], latex=r"\delta", rank=9), Name("delta_o", [Y], latex=r"\delta", rank=4)
alpha = Symbol("alpha", positive=True)

REFUSED = {
    r"w^{l}_{k}^{2}": "a double superscript",
    r"C_x_{x}": "a double subscript",
    r"\frac{1}{2": "a brace that is not closed",
    r"(t_{o} - y_{o}": "a bracket that is not closed",
    r"\left(t_{o}\right": "a right bracket without its bracket",
    r"t_{o} + -y_{o}": "two signs",
    r"2 3": "two numbers",
    r"2 \frac{1}{2}": "a mixed number",
    r"\sum_{k=1}^{Y} -y_{k}": "a sum of a minus",
    r"\sum_{k=1}^{Y}": "a sum of nothing",
    r"\frac{\partial}{\partial w} y_{o}": "an operator before no bracket",
    r"\frac{\mathrm{d}}{\mathrm{d} u}f(u)": "an operator before no bracket",
    r"\frac{1}{u}^{2}": "a power of a fraction without brackets",
    r"\foo{u}": "an unknown command",
    r"\frac{\partial^{2} y_{o}}{\partial w_{o,h}}": "one variable for two derivatives",
}


@pytest.mark.parametrize("tex", REFUSED)
def test_the_reader_refuses_what_tex_or_a_mathematician_would(tex):
    with pytest.raises(Unreadable):
        Reader(tex).read()


def test_the_reader_refuses_one_letter_with_two_meanings():
    formula = delta_h[h] * delta_o[o] * Sum(y[k] * Sum(t[m], (m, 1, Y)), (k, 1, Y))
    world = World(formula)
    for tex, words in {
        r"\delta_{1}": "2 meanings",
        r"\delta_{i}": "0 meanings",
        r"\sum_{k=1}^{Y} \sum_{k=1}^{Y} y_{k}": "bound twice",
        r"\sum_{h=1}^{Y} \delta_{h}": "free as well",
    }.items():
        with pytest.raises(Unreadable, match=words):
            read_latex(tex, world)


def slightly_wrong(tex: str) -> dict[str, str]:
    """The same LaTeX with one thing changed, by what was done."""
    inside = tex.find("(", 1)
    changed = {
        "a bracket dropped": tex[:inside] + tex[inside:].replace("(", "", 1).replace(")", "", 1),
        "a sign swapped": tex.replace(" - ", " + ", 1) if " - " in tex else tex.replace(" + ", " - ", 1),
        "an index changed": tex.replace("_{k}", "_{o}", 1),
        "a power dropped": tex.replace("^{2}", "", 1),
        "a minus dropped": tex.replace("-", "", 1),
    }
    return {what: other for what, other in changed.items() if other != tex}


@pytest.mark.parametrize(
    "formula",
    [
        Mul(-2, Add(t[o], -y[o]), y[k], Add(1, -y[o]), a[h]),
        Sum(Pow(Add(t[k], -y[k]), 2) * y[o], (k, 1, Y)),
        exp(Mul(-1, Add(a[h], y[o]), evaluate=False)) * y[k],
        Mul(y[k], Pow(Add(t[o], -alpha), 2)),
    ],
)
def test_the_readers_notice_what_is_slightly_wrong(formula):
    world, tex = World(formula), latex(formula)
    right = value(tree_of(formula), world)
    assert same(value(read_latex(tex, world), world), right)
    wrong = slightly_wrong(tex)
    assert len(wrong) >= 3
    for what, other in wrong.items():
        with suppress(Unreadable):
            assert not same(value(read_latex(other, world), world), right), f"{what} in {tex} was not noticed"
