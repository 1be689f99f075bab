"""Rules of the customer's way and of what is planned: stages, experiments, and what a desk can do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from living_sla.agreements.rules.early import unknown_party
from living_sla.errors import Fault, SlaError
from living_sla.model.agreement.experiment import Experiment
from living_sla.model.agreement.journey import Stage
from living_sla.model.agreement.terms import Agreement, Commitment
from living_sla.model.counted import counted
from living_sla.model.notation import bare_name
from living_sla.model.suggestion import did_you_mean
from living_sla.model.time.period import PeriodRule


def plan_faults(agreement: Agreement) -> Iterator[SlaError]:
    """What is wrong with the experiment and the capacity of an agreement."""
    terms = agreement.terms
    if terms.capacity is not None and terms.capacity.party not in terms.parties:
        yield unknown_party(terms.capacity.party, list(terms.parties), agreement.place("capacity", "party"))
    if (experiment := terms.experiment) is None:
        return
    dates = list(_dates(agreement, experiment))
    yield from dates
    for commitment in terms.commitments:
        if commitment.id == experiment.commitment and not dates:
            yield from _periods(agreement, experiment, commitment)


def _dates(agreement: Agreement, experiment: Experiment) -> Iterator[SlaError]:
    last = agreement.terms.until
    if experiment.until < experiment.start:
        yield SlaError(
            f"the experiment ends on {experiment.until}, before it begins on {experiment.start}",
            where=agreement.place("experiment", "until"),
            hint="until is its last day",
            code=Fault.CONTRADICTION,
        )
    elif last is not None and last < experiment.until:
        yield SlaError(
            f"the experiment ends on {experiment.until}, after the agreement, which ends on {last}",
            where=agreement.place("experiment", "until"),
            hint="end it with the agreement at the latest",
            code=Fault.CONTRADICTION,
        )


def _periods(agreement: Agreement, experiment: Experiment, commitment: Commitment) -> Iterator[SlaError]:
    """The periods that would convince are those of the commitment, and the experiment is long enough for them."""
    per, convinces = commitment.per, experiment.convinces
    where = agreement.place("experiment", "convinces")
    named = "week" if per.kind == "weeks" else per.kind
    if convinces.noun not in ("period", named):
        message = f'the experiment speaks of {convinces.noun}s, and "{commitment.id}" is judged {per.each}'
        hint = f"write {convinces.outside} of {convinces.periods} {named}s, or periods"
        yield SlaError(message, where=where, hint=hint, code=Fault.CONTRADICTION)
        return
    whole = max(_whole_periods(experiment, commitment, start) for start in range(1, 13))
    if whole < convinces.periods:
        lasts = "no whole period" if whole == 0 else counted(whole, "whole period")
        message = f'the experiment has {lasts} of "{commitment.id}", and {convinces.periods} would convince'
        hint = "let it run longer, or ask for fewer periods"
        yield SlaError(message, where=where, hint=hint, code=Fault.CONTRADICTION)


def _whole_periods(experiment: Experiment, commitment: Commitment, fiscal_start: int) -> int:
    """How many periods lie wholly inside the days of an experiment, no more than it needs."""
    per = commitment.per
    rule = PeriodRule(per.kind, "UTC", fiscal_start, per.since, per.weeks)
    end = experiment.until + timedelta(days=1)
    found = 0
    for period in rule.between(experiment.start, experiment.until):
        found += experiment.start <= period.first_on and period.end_on <= end
        if found >= experiment.convinces.periods:
            break
    return found


def journey_faults(agreement: Agreement) -> Iterator[SlaError]:
    """What is wrong with the stages, by themselves and with parties and definitions; columns are held to sources."""
    journey = agreement.terms.journey
    if len(journey) == 1:
        hint = "add the stage before it or behind it, or remove journey"
        message = "a journey of one stage leads nowhere"
        yield SlaError(message, where=agreement.place("journey"), hint=hint, code=Fault.INVALID_VALUE)
    first: dict[str, int] = {}
    for position, stage in enumerate(journey):
        earlier = first.setdefault(bare_name(stage.stage), position)
        if earlier != position:
            line = agreement.place("journey", earlier, "stage").line
            message = f'"{stage.stage}" is also the stage on line {line}'
            where = agreement.place("journey", position, "stage")
            hint = "give each stage a name of its own"
            yield SlaError(message, where=where, hint=hint, code=Fault.DUPLICATE_FIELD)
        yield from _stage(agreement, stage, position)


def _stage(agreement: Agreement, stage: Stage, position: int) -> Iterator[SlaError]:
    terms, at = agreement.terms, ("journey", position)
    if stage.owner not in terms.parties:
        yield unknown_party(stage.owner, list(terms.parties), agreement.place(*at, "owner"))
    if stage.means is not None and stage.means not in terms.definitions:
        hint = did_you_mean(stage.means, terms.definitions) or f"add it under definitions, with means: {stage.means}"
        message = f'unknown definition "{stage.means}"'
        yield SlaError(message, where=agreement.place(*at, "means"), hint=hint, code=Fault.UNKNOWN_NAME)
    for index, name in enumerate(stage.commitments):
        if name in stage.commitments[:index]:
            message = f'"{name}" stands twice at the stage "{stage.stage}"'
            where = agreement.place(*at, "commitments", index)
            yield SlaError(message, where=where, hint="name it once", code=Fault.DUPLICATE_FIELD)
