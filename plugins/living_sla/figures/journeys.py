"""The customer's way, counted as commitments are: each stage is asked like a share that nobody owes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from living_sla.agreements.project import Project
from living_sla.agreements.rules.columns import check_columns
from living_sla.figures.plan import Chapter, Plan
from living_sla.measures.cohort import FAR, cohort
from living_sla.model.agreement.condition import AllOf, ColumnIs, Condition, Defined, Filled
from living_sla.model.agreement.journey import Stage
from living_sla.model.agreement.terms import Agreement, Commitment, Terms
from living_sla.model.figures.journey import StageFigures, stage_figures
from living_sla.model.figures.kept import KeptFigures
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import Timeline
from living_sla.model.time.zones import micros


class StagePlan(Struct, frozen=True):
    """What is asked about one stage."""

    stage: Stage
    plan: Plan | None
    """None where its export waits, or no longer has what these terms ask."""
    goes_on: bool
    """Whether the next stage is told by the same export."""


JourneyPlans = Mapping[str, tuple[StagePlan, ...]]
"""By agreement; those without a journey are left out."""


def journey_plans(
    project: Project,
    timelines: Mapping[str, Timeline],
    fiscal_start: int,
    waiting: Collection[str],
    only: str | None = None,
) -> JourneyPlans:
    """What is asked about the stages of every agreement, or of the only one that is asked for.

    The terms are those in force, or else the newest, through all the time in which any have been. `waiting` are the
    sources that wait for data.
    """
    found = {}
    for agreement in project.agreements:
        timeline = timelines[agreement.terms.id]
        shown = _shown(agreement, timeline)
        if shown.terms.journey and only in (None, agreement.terms.id) and timeline.spans:
            faults = check_columns(shown, project.sources) if shown is not agreement else []
            gone = {stage.source for stage in shown.terms.journey} if faults else set(waiting)
            found[agreement.terms.id] = tuple(_stages(shown, timeline, fiscal_start, gone))
    return found


def plans_in(journeys: JourneyPlans) -> list[Plan]:
    """Everything that has to be measured for these journeys."""
    return [stage.plan for stages in journeys.values() for stage in stages if stage.plan is not None]


def journey_figures(stages: tuple[StagePlan, ...], figures: Mapping[Plan, KeptFigures]) -> tuple[StageFigures, ...]:
    """The stages of one agreement, in the order of the way, with what the last ended month came to."""
    return tuple(
        stage_figures(found.stage, figures[found.plan].series if found.plan else (), goes_on=found.goes_on)
        for found in stages
    )


def _shown(agreement: Agreement, timeline: Timeline) -> Agreement:
    if not timeline.spans:
        return agreement
    version = timeline.standing(timeline.spans[-1].version).version
    return agreement if version.digest == agreement.digest else version.agreement


def _stages(agreement: Agreement, timeline: Timeline, fiscal_start: int, gone: Collection[str]) -> Iterator[StagePlan]:
    terms = agreement.terms.model_copy(update={"exceptions": ()})  # the way goes on through every exception
    span = timeline.spans[-1]
    interval = (micros(timeline.spans[0].start), micros(span.end) if span.end else FAR)
    for number, stage in enumerate(terms.journey):
        following = terms.journey[number + 1] if number + 1 < len(terms.journey) else None
        goes_on = following is not None and following.source == stage.source
        if stage.source in gone:
            yield StagePlan(stage, None, goes_on)
            continue
        asked = _asked(terms, stage, following if goes_on else None, number)
        chapter = Chapter(
            versions=((interval[0], span.version),),
            basis=Basis(span.basis),
            terms=terms,
            cohort=cohort(terms, asked, fiscal_start, interval),
            digest=agreement.digest,
            breaks=False,
        )
        yield StagePlan(stage, Plan(terms, asked, (chapter,)), goes_on)


def _asked(terms: Terms, stage: Stage, following: Stage | None, number: int) -> Commitment:
    """Of the records that reach a stage in a month, the share that reached the next one."""
    measure = {
        "kind": "share",
        "source": stage.source,
        "at": stage.at,
        "that": _reached(terms, following or stage),
        "where": AllOf(_meant(terms, stage)),
    }
    stated = {"title": stage.stage, "by": stage.owner, "category": "metrics", "target": "at least 0%", "per": "month"}
    asked = Commitment.model_validate({"id": "stage", **stated, "measure": measure})
    # No commitment has a space in its id, so that what is remembered of the one is never taken for the other.
    return asked.model_copy(update={"id": f"journey {number + 1}"})


def _reached(terms: Terms, stage: Stage) -> Condition:
    arrived = ColumnIs(stage.at, Filled())
    return AllOf((arrived, *_meant(terms, stage)))


def _meant(terms: Terms, stage: Stage) -> tuple[Condition, ...]:
    """What the word that a stage is defined by asks of its records; nothing where it stands for no records."""
    named = stage.means is not None and terms.definitions[stage.means].where is not None
    return (Defined(stage.means),) if named and stage.means is not None else ()
