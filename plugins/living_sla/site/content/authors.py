"""What people wrote on the pages of a site: judged, told of, and made safe."""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import meta

from living_sla.errors import SlaError
from living_sla.model.agreement.terms import Agreement
from living_sla.model.macros import MACRO_NAMES
from living_sla.site.content import left_out, page_meta
from living_sla.site.content.page_macros import House
from living_sla.site.content.table_cells import aligned
from living_sla.site.safety.dom import PAGES
from living_sla.site.safety.sanitise import sanitise

if TYPE_CHECKING:
    from living_sla.site.settings.ground import Ground

log = logging.getLogger("mkdocs.plugins.living_sla")


class Authors:
    """The pages of one build, each with its file and with how far its author is trusted."""

    def __init__(
        self,
        ground: Ground,
        root: Path,
        docs: str,
        agreements: Mapping[str, Agreement],
        fail: Callable[[SlaError], None],
    ) -> None:
        self._root = root
        self._ground = ground
        self._agreements = agreements
        self._docs = docs
        self._fail = fail
        self.unlimited: set[str] = set()
        """The files of pages whose HTML is not held to what prose needs, because the trusted ref lists them."""
        self.raw: set[str] = set()
        """The files that are pages already, and that no theme brings anything to."""

    @property
    def house(self) -> House:
        """What the macros plugin may know of pages."""
        return House(
            allowed=MACRO_NAMES | frozenset(self._ground.allowed.extra_macros),
            is_trusted=self.are_trusted,
            is_agreement=self.wrote_agreement,
            path_of=self.path_of,
            fail=self._fail,
        )

    def agreement(self, page: Page) -> Agreement | None:
        """The agreement of which this is the page; None for a page of `docs/`."""
        return self._agreements.get(page.file.src_uri)

    def wrote_agreement(self, page: Page) -> bool:
        """Whether a page is an agreement, whose text was checked when it was read."""
        return page.file.src_uri in self._agreements

    def are_trusted(self, page: Page) -> bool:
        """Whether a page is a template without limits, as the trusted ref lists it."""
        return self._ground.trusts(self.path_of(page), lambda: page.file.content_bytes)

    def are_trusted_with(self, path: str) -> bool:
        """The same for a file below `docs/`."""
        return self._ground.trusts(*self._file(path))

    def have_agreed_to(self, path: str) -> bool:
        """Whether a file below `docs/` is as the trusted ref has it."""
        return self._ground.has(*self._file(path))

    def _file(self, path: str) -> tuple[str, Callable[[], bytes]]:
        place = posixpath.join(self._docs, path)
        file = self._root / place
        return place, lambda: file.read_bytes() if file.is_file() else b""

    def tell_raw(self, files: Files, docs_dir: str) -> None:
        """Learn which files of `docs/` are published as they are, and are pages to a browser."""
        for file in files:
            if file.src_dir == docs_dir and file.src_uri.lower().endswith(PAGES):
                (self.unlimited if self.are_trusted_with(file.src_uri) else self.raw).add(file.dest_uri)

    def path_of(self, page: Page) -> str:
        """The file of a page, from the folder of the project."""
        path = page.file.src_uri
        return path if path in self._agreements else posixpath.join(self._docs, path)

    def placing(self, page: Page) -> left_out.Placing:
        """Finds what an author wrote in the file of a page."""
        return left_out.placing(self.path_of(page), lambda: page.file.content_string)

    def check_meta(self, page: Page) -> None:
        """Judge what a page of `docs/` says of itself, before anybody acts on it."""
        if self.wrote_agreement(page) or page.file.generated_by is not None:
            return
        faults = list(page_meta.faults(page.meta, self.placing(page)))
        if not self.are_trusted(page):
            # As the author wrote it: a plugin may have chosen a template for pages of its own.
            _, written = meta.get_data(page.file.content_string)
            faults += page_meta.template(written, self.placing(page))
        for fault in faults:
            self._fail(fault)
        page.meta = page_meta.without_judged(page.meta) if faults else page_meta.normal(page.meta)

    def check_macros(self, markdown: str, page: Page) -> None:
        """Judge a text after all macros: one that could not be run has put its error in the place of the page."""
        fault = left_out.macro_error(markdown, self.placing(page))
        if fault is not None:
            self._fail(fault)

    def prose(self, html: str, page: Page) -> str:
        """The author's part of a page, safe; what is left out is told, but for agreements, which were told of it."""
        if self.are_trusted(page):
            self.unlimited.add(page.file.dest_uri)
            return aligned(html)
        place = self.placing(page)
        for finding in left_out.left_out(html, place):
            if isinstance(finding, SlaError):
                self._fail(finding)
            elif not self.wrote_agreement(page):
                log.warning("%s", finding)
        html = sanitise(html)
        for fault in left_out.left_over(html, place):
            self._fail(fault)
        return aligned(html)
