"""Columns that measures ask for, held against the sources that declare them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain

from pydantic import ValidationError

from living_sla.agreements.rules.conditions import At
from living_sla.agreements.rules.tested_columns import condition_faults, unknown_column
from living_sla.errors import Fault, Place, SlaError, Unreadable
from living_sla.model.agreement.measured import DATED, Events
from living_sla.model.agreement.source import ColumnSpec, Source
from living_sla.model.agreement.terms import Agreement, Commitment
from living_sla.model.suggestion import did_you_mean
from living_sla.words.terms.spelling import with_article

_PLAIN_KEYS = ("text", "integer", "number")
"""Types whose values name the same record where they are spelled alike: 15 and ``"15"``."""


def check_columns(agreement: Agreement, sources: Mapping[str, Source]) -> list[SlaError]:
    """Every source and column that the agreement names and that does not exist or has the wrong type."""
    found: dict[tuple[Place | None, str], SlaError] = {}
    stated = (_measures(agreement, sources), _stages(agreement, sources), condition_faults(agreement, sources))
    for fault in chain.from_iterable(stated):
        # A definition that several measures share is wrong once, not once a measure.
        found.setdefault((fault.where, fault.message), fault)
    return list(found.values())


def _measures(agreement: Agreement, sources: Mapping[str, Source]) -> Iterator[SlaError]:
    for position, commitment in enumerate(agreement.terms.commitments):
        at = ("commitments", position)
        measure = commitment.measure
        source = sources.get(measure.source)
        if source is None:
            yield _unknown_source(agreement, measure.source, sources, (*at, "measure", "source"))
        else:
            yield from _roles(agreement, commitment, measure.source, source, at)
        for field, events in measure.all_events():
            inside: At = (*at, "measure", *field)
            if events.source not in sources:
                yield _unknown_source(agreement, events.source, sources, (*inside, "source"))
                continue
            log = sources[events.source]
            for name, role, types in ((events.key, "key", ()), (events.at, "at", ("instant",))):
                yield from _column(agreement, name, types, events.source, log, (*inside, role))
            if source is not None and events.key in log.columns and source.key in source.columns:
                yield from _joins(agreement, (measure.source, source), (events, log), (*inside, "key"))


def _stages(agreement: Agreement, sources: Mapping[str, Source]) -> Iterator[SlaError]:
    for position, stage in enumerate(agreement.terms.journey):
        at = ("journey", position)
        if stage.source in sources:
            yield from _column(agreement, stage.at, DATED, stage.source, sources[stage.source], (*at, "at"))
        else:
            yield _unknown_source(agreement, stage.source, sources, (*at, "source"))


def _roles(agreement: Agreement, commitment: Commitment, name: str, source: Source, at: At) -> Iterator[SlaError]:
    """Each column that the measure names, with the types that its part in the measure allows."""
    measure = commitment.measure
    with suppress(Unreadable, ValidationError):  # `custom_faults` says what is wrong with a user's measure
        for role in measure.roles():
            yield from _column(agreement, role.column, role.types, name, source, (*at, "measure", *role.at))
    if commitment.by_segment is not None:
        yield from _column(agreement, commitment.by_segment, ("text",), name, source, (*at, "by_segment"))
        if commitment.by_segment == source.owner:
            message = f'"{source.owner}" is the owner of records, and would be published as segments'
            hint = "break down by a column that is not about people, such as a team or a region"
            where = agreement.place(*at, "by_segment")
            yield SlaError(message, where=where, hint=hint, code=Fault.PERSONAL_DATA)
    if measure.value_column in source.columns:
        yield from _currency(agreement, commitment, source.columns[measure.value_column], (*at, "target"))


def _column(
    agreement: Agreement, name: str, types: tuple[str, ...], source_name: str, source: Source, at: At
) -> Iterator[SlaError]:
    where = agreement.place(*at)
    if name not in source.columns:
        yield unknown_column(name, source_name, source, where)
    elif types and source.columns[name].type not in types:
        wanted = " or ".join(types)
        message = f'"{name}" of "{source_name}" is of type {source.columns[name].type}, wanted here is {wanted}'
        fitting = [other for other, spec in source.columns.items() if spec.type in types]
        hint = f"columns of that type: {', '.join(fitting)}" if fitting else "declare its type in data/sources.yml"
        yield SlaError(message, where=where, hint=hint, code=Fault.INVALID_VALUE)


def _joins(
    agreement: Agreement, records: tuple[str, Source], events: tuple[Events, Source], at: At
) -> Iterator[SlaError]:
    """The key of records and the column that names them in another export mean the same kind of thing."""
    (source_name, source), (named, log) = records, events
    key, column = source.columns[source.key], log.columns[named.key]
    if (key.type, key.currency) == (column.type, column.currency) or {key.type, column.type} <= set(_PLAIN_KEYS):
        return
    kinds = [f"an amount in {one.currency}" if one.currency else with_article(one.type) for one in (column, key)]
    message = (
        f'"{named.key}" of "{named.source}" is {kinds[0]} and never names a record of "{source_name}", '
        f"whose key is {kinds[1]}"
    )
    hint = f"declare both with one type in data/sources.yml; {', '.join(_PLAIN_KEYS[:-1])} and {_PLAIN_KEYS[-1]} join"
    yield SlaError(message, where=agreement.place(*at), hint=hint, code=Fault.INVALID_VALUE)


def _currency(agreement: Agreement, commitment: Commitment, spec: ColumnSpec, at: At) -> Iterator[SlaError]:
    target = commitment.target
    if target.is_duration or spec.type == "duration":
        yield from _length(agreement, commitment, spec, at)
        return
    owed, target = target.unit if target.is_money else None, target.plain
    if owed != spec.currency and not (spec.type == "percent" and target.is_share):
        held = f"is in {spec.currency}" if spec.currency else "has no currency"
        message = f'the column {held}, the target is "{target}"'
        amount = str(target).removesuffix(target.unit).strip()
        hint = f"write {amount} {spec.currency}" if spec.currency else "write the target without a currency"
        yield SlaError(message, where=agreement.place(*at), hint=hint, code=Fault.INVALID_VALUE)


def _length(agreement: Agreement, commitment: Commitment, spec: ColumnSpec, at: At) -> Iterator[SlaError]:
    """A column of durations is owed as one, in hours of the clock on the wall: business time left with the instants."""
    target = commitment.target
    if spec.type == "duration" and target.is_duration and not target.business:
        return
    message = f'the column is of type {spec.type}, the target is "{target}"'
    hint = "write for example at most 90 minutes" if spec.type == "duration" else "declare the column as duration"
    if spec.type == "duration" and target.business:
        hint = "leave out business: nothing says which hours a duration in the export counts"
    yield SlaError(message, where=agreement.place(*at), hint=hint, code=Fault.INVALID_VALUE)


def _unknown_source(agreement: Agreement, name: str, sources: Mapping[str, Source], at: At) -> SlaError:
    hint = did_you_mean(name, sources) or "declare it in data/sources.yml"
    return SlaError(f'unknown source "{name}"', where=agreement.place(*at), hint=hint, code=Fault.UNKNOWN_NAME)
