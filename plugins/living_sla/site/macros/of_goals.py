"""The macro about goals."""

from __future__ import annotations

from living_sla.model.site_paths import GOALS_TABLE
from living_sla.pages.goals.goals import goals, has_goals
from living_sla.site.macros.asked import Asked


def sla_goals(asked: Asked, commitment: str | None = None, agreement: str | None = None) -> str:
    """Where the number of a count comes from, month by month, and the hours that a desk needs for it.

    Of one agreement, or, on any other page and without an argument, of all of them. With a script it calculates: every
    assumption can be changed.
    """
    standings = asked.report.agreements
    if agreement is not None or any(asked.is_page_of(standing) for standing in standings):
        standings = (asked.agreement(agreement),)
    only = None
    if commitment is not None:
        standings = (asked.agreement(agreement),)
        (only,) = asked.parts(standings[0], commitment)
    shown = goals(standings, asked.links, only)
    return shown + asked.downloads(("CSV", GOALS_TABLE, "Goals as CSV")) if has_goals(standings) else shown
