"""From the figures under both terms to impacts: period beside period, and what follows from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec.structs import replace

from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.outcome import Counts
from living_sla.model.figures.signals import comparable_runs
from living_sla.model.figures.small_groups import NOT_SHOWN, is_enough
from living_sla.model.figures.usual_range import Assurance, assurance
from living_sla.model.proposals.impact import CommitmentImpact, PeriodPair, Rescue
from living_sla.model.time.period import Period

if TYPE_CHECKING:
    from living_sla.figures.plan import Plan
    from living_sla.model.agreement.terms import Agreement, Commitment
    from living_sla.model.figures.kept import KeptFigures
    from living_sla.model.past.change import AgreementChanges
    from living_sla.proposals.impact.plans import ImpactPlans


def commitment_impact(
    of: AgreementChanges,
    plans: ImpactPlans,
    figures: Mapping[Plan, KeptFigures],
    redeclared: Collection[str] = (),
    reviewed: Sequence[PeriodPair] = (),
) -> CommitmentImpact:
    """The impact on one commitment whose plans have these figures.

    `redeclared` are sources that are read otherwise, `reviewed` what reviews tell where exports cannot.
    """

    def series(plan: Plan | None) -> Sequence[Attainment]:
        return figures[plan].series if plan is not None and plan in figures else ()

    before, after = _commitment(of.before, plans.commitment), _commitment(of.after, plans.commitment)
    named = after or before
    assert named is not None
    under_both = series(plans.before), series(plans.after)
    common = {of.period: of for of in series(plans.common)} if plans.common is not None else None
    sources = frozenset(name for plan in (plans.before, plans.after) if plan is not None for name in plan.sources)
    return CommitmentImpact(
        agreement=of.agreement.terms.id,
        commitment=plans.commitment,
        party=named.by,
        before=before,
        after=after,
        periods=tuple(reviewed) or without_few(_pairs(*under_both), common, apart=plans.are_apart),
        unchanged=tuple(series(plans.unchanged)),
        rescue=_rescue(under_both[0], series(plans.from_now)),
        assurance=_assurance(after, under_both[1]),
        why_not="" if reviewed else _why_not(plans),
        from_reviews=bool(reviewed),
        redeclared=tuple(sorted(sources.intersection(redeclared))),
    )


def _commitment(agreement: Agreement | None, name: str) -> Commitment | None:
    if agreement is None:
        return None
    return next((of for of in agreement.terms.commitments if of.id == name), None)


def _pairs(before: Sequence[Attainment], after: Sequence[Attainment]) -> tuple[PeriodPair, ...]:
    """Each period of either series once, in order of time."""
    was = {of.period: of for of in before}
    proposed = {of.period: of for of in after}
    periods: list[Period] = sorted(was.keys() | proposed.keys(), key=lambda period: (period.start, period.end))
    return tuple(_pair(period, was.get(period), proposed.get(period)) for period in periods)


def _pair(period: Period, before: Attainment | None, after: Attainment | None) -> PeriodPair:
    silent = [of for of in (before, after) if of is not None and of.value is None and of.reason]
    return PeriodPair(period, before, after, silent[0].reason if silent else "")


def _rescue(before: Sequence[Attainment], from_now: Sequence[Attainment]) -> Rescue | None:
    """The running period under both, where there is one that both have."""
    running = before[-1] if before and not before[-1].ended else None
    if running is None:
        return None
    after = next((of for of in from_now if of.period == running.period), None)
    if after is None:
        return None
    return Rescue(running, after if may_tell(running, after) else withheld(after))


def _assurance(commitment: Commitment | None, series: Sequence[Attainment]) -> Assurance | None:
    """Whether the proposed target lies where these figures usually do."""
    if commitment is None or not series:
        return None
    usual = comparable_runs(series, volume=commitment.measure.is_volume)[-1].usual
    if usual is None:
        return None
    latest = series[-1]
    target = commitment.target.at(latest.period.label)
    return assurance(usual, Fraction(target.amount), more_is_better=latest.target.direction == "at least")


def _why_not(plans: ImpactPlans) -> str:
    """Why the exports cannot answer what the proposed terms ask, where they cannot."""
    if plans.after is None or any(plans.after.cohorts):
        return ""
    return plans.after.chapters[-1].unreadable if plans.after.chapters else plans.after.why_not


# ---------------------------------------------------------------- what is withheld

TOO_FEW = "the two are apart by fewer than five records"
OTHER_LENGTHS = "other records in periods of another length"


def without_few(
    pairs: Sequence[PeriodPair], common: Mapping[Period, Attainment] | None, *, apart: bool
) -> tuple[PeriodPair, ...]:
    """The pairs as they may be told: nothing of the proposed terms that would tell of a few records beside the agreed.

    The two figures of a period are about almost the same records. Where one to four records tell the two sets apart,
    the difference of the figures is about these few, so that the proposed side says its verdict and nothing else. Rule
    and reasons: `docs/security.md`.

    `common` are the records that both terms count, by period; None where the two count the same ones, or where nobody
    can tell. `apart` is whether other records count in periods of other lengths: sums of them may not be compared.
    """
    return tuple(_told(pair, common, apart=apart) for pair in pairs)


def _told(pair: PeriodPair, common: Mapping[Period, Attainment] | None, *, apart: bool) -> PeriodPair:
    before, after = pair.before, pair.after
    if after is None:
        return pair
    if apart and before is None:
        return replace(pair, after=withheld(after), why_not=OTHER_LENGTHS)
    if before is None or not may_tell(before, after, common.get(pair.period) if common is not None else None):
        return pair if before is None else replace(pair, after=withheld(after), why_not=TOO_FEW)
    return pair


def may_tell(before: Attainment, after: Attainment, common: Attainment | None = None) -> bool:
    """Whether nothing, or five records and more, tell apart what the two figures of a period are about."""
    was, proposed = before.counts, after.counts
    differences = [_judged(was) - _judged(proposed), was.excluded - proposed.excluded, was.records - proposed.records]
    if common is not None:
        differences += [was.records - common.counts.records, proposed.records - common.counts.records]
    return all(is_enough(abs(difference)) for difference in differences)


def _judged(counts: Counts) -> int:
    return counts.matured + counts.pending


def withheld(of: Attainment) -> Attainment:
    """The figure without anything but its verdict."""
    return replace(
        of,
        value=None,
        counts=Counts(),
        lower=None,
        upper=None,
        room=None,
        pace=None,
        without_exceptions=None,
        misses=(),
        skewed=0,
        parts=(),
        withheld=NOT_SHOWN,
    )
