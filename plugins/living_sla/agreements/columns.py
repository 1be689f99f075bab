"""Columns that measures ask for, held against the sources that declare them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from living_sla.agreements.conditions import At, atoms, circular, stated_by_measures
from living_sla.agreements.own import known
from living_sla.agreements.schema_faults import did_you_mean
from living_sla.agreements.spelling import with_article
from living_sla.errors import Place, SlaError, Unreadable
from living_sla.model.agreement import Agreement
from living_sla.model.column_tests import (
    Beside,
    Between,
    BetweenDays,
    Compared,
    Dated,
    Includes,
    Not,
    OneOf,
    Test,
    beside,
)
from living_sla.model.condition import ColumnIs, Condition, Defined
from living_sla.model.kinds import (
    Attempts,
    Completeness,
    Deliverable,
    Events,
    First,
    Own,
    Statistic,
    Total,
    Within,
    events_in,
)
from living_sla.model.own import columns_taken
from living_sla.model.quantity import parse_day, parse_number
from living_sla.model.source import ColumnSpec, Source, is_listed
from living_sla.model.terms import Commitment

_NUMERIC = ("integer", "number", "money", "percent")
_DATED = ("date", "instant")
_PLAIN_KEYS = ("text", "integer", "number")
"""Types whose values name the same record where they are spelled alike: 15 and ``"15"``."""


def check_columns(agreement: Agreement, sources: Mapping[str, Source]) -> list[SlaError]:
    """Every source and column that the agreement names and that does not exist or has the wrong type."""
    found: dict[tuple[Place | None, str], SlaError] = {}
    for fault in (*_measures(agreement, sources), *_conditions(agreement, sources)):
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
        for field, events in events_in(measure):
            inside: At = (*at, "measure", *field)
            if events.source not in sources:
                yield _unknown_source(agreement, events.source, sources, (*inside, "source"))
                continue
            log = sources[events.source]
            for name, role, types in ((events.key, "key", ()), (events.at, "at", ("instant",))):
                yield from _column(agreement, name, types, events.source, log, (*inside, role))
            if source is not None and events.key in log.columns and source.key in source.columns:
                yield from _joins(agreement, (measure.source, source), (events, log), (*inside, "key"))


def _roles(agreement: Agreement, commitment: Commitment, name: str, source: Source, at: At) -> Iterator[SlaError]:
    """Each column that the measure names, with the types that its part in the measure allows."""
    measure, inside = commitment.measure, (*at, "measure")
    roles: list[tuple[str | First | None, At, tuple[str, ...]]] = [
        (getattr(measure, "at", None), (*inside, "at"), ("instant", "date")),
        (getattr(measure, "start", None), (*inside, "from"), ("instant",)),
        (getattr(measure, "end", None), (*inside, "to"), _DATED),
        (commitment.by_segment, (*at, "by_segment"), ("text",)),
    ]
    if isinstance(measure, Within):
        roles.append((measure.due, (*inside, "due"), _DATED))
    if isinstance(measure, Deliverable):
        roles.append((measure.serves, (*inside, "for"), ("date",)))
    if isinstance(measure, Total):
        roles.append((measure.column, (*inside, "column"), ("integer", "number", "money")))
    if isinstance(measure, Statistic):
        roles.append((measure.of, (*inside, "of"), (*_NUMERIC, "duration")))
    if isinstance(measure, Attempts) and measure.ends is not None:
        roles += [(end, (*inside, "ends", "any", index), _DATED) for index, end in enumerate(measure.ends.any_of)]
    if isinstance(measure, Completeness):
        roles += [(field, (*inside, "fields", index), ()) for index, field in enumerate(measure.fields_)]
    if isinstance(measure, Own) and (own := known(measure)) is not None:
        taken = columns_taken(own).items()
        roles += [(column, (*inside, "with", field), own.takes[field]) for field, column in taken]
    for column, place, types in roles:
        if isinstance(column, str):
            yield from _column(agreement, column, types, name, source, place)
    summed = measure.column if isinstance(measure, Total) else getattr(measure, "of", None)
    if summed in source.columns:
        yield from _currency(agreement, commitment, source.columns[summed], (*at, "target"))


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
        yield SlaError(message, where=where, hint=hint, code="SLA-F014")


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
    yield SlaError(message, where=agreement.place(*at), hint=hint, code="SLA-F014")


def _currency(agreement: Agreement, commitment: Commitment, spec: ColumnSpec, at: At) -> Iterator[SlaError]:
    target = commitment.target
    if target.is_duration or spec.type == "duration":
        yield from _length(agreement, commitment, spec, at)
        return
    owed = target.unit if target.is_money else None
    if owed != spec.currency and not (spec.type == "percent" and target.is_share):
        held = f"is in {spec.currency}" if spec.currency else "has no currency"
        message = f'the column {held}, the target is "{target}"'
        amount = str(target).removesuffix(target.unit).strip()
        hint = f"write {amount} {spec.currency}" if spec.currency else "write the target without a currency"
        yield SlaError(message, where=agreement.place(*at), hint=hint, code="SLA-F014")


def _length(agreement: Agreement, commitment: Commitment, spec: ColumnSpec, at: At) -> Iterator[SlaError]:
    """A column of durations is owed as one, in hours of the clock on the wall: business time left with the instants."""
    target = commitment.target
    if spec.type == "duration" and target.is_duration and not target.business:
        return
    message = f'the column is of type {spec.type}, the target is "{target}"'
    hint = "write for example at most 90 minutes" if spec.type == "duration" else "declare the column as duration"
    if spec.type == "duration" and target.business:
        hint = "leave out business: nothing says which hours a duration in the export counts"
    yield SlaError(message, where=agreement.place(*at), hint=hint, code="SLA-F014")


def _conditions(agreement: Agreement, sources: Mapping[str, Source]) -> Iterator[SlaError]:
    conditions = agreement.terms.conditions()
    broken = set(circular(conditions))
    for stated in stated_by_measures(agreement):
        if stated.source in sources:
            yield from _tests(agreement, stated.condition, stated.at, stated.source, sources, conditions, broken)


def _tests(
    agreement: Agreement,
    condition: Condition,
    at: At,
    source_name: str,
    sources: Mapping[str, Source],
    conditions: Mapping[str, Condition],
    broken: set[str],
) -> Iterator[SlaError]:
    """The faults of each column test, also inside the definitions that are named, at their own places."""
    source = sources[source_name]
    for atom, place in atoms(condition, at, agreement):
        if isinstance(atom, Defined):
            if atom.name in conditions and atom.name not in broken:
                inside = ("definitions", atom.name, "where")
                yield from _tests(agreement, conditions[atom.name], inside, source_name, sources, conditions, broken)
        elif atom.column not in source.columns:
            yield unknown_column(atom.column, source_name, source, agreement.place(*place))
        else:
            where, other = agreement.place(*place), beside(atom.test)
            if other is not None and other.column not in source.columns:
                yield unknown_column(other.column, source_name, source, where)
                continue
            yield from _test(atom, atom.test, source.columns, where)


def _test(atom: ColumnIs, test: Test, columns: Mapping[str, ColumnSpec], where: Place) -> Iterator[SlaError]:
    spec = columns[atom.column]
    match test:
        case Not(inner):
            yield from _test(atom, inner, columns, where)
        case Dated() | BetweenDays() if spec.type not in _DATED:
            message = f'"{atom.column}" is of type {spec.type} and cannot be compared with a date'
            hint = 'a text that begins with such a word goes in brackets: ["before noon"]'
            yield SlaError(message, where=where, hint=hint, code="SLA-F014")
        case Dated(_, at) if spec.type == "date" and isinstance(at, datetime):
            message = f'"{atom.column}" is of type date and cannot be compared with a time of day'
            yield SlaError(message, where=where, hint=f"write {at:%Y-%m-%d}", code="SLA-F014")
        case Beside(bound, name):
            yield from _beside(atom.column, bound, name, columns, where)
        case Compared() | Between() if spec.type not in _NUMERIC:
            message = f'"{atom.column}" is of type {spec.type} and cannot be compared with a number'
            yield SlaError(message, where=where, hint="use a value, a list, filled or empty", code="SLA-F014")
        case Includes(value):
            yield from _included(atom.column, value, spec, where)
        case OneOf(values):
            for value in values:
                yield from _value(atom.column, value, spec, where)


def _beside(column: str, bound: str, name: str, columns: Mapping[str, ColumnSpec], where: Place) -> Iterator[SlaError]:
    """Two columns of a record can be compared where they hold the same kind of thing."""
    one, other = columns[column], columns[name]
    fitting = _NUMERIC if bound in ("at least", "at most", "above", "below") else _DATED
    if (one.type, one.currency) != (other.type, other.currency) or one.type not in fitting:
        kinds = " and ".join(dict.fromkeys(spec.currency or spec.type for spec in (one, other)))
        wanted = "two numbers of one type" if fitting is _NUMERIC else "two dates or two instants"
        message = f'"{column}" cannot be {bound} "{name}": they are of type {kinds}, wanted are {wanted}'
        yield SlaError(message, where=where, hint="compare columns of one type", code="SLA-F014")


def _included(column: str, value: str, spec: ColumnSpec, where: Place) -> Iterator[SlaError]:
    """One value of several can be looked for where it is known what stands between them."""
    separator = spec.values_separator
    if spec.type != "text" or separator is None:
        message = f'nobody has said how several values stand in one cell of "{column}"'
        hint = 'add values_separator: ";" to the column in data/sources.yml'
        if spec.type != "text":
            message, hint = (
                f'"{column}" is of type {spec.type} and holds one value',
                "declare it as text, or compare it",
            )
        yield SlaError(message, where=where, hint=hint, code="SLA-F014")
    elif separator in value:
        message = f'no value of "{column}" has "{separator}" in it, which stands between them'
        hint = "write one value a condition, and several as any: [...] or all: [...]"
        yield SlaError(message, where=where, hint=hint, code="SLA-F014")
    else:
        yield from _value(column, value, spec, where)


def _value(column: str, value: str, spec: ColumnSpec, where: Place) -> Iterator[SlaError]:
    if spec.values and not is_listed(value, spec):
        message = f'"{value}" is not a value of "{column}"'
        yield SlaError(message, where=where, hint=_closest(value, spec.values), code="SLA-F010")
    elif not _possible(value, spec):
        message = f'"{column}" is of type {spec.type} and never holds "{value}"'
        is_time = spec.type in ("instant", "duration")
        hint = f"{with_article(spec.type)} is filled or empty" if is_time else f"write {with_article(spec.type)}"
        yield SlaError(message, where=where, hint=hint, code="SLA-F014")


def _possible(value: str, spec: ColumnSpec) -> bool:
    try:
        if spec.type in _NUMERIC:
            parse_number(value.removesuffix("%") if spec.type == "percent" else value)
        if spec.type == "date":
            parse_day(value)
    except Unreadable:
        return False
    return spec.type not in ("instant", "duration") and (spec.type != "boolean" or value in ("true", "false"))


def _closest(word: str, known: tuple[str, ...]) -> str:
    folded = {name.casefold(): name for name in known}
    return f'did you mean "{folded[word.casefold()]}"?' if word.casefold() in folded else did_you_mean(word, known)


def _unknown_source(agreement: Agreement, name: str, sources: Mapping[str, Source], at: At) -> SlaError:
    hint = did_you_mean(name, sources) or "declare it in data/sources.yml"
    return SlaError(f'unknown source "{name}"', where=agreement.place(*at), hint=hint, code="SLA-F010")


def unknown_column(name: str, source_name: str, source: Source, where: Place) -> SlaError:
    """The fault of naming a column that the source does not declare."""
    hint = did_you_mean(name, source.columns)
    return SlaError(f'"{name}" is not a column of "{source_name}"', where=where, hint=hint, code="SLA-F010")
