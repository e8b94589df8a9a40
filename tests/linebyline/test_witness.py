"""The second route: expressions written out for a network of a few nodes."""

import os

import numpy as np
import pytest
from sympy import Derivative, Function, KroneckerDelta, Rational, Sum, Symbol, exp

from book.notation import H, X, Y, a, alpha, delta_h, delta_o, epsilon, h, i, k, o, t, v, w, x, y, z_o
from linebyline.instance import Instance, symbol_values
from linebyline.placement import placements
from linebyline.witness import agree, evaluate, float_interval, instance_at
from linebyline.written import stand_in, write_out
from netlib import Network
from netlib.gradcheck import complex_step, worst_error

SIZE = {X: 2, H: 3, Y: 2}


def symbol(text):
    return Symbol(text, real=True)


def test_a_tiny_network_is_written_out_in_full():
    written = write_out(y[o], {X: 1, H: 1, Y: 1, o: 1})
    hidden = 1 / (1 + exp(-symbol("v[1, 1]") * symbol("x[1]")))
    assert written == 1 / (1 + exp(-symbol("w[1, 1]") * hidden))


def test_sums_deltas_and_indices():
    assert write_out(Sum(t[k] * k, (k, 1, Y)), SIZE) == symbol("t[1]") + 2 * symbol("t[2]")
    assert write_out(Sum(KroneckerDelta(k, o) * t[k], (k, 1, Y)), SIZE | {o: 2}) == symbol("t[2]")
    assert write_out(Sum(w[k, h], (k, 1, Y), (h, 1, H)), SIZE).free_symbols == {
        symbol(f"w[{p}, {q}]") for p in (1, 2) for q in (1, 2, 3)
    }


@pytest.mark.parametrize("widths", [(1, 1, 1), (2, 3, 2), (3, 1, 2), (1, 2, 3), (3, 3, 3)])
def test_the_final_formulas_at_small_widths(widths):
    """Both gradients against SymPy's plain differentiation in 50 digits, and against the complex step."""
    size = dict(zip((X, H, Y), widths, strict=True))
    formulas = {v: -2 * delta_h[h] * x[i], w: -2 * delta_o[o] * a[h]}
    instance = instance_at(size, [epsilon])
    arrays = instance.arrays()
    net = Network([np.array(arrays["v"]), np.array(arrays["w"])])
    for n, (name, formula) in enumerate(formulas.items()):
        row, column = (h, i) if name is v else (o, h)
        table, net_table = np.empty(net.weights[n].shape), net.weights[n]
        for place in np.ndindex(table.shape):
            at = Instance(size | {row: place[0] + 1, column: place[1] + 1}, instance.values)
            assert agree(formula, Derivative(epsilon, name[row, column]), at)
            table[place] = evaluate(formula, at)
        others = list(net.weights)

        def loss(moved, n=n, others=others):
            return Network([*others[:n], moved, *others[n + 1 :]]).loss(arrays["x"], arrays["t"])

        assert worst_error(table, complex_step(loss, net_table))[0] < 1e-12


def test_a_derivative_by_a_name_takes_its_entries_as_variables():
    at = instance_at(SIZE | {o: 2}, [epsilon])
    assert agree(Derivative(epsilon, y[o]), -2 * (t[o] - y[o]), at)
    assert agree(Derivative(epsilon, z_o[o]), -2 * delta_o[o], at)
    assert not agree(Derivative(epsilon, z_o[o]), 2 * delta_o[o], at)


def test_agree_is_strict():
    at = instance_at(SIZE, [epsilon])
    assert agree(epsilon, epsilon + 0, at)
    assert not agree(epsilon, epsilon * (1 + Rational(1, 10**40)), at)


def test_placements_go_from_small_to_large_and_cover_every_place():
    chosen = placements([y[o]], {o: (1, Y)})
    assert chosen[0] == {X: 1, H: 1, Y: 1, o: 1}
    assert {(c[Y], c[o]) for c in chosen} == {(1, 1), (2, 1), (2, 2)}
    totals = [c[X] + c[H] + c[Y] for c in chosen]
    assert totals == sorted(totals)


def test_values_and_arrays_are_inverse():
    instance = instance_at(SIZE, [epsilon])
    arrays = instance.arrays()
    assert np.shape(arrays["w"]) == (2, 3) and np.shape(arrays["v"]) == (3, 2)
    again = symbol_values(**{name: np.array(values) for name, values in arrays.items()})
    assert again == {s: float(value) for s, value in instance.values.items()}


def test_undefined_functions_get_a_definite_stand_in_without_zeros():
    f, g = Function("f"), Function("g")
    assert stand_in(f) != stand_in(g)
    assert all(float(stand_in(f)(n)) >= 1 for n in range(-20, 20))


def test_an_entry_that_does_not_occur_is_named_as_such():
    """A hole must not move the entries after it."""
    instance = instance_at({X: 2, H: 2, h: 2, i: 1}, [v[1, 2] + v[h, i]])
    (first, second), (third, fourth) = instance.arrays()["v"]
    assert first is None and fourth is None
    assert (second, third) == tuple(float(instance.values[symbol(f"v[{place}]")]) for place in ("1, 2", "2, 1"))
    assert "any" in str(instance)


@pytest.mark.parametrize("seed", range(4 if "DEEP" in os.environ else 1))
def test_netlib_lands_in_the_interval_that_rounding_allows(seed):
    """The tightest tolerance there is: computed for each number, a few units in the last place wide."""
    rng = np.random.default_rng(seed)
    net = Network([rng.normal(size=(3, 2)), rng.normal(size=(2, 3))])
    inputs, targets, rate = rng.normal(size=2), rng.uniform(size=2), 0.5
    values = symbol_values(v=net.weights[0], w=net.weights[1], x=inputs, t=targets) | {alpha: rate}
    slopes, _ = net.gradient(inputs, targets)
    net.step(inputs, targets, rate)
    for row, column in np.ndindex(3, 2):
        at = Instance(SIZE | {h: row + 1, i: column + 1}, values)
        for ours, formula in (
            (slopes[0][row, column], -2 * delta_h[h] * x[i]),
            (net.weights[0][row, column], v[h, i] + alpha * delta_h[h] * x[i]),
        ):
            low, high = float_interval(formula, at)
            assert low <= ours <= high
            assert high - low <= 1e-12 * abs(ours)
            assert not low <= ours * (1 + 2e-12) <= high
        hasty = a[h] * (1 - a[h]) * Sum(delta_o[k] * (w[k, h] + alpha * delta_o[k] * a[h]), (k, 1, Y))
        low_if_hasty, high_if_hasty = float_interval(v[h, i] + alpha * hasty * x[i], at)
        assert not low_if_hasty <= net.weights[0][row, column] <= high_if_hasty
