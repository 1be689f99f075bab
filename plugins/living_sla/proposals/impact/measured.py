"""The impacts of a proposal: every export that they need, read once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from living_sla.figures.remembered import RememberedFigures, figures_of
from living_sla.proposals.impact.impacts import commitment_impact
from living_sla.proposals.impact.plans import Declared, ImpactPlans, impact_plans

if TYPE_CHECKING:
    from living_sla.figures.plan import Plan
    from living_sla.model.figures.kept import KeptFigures
    from living_sla.model.proposals.impact import CommitmentImpact
    from living_sla.proposals.ground import ProposalGround


@dataclass(frozen=True)
class Impacts:
    """What the past would have been."""

    of: Mapping[str, tuple[CommitmentImpact, ...]]
    """By agreement."""
    as_of: Mapping[str, datetime]
    """How far each export that was read goes, by source."""


def impacts_of(ground: ProposalGround, at: datetime) -> Impacts:
    """The impacts of everything that a proposal touches, told at an instant.

    Raises `Faults` with everything that is wrong with the exports that are needed.
    """
    agreed = ground.agreed
    declared = Declared(agreed.project.sources, agreed.waiting, agreed.settings.fiscal_year_start, ground.changes)
    was = replace(declared, sources=ground.sources)
    asked = {
        of.agreement.terms.id: impact_plans(of, ground.timelines.get(of.agreement.terms.id), was, declared, at)
        for of in ground.compared
        if of.kind != "editorial"
    }
    figures, as_of = _figures(ground, [plans for several in asked.values() for plans in several], at)
    by_id = {of.agreement.terms.id: of for of in ground.compared}
    return Impacts(
        {
            name: tuple(commitment_impact(by_id[name], plans, figures) for plans in several)
            for name, several in asked.items()
        },
        as_of,
    )


def _figures(
    ground: ProposalGround, asked: list[ImpactPlans], at: datetime
) -> tuple[dict[Plan, KeptFigures], dict[str, datetime]]:
    agreed = ground.agreed
    plans = [plan for of in asked for plan in of.measured]
    remembered = RememberedFigures(agreed.cache, agreed.project, agreed.settings.fiscal_year_start, None)
    figures, read = figures_of([(plan,) for plan in plans], plans, remembered, at)
    return dict(figures), {name: source.facts.as_of for name, source in read.items()}
