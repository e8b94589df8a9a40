"""What is said of a line that was not proved, as HTML and as text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from mpmath import mpf, nstr
from sympy import Expr

from linebyline.display import NO_TEX
from linebyline.latex import latex
from linebyline.text import text


def refusal_as_text(error) -> str:
    """What is said of a line that was not proved: why, the line before and this one, a network in which they differ."""
    rows = [f'line {error.number} is {error.outcome}: "{error.reason}"']
    rows += [error.explanation] if error.explanation else []
    rows += [f"  before: {text(error.before)}", f"  line:   {text(error.line)}"]
    if error.instance:
        left, right = digits_that_differ(*error.values)
        rows.append(f"counterexample: {error.instance}".replace(": \n", ":\n"))
        rows.append(f"  the line before is {left}, this line is {right}")
    return "\n".join(rows)


def refusal_as_html(error) -> str:
    """The same for a notebook: the cause first, the two lines typeset, the numbers in a table, the full text folded."""
    cause = f": {escape(error.explanation)}" if error.explanation else ""
    rows = [
        f'<p class="refusal-cause {NO_TEX}"><strong>Line {error.number} is {escape(error.outcome)}</strong>{cause}</p>',
        _pairs([("line before", _math(error.before)), ("this line", _math(error.line))]),
    ]
    if error.instance:
        sizes = ", ".join(f"{symbol} = {n}" for symbol, n in error.instance.sizes.items())
        arrays = [
            (_code(name), _code(str(numbers).replace("None", "any")))
            for name, numbers in error.instance.arrays().items()
        ]
        functions = [("where", _code(function)) for function in error.instance.functions]
        left, right = digits_that_differ(*error.values)
        rows.append("<p>In this network they differ:</p>")
        rows.append(_pairs([("line before", left), ("this line", right), ("sizes", _code(sizes)), *arrays, *functions]))
    message = f"<pre>{escape(refusal_as_text(error))}</pre>"
    rows.append(f'<details class="{NO_TEX}"><summary>The whole message</summary>{message}</details>')
    return f'<div class="derivation refusal mathjax_process">{"".join(rows)}</div>'


def _math(expression: Expr) -> str:
    return rf"\(\displaystyle {escape(latex(expression), quote=False)}\)"


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    """A table of two columns, of HTML: what it is, and what is said of it."""
    rows = "".join(f'<tr><th scope="row">{what}</th><td>{said}</td></tr>' for what, said in pairs)
    return f"<table><tbody>{rows}</tbody></table>"


def digits_that_differ(left: mpf, right: mpf) -> tuple[str, str]:
    """The two numbers with three digits, or as many more as it takes to see that they differ."""
    for digits in (3, 6, 12, 25, 50, 100):
        texts = nstr(left, digits), nstr(right, digits)
        if texts[0] != texts[1]:
            break
    return texts
