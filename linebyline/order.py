"""In which order factors and terms stand: from the error back to the input."""

from __future__ import annotations

from sympy import Add, Derivative, Expr, Mul, Sum, preorder_traversal

from linebyline.names import Entry, Name

# a name that is made anew, such as a table w with a width of its own, brings no rank: its letter has one
BACKWARDS = ("t", "y", "z_o", "z", "delta_o", "delta", "w", "a", "z_h", "delta_h", "v", "x")


def position(part: Expr) -> tuple:
    """Sort key of a factor or term: numbers, scalars, then the names from the error back to the input, then what
    is still to be done (sums, then derivatives)."""
    if part.is_number:
        return (0,)
    late = 2 if part.has(Derivative) else 1 if isinstance(part.as_base_exp()[0], Sum) else 0
    first = min((rank(node.base) for node in preorder_traversal(part) if isinstance(node, Entry)), default=-1)
    return (1, late, first, isinstance(part, Add), part.sort_key())


def rank(name: Name) -> int:
    """The place of a name in a product: its own `rank` where it has one."""
    if (own := getattr(name, "rank", None)) is not None:
        return own
    label = str(name).partition("^")[0]
    return BACKWARDS.index(label) if label in BACKWARDS else len(BACKWARDS)


def is_negative(term: Expr) -> bool:
    """Whether the term stands in a sum with a minus."""
    return bool(term.as_coeff_Mul()[0].is_negative)


def ordered_terms(sum_: Add) -> list[Expr]:
    """Positive terms first, single symbols before products."""
    return sorted(sum_.args, key=lambda term: (is_negative(term), len(Mul.make_args(term)) > 1, position(term)))
