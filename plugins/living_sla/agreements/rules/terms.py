"""Rules that bind several fields of an agreement, each with the place that breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from living_sla.agreements.rules.basis import basis_faults
from living_sla.agreements.rules.commitments import commitment_faults, custom_faults
from living_sla.agreements.rules.conditions import definition_faults
from living_sla.agreements.rules.early import unknown_party
from living_sla.agreements.rules.plans import journey_faults, plan_faults
from living_sla.errors import Fault, SlaError
from living_sla.model.agreement.scalars import BOTH
from living_sla.model.agreement.terms import Agreement, Commitment
from living_sla.model.quantity import MAX_DAYS
from living_sla.model.suggestion import did_you_mean
from living_sla.model.time.hours import DayRange


def check_terms(agreement: Agreement) -> list[SlaError]:
    """Every rule that one agreement can break by itself, in the order of the rules."""
    rules = (
        _dates,
        _parties,
        _unique_ids,
        _commitment_parties,
        _names_of_commitments,
        _exceptions,
        _extra_days,
        _closures,
        definition_faults,
        commitment_faults,
        custom_faults,
        journey_faults,
        plan_faults,
        basis_faults,
    )
    return [fault for rule in rules for fault in rule(agreement)]


def _dates(agreement: Agreement) -> Iterator[SlaError]:
    terms = agreement.terms
    if terms.until is not None and terms.until < terms.effective:
        yield SlaError(
            f"the agreement ends on {terms.until}, before it begins on {terms.effective}",
            where=agreement.place("until"),
            hint="until is the last day on which it applies",
            code=Fault.CONTRADICTION,
        )


def _parties(agreement: Agreement) -> Iterator[SlaError]:
    signs_for: dict[str, str] = {}
    for key, party in agreement.terms.parties.items():
        if key == BOTH:
            hint = "give the party another name; both stands for all parties"
            yield SlaError('"both" is a reserved name', where=agreement.place("parties", key), hint=hint,
                           code=Fault.INVALID_IDENTIFIER)  # fmt: skip
        for position, email in enumerate(party.signs):
            other = signs_for.setdefault(email.casefold(), key)
            if other != key:
                yield SlaError(
                    f"{email} signs for {other} and for {key}",
                    where=agreement.place("parties", key, "signs", position),
                    hint="name one person for each party",
                    code=Fault.CONTRADICTION,
                )


def _unique_ids(agreement: Agreement) -> Iterator[SlaError]:
    ids = {
        "commitments": [commitment.id for commitment in agreement.terms.commitments],
        "exceptions": [exception.id for exception in agreement.terms.exceptions],
    }
    for field, named in ids.items():
        for position, name in enumerate(named):
            earlier = named.index(name)
            if earlier != position:
                yield SlaError(
                    f'"{name}" is also the id of the {field[:-1]} on line {agreement.place(field, earlier, "id").line}',
                    where=agreement.place(field, position, "id"),
                    hint="give each an id of its own",
                    code=Fault.INVALID_IDENTIFIER,
                )


def _commitment_parties(agreement: Agreement) -> Iterator[SlaError]:
    parties = list(agreement.terms.parties)
    for position, commitment in enumerate(agreement.terms.commitments):
        yield from _owed(agreement, position, commitment, parties)
    for position, need in enumerate(agreement.terms.needs):
        if need.party not in parties:
            yield unknown_party(need.party, parties, agreement.place("needs", position, "party"))


def _owed(agreement: Agreement, position: int, commitment: Commitment, parties: list[str]) -> Iterator[SlaError]:
    at = ("commitments", position)
    if commitment.by not in (*parties, BOTH):
        yield unknown_party(commitment.by, [*parties, BOTH], agreement.place(*at, "by"))
    elif commitment.to is not None and commitment.to not in parties:
        yield unknown_party(commitment.to, parties, agreement.place(*at, "to"))
    elif commitment.to == commitment.by:
        hint = f"name the other party: {', '.join(party for party in parties if party != commitment.by)}"
        message = f'"{commitment.id}" is owed by {commitment.by} to itself'
        yield SlaError(message, where=agreement.place(*at, "to"), hint=hint, code=Fault.CONTRADICTION)
    elif not commitment.by_all and agreement.terms.receiver(commitment) is None:
        others = " | ".join(party for party in parties if party != commitment.by)
        message = f'"{commitment.id}" does not say to whom it is owed'
        yield SlaError(message, where=agreement.place(*at), hint=f"add to: {others}", code=Fault.CONTRADICTION)


def _names_of_commitments(agreement: Agreement) -> Iterator[SlaError]:
    terms = agreement.terms
    named: list[tuple[str, tuple[str | int, ...]]] = [
        (name, ("exceptions", position, "commitments", index))
        for position, exception in enumerate(terms.exceptions)
        for index, name in enumerate(exception.commitments)
    ]
    named += [
        (trigger.commitment, ("contingency", position, "commitment"))
        for position, trigger in enumerate(terms.contingency)
        if trigger.commitment is not None
    ]
    named += [
        (name, ("journey", position, "commitments", index))
        for position, stage in enumerate(terms.journey)
        for index, name in enumerate(stage.commitments)
    ]
    if terms.experiment is not None:
        named.append((terms.experiment.commitment, ("experiment", "commitment")))
    known = [commitment.id for commitment in terms.commitments]
    for name, at in named:
        if name not in known:
            hint = did_you_mean(name, known)
            yield SlaError(
                f'unknown commitment "{name}"', where=agreement.place(*at), hint=hint, code=Fault.UNKNOWN_NAME
            )


def _exceptions(agreement: Agreement) -> Iterator[SlaError]:
    for position, exception in enumerate(agreement.terms.exceptions):
        if exception.end <= exception.start:
            yield SlaError(
                f'the exception "{exception.id}" ends at {exception.end:%Y-%m-%d %H:%M}, '
                f"not after it begins at {exception.start:%Y-%m-%d %H:%M}",
                where=agreement.place("exceptions", position, "until"),
                hint="a date alone is its midnight: for a whole day, end on the next one",
                code=Fault.CONTRADICTION,
            )
        elif exception.effect == "pause" and (exception.end - exception.start).days > MAX_DAYS:
            where, hint = (
                agreement.place("exceptions", position, "until"),
                "write the day on which the clock runs again",
            )
            message = f'the exception "{exception.id}" pauses for more than ten years'
            yield SlaError(message, where=where, hint=hint, code=Fault.NUMBER_OUT_OF_RANGE)


def _extra_days(agreement: Agreement) -> Iterator[SlaError]:
    coverage = agreement.terms.coverage
    closed = {day for days in coverage.closed for day in days}
    for position, extra in enumerate(coverage.open):
        where = agreement.place("coverage", "open", position)
        if extra.day in closed:
            yield SlaError(f"{extra.day} is both open and closed", where=where, hint="keep one", code=Fault.WRONG_HOURS)
        elif not extra.windows and not (coverage.hours and coverage.hours[extra.day.weekday()]):
            message = f"{extra.day} is a {extra.day:%A}, which has no hours"
            yield SlaError(message, where=where, hint=f"write {extra.day} 09:00-13:00", code=Fault.WRONG_HOURS)


def _closures(agreement: Agreement) -> Iterator[SlaError]:
    """A year without a single working day: no clock runs there, and a limit that meets it may never run out."""
    coverage = agreement.terms.coverage
    closed_by = {day: position for position, days in enumerate(coverage.closed) for day in days}
    opened = {extra.day.year for extra in coverage.open}
    for year in sorted({day.year for day in closed_by} - opened):
        days = DayRange(date(year, 1, 1), date(year, 12, 31))
        if all(day in closed_by or not (coverage.hours is None or coverage.hours[day.weekday()]) for day in days):
            position = next(closed_by[day] for day in days if day in closed_by)
            hint = "close single days; an agreement ends with until"
            where = agreement.place("coverage", "closed", position)
            yield SlaError(f"no day of {year} has hours", where=where, hint=hint, code=Fault.WRONG_HOURS)
            return
