"""False lines found by reading the engine: kinks, promises of sign, names that look alike, what a rule can reach."""

from itertools import count

from proofs import all_of, bound, claim, different, offered
from subject import (
    Defined,
    Derivation,
    H,
    Name,
    Unknown,
    Y,
    a,
    activation,
    delta_o,
    epsilon,
    h,
    j,
    k,
    o,
    sigma,
    t,
    w,
    x,
    y,
    z_o,
)
from sympy import (
    Abs,
    Derivative,
    Expr,
    Function,
    Integer,
    Integral,
    KroneckerDelta,
    Max,
    Ne,
    Piecewise,
    Pow,
    Rational,
    Subs,
    Sum,
    Symbol,
    exp,
    log,
    pi,
    sin,
    sqrt,
    symbols,
)

from linebyline.normal_form import CanonicalIndex

u, q = symbols("u q", real=True)
p = symbols("p", integer=True, positive=True)
S, b = Name("s", [H, H]), Name("b", [Y])
sums = Name("z", [Y], lambda o: Sum(w[o, j] * a[j], (j, 1, H)) + b[o])
any_loss = Unknown("C", of=sums)
ONE, TWO, HIDDEN = {o: (1, Y)}, {o: (1, Y), k: (1, Y)}, {h: (1, H), j: (1, H)}
relu = Piecewise((u, u > 0), (0, True))
mirrored = relu.xreplace({u: -u})
continued = Piecewise((u, Ne(u, 0)), (0, True))  # u, written in two pieces


def below_0():
    """A name that promises to be positive and is not."""
    return Name("q", [], lambda: -1 - x[1] ** 2, positive=True)


odd = symbols("n", integer=True, positive=True, odd=True)
hidden_0 = sigma(u) * (1 + exp(-u)) - 1


def at_0(function: Expr) -> Expr:
    return Subs(Derivative(function, u), u, 0)


def promised(**facts):
    """-1 - z**2, which promises something else."""
    return type("g", (Defined,), {"nargs": 1, "definition": classmethod(lambda cls, z: -1 - z**2)} | facts)


def defined(definition):
    """A function of one argument."""
    return type("g", (Defined,), {"nargs": 1, "definition": classmethod(lambda cls, z: definition(z))})


def looks(z):
    return z**2 if z.is_Symbol else z**3


LOOKING = defined(looks)


def counting():
    """A function that is another one from its tenth use on."""
    step = count()
    function = defined(lambda z: z**2 if next(step) < 9 else z**3)
    claim(function(u), u**2)
    return all_of(*(lambda n=n: claim(function(n * u), n**3 * u**3) for n in range(2, 9)))


def own_ranges_changed():
    derivation = Derivation(KroneckerDelta(o, p) * t[o], {o: (1, Y), p: (1, Y)}, 4)

    def rule(line, ranges):
        ranges.clear()
        ranges.update({o: (Integer(1), Integer(1)), p: (Integer(1), Integer(1))})
        return t[o]

    return offered(lambda: derivation.step("the only one", rule))


def given_changed():
    given = {o: (1, Y), p: (1, Y)}
    derivation = Derivation(t[o] - t[p], given, 4)
    given[o] = given[p] = (1, 1)
    return offered(lambda: derivation.step("the only one", Integer(0)))


DEEPER = {
    "the slope at a kink is 0 and 1/2": lambda: all_of(
        lambda: claim(Max(u, 0), relu),
        lambda: claim(at_0(Max(u, 0)), Rational(1, 2)),
        lambda: claim(at_0(relu), Integer(0)),
    ),
    "the slope of the line, put together from two relus": lambda: claim(at_0(relu - mirrored), Integer(0)),
    "the slope of the line, put together at 0": lambda: claim(at_0(continued), Integer(0)),
    "the slope of the line, put together from activations": lambda: claim(
        at_0(
            activation("relu", "Piecewise((z, z > 0), (0, True))")(u)
            - activation("relu", "Piecewise((z, z > 0), (0, True))")(-u)
        ),
        Integer(0),
    ),
    "the slope of an absolute value at 0": lambda: claim(at_0(Abs(u)), Integer(0)),
    "the slope of a square root at 0": lambda: claim(at_0(sqrt(u)), Integer(0)),
    "a positive name that is negative": lambda: bound(Integer(0), below_0(), below_0()),
    "a positive name that is negative, its logarithm": lambda: claim(log(below_0() ** 2), 2 * log(below_0())),
    "a function that promises not to be negative": lambda: bound(
        Integer(0), promised(is_nonnegative=True)(u), promised(is_nonnegative=True)(u)
    ),
    "a function that promises to be positive": lambda: bound(
        u, u + promised(is_positive=True)(u), promised(is_positive=True)(u)
    ),
    "a function that promises to be 0": lambda: claim(u * promised(is_zero=True)(u), Integer(0)),
    "a function that promises to be whole": lambda: claim(sin(pi * promised(is_integer=True)(q)) + u, u + q * 0),
    "a function that looks at its argument": lambda: all_of(
        lambda: claim(defined(looks)(u), u**2), lambda: claim(defined(looks)(2 * u), 8 * u**3)
    ),
    "a function that looks at its argument, one function": lambda: all_of(
        lambda: claim(LOOKING(u), u**2), lambda: claim(LOOKING(2 * u), 8 * u**3)
    ),
    "a function that looks at its argument, its slope": lambda: claim(Derivative(defined(looks)(2 * u), u), 24 * u**2),
    "a function that counts": counting,
    "a function that hides a name": lambda: claim(Derivative(defined(lambda z: z * t[1])(u), t[1]), Integer(0)),
    "a function that hides a sum": lambda: claim(
        Derivative(defined(lambda z: z * Sum(t[k], (k, 1, Y)))(u), t[o]), Integer(0), given=ONE
    ),
    "a function that hides an index": lambda: claim(Sum(defined(lambda z: z * k)(u), (k, 1, Y)), Y * k * u),
    "a function that hides an index, as a constant": lambda: claim(
        Sum(defined(lambda z: z * t[k])(u), (k, 1, Y)), Y * defined(lambda z: z * t[k])(u), given={}
    ),
    "a function of a rounded number": lambda: claim(defined(lambda z: 0.1 * z)(10 * u), 1 * u),
    "a function with an integral inside": lambda: claim(defined(lambda z: Integral(z, (z, 0, 1)))(u), u),
    "a sum from 2 of deltas": lambda: claim(Sum(KroneckerDelta(k, o), (k, 2, Y)), Integer(1), given=ONE),
    "a sum from 2 of deltas of its own range": lambda: claim(
        Sum(KroneckerDelta(k, p) * t[k], (k, 1, Y)), t[1], given={p: (2, Y)}
    ),
    "a sum from 2, one index late": lambda: claim(Sum(t[k], (k, 2, Y)), Sum(t[k], (k, 1, Y)) - t[o], given=ONE),
    "a sum from 2 of a product of sums": lambda: claim(
        Sum(t[k] * t[o], (k, 2, Y), (o, 2, Y)), Sum(t[k] ** 2, (k, 2, Y))
    ),
    "a sum from 2 of ones": lambda: claim(Sum(1, (k, 2, Y)), Y),
    "a derivative by an unknown": lambda: claim(Derivative(sums[k], any_loss), Integer(0), given={k: (1, Y)}),
    "an unknown by its own slope": lambda: claim(
        Derivative(any_loss, any_loss.slope[k]), Integer(0), given={k: (1, Y)}
    ),
    "a slope of an unknown by what it is of": lambda: claim(
        Derivative(any_loss.slope[k], sums[k]), Integer(0), given={k: (1, Y)}
    ),
    "a delta by an output": lambda: claim(
        Derivative(delta_o[o] + z_o[o], y[o]), Derivative(delta_o[o], y[o]), given=ONE
    ),
    "an index of the engine's own": lambda: claim(
        Sum(S[CanonicalIndex(1, 0), j], (j, 1, H)), Sum(S[j, j], (j, 1, H)), given={CanonicalIndex(1, 0): (1, H)}
    ),
    "an index of the engine's own, in a product": lambda: claim(
        Sum(S[CanonicalIndex(1, 0), j] * S[j, CanonicalIndex(1, 1)], (j, 1, H)),
        Sum(S[j, j] * S[j, CanonicalIndex(1, 1)], (j, 1, H)),
        given={CanonicalIndex(1, 0): (1, H), CanonicalIndex(1, 1): (1, H)},
    ),
    "a name's own private index": lambda: claim(
        Sum(a[a.places[0]] * S[h, a.places[0]], (a.places[0], 1, H)), H * a[h] * S[h, h], given={h: (1, H)}
    ),
    "an index that is odd and positive": lambda: claim(Sum((-1) ** odd * t[odd], (odd, 1, Y)), -Sum(t[k], (k, 1, Y))),
    "an index that is odd and positive, given": lambda: claim(
        (-1) ** odd * t[odd] + u, u - t[odd], given={odd: (1, Y)}
    ),
    "ranges of a derivation changed by a rule": own_ranges_changed,
    "ranges changed by whoever gave them": given_changed,
    "different from a symbol of that name": lambda: different(u, Symbol("u", positive=True)),
    "different from pi by a symbol of that name": lambda: different(Symbol("pi", real=True) * u, pi * u),
    "different from a function of that name": lambda: different(Function("exp")(u), exp(u)),
    "different from a name of that label": lambda: different(epsilon, Name("epsilon", [])),
    "a square called sigma": lambda: claim(activation("sigma", "z**2")(u), u**2),
    "a square called exp": lambda: claim(activation("exp", "z**2")(u), u**2),
    "a name called pi": lambda: claim(Name("pi", [], lambda: Integer(3)), Integer(3)),
    "a hidden 0 below a fraction bar": lambda: claim(u / hidden_0, 2 * u / hidden_0),
    "a hidden 0 below a fraction bar, alone": lambda: claim(
        hidden_0 / (2 * hidden_0 + hidden_0 * q), 1 / (2 + q) + u - u + 1
    ),
    "a hidden 0 as a base": lambda: claim(hidden_0**u, Integer(1)),
    "a power tower of a hidden 0": lambda: claim(Pow(hidden_0, hidden_0, evaluate=False), Integer(0)),
    "a tie of a maximum": lambda: claim(Subs(Derivative(Max(u, q), u), u, q), Integer(1)),
    "two sums with one private index": lambda: claim(
        Sum(a[h], (h, 1, H)) * Sum(a[h] ** 2, (h, 1, H)), Sum(a[h] ** 3, (h, 1, H))
    ),
    "a sum of a power of a sum": lambda: claim(
        Sum(Sum(S[h, j], (j, 1, H)) ** 2, (h, 1, H)), Sum(S[h, j] ** 2, (h, 1, H), (j, 1, H))
    ),
    "a sum of a negative power of a sum": lambda: claim(
        Sum(1 / Sum(exp(S[h, j]), (j, 1, H)), (h, 1, H)), Sum(exp(-S[h, j]), (h, 1, H), (j, 1, H))
    ),
    "a delta of two fixed indices in a denominator": lambda: claim(
        1 / (1 + KroneckerDelta(o, k)), 1 - KroneckerDelta(o, k) / 3, given=TWO
    ),
    "a delta that ties across a function": lambda: claim(
        Sum(KroneckerDelta(k, o) * sigma(t[k] * KroneckerDelta(k, o)), (k, 1, Y)), sigma(0) * t[o] / t[o], given=ONE
    ),
    "four indices, one pair turned": lambda: claim(
        Sum(S[h, j] * S[j, p] * S[p, h], (h, 1, H), (j, 1, H), (p, 1, H)),
        Sum(S[h, j] * S[p, j] * S[p, h], (h, 1, H), (j, 1, H), (p, 1, H)),
    ),
}
