"""The door to selectolax: HTML taken apart by the rules that browsers follow (WHATWG HTML Standard).

A simpler reader would see another page than a browser does where quotes, comments or end tags are broken on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

PAGES = (".html", ".htm", ".shtml")
"""How the names of files end that are pages to a browser."""
_CODE = ["code", "kbd", "pre", "samp", "script", "style"]


class Element(NamedTuple):
    """One element of a page."""

    tag: str
    """In lower case; elements of a picture keep capitals: ``foreignObject``."""
    attributes: Mapping[str, str | None]
    """By name, in lower case; None for one without a value."""
    text: str
    """What a script or a style sheet holds; empty for everything else."""


def elements(html: str) -> Iterator[Element]:
    """Every element of a page or of a part of one, in order, without what stands inside a `template`.

    Browsers add `html`, `head` and `body` where they are missing, and so they are here. `noscript` is read as by a
    browser that runs no scripts.
    """
    root = LexborHTMLParser(html).root
    if root is None:
        return
    for node in root.traverse(include_text=False):
        tag = node.tag or "-"
        if tag[0] == "-":  # a comment
            continue
        yield Element(tag, node.attributes, node.text(deep=True) if tag in ("script", "style") else "")


def text_outside_code(html: str) -> str:
    """What a reader sees, without what stands there literally: code, keys, examples of output."""
    page = LexborHTMLParser(html)
    page.strip_tags(_CODE)
    return page.text(deep=True)


class TopLevel(NamedTuple):
    """An element that stands in no other, with all that it holds; a text between them has the tag ``-text``."""

    tag: str
    attributes: Mapping[str, str | None]
    html: str
    text: str
    """What a reader sees of it, without the sign that links to a heading."""


def top_level(html: str) -> Iterator[TopLevel]:
    """The elements and texts that a part of a page consists of, in order; comments are left out."""
    body = LexborHTMLParser(f"<body>{html}").body
    for node in body.iter(include_text=True) if body is not None else ():
        tag = node.tag or "-"
        if tag == "-text":
            yield TopLevel(tag, {}, node.html or "", node.text())
        elif tag[0] != "-":
            whole = node.html or ""
            for link in node.css("a.headerlink"):
                link.decompose()
            yield TopLevel(tag, node.attributes, whole, node.text(deep=True).strip())


def without(html: str, selector: str) -> str:
    """What a page or a part of one holds, but for the elements that a CSS selector finds."""
    page = LexborHTMLParser(html)
    for node in page.css(selector):
        node.decompose()
    body = page.body.html if page.body is not None else None
    return (body or "").removeprefix("<body>").removesuffix("</body>")
