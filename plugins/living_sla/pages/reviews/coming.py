"""When each agreement is reviewed next, and what is overdue."""

from __future__ import annotations

from msgspec import Struct

from living_sla.model.figures.next_reviews import next_review
from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.model.time.period import Period
from living_sla.pages.links import Links
from living_sla.words import times


class NextRow(Struct, frozen=True):
    """The next review of one agreement."""

    title: str
    href: str
    every: str
    when: str
    note: str
    is_late: bool
    latest: tuple[str, str, str] | None
    """The newest frozen one: name, address, seal."""


def coming(report: Report, links: Links) -> list[NextRow]:
    """The next review of each agreement whose terms want one, what is overdue first, else in the order of their ids."""
    rows = (_next_row(standing, report, links) for standing in report.agreements)
    return sorted((row for row in rows if row is not None), key=lambda row: not row.is_late)


def _next_row(standing: AgreementStanding, report: Report, links: Links) -> NextRow | None:
    found = next_review(standing, report)
    if found is None:
        return None
    is_planned = found.planned is not None and not found.is_done
    when, note = "no day is set", _ends(found.running, "ends")
    if found.planned is not None and is_planned:
        when, note = times.day(found.planned), ""
    if found.overdue is not None:
        note = f"{_ends(found.overdue, 'ended')} and is not frozen"
    is_late = is_planned and found.planned is not None and found.planned < report.built_at.date()
    latest = found.latest
    return NextRow(
        title=standing.title,
        href=links.agreement(standing.id),
        every=f"every {found.every}",
        when=when,
        note=note,
        is_late=is_late or found.overdue is not None,
        latest=(latest.review, links.review(latest.review), latest.short_seal) if latest else None,
    )


def _ends(period: Period, verb: str) -> str:
    """``Q4 2026 ends on 31 December 2026``."""
    return f"{times.period_name(period)} {verb} on {times.day(times.period_days(period)[1])}"
