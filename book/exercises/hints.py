"""What is wrong with a formula, without what is right: kinds and places are named, never the missing part itself."""

from __future__ import annotations

from fractions import Fraction

from sympy import Add, Expr, Function, Mul, Pow, expand

from linebyline import StepError
from linebyline.difference import bracketed, ratio, short
from linebyline.finding import activations_in, sympy_finds
from linebyline.names import Entry
from linebyline.normal_form import equal
from linebyline.scope import Ranges

DIFFERENT = "your formula and the derivative have different values"
LARGEST_DENOMINATOR = 12  #: of a constant factor that is looked for


def hint(answer: Expr, wanted: Expr, given: Ranges, error: StepError) -> str:
    """What is wrong with the refuted `answer`, in words."""
    words = error.explanation or ""
    if words.startswith(("this line lacks", "this line has")):
        return constant(answer, wanted, given, error) or factors(answer, wanted, given)
    if words.startswith("the line before minus"):
        return constant(answer, wanted, given, error) or terms(answer, wanted, given)
    written, found, _ = words.partition(" is written for ")
    if found:
        return f"{written} does not belong there"
    return constant(answer, wanted, given, error) or in_these_words(words) or DIFFERENT


def constant(answer: Expr, wanted: Expr, given: Ranges, error: StepError) -> str:
    """That only a constant factor is wrong, where this is proved: too large or too small, but not by how much."""
    true, found = (complex(value).real for value in error.values or (0, 0))
    if not true or not found:
        return ""
    factor = Fraction(true / found).limit_denominator(LARGEST_DENOMINATOR)
    if abs(found / true * factor - 1) > 1e-9 or not equal(
        factor.numerator * answer, factor.denominator * wanted, given
    ):
        return ""
    sign = "the sign is wrong" if factor < 0 else ""
    size = f"a constant factor is too {'small' if abs(factor) > 1 else 'large'}" if abs(factor) != 1 else ""
    return ", and ".join(filter(None, (sign, size)))


def factors(answer: Expr, wanted: Expr, given: Ranges) -> str:
    """Of what kind the missing factors are and where they belong; those that are too many as they were written."""
    lacking, surplus = ratio(answer, wanted, given) or (None, None)
    if lacking is None or not short(lacking, surplus):
        return DIFFERENT
    missing, parts = kinds(Mul.make_args(lacking)), []
    if missing:
        parts.append(f"{'a factor is' if len(missing) == 1 else 'factors are'} missing: {', and '.join(missing)}")
    if surplus != 1:
        parts.append(f"the factor {bracketed(surplus)} is too many")
    return "; ".join(parts)


def terms(answer: Expr, wanted: Expr, given: Ranges) -> str:
    """That a term is missing, or is too many, where all others agree."""
    names = tuple(activations_in(answer + wanted))
    found, true = ({*Add.make_args(expand(sympy_finds(line, given, names)))} for line in (answer, wanted))
    if found < true or found > true:
        return "a term is missing" if found < true else "a term is too many"
    return DIFFERENT


def kinds(missing: tuple[Expr, ...]) -> list[str]:
    """Each missing factor by its kind; a value and its distance from 1 are together a slope."""
    slopes = [part for part in missing if 1 - part in missing and not isinstance(part, Add)]
    rest = [part for part in missing if part not in (*slopes, *(1 - slope for slope in slopes), 1)]
    return [f"the slope{place(part, 'of')}" for part in slopes] + [kind(part) + place(part) for part in rest]


def kind(part: Expr) -> str:
    part = part.base if isinstance(part, Pow) and not part.exp.has(Entry) else part
    if part.is_number:
        return "a number"
    if isinstance(part, Add):
        return "a bracket"
    return "a function" if isinstance(part, Function) else "a quantity"


def place(part: Expr, belongs: str = "that belongs to") -> str:
    """To which kinds of nodes a part belongs, as far as its names tell."""
    widths = {width for entry in part.atoms(Entry) for width in entry.base.ranges}
    nodes = sorted({node for width in widths if (node := getattr(width, "node", ""))})
    named = " and ".join(f"{'an' if node[0] in 'aeiou' else 'a'} {node}" for node in nodes)
    return f" {belongs} {named}" if named else ""


def in_these_words(explanation: str) -> str:
    """The engine's explanation, in the words of an exercise."""
    return explanation.replace("the line before", "the derivative").replace("this line", "your formula")
