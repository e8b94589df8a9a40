"""False lines by way of substitutions, of the ranges of sums and indices, and of derivatives."""

from proofs import all_of, claim
from subject import (
    H,
    Name,
    X,
    Y,
    a,
    activation,
    chain_rule,
    constants_out,
    epsilon,
    folding,
    h,
    j,
    k,
    o,
    only_dependent_term,
    sigma,
    sum_rule,
    t,
    unfolding,
    v,
    w,
    x,
    y,
    z_o,
)
from sympy import (
    Derivative,
    Eq,
    Function,
    Integer,
    KroneckerDelta,
    Piecewise,
    Rational,
    Subs,
    Sum,
    Symbol,
    exp,
    oo,
    sqrt,
    symbols,
)

u, q = symbols("u q", real=True)
p, r = symbols("p r", integer=True, positive=True)
f, g = Function("f"), Function("g")
anywhere = symbols("n", integer=True)
S = Name("s", [H, H])
TO_OUTPUT, ONE, TWO = {o: (1, Y), h: (1, H)}, {o: (1, Y)}, {o: (1, Y), k: (1, Y)}
HIDDEN = {h: (1, H), j: (1, H)}
OUTPUTS, DELTA = Sum(t[k], (k, 1, Y)), KroneckerDelta(k, o)
either_sign, odd, even = symbols("n", integer=True), symbols("n", odd=True), symbols("n", even=True)
negative, zero = symbols("n", integer=True, negative=True), symbols("n", zero=True)
SLOPE = Derivative(epsilon, w[o, h])


def nothing(rule, line, given=None):
    """A rule named as the reason for a line that it did not change."""
    return lambda: claim(line, rule, given=given)


SUBSTITUTIONS = {
    "prune a weight, same loss": lambda: claim(Subs(epsilon, w[o, h], 0), epsilon, given=TO_OUTPUT),
    "same loss, weight pruned": lambda: claim(epsilon, Subs(epsilon, w[o, h], 0), given=TO_OUTPUT),
    "a perfect output, same loss": lambda: claim(Subs(epsilon, y[o], t[o]), epsilon, given=ONE),
    "a silent node, same sum": lambda: claim(Subs(z_o[o], a[h], 0), z_o[o], given=TO_OUTPUT),
    "a silent node, no sum": lambda: claim(Subs(z_o[o], a[h], 0), Integer(0), given=TO_OUTPUT),
    "a slope at 0 is the slope": lambda: claim(Subs(SLOPE, w[o, h], 0), SLOPE, given=TO_OUTPUT),
    "a slope at 0 is 0": lambda: claim(Subs(SLOPE, w[o, h], 0), Integer(0), given=TO_OUTPUT),
    "one target at 0, same sum": lambda: claim(Subs(OUTPUTS, t[1], 0), OUTPUTS),
    "one weight at 0, all weights at 0": lambda: claim(
        Subs(Sum(w[o, j], (j, 1, H)), w[o, 1], 0), Integer(0), given=ONE
    ),
    "an index for another": lambda: claim(Subs(t[o], o, 1), t[o], given=ONE),
    "a bound index replaced": lambda: claim(Subs(Sum(k, (k, 1, Y)), k, 1), Y),
    "two symbols exchanged one after the other": lambda: claim(Subs(u - q, (u, q), (q, u)), Integer(0)),
    "at infinity": lambda: claim(Subs(sigma(u), u, oo), Integer(1)),
    "inside a derivative": lambda: claim(
        Derivative(Subs(y[o], w[o, h], q), w[o, h]), Derivative(y[o], w[o, h]), given=TO_OUTPUT
    ),
    "inside a definition": lambda: claim(Name("q", [], lambda: Subs(epsilon, w[1, 1], 0)), epsilon),
    "a slope taken at a place, chained": lambda: claim(
        Subs(Derivative(f(u), u), u, g(q)) * Derivative(g(q), q), Derivative(f(q), q)
    ),
}

RANGES = {
    "a sum from 3": lambda: claim(Sum(1, (k, 3, Y)), Y - 2),
    "a sum to a half": lambda: claim(Sum(1, (k, 1, Y / 2)), Y / 2),
    "a sum to a fraction": lambda: claim(Sum(1, (k, 1, Rational(5, 2))), Rational(5, 2)),
    "a sum over negative numbers, absolute values": lambda: claim(Sum(abs(p), (p, 2 - Y, Y)), Sum(p, (p, 2 - Y, Y))),
    "a sum that may be empty": lambda: claim(Sum(1, (k, 1, X - Y)), X - Y),
    "a sum turned round": lambda: claim(Sum(1, (k, Y, 1)), 2 - Y),
    "a sum to a negative number": lambda: claim(Sum(1, (k, 1, -3)), Integer(-3)),
    "a sum to any integer": lambda: claim(Sum(1, (k, 1, anywhere)), anywhere),
    "a sum to any number": lambda: claim(Sum(1, (k, 1, u)), u),
    "a sum to a root": lambda: claim(Sum(1, (k, 1, sqrt(Y))), sqrt(Y)),
    "a sum without end": lambda: claim(Sum(1, (k, 1, oo)), oo),
    "a sum without end of zeros": lambda: claim(Sum(k - k, (k, 1, oo)) + Sum(1, (k, 1, oo)), 2 * Sum(1, (k, 1, oo))),
    "a sum to a rounded number": lambda: claim(Sum(1, (k, 1, 2.5)), 2.5 + 0 * u),
    "a sum from a rounded number": lambda: claim(Sum(1, (k, 1.0, Y)), Y),
    "the first term left out": lambda: claim(Sum(a[h], (h, 1, H)), Sum(a[h], (h, 2, H))),
    "the last term left out": lambda: claim(Sum(a[h], (h, 1, H)), Sum(a[h], (h, 1, H - 1))),
    "counted from 0": lambda: claim(Sum(h, (h, 0, H - 1)), Sum(h, (h, 1, H))),
    "counted from 0, entries": lambda: claim(Sum(a[h], (h, 0, H - 1)), Sum(a[h], (h, 1, H))),
    "a range that depends on an index": lambda: claim(Sum(1, (j, 1, k), (k, 1, Y)), k * Y),
    "a range that depends on its own index": lambda: claim(Sum(1, (k, 1, k)), k),
    "one letter over two ranges": lambda: claim(Sum(1, (k, 1, Y), (k, 1, H)), Y * Y),
    "one letter twice": lambda: claim(Sum(Sum(t[k], (k, 1, Y)) * t[k], (k, 1, Y)), Y * Sum(t[k] ** 2, (k, 1, Y))),
    "one letter twice, a square": lambda: claim(Sum(t[k] * Sum(t[k], (k, 1, Y)), (k, 1, Y)), Sum(t[k] ** 2, (k, 1, Y))),
    "the range of another width": lambda: claim(Sum(1, (k, 1, Y)), Sum(1, (k, 1, H))),
    "a width that is the index": lambda: claim(Sum(Y, (Y, 1, Y)), Y * Y),
    "a width that is the index, entries": lambda: claim(Sum(t[Y], (Y, 1, Y)), Y * t[Y]),
    "an index that is no integer": lambda: claim(Sum(u, (u, 1, Y)), Y * u),
    "an index that is odd": lambda: claim(Sum((-1) ** odd, (odd, 1, Y)), -Y),
    "an index that is even": lambda: claim(Sum((-1) ** even, (even, 1, Y)), Y),
    "an index that is negative": lambda: claim(Sum(abs(negative), (negative, 1, Y)), -Sum(negative, (negative, 1, Y))),
    "an index that is zero": lambda: claim(Sum(abs(zero), (zero, 1, Y)), Integer(0)),
    "an index that is odd, given": lambda: claim((-1) ** odd * t[odd], -t[odd], given={odd: (1, Y)}),
    "an index that is negative, given": lambda: claim(abs(negative), -negative, given={negative: (1, Y)}),
    "a range without beginning": lambda: claim(Sum(t[k], (k, -oo, Y)), Y * t[1]),
    "a sum without limits": lambda: claim(Sum(t[k], k), Y * t[1]),
    "a long sum": lambda: claim(Sum(1 / k, (k, 1, 10**9)), Sum(1 / k, (k, 1, 10**9 - 1))),
    "a long sum of ones": lambda: claim(Sum(1, (k, 1, 10**12)), Integer(10**12 - 1)),
    "given a range from 2, the first": lambda: claim(t[p], t[1], given={p: (2, Y)}),
    "given a range without end": lambda: claim(t[p], 2 * t[p], given={p: (1, oo)}),
    "given an empty range": lambda: claim(t[p], 2 * t[p], given={p: (1, 0)}),
    "given a range to a half": lambda: claim(KroneckerDelta(p, 1), Integer(1), given={p: (1, Rational(3, 2))}),
    "given a range that depends on another": lambda: claim(
        Sum(KroneckerDelta(k, p), (k, 1, Y)), Integer(0), given={o: (1, Y), p: (1, o)}
    ),
    "given a width as an index": lambda: claim(Sum(1, (k, 1, Y)), Y + 1, given={Y: (1, 1)}),
    "given a width as an index, its value": lambda: claim(Y * t[1], t[1], given={Y: (1, 1)}),
    "given a name as an index": lambda: claim(epsilon, 2 * epsilon, given={epsilon: (1, Y)}),
    "given rounded limits": lambda: claim(t[p], 2.0 * t[p] - t[p], given={p: (1.0, Y)}),
    "ranges changed by a rule": lambda: claim(KroneckerDelta(o, k) * t[o], narrowing, given=TWO),
    "ranges of another width changed by a rule": lambda: claim(
        Sum(KroneckerDelta(h, k), (k, 1, Y)), widening, given={h: (1, H)}
    ),
}


def narrowing(line, ranges):
    """A rule that changes the ranges it is told."""
    ranges[o] = ranges[k] = (Integer(1), Integer(1))
    return t[o]


def widening(line, ranges):
    ranges[h] = (Integer(1), Y)
    return Integer(1)


INDICES = {
    "a delta shifted": lambda: claim(Sum(KroneckerDelta(k + 1, o) * t[k], (k, 1, Y)), t[o], given=ONE),
    "a delta shifted out": lambda: claim(Sum(KroneckerDelta(k, o + 1), (k, 1, Y)), Integer(1), given=ONE),
    "a delta doubled": lambda: claim(Sum(KroneckerDelta(2 * k, o), (k, 1, Y)), Integer(1), given=ONE),
    "a delta with 2": lambda: claim(Sum(KroneckerDelta(k, 2), (k, 1, Y)), Integer(1)),
    "a delta with 0": lambda: claim(Sum(KroneckerDelta(k, 0), (k, 1, Y)), Integer(1)),
    "a delta over two widths": lambda: claim(Sum(KroneckerDelta(k, h), (k, 1, Y)), Integer(1), given={h: (1, H)}),
    "a delta over two widths, entries": lambda: claim(
        Sum(KroneckerDelta(k, h) * t[k], (k, 1, Y)), Integer(0), given={h: (1, H)}
    ),
    "a delta of two sums over two widths": lambda: claim(Sum(KroneckerDelta(k, h), (k, 1, Y), (h, 1, H)), Y),
    "a delta with a number": lambda: claim(Sum(KroneckerDelta(u, k), (k, 1, Y)), Integer(1)),
    "a delta that is always 0": lambda: claim(KroneckerDelta(o, k), Integer(0), given=TWO),
    "a delta that is always 1": lambda: claim(KroneckerDelta(o, k), Integer(1), given=TWO),
    "a delta with the first": lambda: claim(KroneckerDelta(p, 1), Integer(1), given={p: (1, Y)}),
    "a delta with a range of its own": lambda: claim(KroneckerDelta(k, o, (1, 1)) * t[k], t[o], given=TWO),
    "a delta dropped": lambda: claim(DELTA * t[o], t[o], given=TWO),
    "a delta in an exponent": lambda: claim(Sum(t[o] ** DELTA, (k, 1, Y)), t[o], given=ONE),
    "a delta under exp": lambda: claim(Sum(exp(DELTA), (k, 1, Y)), exp(1), given=ONE),
    "a delta under sigma": lambda: claim(Sum(sigma(DELTA), (k, 1, Y)), sigma(1), given=ONE),
    "a delta in a denominator": lambda: claim(Sum(1 / (1 + DELTA), (k, 1, Y)), Rational(1, 2), given=ONE),
    "one over a delta": lambda: claim(Sum(1 / DELTA, (k, 1, Y)), Integer(1), given=ONE),
    "a delta by a delta": lambda: claim(Sum(DELTA / DELTA + 0 * k, (k, 1, Y)), Integer(1), given=ONE),
    "a root of a delta": lambda: claim(Sum(sqrt(DELTA) * t[k], (k, 1, Y)), OUTPUTS, given=ONE),
    "two deltas, three indices": lambda: claim(
        KroneckerDelta(o, k) * KroneckerDelta(k, p), KroneckerDelta(o, p), given=TWO | {p: (1, Y)}
    ),
    "a delta in a condition": lambda: claim(Sum(Piecewise((1, Eq(DELTA, 1)), (0, True)), (k, 1, Y)), Y, given=ONE),
    "a condition on the index": lambda: claim(Sum(Piecewise((t[k], k > 1), (0, True)), (k, 1, Y)), OUTPUTS),
    "a condition on the index, none": lambda: claim(
        Sum(Piecewise((t[o], Eq(k, o)), (0, True)), (k, 1, Y)), Integer(0), given=ONE
    ),
    "an index of no sum": lambda: claim(t[p], t[p]),
    "an index of no sum, cancelled": lambda: claim(Sum(t[p] - t[k], (k, 1, Y)) - Y * t[p], -OUTPUTS),
    "an index of another width": lambda: claim(Sum(a[o], (o, 1, Y)), Sum(a[h], (h, 1, H))),
    "an index outside": lambda: claim(t[0], t[0] + 0 * u),
    "a negative index": lambda: claim(t[-1], t[Y]),
    "one past the end": lambda: claim(Sum(t[k], (k, 1, Y)) + t[Y + 1], Sum(t[k], (k, 1, Y + 1))),
    "the next entry": lambda: claim(t[o + 1], t[o], given=ONE),
    "every second entry": lambda: claim(Sum(t[2 * k], (k, 1, Y)), OUTPUTS),
    "an index that is a number": lambda: claim(t[u], t[u]),
    "an index that is a fraction": lambda: claim(t[Rational(1, 2)], t[Rational(1, 2)]),
    "an index that is an entry": lambda: claim(t[t[1]], t[t[1]]),
    "an index that is text": lambda: claim(t["o"], t["o"], given=ONE),
    "an index that is infinite": lambda: claim(t[oo], t[oo]),
    "an index of the same letter": lambda: claim(t[Symbol("o")], t[o], given=ONE),
    "a rounded index": lambda: claim(t[1.0], t[1]),
    "too many indices": lambda: claim(t[1, 2], t[1]),
    "a weight transposed": lambda: claim(w[o, h], w[h, o], given=TO_OUTPUT),
    "a square weight transposed": lambda: claim(S[h, j], S[j, h], given=HIDDEN),
    "a trace for all": lambda: claim(Sum(S[h, j], (h, 1, H), (j, 1, H)), Sum(S[h, h], (h, 1, H))),
    "a row sum for a column sum": lambda: claim(Sum(S[h, j], (j, 1, H)), Sum(S[j, h], (j, 1, H)), given={h: (1, H)}),
    "a square of a sum for a sum of squares": lambda: claim(OUTPUTS**2, Sum(t[k] ** 2, (k, 1, Y))),
    "a product of sums for a sum of products": lambda: claim(
        OUTPUTS * Sum(y[k], (k, 1, Y)), Sum(t[k] * y[k], (k, 1, Y))
    ),
    "a sum of a quotient": lambda: claim(Sum(t[k] / y[k], (k, 1, Y)), OUTPUTS / Sum(y[k], (k, 1, Y))),
    "a sum taken into a function": lambda: claim(Sum(sigma(t[k]), (k, 1, Y)), sigma(OUTPUTS)),
    "a sum of a sum, once": lambda: claim(Sum(OUTPUTS, (o, 1, Y)), OUTPUTS),
    "chains of three matrices, one transposed": lambda: claim(
        Sum(S[h, j] * S[j, p] * S[p, r], (j, 1, H), (p, 1, H)),
        Sum(S[h, j] * S[p, j] * S[p, r], (j, 1, H), (p, 1, H)),
        given={h: (1, H), r: (1, H)},
    ),
    "a cycle for two": lambda: claim(
        Sum(S[h, j] * S[j, h], (h, 1, H), (j, 1, H)), Sum(S[h, j] ** 2, (h, 1, H), (j, 1, H))
    ),
}

DERIVATIVES = {
    "by a name, the sum behind it": lambda: claim(Derivative(z_o[o], y[o]), Integer(0), given=ONE),
    "by a name, two answers": lambda: all_of(
        lambda: claim(2 * y[o], y[o] + sigma(z_o[o]), given=ONE),
        lambda: claim(Derivative(2 * y[o], y[o]), Integer(2), given=ONE),
        lambda: claim(Derivative(y[o] + sigma(z_o[o]), y[o]), Integer(1), given=ONE),
    ),
    "by a name, and by what it stands for": lambda: all_of(
        lambda: claim(Derivative(y[o], y[o]), Integer(1), given=ONE),
        lambda: claim(Derivative(sigma(z_o[o]), y[o]), Integer(0), given=ONE),
    ),
    "by the loss": lambda: claim(Derivative(y[o], epsilon), Integer(0), given=ONE),
    "by a name twice": lambda: claim(Derivative(sigma(z_o[o]) * z_o[o], z_o[o], w[o, h]), Integer(0), given=TO_OUTPUT),
    "by a whole name": lambda: claim(Derivative(w[o, h], w), Integer(0), given=TO_OUTPUT),
    "by a width": lambda: claim(Derivative(Sum(1, (k, 1, Y)), Y), Integer(1)),
    "by a width, entries": lambda: claim(Derivative(OUTPUTS, Y), Integer(0)),
    "by an index": lambda: claim(Derivative(o**2, o), 2 * o, given=ONE),
    "an entry by its index": lambda: claim(Derivative(t[o], o), Integer(0), given=ONE),
    "a sum by its index": lambda: claim(Derivative(Sum(t[k], (k, 1, Y)), k), Integer(0)),
    "a delta by its index": lambda: claim(Derivative(KroneckerDelta(o, k), o), Integer(0), given=TWO),
    "by another entry, 0": lambda: claim(Derivative(t[o], t[k]), Integer(0), given=TWO),
    "by another entry, 1": lambda: claim(Derivative(t[o], t[k]), Integer(1), given=TWO),
    "by the first entry": lambda: claim(Derivative(t[o], t[1]), Integer(0), given=ONE),
    "a sum by its first entry": lambda: claim(Derivative(OUTPUTS, t[1]), Integer(0)),
    "a sum by a free entry": lambda: claim(Derivative(OUTPUTS, t[o]), Y, given=ONE),
    "by the weight of the first node": lambda: claim(Derivative(y[o], w[1, h]), Integer(0), given=TO_OUTPUT),
    "by a weight with an index that is bound inside": lambda: claim(
        Derivative(Sum(w[o, h] * a[h], (h, 1, H)), a[h]), Sum(w[o, h], (h, 1, H)), given=TO_OUTPUT
    ),
    "by an entry with an index bound inside, of no sum outside": lambda: claim(
        Derivative(Sum(t[k] ** 2, (k, 1, Y)), t[k]), Sum(2 * t[k], (k, 1, Y))
    ),
    "by a transposed entry, 1": lambda: claim(Derivative(S[h, j], S[j, h]), Integer(1), given=HIDDEN),
    "by a transposed entry, 0": lambda: claim(Derivative(S[h, j], S[j, h]), Integer(0), given=HIDDEN),
    "a trace by an entry": lambda: claim(Derivative(Sum(S[p, p], (p, 1, H)), S[h, j]), Integer(1), given=HIDDEN),
    "a squared matrix by an entry, half": lambda: claim(
        Derivative(Sum(S[p, r] * S[r, p], (p, 1, H), (r, 1, H)), S[h, j]), S[j, h], given=HIDDEN
    ),
    "twice by a weight is the square": lambda: claim(Derivative(epsilon, w[o, h], w[o, h]), SLOPE**2, given=TO_OUTPUT),
    "twice by a weight, the curvature left out": lambda: claim(
        Derivative(epsilon, (w[o, h], 2)), 2 * Derivative(y[o], w[o, h]) ** 2, given=TO_OUTPUT
    ),
    "by a weight of each layer is 0": lambda: claim(Derivative(epsilon, w[o, h], v[h, 1]), Integer(0), given=TO_OUTPUT),
    "twice through f(g), one term left out": lambda: claim(
        Derivative(f(g(u)), (u, 2)), Derivative(f(g(u)), g(u), g(u)) * Derivative(g(u), u) ** 2
    ),
    "through f(g), the inner left out": lambda: claim(Derivative(f(g(u)), u), Derivative(f(g(u)), g(u))),
    "of any order": lambda: claim(Derivative(exp(2 * u), (u, H)), exp(2 * u)),
    "of any order, 0": lambda: claim(Derivative(u**2, (u, H)), Integer(0)),
    "of order 0": lambda: claim(Derivative(u**2, (u, 0)) * q, 2 * u * q),
    "of an absolute value": lambda: claim(Derivative(abs(u), u), Integer(1)),
    "of a jump in the value": lambda: claim(
        Derivative(activation("jump", "Piecewise((z, z < 5), (2*z - 100, True))")(u), u), chain_rule
    ),
    "a rule that changed nothing, chain rule": nothing(chain_rule, Derivative(u * sigma(u), u)),
    "a rule that changed nothing, no derivative": nothing(chain_rule, u * sigma(u)),
    "a rule that changed nothing, constants": nothing(constants_out, Derivative(u * sigma(u), u)),
    "a rule that changed nothing, sum rule": nothing(sum_rule, Derivative(u * sigma(u), u)),
    "a rule that changed nothing, unfolding": nothing(unfolding(x), epsilon),
    "a rule that changed nothing, folding": nothing(folding(a), epsilon),
    "a rule that changed nothing, the one term": nothing(only_dependent_term, epsilon),
    "a rule that returns text": lambda: claim(u, lambda line, ranges: "u"),
    "a rule that returns nothing": lambda: claim(u, lambda line, ranges: None),
    "a rule that returns a truth": lambda: claim(u, lambda line, ranges: Eq(u, u)),
    "a rule that returns something else": lambda: claim(u, lambda line, ranges: 2 * line),
    "a rule that returns a list": lambda: claim(u, lambda line, ranges: [line]),
    "a rule that returns a rounded number": lambda: claim(u, lambda line, ranges: 1.0 * line),
    "a rule that returns itself": lambda: claim(u, lambda line, ranges: chain_rule),
    "a rule that takes too little": lambda: claim(u, lambda line: line),
    "a rule that is a function": lambda: claim(u, sigma),
    "a rule that breaks": lambda: claim(u, lambda line, ranges: line / []),
}
