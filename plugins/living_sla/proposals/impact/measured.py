"""The impacts of a proposal: every export that they need, read once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.errors import Faults
from living_sla.figures.remembered import RememberedFigures, figures_of
from living_sla.figures.sources import absent
from living_sla.history.past import FORMAT
from living_sla.proposals.impact.from_reviews import frozen_periods, relied_on, reviewed_pairs
from living_sla.proposals.impact.impacts import commitment_impact
from living_sla.proposals.impact.plans import Declared, ImpactPlans, impact_plans
from living_sla.words.proposals.comment import no_exports

if TYPE_CHECKING:
    from living_sla.agreements.project import Project
    from living_sla.figures.plan import Plan
    from living_sla.model.figures.kept import KeptFigures
    from living_sla.model.proposals.impact import CommitmentImpact
    from living_sla.model.reviews.review import Review
    from living_sla.proposals.ground import ProposalGround


class Impacts(Struct, frozen=True):
    """What the past would have been."""

    of: Mapping[str, tuple[CommitmentImpact, ...]]
    """By agreement."""
    as_of: Mapping[str, datetime]
    """How far each export that was read goes, by source."""
    no_exports: str = ""
    """Which exports are missing that were asked for, and what is told instead; empty where none is."""


def impacts_of(ground: ProposalGround, at: datetime) -> Impacts:
    """The impacts of everything that a proposal touches, told at an instant.

    What was agreed is read as the base declares its sources; as the folder does, where the exports of today do not fit
    that any more. Raises `Faults` with everything that is wrong with the exports that are needed.
    """
    here = ground.project
    there = replace(here, sources=ground.sources, source_places={}) if ground.redeclared else here
    try:
        return _impacts(ground, there, at)
    except Faults:
        if there is here:
            raise
        return _impacts(ground, here, at)


def _impacts(ground: ProposalGround, there: Project, at: datetime) -> Impacts:
    """The same, where what was agreed is read as the project `there` declares it."""
    here = ground.project
    was, declared = _declared(ground, there), _declared(ground, here)
    asked = {
        of.agreement.terms.id: impact_plans(
            of, ground.past.timelines.get(of.agreement.terms.id), was, declared, at, ground.redeclared
        )
        for of in ground.looked_at
        if of.kind != "editorial"
    }
    every = [plans for several in asked.values() for plans in several]
    agreed = [plan for plans in every for plan in plans.agreed]
    otherwise = [] if there is here else [plan for plan in agreed if not plan.sources.isdisjoint(ground.redeclared)]
    proposed = [plan for plans in every for plan in plans.proposed]
    figures, as_of = _figures(ground, here, [*proposed, *(plan for plan in agreed if plan not in otherwise)], at)
    if otherwise:
        figures |= _figures(ground, there, otherwise, at)[0]
    by_id = {of.agreement.terms.id: of for of in ground.looked_at}
    missing = sorted({name for plans in every for name in plans.waits_for})
    reviews = _reviews(ground) if missing else ()
    used = relied_on(reviews)

    def impact(name: str, plans: ImpactPlans) -> CommitmentImpact:
        frozen = frozen_periods(used, name, plans.commitment) if plans.waits_for else ()
        pairs = reviewed_pairs(plans.before, plans.after, frozen, ground.redeclared)
        return commitment_impact(by_id[name], plans, figures, ground.redeclared, tuple(pairs))

    told = {name: tuple(impact(name, plans) for plans in several) for name, several in asked.items()}
    left_out = [str(of.id) for of in reviews if of not in used]
    why = no_exports(missing, [str(of.id) for of in used], left_out) if missing else ""
    return Impacts(told, as_of, why)


def _reviews(ground: ProposalGround) -> Sequence[Review]:
    # Imported late: sixty modules, which nobody needs who has exports.
    from living_sla.reviews.shelf.all_reviews import reviews_of

    return reviews_of(ground.root, ground.agreed.past)


def _declared(ground: ProposalGround, project: Project) -> Declared:
    fiscal_start = ground.agreed.settings.fiscal_year_start
    return Declared(project.sources, absent(project), fiscal_start, FORMAT.changes)


def _figures(
    ground: ProposalGround, project: Project, wanted: Iterable[Plan], at: datetime
) -> tuple[dict[Plan, KeptFigures], dict[str, datetime]]:
    plans = list(wanted)
    remembered = RememberedFigures(ground.agreed.cache, project, ground.agreed.settings.fiscal_year_start, None)
    figures, read = figures_of([(plan,) for plan in plans], plans, remembered, at)
    return dict(figures), {name: source.facts.as_of for name, source in read.items()}
