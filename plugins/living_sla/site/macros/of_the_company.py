"""Macros about all agreements of a site together."""

from __future__ import annotations

from living_sla.errors import Fault
from living_sla.model.site_paths import (
    ATTAINMENT_FILE,
    CALENDAR_TABLE,
    CHANGES_FILE,
    CHANGES_TABLE,
    EXPORTS_TABLE,
    JOURNEY_TABLE,
)
from living_sla.pages import blocks as pages
from living_sla.pages.company.calendar import calendar
from living_sla.pages.company.data import data
from living_sla.pages.company.glossary import glossary_page
from living_sla.pages.company.journey import journey
from living_sla.pages.company.legend import legend
from living_sla.site.macros.asked import Asked, UnknownName
from living_sla.words.standing.legend import LegendPart


def sla_changes(asked: Asked) -> str:
    """The changes of all agreements, the newest first: the newest 200 versions, where there are more."""
    files = asked.downloads(("CSV", CHANGES_TABLE, "Changes as CSV"), ("JSON", CHANGES_FILE, "Changes as JSON"))
    return pages.changes(asked.report, asked.links.history, asked.feed) + files


def sla_calendar(asked: Asked) -> str:
    """Reviews, deliverables, first and last days of every agreement by month, and what waits; with a file to follow."""
    return calendar(asked.report, asked.links) + asked.downloads(("CSV", CALENDAR_TABLE, "Calendar as CSV"))


def sla_glossary(asked: Asked) -> str:
    """Every word that an agreement defines: what it means, in which agreement, and the versions that changed it."""
    return glossary_page(asked.report, asked.links)


def sla_data(asked: Asked) -> str:
    """Each export: as-of, age, rows, columns read and how many are not, records that could not be judged, oddities."""
    files = asked.downloads(("CSV", EXPORTS_TABLE, "Exports as CSV"), ("JSON", ATTAINMENT_FILE, "All figures as JSON"))
    return data(asked.report, asked.links) + files


def sla_journey(asked: Asked, agreement: str | None = None) -> str:
    """The stages of the customer's way: who looks after each, what is owed at each hand-over, how many records go on.

    Of one agreement; on a page that is not an agreement's and names none, of all that have a `journey`.
    """
    about_all = not agreement and not any(map(asked.is_page_of, asked.report.agreements))
    standings = asked.report.agreements if about_all else (asked.agreement(agreement),)
    shown = journey(standings, asked.links, titled=about_all)
    if not any(standing.journey for standing in standings):
        return shown
    return shown + asked.downloads(("CSV", JOURNEY_TABLE, "Stages of the customer's way as CSV"))


def sla_legend(asked: Asked, part: str | None = None) -> str:
    """What the words and shapes of the pages mean, as they stand there: of one part, or of all."""
    parts = [found.value for found in LegendPart]
    if part is not None and part not in parts:
        hint = f"parts: {', '.join(parts)}"
        raise UnknownName(
            f'there is no part "{part}" of the legend', where=asked.place(part), hint=hint, code=Fault.MACRO_NOT_SHOWN
        )
    return legend(None if part is None else LegendPart(part))
