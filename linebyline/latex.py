r"""How formulas look: LaTeX with factors in the order in which the derivation meets them, from the error backwards.

Brackets follow one rule. Everything printed knows how tightly it holds together (`Piece.level`), and whether something
on its right would be drawn into it (`Piece.open`: a sum goes on up to the next + or -). A place in a formula says which
level it needs, and what does not reach it is bracketed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from sympy import Add, Basic, Derivative, E, Expr, Integer, Mul, Pow, Rational, Subs, Sum, Symbol, sympify
from sympy.core.function import AppliedUndef
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE, precedence_traditional

from linebyline.letters import free_symbols, with_unique_letters
from linebyline.names import Entry, Name, Slope
from linebyline.order import ordered_terms, position
from linebyline.scripts import Scripted, escaped, of_latex, of_plain

SUM, PRODUCT, POWER, ATOM = (PRECEDENCE[kind] for kind in ("Add", "Mul", "Pow", "Func"))
MINUS = (SUM + PRODUCT) // 2  #: a product behind a minus: a term, but no factor
TALL = re.compile(r"\\(frac|sum|prod|int|begin|left|lim)")
TEX_FUNCTIONS = {"sin", "cos", "tan", "sinh", "cosh", "tanh", "log", "exp", "max", "min"}


class Piece(str):
    """LaTeX that knows how tightly it holds together."""

    def __new__(cls, tex: str, level: int = ATOM, open: bool = False):
        piece = super().__new__(cls, tex)
        piece.level, piece.open = level, open
        return piece


class BookPrinter(LatexPrinter):
    """SymPy's LaTeX, with the book's order of factors and terms, and with brackets by level."""

    def __init__(self, euler: str = "e^{{{}}}"):
        super().__init__()
        self.euler = euler  # how a power of Euler's number is written

    def fit(self, expr: Basic, level: int, last: bool = True) -> Piece:
        """The expression for a place that needs this level, and that is the last of its product or not."""
        piece = self.piece(expr)
        return bracketed(piece) if piece.level < level or (piece.open and not last) else piece

    def piece(self, expr: Basic) -> Piece:
        """The expression as it stands alone. What SymPy prints, such as an integral, is bracketed in a product."""
        tex = self._print(expr)
        if isinstance(tex, Piece):
            return tex
        return Piece(tex, ATOM if precedence_traditional(expr) >= ATOM else SUM)

    def parenthesize(self, item: Basic, level: int, is_neg: bool = False, strict: bool = False) -> str:
        """The same rule for all that SymPy prints."""
        return self.fit(item, level if strict else level + 1)

    def _print_Name(self, expr: Name) -> Piece:
        return scripted(look(expr))

    def _print_Entry(self, expr: Entry) -> Piece:
        name = expr.base
        if isinstance(name, Slope):  # a partial derivative of an unknown function
            unknown = of_plain(str(name).removeprefix("d").partition("/")[0])
            return Piece(rf"\frac{{\partial {unknown}}}{{\partial {self._print(name.of[expr.indices])}}}", PRODUCT)
        indices = map(self._print, expr.indices)
        if look(name) != of_plain(str(name)):  # another name may have the same letter: say which width a number counts
            letters = [width.letters[-1] if getattr(width, "letters", ()) else None for width in name.ranges]
            indices = [
                f"{self._print(letter)}={index}" if number.is_Integer and letter else index
                for index, number, letter in zip(indices, expr.indices, letters, strict=True)
            ]
        return scripted(look(name).indexed(",".join(indices)))

    def _print_Symbol(self, expr: Symbol, style: str = "plain") -> Piece:
        return scripted(of_plain(expr.name))

    def _print_Integer(self, expr: Integer) -> Piece:
        return Piece(str(expr), MINUS if expr < 0 else ATOM)

    def _print_Rational(self, expr: Rational) -> Piece:
        fraction = rf"\frac{{{abs(expr.p)}}}{{{expr.q}}}"
        return Piece(f"-{fraction}", MINUS) if expr < 0 else Piece(fraction, PRODUCT)

    def _print_Float(self, expr: Expr) -> Piece:
        tex = super()._print_Float(expr)
        return Piece(tex, MINUS if tex.startswith("-") else PRODUCT if "cdot" in tex else ATOM)

    def _print_Add(self, expr: Add, order=None) -> Piece:
        tex = ""
        for term in ordered_terms(expr):
            piece = self.fit(term, MINUS)
            subtracted = piece.level == MINUS
            tex += f" {'-' if subtracted else '+'} {piece[1:] if subtracted else piece}" if tex else piece
        return Piece(tex, SUM)

    def _print_Mul(self, expr: Mul) -> Piece:
        sign, over, under = self._split(sorted(expr.args, key=position) if expr.is_commutative else expr.args)
        if not under:
            body = self._product(over, alone=not sign)
        else:
            beside = [f for f in over if f.has(Derivative, Sum) or (isinstance(f, Add) and f.has(Pow))]
            above = [f for f in over if f not in beside]
            number_times_rest = all(f.is_Integer for f in under)
            if not above and not number_times_rest and not any(isinstance(f, Add) for f in beside):
                above, beside = beside, []
            body = Piece(rf"\frac{{{self._product(above)}}}{{{self._product(under)}}}", PRODUCT)
            if beside:
                rest = self._product(beside, alone=False)
                body = Piece(side_by_side([body, rest]), PRODUCT, rest.open)
        return Piece(f"-{body}", MINUS, body.open) if sign else body

    def _split(self, factors: Iterable[Expr]) -> tuple[bool, list[Expr], list[Expr]]:
        """Whether the first number is negative; the factors of the numerator; those of the denominator."""
        sign, over, under = False, [], []
        for factor in factors:
            if factor.is_Rational:
                if factor < 0 and not sign and not over and not under:
                    sign, factor = True, -factor
                    over += [] if factor.p == 1 else [Integer(factor.p)]
                else:
                    over += [] if factor.p == 1 and factor.q != 1 else [Integer(factor.p)]
                under += [] if factor.q == 1 else [Integer(factor.q)]
                continue
            base, power = factor.as_base_exp()
            inverted = power.is_Rational and power < 0
            (under if inverted else over).append(raised(base, -power) if inverted else factor)
        return sign, over, under

    def _product(self, factors: list[Expr], alone: bool = True) -> Piece:
        if alone and len(factors) == 1:
            return self.piece(factors[0])
        pieces = [self.fit(f, PRODUCT, last=n == len(factors)) for n, f in enumerate(factors, start=1)]
        return Piece(side_by_side(pieces), PRODUCT, pieces[-1].open) if pieces else Piece("1")

    def _print_Pow(self, expr: Pow) -> Piece:
        base, power = expr.base, expr.exp
        if power.is_Rational and power < 0:
            return Piece(rf"\frac{{1}}{{{self._print(raised(base, -power))}}}", PRODUCT)
        if power.is_Rational and power.p == 1 and power.q > 1:
            index = "" if power.q == 2 else f"[{power.q}]"
            return Piece(rf"\sqrt{index}{{{self._print(base)}}}", POWER)
        if base is E:
            return self._power_of_e(power)
        return Piece(rf"{self.fit(base, ATOM)}^{{{self._print(power)}}}", POWER)

    def _power_of_e(self, power: Expr) -> Piece:
        return Piece(self.euler.format(self._print(power)), POWER)

    def _print_ExpBase(self, expr: Expr, exp=None) -> Piece:
        return self._power_of_e(expr.args[0])

    def _print_Exp1(self, expr: Expr, exp=None) -> Piece:
        return Piece("e") if self.euler.startswith("e") else self._power_of_e(Integer(1))

    def _print_Function(self, expr: Expr, exp=None) -> Piece:
        name, prime, _ = expr.func.__name__.replace("\N{PRIME}", "'").partition("'")
        if name == "sigma":
            name = r"\sigma"
        elif len(name) > 1 or not isinstance(expr, AppliedUndef):
            name = rf"\{name.lower()}" if name.lower() in TEX_FUNCTIONS else rf"\operatorname{{{escaped(name)}}}"
        return Piece(name + prime + bracketed(", ".join(map(self._print, expr.args))))

    _print_log = _print_Max = _print_Min = _print_Function

    def _print_Abs(self, expr: Expr, exp=None) -> Piece:
        inside = self._print(expr.args[0])
        left, right = (r"\left", r"\right") if TALL.search(inside) else ("", "")
        return Piece(rf"{left}\lvert {inside} {right}\rvert")

    def _print_Piecewise(self, expr: Expr) -> Piece:
        return Piece(super()._print_Piecewise(expr), SUM)

    def _print_KroneckerDelta(self, expr: Expr, exp=None) -> Piece:
        left, right = sorted(expr.args, key=lambda index: bool(index.is_Integer))
        return Piece(f"[{self._print(left)} = {self._print(right)}]")

    def _print_Sum(self, expr: Sum) -> Piece:
        signs = "".join(
            rf"\sum_{{{self._print(n)}={self._print(first)}}}^{{{self._print(last)}}} "
            for n, first, last in reversed(expr.limits)
        )
        return Piece(signs + self.fit(expr.function, PRODUCT), PRODUCT, open=True)

    def _print_Derivative(self, expr: Derivative) -> Piece:
        ordinary = all(isinstance(s, (Symbol, AppliedUndef)) for s in expr.variables) and not expr.expr.has(Name)
        d = r"\mathrm{d}" if ordinary else r"\partial"
        below = " ".join(f"{d} {self.fit(v, ATOM if n > 1 else PRODUCT)}{power_of(n)}" for v, n in expr.variable_count)
        above, function = d + power_of(sum(n for _, n in expr.variable_count)), self.piece(expr.expr)
        leibniz = isinstance(expr.expr, (Entry, Name, Symbol)) or function.level == ATOM and expr.expr.is_Function
        if leibniz and not TALL.search(function):
            return Piece(rf"\frac{{{above} {function}}}{{{below}}}", PRODUCT)
        return Piece(rf"\frac{{{above}}}{{{below}}}{bracketed(function, '[', ']')}", PRODUCT)

    def _print_Subs(self, expr: Subs) -> Piece:
        at = ", ".join(f"{self._print(s)} = {self._print(p)}" for s, p in zip(expr.variables, expr.point, strict=True))
        return Piece(rf"\left. {self.fit(expr.expr, PRODUCT)} \right|_{{{at}}}", SUM)

    def _print_Lambda(self, expr: Basic) -> Piece:
        arguments = ", ".join(map(self._print, expr.signature))
        return Piece(rf"{arguments} \mapsto {self._print(expr.expr)}", PRECEDENCE["Lambda"])


def look(name: Name) -> Scripted:
    """The letter and the scripts of a name: as its author gave them in LaTeX, else from its label."""
    return of_plain(str(name)) if name.latex == str(name) else of_latex(name.latex)


def scripted(letter: Scripted) -> Piece:
    """A letter with its scripts, which has to be bracketed before it is raised to a power if one of them is above."""
    return Piece(str(letter), POWER if letter.above else ATOM)


def bracketed(tex: str, left: str = "(", right: str = ")") -> Piece:
    """The LaTeX in brackets, which grow only around what is taller than a letter."""
    return Piece(rf"\left{left}{tex}\right{right}" if TALL.search(tex) else f"{left}{tex}{right}")


def side_by_side(factors: Sequence[str]) -> str:
    """The factors of a product; a dot keeps a number apart from what stands before it."""
    tex = ""
    for factor in factors:
        number = factor[:1].isdigit() or (tex[-1:].isdigit() and re.match(r"\\frac\{\d", factor))
        tex += ("" if not tex else r" \cdot " if number else " ") + factor
    return tex


def raised(base: Expr, power: Expr) -> Expr:
    """The power as it stands, not evaluated."""
    return base if power == 1 else Pow(base, power, evaluate=False)


def power_of(times: int) -> str:
    """The power of a d that is taken several times."""
    return "" if times == 1 else f"^{{{times}}}"


def latex(expression: Basic, beside: Iterable[Basic] = (), printer: Callable[[str], BookPrinter] = BookPrinter) -> str:
    """LaTeX of an expression, without delimiters; no sum takes a letter that is free in what stands `beside` it."""
    try:
        expression = with_unique_letters(sympify(expression), beside)
        e_is_taken = any(symbol.name == "e" for symbol in free_symbols(expression))
        return str(printer(r"\exp({})" if e_is_taken else "e^{{{}}}").doprint(expression))
    except RecursionError:
        return r"\text{a formula too deep to be shown}"
