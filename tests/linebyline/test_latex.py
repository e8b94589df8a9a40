"""What is displayed is what was proved: formulas read back by readers that share no code with what prints them."""

import os
from collections import Counter
from contextlib import suppress

import pytest
from formula_letters import World, read_latex, read_text
from formula_trees import tree_of
from formula_value import TooLarge, same, value
from random_formulas import INDEX, H, X, Y, f, g, random_formulas
from sympy import (
    Abs,
    Add,
    Derivative,
    Dummy,
    KroneckerDelta,
    Lambda,
    Max,
    Mod,
    Mul,
    Piecewise,
    Pow,
    Rational,
    Subs,
    Sum,
    Symbol,
    exp,
    log,
    sqrt,
    symbols,
)
from tex_tokens import Unreadable

from linebyline.functions import activation, sigma
from linebyline.latex import latex
from linebyline.names import Name, Unknown, as_written, total
from linebyline.text import text
from linebyline.widths import Width

i, m, h, j, o, k = (INDEX[letter] for letter in "imhjok")
x, t, y, a = Name("x", [X]), Name("t", [Y], rank=0), Name("y", [Y], rank=1), Name("a", [H], rank=7)
w, v, w_l = Name("w", [Y, H], rank=6), Name("v", [H, X]), Name("w^l", [Y, H])
z_h, z_o = Name("z_h", [H], latex="z"), Name("z_o", [Y], latex="z")
delta_h, delta_o = Name("delta_h", [H], latex=r"\delta", rank=9), Name("delta_o", [Y], latex=r"\delta", rank=4)
epsilon = Name("epsilon", [], lambda: total(lambda k: (t[k] - y[k]) ** 2, Y), latex=r"\varepsilon")
C_x = Name("C_x", [X])
alpha, u, e = Symbol("alpha", positive=True), Symbol("u", real=True), Symbol("e")
leaky_relu = activation("leaky_relu", "Piecewise((z, z > 0), (z/100, True))")


def unnamed() -> Dummy:
    return Dummy("n", integer=True, positive=True)


with as_written():
    n, p = unnamed(), unnamed()
    CASES = {
        # the book's order
        r"-2 (t_{o} - y_{o}) y_{o} (1 - y_{o}) a_{h}": -2 * (t[o] - y[o]) * y[o] * (1 - y[o]) * a[h],
        r"w_{o,h} + \alpha \delta_{o} a_{h}": w[o, h] + alpha * delta_o[o] * a[h],
        r"\sum_{k=1}^{Y} (t_{k} - y_{k})^{2}": Sum((t[k] - y[k]) ** 2, (k, 1, Y)),
        r"\frac{1 + e^{-u} - 1}{(1 + e^{-u})^{2}}": Add(1, exp(-u), -1, evaluate=False) / (1 + exp(-u)) ** 2,
        # signs
        r"-(t_{o} - y_{o})": -(t[o] - y[o]),
        r"t_{o} - (y_{o} - a_{h})": Add(t[o], -(y[o] - a[h]), evaluate=False),
        r"2 (-u)": Mul(2, Mul(-1, u, evaluate=False), evaluate=False),
        r"-\frac{1}{2} \frac{\partial \varepsilon}{\partial w_{o,h}}": -Derivative(epsilon, w[o, h]) / 2,
        r"(-2)^{u}": Pow(-2, u, evaluate=False),
        r"e^{-(v_{1,1} x_{1} + v_{1,2} x_{2})}": exp(-(v[1, 1] * x[1] + v[1, 2] * x[2])),
        r"\alpha + u - \frac{1}{2}": Add(u, alpha, Rational(-1, 2)),
        # numbers side by side
        r"2 \cdot 3 u": Mul(2, 3, u, evaluate=False),
        r"2^{u} \cdot 3^{\alpha}": 2**u * 3**alpha,
        # powers
        r"(w^{(l)}_{k,j})^{2}": w_l[k, j] ** 2,
        r"(e^{u})^{2}": Pow(exp(u), 2, evaluate=False),
        r"(u^{\alpha})^{u}": (u**alpha) ** u,
        r"\left(\frac{1}{2}\right)^{u}": Rational(1, 2) ** u,
        r"\left(\frac{\partial \varepsilon}{\partial w_{o,h}}\right)^{2}": Derivative(epsilon, w[o, h]) ** 2,
        r"\frac{1}{\sqrt{u}}": 1 / sqrt(u),
        r"\sigma(u)^{2}": sigma(u) ** 2,
        r"f(u)^{2}": f(u) ** 2,
        # sums
        r"\left(\sum_{k=1}^{Y} t_{k}\right) \sum_{k=1}^{Y} y_{k}": Sum(t[k], (k, 1, Y)) * Sum(y[k], (k, 1, Y)),
        r"\left(\sum_{k=1}^{Y} y_{k}\right)^{2}": Sum(y[k], (k, 1, Y)) ** 2,
        r"\sum_{k=1}^{Y} (-2 y_{k})": Sum(-2 * y[k], (k, 1, Y)),
        r"\sum_{k=1}^{Y} (t_{k} - y_{k})": Sum(t[k] - y[k], (k, 1, Y)),
        r"y_{o} + \sum_{k=1}^{Y} y_{k}": Sum(y[k], (k, 1, Y)) + y[o],
        r"\sigma\left(\sum_{j=1}^{H} a_{j}\right)": sigma(Sum(a[n], (n, 1, H))),
        # letters
        r"\sum_{k=1}^{Y} y_{k} \sum_{j=1}^{H} w_{k,j}": Sum(y[n] * Sum(w[n, p], (p, 1, H)), (n, 1, Y)),
        r"\left(\sum_{k=1}^{Y} y_{k} \sum_{o=1}^{Y} y_{o}\right)^{2}": Sum(y[n] * Sum(y[n], (n, 1, Y)), (n, 1, Y)) ** 2,
        r"y_{o} \sum_{k=1}^{Y} \sum_{k_{1}=1}^{Y} y_{k_{1}} w_{k,1}": y[o] * Sum(w[n, 1] * y[p], (p, 1, Y), (n, 1, Y)),
        r"y_{k} \sum_{o=1}^{Y} y_{o}": y[k] * Sum(y[n], (n, 1, Y)),
        r"\sum_{n=1}^{W} \sum_{n_{1}=1}^{W} n n_{1}": Sum(n * p, (p, 1, Width("W")), (n, 1, Width("W"))),
        # derivatives
        r"\frac{\partial \varepsilon}{\partial w_{o,h}}": Derivative(epsilon, w[o, h]),
        r"\frac{\partial}{\partial v_{h,i}}[w_{o,h} a_{h}]": Derivative(w[o, h] * a[h], v[h, i], evaluate=False),
        r"\frac{\partial z_{o}}{\partial w^{(l)}_{o,h}}": Derivative(Name("z", [Y], lambda o: w_l[o, h])[o], w_l[o, h]),
        r"\frac{\mathrm{d} f(g(u))}{\mathrm{d} g(u)} \frac{\mathrm{d} g(u)}{\mathrm{d} u}": Derivative(f(g(u)), g(u))
        * Derivative(g(u), u),
        r"\frac{\mathrm{d}^{2} f(u)}{\mathrm{d} u^{2}}": Derivative(f(u), (u, 2)),
        r"\left. \frac{\mathrm{d}}{\mathrm{d} u}[u^{2}] \right|_{u = 0}": Subs(Derivative(u**2, u), u, 0),
        # names
        r"[k = 1] [k = o] y_{o}": KroneckerDelta(k, o) * KroneckerDelta(1, k) * y[o],
        r"\delta_{o=1} z_{h} \delta_{h=2}": delta_o[1] * delta_h[2] * z_h[h],
        r"C_{x;i}^{2}": C_x[i] ** 2,
        r"n_{l-1}^{2}": Symbol("n_{l-1}") ** 2,
        r"\mathrm{BCE} c_{0} \theta_{\mathrm{hid}}": Mul(*symbols("BCE c0 theta_hid"), evaluate=False),
        r"\mathrm{a\$b\_\%}": Symbol("a$b_%"),
        r"w_{2,1}": Symbol("w[2, 1]"),
        r"e \exp(-u)": e * exp(-u),
        r"\operatorname{leaky\_relu}(u)": leaky_relu(u),
        # other functions
        r"\log(u)^{2} \max(0, u)": Max(0, u) * log(u) ** 2,
        r"\left\lvert \frac{1}{u} \right\rvert \lvert u \rvert": Mul(
            Abs(1 / u, evaluate=False), Abs(u), evaluate=False
        ),
        r"\left(\begin{cases} u & \text{for}\: u > 0 \\0 & \text{otherwise} \end{cases}\right)^{2}": Pow(
            Piecewise((u, u > 0), (0, True)), 2, evaluate=False
        ),
        r"u \mapsto u (1 - u)": Lambda(u, u * (1 - u)),
        r"3 (u \bmod 2)": 3 * Mod(u, 2),
    }


@pytest.mark.parametrize("tex", CASES)
def test_formulas_look_like_the_book(tex):
    assert latex(CASES[tex]) == tex


def test_the_same_formula_made_later_looks_the_same():
    def made(count):
        for _ in range(count):
            unnamed()
        p, q = unnamed(), unnamed()
        return Sum(w[p, q] * a[q] * y[p], (q, 1, H), (p, 1, Y)) + Sum(y[q] ** 2 * t[q], (q, 1, Y))

    assert len({latex(made(count)) for count in (0, 1, 7)}) == 1


def test_a_letter_of_the_same_line_is_not_taken_again():
    expression = Sum(y[(n := unnamed())], (n, 1, Y))
    assert latex(expression) == r"\sum_{k=1}^{Y} y_{k}"
    assert latex(expression, beside=[t[k]]) == r"\sum_{o=1}^{Y} y_{o}"


def test_a_formula_too_deep_is_said_to_be_so():
    deep = u
    for _ in range(2000):
        deep = sigma(deep)
    assert "too deep" in latex(deep) and "too deep" in text(deep)


@pytest.mark.parametrize("reader, printer", [(read_latex, latex), (read_text, text)])
def test_random_formulas_say_what_they_are_worth(reader, printer):
    """All 5,000 with DEEP=1."""
    counted = Counter()
    for seed, formula in random_formulas(5000 if os.environ.get("DEEP") else 300):
        world, shown = World(formula), printer(formula)
        try:
            right = value(tree_of(formula), world)
        except TooLarge:
            counted["too large to compare"] += 1
            continue
        read = value(reader(shown, world), world)
        assert same(read, right), f"{seed}: {formula} is displayed as {shown}"
        counted["read back"] += 1
    assert counted["read back"] > 0.97 * counted.total()


@pytest.mark.parametrize("reader, printer", [(read_latex, latex), (read_text, text)])
def test_the_slope_of_an_unknown_function_is_read_back(reader, printer):
    loss = Unknown("F", of=z_o)
    right, *others = loss.slope[k] * y[k], loss.slope[o] * y[k], loss.slope[k] * y[o], y[k]
    world = World(right + y[o])
    read = value(reader(printer(right), world), world)
    assert same(read, value(tree_of(right), world))
    assert not any(same(read, value(tree_of(other), world)) for other in others)


SECOND = Name("a^2", [H])
LAYERS = {
    r"a^{(2)}_{j} - a_{j}^{2}": (SECOND[j] - a[j] ** 2, "-a[j]**2 + a^(2)[j]"),
    r"(a^{(2)}_{j})^{2}": (SECOND[j] ** 2, "a^(2)[j]**2"),
    r"\delta^{(l+1)}_{k} w^{(l+1)}_{k,j}": (
        Name("delta^{l+1}", [Y], latex=r"\delta^{l+1}")[k] * Name("w^{(l+1)}", [Y, H])[k, j],
        "delta^(l+1)[k]*w^(l+1)[k, j]",
    ),
    r"x^{(T)}_{i} x^{\ast}_{i}": (Name("x^*", [X], latex=r"x^\ast")[i] * Name("x^T", [X])[i], "x^(T)[i]*x^*[i]"),
}


@pytest.mark.parametrize("tex", LAYERS)
def test_a_layer_is_written_above_in_brackets_and_a_power_without(tex):
    formula, typed = LAYERS[tex]
    assert latex(formula) == tex and text(formula) == typed


@pytest.mark.parametrize("tex", [tex for tex in LAYERS if r"\ast" not in tex])
def test_the_readers_would_notice_a_layer_that_is_written_like_a_power(tex):
    formula, typed = LAYERS[tex]
    world = World(formula)
    right = value(tree_of(formula), world)
    assert same(value(read_latex(tex, world), world), right)
    assert same(value(read_text(typed, world), world), right)
    as_it_was = tex.replace("{(", "{").replace(")}", "}")
    with suppress(Unreadable):
        assert not same(value(read_latex(as_it_was, world), world), right), as_it_was


def test_text_is_python_with_unique_letters():
    n, p = unnamed(), unnamed()
    assert text(Sum(y[n] * Sum(y[p], (p, 1, Y)), (n, 1, Y))) == "Sum(y[k]*Sum(y[o], (o, 1, Y)), (k, 1, Y))"
    assert text(Add(t[o], Mul(-1, y[o] - a[h], evaluate=False), evaluate=False)) == "-(-a[h] + y[o]) + t[o]"
