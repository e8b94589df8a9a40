"""Wrong lines by what is wrong with them: a start, the line, the fixed indices, and what is said of it."""

from sympy import Derivative, KroneckerDelta, Sum, Symbol

from book.notation import (
    H,
    Name,
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
    z_h,
)
from linebyline.derivation import Derivation

TO_OUTPUT = {o: (1, Y), h: (1, H)}
TO_HIDDEN = {h: (1, H), i: (1, X)}
OUTPUT_WEIGHT = -2 * (t[o] - y[o]) * y[o] * (1 - y[o]) * a[h]  # equation (5)
SQUARE = Name("u", [H, H])
WRONG = {
    "sign flipped": (Derivative(epsilon, w[o, h]), -OUTPUT_WEIGHT, TO_OUTPUT, "the line before is -1 times this line"),
    "factor 2 dropped": (
        Derivative(epsilon, w[o, h]),
        OUTPUT_WEIGHT / 2,
        TO_OUTPUT,
        "the line before is 2 times this line",
    ),
    "factor dropped": (
        Derivative(epsilon, w[o, h]),
        -2 * (t[o] - y[o]) * y[o] * a[h],
        TO_OUTPUT,
        "this line lacks the factor (1 - y[o])",
    ),
    "factor too many": (
        Derivative(epsilon, w[o, h]),
        OUTPUT_WEIGHT * y[o],
        TO_OUTPUT,
        "this line has the factor y[o] too many",
    ),
    "a term too many": (
        Derivative(epsilon, w[o, h]),
        OUTPUT_WEIGHT + x[1],
        TO_OUTPUT,
        "the line before minus this line is -x[1]",
    ),
    "missing sum over outputs": (
        Derivative(epsilon, v[h, i]),
        -2 * delta_o[o] * w[o, h] * a[h] * (1 - a[h]) * x[i],
        TO_HIDDEN | {o: (1, Y)},
        "a sum over every output is missing: this is only its term o, and o = 1..Y all count",
    ),
    "indices in the wrong order": (
        Sum(SQUARE[j, h] * a[j], (j, 1, H)),
        Sum(SQUARE[h, j] * a[j], (j, 1, H)),
        {h: (1, H)},
        "the indices are in the wrong order: u[h, j] is written for u[j, h]",
    ),
    "t and y swapped": (
        Derivative(epsilon, w[o, h]),
        -2 * (y[o] - t[o]) * y[o] * (1 - y[o]) * a[h],
        TO_OUTPUT,
        "y - t is written for t - y, which turns the sign",
    ),
    "the weighted sum for the activation": (
        Derivative(epsilon, w[o, h]),
        OUTPUT_WEIGHT.xreplace({a[h]: z_h[h]}),
        TO_OUTPUT,
        "the weighted sum z_h is written for the activation a = sigma(z_h)",
    ),
    "sigma twice": (
        Derivative(epsilon, w[o, h]),
        OUTPUT_WEIGHT.xreplace({a[h]: sigma(a[h])}),
        TO_OUTPUT,
        "sigma is applied to a[h], which is already an activation",
    ),
    "w_o for w_h": (
        Derivative(epsilon, v[h, i]),
        Sum(Derivative((t[k] - y[k]) ** 2, w[o, h]), (k, 1, Y)),
        TO_HIDDEN | {o: (1, Y)},
        "the derivative is taken with respect to w[o, h] instead of v[h, i]",
    ),
    "another output": (
        Derivative(epsilon, w[o, h]),
        OUTPUT_WEIGHT.xreplace({o: Symbol("p", integer=True, positive=True)}),
        TO_OUTPUT | {Symbol("p", integer=True, positive=True): (1, Y)},
        "the index p is written for o",
    ),
    "the sign of one term": (
        w[o, h] - alpha / 2 * Derivative(epsilon, w[o, h]),
        w[o, h] - alpha * delta_o[o] * a[h],
        TO_OUTPUT,
        "the line before minus this line is 2*alpha*a[h]*delta_o[o]",
    ),
    "a sum picked apart": (
        Sum(KroneckerDelta(k, o) * Derivative(epsilon, w[k, h]), (k, 1, Y)),
        2 * Derivative(epsilon, w[o, h]),
        TO_OUTPUT,
        "the line before is 1/2 times this line",
    ),
    "a fixed index inside a sum": (
        Derivation(delta_h[h], TO_HIDDEN).start,
        a[h] * (1 - a[h]) * Sum(delta_o[o] * w[k, h], (k, 1, Y)),
        TO_HIDDEN | {o: (1, Y)},
        "inside the sum over k, o is written for k",
    ),
}
