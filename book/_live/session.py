"""Runs the cells of one page as a notebook would, always as if from the top.

Each run names the code of all cells from the top to the one that was asked for. What ran before and is still the same
is not run again: the names are as they were after it. Cells that need NumPy are passed over as long as nothing that was
asked for depends on them, because NumPy and Matplotlib are a large part of what a page has to load.
"""

from __future__ import annotations

import ast
import importlib
import linecache
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from types import FunctionType, ModuleType

from sympy import Basic

from book._live.shown import CELL, Outputs, stand_in_for_ipython
from book._live.turn import Shown, shown_by

NUMERIC = {"numpy", "matplotlib"}  #: what a page loads only where a cell needs it
SHARED = (ModuleType, FunctionType, type, Basic)  # never changed by a cell, so a copy of the names may share them
OWN = {"__builtins__", "display"}  # put among the names by each run


def prepare() -> None:
    """Make this process a page's: for good, so call it in a worker only."""
    stand_in_for_ipython()
    Basic.__deepcopy__ = as_it_is


def as_it_is(expression: Basic, memo: dict) -> Basic:
    """SymPy's expressions never change: copies of the names may share them."""
    return expression


class Session:
    """The names of one page, what ran to make them, and what they were before each cell."""

    def __init__(self) -> None:
        self.names: dict[str, object] = {}
        self.forget(numeric=False)

    def forget(self, numeric: bool) -> None:
        """Start from the top, with NumPy or without."""
        self.numeric = numeric
        self.ran: list[str] = []
        self.before: list[dict | None] = []  # the names before each cell that ran; None if they cannot be copied
        self.due: list[str] = []
        self.parts: list[Part] = []
        self.shown: dict[int, Shown] = {}  # the derivation that a cell shows

    def needs_numpy(self, codes: list[str]) -> bool:
        """Whether the last of these cells depends on NumPy or Matplotlib."""
        return self.numeric or not without_numpy(codes)[-1].whole

    def begin(self, codes: list[str], numeric: bool) -> None:
        """Ask for the last of these cells. `numeric` says that NumPy is there: then nothing is passed over any more."""
        if numeric and not self.numeric:
            self.forget(numeric=True)
        same = 0
        while same < min(len(self.ran), len(codes) - 1) and self.ran[same] == codes[same]:
            same += 1
        if same < len(self.ran):
            same = same if self.before[same] is not None else 0
            self.restore(self.before[same])
        if same == 0:
            self.restore({})
        del self.ran[same:], self.before[same:]
        self.due = codes
        self.parts = list(map(parsed, codes, count())) if self.numeric else without_numpy(codes)

    def restore(self, state: dict) -> None:
        """Take the names back to what they were; functions of the cells see it, as they keep this dictionary."""
        again = copied(state) or {}
        self.names.clear()
        self.names.update(again, __name__="__main__")

    def advance(self) -> dict | None:
        """Run the next cell that is due: {"at": its place, "outputs": [...]}; None when all have run."""
        at = len(self.ran)
        if at == len(self.due):
            return None
        code, part = self.due[at], self.parts[at]
        self.before.append(copied(self.names))
        self.shown.pop(at, None)
        self.ran.append(code)
        outputs, file = Outputs(self.names), file_of(at)
        linecache.cache[file] = len(code), None, code.splitlines(keepends=True), file  # where inspect.getsource looks
        result = outputs.of(part.tree, file)
        for derivation in filter(None, (shown_by(value, self.names) for value in outputs.values)):
            self.shown[at] = derivation
        return {"at": at, "passed_over": not part.whole} | result


def copied(names: dict[str, object]) -> dict | None:
    """The names with copies of all that a cell could change; None if something cannot be copied."""
    names = {name: value for name, value in names.items() if name not in OWN}
    shared = {name: value for name, value in names.items() if isinstance(value, SHARED)}
    try:
        return shared | deepcopy({name: value for name, value in names.items() if name not in shared})
    except Exception:  # a generator, a lock, an open file: then cells run from the top again
        return None


@dataclass
class Part:
    """What of a cell runs: all of it, or what does not need NumPy."""

    tree: ast.Module | SyntaxError
    whole: bool = True


def file_of(at: int) -> str:
    """The name by which Python knows the cell at this place."""
    return f"{CELL}{at + 1}>"


def parsed(code: str, at: int) -> Part:
    try:
        return Part(ast.parse(code, file_of(at)))
    except SyntaxError as error:
        return Part(error)


def without_numpy(codes: list[str]) -> list[Part]:
    """Of each cell the statements that run without NumPy.

    A statement that needs NumPy takes the names with it that it makes or whose methods it calls.
    """
    numeric: set[str] = set()
    parts = list(map(parsed, codes, count()))
    for part in parts:
        if isinstance(part.tree, ast.Module):
            leave_numpy_out(part, numeric)
    return parts


def leave_numpy_out(part: Part, numeric: set[str]) -> None:
    """Take out the statements that use names from `numeric`; and add to it the names that they make."""
    kept = []
    for statement in part.tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            known = [alias for alias in statement.names if not needs_numpy(statement, alias)]
            numeric |= {(alias.asname or alias.name).split(".")[0] for alias in statement.names if alias not in known}
            statement.names = known
            kept += [statement] if known else []
        elif numeric & read_by(statement):
            numeric |= made_by(statement) | changed_by(statement)
            part.whole = False
        else:
            numeric -= made_by(statement)
            kept.append(statement)
    part.tree.body = kept


def read_by(tree: ast.AST) -> set[str]:
    nodes = list(ast.walk(tree))
    loaded = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return loaded | {name(node.target) for node in nodes if isinstance(node, ast.AugAssign)}


def made_by(tree: ast.AST) -> set[str]:
    nodes = list(ast.walk(tree))
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return stored | {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def changed_by(tree: ast.AST) -> set[str]:
    """The names whose attributes, methods or entries a statement touches: it may change what they name."""
    return {name(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Subscript)} - {""}


def name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def needs_numpy(statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> bool:
    """Whether this import cannot be carried out for want of NumPy: it is tried."""
    module = alias.name if isinstance(statement, ast.Import) else statement.module or ""
    try:
        found = importlib.import_module(module)
        if isinstance(statement, ast.ImportFrom) and alias.name != "*" and not hasattr(found, alias.name):
            importlib.import_module(f"{module}.{alias.name}")
    except ModuleNotFoundError as error:
        return (error.name or "").split(".")[0] in NUMERIC
    except Exception:  # the cell itself will say what is wrong with it
        return False
    return False
