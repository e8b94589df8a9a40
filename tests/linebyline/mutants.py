"""Lines of the chapters, each with one thing changed at random: some stay true, most become false."""

from collections.abc import Iterator
from random import Random

from subject import (
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
    m,
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
from sympy import Add, Derivative, Expr, Indexed, Integer, Mul, Pow, Rational, Sum, Symbol, exp, expand

ONE, TO_OUTPUT, TO_HIDDEN = {o: (1, Y)}, {o: (1, Y), h: (1, H)}, {h: (1, H), i: (1, X)}
SLOPE, HIDDEN = Derivative(epsilon, w[o, h]), Derivative(epsilon, v[h, i])
error, slope = t[o] - y[o], y[o] * (1 - y[o])
back = Sum(delta_o[k] * w[k, h], (k, 1, Y))
S, c = Name("s", [H, H]), Name("c", [H])

#: from the chapters, by equation: start, line, fixed indices
LINES = [
    (sigma(z), 1 / (1 + exp(-z)), {}),
    (Derivative(sigma(z), z), sigma(z) * (1 - sigma(z)), {}),
    (Derivative(1 / (1 + exp(-z)), z), exp(-z) / (1 + exp(-z)) ** 2, {}),
    (epsilon, Sum((t[k] - y[k]) ** 2, (k, 1, Y)), {}),
    (SLOPE, Sum(Derivative((t[k] - y[k]) ** 2, w[o, h]), (k, 1, Y)), TO_OUTPUT),
    (SLOPE, Derivative((t[o] - y[o]) ** 2, w[o, h]), TO_OUTPUT),
    (Derivative((t[o] - y[o]) ** 2, w[o, h]), 2 * error * Derivative(t[o] - y[o], w[o, h]), TO_OUTPUT),
    (Derivative(y[o], w[o, h]), slope * Derivative(z_o[o], w[o, h]), TO_OUTPUT),
    (Derivative(z_o[o], w[o, h]), a[h], TO_OUTPUT),
    (SLOPE, -2 * error * slope * a[h], TO_OUTPUT),
    (SLOPE, -2 * delta_o[o] * a[h], TO_OUTPUT),
    (delta_o[o], slope * error, ONE),
    (w[o, h] - alpha / 2 * SLOPE, w[o, h] + alpha * delta_o[o] * a[h], TO_OUTPUT),
    (Derivative(epsilon, y[o]), -2 * error, ONE),
    (Derivative(y[o], a[h]), slope * w[o, h], TO_OUTPUT),
    (Derivative(a[h], v[h, i]), a[h] * (1 - a[h]) * x[i], TO_HIDDEN),
    (Derivative(y[o], v[h, i]), slope * w[o, h] * a[h] * (1 - a[h]) * x[i], TO_HIDDEN | ONE),
    (HIDDEN, -2 * a[h] * (1 - a[h]) * x[i] * back, TO_HIDDEN),
    (HIDDEN, -2 * delta_h[h] * x[i], TO_HIDDEN),
    (delta_h[h], a[h] * (1 - a[h]) * back, {h: (1, H)}),
    (v[h, i] - alpha / 2 * HIDDEN, v[h, i] + alpha * delta_h[h] * x[i], TO_HIDDEN),
    (Derivative(back, delta_o[o]), w[o, h], TO_OUTPUT),
    (
        Sum(S[h, j] * Sum(S[j, m] * c[m], (m, 1, H)), (j, 1, H)),
        Sum(S[h, m] * S[m, j] * c[j], (j, 1, H), (m, 1, H)),
        {h: (1, H)},
    ),
    (
        Derivative(Sum(c[j] * S[j, m] * c[m], (j, 1, H), (m, 1, H)), c[h]),
        Sum((S[h, j] + S[j, h]) * c[j], (j, 1, H)),
        {h: (1, H)},
    ),
    (Derivative(Sum(S[k, m] ** 2, (k, 1, H), (m, 1, H)), S[h, j]), 2 * S[h, j], {h: (1, H), j: (1, H)}),
]

NAMES = [x, t, v, w, z_h, a, z_o, y, delta_o, delta_h, S, c]


def nodes(e: Expr) -> Iterator[Expr]:
    """Every part of the expression but the insides of entries and of limits; the variable of a derivative too."""
    yield e
    if isinstance(e, Sum):
        yield from nodes(e.function)
    elif isinstance(e, Derivative):
        yield from nodes(e.expr)
        yield e.variables[0]
    elif not isinstance(e, Indexed):
        for part in e.args:
            yield from nodes(part)


def in_scope(e: Expr, given: dict) -> dict:
    """The indices of a line and their ranges, bound ones included."""
    return dict(given) | {index: (first, last) for s in e.atoms(Sum) for index, first, last in s.limits}


def changes(part: Expr, indices: dict, random: Random) -> Iterator[Expr]:
    """The part with one thing changed."""
    yield -part
    if part.is_Rational:
        yield part + 1
        yield part / 2
    if isinstance(part, Indexed):
        for name in NAMES:
            if name.ranges == part.base.ranges and name != part.base:
                yield name[part.indices]
        if len(part.indices) == 2 and part.base.ranges[0] == part.base.ranges[1]:
            yield part.base[part.indices[::-1]]
        for at, (index, width) in enumerate(zip(part.indices, part.base.ranges, strict=True)):
            for other in (*(n for n, limits in indices.items() if limits[1] == width and n != index), Integer(1)):
                yield part.base[(*part.indices[:at], other, *part.indices[at + 1 :])]
    if isinstance(part, (Add, Mul)):
        at = random.randrange(len(part.args))
        yield part.func(*(p for n, p in enumerate(part.args) if n != at))
        yield part.func(*part.args, part.args[at])
    if isinstance(part, Pow):
        yield part.base
        yield part.base ** (part.exp + 1)
        yield part.base**-part.exp
    if isinstance(part, Sum):
        index, first, last = part.limits[-1]
        for other, limits in indices.items():
            if other != index and limits == (first, last) and not part.limits[:-1]:
                yield part.function.xreplace({index: other})
        yield part.func(part.function, *part.limits[:-1], (index, 2, last))
    if isinstance(part, sigma):
        yield part.args[0]
        yield sigma(part)
        yield sigma(2 * part.args[0])
    if isinstance(part, Derivative):
        yield part.expr
        yield part * Rational(1, 2)


def rewritings(part: Expr) -> Iterator[Expr]:
    """The part written in another way, its value unchanged."""
    if isinstance(part, (Add, Mul, Pow)):
        yield expand(part)
    if isinstance(part, Add):
        yield Mul(-1, Add(*(-term for term in part.args)), evaluate=False)
    if isinstance(part, Indexed) and part.definition is not None:
        yield part.definition
    if isinstance(part, Sum):
        letters = {index: Symbol(f"{index}_{n}", integer=True, positive=True) for n, index in enumerate(part.variables)}
        yield Sum(part.function.xreplace(letters), *((letters[n], first, last) for n, first, last in part.limits))
    if isinstance(part, sigma):
        yield 1 - sigma(-part.args[0])
        yield 1 / (1 + exp(-part.args[0]))
    if isinstance(part, Derivative):
        yield Derivative(2 * part.expr, *part.variables) / 2


def mutants(count: int, seed: int) -> Iterator[tuple[Expr, Expr, dict]]:
    """`count` of them: (start, changed line, fixed indices), always the same for the same seed."""
    random = Random(seed)
    for _ in range(count):
        start, line, given = random.choice(LINES)
        place = random.choice(list(nodes(line)))
        same_value = list(rewritings(place)) if random.random() < 0.4 else []
        variants = same_value or list(changes(place, in_scope(line, given), random))
        yield start, replaced(line, place, random.choice(variants)), given


def replaced(e: Expr, old: Expr, new: Expr) -> Expr:
    """The expression with the part exchanged; a derivative keeps its variable where that is no longer one."""
    if e == old:
        return new
    if isinstance(e, Sum):
        return e.func(replaced(e.function, old, new), *e.limits)
    if isinstance(e, Derivative):
        variable = new if e.variables[0] == old and isinstance(new, Indexed) else e.variables[0]
        return Derivative(replaced(e.expr, old, new), variable)
    if isinstance(e, Indexed) or not e.args:
        return e
    return e.func(*(replaced(part, old, new) for part in e.args))
