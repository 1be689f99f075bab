"""Blocks of macros while Markdown is at work: a name that nobody can guess stands for each until then."""

from __future__ import annotations

import re
import secrets

from mkdocs.structure.pages import Page

from living_sla.site.content import headings


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

    def filled(self, html: str, page: Page) -> str:
        """`html` with every block in its place; the page is told the headings and ids that they bring."""
        name = rf"{self._token}[0-9]+x"
        html = re.sub(rf"<div>({name})</div>|({name})", lambda found: self._html[found[1] or found[2]], html)
        page.toc = headings.contents(html)
        page.present_anchor_ids = {*(page.present_anchor_ids or ()), *re.findall(r'\bid="([^"]+)"', html)}
        return html
