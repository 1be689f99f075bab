"""Trials: the experiments that agreements register, and what their figures say once the last day is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.model.figures.before_and_after import BeforeAndAfter, before_and_after
from living_sla.model.figures.effects import VERSIONS, BearingVersion, bearing_versions
from living_sla.model.time.zones import wall_time

if TYPE_CHECKING:
    from living_sla.model.agreement.experiment import Experiment
    from living_sla.model.figures.standing import AgreementStanding, Standing
    from living_sla.model.past.timeline import Span, VersionStanding


class Trial(Struct, frozen=True):
    """One experiment, and the figures before and in it."""

    part: Standing
    experiment: Experiment
    sides: BeforeAndAfter
    since: datetime | None
    """Since when the terms that hold it as it is are in force; None where they are not."""
    others: tuple[BearingVersion, ...] = ()
    """Changes of terms in the same time: nobody can say whether it was the experiment or one of them."""

    @property
    def sayable_on(self) -> date:
        """The day after its last."""
        return self.experiment.until + timedelta(days=1)

    @property
    def has_ended(self) -> bool:
        """Whether the figures know of the day after its last."""
        return bool(self.part.series) and self._day(self.part.series[-1].as_of) >= self.sayable_on

    @property
    def in_force_on(self) -> date | None:
        """The local day on which it took force."""
        return None if self.since is None else self._day(self.since)

    @property
    def was_registered(self) -> bool:
        """Whether it was in force before its first day."""
        return self.in_force_on is not None and self.in_force_on <= self.experiment.start

    def _day(self, at: datetime) -> date:
        return wall_time(at, self.part.timezone).date()


def trials_of(standing: AgreementStanding) -> tuple[Trial, ...]:
    """The experiments of an agreement by their first day: those that were in force, and one that is proposed."""
    found = dict(_in_force(standing))
    proposed = standing.agreement.terms.experiment
    if proposed is not None and proposed.id not in found:
        found[proposed.id] = (proposed, None)
    parts = {part.id: part for part in standing.commitments}
    known = sorted(found.values(), key=lambda each: (each[0].start, each[0].id))
    return tuple(_trial(parts[of.commitment], standing, of, since) for of, since in known if of.commitment in parts)


def _in_force(standing: AgreementStanding) -> Iterator[tuple[str, tuple[Experiment, datetime | None]]]:
    """Each experiment as its newest terms have it, since those terms; what would convince may not move unseen."""
    timeline = standing.timeline
    in_force = [each for each in timeline.versions if each.in_force is not None] if timeline is not None else []
    since: dict[str, tuple[Experiment, datetime | None]] = {}
    for version in in_force[-VERSIONS:]:
        experiment = version.version.agreement.terms.experiment
        if experiment is not None and version.in_force is not None:
            before = since.get(experiment.id)
            if before is None or before[0] != experiment:
                since[experiment.id] = (experiment, _agreed_at(version, version.in_force))
    yield from since.items()


def _agreed_at(version: VersionStanding, span: Span) -> datetime:
    """Since when it was known to be agreed: the first version in force reaches back, and what it registers does not."""
    signed = [each.landed for each in version.signoffs if version.counts(each)]
    known = [version.version.landed, *signed] if version.reaches_back else []
    return max([span.start, *(commit.landed_at for commit in known if commit is not None)])


def _trial(part: Standing, standing: AgreementStanding, of: Experiment, since: datetime | None) -> Trial:
    end = of.until + timedelta(days=1)
    sides = before_and_after(
        part.runs,
        is_before=lambda period: period.end_on <= of.start,
        is_after=lambda period: of.start <= period.first_on and period.end_on <= end,
        asked=of.convinces.periods,
        enough=of.convinces.outside,
    )
    begins = sides.before[0].period.first_on if sides.before else of.start
    versions = bearing_versions(part.id, standing.timeline) if standing.timeline is not None else ()
    others = (each for each in versions if begins < wall_time(each.since, part.timezone).date() < end)
    return Trial(part, of, sides, since, tuple(each for each in others if each.since != since))
