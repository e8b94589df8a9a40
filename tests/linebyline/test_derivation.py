"""What the engine says of a line: proved, refuted with numbers and a reason, refused, or not established."""

from math import exp, isclose

import pytest
from sympy import Derivative, Eq, Function, Rational, Sum, Symbol, cos, sin, sqrt, symbols
from wrong_lines import OUTPUT_WEIGHT, TO_HIDDEN, TO_OUTPUT, WRONG

from book.notation import (
    H,
    Name,
    Y,
    a,
    delta_h,
    epsilon,
    h,
    i,
    k,
    o,
    t,
    v,
    w,
    x,
    y,
    z,
)
from linebyline import derivation as engine
from linebyline.derivation import Derivation
from linebyline.display import MIME
from linebyline.lines import StepError
from linebyline.rules import chain_rule, constants_out, sum_rule, unfolding


def refusal(start, line, given):
    d = Derivation(start, given)
    with pytest.raises(StepError) as caught:
        d.step("a wrong line", line)
    assert d.lines == [], "a line that was not proved must not be kept"
    return caught.value


@pytest.mark.parametrize("start, line, given, words", WRONG.values(), ids=WRONG)
def test_a_wrong_line_is_refuted_and_explained(start, line, given, words):
    error = refusal(start, line, given)
    assert error.outcome == "refuted" and error.explanation == words
    assert words in str(error) and "counterexample" in str(error)


@pytest.mark.parametrize(
    "line, words",
    [
        (OUTPUT_WEIGHT.xreplace({a[h]: a[o]}), "this place of a runs over 1..H, but o runs over 1..Y"),
        (OUTPUT_WEIGHT.xreplace({o: k}), "k is neither bound by a sum nor given a range"),
        (
            OUTPUT_WEIGHT / a[h] * Derivative(Sum(w[o, h] * a[h], (h, 1, H)), w[o, h]),
            "may not sum over it: give the sum another letter",
        ),
        (0.5 * OUTPUT_WEIGHT, "is a rounded number: write it exactly"),
    ],
    ids=["wrong index", "no range", "captured index", "float"],
)
def test_a_line_that_makes_no_sense_is_refused(line, words):
    error = refusal(Derivative(epsilon, w[o, h]), line, TO_OUTPUT)
    assert error.outcome == "refused" and words in str(error)


def test_the_counterexample_can_be_typed_into_python():
    """The lists in the message, put into loops written from the definition, give the numbers in the message."""
    error = refusal(Derivative(epsilon, w[o, h]), -2 * (t[o] - y[o]) * y[o] * a[h], TO_OUTPUT)
    names = error.instance.arrays()
    assert all(f"{name} = {numbers}" in str(error) for name, numbers in names.items())

    def squash(s):
        return 1 / (1 + exp(-s))

    def loss(w):
        hidden = [squash(sum(c * s for c, s in zip(row, names["x"]))) for row in names["v"]]
        outputs = [squash(sum(c * s for c, s in zip(row, hidden))) for row in w]
        return sum((target - out) ** 2 for target, out in zip(names["t"], outputs)), hidden, outputs

    row, column = error.instance.sizes[o] - 1, error.instance.sizes[h] - 1
    nudged = [[list(r) for r in names["w"]] for _ in range(2)]
    nudged[0][row][column] += 1e-6
    nudged[1][row][column] -= 1e-6
    slope = (loss(nudged[0])[0] - loss(nudged[1])[0]) / 2e-6
    _, hidden, outputs = loss(names["w"])
    typed = -2 * (names["t"][row] - outputs[row]) * outputs[row] * hidden[column]
    assert isclose(slope, float(error.values[0]), rel_tol=1e-7)  # central differences
    assert isclose(typed, float(error.values[1]), rel_tol=1e-14)
    assert abs(slope - typed) > 1e-4


def test_a_counterexample_says_what_an_undefined_function_stands_for():
    f, g = symbols("f g", cls=Function)
    error = refusal(Derivative(f(g(z)), z), Derivative(f(g(z)), g(z)), {})
    assert "  f(u) = sin(" in str(error) and "  g(u) = sin(" in str(error)


def test_what_agrees_everywhere_but_has_no_proof_is_not_established():
    # true, but the normal form knows no trigonometry
    error = refusal(sin(z) ** 2 + cos(z) ** 2, Rational(1), {})
    assert error.outcome == "not established" and error.instance is None
    assert "agreement is no proof" in str(error)


def test_a_false_proof_would_be_caught_by_the_second_route(monkeypatch):
    monkeypatch.setattr(engine, "equal", lambda *_: True)
    error = refusal(Derivative(epsilon, w[o, h]), -OUTPUT_WEIGHT, TO_OUTPUT)
    assert error.outcome == "not established" and "contradicts itself" in str(error)


def test_lines_are_chained_and_recorded():
    d = Derivation(Derivative(epsilon, w[o, h]), TO_OUTPUT)
    d.step("definition", unfolding(epsilon))
    d.step("sum rule", sum_rule, id="E09")
    assert [line.how for line in d.lines] == ["computed: unfolding epsilon", "computed: sum_rule"]
    data = d._repr_mimebundle_()[MIME]["lines"]
    assert data[1]["id"] == "E09" and r"\sum" in data[1]["latex"] and "normal form" in data[1]["proof"]
    assert "[E09, proved]" in repr(d)
    html = d[-1:]._repr_mimebundle_()["text/html"]
    assert 'id="E09"' in html and html.count("✓") == 1
    assert 'id="E09"' not in d._repr_mimebundle_()["text/html"], "an anchor may stand once on a page"


def test_at_most_needs_an_exact_slack_that_cannot_be_negative():
    n, p, q = (Symbol(name, integer=True, positive=True) for name in "npq")
    g, u = Name("g", [n]), Name("u", [n])
    start, bound = Sum(g[p] * u[p], (p, 1, n)) ** 2, Sum(g[p] ** 2, (p, 1, n)) * Sum(u[p] ** 2, (p, 1, n))
    slack = Sum((g[p] * u[q] - g[q] * u[p]) ** 2, (p, 1, n), (q, 1, n)) / 2
    assert Derivation(start).at_most("Cauchy-Schwarz", bound, slack).relation == r"\leq"
    with pytest.raises(StepError, match="refuted"):
        Derivation(start).at_most("twice the slack", bound, 2 * slack)
    with pytest.raises(StepError, match="may be < 0"):
        Derivation(start).at_most("a slack of either sign", start + g[1], g[1])
    with pytest.raises(StepError, match="may be < 0"):
        Derivation(bound).at_most("downwards", start, -slack)


def test_differs_needs_a_network_and_equal_things_do_not_differ():
    term = Derivative((t[k] - y[k]) ** 2, v[h, i])
    line = Derivation(term, TO_HIDDEN | {k: (1, Y)}).differs("reaches every output", 0)
    assert line.proof.startswith("exhibited")
    with pytest.raises(StepError, match="not established"):
        Derivation(Derivative(t[o], w[o, h]), TO_OUTPUT).differs("a target moves", 0)


def test_without_searches_the_expression():
    d = Derivation(v[h, i] + delta_h[h] * x[i], TO_HIDDEN)
    with pytest.raises(StepError, match=r"it contains delta_h\[h\]"):
        d.without("no delta", delta_h)
    assert d.without("no target", t, y).proof == "free of t, y: searched as written, no name unfolded"


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: Derivation(y[o], {o: Y}), TypeError, "given takes index"),
        (lambda: Derivation(y[o]), StepError, "neither bound by a sum nor given"),
        (lambda: Derivation(z).step("a string", "z"), TypeError, "a SymPy expression or a rule"),
        (lambda: Derivation(z).step("nothing", None), TypeError, "not NoneType"),
        (lambda: Derivation(z).step("an equation", Eq(z, 2 * z)), TypeError, "not Equality"),
    ],
)
def test_bad_input_says_what_was_expected(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_rules_are_proved_like_typed_lines():
    def sloppy(line, ranges):
        return 2 * line

    with pytest.raises(StepError, match="the line before is 1/2 times this line"):
        Derivation(y[o], TO_OUTPUT).step("a rule that is wrong", sloppy)
    d = Derivation(Derivative((t[o] - y[o]) ** 2, w[o, h]), TO_OUTPUT)
    assert d.step("chain rule", chain_rule).expression == 2 * (t[o] - y[o]) * Derivative(t[o] - y[o], w[o, h])
    assert d.step("constants", constants_out).expression == -2 * (t[o] - y[o]) * Derivative(y[o], w[o, h])


def test_square_roots_and_sums_meet():
    n, p, q = (Symbol(name, integer=True, positive=True) for name in "npq")
    g = Name("g", [n])
    length = sqrt(Sum(g[q] ** 2, (q, 1, n)))
    assert Derivation(Sum(g[p] * (g[p] / length), (p, 1, n))).step("length", length)


def test_without_needs_a_name():
    with pytest.raises(TypeError, match="without takes one name or more"):
        Derivation(y[o], {o: (1, Y)}).without("no name")
