"""The names of a network of any depth: layer after layer, or cut open where a proof needs no more than two."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sympy import Derivative, Expr, Symbol, solve, symbols

from book.notation import H, X, Y
from linebyline.functions import Activation, sigma, slope, slope_of_value
from linebyline.names import Name, Unknown, total
from linebyline.widths import Width

__all__ = ["L", "Layers", "closed_layers", "l", "open_layers"]

l, L = symbols("l L", integer=True, positive=True)  #: some layer; the last one

Claim = Callable[["Layers", Expr], tuple[Derivative, Expr]]  # (names, layer) to the two sides, in the index j


class Layers(NamedTuple):
    """Names by layer: `z[l][j]` is the weighted sum of node j in layer l, `n[l]` the layer's width.

    `w[l][k, j]` leads to node k of layer l from node j of the layer before; `b[l][k]` is its bias, where there are any.
    """

    n: dict[Expr, Symbol]
    w: dict[Expr, Name]
    b: dict[Expr, Name]
    z: dict[Expr, Name]
    a: dict[Expr, Name]
    delta: dict[Expr, Name]
    epsilon: Name
    t: Name | None  # None where the network is cut open before its end


def closed_layers(
    first: Expr,
    last: Expr,
    activation: type[Activation] = sigma,
    biases: bool = False,
) -> Layers:
    """Layers `first` to `last`, the output: the loss is the sum of squared errors. What enters is given."""
    names = _forward(first, last, activation, biases)
    n, a = names.n, names.a
    t = Name("t", [n[last]])
    epsilon = Name(
        "epsilon",
        [],
        lambda: total(lambda k: (t[k] - a[last][k]) ** 2, n[last]),
    )
    slope = _slope(names, last, activation)
    names.delta[last] = _name("delta", last, [n[last]], lambda k: slope(k) * (t[k] - a[last][k]))
    return _backward(names._replace(epsilon=epsilon, t=t), first, last, activation)


def open_layers(first: Expr, last: Expr, claim: Claim, activation: type[Activation] = sigma) -> Layers:
    """Layers `first` to `last` of a deeper network, of which nothing is known beyond z[last] but the claim about it.

    The loss is any differentiable function of z[last]; its derivatives there are what the claim says, which is what
    delta[last] means.
    """
    names = _forward(first, last, activation)
    names = names._replace(epsilon=Unknown("epsilon", of=names.z[last]))
    names.delta[last] = _name("delta", last, [names.n[last]])
    left, right = claim(names, last)
    (place,) = left.variables[0].indices
    slope, delta = symbols("slope delta")
    solutions = solve(slope - right.xreplace({names.delta[last][place]: delta}), delta)
    if len(solutions) != 1:
        raise ValueError(f"the claim {left} = {right} does not say what {names.delta[last][place]} is")
    meaning = solutions[0].xreplace({slope: names.epsilon.slope[place]})
    names.delta[last] = _name("delta", last, [names.n[last]], lambda k: meaning.xreplace({place: k}))
    return _backward(names, first, last, activation)


def renaming(here: Layers, layer: Expr, there: Layers, other: Expr) -> dict[Expr, Expr]:
    """Each name of `layer` and of the one before it, and the name that plays its part at `other` in another network."""
    names = {here.epsilon: there.epsilon}
    for family, family_there in zip(here, there):
        if isinstance(family, dict):
            for d in (0, -1):
                if layer + d in family and other + d in family_there:
                    names[family[layer + d]] = family_there[other + d]
    return names


def _forward(first: Expr, last: Expr, activation: type[Activation], biases: bool = False) -> Layers:
    before, layers = (
        first - 1,
        [first + d for d in range(int(last - first) + 1)],
    )
    widths = zip([before, *layers], [X, H, Y] * len(layers))
    n = {layer: Width(f"n_{_written(layer)}", alike.letters) for layer, alike in widths}
    a = {before: _name("a", before, [n[before]])}
    w, b, z = {}, {}, {}
    for layer in layers:
        w[layer] = _name("w", layer, [n[layer], n[layer - 1]])
        if biases:
            b[layer] = _name("b", layer, [n[layer]])
        z[layer] = _name(
            "z",
            layer,
            [n[layer]],
            _weighted_sum(w[layer], a[layer - 1], b.get(layer)),
        )
        a[layer] = _name("a", layer, [n[layer]], _activated(z[layer], activation))
    return Layers(n, w, b, z, a, {}, None, None)


def _backward(names: Layers, first: Expr, last: Expr, activation: type[Activation]) -> Layers:
    for d in range(1, int(last - first) + 1):
        layer = last - d
        names.delta[layer] = _name(
            "delta",
            layer,
            [names.n[layer]],
            _sent_back(names, layer, activation),
        )
    return names


def _weighted_sum(w: Name, a: Name, b: Name | None) -> Callable[[Expr], Expr]:
    def summed(k: Expr) -> Expr:
        weighted = total(lambda j: w[k, j] * a[j], w.ranges[1])
        return weighted if b is None else weighted + b[k]

    return summed


def _activated(z: Name, activation: type[Activation]) -> Callable[[Expr], Expr]:
    return lambda k: activation(z[k])


def _slope(names: Layers, layer: Expr, activation: type[Activation]) -> Callable[[Expr], Expr]:
    a, z, in_value = names.a[layer], names.z[layer], slope_of_value(activation)
    return lambda j: slope(activation)(z[j]) if in_value is None else in_value(a[j])


def _sent_back(names: Layers, layer: Expr, activation: type[Activation]) -> Callable[[Expr], Expr]:
    w, delta, width = (
        names.w[layer + 1],
        names.delta[layer + 1],
        names.n[layer + 1],
    )
    slope = _slope(names, layer, activation)
    return lambda j: slope(j) * total(lambda k: delta[k] * w[k, j], width)


def _name(letter: str, layer: Expr, ranges: list[Expr], definition=None) -> Name:
    label = f"{letter}^({str(layer).replace(' ', '')})"
    return Name(label, ranges, definition, latex=label.replace("delta", r"\delta"))


def _written(layer: Expr) -> str:
    return str(layer) if len(str(layer)) == 1 else f"{{{layer}}}".replace(" ", "")
