"""The days that agreements set: what a calendar of the whole company holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from living_sla.model.figures.due import Due, DueKind, deliveries, due
from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import State
from living_sla.model.time.zones import wall_time

DELIVERIES = 13
"""Of one deliverable: a quarter of weeks, a year of months."""
_AHEAD = timedelta(days=366)
_WITH_A_DAY = (DueKind.REVIEW, DueKind.UNREVIEWED, DueKind.ACTION, DueKind.END)


def agenda(report: Report) -> tuple[Due, ...]:
    """Everything that has a day of its own, the earliest first.

    Reviews, actions and ends as `due` tells them, passed ones among them; the next due dates of each deliverable,
    `DELIVERIES` of them and at most a year ahead; the days on which terms took effect, for those in force, or are to
    take effect, for a proposal whose day has not passed. Of one date, actions come first, then agreements in order.
    """
    found = [item for item in due(report) if item.kind in _WITH_A_DAY]
    found += [item for standing in report.agreements for item in _deliveries(standing, report)]
    found += [item for standing in report.agreements for item in _effective(standing, report.built_at.date())]
    return tuple(sorted(found, key=_order))


def _order(item: Due) -> tuple[date, str, DueKind, str]:
    assert item.day is not None
    of = item.action.id if item.action else item.deliverable.id if item.deliverable else ""
    return item.day, item.agreement.id if item.agreement else "", item.kind, of


def _deliveries(standing: AgreementStanding, report: Report) -> Iterator[Due]:
    if standing.basis is not Basis.IN_FORCE:
        return
    last = report.built_at.date() + _AHEAD
    for commitment in standing.terms.commitments:
        for day in islice(deliveries(standing.terms, commitment, report), DELIVERIES):
            if day <= last:
                yield Due(DueKind.DELIVERY, day, standing, deliverable=commitment)


def _effective(standing: AgreementStanding, today: date) -> Iterator[Due]:
    if standing.timeline is None:
        yield Due(DueKind.EFFECTIVE, standing.terms.effective, standing)
        return
    for version in standing.timeline.versions:
        essentials = version.version.essentials
        if version.state is State.IN_FORCE and version.in_force is not None:
            began = wall_time(version.in_force.start, essentials.timezone).date()
            yield Due(DueKind.EFFECTIVE, began, standing, version)
        elif version.state in (State.PROPOSED, State.DRAFT) and essentials.effective >= today:
            yield Due(DueKind.EFFECTIVE, essentials.effective, standing, version)


def changed_at(item: Due) -> datetime:
    """When what an entry tells last changed, in UTC: of an action with the review that named it last.

    Of anything else with the terms: when the newest version landed; without one, the day they take effect.

    It hangs on what is written alone, so that two builds of the same terms say the same.
    """
    if item.action is not None:
        return item.action.as_of.astimezone(UTC)
    standing = item.agreement
    assert standing is not None
    landed = [found.version.landed for found in standing.timeline.versions] if standing.timeline else []
    instants = [commit.landed_at for commit in landed if commit is not None]
    if instants:
        return max(instants).astimezone(UTC)
    return datetime.combine(standing.terms.effective, time(), UTC)
