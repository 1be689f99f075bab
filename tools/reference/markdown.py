"""Markdown as the reference pages write it: read on a telephone too, so terms and what they mean instead of tables."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

_LINK = re.compile(r"\]\((?!https?://|mailto:|#|/)([^)\s]+)\)")


def page(title: str, *blocks: str, meta: str = "") -> str:
    """A whole page; `blocks` are what stands below its title, a blank line between two of them."""
    head = f"---\n{meta}\n---\n\n" if meta else ""
    return head + "\n\n".join(block.strip("\n") for block in (f"# {title}", *blocks) if block.strip()) + "\n"


def heading(level: int, text: str, anchor: str) -> str:
    """A heading whose anchor stays, whatever its words become."""
    return f"{'#' * level} {text} {{ #{anchor} }}"


def anchor_of(title: str) -> str:
    """The anchor of a heading of plain words."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def term(name: str, *means: str) -> str:
    """What a name means: the name, and below it paragraphs that are indented."""
    told = [textwrap.indent(part, "    ") for part in means if part]
    told = told or ["    "]
    return "\n\n".join([f"{name}\n:   {told[0].lstrip()}", *told[1:]])


def index(links: Iterable[tuple[str, str]]) -> str:
    """A compact list of what is on the page: words and anchors, one after the other."""
    return " · ".join(f"[{words}](#{anchor})" for words, anchor in links)


def code(text: str, language: str = "") -> str:
    """A block of code."""
    return f"```{language and ' ' + language}\n{text.strip(chr(10))}\n```"


def from_docs(text: str) -> str:
    """A text of the code, whose links are relative to `docs/`, for a page of `docs/reference/`."""
    return _LINK.sub(lambda found: f"]({_from_reference(found[1])})", text)


def _from_reference(target: str) -> str:
    return target.removeprefix("reference/") if target.startswith("reference/") else f"../{target}"
