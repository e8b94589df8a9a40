"""Names: indexed symbols that know the range of each index and what they abbreviate."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Dummy, Expr, Indexed, IndexedBase, Sum, Symbol


class Width(Symbol):
    """A symbolic number of nodes, at least 1. Sums over 1..width use its `letters`, in order of preference."""

    def __new__(cls, name: str, letters: tuple[Symbol, ...] = (), **_):
        obj = Symbol.__xnew__(cls, name, integer=True, positive=True)
        obj.letters = tuple(letters)
        return obj


class Name(IndexedBase):
    """A symbol of the book: `label[i, ...]`, one index per entry of `ranges`; a bare scalar where there is none.

    `definition(*indices)` is the expression the name abbreviates, None for a given quantity. SymPy sees through
    the name when it differentiates, so that a derivative of an abbreviation is never mistaken for zero.
    """

    def __new__(cls, label, ranges=(), definition=None, latex=None, **_):
        obj = super().__new__(cls, label, real=True)
        obj.ranges, obj.definition, obj.latex, obj.of = tuple(ranges), definition, latex or str(label), None
        return obj

    @property
    def func(self):
        return lambda label, *_: Name(label, self.ranges, self.definition, self.latex)

    def _hashable_content(self):
        # names that are written alike but stand for different things are different
        of = () if self.of is None else self.of._hashable_content()
        return (*super()._hashable_content(), str(self.ranges), id(self.definition), of)

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
        return {self} | (self.definition().free_symbols if self.definition and not self.ranges else set())

    def _eval_derivative(self, variable):
        return self.definition().diff(variable) if self.definition else super()._eval_derivative(variable)


class Entry(Indexed):
    """One entry of a `Name`, such as `y[o]`."""

    @property
    def definition(self) -> Expr | None:
        """What the entry stands for, one level deep; None for a given quantity."""
        return self.base.definition(*self.indices) if self.base.definition else None

    @property
    def free_symbols(self):
        own = super().free_symbols
        if isinstance(self.base, Slope):
            return own | reach(self.base.of)
        return own | self.definition.free_symbols if self.base.definition else own

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
        obj = super().__new__(cls, label, (), None, latex)
        obj.of, obj.slope = of, Slope(f"d{label}/d{of}", of)
        return obj

    @property
    def func(self):
        return lambda *_: self

    @property
    def free_symbols(self):
        return {self} | reach(self.of)

    def _eval_derivative(self, variable):
        if isinstance(variable, Entry) and variable.base == self.of:
            return self.slope[variable.indices]
        return total(lambda k: self.slope[k] * self.of[k].diff(variable), self.of.ranges[0])


class Slope(Name):
    """The partial derivatives of an `Unknown`: unknown functions of the same name's entries."""

    def __new__(cls, label, of):
        obj = super().__new__(cls, label, of.ranges)
        obj.of = of
        return obj

    func = Unknown.func


def reach(name: Name) -> set[Expr]:
    """All that the entries of a name depend on, its own entries and its width included."""
    index = Dummy("n", integer=True, positive=True)
    return (name[index].free_symbols | name.ranges[0].free_symbols) - {index, name[index]}


def total(summand: Callable[[Symbol], Expr], width: Expr) -> Sum:
    """Sum over 1..width with a bound index nobody else can have."""
    index = Dummy("n", integer=True, positive=True)
    return Sum(summand(index), (index, 1, width))
