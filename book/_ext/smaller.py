"""After the build: what no page uses goes, from style sheets, figures and folders.

A rule of a style sheet goes if its selector needs a class or an id that is named in no page and in no script.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import tinycss2
from sphinx.util import logging

WORD = re.compile(r"[\w-]+")
IN_TAG = re.compile(r"<[^>]+>")
BETWEEN_TAGS = re.compile(r">\s+<")
METADATA = re.compile(r"<metadata>.*?</metadata>|<!--.*?-->|<\?xml.*?\?>|<!DOCTYPE.*?>", re.DOTALL)
# four digits, or hundredths of a point
LONG_NUMBER = re.compile(r"(?<![\w.])(?:(0\.0*\d{4})|([1-9]\d*\.\d{2}))\d+")
SIZE = re.compile(r'\b(width|height)="([\d.]+)pt"')
FIGURE = re.compile(r'<img (?![^>]*\bwidth=)(?=[^>]*\bsrc="([^"]+\.svg)")')
PIXELS = 96 / 72  # of a point
NESTED = {"media", "supports", "layer", "container"}
UNUSED = ("_static/vendor", "_static/locales", "_static/images", "_sphinx_design_static")
UNUSED_FILES = (
    "*.map",
    "bootstrap.js*",
    "webpack-macros.html",
    "sbt-webpack-macros.html",
    "file.png",
    "minus.png",
    "plus.png",
)


def pruned(css: str, words: set[str]) -> str:
    """The style sheet without comments, blanks, and rules for what no page has."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(filter(None, (written(rule, words) for rule in rules)))


def written(rule, words: set[str]) -> str:
    """A rule as it stays; nothing if no page uses it."""
    if rule.type == "qualified-rule":
        used = [selector for selector in selectors(rule.prelude) if is_used(selector, words)]
        prelude = ",".join(tinycss2.serialize(selector).strip() for selector in used)
        return f"{prelude}{{{declarations(rule.content)}}}" if used else ""
    if rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in NESTED:
        inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        kept = "".join(written(inner, words) for inner in inside)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}" if kept else ""
    return rule.serialize() if rule.type == "at-rule" else ""


def selectors(prelude: Iterable) -> list[list]:
    """The parts of a selector between its commas."""
    parts = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def is_used(selector: list, words: set[str]) -> bool:
    """Whether each class and id that the selector asks for is a word of the site. What it excludes does not count."""
    for before, token in zip([None, *selector], selector):
        named = token.type == "ident" and before == "." or token.type == "hash"
        if named and token.value not in words:
            return False
    return True


def declarations(content: list) -> str:
    """The inside of a rule, without comments and with single blanks."""
    text = tinycss2.serialize(token for token in content if token.type != "comment")
    return re.sub(r"\s+", " ", text).strip().rstrip(";")


def smaller_svg(svg: str) -> str:
    """A figure without its metadata, and with places no finer than a screen shows."""
    short = IN_TAG.sub(lambda tag: LONG_NUMBER.sub(r"\1\2", tag[0]), METADATA.sub("", svg))
    return BETWEEN_TAGS.sub("><", short).strip()


def sized(html: str, folder: Path) -> str:
    """The page with width and height of its figures, so that no text moves when they arrive."""

    def with_size(found: re.Match) -> str:
        path = folder / found[1]
        size = dict(SIZE.findall(path.read_text(encoding="utf-8")[:1000])) if path.exists() else {}
        if len(size) < 2:
            return found[0]
        return '<img width="{width:.0f}" height="{height:.0f}" '.format(
            **{name: float(points) * PIXELS for name, points in size.items()}
        )

    return FIGURE.sub(with_size, html)


def shrink(app, error) -> None:
    """Make the site's files smaller, and remove those that no page asks for."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for folder in UNUSED:
        shutil.rmtree(out / folder, ignore_errors=True)
    for pattern in UNUSED_FILES:
        for path in (out / "_static").rglob(pattern):
            path.unlink()
    before = weight(out)
    pages = [path.read_text(encoding="utf-8") for kind in ("*.html", "*.js") for path in out.rglob(kind)]
    words = set().union(*(WORD.findall(text) for text in pages))
    for path in out.rglob("*.css"):
        path.write_text(pruned(path.read_text(encoding="utf-8"), words), encoding="utf-8", newline="\n")
    for path in (out / "_images").glob("*.svg"):
        path.write_text(smaller_svg(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    for path in out.rglob("*.html"):
        path.write_text(sized(path.read_text(encoding="utf-8"), path.parent), encoding="utf-8", newline="\n")
    logging.getLogger(__name__).info("style sheets and figures: %d KiB, were %d", weight(out), before)


def weight(out: Path) -> int:
    """Of all style sheets and figures, in KiB."""
    return sum(path.stat().st_size for kind in ("*.css", "*.svg") for path in out.rglob(kind)) // 1024


def setup(app) -> dict:
    app.connect("build-finished", shrink, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
