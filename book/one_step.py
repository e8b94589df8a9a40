"""One step of a small network, written out: a formula for every new weight, without sums and without names."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr

from book.layers import Layers, closed_layers
from book.notation import alpha
from linebyline.functions import Activation, sigma
from linebyline.written import write_out


def step_formulas(sizes: Sequence[int], activation: type[Activation] = sigma) -> dict[str, Expr]:
    """By name the loss and every weight and bias after one step, in terms of what they were before it.

    `sizes` are the widths n_0 to n_L, such as (2, 2, 1): at least two whole numbers, each at least 1, or ValueError is
    raised. The keys are written as the engine writes symbols: "loss", "w^(2)[1, 2]", "b^(1)[1]". A weight becomes
    w + alpha*delta*a, the right side of E27 and E44 with the delta of E26, E43 and E46, and a bias b + alpha*delta.
    """
    if len(sizes) < 2 or any(size < 1 or size != int(size) for size in sizes):
        raise ValueError(f"sizes must be at least two whole numbers, each at least 1, not {tuple(sizes)}")
    last = len(sizes) - 1
    names = closed_layers(1, last, activation, biases=True)
    formulas = {"loss": names.epsilon}
    for layer in range(1, last + 1):
        formulas |= moved(names, layer, sizes[layer], sizes[layer - 1])
    numbers = dict(zip(names.n.values(), map(int, sizes), strict=True))
    return {name: write_out(formula, numbers) for name, formula in formulas.items()}


def moved(names: Layers, layer: int, width: int, width_before: int) -> dict[str, Expr]:
    """Every weight into a layer, and every bias of it, after the step."""
    formulas = {}
    for k in range(1, width + 1):
        move = alpha * names.delta[layer][k]
        for j in range(1, width_before + 1):
            weight = names.w[layer][k, j]
            formulas[str(weight)] = weight + move * names.a[layer - 1][j]
        bias = names.b[layer][k]
        formulas[str(bias)] = bias + move
    return formulas
