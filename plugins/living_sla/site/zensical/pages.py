"""Finished pages as Markdown that Zensical has nothing to interpret in: HTML on one line, and headings.

What a page holds went through macros, Markdown and the sanitiser before. Here it only changes its packing, so that
Zensical shows it as it is: no line of it begins anything that Markdown or an extension would act on.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from living_sla.pages.html import entities
from living_sla.site.safety import dom

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink

_HEADING = re.compile(r"h[1-6]")
_PLAIN_ID = re.compile(r"[\w][\w.:-]*")
_SHOWN = ("title", "description", "tags", "hide", "search", "status")
"""What Zensical's theme is told of a page; MkDocs has judged and escaped it."""


def source_of(page: Page) -> str:
    """Where the page is laid out, from the folder of the pages: it will be written where MkDocs writes it."""
    return f"{posixpath.splitext(page.file.dest_uri)[0]}.md"


def markdown_of(page: Page) -> str:
    """The page: what it says of itself, then its content."""
    meta = {"title": str(page.title), **{key: page.meta[key] for key in _SHOWN[1:] if key in page.meta}}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=True)}" for key, value in meta.items()]
    body = "\n\n".join(_parts(str(page.content or ""), frozenset(_anchors(page.toc))))
    return "\n".join(["---", *lines, "---", "", body, ""])


def _parts(html: str, anchors: frozenset[str]) -> Iterator[str]:
    """Headings that stand in the table of contents as Markdown, all between them as HTML on one line."""
    block: list[str] = []
    for node in dom.top_level(html):
        identifier = node.attributes.get("id") or ""
        if _HEADING.fullmatch(node.tag) and identifier in anchors and _PLAIN_ID.fullmatch(identifier):
            yield from _block(block)
            block = []
            yield f"{'#' * int(node.tag[1])} {entities(node.text)} {{ #{identifier} }}"
        else:
            block.append(node.html)
    yield from _block(block)


def _block(parts: Iterable[str]) -> Iterator[str]:
    # A line break is one as an entity, too, also where it counts. No tag that Lexbor writes down has one in it, but
    # for the value of an attribute, where the same holds.
    html = "".join(parts).strip().replace("\r", "").replace("\n", "&#10;").replace("\t", "&#9;")
    if html:
        yield f'<div class="sla-laid-out">{html}</div>'


def _anchors(headings: Iterable[AnchorLink]) -> Iterator[str]:
    for heading in headings:
        yield heading.id
        yield from _anchors(heading.children)
