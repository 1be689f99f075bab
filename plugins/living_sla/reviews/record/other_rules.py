"""The same commitments by other rules: in periods as long as a review's, and under terms that are only proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from living_sla.agreements.rules.columns import check_columns
from living_sla.figures.groups import SHORTEST_FIRST
from living_sla.figures.plan import Chapter, Plan
from living_sla.measures.cohort import cohort
from living_sla.model.agreement.source import Source
from living_sla.model.agreement.terms import Agreement, Commitment
from living_sla.model.past.basis import Basis
from living_sla.model.past.revision import Version
from living_sla.model.past.timeline import State, Timeline
from living_sla.model.time.cadence import Cadence, PeriodKind
from living_sla.model.time.period import Period, PeriodRule
from living_sla.model.time.zones import MINUTE, micros

_KINDS: tuple[PeriodKind, ...] = ("month", "quarter", "year")
"""What reviews are about, the shortest first."""


def pooled_plans(unit: Sequence[Plan], kind: PeriodKind, fiscal_start: int) -> dict[Plan, list[Plan]]:
    """The commitments that share records, in the periods of reviews of that kind, last, and of shorter ones.

    What a review may show of segments depends on all of them: a site may have one of each month, of each quarter and
    of each year, and who reads them all may subtract one from another. Periods that are shorter than own ones of the
    unit are not broken down: what pages show of those knows nothing of reviews. The figures have verdicts, which nobody
    agreed to.
    """
    own = [of.commitment for plan in unit for of in plan.cohorts]
    longest = max((_rank(of.per.kind) for of in own if of.by_segment), default=0)
    kinds = [of for of in _KINDS[: _KINDS.index(kind)] if _rank(of) >= longest]
    return {
        plan: [pooled_plan(plan, of, fiscal_start, by_segment=_rank(of) >= longest) for of in (*kinds, kind)]
        for plan in unit
        if any(plan.cohorts)
    }


def _rank(kind: PeriodKind) -> int:
    return SHORTEST_FIRST.index(kind)


def pooled_plan(plan: Plan, kind: PeriodKind, fiscal_start: int, *, by_segment: bool = True) -> Plan:
    """The plan in periods of that kind; its figures have verdicts, which nobody agreed to."""

    def pooled(commitment: Commitment) -> Commitment:
        changed = {"per": Cadence(kind), "target": commitment.target.plain}
        return commitment.model_copy(update=changed if by_segment else changed | {"by_segment": None})

    def in_periods(chapter: Chapter) -> Chapter:
        of = chapter.cohort
        found = cohort(chapter.terms, pooled(of.commitment), fiscal_start, of.in_force, clock_skew=of.clock_skew)
        return replace(chapter, cohort=replace(found, asks_durations=False))

    chapters = tuple(map(in_periods, plan.chapters))
    return replace(plan, commitment=pooled(plan.commitment), chapters=chapters, baseline=None)


def backtests(
    agreements: Iterable[Agreement],
    timelines: Mapping[str, Timeline],
    periods: Mapping[str, Period],
    sources: Mapping[str, Source],
    fiscal_start: int,
) -> dict[tuple[str, int, str], Plan]:
    """A plan for each commitment of each proposal, as if its terms had held in the period of the review.

    By agreement, version and commitment. Those whose columns the exports of today do not have are left out.
    """
    found = {}
    for agreement in agreements:
        name = agreement.terms.id
        for standing in timelines[name].ahead:
            if standing.state is State.PROPOSED and not standing.version.is_draft:
                for commitment in standing.version.agreement.terms.commitments:
                    plan = _backtest(standing.version, commitment, periods[name], sources, fiscal_start)
                    if plan is not None:
                        found[name, standing.version.number, commitment.id] = plan
    return found


def _backtest(
    version: Version, commitment: Commitment, period: Period, sources: Mapping[str, Source], fiscal_start: int
) -> Plan | None:
    agreement = version.agreement
    alone = replace(agreement, terms=agreement.terms.model_copy(update={"commitments": (commitment,)}))
    source = sources.get(commitment.measure.source)
    if source is None or check_columns(alone, sources):
        return None
    # A period of its own may begin before that of the review, as a week does.
    rule = PeriodRule(
        commitment.per.kind, agreement.terms.coverage.timezone, fiscal_start, commitment.per.since, commitment.per.weeks
    )
    span = (micros(rule.at(period.start).start), micros(period.end))
    skew = int(source.clock_skew.minutes * MINUTE) if source.clock_skew is not None else 0
    whole = commitment.model_copy(update={"by_segment": None})
    judging = cohort(agreement.terms, whole, fiscal_start, span, clock_skew=skew)
    judging = replace(judging, asks_durations=False, without_exceptions=None)
    chapter = Chapter(
        ((span[0], version.number),), Basis.PROPOSED, agreement.terms, judging, version.digest, breaks=False
    )
    return Plan(agreement.terms, whole, (chapter,))
