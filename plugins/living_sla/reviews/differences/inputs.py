"""What the figures of a review are recomputed from: an export, a calendar, always the sealed terms."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct, field

from living_sla.agreements.project import Project
from living_sla.figures.plan import Plan, figures_alone, plans_of
from living_sla.history.past import FORMAT
from living_sla.model.figures.standing import WaitingSource
from living_sla.model.time.cadence import PeriodKind
from living_sla.reviews.differences.frozen_figures import Which
from living_sla.reviews.record.other_rules import pooled_plan

if TYPE_CHECKING:
    from living_sla.model.agreement.coverage_terms import CoverageTerms
    from living_sla.reviews.differences.sealed_terms import Calendar, SealedTerms


class Inputs(Struct, frozen=True, eq=False):
    """What figures are recomputed from."""

    project: Project
    """Where exports are, and how they are declared."""
    terms: SealedTerms
    calendar: Calendar
    now: datetime
    """For nothing but how old the exports are, which changes no figure."""
    waiting: Mapping[str, WaitingSource] = field(default_factory=dict)

    def plans(self, kind: PeriodKind) -> dict[Which, Plan]:
        """What is measured for each commitment of the review: in its own periods, and in those of that kind."""
        found: dict[Which, Plan] = {}
        start = self.terms.record.fiscal_year_start
        for agreement, timeline in self.terms.timelines(self.calendar).values():
            sources = self.project.sources
            for plan in plans_of(agreement, timeline, sources, start, FORMAT.changes, self.waiting):
                own = figures_alone(plan)
                found[agreement.terms.id, plan.commitment.id, False] = own
                if own.readable:
                    found[agreement.terms.id, plan.commitment.id, True] = figures_alone(pooled_plan(own, kind, start))
        return found

    def silent(self, kind: PeriodKind) -> list[str]:
        """Why some versions of the terms judge nothing: a source or a column is not there."""
        return [of.unreadable for plan in self.plans(kind).values() for of in plan.chapters if of.unreadable]

    def fed_by(self, sources: Collection[str], kind: PeriodKind) -> frozenset[Which]:
        """The commitments that need no other sources than these."""
        return frozenset(which for which, plan in self.plans(kind).items() if plan.sources <= set(sources))


def as_it_is(coverage: CoverageTerms, agreement: str, version: int) -> CoverageTerms:
    """Today's calendar: what the terms say, with the holidays that are known now."""
    return coverage
