"""How a name looks in LaTeX: its letter with its scripts, each of them once."""

from __future__ import annotations

import re
from typing import NamedTuple

from sympy.printing.latex import greek_letters_set

PLAIN = re.compile(
    r"(?P<letter>[^\W\d_]+)(?P<number>\d*)(?P<scripts>([_^](\{[^{}]+\}|[^_^{}'′\s]+))*)(?P<primes>['′]*)"
)
SCRIPT = re.compile(r"([_^])(?:\{([^{}]+)\}|([^_^{}'′\s]+))")
INDEXED = re.compile(r"([^\[\]]+)\[([\w, ]+)\]")
SIGNS = re.compile(
    r"(?:[*+-]|\\(?:prime|star|ast|dagger|pm)\b ?)+"
)  #: stand above a letter without being read as a power
GREEK = {"omicron": "o", "lamda": r"\lambda", "epsilon": r"\varepsilon"}  #: letters whose command is another
ESCAPES = {c: "\\" + c for c in "#$%&_{}"} | {"\\": r"\backslash ", "^": r"\wedge ", "~": r"\sim ", " ": r"\ "}


class Scripted(NamedTuple):
    """A letter, what stands above it, and what stands below it, all in LaTeX; empty where there is nothing.

    What stands above is in brackets, or it would be read as a power.
    """

    letter: str
    above: str = ""
    below: str = ""

    def indexed(self, indices: str) -> Scripted:
        """The same with indices below, after a semicolon if the name has a subscript of its own."""
        return self._replace(below=f"{self.below};{indices}" if self.below else indices)

    def __str__(self) -> str:
        above = f"^{{{self.above}}}" if self.above else ""
        return self.letter + above + (f"_{{{self.below}}}" if self.below else "")


def of_plain(name: str) -> Scripted:
    """The LaTeX of a name as it is typed in Python: z_h, w^l, n_{l+1}, x2, w[2, 1], BCE.

    A name of any other form, with characters that mean something to LaTeX, is shown character by character.
    """
    if indexed := INDEXED.fullmatch(name):
        return of_plain(indexed[1]).indexed(",".join(map(_word, re.split(r",\s*", indexed[2]))))
    match = PLAIN.fullmatch(name)
    if match is None:
        return Scripted(rf"\mathrm{{{escaped(name)}}}")
    scripts = {"^": [], "_": [match["number"]] if match["number"] else []}
    for mark, braced, bare in SCRIPT.findall(match["scripts"]):
        scripts[mark].append(_words(braced or bare))
    primes = r"\prime" * len(match["primes"])
    above = in_brackets(",".join(scripts["^"])) + primes
    return Scripted(_word(match["letter"]), above, ",".join(scripts["_"]))


def in_brackets(script: str) -> str:
    """What stands above a letter, told apart from a power."""
    bare = not script or SIGNS.fullmatch(script) or script.startswith("(") and script.endswith(")")
    return script if bare else f"({script})"


def of_latex(tex: str) -> Scripted:
    r"""The parts of a name that its author gave in LaTeX, such as \delta^l or s^2."""
    parts, mark, depth, at = {"": "", "^": "", "_": ""}, "", 0, 0
    while at < len(tex):
        token = re.compile(r"\\[A-Za-z]+ ?|\\.|.", re.DOTALL).match(tex, at)[0]
        depth += {"{": 1, "}": -1}.get(token, 0)
        if depth == 0 and token in ("^", "_"):
            mark = token
            parts[mark] += "," if parts[mark] else ""
        else:
            parts[mark] += token
        at += len(token)
    return Scripted(parts[""], in_brackets(_without_braces(parts["^"])), _without_braces(parts["_"]))


def _without_braces(script: str) -> str:
    return script[1:-1] if re.fullmatch(r"\{[^{}]*\}", script) else script


def _words(script: str) -> str:
    """A script such as l+1, hid or 2,k, each word upright or Greek as it is elsewhere."""
    return re.sub(r"[^\W\d_]+|[^\w+*(),;=' -]", lambda found: _word(found[0]), script)


def _word(word: str) -> str:
    """A letter as it is, a Greek one by its command, a word upright."""
    if len(word) == 1 and word.isalnum() or word.isdigit():
        return word
    if word in greek_letters_set:
        return GREEK.get(word, "\\" + word)
    return rf"\mathrm{{{escaped(word)}}}"


def escaped(text: str) -> str:
    """The text for LaTeX's mathematical mode, where nothing in it is a command."""
    return "".join(ESCAPES.get(c, c) for c in text)
