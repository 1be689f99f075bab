"""What is due, for whom: one list for the terminal, for Home, and for whatever else reminds people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from living_sla.model.contingency import Triggered
from living_sla.model.standing import AgreementStanding, Report, SourceStanding
from living_sla.model.timeline import Waiting
from living_sla.model.zones import wall


class DueKind(StrEnum):
    """Why somebody has to act."""

    EXPORT = "export"
    """An export is too old for what it feeds."""
    SIGNATURE = "signature"
    """A version waits for somebody's signature."""
    REVIEW = "review"
    END = "end"
    """The agreement ends."""
    CONSEQUENCE = "consequence"
    """Misses have set off what the terms say."""


@dataclass(frozen=True)
class Due:
    """One thing that is due."""

    kind: DueKind
    day: date | None = None
    """On which it is, or was, due; of a signature the day in the agreement's zone since which it is missing."""
    agreement: AgreementStanding | None = None
    """None of an export."""
    version: int | None = None
    """That waits for a signature."""
    signature: Waiting | None = None
    source: SourceStanding | None = None
    consequence: Triggered | None = None


def due(report: Report, *, within: timedelta | None = None) -> tuple[Due, ...]:
    """What is due: old exports, then what has a day, the earliest first, then consequences.

    Days count from that of the build in UTC. Reviews and ends are told where they are at most `within` ahead, all of
    them without it; what has passed is told until somebody writes another day.
    """
    last = None if within is None else report.built_at.date() + within
    exports = (Due(DueKind.EXPORT, source=source) for source in report.sources.values() if source.age != "fresh")
    dated = (found for standing in report.agreements for found in _dated(standing) if _is_near(found, last))
    consequences = (
        Due(DueKind.CONSEQUENCE, agreement=standing, consequence=found)
        for standing in report.agreements
        for found in standing.triggered
    )
    return (*exports, *sorted(dated, key=lambda found: (found.day, found.kind)), *consequences)


def _is_near(found: Due, last: date | None) -> bool:
    return last is None or found.day is None or found.day <= last


def _dated(standing: AgreementStanding) -> Iterator[Due]:
    terms = standing.agreement.terms
    for version in standing.timeline.ahead if standing.timeline else ():
        for waiting in version.waiting:
            since = wall(waiting.since, terms.coverage.timezone).date()
            yield Due(DueKind.SIGNATURE, since, standing, version.version.number, waiting)
    if terms.review and terms.review.next:
        yield Due(DueKind.REVIEW, terms.review.next, standing)
    if terms.until:
        yield Due(DueKind.END, terms.until, standing)
