"""How formulas look: LaTeX with factors in the order in which the derivation meets them, from the error backwards."""

from __future__ import annotations

from sympy import Add, Derivative, Expr, Function, IndexedBase, Integer, Mul, Pow, Sum, Symbol, exp
from sympy.core.function import AppliedUndef
from sympy.printing.latex import LatexPrinter

from linebyline.functions import Defined
from linebyline.names import Entry, Name
from linebyline.order import is_negative, ordered_terms, position


class BookPrinter(LatexPrinter):
    """SymPy's LaTeX, with the book's order of factors and terms."""

    def _print_Name(self, expr: Name) -> str:
        return expr.latex

    def _print_Entry(self, expr: Entry) -> str:
        return f"{expr.base.latex}_{{{','.join(map(self._print, expr.indices))}}}"

    def _print_CanonicalIndex(self, expr: Symbol) -> str:
        return expr.name

    def _print_Add(self, expr: Add, order=None) -> str:
        tex = ""
        for term in ordered_terms(expr):
            sign = "-" if is_negative(term) else "+"
            term = Mul(-1, term) if sign == "-" else term
            body = rf"\left({self._print(term)}\right)" if isinstance(term, Add) else self._print(term)
            tex += f" {sign} {body}" if tex else f"-{body}" if sign == "-" else body
        return tex

    def _print_Mul(self, expr: Mul) -> str:
        over, under, sign = [], [], ""
        for factor in sorted(Mul.make_args(expr), key=position):
            if factor.is_Rational:
                sign = sign if factor >= 0 else {"": "-", "-": ""}[sign]
                over += [] if abs(factor.p) == 1 else [Integer(abs(factor.p))]
                under += [] if factor.q == 1 else [Integer(factor.q)]
                continue
            base, power = factor.as_base_exp()
            inverted = power.is_Rational and power < 0
            (under if inverted else over).append(Pow(base, -power) if inverted else factor)
        if not under:
            return sign + self._product(over)
        beside = [f for f in over if f.has(Derivative, Sum) or (isinstance(f, Add) and f.has(Pow))]
        above = [f for f in over if f not in beside]
        number_times_rest = all(f.is_Integer for f in under)
        if not above and not number_times_rest and not any(isinstance(f, Add) for f in beside):
            above, beside = beside, []
        fraction = rf"\frac{{{self._product(above)}}}{{{self._product(under)}}}"
        return sign + fraction + (" " + self._product(beside, alone=False) if beside else "")

    def _product(self, factors: list[Expr], alone: bool = True) -> str:
        if alone and len(factors) == 1:
            return self._print(factors[0])
        return " ".join(self._factor(f, last=f is factors[-1]) for f in factors) or "1"

    def _factor(self, factor: Expr, last: bool) -> str:
        tex = self._print(factor)
        if isinstance(factor, Add) or (isinstance(factor, Sum) and not last):
            return rf"\left({tex}\right)"
        return tex

    def _print_Pow(self, expr: Pow) -> str:
        if expr.exp.is_Rational and expr.exp < 0:
            return rf"\frac{{1}}{{{self._print(Pow(expr.base, -expr.exp))}}}"
        if isinstance(expr.base, Function) and expr.base.func is not exp:
            return rf"{self._print(expr.base)}^{{{self._print(expr.exp)}}}"
        return super()._print_Pow(expr)

    def _print_sigma(self, expr: Expr) -> str:
        return rf"\sigma({self._print(expr.args[0])})"

    def _print_Function(self, expr: Function, exp=None) -> str:
        if not isinstance(expr, Defined):
            return super()._print_Function(expr, exp)
        name, prime, _ = expr.func.__name__.partition("'")
        name = name.replace("_", r"\_")
        return rf"\operatorname{{{name}}}{prime}({', '.join(map(self._print, expr.args))})"

    def _print_AppliedUndef(self, expr: Expr) -> str:
        return rf"{expr.func.__name__}({self._print(expr.args[0])})"

    def _print_KroneckerDelta(self, expr: Expr, _=None) -> str:
        return rf"\delta_{{{','.join(map(self._print, expr.args))}}}"

    def _print_Sum(self, expr: Sum) -> str:
        signs = "".join(
            rf"\sum_{{{self._print(n)}={self._print(first)}}}^{{{self._print(last)}}} "
            for n, first, last in reversed(expr.limits)
        )
        body = self._print(expr.function)
        return signs + (rf"\left({body}\right)" if isinstance(expr.function, Add) else body)

    def _print_Derivative(self, expr: Derivative) -> str:
        ordinary = all(isinstance(s, Symbol) or isinstance(s, AppliedUndef) for s in expr.variables)
        d = "d" if ordinary and not expr.expr.atoms(IndexedBase) else r"\partial"
        below = " ".join(f"{d} {self._print(s)}" for s in expr.variables)
        power = f"^{{{len(expr.variables)}}}" if len(expr.variables) > 1 else ""
        if isinstance(expr.expr, (Entry, Name, Symbol)):
            return rf"\frac{{{d}{power} {self._print(expr.expr)}}}{{{below}}}"
        body = self._print(expr.expr)
        return rf"\frac{{{d}{power}}}{{{below}}}" + (
            body if isinstance(expr.expr, Function) else rf"\left[{body}\right]"
        )


def latex(expression: Expr) -> str:
    """LaTeX of an expression, without delimiters."""
    return BookPrinter().doprint(expression)
