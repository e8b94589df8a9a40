"""False lines by way of facts that are assumed, of names that are written like a power, and of marks."""

from proofs import all_of, bound, claim, claim_where, different, offered
from subject import Derivation, H, Name, Unknown, X, Y, h, j, k, o, t, w, y
from sympy import (
    Abs,
    Derivative,
    Eq,
    Function,
    Integer,
    KroneckerDelta,
    Max,
    Ne,
    Piecewise,
    Rational,
    Subs,
    Sum,
    Symbol,
    log,
    sin,
    sqrt,
    symbols,
)

u, q = symbols("u q", real=True)
p, v = Name("p", [Y]), Name("v", [Y])
f = Function("f")
ONE = Eq(Sum(p[k], (k, 1, Y)), 1)
TWO = {o: (1, Y), k: (1, Y)}
a2, a = Name("a^2", [H]), Name("a", [H])
b = Name("a^{(2)}", [H], lambda h: 2 * a[h])
mean = Sum(p[o] * v[o], (o, 1, Y))
loss = Unknown("C", of=p)
w_in = Name("w", [H, X])
STEP_UP, IN_PIECES = Piecewise((u, u > 0), (u + 1, True)), Piecewise((u, Ne(u, 0)), (0, True))

FACTS = {
    "a sum of one, not assumed": lambda: claim(Sum(p[k], (k, 1, Y)), Integer(1)),
    "the variance, weights not assumed to add up": lambda: claim(
        Sum(p[k] * (v[k] - mean) ** 2, (k, 1, Y)), Sum(p[k] * v[k] ** 2, (k, 1, Y)) - mean**2
    ),
    "another sum": lambda: claim_where([ONE], Sum(v[k], (k, 1, Y)), Integer(1)),
    "the sum of squares": lambda: claim_where([ONE], Sum(p[k] ** 2, (k, 1, Y)), Integer(1)),
    "one of them": lambda: claim_where([ONE], p[o], Integer(1), given={o: (1, Y)}),
    "the sum is two": lambda: claim_where([ONE], Sum(p[k], (k, 1, Y)), Integer(2)),
    "a constant on the constraint does not change": lambda: claim_where(
        [ONE], Derivative(Sum(p[k], (k, 1, Y)), p[o]), Integer(0), given={o: (1, Y)}
    ),
    "a constant on the constraint, in two steps": lambda: claim_where(
        [ONE], Derivative(Sum(p[k], (k, 1, Y)), p[o]), Derivative(Integer(1) + 0 * u, u), given={o: (1, Y)}
    ),
    "a derivative of what is assumed constant": lambda: claim_where([Eq(u, 1)], Derivative(u**2, u), Integer(0)),
    "a function of what is assumed constant": lambda: claim_where([Eq(u, 1)], Derivative(f(u), u), Integer(0)),
    "two values": lambda: claim_where([Eq(u, 1), Eq(u, 2)], q, q + 1),
    "two signs": lambda: claim_where([u > 0, u < 0], q, q + 1),
    "a sum of one that is two": lambda: claim_where([ONE, Eq(Sum(p[o], (o, 1, Y)), 2)], q, q + 1),
    "a positive number that is negative": lambda: claim_where([Symbol("n", negative=True) > 0], q, q + 1),
    "a square that is negative": lambda: claim_where([u**2 < 0], q, q + 1),
    "zero is one": lambda: claim_where([Eq(Integer(0), 1)], q, q + 1),
    "an index that is not itself": lambda: claim_where([Ne(o, o)], q, q + 1, given={o: (1, Y)}),
    "different, equal to the same number": lambda: claim_where(
        [Ne(o, k), Eq(KroneckerDelta(o, k), 1)], q, q + 1, given=TWO
    ),
    "indices not assumed to differ": lambda: claim(KroneckerDelta(o, k), Integer(0), given=TWO),
    "indices that differ have values that differ": lambda: claim_where(
        [Ne(o, k)], KroneckerDelta(o, k) * p[o], p[o], given=TWO
    ),
    "another pair of indices": lambda: claim_where(
        [Ne(o, k)], KroneckerDelta(h, j), Integer(0), given=TWO | {h: (1, H), j: (1, H)}
    ),
    "a bound index that differs": lambda: claim_where(
        [Ne(o, 1)], Sum(KroneckerDelta(k, o) * p[k], (k, 1, Y)), Integer(0), given={o: (1, Y)}
    ),
    "a root, no sign assumed": lambda: claim(sqrt(u**2), u),
    "a root, the other sign assumed": lambda: claim_where([u < 0], sqrt(u**2), u),
    "a root, the sign of another": lambda: claim_where([q > 0], sqrt(u**2), u),
    "a logarithm, one sign assumed": lambda: claim_where([u > 0], log(u * q), log(u) + log(q)),
    "one entry is positive, another is asked": lambda: claim_where([p[1] > 0], Abs(p[o]), p[o], given={o: (1, Y)}),
    "a slope at a kink": lambda: claim_where([Eq(u, 0)], Derivative(Abs(u), u), Integer(0)),
    "a slope at a kink of two": lambda: claim_where([Eq(u, q)], Derivative(Max(u, q), u), Rational(1, 2)),
    "a slope at a step": lambda: claim_where([Eq(u, 0)], Derivative(STEP_UP, u), Integer(1)),
    "different at a kink": lambda: Derivation(Derivative(IN_PIECES, u), assuming=[Eq(u, 0)]).differs(
        "as claimed", Integer(1)
    ),
    "a slack that is differentiated": lambda: offered(
        lambda: Derivation(q, assuming=[Eq(u, 1)]).at_most("as claimed", q + 3, Derivative(u**3, u))
    ),
    "a slack of 5000 digits": lambda: bound(q, q - 10**5000, Integer(-(10**5000))),
    "a reason that is no text": lambda: offered(lambda: Derivation(q).at_most(5, q + u**2, u**2)),
    "a tag that is no text": lambda: offered(lambda: Derivation(2 * (q + u)).step("as claimed", 2 * q + 2 * u, tag=5)),
    "an id that is no text": lambda: offered(lambda: Derivation(2 * (q + u)).step("as claimed", 2 * q + 2 * u, id=5)),
    "no time": lambda: Derivation(q, seconds=0).step("as claimed", q + u - u + 0 * p[1]),
    "less than no time": lambda: Derivation(u * (q + 1), seconds=-1).step("as claimed", u * q + u),
    "a slope at a kink, by a name": lambda: claim_where(
        [Eq(u, 0)], Name("g", [], lambda: Derivative(Abs(u), u)), Integer(0)
    ),
    "a quotient of nothing": lambda: claim_where([Eq(u, 0)], 2 / u, 3 / u),
    "a quotient of nothing, cancelled": lambda: claim_where([Eq(u, 1)], q / (u - 1), 2 * q / (u - 1)),
    "an equation solved for a square": lambda: claim_where([Eq(u**2, 1)], u, Integer(1)),
    "an equation of the loss": lambda: claim_where([Eq(loss, 1)], Derivative(loss, p[1]), Integer(0)),
    "an equation of a slope": lambda: claim_where([Eq(loss.slope[1], 0)], Derivative(loss, p[1]), Integer(1)),
    "an equation of a derivative": lambda: claim_where([Eq(Derivative(f(u), u), 0)], f(u), Integer(0)),
    "an equation of an unknown function": lambda: claim_where([Eq(f(u), u)], f(q), q),
    "an equation out of scope": lambda: claim_where([Eq(p[o], 1)], p[1], Integer(1)),
    "an equation of a width": lambda: claim_where([Eq(Y, 2)], Y + 0 * u, Integer(3)),
    "at most, with a sign that is not assumed": lambda: bound(q, q + u, u),
    "not understood: an inequality that may be an equality": lambda: claim_where([u >= 0], Abs(u), u + 1),
    "no fact": lambda: claim_where([u], u, Integer(1)),
    "a truth": lambda: claim_where([True], u, Integer(1)),
    "a fact that is no list": lambda: claim_where(Eq(u, 1), u, Integer(2)),
    "at a point elsewhere": lambda: claim_where([Eq(u, 1)], Subs(u**2, u, q), Integer(1)),
    "after a false line, the truth": lambda: all_of(
        lambda: claim_where([Eq(u, q)], u, q), lambda: claim(u, q), lambda: claim_where([Eq(u, 2 * q)], u, q)
    ),
}

ABOVE = {
    "one number, two names of one letter": lambda: different(Name("w", [Y, H])[1, 1], w_in[1, 1]),
    "one number and an index, two names of one letter": lambda: different(
        Name("w", [Y, H])[1, h], Name("w", [X, H])[1, h], {h: (1, H)}
    ),
    "a digit and a subscript": lambda: different(Symbol("x1", real=True), Symbol("x_1", real=True)),
    "an entry and a subscript": lambda: different(a[1], Name("a_1", [])),
    "two names that are shown by one letter": lambda: different(
        Name("a", [H], latex="q")[h], Name("q", [H])[h], {h: (1, H)}
    ),
    "a prime for a slope": lambda: different(Derivative(f(u), u), Function("f'")(u)),
    "a sine with a capital": lambda: different(Function("Sin")(u), sin(u)),
    "a layer is no square": lambda: claim(a2[h], a[h] ** 2, given={h: (1, H)}),
    "a square is no layer": lambda: claim(a[h] ** 2 + a2[h], 2 * a2[h], given={h: (1, H)}),
    "the layer's other spelling": lambda: claim(a2[h], b[h], given={h: (1, H)}),
    "the layer's other spelling, defined": lambda: claim(a2[h] + b[h], 2 * a2[h], given={h: (1, H)}),
    "a layer for another": lambda: claim(a2[h], Name("a^3", [H])[h], given={h: (1, H)}),
    "a square of a layer": lambda: claim(a2[h] ** 2, Name("a^4", [H])[h], given={h: (1, H)}),
    "an entry of w for its transpose": lambda: claim(
        w[o, h] + t[o], Name("w^T", [H, Y])[h, o] + y[o], given={o: (1, Y), h: (1, H)}
    ),
}
