"""Effects: the changes of terms that bear on a commitment, and what its figures say of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.figures.before_and_after import BeforeAndAfter, before_and_after
from living_sla.model.past.change import Change
from living_sla.model.past.timeline import Timeline, VersionStanding
from living_sla.model.time.period import PeriodRule
from living_sla.model.time.zones import wall_time

if TYPE_CHECKING:
    from living_sla.model.figures.standing import Report, Standing

AFTER, ENOUGH = 6, 2
"""So many periods after a change are asked, and so many of them have to lie outside."""
VERSIONS = 24
"""The newest versions in force of an agreement that are looked at: those of long ago are read late, and slowly."""

_WORDS_ONLY = {
    "commitment-added", "commitment-removed", "commitment-renamed", "category-changed", "segments-changed",
    "receiver-changed", "warning-changed", "definition-reworded", "order-changed",
}  # fmt: skip
_OF_ALL = {"coverage-extended", "coverage-cut", "coverage-changed", "zone-changed", "counting-redefined",
           "counting-tightened", "counting-eased"}  # fmt: skip
_JUDGED_OTHERWISE = {
    "limit-tightened", "limit-eased", "limit-changed", "attempts-raised", "attempts-lowered", "measure-tightened",
    "measure-eased", *_OF_ALL,
}  # fmt: skip
"""Changes by which the same behaviour comes to another figure."""


class BearingVersion(Struct, frozen=True):
    """A version that took force, as far as it bears on one commitment."""

    standing: VersionStanding
    since: datetime
    changes: tuple[Change, ...]
    """Against the version in force before it."""

    @property
    def number(self) -> int:
        """The number of the version."""
        return self.standing.version.number

    @property
    def judges_otherwise(self) -> bool:
        """Whether the same behaviour comes to another figure since."""
        return any(change.rule in _JUDGED_OTHERWISE for change in self.changes)


class Effect(Struct, frozen=True):
    """One change of terms, and the figures on either side of it."""

    part: Standing
    version: BearingVersion
    sides: BeforeAndAfter
    sayable_on: date
    """The first day on which six periods after it are over."""
    others: tuple[BearingVersion, ...] = ()
    """Other changes in the same time: nobody can say which of them it was."""


def effects_of(part: Standing, timeline: Timeline | None, fiscal_start: int = 1) -> tuple[Effect, ...]:
    """The effects on a commitment of every version that bears on it, oldest first."""
    if timeline is None or not part.series:
        return ()
    versions = tuple(bearing_versions(part.id, timeline))
    found = [_effect(part, version, fiscal_start) for version in versions]
    return tuple(replace(effect, others=tuple(_others(effect, versions))) for effect in found)


def may_have_any(report: Report) -> bool:
    """Whether some agreement has an experiment, or has had other terms in force than its first; cheap to ask."""
    if any(standing.agreement.terms.experiment is not None for standing in report.agreements):
        return True
    timelines = (standing.timeline for standing in report.agreements if standing.timeline is not None)
    return any(sum(found.in_force is not None for found in timeline.versions) > 1 for timeline in timelines)


def sayable_on(part: Standing, begins: datetime, periods: int, fiscal_start: int) -> date:
    """The day after so many whole periods that begin at an instant or later."""
    per = part.commitment.per
    rule = PeriodRule(per.kind, part.timezone, fiscal_start, per.since, per.weeks)
    period = rule.at(begins)
    for _ in range(periods - (period.start >= begins)):
        period = rule.following(period)
    return period.end_on


def bearing_versions(commitment: str, timeline: Timeline) -> Iterator[BearingVersion]:
    """The newest versions in force that bear on a commitment, oldest first; never the first version of all."""
    in_force = [found for found in timeline.versions if found.in_force is not None]
    asked = in_force[1:][-VERSIONS:]
    if not asked:
        return
    first = in_force[-len(asked) - 1].version.number
    changes: list[Change] = []
    for found in timeline.versions:
        if found.version.number > first:
            # A version that never was in force is told with the next one that was.
            changes += [change for change in found.version.changes if _bears(change, commitment)]
            if found.in_force is not None:
                if changes:
                    yield BearingVersion(found, found.in_force.start, tuple(changes))
                changes = []


def _bears(change: Change, commitment: str) -> bool:
    if change.commitment is None:
        return change.rule in _OF_ALL
    return change.commitment == commitment and change.rule not in _WORDS_ONLY


def _effect(part: Standing, version: BearingVersion, fiscal_start: int) -> Effect:
    sides = before_and_after(
        part.runs,
        is_before=lambda period: period.end <= version.since,
        is_after=lambda period: period.start >= version.since,
        asked=AFTER,
        enough=ENOUGH,
    )
    if any(change.breaks_series for change in version.changes):
        sides = replace(sides, compares=False)
    return Effect(part, version, sides, sayable_on(part, version.since, AFTER, fiscal_start))


def _others(effect: Effect, versions: tuple[BearingVersion, ...]) -> Iterator[BearingVersion]:
    """The other changes from the first period before to the last one that is asked after, whenever that one came."""
    sides, part = effect.sides, effect.part
    starts = sides.before[0].period.start if sides.before else effect.version.since
    last = sides.after[-1] if sides.is_complete else part.series[-1]
    ends = max(effect.sayable_on, last.period.end_on)
    for other in versions:
        in_time = other.since > starts and wall_time(other.since, part.timezone).date() < ends
        if other is not effect.version and in_time:
            yield other
