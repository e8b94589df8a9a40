"""The rules of the house: short files and functions, no named lambda, no foreign private name, no import circle."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2]


def faults(sources: dict[str, str]) -> list[str]:
    """What breaks a rule, in the sources by the names of their modules."""
    found, imports = [f"{name} is too long" for name, source in sources.items() if source.count("\n") > 250], {}
    for module, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40:
                found.append(f"{module}.{node.name} is too long")
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
                found.append(f"{module} gives a lambda a name in line {node.lineno}")
            if isinstance(node, ast.ImportFrom) and node.module in sources:
                names = {alias.name for alias in node.names} - {"_live", "_ext"}
                found += [f"{module} uses {node.module}.{name}" for name in names if name.startswith("_")]
                modules = {f"{node.module}.{name}" for name in names} & set(sources)
                imports.setdefault(module, set()).update(modules or {node.module})
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        found.append(f"circle: {' <- '.join(error.args[1])}")
    return found


def test_the_rules_are_kept():
    paths = [p for folder in ("netlib", "linebyline", "book", "bench", "tests") for p in (ROOT / folder).rglob("*.py")]
    named = {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in paths}
    assert faults({name: path.read_text(encoding="utf-8") for name, path in named.items()}) == []


def test_each_fault_is_found():
    bad = {
        "a": "from b import _x\nf = lambda: 0\n",
        "b": "from a import f\ndef g():" + "\n    pass" * 40,
        "c": "\n" * 251,
    }
    found = ["c is too long", "a uses b._x", "a gives a lambda a name in line 2", "b.g is too long"]
    assert sorted(faults(bad)) == sorted([*found, "circle: a <- b <- a"])
    assert faults({"a": "def f():" + "\n    pass" * 39, "b": "from a import f" + "\n" * 250}) == []
