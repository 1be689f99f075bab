"""The report that the pages show; while somebody edits, the last one whose content could be used."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from living_sla.errors import SlaError
from living_sla.site.current_report import kept_of, report_of, shelf_of, with_reviews

if TYPE_CHECKING:
    from living_sla.cache import Cache
    from living_sla.model.figures.standing import Report
    from living_sla.model.reviews.review import Review
    from living_sla.settings import Settings

log = logging.getLogger("mkdocs.plugins.living_sla")


class ShownReport:
    """That of one site, over all its builds."""

    def __init__(self) -> None:
        self.last: Report | None = None
        self.reviews: tuple[Review, ...] = ()
        """All reviews of the project, beside that report."""
        self.held: SlaError | None = None
        """What is wrong with the content, while the pages show it as it was."""
        self.cache: Cache | None = None
        """Where parts of pages are kept for the next build; None where nothing is."""

    def renew(self, root: Path, settings: Settings | None, *, serving: bool) -> Report:
        """The report; where the content has faults and somebody edits, the last good one, with the faults said.

        MkDocs would hold back every page until the faults are fixed. Raises `PluginError` where there is none to show.
        """
        self.held = None
        try:
            report = report_of(root, settings=settings)
            if report.refused is not None and not serving:
                raise report.refused
            self.cache = kept_of(root)
            self.reviews = shelf_of(root, settings=settings)
            report = with_reviews(report, self.reviews, root)
        except SlaError as fault:
            if not serving or self.last is None:
                raise PluginError(f"the content cannot be used\n{fault}") from None
            log.error("the content cannot be used; the pages show it as it was\n%s", fault)
            self.held = fault
            return self.last
        self.last = report
        return report
