"""Macros about all agreements of a site together."""

from __future__ import annotations

from living_sla.model.site_paths import CHANGES_FILE, CHANGES_TABLE
from living_sla.pages import blocks as pages
from living_sla.site.macros.asked import Asked


def sla_changes(asked: Asked) -> str:
    """The changes of all agreements, the newest first: the newest 200 versions, where there are more."""
    files = asked.downloads(("CSV", CHANGES_TABLE, "Changes as CSV"), ("JSON", CHANGES_FILE, "Changes as JSON"))
    return pages.changes(asked.report, asked.links.agreement, asked.feed) + files
