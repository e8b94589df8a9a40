"""What a cell shows: what it prints, its pictures, the value of its last expression, or its error."""

from __future__ import annotations

import ast
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO, TextIOBase
from types import ModuleType

from sympy import Expr

from linebyline.latex import latex

CELL = "<cell "  #: how the name of a cell's file starts
#: kinds of output that a page can show, the best first, and what it calls them
KINDS = {"text/html": "html", "image/svg+xml": "svg", "text/latex": "latex", "text/plain": "text"}
ELSEWHERE = "is not available in the page: open this chapter in Jupyter (make lab) to run this cell"


class Outputs(TextIOBase):
    """The outputs of one cell, in the order in which they come, as [{kind: content}, ...]; a file to print to."""

    def __init__(self, names: dict[str, object]):
        self.names, self.outputs, self.data, self.values = names, [], [], []

    def of(self, tree: ast.Module | SyntaxError, file: str) -> dict:
        """Run the cell; whatever it raises is one of its outputs. "lines" are the proved lines that it shows."""
        self.names["display"] = self.display
        sys.modules["IPython"].display.display = self.display
        try:
            with redirect_stdout(self), redirect_stderr(self):
                self.display(value_of(tree, self.names, file), always=False)
        except BaseException as error:  # the reader's code may raise anything, SystemExit included
            self.outputs.append(refusal(error))
        return {"outputs": self.outputs, "lines": self.data}

    def write(self, text: str) -> int:
        """What is printed follows on what was printed before, if nothing came in between."""
        if self.outputs and "printed" in self.outputs[-1]:
            self.outputs[-1]["printed"] += text
        elif text:
            self.outputs.append({"printed": text})
        return len(text)

    def display(self, *values: object, always: bool = True, **_: object) -> None:
        for value in values:
            if value is not None or always:
                self.outputs.append(self.shown(value))

    def shown(self, value: object) -> dict[str, str]:
        self.values.append(value)
        bundle = bundle_of(value)
        self.data += [line for data in bundle.values() if isinstance(data, dict) for line in data.get("lines", [])]
        for mime, kind in KINDS.items():
            if mime in bundle:
                return {kind: bundle[mime]}
        return {"text": repr(value)}


def value_of(tree: ast.Module | SyntaxError, names: dict[str, object], file: str) -> object:
    """Run the statements; the value of the last one, if it is an expression without a semicolon."""
    if isinstance(tree, SyntaxError):
        raise tree
    last = tree.body[-1] if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    rest = ast.Module(tree.body[: -1 if last else None], tree.type_ignores)
    exec(compile(rest, file, "exec"), names)
    return eval(compile(ast.Expression(last.value), file, "eval"), names) if last else None


def bundle_of(value: object) -> dict[str, object]:
    """The value in all the forms it offers, by MIME type, as Jupyter asks for them."""
    if isinstance(value, Expr):
        return {"text/latex": rf"$\displaystyle {latex(value)}$"}
    if isinstance(value, type):
        return {"text/plain": repr(value)}
    if hasattr(value, "_repr_mimebundle_"):
        return value._repr_mimebundle_()
    if hasattr(value, "savefig"):
        drawn = StringIO()
        value.savefig(drawn, format="svg", bbox_inches="tight")
        return {"image/svg+xml": drawn.getvalue()}
    offered = {"_repr_svg_": "image/svg+xml", "_repr_html_": "text/html", "_repr_latex_": "text/latex"}
    return {mime: getattr(value, method)() for method, mime in offered.items() if hasattr(value, method)}


def refusal(error: BaseException) -> dict[str, str]:
    """A refused line in its own words; of any other error the part that happened in the cell."""
    if hasattr(error, "_repr_html_"):
        return {"html": error._repr_html_(), "error": str(error)}
    if isinstance(error, ModuleNotFoundError):
        return {"error": f"{error.name} {ELSEWHERE}."}
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(CELL)]
    where = f"line {frames[-1].lineno}: " if frames else ""
    return {"error": where + "".join(traceback.format_exception_only(error)).strip()}


class Markup:
    """What IPython.display.HTML and its like hold: a text that is shown as it is."""

    def __init__(self, data: str = "", mime: str = "text/html", **_: object):
        self.data, self.mime = data, mime

    def _repr_mimebundle_(self) -> dict[str, str]:
        return {self.mime: self.data}


def stand_in_for_ipython() -> None:
    """Let cells import from IPython.display what they show themselves with; IPython itself is large."""
    package, display = ModuleType("IPython"), ModuleType("IPython.display")
    package.display, package.get_ipython = display, lambda: None
    package.version_info = (8, 24)  # Matplotlib asks for it
    display.HTML = Markup
    display.SVG = partial(Markup, mime="image/svg+xml")
    display.Latex = partial(Markup, mime="text/latex")
    display.Markdown = partial(Markup, mime="text/plain")
    sys.modules |= {"IPython": package, "IPython.display": display}
