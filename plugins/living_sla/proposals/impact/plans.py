"""What is measured for an impact: each commitment as it was judged, as proposed all along, and as proposed from now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.figures.plan import Chapter, Plan, figures_alone, plans_of
from living_sla.model.agreement.condition import AllOf
from living_sla.model.agreement.meaning import columns_of, meaning
from living_sla.model.past.basis import Basis
from living_sla.model.past.revision import Version
from living_sla.model.past.timeline import Span, State, Timeline, VersionStanding
from living_sla.model.time.zones import zone

if TYPE_CHECKING:
    from living_sla.model.agreement.source import Source
    from living_sla.model.agreement.terms import Agreement
    from living_sla.model.figures.standing import WaitingSource
    from living_sla.model.past.change import AgreementChanges, Compare

YEAR = timedelta(days=366)
"""So long before its first day a new agreement is looked at."""


class Declared(Struct, frozen=True):
    """What plans are made with."""

    sources: Mapping[str, Source]
    waiting: Mapping[str, WaitingSource]
    fiscal_start: int
    changes: Compare
    """What one version changes against another."""

    def plans(self, agreement: Agreement, timeline: Timeline, *, durations: bool = False) -> dict[str, Plan]:
        """The commitments of an agreement by their ids, with nothing counted but their figures, and `durations`."""
        found = plans_of(agreement, timeline, self.sources, self.fiscal_start, self.changes, self.waiting)
        return {plan.commitment.id: _whole(plan, durations=durations) for plan in found}


def _whole(plan: Plan, *, durations: bool) -> Plan:
    """Without segments: a comparison breaks nothing down, so nothing has to be withheld."""
    chapters = tuple(
        replace(of, cohort=replace(of.cohort, commitment=of.commitment.model_copy(update={"by_segment": None})))
        for of in plan.chapters
    )
    commitment = plan.commitment.model_copy(update={"by_segment": None})
    alone = figures_alone(replace(plan, chapters=chapters, commitment=commitment))
    return _with_durations(alone) if durations else alone


def _with_durations(plan: Plan) -> Plan:
    chapters = tuple(replace(of, cohort=replace(of.cohort, asks_durations=True, converts=None)) for of in plan.chapters)
    return replace(plan, chapters=chapters)


def proposed_all_along(agreement: Agreement, agreed: Timeline | None) -> Timeline:
    """A timeline in which the proposed terms, and no others, held since the first day on which anything did.

    Of a new agreement: since a year before its effective day, so that its past can be looked at.
    """
    version = Version.known(1, agreement)
    begun = [span.start for span in agreed.spans] if agreed is not None else []
    start = min(begun, default=_day(agreement, -YEAR))
    span = Span(1, min(start, _day(agreement)), _end(agreement), Basis.PROPOSED)
    return Timeline(agreement.terms.id, (VersionStanding(version, State.PROPOSED, span),), (span,))


def proposed_from(agreement: Agreement, agreed: Timeline, at: datetime) -> Timeline:
    """The timeline as it would be if the proposed terms took force at an instant: they never reach back.

    It is the next full hour, so that what was computed for it is of use to who asks again.
    """
    at += -timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond) % timedelta(hours=1)
    number = max((of.version.number for of in agreed.versions), default=0) + 1
    version = Version.known(number, agreement)
    span = Span(number, at, _end(agreement), Basis.IN_FORCE)
    before = tuple(
        replace(of, end=at if of.end is None or of.end > at else of.end) for of in agreed.spans if of.start < at
    )
    standings = (*agreed.versions, VersionStanding(version, State.IN_FORCE, span))
    return Timeline(agreement.terms.id, standings, (*before, span))


def _day(agreement: Agreement, moved: timedelta = timedelta()) -> datetime:
    """The first instant of the effective day, moved by whole days."""
    return zone(agreement.terms.coverage.timezone).instant(agreement.terms.effective + moved)


def _end(agreement: Agreement) -> datetime | None:
    until = agreement.terms.until
    return zone(agreement.terms.coverage.timezone).instant(until + timedelta(days=1)) if until is not None else None


class ImpactPlans(Struct, frozen=True, eq=False):
    """The plans of one commitment; each None where there is nothing to measure."""

    commitment: str
    before: Plan | None
    after: Plan | None
    from_now: Plan | None
    """As proposed from the instant of the proposal on."""
    unchanged: Plan | None = None
    """As the base has it, all along; the same plan as `before` where nothing else was ever in force."""
    common: Plan | None = None
    """As agreed, of the records alone that both terms count; None where they count the same ones, or by other dates."""
    are_apart: bool = False
    """Whether other records count in periods of another length."""

    @property
    def agreed(self) -> Iterator[Plan]:
        """What exports have to be read for as they were declared."""
        alone = self.unchanged if self.unchanged is not self.before else None
        return _read(self.before, self.common, alone)

    @property
    def waits_for(self) -> frozenset[str]:
        """The sources that the newest of either terms ask for and that no export is there for."""
        last = [plan.chapters[-1] for plan in (self.before, self.after) if plan is not None and plan.chapters]
        return frozenset(name for chapter in last for name in chapter.waits_for)

    @property
    def proposed(self) -> Iterator[Plan]:
        """What exports have to be read for as they are declared now."""
        return _read(self.after, self.from_now)


def _read(*plans: Plan | None) -> Iterator[Plan]:
    return (plan for plan in plans if plan is not None and any(plan.cohorts))


def impact_plans(
    of: AgreementChanges,
    agreed: Timeline | None,
    was: Declared,
    declared: Declared,
    at: datetime,
    redeclared: Collection[str] = (),
) -> list[ImpactPlans]:
    """What is measured for each commitment that a proposal touches, in the order of the file; dropped ones last.

    `was` is what the base declares, `declared` what the folder does; `at` is the instant of the proposal. Commitments
    that are judged by a source that is `redeclared` are touched.
    """
    before = was.plans(of.before, agreed) if of.before is not None and agreed is not None else {}
    stood, after, from_now = {}, {}, {}
    if of.before is not None:
        stood = was.plans(of.before, proposed_all_along(of.before, agreed))
    if of.after is not None:
        after = declared.plans(of.after, proposed_all_along(of.after, agreed))
        from_now = declared.plans(of.after, proposed_from(of.after, agreed, at)) if agreed is not None else {}
    asked = [
        commitment.id for found in (of.after, of.before) if found is not None for commitment in found.terms.commitments
    ]
    return [
        _plans(
            was,
            declared,
            name,
            before.get(name),
            after.get(name),
            from_now.get(name) if name in before else None,
            stood.get(name),
        )
        for name in dict.fromkeys(asked)
        if _touched(stood.get(name), after.get(name), redeclared)
    ]


def _plans(
    was: Declared,
    declared: Declared,
    name: str,
    before: Plan | None,
    after: Plan | None,
    from_now: Plan | None,
    stood: Plan | None,
) -> ImpactPlans:
    unchanged = _unchanged(before, stood) if after is not None else None
    if before is None or after is None or not after.chapters or not before.chapters:
        return ImpactPlans(name, before, after, from_now, unchanged)
    proposed = after.chapters[-1]
    others = any(_counts_others(of, proposed) for of in before.chapters)
    common = _common(before, proposed) if others and all(_dates_alike(of, proposed) for of in before.chapters) else None
    if common is not None and not all(_is_declared(of, was, declared) for of in common.chapters):
        common = None
    lengths = before.chapters[-1].cohort.grid.rule != proposed.cohort.grid.rule
    return ImpactPlans(name, before, after, from_now, unchanged, common, others and lengths)


def _unchanged(before: Plan | None, stood: Plan | None) -> Plan | None:
    """The terms of the base all along, which are not measured twice where they are all that was ever in force."""
    if before is None or stood is None or len(before.chapters) != 1 or not stood.chapters:
        return stood
    was, all_along = before.chapters[0].cohort, stood.chapters[-1].cohort
    return before if replace(was, in_force=all_along.in_force).judges_like(all_along) else stood


def _counts_others(was: Chapter, proposed: Chapter) -> bool:
    """Whether other records count, or are left out."""
    return (
        meaning(was.cohort.where) != meaning(proposed.cohort.where) or was.cohort.excluded != proposed.cohort.excluded
    )


def _is_declared(of: Chapter, was: Declared, declared: Declared) -> bool:
    """Whether the base knows every column by which the proposed terms choose records, and reads it as the same kind."""
    known, now = (each.sources.get(of.commitment.measure.source) for each in (was, declared))
    if known is None or now is None:
        return False
    asked = {column for column, _ in columns_of(of.cohort.where)}
    return all(
        name in known.columns and name in now.columns and known.columns[name].type == now.columns[name].type
        for name in asked
    )


def _dates_alike(was: Chapter, proposed: Chapter) -> bool:
    """Whether a record falls in the same period under both."""
    measures = (was.commitment.measure, proposed.commitment.measure)
    due = any(of.commitment.judged_by == "due" for of in (was, proposed))
    return (
        all(of.judges_records for of in measures)
        and measures[0].source == measures[1].source
        and (was.cohort.start, was.cohort.grid.rule) == (proposed.cohort.start, proposed.cohort.grid.rule)
        and not due
    )


def _common(before: Plan, proposed: Chapter) -> Plan:
    """The plan of what was agreed, of those of its records alone that the proposed terms count as well."""
    where = proposed.cohort.where
    chapters = tuple(
        replace(
            of,
            cohort=replace(of.cohort, where=AllOf((of.cohort.where, where))),
            digest=f"{of.digest} and {proposed.digest}",  # under which its figures are remembered
        )
        for of in before.chapters
    )
    return replace(before, chapters=chapters)


def _touched(before: Plan | None, after: Plan | None, redeclared: Collection[str]) -> bool:
    """Whether records would be judged otherwise, or by another target, or are read otherwise."""
    if before is None or after is None or not before.chapters or not after.chapters:
        return True
    if not after.sources.isdisjoint(redeclared):
        return True
    was, proposed = before.chapters[-1].cohort, after.chapters[-1].cohort
    return not replace(was, in_force=proposed.in_force).judges_like(proposed)
