"""The engine needs SymPy alone, and an import of it changes nothing: a page may run it where nothing else is."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WITHOUT = """
import sys
{before}
for package in ("numpy", "matplotlib", "IPython"):
    sys.modules[package] = None  # an import of it fails
"""
PROVES = """
from sympy import Derivative
from book import induction, layers, one_step
from book.notation import *
from linebyline import *
d = Derivation(Derivative(epsilon, w[o, h]), {o: (1, Y), h: (1, H)})
print(d.step("all at once", -2 * delta_o[o] * a[h]))
try:
    d.step("wrong", 2 * delta_o[o] * a[h])
except StepError as error:
    print(error.outcome)
print(write_out(delta_o[1], {X: 1, H: 1, Y: 1}).free_symbols)
"""
NO_TIMERS = {
    "with timers": "",
    "no timers": "import signal; del signal.setitimer, signal.getitimer, signal.SIGPROF",
    "timers that fail": """
import signal
def fails(*_):
    raise OSError("not implemented")
signal.setitimer = signal.getitimer = fails
""",
}


def run(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("system", NO_TIMERS)
def test_a_line_is_proved_and_a_wrong_one_refuted_with_sympy_alone(system):
    said = run(WITHOUT.format(before=NO_TIMERS[system]) + PROVES)
    assert "[proved]" in said and "refuted" in said


def test_a_package_that_is_blocked_is_really_missing():
    with pytest.raises(AssertionError, match="import of numpy halted"):
        run(WITHOUT.format(before="") + "import numpy")


def test_an_import_changes_no_flag_of_sympy_and_prints_nothing():
    changed = "import sympy.core.parameters as p; before = p.global_parameters.distribute; import linebyline\n"
    assert run(changed + "assert p.global_parameters.distribute is before is True") == ""
