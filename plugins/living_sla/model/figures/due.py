"""What is due, for whom: one list for the terminal, for Home, and for whatever else reminds people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from living_sla.model.agreement.kinds import Deliverable
from living_sla.model.agreement.terms import Commitment, Terms
from living_sla.model.figures.contingency import Triggered
from living_sla.model.figures.next_reviews import next_review
from living_sla.model.figures.review_agenda import ActionAhead, HeldReview, UnfinishedReview
from living_sla.model.figures.standing import AgreementStanding, Report, SourceStanding, WaitingSource
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import VersionStanding, Waiting
from living_sla.model.time.coverage import Coverage
from living_sla.model.time.due_dates import scheduled
from living_sla.model.time.period import Period
from living_sla.model.time.zones import wall_time


class DueKind(StrEnum):
    """Why somebody has to act."""

    EXPORT = "export"
    """An export is too old for what it feeds, or there has never been one."""
    SIGNATURE = "signature"
    """A version waits for somebody's signature."""
    REVIEW = "review"
    """The day that the terms set for the next one; a passed one is not told once its period is frozen."""
    UNREVIEWED = "unreviewed"
    """A period that the terms want to be reviewed has ended, and no frozen review of it holds the agreement."""
    UNFINISHED = "unfinished"
    """A frozen review waits for its minutes, or for a party to accept it."""
    ACTION = "action"
    """Somebody took something on in a review, and has not said that it is done."""
    END = "end"
    """The agreement ends."""
    EFFECTIVE = "effective"
    """Terms take effect: told by `agenda` alone, as nobody has to do anything."""
    DELIVERY = "delivery"
    """A deliverable of terms in force is due; whether it was delivered already is not asked."""
    CONSEQUENCE = "consequence"
    """Misses have set off what the terms say."""


class Due(Struct, frozen=True):
    """One thing that is due."""

    kind: DueKind
    day: date | None = None
    """On which it is, or was, due; of a signature the day in the agreement's zone since which it is missing; of a
    review that is not accepted the day on which it landed."""
    agreement: AgreementStanding | None = None
    """None of an export and of an action."""
    version: VersionStanding | None = None
    """That waits for a signature."""
    signature: Waiting | None = None
    deliverable: Commitment | None = None
    source: SourceStanding | None = None
    waiting: WaitingSource | None = None
    """The source that no export has come of."""
    consequence: Triggered | None = None
    period: Period | None = None
    """That nobody reviewed."""
    latest: HeldReview | None = None
    """The newest frozen review of an agreement that is to be reviewed."""
    action: ActionAhead | None = None
    unfinished: UnfinishedReview | None = None


def due(report: Report, *, within: timedelta | None = None) -> tuple[Due, ...]:
    """What is due: exports that never came, old ones, then what has a day, the earliest first, then consequences.

    Days count from that of the build in UTC. Reviews, actions and ends are told where they are at most `within` ahead,
    all of them without it; what has passed is told until somebody writes another day, or has done it. Of each
    deliverable the next due date is told, that day included.
    """
    last = None if within is None else report.built_at.date() + within
    waited_for = dict.fromkeys(name for standing in report.agreements for name in standing.terms.sources)
    never = (Due(DueKind.EXPORT, waiting=report.waiting[name]) for name in waited_for if name in report.waiting)
    exports = (Due(DueKind.EXPORT, source=source) for source in report.sources.values() if source.age != "fresh")
    actions = report.reviews.actions if report.reviews else ()
    ahead = (
        *(found for standing in report.agreements for found in _dated(standing, report)),
        *(Due(DueKind.ACTION, action.due, action=action) for action in actions),
    )
    dated = (found for found in ahead if last is None or found.day is None or found.day <= last)
    consequences = (
        Due(DueKind.CONSEQUENCE, agreement=standing, consequence=found)
        for standing in report.agreements
        for found in standing.triggered
    )
    return (*never, *exports, *sorted(dated, key=lambda found: (found.day, found.kind)), *consequences)


def _dated(standing: AgreementStanding, report: Report) -> Iterator[Due]:
    terms = standing.terms
    for version in standing.timeline.ahead if standing.timeline else ():
        for waiting in version.waiting:
            since = wall_time(waiting.since, terms.coverage.timezone).date()
            yield Due(DueKind.SIGNATURE, since, standing, version, waiting)
    yield from _reviews(standing, report)
    if terms.until:
        yield Due(DueKind.END, terms.until, standing)
    if standing.basis is Basis.IN_FORCE:
        for commitment in terms.commitments:
            if day := next(deliveries(terms, commitment, report), None):
                yield Due(DueKind.DELIVERY, day, standing, deliverable=commitment)


def _reviews(standing: AgreementStanding, report: Report) -> Iterator[Due]:
    found = next_review(standing, report)
    if found is not None and found.planned is not None and not found.is_done:
        yield Due(DueKind.REVIEW, found.planned, standing, latest=found.latest)
    if found is not None and found.overdue is not None:
        yield Due(DueKind.UNREVIEWED, found.overdue.end_on, standing, period=found.overdue, latest=found.latest)
    for waiting in report.reviews.unfinished.get(standing.id, ()) if report.reviews else ():
        yield Due(DueKind.UNFINISHED, waiting.since, standing, unfinished=waiting)


_AHEAD = timedelta(days=2 * 366)
"""A rule of due dates has a day at least once a year; a calendar can close one of them."""


def deliveries(terms: Terms, commitment: Commitment, report: Report) -> Iterator[date]:
    """The due dates of a deliverable from the day of the build on, while its terms hold; none of another commitment."""
    if not isinstance(commitment.measure, Deliverable):
        return iter(())
    first = max(report.built_at.date(), terms.effective)
    last = min(first + _AHEAD, terms.until or date.max)
    return scheduled(commitment.measure.due, Coverage(terms.coverage), first, last, report.fiscal_year_start)
