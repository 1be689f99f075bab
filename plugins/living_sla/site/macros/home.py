"""Macros for the first page of a site."""

from __future__ import annotations

from living_sla.model.site_paths import ATTAINMENT_FILE, COMMITMENTS_TABLE
from living_sla.pages import blocks as pages
from living_sla.pages.home.monday import first_page
from living_sla.site.macros.asked import Asked


def sla_monday(asked: Asked) -> str:
    """Monday morning: what was kept, what needs a decision, who has to do what by when, and how old the data is.

    One sentence made by rules, the age of the oldest data, one row a commitment by who owes it, what is due, what has
    changed since the Monday of the week before, and how far each running volume is.
    """
    return first_page(asked.report, asked.links)


def sla_scoreboard(asked: Asked) -> str:
    """Every commitment of every agreement, worst first, and what waits for a signature."""
    files = asked.downloads(
        ("CSV", COMMITMENTS_TABLE, "All commitments as CSV"), ("JSON", ATTAINMENT_FILE, "All figures as JSON")
    )
    return pages.scoreboard(asked.report, asked.links.agreement) + files
