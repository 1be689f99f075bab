"""Each commitment in the period of a review: its own periods, all of it pooled, and what is usual of it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec.structs import replace

from living_sla.figures.plan import Plan
from living_sla.figures.standings import standing_of
from living_sla.model.agreement.labels import labels_of
from living_sla.model.agreement.terms import Commitment
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.kept import KeptFigures
from living_sla.model.figures.standing import Standing
from living_sla.model.figures.usual_range import UsualRange
from living_sla.model.reviews.record import FrozenCommitment, FrozenDurations, FrozenMeasure
from living_sla.model.time.period import Period
from living_sla.model.time.zones import instant, micros
from living_sla.words.terms.conditions import column_words

if TYPE_CHECKING:
    from living_sla.reviews.record.ground import ReviewGround

BEFORE = 12
"""So many of its own periods stand before those of the review."""


def frozen_commitments(ground: ReviewGround, agreement: str) -> tuple[FrozenCommitment, ...]:
    """The commitments of an agreement that were judged in the period, or that its terms stated then, in their order."""
    found = []
    for plan in ground.plans:
        if plan.terms.id == agreement and (plan.readable or plan.why_not or plan.chapters):
            frozen = _frozen(ground, plan, ground.periods[agreement])
            if frozen is not None:
                found.append(frozen)
    return tuple(found)


def _frozen(ground: ReviewGround, plan: Plan, period: Period) -> FrozenCommitment | None:
    chapters = [of for of in plan.chapters if of.cohort.in_force[0] < micros(period.end)]
    if not chapters:
        return None
    then = replace(plan, terms=chapters[-1].terms, commitment=chapters[-1].commitment, chapters=tuple(chapters))
    standing = upto(
        standing_of(then, ground.figures[plan], ground.scans, labels_of(ground.agreed.project.sources)), period
    )
    in_review = sum(_ends_in(of, period) for of in standing.series)
    ended = chapters[-1].cohort.in_force[1] <= micros(period.start)
    if ended and all(of.status is Status.NOT_IN_FORCE for of in standing.series[len(standing.series) - in_review :]):
        return None
    shown = slice(max(0, len(standing.series) - in_review - BEFORE), None)
    now, before = (_pooled(ground.pooled.get(plan), _before(period, back, ground, plan)) for back in (0, 1))
    commitment = then.commitment
    return FrozenCommitment(
        commitment.id,
        commitment.title,
        standing.sentence,
        commitment.by,
        then.terms.receiver(commitment),
        commitment.owner or "",
        _measure(commitment),
        _segmented_by(standing),
        tuple(map(without_records, standing.series[shown])),
        in_review,
        tuple(tuple(map(without_records, of)) for of in standing.segments[shown]),
        now[0],
        now[1],
        before[0],
        before[1],
        _rounded(standing.usual_range),
        standing.variation,
        standing.assurance,
        _durations(standing, period),
        standing.why_not,
    )


_DECIMALS = 10**12


def _rounded(usual: UsualRange | None) -> UsualRange | None:
    """The range with twelve decimals: over the common denominator of many periods its limits have hundreds of digits.

    Whether a figure is news was told by the exact one.
    """
    if usual is None:
        return None
    centre, low, high = (Fraction(round(of * _DECIMALS), _DECIMALS) for of in (usual.centre, usual.low, usual.high))
    return UsualRange(centre, low, high, usual.points)


def _measure(commitment: Commitment) -> FrozenMeasure:
    measure = commitment.measure
    return FrozenMeasure(measure.kind, measure.family, measure.called, measure.percentile_of)


def _segmented_by(standing: Standing) -> str:
    by = standing.commitment.by_segment
    return column_words(by, standing.labels) if by else ""


def upto(standing: Standing, period: Period) -> Standing:
    """The standing as it was when the period ended: own periods that had ended by then, those in the review last."""
    told = zip(standing.series, standing.segments, strict=True)
    held = [pair for pair in told if pair[0].period.end <= period.end]
    # Where its periods were longer before, one that began earlier may end later.
    held.sort(key=lambda pair: _ends_in(pair[0], period))
    return replace(standing, series=tuple(of for of, _ in held), segments=tuple(of for _, of in held))


def _ends_in(attained: Attainment, period: Period) -> bool:
    return period.start < attained.period.end <= period.end


def _before(period: Period, back: int, ground: ReviewGround, plan: Plan) -> Period:
    """The period that ends where the review's begins, for one step back; itself for none."""
    rule = ground.rule(plan.terms.id)
    return rule.at(instant(micros(period.start) - 1)) if back else period


def _pooled(figures: KeptFigures | None, period: Period) -> tuple[Attainment | None, tuple[Attainment, ...]]:
    """All records of a period as long as the review's, and its segments; without verdicts, which nobody agreed to."""
    if figures is None:
        return None, ()
    for whole, segments in zip(figures.series, figures.segments, strict=True):
        if whole.period.label == period.label and whole.status is not Status.NOT_IN_FORCE:
            return without_verdict(whole), tuple(map(without_verdict, segments))
    return None, ()


def _durations(standing: Standing, period: Period) -> FrozenDurations | None:
    """How long records of its own periods in the review took; None where this commitment does not tell it."""
    told = standing.durations
    if told is None or not told.is_told:
        return None
    inside = tuple(of for of in told.periods if period.start < of.period.end <= period.end)
    return FrozenDurations(told.scale, inside) if inside else None


def without_records(attained: Attainment) -> Attainment:
    """The figure without the single records that missed, and with its parts so."""
    return replace(attained, misses=(), parts=tuple(map(without_records, attained.parts)))


def without_verdict(attained: Attainment) -> Attainment:
    """The figure alone: no status, no room, no pace; its parts so as well."""
    return replace(
        without_records(attained),
        status=None,
        room=None,
        pace=None,
        warn=None,
        parts=tuple(map(without_verdict, attained.parts)),
    )
