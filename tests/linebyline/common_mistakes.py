"""What students get wrong: a start, the wrong line, the fixed indices, and what the explanation should say.

The words are a pattern, any of whose alternatives names the cause: wordings may change, causes do not.
"""

from typing import NamedTuple

from subject import (
    H,
    Name,
    Unknown,
    X,
    Y,
    a,
    alpha,
    delta_h,
    delta_o,
    epsilon,
    h,
    i,
    j,
    k,
    o,
    sigma,
    t,
    v,
    w,
    x,
    y,
    z,
    z_h,
    z_o,
)
from sympy import Derivative, Expr, KroneckerDelta, Sum, cos, exp, log, sin, symbols, tanh

u, q = symbols("u q", real=True)
p = symbols("p", integer=True, positive=True)
ONE, TO_OUTPUT, TO_HIDDEN = {o: (1, Y)}, {o: (1, Y), h: (1, H)}, {h: (1, H), i: (1, X)}
ALL = TO_HIDDEN | ONE
SLOPE, HIDDEN = Derivative(epsilon, w[o, h]), Derivative(epsilon, v[h, i])
error, slope, s, ez = t[o] - y[o], y[o] * (1 - y[o]), sigma(z), exp(-z)
back = Sum(delta_o[k] * w[k, h], (k, 1, Y))
S, b = Name("s", [H, H]), Name("b", [Y])
biased = Name("z", [Y], lambda o: Sum(w[o, j] * a[j], (j, 1, H)) + b[o])
any_loss = Unknown("epsilon", of=biased)
scores = Name("s", [Y])
softmax = Name("p", [Y], lambda o: exp(scores[o]) / Sum(exp(scores[k]), (k, 1, Y)))
PLUS = "sign|minus|-1 times"
TIMES_2 = r"\b2 times|factor 2|\b2 is|1/2 times"
INNER = "inner|chain rule"


class Mistake(NamedTuple):
    start: Expr
    line: Expr
    given: dict
    named: str  #: a pattern that names the cause
    never: str = "$^"  #: a pattern that would mislead here


SIGNS = {
    "the sign dropped": Mistake(SLOPE, 2 * error * slope * a[h], TO_OUTPUT, PLUS),
    "the inner minus forgotten": Mistake(
        Derivative((t[o] - y[o]) ** 2, y[o]), 2 * error, ONE, "inner|minus|sign|-1 times", "changed places"
    ),
    "the inner minus forgotten, whole": Mistake(
        Derivative(epsilon, y[o]), 2 * (t[o] - y[o]), ONE, "inner|minus|sign|-1 times", "changed places"
    ),
    "y - t for t - y": Mistake(SLOPE, -2 * (y[o] - t[o]) * slope * a[h], TO_OUTPUT, "y - t|sign"),
    "y - t for t - y in the delta": Mistake(delta_o[o], slope * (y[o] - t[o]), ONE, "y - t|sign"),
    "t and y swapped everywhere": Mistake(
        SLOPE, -2 * (y[o] - t[o]) * t[o] * (1 - t[o]) * a[h], TO_OUTPUT, "changed places"
    ),
    "uphill": Mistake(w[o, h] - alpha / 2 * SLOPE, w[o, h] - alpha * delta_o[o] * a[h], TO_OUTPUT, PLUS),
    "uphill, hidden": Mistake(v[h, i] - alpha / 2 * HIDDEN, v[h, i] - alpha * delta_h[h] * x[i], TO_HIDDEN, PLUS),
    "the minus of exp(-z) forgotten": Mistake(Derivative(ez, z), ez, {}, "inner|minus|sign|-1 times"),
    "the minus of the reciprocal forgotten": Mistake(Derivative(1 / (1 + ez), z), -ez / (1 + ez) ** 2, {}, PLUS),
    "sigma (1 + sigma)": Mistake(Derivative(s, z), s * (1 + s), {}, r"1 \+ sigma.*1 - sigma|sign"),
    "y (1 + y)": Mistake(SLOPE, -2 * error * y[o] * (1 + y[o]) * a[h], TO_OUTPUT, r"1 \+ y.*1 - y|sign"),
    "sigma of -z is -sigma": Mistake(sigma(-z), -s, {}, "sign|minus|1 -|symmetr"),
    "the minus of the cosine": Mistake(Derivative(cos(u), u), sin(u), {}, PLUS),
}
FACTORS = {
    "the 2 dropped": Mistake(SLOPE, -error * slope * a[h], TO_OUTPUT, TIMES_2),
    "the 2 twice": Mistake(SLOPE, -4 * error * slope * a[h], TO_OUTPUT, TIMES_2),
    "the 2 not absorbed": Mistake(w[o, h] - alpha * SLOPE, w[o, h] + alpha * delta_o[o] * a[h], TO_OUTPUT, r"\b2\b"),
    "the 2 of the hidden weight dropped": Mistake(HIDDEN, -delta_h[h] * x[i], TO_HIDDEN, TIMES_2),
    "the slope of sigma forgotten": Mistake(SLOPE, -2 * error * a[h], TO_OUTPUT, r"lacks|slope"),
    "half the slope of sigma": Mistake(SLOPE, -2 * error * y[o] * a[h], TO_OUTPUT, r"lacks the factor \(1 - y"),
    "the other half": Mistake(SLOPE, -2 * error * (1 - y[o]) * a[h], TO_OUTPUT, r"lacks the factor y"),
    "the activation forgotten": Mistake(SLOPE, -2 * delta_o[o], TO_OUTPUT, r"lacks the factor a"),
    "the input forgotten": Mistake(HIDDEN, -2 * delta_h[h], TO_HIDDEN, r"lacks the factor x"),
    "the slope twice": Mistake(SLOPE, -2 * delta_o[o] * slope * a[h], TO_OUTPUT, r"too many|twice"),
    "the hidden slope forgotten": Mistake(HIDDEN, -2 * back * x[i], TO_HIDDEN, r"lacks|slope"),
    "the hidden slope in the delta forgotten": Mistake(delta_h[h], back, {h: (1, H)}, r"lacks|slope"),
    "exp(-z) missing": Mistake(
        Derivative(1 / (1 + ez), z), 1 / (1 + ez) ** 2, {}, r"lacks the factor exp\(-z|exp\(-z\)", r"exp\(z\)"
    ),
    "the square of the denominator missing": Mistake(
        Derivative(1 / (1 + ez), z), ez / (1 + ez), {}, r"square|power|lacks|too many"
    ),
    "the error squared": Mistake(SLOPE, -2 * error**2 * slope * a[h], TO_OUTPUT, "too many|power|square"),
    "the error forgotten": Mistake(SLOPE, -2 * slope * a[h], TO_OUTPUT, r"lacks the factor \(t"),
    "the learning rate forgotten": Mistake(
        w[o, h] - alpha / 2 * SLOPE, w[o, h] + delta_o[o] * a[h], TO_OUTPUT, "alpha"
    ),
}
RULES = {
    "the inner derivative forgotten": Mistake(
        Derivative(sigma(2 * z), z), sigma(2 * z) * (1 - sigma(2 * z)), {}, INNER + "|2 times"
    ),
    "the inner derivative of a square forgotten": Mistake(Derivative(y[o] ** 2, w[o, h]), 2 * y[o], TO_OUTPUT, INNER),
    "the inner derivative of a logarithm forgotten": Mistake(
        Derivative(log(1 + exp(z)), z), 1 / (1 + exp(z)), {}, INNER
    ),
    "the inner derivative of tanh forgotten": Mistake(
        Derivative(tanh(3 * z), z), 1 - tanh(3 * z) ** 2, {}, INNER + "|3 times"
    ),
    "the product rule forgotten": Mistake(Derivative(z * s, z), s * (1 - s), {}, "product rule"),
    "half the product rule": Mistake(Derivative(z * s, z), z * s * (1 - s), {}, "product rule"),
    "the power not lowered": Mistake(Derivative(u**3, u), 3 * u**3, {}, "power|exponent|factor u"),
    "the power not brought down": Mistake(Derivative(u**3, u), u**2, {}, "power|exponent|3 times|factor 3"),
    "the quotient rule's sign": Mistake(
        Derivative(u / (1 + u**2), u), (1 + u**2 + 2 * u**2) / (1 + u**2) ** 2, {}, "quotient rule|sign"
    ),
    "the slope at z for the slope at a": Mistake(
        Derivative(a[h], z_h[h]), z_h[h] * (1 - z_h[h]), {h: (1, H)}, "weighted sum"
    ),
    "the slope of the activation of an activation": Mistake(
        Derivative(a[h], z_h[h]), sigma(a[h]) * (1 - sigma(a[h])), {h: (1, H)}, "already an activation"
    ),
    "tanh's slope for sigma's": Mistake(Derivative(s, z), 1 - s**2, {}, "tanh"),
    "sigma's slope for tanh's": Mistake(Derivative(tanh(z), z), tanh(z) * (1 - tanh(z)), {}, "sigma|tanh"),
    "the wrong variable": Mistake(
        HIDDEN, Sum(Derivative((t[k] - y[k]) ** 2, w[o, h]), (k, 1, Y)), ALL, "with respect to"
    ),
    "a derivative left out": Mistake(Derivative(y[o], w[o, h]), slope, TO_OUTPUT, INNER),
    "a constant kept": Mistake(Derivative(u**2 + q, u), 2 * u + q, {}, "constant|does not depend"),
}
PLACES = {
    "the sum dropped": Mistake(
        HIDDEN, -2 * delta_o[o] * w[o, h] * a[h] * (1 - a[h]) * x[i], ALL, "sum is missing|sum over"
    ),
    "the sum of the delta dropped": Mistake(
        delta_h[h], a[h] * (1 - a[h]) * delta_o[o] * w[o, h], ALL, "sum is missing|sum over"
    ),
    "the sum of the loss dropped": Mistake(epsilon, (t[o] - y[o]) ** 2, ONE, "sum is missing|sum over"),
    "the sum kept": Mistake(SLOPE, Sum(-2 * delta_o[k] * a[h], (k, 1, Y)), TO_OUTPUT, "sum|only"),
    "the index of another output": Mistake(
        SLOPE, -2 * delta_o[p] * a[h], TO_OUTPUT | {p: (1, Y)}, "p is written for o"
    ),
    "the index of another hidden node": Mistake(
        SLOPE, -2 * delta_o[o] * a[j], TO_OUTPUT | {j: (1, H)}, "j is written for h"
    ),
    "a fixed index in a sum": Mistake(
        delta_h[h], a[h] * (1 - a[h]) * Sum(delta_o[o] * w[k, h], (k, 1, Y)), ALL, "o is written for k"
    ),
    "the first output for this one": Mistake(SLOPE, -2 * delta_o[1] * a[h], TO_OUTPUT, "1 is written for o|index"),
    "the weight transposed": Mistake(
        Sum(S[j, h] * a[j], (j, 1, H)), Sum(S[h, j] * a[j], (j, 1, H)), {h: (1, H)}, "wrong order|transpos"
    ),
    "the unweighted sum": Mistake(
        delta_h[h], a[h] * (1 - a[h]) * Sum(delta_o[k], (k, 1, Y)), {h: (1, H)}, r"w\[k, h\]|weight"
    ),
    "the weights without deltas": Mistake(
        delta_h[h], a[h] * (1 - a[h]) * Sum(w[k, h], (k, 1, Y)), {h: (1, H)}, "delta"
    ),
    "the weighted sum for the activation": Mistake(SLOPE, -2 * delta_o[o] * z_h[h], TO_OUTPUT, "weighted sum"),
    "the activation for the weighted sum": Mistake(sigma(z_h[h]), sigma(a[h]), {h: (1, H)}, "activation"),
    "the bias's slope is the weight's": Mistake(
        Derivative(any_loss, b[k]), Derivative(any_loss, biased[k]) * a[h], {k: (1, Y), h: (1, H)}, "a.* too many"
    ),
    "the diagonal of softmax for all": Mistake(
        Derivative(softmax[k], scores[o]),
        softmax[k] * (1 - softmax[k]),
        {k: (1, Y), o: (1, Y)},
        "KroneckerDelta|diagonal|k = o|every",
    ),
    "the Kronecker delta forgotten": Mistake(
        Derivative(softmax[k], scores[o]), -softmax[k] * softmax[o], {k: (1, Y), o: (1, Y)}, "KroneckerDelta|k = o"
    ),
    "a delta where there is none": Mistake(
        Derivative(z_o[o], a[h]), KroneckerDelta(o, 1) * w[o, h], TO_OUTPUT, "KroneckerDelta|too many"
    ),
}

MISTAKES = SIGNS | FACTORS | RULES | PLACES

#: a phrase that names one cause, and the mistakes it may be said of
PHRASES = {
    "changed places": {"t and y swapped everywhere"},
    "wrong order": {"the weight transposed"},
    "already an activation": {"the slope of the activation of an activation", "the activation for the weighted sum"},
    "with respect to": {"the wrong variable"},
    "sum is missing": {"the sum dropped", "the sum of the delta dropped", "the sum of the loss dropped"},
    "product rule": {"the product rule forgotten", "half the product rule"},
    "quotient rule": {"the quotient rule's sign"},
    "weighted sum": {
        "the slope at z for the slope at a",
        "the weighted sum for the activation",
        "the activation for the weighted sum",
    },
}
