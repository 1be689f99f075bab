"""Conditions of an agreement with their places: every `where` and `that`, and the definitions that they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from living_sla.errors import Fault, SlaError
from living_sla.model.agreement.condition import AllOf, AnyOf, ColumnIs, Condition, Defined
from living_sla.model.agreement.meaning import names_of
from living_sla.model.agreement.terms import Agreement
from living_sla.model.notation import bare_name
from living_sla.model.suggestion import did_you_mean

At = tuple[str | int, ...]


class StatedCondition(NamedTuple):
    """One condition of a measure: where it stands, and the source whose records it is about."""

    condition: Condition
    at: At
    source: str


def stated_by_measures(agreement: Agreement) -> Iterator[StatedCondition]:
    """The conditions of every commitment's measure, in the order of the file."""
    for position, commitment in enumerate(agreement.terms.commitments):
        measure = commitment.measure
        at = ("commitments", position, "measure")
        for field, source, condition in measure.conditions():
            yield StatedCondition(condition, (*at, *field), source)


def stated_by_stages(agreement: Agreement) -> Iterator[StatedCondition]:
    """The definitions of stages that stand for records, in the order of the journey."""
    known = agreement.terms.conditions()
    for position, stage in enumerate(agreement.terms.journey):
        if stage.means in known:
            yield StatedCondition(Defined(stage.means), ("journey", position, "means"), stage.source)


def atoms(condition: Condition, at: At, agreement: Agreement) -> Iterator[tuple[ColumnIs | Defined, At]]:
    """Every column test and every name inside a condition, with where it stands."""
    match condition:
        case ColumnIs(column):
            yield condition, (*at, column)
        case Defined():
            yield condition, at
        case AnyOf(parts):
            for position, part in enumerate(parts):
                yield from atoms(part, (*at, "any", position), agreement)
        case AllOf(parts):
            # Several columns in one mapping mean the same as `all:` with a list of them; the file tells which it is.
            listed = (*at, "all", len(parts) - 1) in agreement.places
            for position, part in enumerate(parts):
                yield from atoms(part, (*at, "all", position) if listed else at, agreement)


def definition_faults(agreement: Agreement) -> Iterator[SlaError]:
    """Names that no definition gives, that stand for no records, or that stand for themselves."""
    definitions = agreement.terms.definitions
    stated: list[tuple[Condition, At]] = [(found.condition, found.at) for found in stated_by_measures(agreement)]
    stated += [
        (found.where, ("definitions", name, "where")) for name, found in definitions.items() if found.where is not None
    ]
    for condition, at in stated:
        for atom, place in atoms(condition, at, agreement):
            if isinstance(atom, Defined):
                yield from _name(agreement, atom.name, place)
    yield from _circles(agreement)
    yield from _same_name(agreement)


def _name(agreement: Agreement, name: str, at: At) -> Iterator[SlaError]:
    definitions = agreement.terms.definitions
    if name not in definitions:
        known = [other for other, found in definitions.items() if found.where is not None]
        hint = did_you_mean(name, known) or f"add it under definitions, with means and where: {name}"
        yield SlaError(f'unknown definition "{name}"', where=agreement.place(*at), hint=hint, code=Fault.UNKNOWN_NAME)
    elif definitions[name].where is None:
        message = f'the definition "{name}" has words only: it does not say which records it stands for'
        hint = f'add where: to the definition "{name}"'
        yield SlaError(message, where=agreement.place(*at), hint=hint, code=Fault.UNKNOWN_NAME)


def _circles(agreement: Agreement) -> Iterator[SlaError]:
    conditions = agreement.terms.conditions()
    for name in circular(conditions):
        message = f'the definition "{name}" leads back to itself'
        where = agreement.place("definitions", name, "where")
        yield SlaError(message, where=where, hint="say it with columns", code=Fault.UNKNOWN_NAME)


def circular(conditions: dict[str, Condition]) -> list[str]:
    """The names that can be reached from themselves, in order."""
    direct = {name: set(names_of(condition)) & set(conditions) for name, condition in conditions.items()}

    def reachable(name: str) -> set[str]:
        found: set[str] = set()
        ahead = list(direct[name])
        while ahead:
            following = ahead.pop()
            if following not in found:
                found.add(following)
                ahead += direct[following]
        return found

    return [name for name in conditions if name in reachable(name)]


def _same_name(agreement: Agreement) -> Iterator[SlaError]:
    first: dict[str, str] = {}
    for name in agreement.terms.definitions:
        earlier = first.setdefault(bare_name(name), name)
        if earlier != name:
            message = f'"{name}" and "{earlier}" are one name'
            where = agreement.place("definitions", name)
            yield SlaError(message, where=where, hint="keep one of the two", code=Fault.DUPLICATE_FIELD)
