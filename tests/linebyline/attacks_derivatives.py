"""False lines by way of derivatives, and of rules that return what does not follow."""

from proofs import all_of, claim
from subject import (
    H,
    Name,
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
    Abs,
    Derivative,
    Eq,
    Function,
    Heaviside,
    Integer,
    KroneckerDelta,
    Max,
    Ne,
    Piecewise,
    Subs,
    Sum,
    Symbol,
    exp,
    log,
    sqrt,
    symbols,
)

u, q = symbols("u q", real=True)
p, r = symbols("p r", integer=True, positive=True)
f, g = Function("f"), Function("g")
jump = activation("jump", "Piecewise((z, z < 5), (2*z - 100, True))")
S = Name("s", [H, H])
TO_OUTPUT, ONE, TWO = {o: (1, Y), h: (1, H)}, {o: (1, Y)}, {o: (1, Y), k: (1, Y)}
HIDDEN = {h: (1, H), j: (1, H)}
OUTPUTS = Sum(t[k], (k, 1, Y))
SLOPE = Derivative(epsilon, w[o, h])
WIDE = (Y - 1) * (Y - 2)  #: 0 in the networks that are tried, so that numbers do not help
THREE = TWO | {p: (1, Y)}
by_weight = Name("d", [Y], lambda k: Derivative(y[k], w[k, 1]))
two_ways = Name("d", [], lambda: Derivative(z_o[1] * a[1], z_o[1]))
scaled, x_h = Name("g", [Y], lambda k: u**2 * t[k]), Name("b", [H])
only_positive = Symbol("c", positive=True)
hidden_u, hidden_r = Name("g", [], lambda: u**2), Name("g", [], lambda: only_positive)
step_up = Piecewise((u, u > 0), (u + 1, True))
in_pieces = Piecewise((u, Ne(u, 0)), (0, True))  # u, written in two pieces
largest = Max(t[o], t[k], t[p])
HALVES = (
    Heaviside(t[o] - Max(t[k], t[p]))
    + KroneckerDelta(k, o) * Heaviside(t[k] - Max(t[o], t[p]))
    + KroneckerDelta(o, p) * Heaviside(t[p] - Max(t[o], t[k]))
)
scores = Name("c", [Y])
shares = Name("p", [Y], lambda o: exp(scores[o]) / Sum(exp(scores[k]), (k, 1, Y)))
LATE = Sum(t[r], (r, 2, Y))


def nothing(rule, line, given=None):
    """A rule named as the reason for a line that it did not change."""
    return lambda: claim(line, rule, given=given)


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
    "of a jump, by the value": lambda: claim(Derivative(jump(u), u), Piecewise((1, jump(u) < 5), (2, True))),
    "of a jump, by the other side's slope": lambda: claim(Derivative(jump(u), u), Piecewise((1, u < 5), (1, True))),
    "by an output, of a slope by a weight": lambda: claim(Derivative(by_weight[o], y[o]), Integer(0), given=ONE),
    "by an activation, of a slope that holds it fixed or not": lambda: claim(Derivative(two_ways, a[1]), Integer(1)),
    "by a name, what it is made of put at a value": lambda: claim(
        Derivative(Subs(scaled[o], u, 2), scaled[o]), Integer(1), given=ONE
    ),
    "a value put into a name": lambda: claim(WIDE * Subs(hidden_u, u, 2), WIDE * u**2),
    "a negative value put into a positive symbol": lambda: claim(Subs(Abs(hidden_r), only_positive, -1), Integer(-1)),
    "a value put into a value": lambda: claim(Subs(Subs(Abs(u), u, only_positive), only_positive, -1), only_positive),
    "the largest of three, their slopes half each": lambda: claim(Derivative(largest, t[o]), HALVES, given=THREE),
    "the largest of three, in networks that nobody tries": lambda: claim(
        WIDE * Derivative(largest, t[o]), WIDE * HALVES, given=THREE
    ),
    "the slope at a step": lambda: claim(Subs(Derivative(step_up, u), u, 0), Integer(1)),
    "the slope at a step, by a name": lambda: claim(
        Subs(Name("g", [], lambda: Derivative(step_up, u)), u, 0), Integer(1)
    ),
    "the slope between two pieces, by a name": lambda: claim(
        Subs(Name("g", [], lambda: Derivative(in_pieces, u)), u, 0), Integer(0)
    ),
    "a log-sum-exp twice, the diagonal everywhere": lambda: claim(
        Derivative(log(Sum(exp(scores[r]), (r, 1, Y))), scores[o], scores[k]), shares[o] * (1 - shares[k]), given=TWO
    ),
    "softmax by a score, added over the scores' own": lambda: claim(
        Sum(Derivative(shares[o], scores[k]), (o, 1, Y)), Integer(1), given={k: (1, Y)}
    ),
    "a sum of cubes by two entries, the delta left out": lambda: claim(
        Derivative(Sum(t[r] ** 3, (r, 1, Y)), t[o], t[k]), 6 * t[o], given=TWO
    ),
    "a sum from 2 by any entry": lambda: claim(Derivative(LATE, t[o]), Integer(1), given=ONE),
    "a sum from 2 by the first entry": lambda: claim(Derivative(LATE, t[1]), Integer(1)),
    "a square of a sum from 2": lambda: claim(LATE**2, OUTPUTS**2 - t[1] ** 2),
    "a quadratic form of no symmetric matrix": lambda: claim(
        Derivative(Sum(S[p, r] * x_h[p] * x_h[r], (p, 1, H), (r, 1, H)), x_h[h]),
        2 * Sum(S[h, r] * x_h[r], (r, 1, H)),
        given={h: (1, H)},
    ),
    "twice by a weight, the error's own slope only": lambda: claim(
        Derivative(epsilon, w[o, h], w[o, j]), 2 * (y[o] * (1 - y[o])) ** 2 * a[h] * a[j], given=TO_OUTPUT | {j: (1, H)}
    ),
    "a cube of an absolute value": lambda: claim(Derivative(Abs(u) ** 3, u), 3 * u**2),
    "a root of a sum of squares": lambda: claim(sqrt(u**2 + q**2), Abs(u) + Abs(q)),
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
