"""Rules inside one commitment: its measure is complete, and its target fits what is measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import ValidationError

from living_sla.agreements.rules.early import without_hours
from living_sla.agreements.schema.faults import faults_of
from living_sla.agreements.yaml.nodes import Places
from living_sla.errors import Fault, SlaError, Unreadable
from living_sla.model.agreement.custom import custom_class, custom_measure
from living_sla.model.agreement.kinds import Custom
from living_sla.model.agreement.terms import Agreement, Commitment
from living_sla.model.notation import plain
from living_sla.model.quantity import MAX_DAYS, Duration, Target
from living_sla.model.time.cadence import wrong_label
from living_sla.model.time.hours import Week
from living_sla.model.time.period import PeriodRule

_At = tuple[str | int, ...]


def commitment_faults(agreement: Agreement) -> Iterator[SlaError]:
    """What is wrong inside each commitment, by itself and with the agreement's coverage."""
    for position, commitment in enumerate(agreement.terms.commitments):
        at = ("commitments", position)
        yield from _measure(agreement, commitment, at)
        unit_faults = [*_labels(agreement, commitment, at), *_unit(agreement, commitment, at)]
        yield from unit_faults
        yield from _business_time(agreement, commitment, at)
        if not unit_faults:
            yield from _direction(agreement, commitment, at)
            yield from _warning(agreement, commitment, at)


def _measure(agreement: Agreement, commitment: Commitment, at: _At) -> Iterator[SlaError]:
    measure = commitment.measure
    for found in measure.faults():
        at_fault = agreement.place(*at, "measure", *found.at)
        message = found.message.format(commitment=commitment.id)
        yield SlaError(message, where=at_fault, hint=found.hint, code=found.code)
    yield from _judged_by(agreement, commitment, at)


def _judged_by(agreement: Agreement, commitment: Commitment, at: _At) -> Iterator[SlaError]:
    measure, where = commitment.measure, agreement.place(*at, "judged_by")
    if commitment.judged_by == "due" and "due" not in measure.may_be_judged_by:
        message = f'the records of "{commitment.id}" have no due instant'
        hint = "remove judged_by: only within, attempts and conversion have one"
        yield SlaError(message, where=where, hint=hint, code=Fault.INVALID_VALUE)
    if commitment.judged_by == "end" and "end" not in measure.may_be_judged_by:
        message = f'the records of "{commitment.id}" cannot be judged by their end'
        hint = "remove judged_by: only averages, medians and percentiles of the time from one instant to another can"
        yield SlaError(message, where=where, hint=hint, code=Fault.INVALID_VALUE)


def _labels(agreement: Agreement, commitment: Commitment, at: _At) -> Iterator[SlaError]:
    """A target that changes by period names periods of the commitment."""
    for name, _ in commitment.target.by_period:
        if found := wrong_label(name, commitment.per):
            where = agreement.place(*at, "target", name)
            yield SlaError(found.message, where=where, hint=found.hint, code=found.code)


def fiscal_faults(agreement: Agreement, fiscal_start: int) -> Iterator[SlaError]:
    """Quarters and years that a target names as the site does not name them: by its fiscal year, or by the calendar."""
    for position, commitment in enumerate(agreement.terms.commitments):
        if commitment.per.kind not in ("quarter", "year"):
            continue
        rule = PeriodRule(commitment.per.kind, "UTC", fiscal_start)
        for name, _ in commitment.target.by_period:
            if name.startswith("FY") == (fiscal_start != 1):
                continue
            example = rule.containing(date(int(name.removeprefix("FY")[:4]), 1, 1)).label
            year = "the calendar year" if fiscal_start == 1 else "a fiscal year"
            hint = f"quarters and years of this site are those of {year}: write for example {example}"
            where = agreement.place("commitments", position, "target", name)
            yield SlaError(
                f'this site has no {commitment.per.noun} "{name}"', where=where, hint=hint, code=Fault.INVALID_VALUE
            )


def _unit(agreement: Agreement, commitment: Commitment, at: _At) -> Iterator[SlaError]:
    """Whether each target is of the kind that the measure has."""
    for name, target in commitment.target.each:
        if (misfit := commitment.measure.misfit(target)) is not None:
            wanted, example = misfit
            message = f'the target "{target}" does not fit a {commitment.measure.kind}, which is {wanted}'
            hint = f"write for example {target.direction} {example}"
            where = agreement.place(*at, "target", *filter(None, (name,)))
            yield SlaError(message, where=where, hint=hint, code=Fault.INVALID_VALUE)


def _direction(agreement: Agreement, commitment: Commitment, at: _At) -> Iterator[SlaError]:
    """Whether each target can be missed, and asks for more of what is good."""
    for name, target in commitment.target.each:
        where = agreement.place(*at, "target", *filter(None, (name,)))
        # A season may ask for nothing; a commitment that never asks for anything is not a commitment.
        if all(_cannot_be_missed(of) for _, of in commitment.target.each):
            message = f'the target "{target}" is met whatever happens'
            yield SlaError(message, where=where, hint="set a target that can be missed", code=Fault.NUMBER_OUT_OF_RANGE)
        elif commitment.measure.more_is_better and target.direction == "at most":
            message = f'the target "{target}" asks to fall short: more is better for a {commitment.measure.kind}'
            hint = f"write at least {str(target).removeprefix('at most ')}"
            yield SlaError(message, where=where, hint=hint, code=Fault.NUMBER_OUT_OF_RANGE)


def _cannot_be_missed(target: Target) -> bool:
    return target.amount == 0 if target.direction == "at least" else target.is_share and target.amount == 1


def _warning(agreement: Agreement, commitment: Commitment, at: _At) -> Iterator[SlaError]:
    warn = commitment.warn
    if warn is None:
        return
    # The one that a warning is most likely to come too late for.
    rising = commitment.target.direction == "at least"
    target = (max if rising else min)((of for _, of in commitment.target.each), key=lambda of: of.amount)
    where = agreement.place(*at, "warn")
    if target.is_share and not 0 <= warn <= 1:
        message, hint = f'"{plain(warn)}" is not a share', f"write {plain(warn)}%"
        yield SlaError(message, where=where, hint=hint, code=Fault.NUMBER_OUT_OF_RANGE)
    elif not target.kept_by(warn):
        shown = f"{plain(warn * 100)}%" if target.is_share else plain(warn)
        side = "above" if target.direction == "at least" else "below"
        message = f'the warning "{shown}" comes after the target "{target}" is already missed'
        yield SlaError(message, where=where, hint=f"choose a warning {side} the target", code=Fault.NUMBER_OUT_OF_RANGE)


def _business_time(agreement: Agreement, commitment: Commitment, at: _At) -> Iterator[SlaError]:
    limit = commitment.measure.time_limit
    hours = agreement.terms.coverage.hours
    if hours is not None:
        if limit is not None and limit.business and (years := _years(limit, hours)) * 366 > MAX_DAYS:
            message = f'"{limit}" takes {years:.0f} years of the working hours'
            where = agreement.place(*at, "measure", "limit")
            yield SlaError(message, where=where, hint="write a shorter limit", code=Fault.NUMBER_OUT_OF_RANGE)
        return
    places: list[_At] = [("measure", "limit")] if limit is not None and limit.business else []
    places += [("target",)] if commitment.target.business else []
    for place in places:
        yield without_hours(commitment.id, agreement.place(*at, *place))


def _years(limit: Duration, hours: Week) -> float:
    """About how long a limit on business time takes, without holidays and closures."""
    if limit.in_days:
        return limit.days / sum(bool(windows) for windows in hours) / 52
    in_a_week = sum(window.closes - window.opens for windows in hours for window in windows)
    return float(limit.minutes) / in_a_week / 52


def custom_faults(agreement: Agreement) -> Iterator[SlaError]:
    """What keeps custom measures from being computed; the packages that offer them are imported."""
    for position, commitment in enumerate(agreement.terms.commitments):
        if isinstance(commitment.measure, Custom):
            yield from _faults_of(agreement, commitment.measure, ("commitments", position, "measure"))


def _faults_of(agreement: Agreement, measure: Custom, at: _At) -> Iterator[SlaError]:
    try:
        custom_measure(measure.name, measure.settings)
    except Unreadable as found:
        where = agreement.place(*at, "name")
        yield SlaError(found.message, where=where, hint=found.hint, code=found.code or Fault.INVALID_VALUE)
    except ValidationError as found:
        inside = (*at, "with")
        values = {
            step[len(inside) :]: place for step, place in agreement.places.items() if step[: len(inside)] == inside
        }
        places = Places({(): agreement.place(*inside), **values}, {})
        yield from faults_of(found, dict(measure.settings), custom_class(measure.name), places)
