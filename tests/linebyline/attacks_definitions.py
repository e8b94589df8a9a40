"""False lines by way of definitions: captured indices, changed ones, rounded ones, and names and functions that lie."""

from itertools import count

from proofs import all_of, claim
from subject import (
    Activation,
    Defined,
    Derivation,
    H,
    Name,
    StepError,
    Unknown,
    Y,
    a,
    activation,
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
from sympy import Derivative, Expr, Float, Function, Integer, Rational, Sum, Symbol, log, symbols

u = symbols("u", real=True)
n = symbols("n", integer=True, positive=True)
S, b, heard = Name("s", [H, H]), Name("b", [Y]), Name("q", [H])
with_j = Name("z", [Y], lambda o: Sum(w[o, j] * a[j], (j, 1, H)) + b[o])  # as in the chapter on matrices, with j for h
rows = Name("r", [H], lambda h: Sum(S[h, j], (j, 1, H)))
any_loss = Unknown("C", of=with_j)
TO_HIDDEN, TO_OUTPUT, EDGE = {j: (1, H)}, {k: (1, Y)}, {k: (1, Y), j: (1, H)}


def scalar(definition):
    return Name("q", [], definition)


def changing_closure():
    factor = [1]
    name = scalar(lambda: factor[0] * x[1])
    claim(name, x[1])
    factor[0] = 2
    return all_of(lambda: claim(name + 0 * u, x[1]), lambda: claim(name, 2 * x[1]))


def counting():
    asked = count(1)
    name = scalar(lambda: next(asked) * x[1])
    claim(name, next(asked) * x[1] - x[1])
    return all_of(*(lambda n=n: claim(name, n * x[1]) for n in (1, 2)))


def same_address():
    """Names made and forgotten in a loop may come to stand at the same address."""
    accepted = None
    for factor in range(2, 30):
        try:
            accepted = claim(scalar(lambda factor=factor: factor * x[1]), (factor - 1) * x[1])
        except StepError:
            continue
    if accepted is None:
        raise ValueError("none was accepted")
    return accepted


def outer_index():
    outer = [o]
    name = Name("q", [Y], lambda k: t[outer[0]])
    return claim(name[k], t[k], given=TO_OUTPUT | {o: (1, Y)})


def patched(change):
    f = activation("f", "z**2")
    claim(f(u), u**2)
    change(f)
    return all_of(lambda: claim(f(u), u**3), lambda: claim(Derivative(f(u), u), 2 * u))


def set_definition(f):
    f.definition = classmethod(lambda cls, argument: argument**3)


class Deaf(Name):
    """A name that tells SymPy it never changes."""

    def _eval_derivative(self, variable):
        return Integer(0)


class Elsewhere(Name):
    """A name whose entries are another name's."""

    def __getitem__(self, indices):
        return t[indices] if indices != (o,) and indices != o else y[o]


def liar(**facts):
    """z**2 as a function that tells SymPy something else."""
    return type("liar", (Defined,), {"nargs": 1, "definition": classmethod(lambda cls, z: z**2)} | facts)


def same_name(definition):
    return type("sigma", (Activation,), {"nargs": 1, "definition": classmethod(lambda cls, z: definition(z))})


class Rebuilt(Function):
    """A function that turns into 0 when it is built anew."""

    nargs = 1

    @property
    def func(self):
        return lambda *_: Integer(0)


class Expanded(Function):
    """A function that turns into 0 when it is expanded."""

    nargs = 1

    def _eval_expand_mul(self, **_):
        return Integer(0)


class Everything(Symbol):
    """A symbol that says it equals everything."""

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


DEFINITIONS = {
    "a captured index, derivative by an activation": lambda: claim(
        Derivative(with_j[k], a[j]), Sum(w[k, h], (h, 1, H)), given=EDGE
    ),
    "a captured index, derivative by a weight": lambda: claim(
        Derivative(with_j[k], w[k, j]), Sum(a[h], (h, 1, H)), given=EDGE
    ),
    "a captured index, and by a weight that comes to nothing": lambda: claim(
        Derivative(with_j[k], w[k, j]), Integer(0), given=EDGE
    ),
    "a captured index, derivative of any loss": lambda: claim(
        Derivative(any_loss, a[j]), Sum(any_loss.slope[k] * Sum(w[k, h], (h, 1, H)), (k, 1, Y)), given=TO_HIDDEN
    ),
    "a captured index, a trace for a row": lambda: claim(rows[j], Sum(S[h, h], (h, 1, H)), given=TO_HIDDEN),
    "a captured index inside a sum": lambda: claim(Sum(rows[j], (j, 1, H)), H * Sum(S[h, h], (h, 1, H))),
    "a definition that binds its own index": lambda: claim(
        Name("q", [Y], lambda o: Sum(t[o], (o, 1, Y)))[o], Y * t[o], given={o: (1, Y)}
    ),
    "a definition with an index of no sum": lambda: claim(scalar(lambda: t[o]), t[o], given={}),
    "a definition with another's index": lambda: claim(Name("q", [Y], lambda k: t[o])[k], t[k], given=TO_OUTPUT),
    "a definition with an outer index": outer_index,
    "a definition out of its range": lambda: claim(Name("q", [Y], lambda o: a[o])[o], a[o], given={o: (1, Y)}),
    "a definition out of its range, written with numbers": lambda: claim(scalar(lambda: t[0] + x[1]), t[0] + x[1]),
    "a closure that changes": changing_closure,
    "a definition that counts": counting,
    "names at the same address": same_address,
    "a definition that recurs": lambda: claim(loop := scalar(lambda: loop + 1), loop + 1),
    "two definitions that recur in each other": lambda: claim(
        one := scalar(lambda: other), (other := Name("r", [], lambda: 2 * one))
    ),
    "a definition that is text": lambda: claim(scalar(lambda: "x + 1"), Symbol("x") + 1),
    "a definition that is nothing": lambda: claim(scalar(lambda: None), Integer(0)),
    "a definition that is a truth": lambda: claim(scalar(lambda: u < 1), Integer(1)),
    "a rounded number in a definition": lambda: claim(scalar(lambda: Float("0.5") * x[1]), x[1] / 2),
    "a rounded number in a definition, as a power": lambda: claim(scalar(lambda: x[1] ** Float(2)), x[1] ** 2),
    "a rounded sum in a definition": lambda: claim(scalar(lambda: (Float(0.1) + Float(0.2)) * x[1]), 3 * x[1] / 10),
    "a rounded number that is lost": lambda: claim(scalar(lambda: (Float("1e-30") + 1) * x[1]), x[1]),
    "a rounded number two definitions deep": lambda: claim(scalar(lambda: Name("r", [], lambda: 2.0 * x[1])), 2 * x[1]),
    "a rounded number in an activation": lambda: claim(
        Derivative(activation("rounded", "Piecewise((z, z > 0), (0.01*z, True))")(u), u),
        Derivative(activation("exact", "Piecewise((z, z > 0), (z/100, True))")(u), u),
    ),
    "a rounded number in an activation, its value": lambda: claim(activation("third", "0.25*z")(u), u / 4),
    "names of one label over widths of one name": lambda: claim(
        Sum(Name("q", [H])[h], (h, 1, H)),
        Sum(Name("q", [(even := Symbol("H", integer=True, positive=True, even=True))])[h], (h, 1, even)),
    ),
    "names of one label with different definitions": lambda: claim(scalar(lambda: x[1]), scalar(lambda: x[2])),
    "a name that is deaf to derivatives": lambda: claim(Derivative(Deaf("q", [], lambda: x[1] ** 2), x[1]), Integer(0)),
    "a given name that is deaf to derivatives": lambda: claim(
        Derivative(Deaf("q", [Y])[1], Deaf("q", [Y])[1]) - 1, Integer(1)
    ),
    "a name whose entries are another's": lambda: claim(
        Sum(Elsewhere("q", [Y])[k], (k, 1, Y)), Elsewhere("q", [Y])[o] * Y, given={o: (1, Y)}
    ),
    "a slope that lies": lambda: claim(Derivative(liar(fdiff=lambda self, n=1: Integer(0))(u), u), Integer(0)),
    "a slope that lies, by the value": lambda: claim(
        Derivative(liar(fdiff=lambda self, n=1: self)(u), u), liar(fdiff=lambda self, n=1: self)(u)
    ),
    "a derivative that lies": lambda: claim(
        Derivative(liar(_eval_derivative=lambda self, v: Integer(7))(u), u), Integer(7)
    ),
    "a slope that lies without a definition": lambda: claim(
        Derivative(type("g", (Function,), {"nargs": 1, "fdiff": lambda self, n=1: Integer(0)})(u), u), Integer(0)
    ),
    "a function that says it is zero": lambda: claim(liar(is_zero=True)(u) * x[1], Integer(0)),
    "a logarithm that says it is real": lambda: claim(abs(activation("logarithm", "log(z)")(u)) ** 2, log(u) ** 2),
    "two functions of one name": lambda: claim(activation("f", "z**2")(u), activation("f", "z**3")(u)),
    "another sigma": lambda: claim(same_name(lambda z: 2 / (1 + z**2))(u), sigma(u)),
    "another sigma, its slope": lambda: claim(Derivative(same_name(lambda z: z**3)(u), u), sigma(u) * (1 - sigma(u))),
    "a definition patched later": lambda: patched(set_definition),
    "a function that rebuilds itself as 0": lambda: claim(Rebuilt(u), Integer(0)),
    "a function that expands to 0": lambda: claim(Expanded(u), Integer(0)),
    "a function that expands to 0, as a factor": lambda: claim(x[1] * Expanded(u), Integer(0)),
    "a symbol that equals everything": lambda: claim(Everything("u"), Integer(5)),
    "a symbol that equals everything, on the right": lambda: claim(x[1] + 1, Everything("u")),
    "an expression of no known kind": lambda: claim(type("Odd", (Expr,), {})(), Integer(0)),
    "an expression of no known kind, doubled": lambda: claim(
        type("Odd", (Expr,), {})(u), 2 * type("Odd", (Expr,), {})(u)
    ),
    "free of a name, by its text": lambda: Derivation(2 * t[o], {o: (1, Y)}).without("no t", "t"),
    "free of a name, by a symbol of that text": lambda: Derivation(2 * t[o], {o: (1, Y)}).without("no t", Symbol("t")),
    "free of a name, by one of its entries": lambda: Derivation(2 * t[o], {o: (1, Y)}).without("no t", t[1]),
    "free of a name that is there": lambda: Derivation(2 * t[o], {o: (1, Y)}).without("no t", t),
    "an unknown for a given quantity": lambda: claim(Unknown("q", of=with_j), Name("q", []) + Rational(1, 2)),
    "the slope of an unknown for a given quantity": lambda: claim(
        Derivative(any_loss, with_j[k]), Name("dC/dz", [Y])[k], given=TO_OUTPUT
    ),
    "an unknown does not change": lambda: claim(Derivative(any_loss, with_j[k]), Integer(0), given=TO_OUTPUT),
    "an unknown does not feel a weight": lambda: claim(
        Derivative(any_loss, w[k, h]), Integer(0), given=TO_OUTPUT | {h: (1, H)}
    ),
    "an unknown's second derivatives are 0": lambda: claim(
        Derivative(any_loss, with_j[k], with_j[k]), Integer(0), given=TO_OUTPUT
    ),
    "an unknown of a matrix does not change": lambda: claim(
        Derivative(Unknown("C", of=S), S[h, j]), Integer(0), given={h: (1, H), j: (1, H)}
    ),
    "one unknown is another": lambda: claim(Unknown("C", of=with_j), Unknown("D", of=with_j)),
    "a name defined by a derivative is constant": lambda: claim(
        Derivative(Name("d", [Y], lambda k: Derivative(epsilon, z_o[k]))[k], w[k, j]), Integer(0), given=EDGE
    ),
    "a name defined by a derivative is constant, the plain loss": lambda: claim(
        Derivative(Name("d", [Y], lambda k: Derivative(plain_loss, sums[k]))[k], w[k, j]), Integer(0), given=EDGE
    ),
}
sums = Name("z", [Y], lambda o: Sum(w[o, h] * heard[h], (h, 1, H)))
plain_loss = Name("C", [], lambda: Sum(sums[o] ** 2, (o, 1, Y)))
