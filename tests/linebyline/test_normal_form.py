"""The trusted base: what it proves, what it must not prove, and what it refuses to look at."""

from random import Random

import pytest
from sympy import Derivative, Function, KroneckerDelta, Rational, Subs, Sum, Symbol, exp, symbols

from book.notation import H, X, Y, a, delta_h, delta_o, epsilon, h, i, j, k, m, o, sigma, t, v, w, x, y, z, z_o
from linebyline.equality import vanishes_as_fraction
from linebyline.names import Name
from linebyline.normal_form import equal, normal
from linebyline.placement import placements
from linebyline.scope import ScopeError
from linebyline.witness import agree, instance_at

p = Symbol("p", integer=True, positive=True)
GIVEN = {o: (1, Y), p: (1, Y), h: (1, H), i: (1, X)}
b = Name("b", [Y])
C, D = Name("C", [Y, H]), Name("D", [H, X])

TRUE = {
    "linearity": (Sum(2 * b[k] + x[i], (k, 1, Y)), 2 * Sum(b[k], (k, 1, Y)) + Y * x[i]),
    "another letter": (Sum(b[k], (k, 1, Y)), Sum(b[m], (m, 1, Y))),
    "order of sums": (
        Sum(b[k] * Sum(C[k, j] * a[j], (j, 1, H)), (k, 1, Y)),
        Sum(a[j] * Sum(C[k, j] * b[k], (k, 1, Y)), (j, 1, H)),
    ),
    "two limits": (Sum(b[k] * a[j], (k, 1, Y), (j, 1, H)), Sum(b[k], (k, 1, Y)) * Sum(a[j], (j, 1, H))),
    "square of a sum": (
        Sum(Sum(C[k, j], (j, 1, H)) ** 2, (k, 1, Y)),
        Sum(C[k, j] * C[k, m], (k, 1, Y), (j, 1, H), (m, 1, H)),
    ),
    "delta ends a sum": (Sum(KroneckerDelta(k, o) * b[k] ** 2, (k, 1, Y)), b[o] ** 2),
    "delta between two sums": (
        Sum(KroneckerDelta(k, m) * b[k] * b[m], (k, 1, Y), (m, 1, Y)),
        Sum(b[k] ** 2, (k, 1, Y)),
    ),
    "delta of fixed indices": (KroneckerDelta(o, p) * b[o], KroneckerDelta(o, p) * b[p]),
    "a chain of deltas": (
        Sum(KroneckerDelta(k, o) * KroneckerDelta(k, m) * b[m] * b[k], (k, 1, Y), (m, 1, Y)),
        b[o] ** 2,
    ),
    "names": (delta_h[h], a[h] * (1 - a[h]) * Sum(w[k, h] * y[k] * (1 - y[k]) * (t[k] - y[k]), (k, 1, Y))),
    "output weight": (Derivative(epsilon, w[o, h]), -2 * delta_o[o] * a[h]),
    "hidden weight": (Derivative(epsilon, v[h, i]), -2 * delta_h[h] * x[i]),
    "with respect to a name": (Derivative(epsilon, y[o]), -2 * (t[o] - y[o])),
    "with respect to a weighted sum": (Derivative(epsilon, z_o[o]), -2 * delta_o[o]),
    "at a point": (Subs(Derivative(sigma(z), z), z, 0), sigma(0) * (1 - sigma(0))),
}


@pytest.mark.parametrize("left, right", TRUE.values(), ids=TRUE)
def test_proves(left, right):
    assert equal(left, right, GIVEN)


@pytest.mark.parametrize("left, right", TRUE.values(), ids=TRUE)
@pytest.mark.parametrize(
    "spoil", [lambda e: -e, lambda e: 2 * e, lambda e: e + x[1], lambda e: e * Rational(1001, 1000)]
)
def test_does_not_prove_something_slightly_else(left, right, spoil):
    assert not equal(left, spoil(right), GIVEN)


def test_a_delta_over_another_range_does_not_end_a_sum():
    wide = Symbol("Z", integer=True, positive=True)
    total = Sum(KroneckerDelta(k, o) * x[1] ** k, (k, 1, wide))
    assert not equal(total, x[1] ** o, {o: (1, Y)})  # o may lie beyond the end of the sum


def test_the_slope_of_the_sigmoid_is_derived_from_its_definition():
    by_definition = normal(Derivative(sigma.definition(z), z), {})
    assert vanishes_as_fraction(by_definition - sigma(z) * (1 - sigma(z)), {})
    assert not vanishes_as_fraction(by_definition - sigma(z) * (1 + sigma(z)), {})
    assert vanishes_as_fraction(exp(-z) * sigma(z) - 1 + sigma(z), {})


def test_rules_for_undefined_functions():
    f, g = symbols("f g", cls=Function)
    chain = Derivative(f(g(z)), g(z)) * Derivative(g(z), z)
    assert equal(Derivative(f(g(z)), z), chain, {})
    assert not equal(Derivative(f(g(z)), z), Derivative(f(g(z)), g(z)), {})
    assert equal(Derivative(1 / f(z), z), -Derivative(f(z), z) / f(z) ** 2, {})


@pytest.mark.parametrize(
    "expression, words",
    [
        (Sum(w[o, h] * a[h], (h, 1, H)), "index h is fixed in this derivation"),
        (Sum(Sum(b[k], (k, 1, Y)) * b[k], (k, 1, Y)), "index k belongs to a sum around"),
        (y[h], "runs over 1..Y, but h runs over 1..H"),
        (w[h, o], "runs over 1..Y, but h runs over 1..H"),
        (y[k], "k is neither bound by a sum nor given a range"),
        (y[o + 1], "is no index: an index is one letter or one number"),
        (Sum(Sum(x[m], (m, 1, k)), (k, 1, X)), "the range 1..k of m depends on k"),
        (y[0], "the index 0 is outside 1..Y"),
        (Derivative(epsilon, y[o], w[o, h]), "take them in turn"),
    ],
)
def test_refuses_an_index_out_of_place(expression, words):
    with pytest.raises(ScopeError, match=words.replace(".", r"\.")):
        normal(expression, GIVEN)


def test_a_sum_over_the_index_of_its_own_derivative_is_refused():
    # SymPy's diff(Sum(a[h]*x, (h, 1, H)), a[h]) silently answers with the wrong index
    with pytest.raises(ScopeError, match="give the sum another letter"):
        normal(Derivative(Sum(C[o, h] * D[h, i], (h, 1, H)), D[h, i]), GIVEN)


def test_a_derivative_of_an_abbreviation_is_not_mistaken_for_zero():
    # a[j] and v[h, i] share no symbol until a[j] is unfolded
    assert Derivative(a[j], v[h, i]).doit() != 0
    assert a[j].diff(v[h, i]) != 0
    assert epsilon.diff(v[h, i]) != 0
    assert t[k].diff(v[h, i]) == 0


def test_what_is_nowhere_defined_is_not_equal():
    nothing = y[o] - sigma(z_o[o])
    assert not equal(2 / nothing, 3 / nothing, GIVEN)


def test_names_written_alike_that_stand_for_different_things_are_kept_apart():
    first, second = Name("q", [Y], lambda o: 2 * t[o]), Name("q", [Y], lambda o: 3 * t[o])
    assert first != second and not equal(first[o], second[o], GIVEN)
    assert equal(first[o], 2 * t[o], GIVEN) and equal(second[o], 3 * t[o], GIVEN)


def random_expression(random, depth, outputs, hidden):
    """Sums, products, powers, deltas and names at random; `outputs` and `hidden` are the indices in scope."""
    kind = random.random()
    if depth == 0 or kind < 0.15:
        out, hid = random.choice(outputs), random.choice(hidden)
        deltas = [KroneckerDelta(out, random.choice(outputs)), KroneckerDelta(hid, random.choice(hidden))]
        return random.choice([b[out], C[out, hid], y[out], a[hid], w[out, hid], t[out], Rational(-3, 2), *deltas])
    if kind < 0.65:
        left, right = (random_expression(random, depth - 1, outputs, hidden) for _ in range(2))
        return left + right if kind < 0.4 else left * right
    if kind < 0.75:
        return random_expression(random, depth - 1, outputs, hidden) ** 2
    index = Symbol(f"n{depth}{len(outputs)}{len(hidden)}{random.randint(0, 999)}", integer=True, positive=True)
    if kind < 0.88:
        return Sum(random_expression(random, depth - 1, [*outputs, index], hidden), (index, 1, Y))
    return Sum(random_expression(random, depth - 1, outputs, [*hidden, index]), (index, 1, H))


@pytest.mark.parametrize("seed", range(40))
def test_the_normal_form_keeps_the_value_of_a_random_expression(seed):
    """The second route, which knows no normal form, gives the expression and its normal form the same 30 digits."""
    random = Random(seed)
    given = {o: (1, Y), h: (1, H)}
    expression = random_expression(random, random.randint(2, 4), [o], [h])
    if variable := random.choice([None, w[o, h], b[o], C[o, h]]):
        expression = Derivative(expression, variable)
    form = normal(expression, given)
    assert normal(form, given) == form
    everything = [expression, form, y[o]]
    instance = instance_at(placements(everything, given)[-1], everything)
    assert agree(expression, form, instance)
