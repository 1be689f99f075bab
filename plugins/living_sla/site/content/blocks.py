"""Blocks of macros while Markdown is at work: a name that nobody can guess stands for each until then.

The table of contents is made when they stand in their places, because headings come from them as well.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from living_sla.site.content.unique_ids import ids_of, unlike


class Blocks:
    """The blocks of one build."""

    def __init__(self) -> None:
        self._token = f"slablock{secrets.token_hex(8)}x"
        self._html: dict[str, str] = {}

    def held(self, html: str) -> str:
        """Keep a block; returns what stands for it meanwhile."""
        name = f"{self._token}{len(self._html)}x"
        self._html[name] = html
        return f"<div>{name}</div>"

    def are_in(self, html: str) -> bool:
        """Whether a block has its place in `html`, and is not there yet."""
        return self._token in html

    def filled(self, html: str, page: Page, finished: Callable[[str], str] = str) -> str:
        """`html` with every block in its place, `finished`; the page is told the headings and ids that they bring."""
        name = rf"{self._token}[0-9]+x"
        place = re.compile(rf"<div>({name})</div>|({name})")
        taken = ids_of(html)
        blocks = {at.start(): unlike(self._html[at[1] or at[2]], taken) for at in place.finditer(html)}
        whole = place.sub(lambda match: blocks[match.start()], html)
        there = {*_ID.findall(whole)}
        page.toc = contents(whole)
        page.present_anchor_ids = {*(page.present_anchor_ids or ()), *there}
        return place.sub(lambda match: finished(_without_dead_links(blocks[match.start()], there)), html)


_ID = re.compile(r'id="(?<=\bid=")([^"]+)"')  # letters first, as in `unique_ids`
# Values are escaped to the sign, so a link to a part may begin with its number.
_LINK_TO_PART = re.compile(r'(?<=<a href=")(?:#|&#35;)([^"]*)(?=")')
_LINK_WITHIN = re.compile(r'<a href="(?:#|&#35;)([^"]*)">(.*?)</a>', re.DOTALL)


def leading_to(page: str, block: str) -> str:
    """A block that stands on another page than its agreement's: what it links to and does not hold is on `page`."""
    held = {*_ID.findall(block)}
    return _LINK_TO_PART.sub(lambda link: link[0] if link[1] in held else f"{escape(page)}#{link[1]}", block)


def _without_dead_links(block: str, there: set[str]) -> str:
    """A block whose links to parts that the page leaves out are plain text: a page may call one macro alone."""
    return _LINK_WITHIN.sub(lambda link: link[0] if link[1] in there else link[2], block)


# To find headings is enough for this; to read them takes a parser, which would spend most of its time elsewhere.
_HEADING = re.compile(r"<h([1-6])\b.*?</h\1>", re.DOTALL)


def contents(html: str) -> TableOfContents:
    """The headings of `html` that have an id, nested by level, with the text that a reader sees."""
    headings = _Headings()
    for heading in _HEADING.finditer(html):
        headings.feed(heading[0])
    headings.close()
    top: list[AnchorLink] = []
    above: list[AnchorLink] = []
    for level, anchor, text in headings.headings:
        entry = AnchorLink(escape(text), anchor, level)
        while above and above[-1].level >= level:
            above.pop()
        (above[-1].children if above else top).append(entry)
        above.append(entry)
    if top:
        top[0].active = True  # type: ignore[attr-defined]  # what MkDocs does to the first one
    return TableOfContents(top)


class _Headings(HTMLParser):
    """Level (1 to 6), id and text of each heading; the link to itself is not part of its text."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[tuple[int, str, str]] = []
        self._open: tuple[int, str, list[str]] | None = None
        self._in_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" and known.get("id"):
            self._open = (int(tag[1]), str(known["id"]), [])
        elif tag == "a" and "headerlink" in (known.get("class") or ""):
            self._in_link = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._in_link = False
        elif self._open is not None and tag == f"h{self._open[0]}":
            level, anchor, parts = self._open
            self.headings.append((level, anchor, " ".join("".join(parts).split())))
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None and not self._in_link:
            self._open[2].append(data)
