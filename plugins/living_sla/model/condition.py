"""Conditions on a record (`where` and `that`): structured, so that they can be checked, compared and said in words."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from living_sla.errors import Unreadable
from living_sla.model.column_tests import Not, OneOf, Test, beside, in_zone, parse_test, spell_test


@dataclass(frozen=True)
class ColumnIs:
    """One column passes one test."""

    column: str
    test: Test


@dataclass(frozen=True)
class Defined:
    """The condition that a definition of the agreement gives under this name."""

    name: str


@dataclass(frozen=True)
class AllOf:
    """Every part holds; no part at all holds always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


Condition = ColumnIs | Defined | AllOf | AnyOf

EVERY_RECORD = AllOf(())


def parse_condition(raw: object) -> Condition:
    """The condition that a `where` or `that` spells: a definition's name, or a mapping of columns to tests."""
    if isinstance(raw, str):
        return Defined(raw.strip())
    if isinstance(raw, Mapping) and raw:
        parts = tuple(_part(str(key), value) for key, value in raw.items())
        return parts[0] if len(parts) == 1 else AllOf(parts)
    raise Unreadable("a condition is a definition's name, or columns with what they must hold", _EXAMPLE)


_EXAMPLE = "for example {status: rejected}, {score: at least 60} or the name of a definition"


def _part(key: str, value: object) -> Condition:
    if key in ("any", "all"):
        if not isinstance(value, list) or not value:
            raise Unreadable(
                f'"{key}" wants a list of conditions',
                f"for example {key}: [mql, {{region: EMEA}}]",
                at=(key,),
            )
        parts = tuple(_inside(part, key, position) for position, part in enumerate(value))
        return AnyOf(parts) if key == "any" else AllOf(parts)
    try:
        return ColumnIs(key, parse_test(value))
    except Unreadable as found:
        raise found.inside(key) from None


def _inside(raw: object, *at: str | int) -> Condition:
    try:
        return parse_condition(raw)
    except Unreadable as found:
        raise found.inside(*at) from None


def spell(condition: Condition) -> object:
    """The condition in the form that `parse_condition` reads; parsing it again gives an equal condition."""
    match condition:
        case Defined(name):
            return name
        case ColumnIs(column, test):
            return {column: spell_test(test)}
        case AnyOf(parts):
            return {"any": [spell(part) for part in parts]}
        case AllOf(parts) if len({part.column for part in parts if isinstance(part, ColumnIs)}) == len(parts):
            return {key: value for part in parts for key, value in dict(spell(part)).items()}  # type: ignore[call-overload]
        case AllOf(parts):
            return {"all": [spell(part) for part in parts]}


def columns_of(condition: Condition) -> Iterator[tuple[str, Test]]:
    """Every column that the condition itself names, with its test; definitions are not followed."""
    match condition:
        case ColumnIs(column, test):
            yield column, test
            other = beside(test)
            if other is not None:
                yield other.column, test
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from columns_of(part)


def names_of(condition: Condition) -> Iterator[str]:
    """Every definition that the condition names."""
    match condition:
        case Defined(name):
            yield name
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from names_of(part)


def resolved(condition: Condition, definitions: Mapping[str, Condition], timezone: str) -> Condition:
    """The condition with every definition's name replaced by what it stands for, its days in the agreement's zone.

    Raises `KeyError` for a name without a condition and `RecursionError` never: the schema refuses circles.
    """
    match condition:
        case Defined(name):
            return resolved(definitions[name], definitions, timezone)
        case AllOf(parts):
            return AllOf(tuple(resolved(part, definitions, timezone) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(resolved(part, definitions, timezone) for part in parts))
        case ColumnIs(column, test):
            return ColumnIs(column, in_zone(test, timezone))


def meaning(condition: Condition) -> Hashable:
    """Equal for conditions that differ only in the order, the nesting or the repetition of what they say."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            kind, said = type(condition), set[Hashable]()
            for part in parts:
                found = meaning(part)
                said |= found[1] if isinstance(found, tuple) and found[0] is kind else {found}
            return said.pop() if len(said) == 1 else (kind, frozenset(said))
        case ColumnIs(column, test):
            return (column, _meaning(test))
        case Defined(name):
            return name


def _meaning(test: Test) -> Hashable:
    match test:
        case OneOf(values):
            return frozenset(values)
        case Not(inner):
            return ("not", _meaning(inner))
        case _:
            return test
