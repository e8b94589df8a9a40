"""What changed in a line is marked, and the mark changes nothing: the reader reads through it."""

import pytest
from formula_letters import World, read_latex
from formula_trees import tree_of
from formula_value import TooLarge, same, value
from latex_reader import Reader
from math_core import LatexToMathML
from random_formulas import random_formulas
from sympy import Add, Derivative, Mul, Sum, exp

from book.notation import H, Y, a, alpha, delta_o, epsilon, h, j, k, o, sigma, t, w, y, z_o
from linebyline import marks
from linebyline.derivation import Derivation
from linebyline.latex import latex
from linebyline.marks import marked_latex
from linebyline.names import as_written
from linebyline.rules import chain_rule, constants_out, folding, only_dependent_term, unfolding
from linebyline.widths import private_index

slope, z_slope = Derivative(y[o], w[o, h]), Derivative(z_o[o], w[o, h])
n, p = private_index(), private_index()
with as_written():
    error = -2 * (t[o] - y[o])
    CASES = {
        "one factor": (error * a[h], error * y[o], r"-2 (t_{o} - y_{o}) \underline{y_{o}}"),
        "a term inside": (2 * (a[h] + y[o]), 2 * (a[h] + t[o]), r"2 (\underline{t_{o}} + a_{h})"),
        "what is differentiated": (
            error * slope,
            error * Derivative(sigma(z_o[o]), w[o, h]),
            r"-2 (t_{o} - y_{o}) \frac{\partial \underline{\sigma(z_{o})}}{\partial w_{o,h}}",
        ),
        "factors side by side": (
            error * sigma(z_o[o]) * (1 - sigma(z_o[o])) * z_slope,
            error * y[o] * (1 - y[o]) * z_slope,
            r"-2 (t_{o} - y_{o}) \underline{y_{o} (1 - y_{o})} \frac{\partial z_{o}}{\partial w_{o,h}}",
        ),
        "tall brackets": (
            alpha * w[o, h] * Derivative(z_o[o], w[o, h]),
            alpha * w[o, h] * Derivative(Sum(w[o, j] * a[j], (j, 1, H)), w[o, h]),
            r"\alpha w_{o,h} \frac{\partial}{\partial w_{o,h}}\left[\underline{\sum_{j=1}^{H} w_{o,j} a_{j}}\right]",
        ),
        "a product recognised": (
            error * y[o] * (1 - y[o]) * a[h],
            -2 * delta_o[o] * a[h],
            r"-2 \underline{\delta_{o}} a_{h}",
        ),
        "letters that nobody chose are no change": (Sum(y[n], (n, 1, Y)) + a[h], Sum(y[p], (p, 1, Y)) + a[h], None),
        "everything": (epsilon, Sum((t[k] - y[k]) ** 2, (k, 1, Y)), None),
        "nothing": (a[h], a[h], None),
        "what is only left out": (a[h] + y[o], a[h], None),
    }


@pytest.mark.parametrize("name", CASES)
def test_the_smallest_changed_part_is_marked(name):
    before, line, marked = CASES[name]
    assert marked_latex(before, line) == (marked or latex(line))


def derivation() -> Derivation:
    d = Derivation(Derivative((t[o] - y[o]) ** 2, w[o, h]), {o: (1, Y), h: (1, H)})
    for rule in (chain_rule, constants_out, unfolding(y), chain_rule, folding(y), unfolding(z_o), only_dependent_term):
        d.step("by the rule", rule)
    return d


def test_the_lines_of_a_derivation_are_marked_in_html_and_nowhere_else():
    d = derivation()
    data = d._repr_mimebundle_()
    assert data["text/html"].count(r"\underline") >= 5 and data["text/html"].count("<style>") == 1
    assert "<style>" not in d[:1]._repr_mimebundle_()["text/html"], "nothing is marked, nothing is coloured"
    assert "underline" not in str({kind: what for kind, what in data.items() if kind != "text/html"})


def test_a_site_without_mathjax_can_typeset_the_marks():
    convert = LatexToMathML().convert_with_local_state
    lines = derivation().lines
    marked = [tex for line in lines if r"\underline" in (tex := marked_latex(line.before, line.expression))]
    assert len(marked) >= 5
    for tex in marked:
        assert convert(tex, displaystyle=True).count('<munder accentunder="true">') == tex.count(r"\underline")


def test_the_reader_reads_through_a_mark_and_takes_it_for_no_bracket():
    assert Reader(r"\underline{t + y} a").read() == Reader("t + y a").read()
    assert Reader(r"(\underline{t + y}) a").read() == Reader("(t + y) a").read()
    assert Reader(r"e^{\underline{-\frac{1}{u}}}").read() == Reader(r"e^{-\frac{1}{u}}").read()


def changed(formulas):
    """Pairs of lines that differ in a part."""
    for (_, one), (_, other), (_, third) in zip(formulas, formulas[1:], formulas[2:]):
        with as_written():
            yield one * other, one * third
            yield Add(one, other, evaluate=False), Add(one, exp(third), evaluate=False)
            yield exp(one + other), exp(one - third)
            yield Mul(one, other, alpha, evaluate=False), Mul(one, third, third, alpha, evaluate=False)


def test_a_mark_never_changes_what_a_formula_says():
    marked = 0
    for before, line in changed(list(random_formulas(60))):
        try:
            world = World(line)
            right, tex = value(tree_of(line), world), marked_latex(before, line)
            if r"\underline" in tex:
                marked += 1
                assert same(value(read_latex(tex, world), world), right), tex
        except TooLarge:
            continue
    assert marked > 100


def test_a_printer_whose_marks_change_the_formula_is_not_believed(monkeypatch):
    def without_minus(printer, expr, **kwargs):
        return type(right := honest(printer, expr, **kwargs))(right.replace("-", ""))

    honest = marks.MarkingPrinter._print
    before, line, marked = CASES["one factor"]
    assert marked_latex(before, line) == marked
    monkeypatch.setattr(marks.MarkingPrinter, "_print", without_minus)
    assert marked_latex(before, line) == latex(line)
