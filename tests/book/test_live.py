"""What runs in a worker of a page, run here: cells as a notebook runs them, and what readers type."""

import json
import sys

import pytest
from chapters import BOOK, MIME, cells_of
from sympy import Basic
from typed_lines import CELLS, HOSTILE, RIGHT, WRONG

from book._live import page, session
from book._live.shown import Outputs
from book._live.turn import Turn
from linebyline.text import text


@pytest.fixture
def here(monkeypatch):
    """A session in a process that is a page's for as long as the test lasts."""
    monkeypatch.setattr(Basic, "__deepcopy__", None, raising=False)
    monkeypatch.setitem(sys.modules, "IPython", sys.modules.get("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", sys.modules.get("IPython.display"))
    monkeypatch.chdir(BOOK)
    session.prepare()
    return session.Session()


def run(here: session.Session, codes: list[str], numeric: bool = False) -> list[dict]:
    here.begin(codes, numeric)
    return list(iter(here.advance, None))


def outputs(here: session.Session, codes: list[str]) -> list[dict]:
    """Of the last cell."""
    return run(here, codes)[-1]["outputs"]


def test_a_cell_shows_what_it_prints_and_its_last_value(here):
    assert outputs(here, ["print('a'); print('b')\n1 + 1"]) == [{"printed": "a\nb\n"}, {"text": "2"}]
    assert outputs(here, ["x = 1"]) == []
    assert outputs(here, ["display(1)\nprint('b')\nNone"]) == [{"text": "1"}, {"printed": "b\n"}]
    assert outputs(here, ["from IPython.display import HTML\nHTML('<b>x</b>')"]) == [{"html": "<b>x</b>"}]
    assert outputs(here, ["from sympy import Symbol\nSymbol('x')**2"]) == [{"latex": r"$\displaystyle x^{2}$"}]


@pytest.mark.parametrize(
    "code, words",
    [
        ("1 +", "SyntaxError"),
        ("x = 1\nx / 0", "line 2: ZeroDivisionError"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import numba_of_another_world", "open this chapter in Jupyter"),
    ],
)
def test_an_error_says_where_it_happened(here, code, words):
    (shown,) = outputs(here, [code])
    assert words in shown["error"]


def test_a_cell_s_functions_show_their_source(here):
    codes = ["def f(x):\n    return x", "import inspect\nprint(inspect.getsource(f))"]
    assert outputs(here, codes) == [{"printed": codes[0] + "\n"}]
    codes[0] = codes[0].replace("x", "y")
    assert outputs(here, codes) == [{"printed": codes[0] + "\n"}], "as it is now"


def test_what_is_printed_goes_to_no_terminal(here):
    assert outputs(here, ["import sys\nsys.stderr.isatty()"]) == [{"text": "False"}]


def test_what_ran_and_is_the_same_is_not_run_again(here):
    assert [result["at"] for result in run(here, ["a = [1]", "a.append(2)", "a"])] == [0, 1, 2]
    assert [result["at"] for result in run(here, ["a = [1]", "a.append(2)", "a"])] == [2]
    assert outputs(here, ["a = [1]", "a.append(2)", "a"]) == [{"text": "[1, 2]"}]
    assert [result["at"] for result in run(here, ["a = [1]", "a.append(2)"])] == [1]
    assert outputs(here, ["a = [1]", "a.append(2)", "a"]) == [{"text": "[1, 2]"}], "as if from the top"


def test_a_changed_cell_runs_with_the_names_as_they_were_before_it(here):
    run(here, ["a = [1]", "a.append(2)", "b = a", "b.append(3)"])
    assert outputs(here, ["a = [1]", "a.append(5)", "a"]) == [{"text": "[1, 5]"}]
    assert outputs(here, ["a = [1]", "b"]) == [{"error": "line 1: NameError: name 'b' is not defined"}]
    assert outputs(here, ["a = [1]; b = a", "b.append(4)", "a"]) == [{"text": "[1, 4]"}], "two names of one list"


def test_what_cannot_be_copied_runs_again_from_the_top(here):
    codes = ["numbers = iter_of(3)", "next(numbers)"]
    codes[0] = "def iter_of(n):\n    yield from range(n)\n\n\n" + codes[0]
    assert outputs(here, codes) == [{"text": "0"}]
    assert [result["at"] for result in run(here, codes)] == [0, 1]
    assert outputs(here, codes) == [{"text": "0"}]


def test_a_derivation_goes_on_from_any_line(here):
    codes = [*CELLS, "d.step('so', chain_rule)\nlen(d.lines)"]
    assert outputs(here, codes) == outputs(here, codes) == [{"text": "4"}]


@pytest.fixture
def without_numpy():
    with pytest.MonkeyPatch.context() as monkeypatch:
        hide_numpy(monkeypatch)
        yield monkeypatch


def hide_numpy(monkeypatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] in ("numpy", "netlib", "matplotlib")]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("book.figures.drawing", "book.figures.figure"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr("book.figures.drawing", raising=False)
    for name in ("numpy", "matplotlib"):
        monkeypatch.setitem(sys.modules, name, None)  # an import of it fails


def test_cells_that_need_numpy_are_passed_over_until_one_is_asked_for(here, without_numpy):
    codes = [
        "import numpy as np\nfrom book.figures import drawing\nx = 1",
        "y = np.ones(2)",
        "z = x + 1",
        "x = y.sum()",
        "x",
    ]
    assert not here.needs_numpy(codes[:3])
    assert [result.get("passed_over", False) for result in run(here, codes[:3])] == [False, True, False]
    assert outputs(here, [*codes[:3], "x + z"]) == [{"text": "3"}]
    assert here.needs_numpy(codes[:2]) and here.needs_numpy(codes), "x comes from NumPy in the end"
    assert here.needs_numpy(["import numpy as np\nd = []", "d.append(np.pi)", "d"]), "its method was called"
    assert not here.needs_numpy(["import numpy as np", "x = np.pi", "x = 2", "x"]), "a new value"
    mixed = ["import numpy as np\nx = 1\nnp.ones(2)", "x"]
    assert here.needs_numpy(mixed[:1]) and not here.needs_numpy(mixed)
    assert outputs(here, mixed) == [{"text": "1"}], "of a cell above, what does not need NumPy runs"


def test_once_numpy_is_there_what_was_passed_over_runs(here, without_numpy):
    codes = ["import json as np\nfrom book.figures import drawing", "drawing", "x = 1", "x"]
    assert [result["passed_over"] for result in run(here, codes)] == [False, True, False, False]
    without_numpy.undo()
    results = run(here, codes[:2], numeric=True)
    assert [result["at"] for result in results] == [0, 1], "from the top"
    assert "module 'book.figures.drawing'" in results[1]["outputs"][0]["text"]


def test_an_output_s_text_may_come_from_a_reader(here):
    assert Outputs({}).shown("<script>") == {"text": "'<script>'"}


def turn(here: session.Session, after: int = 1) -> Turn:
    run(here, CELLS)
    return Turn(here.shown[1], after)


@pytest.mark.parametrize("line", RIGHT[1:-1])
def test_a_right_line_in_another_form_is_proved(here, line):
    said = turn(here).check(line, "")
    assert said["outcome"] == "proved", said
    assert "✓" in said["html"]


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_line_is_refuted_with_numbers(here, line):
    said = turn(here).check(line, "")
    assert said["outcome"] == "refuted" and "counterexample" in said["error"], said
    assert "✓" not in said["html"]


@pytest.mark.parametrize("line", HOSTILE)
def test_hostile_text_is_refused(here, line):
    player = turn(here)
    said = player.check(line, "")
    assert said["outcome"] in ("not read", "refused", "refuted", "not established"), said
    assert said.get("says") or said.get("html")
    assert player.check(RIGHT[3], "")["outcome"] == "proved", "the engine goes on"


def test_hints_come_in_three_stages(here):
    player = turn(here, after=2)
    kind, part, line = (player.hint(stage)["html"] for stage in (1, 2, 3))
    assert "only output o depends on this weight" in kind and "Derivative" not in kind
    assert r"\sum" in part and "<code>" not in part
    assert player.check(line.partition("<code>")[2].partition("</code>")[0], "")["book"] == 2
    assert "last line" in player.hint(1)["says"]


def test_a_turn_goes_on_from_the_reader_s_own_line(here):
    player = turn(here, after=0)
    assert player.check("Derivative(total(lambda k: (y[k] - t[k])**2, Y), w[o, h])", "turned")["book"] is None
    assert player.check(RIGHT[0], "")["book"] == 1
    assert "only output o" in player.hint(1)["html"]


def test_a_preview_says_what_is_typed(here):
    player = turn(here)
    assert player.preview("t[o]*y[o]") == {"tex": "t_{o} y_{o}"}
    assert "Do you mean delta_o?" in player.preview("delta_0[o]")["says"]
    assert "Powers are written **" in player.preview("y[o]^2")["says"]


def test_the_worker_is_asked_in_json(here, monkeypatch):
    monkeypatch.setattr(page, "session", here)
    page.begin(json.dumps(CELLS), False)
    while page.advance():
        pass
    begun = json.loads(page.ask("take", '{"at": 1}'))
    assert begun["after"] == 2 and len(begun["lines"]) == 3 and "w[o, h]" in begun["palette"]
    assert json.loads(page.ask("check", json.dumps({"typed": RIGHT[1], "reason": ""})))["book"] == 2
    assert "no line" in json.loads(page.ask("take", '{"at": 0}'))["says"]


def test_a_chapter_s_cells_give_its_committed_lines(here, notebook="04_output_weight"):
    """The page itself runs the others, in tests/site/check_live.py."""
    cells = [cell for cell in cells_of(notebook) if cell["cell_type"] == "code"]
    results = run(here, ["".join(cell["source"]) for cell in cells], numeric=True)
    shown = [output.get("data", {}).get(MIME, {}) for cell in cells for output in cell["outputs"]]
    assert [line for result in results for line in result["lines"]] == [
        line for data in shown for line in data.get("lines", [])
    ]
    for n, derivation in here.shown.items():
        for after, line in enumerate(derivation.lines):
            assert Turn(derivation, after).check(text(line.expression), line.reason)["outcome"] == "proved", (n, after)
