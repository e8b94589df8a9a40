"""True lines as a student would write them: each is a start, the line that follows, and the fixed indices."""

from subject import H, Name, X, Y, a, alpha, delta_h, delta_o, epsilon, h, i, j, k, o, sigma, t, v, w, x, y, z, z_h, z_o
from sympy import (
    Abs,
    Derivative,
    Eq,
    Heaviside,
    KroneckerDelta,
    Max,
    Min,
    Piecewise,
    Rational,
    Sum,
    Symbol,
    cosh,
    exp,
    log,
    sqrt,
    symbols,
    tanh,
)

u, q, c, target = symbols("u q c t", real=True)
p, r, lam = symbols("p r lambda", positive=True)
ONE, TWO, TO_OUTPUT, TO_HIDDEN = {o: (1, Y)}, {o: (1, Y), k: (1, Y)}, {o: (1, Y), h: (1, H)}, {h: (1, H), i: (1, X)}
s, ez, FREE = sigma(z), exp(-z), {}
scores = Name("s", [Y])
softmax = Name("p", [Y], lambda o: exp(scores[o]) / Sum(exp(scores[k]), (k, 1, Y)))
partition, OUTPUTS = Sum(exp(scores[k]), (k, 1, Y)), Sum(t[k], (k, 1, Y))
crossed = Name("ce", [], lambda: -Sum(t[k] * log(softmax[k]), (k, 1, Y)))
relu = Piecewise((z, z > 0), (0, True))
error = (t[o] - y[o]) * y[o] * (1 - y[o])
mean = Name("m", [], lambda: OUTPUTS / Y)

SIGMOID = {
    "log sigma": (log(s), -log(1 + ez), FREE),
    "log of 1 - sigma": (log(1 - s), -z - log(1 + ez), FREE),
    "log of 1 - sigma, the other way": (log(1 - s), -log(1 + exp(z)), FREE),
    "logit": (log(s / (1 - s)), z, FREE),
    "logit of a difference of logs": (log(s) - log(1 - s), z, FREE),
    "sigma by e to the z": (s, exp(z) / (1 + exp(z)), FREE),
    "sigma of minus z": (sigma(-z), 1 - s, FREE),
    "tanh by sigma": (tanh(z), 2 * sigma(2 * z) - 1, FREE),
    "sigma by tanh": (s, (1 + tanh(z / 2)) / 2, FREE),
    "tanh by exponentials": (tanh(z), (exp(2 * z) - 1) / (exp(2 * z) + 1), FREE),
    "tanh is odd": (tanh(-z), -tanh(z), FREE),
    "the slope of tanh": (Derivative(tanh(z), z), 1 - tanh(z) ** 2, FREE),
    "the slope of sigma": (Derivative(s, z), ez / (1 + ez) ** 2, FREE),
    "the slope of sigma, mirrored": (Derivative(s, z), s * sigma(-z), FREE),
    "the slope of sigma by cosh": (s * (1 - s), 1 / (4 * cosh(z / 2) ** 2), FREE),
    "the slope of sigma as a difference": (Derivative(s, z), s - s**2, FREE),
    "the slope of the slope": (Derivative(s, z, z), s * (1 - s) * (1 - 2 * s), FREE),
    "the slope of softplus": (Derivative(log(1 + exp(z)), z), s, FREE),
    "softplus the other way": (log(1 + exp(z)), z + log(1 + ez), FREE),
    "softplus is minus log of sigma": (log(1 + exp(z)), -log(sigma(-z)), FREE),
    "the slope of log sigma": (Derivative(log(s), z), 1 - s, FREE),
    "the slope of log of 1 - sigma": (Derivative(log(1 - s), z), -s, FREE),
    "the slope of swish": (Derivative(z * s, z), s + z * s * (1 - s), FREE),
    "a square by the slope": (s**2, s - Derivative(s, z), FREE),
    "sigma of a log": (sigma(log(p)), p / (1 + p), FREE),
    "two classes": (exp(u) / (exp(u) + exp(q)), sigma(u - q), FREE),
    "the exponential of a sum": (exp(u + q), exp(u) * exp(q), FREE),
    "one over sigma": (1 / s, 1 + ez, FREE),
    "odds": (s / (1 - s), exp(z), FREE),
}
LOSSES = {
    "bce with logits": (-target * log(s) - (1 - target) * log(1 - s), log(1 + exp(z)) - target * z, FREE),
    "bce with logits, stable": (log(1 + exp(z)) - target * z, Max(z, 0) - target * z + log(1 + exp(-Abs(z))), FREE),
    "the slope of bce": (Derivative(-target * log(s) - (1 - target) * log(1 - s), z), s - target, FREE),
    "the slope of bce by the output": (
        Derivative(-target * log(p) - (1 - target) * log(1 - p), p),
        (p - target) / (p * (1 - p)),
        FREE,
    ),
    "softmax shifted by a constant": (softmax[o], exp(scores[o] - c) / Sum(exp(scores[k] - c), (k, 1, Y)), ONE),
    "log softmax": (log(softmax[o]), scores[o] - log(partition), ONE),
    "the sum of softmax": (Sum(softmax[o], (o, 1, Y)), 1, FREE),
    "the table of softmax": (
        Derivative(softmax[o], scores[k]),
        softmax[o] * (KroneckerDelta(o, k) - softmax[k]),
        TWO,
    ),
    "the slope of log softmax": (Derivative(log(softmax[o]), scores[k]), KroneckerDelta(o, k) - softmax[k], TWO),
    "the slope of log of the sum of exponentials": (Derivative(log(partition), scores[o]), softmax[o], ONE),
    "the log of the sum of exponentials, shifted": (log(partition), c + log(Sum(exp(scores[k] - c), (k, 1, Y))), FREE),
    "the slope of cross-entropy": (Derivative(crossed, scores[o]), softmax[o] * OUTPUTS - t[o], ONE),
    "entropy in bits": (-p * log(p) / log(2), p * log(1 / p) / log(2), FREE),
    "the log of a product": (log(p * r), log(p) + log(r), FREE),
    "the log of a quotient": (p * log(p / r), p * log(p) - p * log(r), FREE),
    "half the loss": (Derivative(epsilon / 2, w[o, h]), -error * a[h], TO_OUTPUT),
    "the mean squared error": (Derivative(epsilon / Y, y[o]), -2 * (t[o] - y[o]) / Y, ONE),
    "weight decay": (
        Derivative(epsilon + lam * Sum(w[o, h] ** 2, (o, 1, Y), (h, 1, H)), w[k, j]),
        Derivative(epsilon, w[k, j]) + 2 * lam * w[k, j],
        {k: (1, Y), j: (1, H)},
    ),
    "the loss multiplied out": (
        epsilon,
        Sum(t[k] ** 2, (k, 1, Y)) - 2 * Sum(t[k] * y[k], (k, 1, Y)) + Sum(y[k] ** 2, (k, 1, Y)),
        FREE,
    ),
}
RELUS = {
    "relu by the absolute value": ((z + Abs(z)) / 2, Max(z, 0), FREE),
    "relu by pieces": (Max(0, z), relu, FREE),
    "relu by pieces, absolute value": (relu, (Abs(z) + z) / 2, FREE),
    "relu by a step": (Max(0, z), z * Heaviside(z), FREE),
    "the absolute value": (Abs(z), Max(z, -z), FREE),
    "leaky relu": (Max(z, z / 100), Piecewise((z, z > 0), (z / 100, True)), FREE),
    "two relus are the line": (Max(z, 0) - Max(-z, 0), z, FREE),
    "two relus are the absolute value": (Max(z, 0) + Max(-z, 0), Abs(z), FREE),
    "relu of relu": (Max(Max(z, 0), 0), Max(z, 0), FREE),
    "a clipped line": (Min(Max(z, -1), 1), Piecewise((-1, z < -1), (1, z > 1), (z, True)), FREE),
}
NETWORK = {
    "by the first output": (Derivative(epsilon, y[1]), -2 * (t[1] - y[1]), FREE),
    "by an output": (Derivative(epsilon, y[o]), -2 * (t[o] - y[o]), ONE),
    "by a target": (Derivative(epsilon, t[o]), 2 * (t[o] - y[o]), ONE),
    "by a weight to the first output": (
        Derivative(epsilon, w[1, h]),
        -2 * (t[1] - y[1]) * y[1] * (1 - y[1]) * a[h],
        {h: (1, H)},
    ),
    "by a weight of the first hidden node": (Derivative(epsilon, w[o, 1]), -2 * error * a[1], ONE),
    "by the first weight": (Derivative(epsilon, w[1, 1]), -2 * delta_o[1] * a[1], FREE),
    "by a weight into the first hidden node": (Derivative(epsilon, v[1, i]), -2 * delta_h[1] * x[i], {i: (1, X)}),
    "as three factors": (
        Derivative(epsilon, w[o, h]),
        Derivative(epsilon, y[o]) * Derivative(y[o], z_o[o]) * Derivative(z_o[o], w[o, h]),
        TO_OUTPUT,
    ),
    "by a hidden activation": (Derivative(epsilon, a[h]), -2 * Sum(delta_o[k] * w[k, h], (k, 1, Y)), {h: (1, H)}),
    "by an output's weighted sum": (Derivative(epsilon, z_o[o]), -2 * delta_o[o], ONE),
    "by a hidden weighted sum": (Derivative(epsilon, z_h[h]), -2 * delta_h[h], {h: (1, H)}),
    "by a hidden weight": (Derivative(epsilon, v[h, i]), -2 * delta_h[h] * x[i], TO_HIDDEN),
    "by an input": (Derivative(epsilon, x[i]), -2 * Sum(delta_h[h] * v[h, i], (h, 1, H)), {i: (1, X)}),
    "the delta by the slope": (delta_o[o], (t[o] - y[o]) * Derivative(y[o], z_o[o]), ONE),
    "an output by an input": (
        Derivative(y[o], x[i]),
        y[o] * (1 - y[o]) * Sum(w[o, h] * a[h] * (1 - a[h]) * v[h, i], (h, 1, H)),
        {o: (1, Y), i: (1, X)},
    ),
    "the update": (w[o, h] - alpha / 2 * Derivative(epsilon, w[o, h]), w[o, h] + alpha * error * a[h], TO_OUTPUT),
    "the slope of a square": (Derivative((t[o] - y[o]) ** 2, y[o]), 2 * (y[o] - t[o]), ONE),
}
SUMS = {
    "the first term apart": (t[1] + Sum(t[k], (k, 2, Y)), OUTPUTS, FREE),
    "the last term apart": (Sum(t[k], (k, 1, Y - 1)) + t[Y], OUTPUTS, FREE),
    "the square of a sum": (OUTPUTS**2, Sum(t[k] * t[o], (k, 1, Y), (o, 1, Y)), FREE),
    "sums in the other order": (
        Sum(Sum(w[k, j], (j, 1, H)), (k, 1, Y)),
        Sum(Sum(w[k, j], (k, 1, Y)), (j, 1, H)),
        FREE,
    ),
    "a delta picks": (Sum(KroneckerDelta(k, o) * t[k], (k, 1, Y)), t[o], ONE),
    "a condition picks": (Sum(Piecewise((t[k], Eq(k, o)), (0, True)), (k, 1, Y)), t[o], ONE),
    "deviations from the mean": (Sum(t[k] - mean, (k, 1, Y)), 0, FREE),
    "the variance": (Sum((t[k] - mean) ** 2, (k, 1, Y)), Sum(t[k] ** 2, (k, 1, Y)) - Y * mean**2, FREE),
    "the length": (Derivative(sqrt(Sum(t[k] ** 2, (k, 1, Y))), t[o]), t[o] / sqrt(Sum(t[k] ** 2, (k, 1, Y))), ONE),
    "a constant comes out": (Sum(3 * t[k] / Y, (k, 1, Y)), 3 * OUTPUTS / Y, FREE),
    "as many ones": (Sum(1, (k, 1, Y)), Y, FREE),
    "Gauss": (Sum(k, (k, 1, Y)), Y * (Y + 1) / 2, FREE),
    "a bound index has any letter": (Sum(t[k], (k, 1, Y)), Sum(t[Symbol("n")], (Symbol("n"), 1, Y)), FREE),
    "halves": (Rational(1, 2) * OUTPUTS + OUTPUTS / 2, OUTPUTS, FREE),
}

STUDENTS = SIGMOID | LOSSES | RELUS | NETWORK | SUMS
