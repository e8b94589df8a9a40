"""True lines, and lines true wherever they have a value, that an engine is tempted to refute, or breaks on.

Each is an attempt. It may be proved, not established or refused: a refutation would be false, an error is no answer.
"""

from copy import deepcopy
from fractions import Fraction

from proofs import bound, claim, different
from subject import H, Name, X, Y, a, activation, epsilon, h, i, j, k, o, sigma, t, w, x, y, z, z_o
from sympy import (
    Abs,
    Derivative,
    EulerGamma,
    Float,
    Function,
    GoldenRatio,
    I,
    Integer,
    Integral,
    KroneckerDelta,
    Limit,
    Max,
    Min,
    Mod,
    Piecewise,
    Product,
    Rational,
    Subs,
    Sum,
    binomial,
    ceiling,
    conjugate,
    cos,
    erf,
    exp,
    factorial,
    floor,
    gamma,
    log,
    pi,
    re,
    sign,
    sin,
    sqrt,
    symbols,
)

u, q = symbols("u q", real=True)
p, r = symbols("p r", integer=True, positive=True)
f, g = Function("f"), Function("g")
S = Name("s", [H, H])
inner, outer, into = Name("w", [H, X]), Name("w", [Y, H]), Name("w", [X, X])  # one label, as where each layer has a w
ONE, EDGE, OUTPUTS = {o: (1, Y)}, {o: (1, Y), h: (1, H), i: (1, X)}, Sum(t[k], (k, 1, Y))
SURELY_1 = sigma(u) * (1 + exp(-u))
FAR = 10**60 * (SURELY_1 - 1)
hard = activation("hard_tanh", "Piecewise((-1, z < -1), (1, z > 1), (z, True))")
steps = activation("four_pieces", "Piecewise((0, z < -2), (z + 2, z < 0), (2 - z, z < 2), (0, True))")
CHAIN = [symbols(f"c{n}", integer=True, positive=True) for n in range(9)]


def nested(depth, at):
    """sigma(sigma(...(at)))"""
    for _ in range(depth):
        at = sigma(at)
    return at


def chain(order):
    """The trace of a product of eight matrices, its sums in this order."""
    factors = Integer(1)
    for first, second in zip(CHAIN, CHAIN[1:8] + CHAIN[:1]):
        factors *= S[first, second]
    return Sum(factors, *((CHAIN[n], 1, H) for n in order))


rate, below_0 = symbols("r", positive=True), symbols("b", integer=True, negative=True)
by_output = Name("d", [Y], lambda k: Derivative(epsilon, y[k]))


def rounded_first():
    """What was mistyped before must not stand in for what is typed now."""
    q = Name("q", [Y])
    assert q[1.0] != q[1]
    return claim(2 * (q[1] + u), 2 * q[1] + 2 * u)


TRUTHS = {
    "a root of 2": lambda: claim(sqrt(2) * u, 2 * u / sqrt(2)),
    "roots of 2, 3 and 6": lambda: claim(sqrt(2) * sqrt(3) * u, sqrt(6) * u),
    "pi": lambda: claim(pi * (u + q), pi * u + pi * q),
    "the area of a circle": lambda: claim(Derivative(pi * u**2, u), 2 * pi * u),
    "log of 2": lambda: claim(log(2) * u + log(2) * q, log(2) * (u + q)),
    "log of 4": lambda: claim(log(4) * u, 2 * log(2) * u),
    "entropy in bits": lambda: claim(-u * log(8) / log(2), -3 * u),
    "e": lambda: claim(exp(1) * exp(u), exp(1 + u)),
    "the golden ratio": lambda: claim(GoldenRatio**2 * u, (GoldenRatio + 1) * u),
    "Euler's constant": lambda: claim(EulerGamma * (u + 1), EulerGamma * u + EulerGamma),
    "the log of a real name": lambda: claim(log(x[1]) + log(x[1]), 2 * log(x[1])),
    "the log of a real name, in a sum": lambda: claim(
        Sum(2 * t[k] * log(y[k]), (k, 1, Y)), 2 * Sum(t[k] * log(y[k]), (k, 1, Y))
    ),
    "the slope of a log of a real name": lambda: claim(Derivative(log(x[1]), x[1]), 1 / x[1]),
    "the slope of a log of an output": lambda: claim(
        Derivative(log(y[o]), w[o, h]), (1 - y[o]) * a[h], given={o: (1, Y), h: (1, H)}
    ),
    "a log of a negative quotient": lambda: claim(t[o] * log(t[o] / x[1]), log(t[o] / x[1]) * t[o] * 1, given=ONE),
    "the root of a width": lambda: claim(sqrt(Y) ** 2 * u, Y * u),
    "a sum of one over the root of a width": lambda: claim(Sum(1 / sqrt(Y), (k, 1, Y)), sqrt(Y)),
    "Xavier's scale": lambda: claim(u / sqrt(H) / sqrt(H), u / H),
    "the root of a real name, squared": lambda: claim(sqrt(x[1]) ** 2 + u, x[1] + u),
    "the root of a real name": lambda: claim(2 * sqrt(x[1]), sqrt(x[1]) + sqrt(x[1]) * 1),
    "a power of a real name": lambda: claim(x[1] ** x[2] * x[1], x[1] ** (x[2] + 1)),
    "a denominator that is 0 for one output": lambda: claim(Sum(t[k] / (Y - 1), (k, 1, Y)), OUTPUTS / (Y - 1)),
    "a denominator that is 0 for two outputs": lambda: claim(u / (Y - 2) + q / (Y - 2), (u + q) / (Y - 2)),
    "a denominator that is 0 on the diagonal": lambda: claim(
        1 / (1 - KroneckerDelta(o, k)), 1 / (1 - KroneckerDelta(k, o)) * (u - u + 1), given={o: (1, Y), k: (1, Y)}
    ),
    "a quotient of differences": lambda: claim(
        (t[o] ** 2 - t[k] ** 2) / (t[o] - t[k]), t[o] + t[k], given={o: (1, Y), k: (1, Y)}
    ),
    "a name of four entries": lambda: claim(Sum(Name("q", [4])[k], (k, 1, 4)), Sum(Name("q", [4])[j], (j, 1, 4))),
    "a name of three entries, written out": lambda: claim(
        Sum(Name("q", [3])[k], (k, 1, 3)), Name("q", [3])[1] + Name("q", [3])[2] + Name("q", [3])[3]
    ),
    "an integral": lambda: claim(Integral(2 * q, (q, 0, u)), u**2),
    "twice an integral": lambda: claim(Integral(q, (q, 0, 1)) * 2 * u, u * 2 * Integral(q, (q, 0, 1))),
    "a product": lambda: claim(2 * Product(t[k], (k, 1, Y)), Product(t[o], (o, 1, Y)) * 2),
    "a limit": lambda: claim(Limit(sin(u) / u, u, 0), Integer(1)),
    "the imaginary unit": lambda: claim((u + I) * (u - I), u**2 + 1),
    "three pieces": lambda: claim(hard(u), Piecewise((-1, u < -1), (1, u > 1), (u, True))),
    "three pieces, their slope": lambda: claim(Derivative(hard(u), u), Piecewise((0, u < -1), (0, u > 1), (1, True))),
    "three pieces, doubled": lambda: claim(2 * hard(u) - hard(u), hard(u)),
    "four pieces, their slope": lambda: claim(Derivative(2 * steps(u), u), 2 * Derivative(steps(u), u)),
    "an int as a bound": lambda: bound(-(u**2), 0, u**2),
    "an int as a slack": lambda: bound(u, u + 1, 1),
    "an int as a line": lambda: claim(u - u, 0),
    "an int as the start": lambda: claim(1, Integer(1)),
    "a fraction of Python": lambda: claim(u / 2 + u / 2 - u + Rational(1, 2), Fraction(1, 2)),
    "an int in a definition": lambda: claim(Name("q", [], lambda: 3) * u, 3 * u),
    "an int in differs": lambda: different(u, 0),
    "two hundred sigmoids": lambda: claim(nested(200, u) + u, u + nested(200, u)),
    "the slope of twenty sigmoids": lambda: claim(
        Derivative(nested(20, u), u), nested(20, u) * (1 - nested(20, u)) * Derivative(nested(19, u), u)
    ),
    "a sum to the tenth": lambda: claim((OUTPUTS + u) ** 10, ((u + OUTPUTS) ** 5) ** 2),
    "a sum to the tenth, named": lambda: claim(Sum(t[k] * y[k], (k, 1, Y)) ** 10, Sum(y[k] * t[k], (k, 1, Y)) ** 10),
    "eight sums in two orders": lambda: claim(chain(range(8)), chain([3, 1, 4, 0, 5, 2, 6, 7])),
    "names of one label, one after the other": lambda: claim(
        outer[o, h] * inner[h, i] + into[1, 1], into[1, 1] + inner[h, i] * outer[o, h], given=EDGE
    ),
    "names of one label, in a sum": lambda: claim(
        Sum(outer[o, j] * inner[j, i], (j, 1, H)),
        Sum(inner[h, i] * outer[o, h], (h, 1, H)),
        given={o: (1, Y), i: (1, X)},
    ),
    "names of one label, the slope by one": lambda: claim(
        Derivative(outer[o, h] * inner[h, i], outer[o, h]), inner[h, i], given=EDGE
    ),
    "names of one label do not feel each other": lambda: claim(
        Derivative(outer[o, h], inner[h, i]), Integer(0), given=EDGE
    ),
    "a delta outside its range": lambda: claim(KroneckerDelta(p, 1) * u, Integer(0), given={p: (2, Y)}),
    "a delta outside its range, in a sum": lambda: claim(Sum(KroneckerDelta(k, 1), (k, 2, Y)), Integer(0)),
    "twice through f(g)": lambda: claim(
        Derivative(f(g(u)), (u, 2)),
        Derivative(f(g(u)), g(u), g(u)) * Derivative(g(u), u) ** 2
        + Derivative(f(g(u)), g(u)) * Derivative(g(u), (u, 2)),
    ),
    "twice by a weight": lambda: claim(Derivative((t[o] - u) ** 2 / 2, u, u), Integer(1), given=ONE),
    "a sum by its second entry": lambda: claim(Derivative(OUTPUTS, t[2]), Integer(1)),
    "a loss by its second output": lambda: claim(Derivative(epsilon, y[2]), -2 * (t[2] - y[2])),
    "what rounding hides": lambda: claim(exp(100 * z) * (1 - sigma(100 * z)), sigma(100 * z)),
    "what rounding enlarges": lambda: claim(FAR, Integer(0)),
    "what rounding makes a step": lambda: claim(floor(SURELY_1), Integer(1)),
    "what rounding makes a ceiling": lambda: claim(ceiling(SURELY_1), Integer(1)),
    "what rounding gives a sign": lambda: claim(sign(FAR), Integer(0)),
    "what rounding puts in a piece": lambda: claim(Piecewise((u, SURELY_1 > 1), (0, True)), Integer(0)),
    "what rounding puts in the other piece": lambda: claim(Piecewise((u, SURELY_1 < 1), (0, True)), Integer(0)),
    "what a small power enlarges": lambda: claim(Abs(SURELY_1 - 1) ** Rational(1, 1000), Integer(0)),
    "what cancels": lambda: claim(exp(1000 + u) * (1 + exp(-1000 - u)) - exp(1000 + u), Integer(1)),
    "a maximum and a minimum": lambda: claim(Max(t[o], y[o]) + Min(t[o], y[o]), t[o] + y[o], given=ONE),
    "the square of an absolute value": lambda: claim(Abs(t[o]) ** 2, t[o] ** 2, given=ONE),
    "the slope of an absolute value": lambda: claim(u * Derivative(Abs(u), u), Abs(u)),
    "a conjugate": lambda: claim(conjugate(t[o]) + re(t[o]), 2 * t[o], given=ONE),
    "a factorial": lambda: claim(factorial(Y), Y * factorial(Y - 1)),
    "a gamma": lambda: claim(gamma(Y + 1), Y * gamma(Y)),
    "a binomial": lambda: claim(binomial(Y, 1) * u, Y * u),
    "a remainder": lambda: claim(Mod(Y + 2, 2), Mod(Y, 2)),
    "Pythagoras": lambda: claim(sin(u) ** 2 + cos(u) ** 2, Integer(1)),
    "gelu's slope": lambda: claim(
        Derivative(u * (1 + erf(u / sqrt(2))) / 2, u), (1 + erf(u / sqrt(2))) / 2 + u * exp(-(u**2) / 2) / sqrt(2 * pi)
    ),
    "a large number": lambda: claim((10**60 + 1) * u, 10**60 * u + u),
    "a sum over numbers": lambda: claim(Sum(u * k, (k, 1, 4)), 10 * u),
    "a sum of one term": lambda: claim(Sum(t[k], (k, 1, 1)), t[1]),
    "an empty sum": lambda: claim(Sum(t[k], (k, 1, 0)) + u, u),
    "a value put into a name": lambda: claim(Subs(Name("g", [], lambda: u**2), u, 2), Integer(4)),
    "a value that a positive symbol may have": lambda: claim(Subs(rate * Abs(u), rate, 3), 3 * Abs(u)),
    "a slope by a name, differentiated by that name": lambda: claim(
        Derivative(by_output[o], y[k]), 2 * KroneckerDelta(o, k), given={o: (1, Y), k: (1, Y)}
    ),
    "a slope by a name, differentiated by the sum below": lambda: claim(
        Derivative(by_output[o], z_o[o]), 2 * y[o] * (1 - y[o]), given=ONE
    ),
    "a negative whole number": lambda: claim((below_0 + 1) * u, below_0 * u + u),
    "an entry after the same number rounded": rounded_first,
    "a name that was copied": lambda: claim(2 * (deepcopy(t)[o] + u), 2 * t[o] + 2 * u, given=ONE),
    "one plus and minus a rounded number": lambda: claim(u, u + Float(0.5) - Float(0.5)),
}
