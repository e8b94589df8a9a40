"""Names: indexed symbols that know the range of each of their indices and what they abbreviate."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from sympy import Dummy, Expr, Indexed, IndexedBase, Integer, Subs, Sum, Symbol, SympifyError, Tuple, sympify
from sympy.core.parameters import distribute

from linebyline.widths import is_width, private_index

MOST_ENTRIES = 10_000  # that a name keeps
ABOVE = re.compile(r"\^(?:\{([^{}]*)\}|([^_^{}'\s]+))")  # what an author writes above a letter


def as_written():
    """A context in which SymPy leaves -2*(t - y) as it is, where it would write -2*t + 2*y."""
    return distribute(False)


class Name(IndexedBase):
    """A symbol `label[i, ...]` with one index per width in `ranges`; a bare scalar where there is none.

    What stands above the letter is no power and is shown in brackets: Name("a^2") and Name("a^{(2)}") are a^(2).
    `definition(*indices)` is the expression that the name abbreviates, None for a given quantity. It is called once,
    here, with private indices: what it closes over may change later, the name does not. SymPy sees through the name
    when it differentiates, so that a derivative of an abbreviation is never mistaken for zero. `positive` promises that
    a given quantity is positive. `latex` is how it is shown, `rank` its place in a product, from the front.

    Raises TypeError or ValueError for a label, range or definition that is none.
    """

    def __new__(cls, label, ranges=(), definition=None, latex=None, positive=False, rank=None):
        _check_words(label, latex, rank)
        label = with_brackets_above(label)
        if positive and definition is not None:
            raise ValueError(
                f"{label}: positive is a promise about a given quantity; what a definition gives, it gives"
            )
        obj = super().__new__(cls, label, real=True, **({"positive": True} if positive else {}))
        obj.ranges, obj.latex, obj.of = _widths(obj, ranges), latex or str(label), None
        obj.positive, obj.rank = bool(positive), rank
        obj.places = tuple(private_index(f"i{n}") for n in range(len(obj.ranges)))
        obj.template = None if definition is None else _template(obj, definition)
        obj.entries = {}
        return obj

    @property
    def func(self):
        return lambda *_: self

    @property
    def definition(self) -> Callable[..., Expr] | None:
        """What the name stands for, one level deep, as a function of its indices; None for a given quantity."""
        return None if self.template is None else self._defined

    def _defined(self, *indices: Expr) -> Expr:
        return self.template.xreplace(dict(zip(self.places, map(sympify, indices), strict=True)))

    def _hashable_content(self):
        # names that are written alike but stand for different things are different
        own = (*super()._hashable_content(), Tuple(*self.ranges), self.positive)
        of = () if self.of is None else self.of._hashable_content()
        return own + of + (() if self.template is None else (self.template, Tuple(*self.places)))

    def __getitem__(self, indices):
        indices = indices if isinstance(indices, tuple) else (indices,)
        if len(indices) != len(self.ranges):
            raise IndexError(
                f"{self} takes {len(self.ranges)} indices ({', '.join(map(str, self.ranges)) or 'it is a scalar'}), "
                f"not {len(indices)}: {self}[{', '.join(map(str, indices))}]"
            )
        return Entry(self, *indices)

    @property
    def free_symbols(self):
        return {self} | (self.template.free_symbols if self.template is not None and not self.ranges else set())

    def _eval_derivative(self, variable):
        return super()._eval_derivative(variable) if self.template is None else self.template.diff(variable)

    def __deepcopy__(self, _=None):
        return self  # it never changes

    __copy__ = __deepcopy__

    def __reduce__(self):
        raise TypeError(f"the name {self} cannot be pickled: define it where it is needed")


def with_brackets_above(label: str) -> str:
    """The label with its superscript in brackets, unless it is a mere sign such as * or a prime."""

    def bracketed(found: re.Match) -> str:
        script = found[1] or found[2] or ""
        closed = script.startswith("(") and script.endswith(")") or not any(map(str.isalnum, script))
        return f"^{script}" if closed else f"^({script})"

    return ABOVE.sub(bracketed, label)


def _check_words(label: object, latex: object, rank: object) -> None:
    if not isinstance(label, str):
        raise TypeError(f"a name's label is a text, such as Name('a', [H]), not {label!r}")
    if not label.strip():
        raise ValueError("a name needs a label, such as Name('a', [H])")
    if not (latex is None or isinstance(latex, str)):
        raise TypeError(f"{label}: latex is a text, how the name is shown, or None, not {latex!r}")
    if not (rank is None or isinstance(rank, int)):
        raise TypeError(f"{label}: rank is its place in a product, a whole number, or None, not {rank!r}")


def _indices(name: Name, given: Sequence[object]) -> tuple[Expr, ...]:
    """The indices as SymPy has them: to Python 1, 1.0 and True are one key."""
    try:
        indices = tuple(sympify(n, strict=True) for n in given)
    except (SympifyError, TypeError):
        indices = (None,)
    if not all(isinstance(n, Expr) for n in indices):
        written = ", ".join(map(repr, given))
        raise TypeError(f"{name}: an index is a letter such as o or a number such as 1, not {written}")
    return indices


def _widths(name: Name, ranges: object) -> tuple[Expr, ...]:
    if isinstance(ranges, (str, bytes)) or not isinstance(ranges, Sequence):
        raise TypeError(f"{name}: ranges is a list of widths, such as [H], not {ranges!r}")
    widths = tuple(sympify(width, strict=True) for width in ranges)
    for width in widths:
        if not is_width(width):
            raise ValueError(f"{name}: {width} is no width: take a positive whole number or Width('H')")
    return widths


def _template(name: Name, definition: Callable[..., Expr]) -> Expr:
    if not callable(definition):
        raise TypeError(f"{name}: a definition is a function of the indices, not {definition!r}")
    try:
        with as_written():
            template = sympify(definition(*name.places), strict=True)
    except Exception as error:
        raise ValueError(
            f"{name}: its definition cannot be built ({type(error).__name__}: {error}); define first what it uses: "
            "a name cannot be made of itself"
        ) from None
    if not isinstance(template, Expr):
        raise TypeError(f"{name}: a definition gives an expression, not {template!r}")
    return with_private_indices(template)


class Entry(Indexed):
    """One entry of a `Name`, such as `y[o]`."""

    def __new__(cls, name, *indices):
        # a replacement makes all entries anew, and of each SymPy would deduce all that is assumed of it once more
        known, indices = name.entries, _indices(name, indices)
        if (entry := known.get(indices)) is None:
            if len(known) >= MOST_ENTRIES:
                known.clear()
            entry = known[indices] = super().__new__(cls, name, *indices)
        return entry

    @cached_property
    def definition(self) -> Expr | None:
        """What the entry stands for, one level deep; None for a given quantity."""
        return self.base.definition(*self.indices) if self.base.definition else None

    @property
    def free_symbols(self):
        own = super().free_symbols
        if isinstance(self.base, Slope):
            return own | reach(self.base.of)
        return own if self.base.template is None else own | self.definition.free_symbols

    def _eval_derivative(self, variable):
        same_name = isinstance(variable, Entry) and variable.base == self.base
        if self.base.definition and not same_name:
            return self.definition.diff(variable)
        return super()._eval_derivative(variable)


class Unknown(Name):
    """A scalar of which only one thing is known: it is a differentiable function of the entries of the name `of`.

    `slope[k]` is its partial derivative by `of[k]`. By any other variable it is differentiated with the chain rule,
    d/dv = sum over k of slope[k] * d of[k]/dv, which holds whatever the function is.
    """

    def __new__(cls, label, of, latex=None):
        if not isinstance(of, Name) or len(of.ranges) != 1:
            raise TypeError(f"{label}: an unknown is a function of the entries of a name with one index, not {of!r}")
        obj = super().__new__(cls, label, (), None, latex)
        obj.of, obj.slope = of, Slope(label, of)
        return obj

    @property
    def free_symbols(self):
        return {self} | reach(self.of)

    def _eval_derivative(self, variable):
        if isinstance(variable, Entry) and variable.base == self.of:
            return self.slope[variable.indices]
        return total(lambda k: self.slope[k] * self.of[k].diff(variable), self.of.ranges[0])


class Slope(Name):
    """The partial derivatives of the `Unknown` called `label`: unknown functions of the same name's entries."""

    def __new__(cls, label, of):
        obj = super().__new__(cls, f"d{label}/d{of}", of.ranges)
        obj.of, obj.unknown = of, str(label)
        return obj


def reach(name: Name) -> set[Expr]:
    """All that the entries of a name depend on, its own entries and its width included."""
    at = private_index()
    return (name[at].free_symbols | name.ranges[0].free_symbols) - {at, name[at]}


def total(summand: Callable[[Symbol], Expr], width: Expr) -> Sum:
    """The sum of `summand(n)` over n = 1..width, with a bound index nobody else can have."""
    n = private_index()
    with as_written():
        return Sum(summand(n), (n, Integer(1), width))


def with_private_indices(expression: Expr) -> Expr:
    """The expression with a fresh symbol for every bound one, so that no later step can capture one."""
    if isinstance(expression, (Indexed, Name)) or not expression.args:
        return expression
    if isinstance(expression, Sum) and len(set(expression.variables)) == len(expression.variables):
        private = {n: private_index(n.name) for n in expression.variables}
        limits = [(private[n], *limits) for n, *limits in expression.limits]
        return Sum(with_private_indices(expression.function).xreplace(private), *limits)
    if isinstance(expression, Subs):
        private = {s: Dummy(s.name, **s._assumptions_orig) for s in expression.variables if isinstance(s, Symbol)}
        hidden = with_private_indices(expression.expr).xreplace(private).free_symbols  # by a name: it keeps its letter
        private = {s: new for s, new in private.items() if s not in hidden}
        inner = with_private_indices(expression.expr).xreplace(private)
        return Subs(inner, [private.get(s, s) for s in expression.variables], expression.point)
    return expression.func(*map(with_private_indices, expression.args))
