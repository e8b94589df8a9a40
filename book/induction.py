"""Induction over the layers of a network of any depth, from the output back to the first layer."""

from __future__ import annotations

from sympy import Derivative, Expr, Symbol, Tuple

from book.layers import Claim, L, Layers, closed_layers, l, open_layers, renaming
from linebyline.derivation import Derivation
from linebyline.functions import Activation, sigma
from linebyline.latex import latex
from linebyline.lines import EQUAL, Line
from linebyline.names import Entry
from linebyline.scope import Ranges


class InductionError(Exception):
    """An induction that does not prove its claim; the message says what is missing."""

    def _render_traceback_(self):
        return f"InductionError: {self}".splitlines()


class Induction:
    """A claim about the layers l = 1..L of a network, whatever L and the widths are.

    `claim(names, layer)` returns its two sides: the derivative of `names.epsilon` by a weighted sum of that layer, and
    what it is in terms of `names.delta[layer]`. There are two derivations to finish, each from the left side to the
    right: `base`, in layer L with the names `top`, and `step`, in layer l with the names `cut`, where the claim about
    layer l + 1 is the hypothesis. Nothing else is known above layer l + 1, so the step holds for every l < L. All nodes
    have the same `activation`.

    Raises ValueError for a claim of another form.
    """

    def __init__(self, claim: Claim, activation: type[Activation] = sigma):
        self.claim, self.activation, self.line = claim, activation, None
        self.top = closed_layers(L, L, activation)
        self.base = self._derivation(self.top, L)
        self.cut = open_layers(l, l + 1, claim, activation)
        self.step = self._derivation(self.cut, l)
        for names, layer in ((self.top, L), (self.cut, l + 1)):
            self._check_same_claim(names, layer)

    def _check_same_claim(self, names: Layers, layer: Expr) -> None:
        """The claim must say of every layer what it says of layer l."""
        here, there = Tuple(*self.claim(self.cut, l)), Tuple(*self.claim(names, layer))
        renamed = here.xreplace(renaming(self.cut, l, names, layer))
        if renamed != there or here.atoms(Symbol) & {l, L}:
            raise ValueError(
                f"a claim says the same of every layer, but of layer l it says {here[0]} = {here[1]} and of layer "
                f"{layer} it says {there[0]} = {there[1]}"
            )

    def hypothesis(self, line: Expr, ranges: Ranges) -> Expr:
        """The rule that uses the claim about layer l + 1: a computed line of `step`."""
        left, right = self.claim(self.cut, l + 1)
        (variable,) = left.variables

        def is_left_side(part: Expr) -> bool:
            return isinstance(part, Derivative) and part.expr == left.expr and part.variables[0].base == variable.base

        def right_side(part: Expr) -> Expr:
            return right.xreplace(dict(zip(variable.indices, part.variables[0].indices, strict=True)))

        return line.replace(is_left_side, right_side)

    def conclude(self, reason: str, *, id: str | None = None) -> Line:
        """The claim for every layer, as a line to show. Raises InductionError while base or step is unfinished."""
        for part, derivation, names, layer in (
            ("base case, in layer L,", self.base, self.top, L),
            ("step, from layer l + 1 to layer l,", self.step, self.cut, l),
        ):
            start, goal = self.claim(names, layer)
            lines, reached = derivation.lines, [start, *(line.expression for line in derivation.lines)]
            unbroken = all(line.start == start and line.before == before for line, before in zip(lines, reached))
            if derivation.start != start or not unbroken or any(line.relation != EQUAL for line in lines):
                raise InductionError(f"the {part} is no chain of equations from {start}: only lines with = count")
            if any(line.assuming for line in lines):
                raise InductionError(f"the {part} is proved under assumptions, which the claim does not have")
            if not derivation.lines or derivation.last != goal:
                raise InductionError(
                    f"the {part} is not proved: its derivation has come to {derivation.last}, which is not yet {goal}"
                )
        left, right = self.claim(self.cut, l)
        proof = (
            f"base: {len(self.base.lines)} lines in layer L; step: {len(self.step.lines)} lines from the claim about "
            "layer l + 1 to the claim about layer l; each line proved"
        )
        self.line = Line(left, left, EQUAL, EQUAL, right, reason, id, None, "by induction", proof)
        return self.line

    def cut_at(self, first: Expr, last: Expr) -> Layers:
        """The names of layers `first` to `last` of a network in which the claim holds at `last`.

        Raises InductionError before `conclude`.
        """
        if self.line is None:
            raise InductionError("the claim may be used only once it is proved: conclude() the induction first")
        return open_layers(first, last, self.claim, self.activation)

    def _derivation(self, names: Layers, layer: Expr) -> Derivation:
        sides = self.claim(names, layer)
        left = sides[0] if isinstance(sides, tuple) and len(sides) == 2 else None
        if not (
            isinstance(left, Derivative)
            and left.expr == names.epsilon
            and len(left.variables) == 1
            and isinstance(left.variables[0], Entry)
            and left.variables[0].base == names.z[layer]
        ):
            raise ValueError(
                "a claim gives two sides, the first the derivative of the loss by a weighted sum of the layer, such as "
                f"(Derivative(net.epsilon, net.z[layer][j]), -2*net.delta[layer][j]), not {sides!r}"
            )
        (index,) = left.variables[0].indices
        return Derivation(left, {index: (1, names.n[layer])})

    def __repr__(self) -> str:
        left, right = self.claim(self.cut, l)
        return f"{left} = {right} for l = 1, ..., L: {'proved' if self.line else 'to be proved'}"

    def _repr_html_(self) -> str:
        left, right = self.claim(self.cut, l)
        state = "proved" if self.line else "to be proved"
        tex = rf"\(\displaystyle {latex(left)} = {latex(right)} \quad\text{{for }} l = 1, \ldots, L\)"
        return f'<div class="derivation mathjax_process">{tex} {state}</div>'
