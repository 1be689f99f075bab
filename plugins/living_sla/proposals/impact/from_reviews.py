"""Impacts where there are no exports: what the records of frozen reviews can tell of the past under the proposed terms.

A frozen figure is judged by another target as it stands, for nothing else has changed. By another time limit it is
counted anew, where the bars of its period have that limit as an edge. Nothing else can be told, and is named. Of the
reviews those count that the main line has, and of which nothing is broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.agreement.kinds import Within
from living_sla.model.agreement.measured import Family
from living_sla.model.figures.attainment import Attainment, judge_share, judge_statistic, judge_volume
from living_sla.model.figures.durations import PeriodDurations, Scale
from living_sla.model.figures.outcome import Counts
from living_sla.model.past.basis import Basis
from living_sla.model.proposals.impact import DECIDED, PeriodPair
from living_sla.model.time.zones import micros

if TYPE_CHECKING:
    from living_sla.figures.plan import Chapter, Plan
    from living_sla.model.agreement.terms import Commitment
    from living_sla.model.quantity import Duration, Target
    from living_sla.model.reviews.review import Review
    from living_sla.model.time.period import Period

SPLIT = "the terms changed inside the period"
NO_FIGURE = "its review has no figure of it"
OPEN = "records were open when it was frozen"
NO_BAR = "no bar of its review ends at the proposed limit"
OTHERS = "other records count, which no review tells"
OTHER_TERMS = "its review holds terms that this history has not"


class FrozenPeriod(Struct, frozen=True):
    """One closed period of a commitment, as the newest review has it that holds it."""

    attained: Attainment
    digests: Mapping[int, str]
    """Of the versions that the review names, by number."""
    scale: Scale | None = None
    durations: PeriodDurations | None = None


def relied_on(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The reviews that the main line has, and of which nothing is broken, in order."""
    return tuple(of for of in reviews if of.record is not None and of.landed is not None and not of.broken)


def frozen_periods(reviews: Iterable[Review], agreement: str, commitment: str) -> tuple[FrozenPeriod, ...]:
    """The closed periods of a commitment that reviews hold, oldest first."""
    found: dict[Period, FrozenPeriod] = {}
    for review in reviews:
        for of in review.record.agreements if review.record is not None else ():
            digests = {version.number: version.digest for version in of.versions}
            for each in of.commitments if of.id == agreement else ():
                if each.id == commitment:
                    told = {bars.period: bars for bars in each.durations.periods} if each.durations else {}
                    scale = each.durations.scale if each.durations else None
                    for at in each.series:
                        bars, before = told.get(at.period), found.get(at.period)
                        if bars is None and before is not None and before.attained.counts == at.counts:
                            found[at.period] = replace(before, attained=at, digests={**before.digests, **digests})
                        else:
                            found[at.period] = FrozenPeriod(at, digests, scale, bars)
    return tuple(found[period] for period in sorted(found, key=lambda period: (period.start, period.end)))


def reviewed_pairs(
    before: Plan | None, after: Plan | None, periods: Sequence[FrozenPeriod], redeclared: frozenset[str] = frozenset()
) -> Iterator[PeriodPair]:
    """Each period as it was frozen, beside what the proposed terms make of it, or why nobody can tell.

    Nothing is told of what `redeclared` sources are asked for, which are read otherwise now.
    """
    for frozen in periods if before is not None and before.chapters else ():
        assert before is not None
        found: Attainment | str = OTHERS
        if after is not None and after.chapters and redeclared.isdisjoint(after.chapters[-1].cohort.sources):
            found = _judged(before, after, frozen)
        of = frozen.attained
        yield PeriodPair(of.period, of, None, found) if isinstance(found, str) else PeriodPair(of.period, of, found)


def _judged(before: Plan, after: Plan, frozen: FrozenPeriod) -> Attainment | str:
    """The figure under the proposed terms, or why there is none."""
    attained, proposed = frozen.attained, after.chapters[-1]
    if attained.parts or attained.window is not None:
        return SPLIT
    if attained.value is None:
        return attained.reason or NO_FIGURE
    if attained.status not in DECIDED or attained.counts.pending:
        return OPEN
    version = attained.version or 0
    chapter = next((of for of in before.chapters if version in [number for _, number in of.versions]), None)
    if chapter is None or frozen.digests.get(version) not in (None, _digest(chapter, version)):
        return OTHER_TERMS
    span = (micros(attained.period.start), micros(attained.period.end))
    target = proposed.commitment.target
    was, asked = chapter.commitment, proposed.commitment
    if (target.unit, target.business) != (
        was.target.unit,
        was.target.business,
    ) or asked.measure.family is Family.CUSTOM:
        return OTHERS
    if _judges_alike(chapter, proposed, span, {}):
        return _by_target(attained, asked, target.at(attained.period.label))
    limit = _other_limit(was, asked)
    if limit is None or not _judges_alike(chapter, proposed, span, {"measure": asked.measure}):
        return OTHERS
    counts = _by_limit(frozen, limit, proposed)
    if counts is None:
        return NO_BAR
    return _by_target(
        replace(attained, counts=counts, value=counts.share, lower=counts.lower, upper=counts.upper),
        asked,
        target.at(attained.period.label),
    )


def _digest(chapter: Chapter, version: int) -> str | None:
    """The digest of a version, where the chapter knows it: that of its newest one."""
    return chapter.digest if chapter.versions[-1][1] == version else None


def _judges_alike(chapter: Chapter, proposed: Chapter, span: tuple[int, int], updated: Mapping[str, object]) -> bool:
    """Whether both judge the records of a span alike, but for the target and what is `updated`."""
    asked = proposed.commitment
    changed = {"target": asked.target, "warn": asked.warn, **updated}
    cohort = replace(chapter.cohort, in_force=span, commitment=chapter.commitment.model_copy(update=changed))
    return cohort.judges_like(proposed.cohort)


def _other_limit(was: Commitment, asked: Commitment) -> Duration | None:
    """The proposed limit, where the measures differ in nothing else."""
    if not (isinstance(was.measure, Within) and isinstance(asked.measure, Within)) or asked.measure.limit is None:
        return None
    alike = was.measure.model_copy(update={"limit": asked.measure.limit}) == asked.measure
    return asked.measure.limit if alike else None


def _by_limit(frozen: FrozenPeriod, limit: Duration, proposed: Chapter) -> Counts | None:
    """What the records of a period come to under another limit; None where its bars do not tell."""
    counts, bars, scale = frozen.attained.counts, frozen.durations, frozen.scale
    if bars is None or scale is None or bars.total != counts.matured:
        return None
    if scale.unit != ("days" if limit.in_days else "minutes") or scale.business != limit.business:
        return None
    units = limit.days if limit.in_days else limit.minutes
    if units != int(units):
        return None
    low, high = bars.within(int(units))
    if low != high:
        return None
    longer = bars.limit is None or units > bars.limit
    if longer and low < bars.total and proposed.cohort.clock.due_at(bars.period.end, limit) > frozen.attained.as_of:
        return None  # some of them may have been open, and not late
    return Counts(low, bars.total - low, 0, counts.excluded, counts.unusable)


def _by_target(attained: Attainment, asked: Commitment, target: Target) -> Attainment:
    """A closed figure, judged by another target."""
    value = attained.value or Fraction()
    if asked.measure.family in (Family.COUNT, Family.TOTAL):
        status = judge_volume(target, value, value, ended=True)
    elif asked.measure.family is Family.STATISTIC:
        status = judge_statistic(target, None, value, value, value, ended=True)
    else:
        status = judge_share(target, None, attained.counts, ended=True)
    return replace(
        attained,
        basis=Basis.PROPOSED,
        version=1,
        target=target,
        status=status,
        room=None,
        broken=False,
        without_exceptions=None,
    )
