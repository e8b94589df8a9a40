"""What every page of the site says of itself: versions, address, preview, and which scripts it may run.

Set the environment variable SITE_URL to the address the site will have, and the pages get canonical links and preview
cards, and the site gets a sitemap: all three need a whole address. Without it the site is made for any folder.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from hashlib import sha256
from html import escape, unescape
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from docutils import nodes
from math_core import LatexError
from mathml import mathml
from sphinx.errors import ExtensionError

LONGEST = 200  # characters of a description that previews show
TAG = re.compile(r"<[^>]+>")

SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
HEAD = re.compile(r"<head>", re.IGNORECASE)
# set once for all pages in book/_static/early.js
KNOWN_INLINE = re.compile(r"\s*(let toggle\w+ =|var togglebuttonSelector =|DOCUMENTATION_OPTIONS\.pagename =)")
RELATIVE_ADDRESS = re.compile(r'<meta property="og:url"[^>]*>\n?')
POLICY = (
    "default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "worker-src {workers}; object-src 'none'; base-uri 'self'; form-action 'self'"
)


def configure(app, config) -> None:
    """Give the address to all that need one."""
    address = os.environ.get("SITE_URL", "")
    if address:
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
            raise ExtensionError(
                f"SITE_URL is {address!r}: give the site's whole address, such as https://example.org/"
            )
        config.html_baseurl = config.ogp_site_url = address.rstrip("/") + "/"
        config.sitemap_url_scheme, config.sitemap_excludes = "{link}", ["404.html", "search.html", "index.html"]
    config.ogp_social_cards = {"enable": bool(address)}
    config.html_context["versions"] = {name: version(name) for name in ("deriving-sgd", "sympy", "numpy")}


def description(doctree: nodes.document) -> str:
    """The first sentences of a page, formulas as the letters they show; at most `LONGEST` characters."""
    texts = []
    for paragraph in doctree.findall(nodes.paragraph):
        texts.append("".join(map(as_words, paragraph.findall(nodes.Text))))
        if sum(map(len, texts)) > LONGEST:
            break
    text = " ".join(" ".join(texts).split())
    if len(text) <= LONGEST:
        return text
    whole, _, _ = text[: LONGEST + 1].rpartition(". ")
    return f"{whole}." if len(whole) > LONGEST // 2 else text[:LONGEST].rpartition(" ")[0] + "…"


def as_words(text: nodes.Text) -> str:
    if not isinstance(text.parent, nodes.math):
        return text.astext()
    try:
        return unescape(TAG.sub("", mathml(text.astext())))
    except LatexError:  # reported where the formula stands
        return ""


def describe(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Give the page's description to search engines and, through opengraph, to previews."""
    said = description(doctree) if doctree else ""
    if said:
        context["meta"] = {**(context.get("meta") or {}), "og:description": said, "og:image:alt": said}
        context["metatags"] = context.get("metatags", "") + f'<meta name="description" content="{escape(said)}">\n'


def lighten(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """No settings inside the page; no script holds up the page; no script or style for what the page does not have."""
    has_code = doctree is not None and bool(context.get("body")) and "highlight" in context["body"]
    unused = () if has_code else ("clipboard.min.js", "copybutton.js", "copybutton.css", "mystnb.")
    if "toggle" not in context.get("body", "") and "dropdown" not in context.get("body", ""):
        unused += ("togglebutton.",)
    if not app.config.ogp_site_url:
        context["metatags"] = RELATIVE_ADDRESS.sub("", context.get("metatags", ""))
    scripts, styles = context.get("script_files", []), context.get("css_files", [])
    scripts[:] = [file for file in scripts if is_used(file, unused) and not is_known_inline(file)]
    styles[:] = [file for file in styles if is_used(file, unused)]
    for file in scripts:
        if file.filename:
            file.attributes.setdefault("defer", "defer")


def is_used(file, unused: tuple[str, ...]) -> bool:
    return not Path(str(file.filename or "")).name.startswith(unused or ("\0",))


def is_known_inline(file) -> bool:
    return bool(KNOWN_INLINE.match(file.attributes.get("body") or ""))


def policy(html: str) -> str:
    """The content security policy of a page: its own scripts from files, and by their hash those inside the page.

    Python runs in a page as WebAssembly, in a worker; only pages with code may have both.
    """
    inside = [b64encode(sha256(code.encode()).digest()).decode() for code in SCRIPT.findall(html)]
    scripts = ["'self'", *sorted({f"'sha256-{digest}'" for digest in inside})]
    runs = "cell_input" in html
    scripts += ["'wasm-unsafe-eval'"] if runs else []
    return POLICY.format(scripts=" ".join(scripts), workers="'self'" if runs else "'none'")


def protect(app, error) -> None:
    """Put its policy into every page, before anything that it governs."""
    if error or app.builder.format != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        html = html.replace('role="doc-biblioentry"', 'role="listitem"')  # docutils puts them into a list
        tag = f'<head>\n    <meta http-equiv="Content-Security-Policy" content="{policy(html)}">'
        path.write_text(HEAD.sub(tag, html, count=1), encoding="utf-8", newline="\n")


def setup(app) -> dict:
    app.connect("config-inited", configure, priority=400)
    app.connect("html-page-context", describe, priority=400)
    app.connect("html-page-context", lighten, priority=900)
    app.connect("build-finished", protect, priority=900)
    app.setup_extension("sphinxext.opengraph")
    if os.environ.get("SITE_URL"):
        app.setup_extension("sphinx_sitemap")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
