"""Conditions held against the sources whose records they are about: each test fits the type of its column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from living_sla.agreements.rules.conditions import At, atoms, circular, stated_by_measures, stated_by_stages
from living_sla.errors import Fault, Place, SlaError, Unreadable
from living_sla.model.agreement.condition import (
    Beside,
    Between,
    BetweenDays,
    ColumnIs,
    Compared,
    Condition,
    Dated,
    Defined,
    Filled,
    Includes,
    Not,
    OneOf,
    Test,
)
from living_sla.model.agreement.meaning import beside
from living_sla.model.agreement.measured import DATED, NUMERIC
from living_sla.model.agreement.source import ColumnSpec, Source, is_listed
from living_sla.model.agreement.terms import Agreement
from living_sla.model.notation import parse_day, parse_number
from living_sla.model.suggestion import did_you_mean
from living_sla.words.terms.spelling import with_article


def condition_faults(agreement: Agreement, sources: Mapping[str, Source]) -> Iterator[SlaError]:
    """Every column in a condition that does not exist, or whose type does not fit what is asked of it."""
    conditions = agreement.terms.conditions()
    broken = set(circular(conditions))
    for stated in (*stated_by_measures(agreement), *stated_by_stages(agreement)):
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
            if atom.column == source.owner and not _asks_whether_filled(atom.test):
                message = f'"{atom.column}" is the owner of records: a person, whom no terms may name'
                hint = "ask for filled or empty, or name a column that is not about people, such as a team"
                yield SlaError(message, where=where, hint=hint, code=Fault.PERSONAL_DATA)


def _asks_whether_filled(test: Test) -> bool:
    return isinstance(test.test if isinstance(test, Not) else test, Filled)


def _test(atom: ColumnIs, test: Test, columns: Mapping[str, ColumnSpec], where: Place) -> Iterator[SlaError]:
    spec = columns[atom.column]
    match test:
        case Not(inner):
            yield from _test(atom, inner, columns, where)
        case Dated() | BetweenDays() if spec.type not in DATED:
            message = f'"{atom.column}" is of type {spec.type} and cannot be compared with a date'
            hint = 'a text that begins with such a word goes in brackets: ["before noon"]'
            yield SlaError(message, where=where, hint=hint, code=Fault.INVALID_VALUE)
        case Dated(_, at) if spec.type == "date" and isinstance(at, datetime):
            message = f'"{atom.column}" is of type date and cannot be compared with a time of day'
            yield SlaError(message, where=where, hint=f"write {at:%Y-%m-%d}", code=Fault.INVALID_VALUE)
        case Beside(bound, name):
            yield from _beside(atom.column, bound, name, columns, where)
        case Compared() | Between() if spec.type not in NUMERIC:
            message = f'"{atom.column}" is of type {spec.type} and cannot be compared with a number'
            yield SlaError(message, where=where, hint="use a value, a list, filled or empty", code=Fault.INVALID_VALUE)
        case Includes(value):
            yield from _included(atom.column, value, spec, where)
        case OneOf(values):
            for value in values:
                yield from _value(atom.column, value, spec, where)


def _beside(column: str, bound: str, name: str, columns: Mapping[str, ColumnSpec], where: Place) -> Iterator[SlaError]:
    """Two columns of a record can be compared where they hold the same kind of thing."""
    one, other = columns[column], columns[name]
    fitting = NUMERIC if bound in ("at least", "at most", "above", "below") else DATED
    if (one.type, one.currency) != (other.type, other.currency) or one.type not in fitting:
        kinds = " and ".join(dict.fromkeys(spec.currency or spec.type for spec in (one, other)))
        wanted = "two numbers of one type" if fitting is NUMERIC else "two dates or two instants"
        message = f'"{column}" cannot be {bound} "{name}": they are of type {kinds}, wanted are {wanted}'
        yield SlaError(message, where=where, hint="compare columns of one type", code=Fault.INVALID_VALUE)


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
        yield SlaError(message, where=where, hint=hint, code=Fault.INVALID_VALUE)
    elif separator in value:
        message = f'no value of "{column}" has "{separator}" in it, which stands between them'
        hint = "write one value a condition, and several as any: [...] or all: [...]"
        yield SlaError(message, where=where, hint=hint, code=Fault.INVALID_VALUE)
    else:
        yield from _value(column, value, spec, where)


def _value(column: str, value: str, spec: ColumnSpec, where: Place) -> Iterator[SlaError]:
    if spec.values and not is_listed(value, spec):
        message = f'"{value}" is not a value of "{column}"'
        yield SlaError(message, where=where, hint=did_you_mean(value, spec.values), code=Fault.UNKNOWN_NAME)
    elif not _possible(value, spec):
        message = f'"{column}" is of type {spec.type} and never holds "{value}"'
        is_time = spec.type in ("instant", "duration")
        hint = f"{with_article(spec.type)} is filled or empty" if is_time else f"write {with_article(spec.type)}"
        yield SlaError(message, where=where, hint=hint, code=Fault.INVALID_VALUE)


def _possible(value: str, spec: ColumnSpec) -> bool:
    try:
        if spec.type in NUMERIC:
            parse_number(value.removesuffix("%") if spec.type == "percent" else value)
        if spec.type == "date":
            parse_day(value)
    except Unreadable:
        return False
    return spec.type not in ("instant", "duration") and (spec.type != "boolean" or value in ("true", "false"))


def unknown_column(name: str, source_name: str, source: Source, where: Place) -> SlaError:
    """The fault of naming a column that the source does not declare."""
    hint = did_you_mean(name, source.columns)
    return SlaError(f'"{name}" is not a column of "{source_name}"', where=where, hint=hint, code=Fault.UNKNOWN_NAME)
