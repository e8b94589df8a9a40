"""Derivations in SymPy, proved line by line for sums of any length."""

from linebyline.derivation import Derivation
from linebyline.display import Table, Tex
from linebyline.finding import factored, sympy_finds
from linebyline.functions import sigma
from linebyline.instance import symbol_values
from linebyline.lines import Line, StepError
from linebyline.names import Name, Unknown, as_written, total
from linebyline.rules import (
    chain_rule,
    common_factor,
    constants_out,
    folding,
    only_dependent_term,
    sum_rule,
    through,
    unfolding,
)
from linebyline.widths import Width, index
from linebyline.written import write_out

__all__ = [
    "Derivation",
    "Line",
    "Name",
    "StepError",
    "Table",
    "Tex",
    "Unknown",
    "Width",
    "as_written",
    "chain_rule",
    "common_factor",
    "constants_out",
    "factored",
    "folding",
    "index",
    "only_dependent_term",
    "sigma",
    "sum_rule",
    "symbol_values",
    "sympy_finds",
    "through",
    "total",
    "unfolding",
    "write_out",
]
