"""The arithmetic of the live figures: JavaScript that SymPy prints from the book's definitions.

No formula is typed in JavaScript. Names are written out for the widths of a figure, what several results share is
computed once, and SymPy prints it. What is no definition, such as a gradient, is proved before it is printed.
"""

from __future__ import annotations

import re
from itertools import product

from sympy import Derivative, Expr, Symbol, cse, jscode, numbered_symbols

from book.layers import closed_layers
from book.notation import H, X, Y, a, alpha, delta_h, delta_o, epsilon, h, i, o, v, w, x, y, z
from book.one_step import step_formulas
from linebyline.derivation import Derivation
from linebyline.functions import sigma, slope_of_value
from linebyline.names import as_written, total
from linebyline.witness import write_out

RANGES = {o: (1, Y), h: (1, H), i: (1, X)}
GIVEN = re.compile(r"(\w+)(?:\^\((\d+)\))?(?:\[([\d, ]+)\])?")  # w, w[1, 2], w^(2)[1, 2]


def proved(start: Expr, end: Expr) -> Expr:
    """`end`, which the engine proves to be equal to `start`; raises StepError if it is not."""
    used = start.free_symbols | end.free_symbols
    Derivation(start, {index: bounds for index, bounds in RANGES.items() if index in used}).step("claimed", end)
    return end


def network_formulas() -> dict[str, Expr]:
    """What one example does in a network of one hidden layer: forwards (E01, E03), backwards, and one step."""
    return {
        "a": a[h],
        "y": y[o],
        "loss": epsilon,
        "delta_o": delta_o[o],
        "delta_h": delta_h[h],
        "gradient_w": proved(Derivative(epsilon, w[o, h]), -2 * delta_o[o] * a[h]),
        "gradient_v": proved(Derivative(epsilon, v[h, i]), -2 * delta_h[h] * x[i]),
        "new_w": proved(w[o, h] - alpha / 2 * Derivative(epsilon, w[o, h]), w[o, h] + alpha * delta_o[o] * a[h]),
        "new_v": proved(v[h, i] - alpha / 2 * Derivative(epsilon, v[h, i]), v[h, i] + alpha * delta_h[h] * x[i]),
    }


def written_for(formulas: dict[str, Expr], widths: dict[Symbol, int]) -> dict[tuple, Expr]:
    """Every entry of every formula, by name and place, such as ("new_w", 1, 2)."""
    written = {}
    for name, formula in formulas.items():
        letters = [letter for letter in RANGES if letter in formula.free_symbols]
        for place in product(*(range(1, widths[RANGES[letter][1]] + 1) for letter in letters)):
            written[name, *place] = write_out(formula, widths | dict(zip(letters, place)))
    return written


def function(name: str, results: dict[tuple, Expr]) -> str:
    """The source of a JavaScript function of one object that holds what is given; it returns one with the results.

    A result ("new_w", 1, 2) is found at new_w[0][1].
    """
    shared, values = cse(list(results.values()), numbered_symbols("s"))
    given = sorted({placed(s.name)[0] for e in results.values() for s in e.free_symbols})
    lines = [f"const {symbol} = {code(value)};" for symbol, value in shared]
    found = nested({place: code(value) for place, value in zip(results, values)})
    return f"  {name}({{ {', '.join(given)} }}) {{\n    " + "\n    ".join(lines) + f"\n    return {found};\n  }},\n"


def code(expression: Expr) -> str:
    """JavaScript of an expression in symbols; w[1, 2] stands at w[0][1], and w^(2)[1, 2] at w[1][0][1]."""
    kept = {s: Symbol(stored(*placed(s.name))) for s in expression.free_symbols}
    return jscode(expression.xreplace(kept))


def placed(name: str) -> tuple:
    """A symbol by letter and place: w^(2)[1, 2] becomes ("w", 2, 1, 2), and what enters, a^(0)[1], ("x", 1)."""
    letter, layer, places = GIVEN.fullmatch(name).groups()
    numbers = map(int, places.split(", ")) if places else ()
    return ("x", *numbers) if layer == "0" else (letter, *([int(layer)] if layer else []), *numbers)


def stored(letter: str, *place: int) -> str:
    """Where in JavaScript the entry is kept; arrays count from 0 there."""
    return letter + "".join(f"[{n - 1}]" for n in place)


def nested(results: dict[tuple, str]) -> str:
    """An object of arrays, in JavaScript, from code by name and place."""
    parts: dict[str, dict] = {}
    for (name, *place), value in results.items():
        parts.setdefault(name, {})[tuple(place)] = value
    return "{ " + ", ".join(f"{name}: {array(entries, ())}" for name, entries in parts.items()) + " }"


def array(entries: dict[tuple, str], start: tuple) -> str:
    if start in entries:
        return entries[start]
    below = sorted({place[: len(start) + 1] for place in entries if place[: len(start)] == start})
    return "[" + ", ".join(array(entries, place) for place in below) + "]"


def with_output(sizes: tuple[int, ...]) -> dict[tuple, Expr]:
    """One step of a network with biases, as in `book.one_step`, and its output before the step."""
    names = closed_layers(1, len(sizes) - 1, biases=True)
    widths = dict(zip(names.n.values(), sizes))
    outputs = {("y", k): write_out(names.a[len(sizes) - 1][k], widths) for k in range(1, sizes[-1] + 1)}
    return {placed(name): formula for name, formula in step_formulas(sizes).items()} | outputs


def layer_by_layer() -> dict[tuple, Expr]:
    """A step in two ways for a network with fixed biases: by the rule, and with deltas that travel over new weights.

    The second is the mistake of chapter 12. Each result is there twice: "w" by the rule, "hasty_w" by the mistake.
    """
    names = closed_layers(1, 2, biases=True)
    (before, hidden, out), (w1, w2), delta = names.n.values(), (names.w[1], names.w[2]), names.delta[2]
    slope = slope_of_value(sigma)

    def new(k, j):
        return w2[k, j] + alpha * delta[k] * names.a[1][j]

    def sent_back(j):
        return slope(names.a[1][j]) * total(lambda k: delta[k] * new(k, j), out)

    widths, pairs = {before: 2, hidden: 2, out: 2}, list(product((1, 2), repeat=2))
    formulas = {("loss",): names.epsilon} | {("y", k): names.a[2][k] for k in (1, 2)}
    formulas |= {("w", 1, *p): w1[p] + alpha * names.delta[1][p[0]] * names.a[0][p[1]] for p in pairs}
    formulas |= {("w", 2, *p): new(*p) for p in pairs}
    formulas |= {("delta", 1, j): names.delta[1][j] for j in (1, 2)}
    formulas |= {("hasty_delta", 1, j): sent_back(j) for j in (1, 2)}
    formulas |= {("hasty_w", 1, *p): w1[p] + alpha * sent_back(p[0]) * names.a[0][p[1]] for p in pairs}
    return {place: write_out(formula, widths) for place, formula in formulas.items()}


def slope_of_sigmoid() -> dict[tuple, Expr]:
    """The sigmoid, its slope in terms of its value (E20), and the height of the tangent at z over another place s."""
    value, place = sigma(z), Symbol("s", real=True)
    slope = proved(Derivative(value, z), slope_of_value(sigma)(value))
    formulas = {"a": value, "slope": slope, "tangent": value + slope * (place - z)}
    return {(name,): write_out(formula, {}) for name, formula in formulas.items()}


def programs() -> dict[str, dict[tuple, Expr]]:
    """The results of every JavaScript function, by its name."""
    with as_written():  # so that the file is the same, whatever SymPy was set to
        formulas = network_formulas()
        return {
            "network": written_for(formulas, {X: 2, H: 2, Y: 1}),
            "downhill": written_for(formulas, {X: 1, H: 1, Y: 1}),
            "slope": slope_of_sigmoid(),
            "xor": with_output((2, 2, 1)),
            "hasty": layer_by_layer(),
        }


def javascript(programs: dict[str, dict[tuple, Expr]]) -> str:
    """An object of functions, one for each program."""
    with as_written():
        return "{\n" + "".join(function(name, results) for name, results in programs.items()) + "}"
