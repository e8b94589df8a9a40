"""A tiny network's training step without a loop: the proved formulas written out, what they share computed once."""

from __future__ import annotations

import re

from sympy import Expr, Symbol, cse, numbered_symbols

from book.layers import closed_layers
from book.notation import alpha
from linebyline.functions import activation
from linebyline.witness import write_out
from netlib.kernels import as_python
from netlib.network import Network

LARGEST = 64  #: weights and biases up to which loops cost more than they save

PROGRAM = """@kernel
def online(X, T, order, rows, alpha, loss, hits, {parameters}):
    alpha = real(alpha)
    {load}
    for q in order:
        {step}
    {store}
    return loss, hits
"""


def fits(net: Network) -> bool:
    """Whether such a step can be written: few weights, one activation, the loss that the deltas of part I are for."""
    size = sum(part.size for part in net.weights + (net.biases or []))
    return size <= LARGEST and net._loss.name == "sse" and len({row.name for row in net._activations}) == 1


def step_formulas(net: Network) -> dict[str, Expr]:
    """By name the loss, the outputs, and every weight and bias after one step, in terms of what they were before it.

    The right side of E27 and E44, w + alpha*delta*a, for all of them; delta as in E26, E43 and E46.
    """
    row, last = net._activations[0], len(net.weights)
    names = closed_layers(1, last, activation(row.name, row.expression), biases=bool(net.biases))
    sizes = dict(zip(names.n.values(), [net.weights[0].shape[1], *map(len, net.weights)], strict=True))
    formulas = {"loss": names.epsilon}
    for layer in range(1, last + 1):
        for k in range(1, sizes[names.n[layer]] + 1):
            move = alpha * names.delta[layer][k]
            for j in range(1, sizes[names.n[layer - 1]] + 1):
                weight = names.w[layer][k, j]
                formulas[str(weight)] = weight + move * names.a[layer - 1][j]
            if net.biases:
                formulas[str(names.b[layer][k])] = names.b[layer][k] + move
    formulas |= {f"y[{k}]": names.a[last][k] for k in range(1, sizes[names.n[last]] + 1)}
    return {name: write_out(formula, sizes) for name, formula in formulas.items()}


def program(net: Network) -> str:
    """The source of a kernel `online`, which `netlib.kernels` puts into a module."""
    formulas = step_formulas(net)
    shared, results = cse(list(formulas.values()), numbered_symbols("s", real=True))
    symbols = set().union(*(formula.free_symbols for formula in formulas.values())) - {alpha}
    short = {symbol: Symbol(_variable(symbol.name)) for symbol in symbols}
    text = lambda expression: as_python(expression.xreplace(short))  # noqa: E731
    places = {_variable(symbol.name): _place(symbol.name) for symbol in sorted(symbols, key=str)}
    learned = {variable: place for variable, place in places.items() if place[0] in "Wb"}
    step = [f"{variable} = {place}" for variable, place in places.items() if variable not in learned]
    step += [f"{symbol} = {text(expression)}" for symbol, expression in shared]
    step += [f"new_{_variable(name)} = {text(result)}" for name, result in zip(formulas, results, strict=True)]
    step += [f"{variable} = new_{variable}" for variable in learned] + ["loss += new_loss"]
    step += _count(len(net.weights[-1]))
    parameters = [part for n in range(1, len(net.weights) + 1) for part in (f"W{n}", f"b{n}")[: 1 + bool(net.biases)]]
    return PROGRAM.format(
        parameters=", ".join(parameters),
        load="\n    ".join(f"{variable} = {place}" for variable, place in learned.items()),
        step="\n        ".join(step),
        store="\n    ".join(f"{place} = {variable}" for variable, place in learned.items()),
    )


def _count(outputs: int) -> list[str]:
    """Whether the largest output is where the largest target is."""
    lines = ["best, wanted, y, t = 0, 0, new_y_1, T[q, 0]"]
    for k in range(1, outputs):
        lines += [f"if new_y_{k + 1} > y:", f"    best, y = {k}, new_y_{k + 1}"]
        lines += [f"if T[q, {k}] > t:", f"    wanted, t = {k}, T[q, {k}]"]
    return [*lines, "hits += best == wanted"]


def _variable(name: str) -> str:
    """The entry w^2[1, 3] as the name w2_1_3."""
    return re.sub(r"\W+", "_", name.replace("^", "")).strip("_")


def _place(name: str) -> str:
    """The entry w^2[1, 3] as the place W2[0, 2]; of inputs and targets, the place in example q."""
    label, indices = name.rstrip("]").split("[")
    place = ", ".join(str(int(n) - 1) for n in indices.split(","))
    if label == "t" or label == "a^0":
        return f"{'T' if label == 't' else 'X'}[q, {place}]"
    return f"{label.replace('^', '').replace('w', 'W')}[{place}]"
