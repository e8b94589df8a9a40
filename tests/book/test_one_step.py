"""The formulas of one step, written out: what `netlib` reaches, and what SymPy reaches without a rule."""

import numpy as np
import pytest
from sympy import Symbol, together

from book.notation import alpha
from book.one_step import step_formulas
from netlib import Network

SIZES = [(1, 1), (2, 2, 1), (2, 1, 2, 2)]


def symbols_of(net, x, t):
    """The values of the written-out symbols, by their names."""
    arrays = {"a^(0)": np.array(x), "t": np.array(t)}
    arrays |= {f"w^({n})": table for n, table in enumerate(net.weights, 1)}
    arrays |= {f"b^({n})": vector for n, vector in enumerate(net.biases, 1)}
    return {
        Symbol(f"{label}{[n + 1 for n in place]}", real=True): array[place]
        for label, array in arrays.items()
        for place in np.ndindex(array.shape)
    }


def example(sizes):
    rng = np.random.default_rng(14)
    net = Network.random(sizes, rng=rng, biases=True)
    return net, rng.normal(size=sizes[0]), rng.uniform(size=sizes[-1])


@pytest.mark.parametrize("sizes", SIZES)
def test_the_formulas_take_the_step_of_the_network(sizes):
    net, x, t = example(sizes)
    values = symbols_of(net, x, t) | {alpha: 0.5}
    found = {name: float(formula.xreplace(values)) for name, formula in step_formulas(sizes).items()}
    assert found.pop("loss") == pytest.approx(net.loss(x, t), rel=1e-13)
    net.step(x, t, alpha=0.5)
    after = {symbol.name: value for symbol, value in symbols_of(net, x, t).items() if symbol.name[0] in "wb"}
    assert found == pytest.approx(after, rel=1e-13, abs=1e-14)


def test_the_formulas_are_those_of_calculus_and_a_wrong_sign_is_not():
    formulas = step_formulas((2, 2, 1))
    weight = Symbol("w^(1)[1, 2]", real=True)
    for sign, right in ((-1, True), (1, False)):
        by_calculus = weight + sign * alpha / 2 * formulas["loss"].diff(weight)
        difference = together(by_calculus - formulas[weight.name]).as_numer_denom()[0]
        assert (difference.expand() == 0) is right


@pytest.mark.parametrize("sizes", [(2,), (2, 0, 1), (2, 1.5)])
def test_sizes_that_are_no_network_are_refused(sizes):
    with pytest.raises(ValueError, match="at least two whole numbers"):
        step_formulas(sizes)
