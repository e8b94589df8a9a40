"""Lines that are no lines, and objects of SymPy that the engine does not know node by node."""

from decimal import Decimal

import numpy as np
from proofs import bound, claim
from subject import Y, epsilon, k, o, t, w, x, y
from sympy import (
    AccumBounds,
    Derivative,
    Dummy,
    Eq,
    Function,
    IndexedBase,
    Integer,
    Integral,
    Lambda,
    Limit,
    Matrix,
    MatrixSymbol,
    Ne,
    Order,
    Pow,
    Product,
    Symbol,
    Trace,
    UnevaluatedExpr,
    Wild,
    exp,
    factorial,
    oo,
    sin,
    symbols,
    sympify,
)
from sympy.physics.units import kilometer, meter

u, q = symbols("u q", real=True)
f = Function("f")
ONE = {o: (1, Y)}
V, W = MatrixSymbol("V", 2, 2), MatrixSymbol("W", 2, 2)
plain = IndexedBase("q")


def nested(depth, function, at):
    """function(function(...(at)))"""
    for _ in range(depth):
        at = function(at)
    return at


LINES = {
    "text": lambda: claim(epsilon, "epsilon"),
    "text that is a number": lambda: claim(u - u, "0"),
    "a true": lambda: claim(u, True),
    "an equation": lambda: claim(u, Eq(u, 2 * q)),
    "an equation that SymPy decides": lambda: claim(u, Eq(u, u)),
    "an equation as the start": lambda: claim(Eq(u, q), Eq(u, q)),
    "an inequality": lambda: claim(u, u < q),
    "an inequation": lambda: claim(u, Ne(u, q)),
    "nothing": lambda: claim(u, None),
    "a list": lambda: claim(u, [u]),
    "a tuple": lambda: claim(u, (u, u)),
    "a set": lambda: claim(u, {u}),
    "a dictionary": lambda: claim(u, {u: u}),
    "a matrix": lambda: claim(u, Matrix([[u]])),
    "a matrix that does not commute": lambda: claim(V * W, W * V),
    "a matrix that is its transpose": lambda: claim(W.T, W),
    "a matrix entry": lambda: claim(W[0, 1], W[1, 0]),
    "a trace": lambda: claim(Trace(V * W), Trace(V) * Trace(W)),
    "an array": lambda: claim(u, np.array([1.0, 2.0])),
    "a float": lambda: claim(Integer(1) / 2, 0.5),
    "a NumPy float": lambda: claim(Integer(1) / 2, np.float64(0.5)),
    "a decimal": lambda: claim(Integer(1) / 2, Decimal("0.5")),
    "a complex number": lambda: claim(u, 1j),
    "a class": lambda: claim(u, Symbol),
    "a name of two indices alone": lambda: claim(w, 2 * w),
    "a name of an index alone": lambda: claim(t, y),
    "a lambda of SymPy": lambda: claim(Lambda(u, u), Lambda(u, 2 * u)),
    "text as the start": lambda: claim("t - y", Symbol("t") + Symbol("y")),
    "no bound": lambda: bound(u, None, u**2),
    "text as the slack": lambda: bound(u, u + 1, "1 "),
    "an equation as the bound": lambda: bound(u, Eq(u, 1), Integer(0)),
    "a truth as the slack": lambda: bound(u, u, Eq(u, u)),
}

KINDS = {
    "an integral": lambda: claim(Integral(u, (u, 0, 1)), u),
    "an integral and its double": lambda: claim(Integral(q, (q, 0, u)), u**2),
    "an integral over an index": lambda: claim(Integral(t[1] * k, (k, 0, 1)), t[1] * k, given={k: (1, Y)}),
    "the slope of an integral": lambda: claim(Derivative(Integral(sin(q * u), (q, 0, u)), u), sin(u**2)),
    "a product": lambda: claim(Product(t[k], (k, 1, Y)), t[1] ** Y),
    "a product of ones and a half": lambda: claim(Product(k, (k, 1, Y)), Y),
    "a product with a bound index outside": lambda: claim(Product(t[o], (o, 1, Y)), t[o], given=ONE),
    "a limit": lambda: claim(Limit(sin(u) / u, u, 0), Integer(0)),
    "a limit at infinity": lambda: claim(Limit(u, u, oo), oo),
    "an order": lambda: claim(u + u**2, u + Order(u)),
    "an order for another": lambda: claim(u + Order(u**2), Order(u)),
    "an interval": lambda: claim(AccumBounds(0, 1) * u, AccumBounds(0, 1) * u * 1),
    "an interval's difference": lambda: claim(AccumBounds(0, 1) - AccumBounds(0, 1) + u, u),
    "a plain indexed base": lambda: claim(plain[o], plain[k], given={o: (1, Y), k: (1, Y)}),
    "a plain indexed base, out of scope": lambda: claim(plain[k] * u, plain[k] * u),
    "a plain indexed base, its derivative": lambda: claim(
        Derivative(plain[o], plain[k]), Integer(0), given={o: (1, Y), k: (1, Y)}
    ),
    "an undefined function of another": lambda: claim(f(u), f(q)),
    "an undefined function of two, exchanged": lambda: claim(f(u, q), f(q, u)),
    "an undefined function of two, one left out": lambda: claim(f(u, q), f(u, 2 * q)),
    "an undefined function of none": lambda: claim(Function("g")(u), Function("h")(u)),
    "two undefined functions, letters exchanged": lambda: claim(Function("ab")(u), Function("ba")(u)),
    "an undefined function is even": lambda: claim(f(u), f(-u)),
    "an undefined function is linear": lambda: claim(f(u + q), f(u) + f(q)),
    "an undefined function does not change": lambda: claim(Derivative(f(u), u), Integer(0)),
    "a dummy of the same letter": lambda: claim(Dummy("u") + q, Dummy("u") + q),
    "a dummy for a symbol": lambda: claim(u + q, Dummy("u", real=True) + q),
    "a wild symbol": lambda: claim(Wild("u"), u),
    "a symbol of other assumptions": lambda: claim(u, Symbol("u")),
    "a positive target for the target": lambda: claim(t[1], Symbol("t", positive=True)),
    "a symbol written like an entry": lambda: claim(t[1], Symbol("t[1]", real=True)),
    "a symbol written like a name": lambda: claim(epsilon, Symbol("epsilon", real=True)),
    "what is not evaluated": lambda: claim(UnevaluatedExpr(u + 1) ** 2, u**2 + 1),
    "units": lambda: claim(kilometer * u, meter * u),
    "sigma of two thousand sines": lambda: claim(nested(2000, sin, u), nested(1999, sin, u)),
    "a huge power": lambda: claim(Pow(2, 10**7, evaluate=False) * u, Pow(2, 10**7, evaluate=False) * q),
    "a huge factorial": lambda: claim(factorial(10**5, evaluate=False) * u, factorial(10**5, evaluate=False) * q),
    "a power of a sum": lambda: claim((u + q + t[1] + x[1] + 1) ** 40, (u + q + t[1] + x[1] + 2) ** 40),
    "a tower": lambda: claim(nested(5, exp, u), nested(5, exp, u) + 1),
    "a name for one entry": lambda: claim(epsilon * t, epsilon * t[1]),
    "what sympify made of text": lambda: claim(sympify("t + y"), t[1] + y[1]),
}
