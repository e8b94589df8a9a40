"""The output layer with any activation and any loss of netlib's tables: its names, and its delta to be derived."""

from __future__ import annotations

from typing import NamedTuple

from sympy import Derivative, Expr, Sum, Symbol

from book.notation import Y, activated, k, o, t
from linebyline.derivation import Derivation
from linebyline.functions import activation, loss, slope_of_value
from linebyline.names import Name
from netlib.activations import Activation, Coupled
from netlib.losses import Loss

__all__ = ["OutputLayer", "output_layer", "slope_times_factor"]

OUTPUT = Symbol("y", real=True)


class OutputLayer(NamedTuple):
    """`delta` derives the delta of output o; `z` and `y` are the layer's sums and outputs, `factor` is of the loss."""

    delta: Derivation
    z: Name
    y: Name
    factor: Expr  # minus half the slope of the loss along output o


def output_layer(row: Activation, of_loss: Loss, targets: Name = t) -> OutputLayer:
    """The output layer of a row of the activation table with a row of the loss table."""
    z = Name("z", [Y])
    y = Name("y", [Y], activated(row.name, row.expression, z))
    one = loss(of_loss.name, of_loss.expression, Y)
    letters = of_loss.name.upper().replace("_", r"\_")
    error = Name("epsilon", [], lambda: Sum(one(targets[k], y[k]), (k, 1, Y)), rf"\mathrm{{{letters}}}")
    delta = Derivation(-Derivative(error, z[o]) / 2, {o: (1, Y)})
    factor = -one(targets[o], OUTPUT).diff(OUTPUT).xreplace({OUTPUT: y[o]}) / 2
    return OutputLayer(delta, z, y, factor)


def slope_times_factor(layer: OutputLayer, row: Activation) -> Expr:
    """The delta as the slope of the activation times the factor of the loss; a softmax subtracts its mean factor."""
    if isinstance(row, Coupled):
        return layer.y[o] * (layer.factor - Sum(layer.factor.xreplace({o: k}) * layer.y[k], (k, 1, Y)))
    f = activation(row.name, row.expression)
    slope = slope_of_value(f)
    return layer.factor * (Derivative(f(layer.z[o]), layer.z[o]) if slope is None else slope(layer.y[o]))
