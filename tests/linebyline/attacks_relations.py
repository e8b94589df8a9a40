"""False lines by way of relations that do not compose, and of inductions that prove another claim."""

from proofs import bound, claim, refused_or_true
from subject import Derivation, H, Induction, L, Y, a, h, i, j, k, l, o, sigma, t, x, z
from sympy import Abs, Derivative, Function, Integer, KroneckerDelta, Rational, Sum, log, oo, sqrt, symbols

u, q, positive = symbols("u q", real=True)[0], symbols("q", real=True), symbols("p", positive=True)
c = symbols("c")
SLOPE, QUARTER, MISSING = sigma(z) * (1 - sigma(z)), Rational(1, 4), (sigma(z) - Rational(1, 2)) ** 2


def bounded():
    """A derivation that has come to slope <= 1/4."""
    derivation = Derivation(SLOPE)
    derivation.at_most("a square is missing", QUARTER, MISSING)
    return derivation


def told_apart(start, other):
    """A derivation whose last line says start != other."""
    derivation = Derivation(start)
    derivation.differs("they differ", other)
    return derivation


def squares():
    derivation = Derivation(-(u**2))
    derivation.at_most("a square is missing", Integer(0), u**2)
    return derivation


class Liar(Function):
    """-1 - u**2, which calls itself not negative."""

    is_nonnegative = is_real = True
    nargs = 1

    @classmethod
    def definition(cls, argument):
        return -1 - argument**2


RELATIONS = {
    "equal again after a bound": lambda: refused_or_true(bounded(), lambda d: d.step("=", QUARTER)),
    "equal to another number after a bound": lambda: refused_or_true(bounded(), lambda d: d.step("=", 1 - 3 * QUARTER)),
    "equal to 0 after at most 0": lambda: refused_or_true(squares(), lambda d: d.step("=", Integer(0))),
    "equal to a sum after a bound": lambda: refused_or_true(
        bounded(), lambda d: d.step("=", sigma(u) / 4 + sigma(-u) / 4)
    ),
    "a rule after a bound": lambda: refused_or_true(bounded(), lambda d: d.step("same", lambda line, ranges: line)),
    "free of a name after a bound": lambda: refused_or_true(bounded(), lambda d: d.without("no x", x)),
    "differs after a bound, from itself": lambda: refused_or_true(squares(), lambda d: d.differs("!=", -(u**2))),
    "differs after a bound, from another form of itself": lambda: refused_or_true(
        bounded(), lambda d: d.differs("!=", sigma(z) - sigma(z) ** 2)
    ),
    "equal after different": lambda: refused_or_true(told_apart(u, 2 * u), lambda d: d.step("=", 2 * u)),
    "equal to 0 after different from 0": lambda: refused_or_true(
        told_apart(u, Integer(0)), lambda d: d.step("=", u - u)
    ),
    "at most after different": lambda: refused_or_true(
        told_apart(u**2, Integer(-1)), lambda d: d.at_most("<=", Integer(0), Integer(1))
    ),
    "x squared at most 0": lambda: refused_or_true(
        told_apart(u**2, -(q**2)), lambda d: d.at_most("<=", Integer(0), q**2)
    ),
    "0 differs from 0": lambda: refused_or_true(
        told_apart(Integer(0), Integer(1)), lambda d: d.differs("!=", Integer(0))
    ),
    "different twice comes back": lambda: refused_or_true(told_apart(u, 2 * u), lambda d: d.differs("!=", u)),
    "free of a name after different": lambda: refused_or_true(told_apart(u, 2 * u), lambda d: d.without("no x", x)),
    "equal after different, weights": lambda: refused_or_true(
        told_apart(x[1] * x[1], x[1]), lambda d: d.step("=", 2 * x[1] - x[1])
    ),
    "a slack that may be negative": lambda: bound(u, u + q, q),
    "a negative slack": lambda: bound(u, u - q**2, -(q**2)),
    "a slack of a negative number": lambda: bound(u, u - 1, Integer(-1)),
    "a slack that is the product of two of unknown sign": lambda: bound(u, u + q * z, q * z),
    "a slack that is a cube": lambda: bound(Integer(0), u**3, u**3),
    "a slack that is a logarithm": lambda: bound(Integer(0), log(positive), log(positive)),
    "a slack that is the square of a complex number": lambda: bound(Integer(0), c**2, c**2),
    "a slack that is the square of an imaginary number": lambda: bound(
        Integer(0), symbols("c", imaginary=True) ** 2, symbols("c", imaginary=True) ** 2
    ),
    "a slack summed over a range turned round": lambda: bound(Integer(0), Integer(-5), Sum(1, (k, 1, -6))),
    "a slack summed over a range that may be empty": lambda: bound(Sum(1, (k, 1, Y - 3)), Sum(2, (k, 1, Y - 3)), Y - 3),
    "an infinite slack": lambda: bound(u, oo, oo),
    "a slack that lies about its sign": lambda: bound(Integer(0), Liar(u), Liar(u)),
    "a slack that does not fit": lambda: bound(u, u + 2 * q**2, q**2),
    "a bound with an index of no sum": lambda: bound(u, u + t[k] ** 2, t[k] ** 2),
    "a slack that is a root of a negative": lambda: bound(Integer(0), sqrt(u) ** 2, sqrt(u) ** 2),
    "a slack that is an activation without sign": lambda: bound(
        Integer(0), a[h] * t[o], a[h] * t[o], {h: (1, H), o: (1, Y)}
    ),
}


def induction(claimed, base=None, step=None):
    """An induction that claims `claimed(net, layer) * delta`, with its two derivations taken there in one line."""
    whole = Induction(lambda net, layer: (Derivative(net.epsilon, net.z[layer][j]), claimed(net, layer)))
    for derivation, names, layer, finish in ((whole.base, whole.top, L, base), (whole.step, whole.cut, l, step)):
        goal = whole.claim(names, layer)[1]
        finish(derivation, goal) if finish else derivation.step("as claimed", goal)
    return whole.conclude("for every layer")


def plain(factor):
    return lambda net, layer: factor * net.delta[layer][j]


def by_differing(derivation, goal):
    derivation.differs("they differ", goal)


def by_a_bound(derivation, goal):
    derivation.at_most("a bound", goal, (goal - derivation.start) ** 2)


def branch(is_last):
    return lambda net, layer: (-2 if is_last(net, layer) else -7) * net.delta[layer][j]


def changing():
    """A claim that is another one each time it is asked."""
    asked = iter([-2] * 2 + [-7] * 100)
    return induction(lambda net, layer: next(asked) * net.delta[layer][j])


def changed_later():
    factor = [-2]
    whole = Induction(lambda net, layer: (Derivative(net.epsilon, net.z[layer][j]), factor[0] * net.delta[layer][j]))
    whole.base.step("layer L", -2 * whole.top.delta[L][j])
    factor[0] = -7
    whole.step.step("layer l", -7 * whole.cut.delta[l][j])
    factor[0] = 5
    whole.base.lines[-1:] = Derivation(5 * whole.top.delta[L][j]).lines
    return whole.conclude("for every layer")


def exchanged():
    """The base case is exchanged for a derivation of something else that ends in the goal."""
    whole = Induction(lambda net, layer: (Derivative(net.epsilon, net.z[layer][j]), -7 * net.delta[layer][j]))
    whole.step.step("layer l", -7 * whole.cut.delta[l][j])
    whole.base = Derivation(-6 * whole.top.delta[L][j] - whole.top.delta[L][j], whole.base.given)
    whole.base.step("the goal", -7 * whole.top.delta[L][j])
    return whole.conclude("for every layer")


def from_elsewhere():
    """The base case ends in a line of another derivation, which has the goal on its right."""
    whole = Induction(lambda net, layer: (Derivative(net.epsilon, net.z[layer][j]), -7 * net.delta[layer][j]))
    goal = -7 * whole.top.delta[L][j]
    other = Derivation(Derivative(u * goal, u), whole.base.given)
    other.step("the goal", goal)
    whole.base.lines += other.lines
    whole.step.step("layer l", -7 * whole.cut.delta[l][j])
    return whole.conclude("for every layer")


def under_facts():
    """The base case holds for q > 0 alone."""

    def sides(net, layer):
        return Derivative(net.epsilon, net.z[layer][j]), -2 * Abs(q) / q * net.delta[layer][j]

    whole = Induction(sides)
    whole.base = Derivation(whole.base.start, whole.base.given, assuming=[q > 0])
    whole.base.step("layer L", sides(whole.top, L)[1])
    whole.step.step("layer l", sides(whole.cut, l)[1])
    return whole.conclude("for every layer")


def claimed_early():
    whole = Induction(lambda net, layer: (Derivative(net.epsilon, net.z[layer][j]), -7 * net.delta[layer][j]))
    cut = whole.cut_at(l, l)
    edge = {j: (1, cut.n[l]), i: (1, cut.n[l - 1])}
    return claim(Derivative(cut.epsilon, cut.w[l][j, i]), -7 * cut.delta[l][j] * cut.a[l - 1][i], given=edge)


def without_a_base():
    whole = Induction(lambda net, layer: (Derivative(net.epsilon, net.z[layer][j]), -net.delta[layer][j]))
    whole.step.step("layer l", -whole.cut.delta[l][j])
    return whole.conclude("for every layer")


INDUCTION = {
    "the base by different": lambda: induction(plain(-1), base=by_differing),
    "base and step by different": lambda: induction(plain(-3), by_differing, by_differing),
    "the step by different": lambda: induction(plain(-3), step=by_differing),
    "the base by a bound": lambda: induction(plain(-1), base=by_a_bound),
    "no delta at all": lambda: induction(lambda net, layer: Integer(0), by_differing, by_differing),
    "a branch at the last layer": lambda: induction(branch(lambda net, layer: layer == L)),
    "a branch where the targets are known": lambda: induction(branch(lambda net, layer: net.t is not None)),
    "a branch by the name of the layer": lambda: induction(branch(lambda net, layer: "L" in str(layer))),
    "a branch by the number of weights": lambda: induction(branch(lambda net, layer: len(net.w) == 1)),
    "a branch by the kind of the loss": lambda: induction(branch(lambda net, layer: bool(net.epsilon.definition))),
    "a branch by a Kronecker delta": lambda: induction(
        lambda net, layer: (-7 + 5 * KroneckerDelta(layer, L)) * net.delta[layer][j]
    ),
    "a factor for each layer": lambda: induction(lambda net, layer: -2 * 7 ** (L - layer) * net.delta[layer][j]),
    "a claim that changes when asked": changing,
    "a claim that changes afterwards": changed_later,
    "a base case that is another derivation": exchanged,
    "a base case that ends in another derivation's line": from_elsewhere,
    "a base case under an assumption": under_facts,
    "used before it is proved": claimed_early,
    "no base case": without_a_base,
    "half the claim": lambda: induction(plain(-1)),
    "an index of no sum": lambda: induction(lambda net, layer: -2 * net.delta[layer][k]),
    "the activation for the delta": lambda: induction(lambda net, layer: -2 * net.a[layer][j]),
    "lines the author put in": lambda: induction(plain(-5), base=lambda d, goal: d.lines.extend(bounded().lines)),
}
