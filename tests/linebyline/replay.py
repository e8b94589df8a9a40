"""A reader who types what a refusal prints: the widths, the lists and the functions, and gets the printed numbers.

Nothing is taken from the counterexample but its text. What names abbreviate the reader knows from their author.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

import formula_letters
import text_reader
from evaluator import WORKING, World, value_in
from formula_trees import tree_of
from formula_value import TooLarge, same, value
from mpmath import mp, mpf, mpmathify, nstr, workdps
from sympy import Expr, Integer

MESSAGE = re.compile(
    r"  before: (?P<before>.*)\n  line:   (?P<line>.*)\ncounterexample:(?P<sizes>.*)\n(?P<rest>(?:  .* = .*\n)*)"
    r"  the line before is (?P<left>.*), this line is (?P<right>.*)"
)
DIGITS = (3, 6, 12, 25)
LONGEST = 10**5  #: bits of a whole number that a reader would still type
TRUSTED_DIGITS = 30  #: a derivative of the evaluator's is a difference, and good to some more than these


class NotReplayed(AssertionError):
    """What a refusal prints does not give what it prints."""


class PrintedWorld(World):
    """The network of a message. What is not printed there may have any value, and has `otherwise`."""

    def __init__(self, printed: re.Match, indices: Iterable, otherwise: mpf):
        self.guessed, self.otherwise = False, otherwise
        sizes = dict(pair.split("=") for pair in printed["sizes"].strip().split(", ") if pair)
        super().__init__({symbol: int(sizes[str(symbol)]) for symbol in indices})
        lines = [line.strip().split(" = ", 1) for line in printed["rest"].splitlines()]
        self.functions = {name.removesuffix("(u)"): text for name, text in lines if not is_list(text)}
        self.lists = {name: ast.literal_eval(text.replace("any", "None")) for name, text in lines if is_list(text)}

    def number(self, key: object, positive: bool) -> mpf:
        """The printed value of a given quantity: of `(label, ranges, places, ...)`, or of a symbol's name."""
        label, places = (key, ()) if isinstance(key, str) else (key[0], key[2])
        primes = (label + "'" * n for n in range(len(self.lists)))
        found = next((v for v in (entry(self.lists.get(name), places) for name in primes) if v is not None), None)
        self.guessed |= found is None
        return self.otherwise if found is None else mpf(str(found))

    def applied(self, function: str, arguments: list) -> mpf:
        """The printed function of one argument u."""
        return self.worth(text_reader.read(self.functions[function]), arguments)

    def joint(self, name: Expr) -> mpf:
        """The printed function of the entries of `name`."""
        text = next(text for text in self.functions.values() if f"{name}[" in text)
        return self.worth(text_reader.read(text, [str(name)]), [], name)

    def worth(self, tree: tuple, arguments: list, of: Expr | None = None) -> mpf:
        """The number that a printed function comes to."""
        kind, *parts = tree
        match kind:
            case "number":
                return mpf(parts[0].numerator) / parts[0].denominator
            case "word":
                return arguments[0]  # u
            case "entry":
                return value_in(of[tuple(Integer(int(index[1])) for index in parts[1])], self)
            case "call":
                return getattr(mp, parts[0])(self.worth(parts[2], arguments, of))
        first, *others = (self.worth(part, arguments, of) for part in parts)
        for other in others:
            first = {"+": mp.fadd, "*": mp.fmul, "/": mp.fdiv, "^": mp.power}[kind](first, other)
        return first


def is_list(text: str) -> bool:
    """Whether a printed value is a number or a list of numbers, and no function."""
    return re.fullmatch(r"[\[\]\d., any-]+", text) is not None


def entry(values: object, places: tuple[int, ...]) -> float | None:
    """The number at these places, counted from 1, of nested lists; None where there is none."""
    for place in places:
        if not isinstance(values, list) or len(values) < place:
            return None
        values = values[place - 1]
    return None if isinstance(values, list) else values


def replay(message: str, before: Expr, line: Expr, indices: Iterable) -> None:
    """Raise NotReplayed unless the printed values give the printed numbers on both sides, and the sides read so."""
    printed = MESSAGE.search(message)
    if printed is None:
        raise NotReplayed(f"the message has another form: {message}")
    if any(abs(number.p).bit_length() > LONGEST for e in (before, line) for number in e.atoms(Integer)):
        return  # nobody types it
    for otherwise in (mpf("0.37"), mpf("-1.3")):
        world = PrintedWorld(printed, indices, otherwise)
        for side, expression in (("left", before), ("right", line)):
            check_number(printed[side], expression, world, message)
        if not world.guessed:
            break
    check_text(printed["before"], before)
    check_text(printed["line"], line)


def check_number(number: str, expression: Expr, world: PrintedWorld, message: str) -> None:
    """Raise NotReplayed unless the expression has the printed number as its value, to the printed digits."""
    with workdps(WORKING):
        found = mpmathify(value_in(expression, world))
        found = found.real if found.imag == 0 else found
        close = abs(found - mpf(number)) <= mpf(10) ** -TRUSTED_DIGITS * abs(found)
        if not close and number not in [nstr(found, digits) for digits in DIGITS]:
            raise NotReplayed(f"who types the values gets {nstr(found, 12)}, not {number}: {message}")


def check_text(text: str, expression: Expr) -> None:
    """Raise NotReplayed unless the printed formula says what was compared."""
    try:
        world = formula_letters.World(expression)
        if not same(value(formula_letters.read_text(text, world), world), value(tree_of(expression), world)):
            raise NotReplayed(f"{text} is not {expression}")
    except (TooLarge, ZeroDivisionError):  # it has no value to compare
        pass
