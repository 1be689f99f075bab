"""When an agreement is reviewed next, and whether the review of the last period is overdue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.model.past.basis import Basis
from living_sla.model.time.period import Period, PeriodRule
from living_sla.model.time.zones import wall_time

if TYPE_CHECKING:
    from living_sla.model.figures.review_agenda import HeldReview
    from living_sla.model.figures.standing import AgreementStanding, Report


class NextReview(Struct, frozen=True):
    """What the terms say of the reviews of one agreement, and what is frozen."""

    every: str
    """``month``, ``quarter``."""
    running: Period
    """The period of that kind that is running."""
    planned: date | None
    """The day that the terms set; None where they set none."""
    is_done: bool
    """Whether that day has passed, and what it was for is frozen or told as overdue."""
    overdue: Period | None
    """The last period that ended, where no frozen review of it holds the agreement and none is planned for it."""
    latest: HeldReview | None
    """The newest frozen one."""


def next_review(standing: AgreementStanding, report: Report) -> NextReview | None:
    """The reviews of an agreement on the day of the build; None where its terms want none.

    Where nobody has looked for frozen reviews, nothing is overdue. The review of a period is frozen by one of that
    period or of a longer one around it. A week has no frozen review, and neither has a period without terms in force.
    """
    review, held = standing.terms.review, report.reviews
    if review is None:
        return None
    today = wall_time(report.built_at, standing.terms.coverage.timezone).date()
    rule = PeriodRule(review.every, standing.terms.coverage.timezone, report.fiscal_year_start)
    ended, planned = _ended(rule, today), review.next
    latest = held.latest(standing.id) if held else None
    waits = planned is not None and today <= planned and ended == _ended(rule, planned)
    frozen = held is None or held.covers(standing.id, ended.first_on, ended.end_on)
    is_overdue = not waits and not frozen and _is_reviewable(standing, ended)
    has_passed = planned is not None and planned < today
    is_past = planned is not None and latest is not None and latest.end_on >= _ended(rule, planned).end_on
    return NextReview(
        every=review.every,
        running=rule.containing(today),
        planned=planned,
        is_done=has_passed and (is_overdue or is_past),
        overdue=ended if is_overdue else None,
        latest=latest,
    )


def _ended(rule: PeriodRule, day: date) -> Period:
    """The last period that had ended by the beginning of a day."""
    return rule.containing(rule.containing(day).first_on - timedelta(days=1))


def _is_reviewable(standing: AgreementStanding, period: Period) -> bool:
    """Whether a review can be called after the period, and the terms were in force in some of it."""
    spans = standing.timeline.spans if standing.timeline else ()
    return period.kind in ("month", "quarter", "year") and any(
        span.basis is Basis.IN_FORCE and span.start < period.end and (span.end is None or span.end > period.start)
        for span in spans
    )
