"""The shape of a chapter: objectives, strip, numbers, typed lines, a wrong line, summary, exercises that answer."""

import json
import re
from pathlib import Path

import pytest
import yaml

from linebyline.display import MIME

BOOK = Path(__file__).parents[2] / "book"
PARTS = yaml.safe_load((BOOK.parent / "_toc.yml").read_text(encoding="utf-8"))["parts"]
NUMBERED = [file["file"].removeprefix("book/") for part in PARTS if part.get("numbered") for file in part["chapters"]]
PART_ONE = set(NUMBERED[: NUMBERED.index("08_every_layer")])

SOLUTION = {
    "tags": ["solution", "hide-cell"],
    "mystnb": {"code_prompt_show": "Show solution", "code_prompt_hide": "Hide solution"},
    "jupyter": {"source_hidden": True, "outputs_hidden": True},
}
BOX = r":::\{{admonition\}} {title}\n:class: {kind}\n((?:- .*\n(?:  .*\n)*)+):::"


def notebook_of(chapter: str) -> dict:
    return json.loads((BOOK / f"{chapter}.ipynb").read_text(encoding="utf-8"))


def source_of(cell: dict) -> str:
    return "".join(cell["source"])


def is_tagged(cell: dict, tag: str) -> bool:
    return tag in cell["metadata"].get("tags", [])


def shown_text(cell: dict) -> str:
    return "".join("".join(out.get("data", {}).get("text/plain", "")) for out in cell["outputs"])


def faults_of_shape(notebook: dict, number: int, derives: bool) -> list[str]:
    """What a chapter lacks, in words. `derives`: it is one of part I, which derive on the small network."""
    text = "\n".join(source_of(cell) for cell in notebook["cells"] if cell["cell_type"] == "markdown") + "\n"
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    own = [cell for cell in code if "live_figures" not in source_of(cell)]
    told = [cell for cell in own if not is_tagged(cell, "answer") and not is_tagged(cell, "solution")]
    lengths = sorted(len(source_of(cell).splitlines()) for cell in code)
    found = [words for words, lacks in (
        ("the title is no question", not source_of(notebook["cells"][0]).splitlines()[0].endswith("?")),
        ("no box of three objectives", points(text, "After this chapter you can", "objectives") != 3),
        ("no summary of three lines", points(text, "Summary", "summary") != 3),
        ("not 8 to 20 code cells besides those of exercises and live figures", not 8 <= len(told) <= 20),
        ("half of the cells have more than 5 lines", lengths[len(lengths) // 2] > 5),
        ("no wrong line that teaches", not any(is_tagged(cell, "raises-exception") for cell in code)),
        ("no strip 'you are here' after the first cell", derives and "you_are_here(" not in source_of(code[0])),
        ("no section on numbers", derives and "\n## On numbers\n" not in text),
        ("the word road instead of path", bool(re.search(r"\broads?\b", text))),
    ) if lacks]  # fmt: skip
    found += faults_of_lines(code, derives) + faults_of_links(text)
    return found + faults_of_exercises(notebook, number, derives)


def points(text: str, title: str, kind: str) -> int:
    """How many points the box with this title has."""
    box = re.search(BOX.format(title=title, kind=kind), text)
    return len(re.findall(r"^- ", box[1], re.M)) if box else 0


def faults_of_lines(code: list[dict], derives: bool) -> list[str]:
    """At least half of the lines are typed. Where lines follow each other, one output shows the derivation whole."""
    shown = [out["data"][MIME]["lines"] for cell in code for out in cell["outputs"] if MIME in out.get("data", {})]
    how = {(line["latex"], line["reason"]): line["how"].startswith("stated") for lines in shown for line in lines}
    found = ["fewer than half of the lines are typed"] if 2 * sum(how.values()) < len(how) else []
    longest = max(map(len, shown), default=0)
    return found + (["no derivation is shown whole"] if longest < 3 and (derives or longest == 2) else [])


def faults_of_links(text: str) -> list[str]:
    """Every chapter that is named is a link to its notebook, with the number that the contents give it."""
    found, without_links = [], re.sub(r"\[[^\]]*\]\([^)]*\)", "", text)
    found += [f"no link: {words}" for words in re.findall(r"[Cc]hapters? \d+", without_links)]
    for told, file in re.findall(r"\[[Cc]hapter (\d+)\]\(([^)#]*)[^)]*\)", text):
        chapter = file.removesuffix(".ipynb")
        if chapter == file or chapter not in NUMBERED:
            found.append(f"no notebook: {file}")
        elif NUMBERED.index(chapter) + 1 != int(told):
            found.append(f"chapter {told} is not {file}")
    return found


def faults_of_exercises(notebook: dict, number: int, derives: bool) -> list[str]:
    """Each exercise is text, an empty cell that waits, and a solution that is right and folded."""
    cells, found, titles = notebook["cells"], [], []
    places = [n for n, cell in enumerate(cells) if ":::{exercise}" in source_of(cell)]
    for count, n in enumerate(places, 1):
        name, (text, answer, solution) = f"{number}.{count}", cells[n : n + 3]
        titles += re.findall(r":::\{exercise\} (.+)\n:label: ex-[a-z-]+\n", source_of(text))
        if not (is_tagged(answer, "answer") and f'check("{name}"' in source_of(answer)):
            found.append(f"no cell to fill for exercise {name}")
        elif not shown_text(answer).startswith(f"Exercise {name} waits for your answer"):
            found.append(f"the empty cell of exercise {name} does not wait")
        if solution["metadata"] != SOLUTION or source_of(solution).splitlines()[0] != f"# Solution of exercise {name}":
            found.append(f"no folded solution of exercise {name}")
        elif f'check("{name}"' not in source_of(solution) or f"Exercise {name}: right." not in shown_text(solution):
            found.append(f"the solution of exercise {name} is not accepted")
    if len(places) < 3 or len(titles) != len(places):
        found.append("fewer than three exercises with a title and a label")
    if derives:
        found += [f"no exercise '{kind}'" for kind in ("Derive it", "Implement it") if kind not in titles]
    return found


def shape(chapter: str) -> list[str]:
    return faults_of_shape(notebook_of(chapter), NUMBERED.index(chapter) + 1, chapter in PART_ONE)


@pytest.mark.parametrize("chapter", NUMBERED)
def test_a_chapter_has_its_shape(chapter):
    assert shape(chapter) == []


def test_the_numbers_in_file_names_are_those_of_the_contents():
    assert [int(chapter[:2]) for chapter in NUMBERED] == list(range(1, len(NUMBERED) + 1))


def spoiled(old: str, new: str, where=lambda cell: True) -> str:
    """The faults of chapter 6 after a change in its text."""
    notebook = notebook_of("06_hidden_weight")
    changed = [cell for cell in notebook["cells"] if old in source_of(cell) and where(cell)]
    assert changed
    for cell in changed:
        cell["source"] = [source_of(cell).replace(old, new)]
    return "; ".join(faults_of_shape(notebook, 6, True))


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("weight matter?", "weight matters", "no question"),
        ("- derive", "  derive", "three objectives"),
        (":class: summary", ":class: note", "summary of three"),
        ("strip.you_are_here", "strip.you_are_where", "you are here"),
        ("## On numbers", "## Numbers", "section on numbers"),
        ("You first follow one path", "You first follow one road", "word road"),
        ("[chapter 4](04_output_weight.ipynb)", "chapter 4", "no link: chapter 4"),
        ("[chapter 4](04_output_weight.ipynb)", "[chapter 4](04_output_weight)", "no notebook"),
        ("[chapter 4](04_output_weight.ipynb)", "[chapter 5](04_output_weight.ipynb)", "chapter 5 is not"),
        (":::{exercise} Derive it", ":::{exercise}", "three exercises"),
        (":::{exercise} Implement it", ":::{exercise} Program it", "no exercise 'Implement it'"),
        ("# Solution of exercise 6.2", "# Exercise 6.2", "no folded solution of exercise 6.2"),
        ('check("6.3", answer_3)', "answer_3", "no cell to fill for exercise 6.3"),
        ('check("6.1", solution_1)', "solution_1", "solution of exercise 6.1 is not accepted"),
    ],
)
def test_the_shape_misses_nothing_in_text(old, new, words):
    assert words in spoiled(old, new)


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda cell: cell["metadata"].pop("tags", None), "no wrong line"),
        (lambda cell: cell["metadata"].get("jupyter", {}).clear(), "no folded solution"),
        (lambda cell: cell.update(outputs=[]), "no derivation is shown whole"),
        (lambda cell: cell.update(outputs=[]), "does not wait"),
        (lambda cell: cell.update(source="x = 1\n" * 6), "more than 5 lines"),
        (
            lambda cell: [
                line.update(how="computed: chain_rule")
                for out in cell["outputs"]
                for line in out.get("data", {}).get(MIME, {}).get("lines", [])
            ],
            "half of the lines",
        ),
    ],
)
def test_the_shape_misses_nothing_in_cells(change, words):
    notebook = notebook_of("06_hidden_weight")
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            change(cell)
    assert words in "; ".join(faults_of_shape(notebook, 6, True))
