"""Formulas of other authors, typed from their own pages in their own notation: proved, and refused where miscopied.

Nielsen, Neural Networks and Deep Learning, chapter 2: the four equations BP1-BP4, with biases. Ng and others, UFLDL
notes, "Autoencoders and Sparsity": the penalty on the mean activation, and the delta of a hidden node with it.
"""

import pytest
from known_open import cases
from proofs import claim, time_limit
from subject import Name, StepError, Unknown, sigma
from sympy import Derivative, Rational, Sum, Symbol, log, symbols
from worlds import same

SECONDS = 30


def width(letter):
    return Symbol(letter, integer=True, positive=True)


# Nielsen: layers 1, 2 and 3 of widths I, J and K; delta is defined as a derivative of the cost
I, J, K, M, D, E = map(width, ("I", "J", "K", "M", "D", "E"))
i, j, k, n, e, p, q, d = symbols("i j k n e p q d", integer=True, positive=True)
a1, target = Name("a^1", [I]), Name("y", [K])
w2, b2, w3, b3 = Name("w^2", [J, I]), Name("b^2", [J]), Name("w^3", [K, J]), Name("b^3", [K])
z2 = Name("z^2", [J], lambda j: Sum(w2[j, n] * a1[n], (n, 1, I)) + b2[j])
a2 = Name("a^2", [J], lambda j: sigma(z2[j]))
z3 = Name("z^3", [K], lambda k: Sum(w3[k, n] * a2[n], (n, 1, J)) + b3[k])
a3 = Name("a^3", [K], lambda k: sigma(z3[k]))
quadratic = Name("C", [], lambda: Sum((target[n] - a3[n]) ** 2, (n, 1, K)) / 2)
any_cost = Unknown("C", of=a3)
AT_2, AT_3, INTO_2, INTO_3 = {j: (1, J)}, {k: (1, K)}, {j: (1, J), i: (1, I)}, {k: (1, K), j: (1, J)}


def slope2(j):
    return sigma(z2[j]) * (1 - sigma(z2[j]))


def slope3(k):
    return sigma(z3[k]) * (1 - sigma(z3[k]))


def deltas(cost):
    return (
        Name("delta^2", [J], lambda j: Derivative(cost, z2[j])),
        Name("delta^3", [K], lambda k: Derivative(cost, z3[k])),
    )


def nielsen(cost):
    """BP1-BP4 for this cost: name, left side, right side, fixed indices."""
    delta2, delta3 = deltas(cost)
    back = Sum(w3[n, j] * delta3[n], (n, 1, K))
    return {
        "BP1": (delta3[k], Derivative(cost, a3[k]) * slope3(k), AT_3),
        "BP2": (delta2[j], back * slope2(j), AT_2),
        "BP3, output": (Derivative(cost, b3[k]), delta3[k], AT_3),
        "BP3, hidden": (Derivative(cost, b2[j]), delta2[j], AT_2),
        "BP4, output": (Derivative(cost, w3[k, j]), a2[j] * delta3[k], INTO_3),
        "BP4, hidden": (Derivative(cost, w2[j, i]), a1[i] * delta2[j], INTO_2),
    }


def miscopied(cost):
    """The same with one thing wrong."""
    delta2, delta3 = deltas(cost)
    return {
        "BP1 without the slope": (delta3[k], Derivative(cost, a3[k]), AT_3),
        "BP1 with the other sign": (delta3[k], -Derivative(cost, a3[k]) * slope3(k), AT_3),
        "BP2 without the slope": (delta2[j], Sum(w3[n, j] * delta3[n], (n, 1, K)), AT_2),
        "BP2 without the weights": (delta2[j], Sum(delta3[n], (n, 1, K)) * slope2(j), AT_2),
        "BP2 without the sum": (delta2[j], w3[1, j] * delta3[1] * slope2(j), AT_2),
        "BP3 is 0": (Derivative(cost, b3[k]), delta3[k] * 0, AT_3),
        "BP3 as if the bias had a weight": (Derivative(cost, b3[k]), delta3[k] * b3[k], AT_3),
        "BP4 with the activation of the other end": (Derivative(cost, w3[k, j]), a3[k] * delta3[k], INTO_3),
        "BP4 without the activation": (Derivative(cost, w2[j, i]), delta2[j], INTO_2),
        "a delta does not feel the weights": (Derivative(delta3[k], w3[k, j]), delta3[k] * 0, INTO_3),
    }


# UFLDL: M examples of E numbers each, reproduced through D hidden nodes; targets are the inputs
inputs = Name("x", [M, E])
W1, c1, W2, c2 = Name("W^1", [D, E]), Name("b^1", [D]), Name("W^2", [E, D]), Name("b^2", [E])
s2 = Name("z^2", [M, D], lambda m, d: Sum(W1[d, n] * inputs[m, n], (n, 1, E)) + c1[d])
h2 = Name("a^2", [M, D], lambda m, d: sigma(s2[m, d]))
s3 = Name("z^3", [M, E], lambda m, e: Sum(W2[e, n] * h2[m, n], (n, 1, D)) + c2[e])
h3 = Name("a^3", [M, E], lambda m, e: sigma(s3[m, e]))
rho, beta, decay = symbols("rho beta lambda", positive=True)
mean = Name("rhohat", [D], lambda d: Sum(h2[n, d], (n, 1, M)) / M)
divergence = Name("KL", [D], lambda d: rho * log(rho / mean[d]) + (1 - rho) * log((1 - rho) / (1 - mean[d])))
fit = Name("J", [], lambda: Sum((h3[n, e] - inputs[n, e]) ** 2 / 2, (n, 1, M), (e, 1, E)) / M)
weights = Name("R", [], lambda: Sum(W1[d, e] ** 2, (d, 1, D), (e, 1, E)) + Sum(W2[e, d] ** 2, (d, 1, D), (e, 1, E)))
penalty = Name("P", [], lambda: Sum(divergence[n], (n, 1, D)))
sparse = Name("J^s", [], lambda: fit + decay * weights / 2 + beta * penalty)
pull = Name("g", [D], lambda d: -rho / mean[d] + (1 - rho) / (1 - mean[d]))
last = Name("delta^3", [M, E], lambda m, e: -(inputs[m, e] - h3[m, e]) * h3[m, e] * (1 - h3[m, e]))


def back(m, d):
    """The error that comes back to hidden node d of example m."""
    return Sum(W2[n, d] * last[m, n], (n, 1, E))


hidden = Name("delta^2", [M, D], lambda m, d: (back(m, d) + beta * pull[d]) * h2[m, d] * (1 - h2[m, d]))
NODE, FIRST, SECOND = {d: (1, D)}, {d: (1, D), q: (1, E)}, {q: (1, E), d: (1, D)}
without_pull = Sum(back(n, d) * h2[n, d] * (1 - h2[n, d]) * inputs[n, q], (n, 1, M)) / M
SPARSE = {
    "the penalty by a mean activation": (Derivative(divergence[d], mean[d]), pull[d], NODE),
    "a mean activation by a weight": (
        Derivative(mean[d], W1[d, q]),
        Sum(h2[n, d] * (1 - h2[n, d]) * inputs[n, q], (n, 1, M)) / M,
        FIRST,
    ),
    "the penalty by a weight": (
        Derivative(penalty, W1[d, q]),
        pull[d] * Sum(h2[n, d] * (1 - h2[n, d]) * inputs[n, q], (n, 1, M)) / M,
        FIRST,
    ),
    "the whole cost by a weight of the first layer": (
        Derivative(sparse, W1[d, q]),
        Sum(hidden[n, d] * inputs[n, q], (n, 1, M)) / M + decay * W1[d, q],
        FIRST,
    ),
    "the whole cost by a bias of the first layer": (Derivative(sparse, c1[d]), Sum(hidden[n, d], (n, 1, M)) / M, NODE),
    "the whole cost by a weight of the second layer": (
        Derivative(sparse, W2[q, d]),
        Sum(last[n, q] * h2[n, d], (n, 1, M)) / M + decay * W2[q, d],
        SECOND,
    ),
    "the whole cost by a bias of the second layer": (
        Derivative(sparse, c2[q]),
        Sum(last[n, q], (n, 1, M)) / M,
        {q: (1, E)},
    ),
}
SPARSE_MISCOPIED = {
    "the sign of the penalty's first term": (
        Derivative(divergence[d], mean[d]),
        rho / mean[d] + (1 - rho) / (1 - mean[d]),
        NODE,
    ),
    "the penalty left out": (Derivative(sparse, W1[d, q]), without_pull + decay * W1[d, q], FIRST),
    "weights decay on biases too": (
        Derivative(sparse, c1[d]),
        Sum(hidden[n, d], (n, 1, M)) / M + decay * c1[d],
        NODE,
    ),
    "no mean over the examples": (Derivative(sparse, c2[q]), Sum(last[n, q], (n, 1, M)), {q: (1, E)}),
    "the weights' half dropped": (
        Derivative(sparse, W2[q, d]),
        Sum(last[n, q] * h2[n, d], (n, 1, M)) / M + 2 * decay * W2[q, d],
        SECOND,
    ),
}
TRUE = {
    **{f"quadratic cost, {name}": line for name, line in nielsen(quadratic).items()},
    **{f"any cost, {name}": line for name, line in nielsen(any_cost).items()},
    "quadratic cost, BP1a": (deltas(quadratic)[1][k], (a3[k] - target[k]) * slope3(k), AT_3),
    "quadratic cost, by an activation": (Derivative(quadratic, a3[k]), a3[k] - target[k], AT_3),
    **{f"sparse, {name}": line for name, line in SPARSE.items()},
}
FALSE = {
    **{f"quadratic cost, {name}": line for name, line in miscopied(quadratic).items()},
    **{f"any cost, {name}": line for name, line in miscopied(any_cost).items()},
    "quadratic cost, half of it": (deltas(quadratic)[1][k], Rational(1, 2) * (a3[k] - target[k]) * slope3(k), AT_3),
    **{f"sparse, {name}": line for name, line in SPARSE_MISCOPIED.items()},
}


@pytest.mark.parametrize("name", cases("foreign", TRUE))
def test_the_formula_is_proved(name):
    start, line, given = TRUE[name]
    assert same(start, line, given, widths=(1, 2), seeds=(1,))
    with time_limit(SECONDS):
        claim(start, line, given=given)


@pytest.mark.parametrize("name", cases("foreign, miscopied", FALSE))
def test_the_miscopied_formula_is_refused(name):
    start, line, given = FALSE[name]
    assert not same(start, line, given, widths=(1, 2), seeds=(1,))
    with time_limit(SECONDS), pytest.raises(StepError):
        claim(start, line, given=given)
