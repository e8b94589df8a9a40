"""The rules that compute lines. They need not be trusted, but they should do what their name says."""

import pytest
from sympy import Derivative, Sum, Symbol, exp

from book.notation import H, X, Y, a, delta_h, delta_o, epsilon, h, i, j, k, m, o, sigma, t, v, w, x, y, z_h, z_o
from linebyline.finding import sympy_finds
from linebyline.indices import with_letters
from linebyline.normal_form import equal
from linebyline.rules import (
    chain_rule,
    common_factor,
    constants_out,
    folding,
    only_dependent_term,
    sum_rule,
    through,
    unfolding,
)

GIVEN = {o: (1, Y), h: (1, H), i: (1, X)}
D = Derivative

CASES = [
    (sum_rule, D(Sum(t[k] - y[k], (k, 1, Y)), w[o, h]), Sum(D(t[k] - y[k], w[o, h]), (k, 1, Y))),
    (sum_rule, D(t[o] - y[o], w[o, h]), D(t[o], w[o, h]) + D(-y[o], w[o, h])),
    (constants_out, D(t[o] - y[o], w[o, h]), -D(y[o], w[o, h])),
    (constants_out, 3 * D(w[o, h] * a[h], w[o, h]), 3 * a[h]),
    (constants_out, D(w[o, h] * a[h], v[h, i]), w[o, h] * D(a[h], v[h, i])),
    (constants_out, D(t[o] * x[i], w[o, h]), 0),
    (chain_rule, D(y[o] ** 3, w[o, h]), 3 * y[o] ** 2 * D(y[o], w[o, h])),
    (chain_rule, D(sigma(z_o[o]), w[o, h]), sigma(z_o[o]) * (1 - sigma(z_o[o])) * D(z_o[o], w[o, h])),
    (chain_rule, D(exp(x[i]), x[i]), exp(x[i])),
    (only_dependent_term, Sum(D(y[k] ** 2, w[o, h]), (k, 1, Y)), D(y[o] ** 2, w[o, h])),
    (only_dependent_term, D(Sum(w[o, j] * a[j], (j, 1, H)), w[o, h]), D(w[o, h] * a[h], w[o, h])),
    (only_dependent_term, D(Sum(w[o, j] * a[j], (j, 1, H)), v[h, i]), D(w[o, h] * a[h], v[h, i])),
    (common_factor, Sum(2 * x[i] * t[k], (k, 1, Y)), 2 * x[i] * Sum(t[k], (k, 1, Y))),
    (unfolding(z_h), z_h[h], Sum(v[h, m] * x[m], (m, 1, X))),
    (unfolding(z_o), z_o[o], Sum(w[o, j] * a[j], (j, 1, H))),
    (unfolding(epsilon), epsilon, Sum((t[k] - y[k]) ** 2, (k, 1, Y))),
    (unfolding(y), t[o] * D(y[o], w[o, h]) * y[o], t[o] * D(sigma(z_o[o]), w[o, h]) * y[o]),
    (folding(a), sigma(Sum(v[h, m] * x[m], (m, 1, X))), a[h]),
    (folding(y), 2 * sigma(z_o[o]), 2 * y[o]),
    (folding(delta_o), -2 * y[o] * (t[o] - y[o]) * x[i] * (1 - y[o]), -2 * delta_o[o] * x[i]),
    (folding(delta_h), a[h] * (1 - a[h]) * Sum(delta_o[k] * w[k, h], (k, 1, Y)) * x[i], delta_h[h] * x[i]),
]


@pytest.mark.parametrize("rule, line, result", CASES, ids=lambda part: getattr(part, "__name__", None))
def test_a_rule_gives_this_line_and_an_equal_one(rule, line, result):
    assert rule(line, GIVEN) == result
    assert equal(line, rule(line, GIVEN), GIVEN)


@pytest.mark.parametrize(
    "rule, line",
    [
        (only_dependent_term, Sum(D(y[k] ** 2, v[h, i]), (k, 1, Y))),  # every output depends on a hidden weight
        (folding(delta_o), y[o] * (t[o] - y[o])),  # a factor is missing
        (folding(a), sigma(Sum(v[h, m], (m, 1, X)))),  # not the weighted sum of the inputs
        (chain_rule, D(x[i] * y[o], w[o, h])),  # a product is no composition
    ],
)
def test_a_rule_that_does_not_apply_leaves_the_line(rule, line):
    assert rule(line, GIVEN) == line


def test_sympy_finds_both_gradients_in_the_books_form():
    assert sympy_finds(D(epsilon, w[o, h]), GIVEN) == -2 * (t[o] - y[o]) * y[o] * (1 - y[o]) * a[h]
    found = sympy_finds(D(epsilon, v[h, i]), GIVEN, names=(a, y, delta_o, delta_h))
    assert found == -2 * delta_h[h] * x[i]


def test_bound_letters_do_not_collide():
    inner = z_o[o].definition
    written = with_letters(Sum(inner * w[o, j], (j, 1, H)), {o: (1, Y)})
    letters = {s for part in written.atoms(Sum) for s in part.variables}
    assert letters == {j, h} and equal(written, Sum(inner * w[o, j], (j, 1, H)), {o: (1, Y)})
    assert Symbol("j") not in letters


@pytest.mark.parametrize(
    "make, error, words",
    [
        (lambda: folding("a"), TypeError, "folding takes names such as y, not 'a'"),
        (lambda: folding(t), ValueError, "t is given"),
        (lambda: unfolding("a"), TypeError, "unfolding takes names"),
        (lambda: through("a"), TypeError, "through takes names"),
        (lambda: through(w), ValueError, "with one index, and w has 2"),
        (lambda: through(epsilon), ValueError, "with one index, and epsilon has 0"),
    ],
)
def test_a_rule_says_which_names_it_takes(make, error, words):
    with pytest.raises(error, match=words):
        make()
