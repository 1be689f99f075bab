"""Macros for the first page of a site."""

from __future__ import annotations

from living_sla.model.site_paths import ATTAINMENT_FILE, COMMITMENTS_TABLE
from living_sla.pages import blocks as pages
from living_sla.site.macros.asked import Asked


def sla_scoreboard(asked: Asked) -> str:
    """Every commitment of every agreement, worst first, and what waits for a signature."""
    files = asked.downloads(
        ("CSV", COMMITMENTS_TABLE, "All commitments as CSV"), ("JSON", ATTAINMENT_FILE, "All figures as JSON")
    )
    return pages.scoreboard(asked.report, asked.links.agreement) + files
