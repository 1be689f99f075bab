"""What conditions are about: their columns, the definitions that they name, and whether two of them mean the same."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping

from msgspec.structs import replace

from living_sla.model.agreement.condition import (
    AllOf,
    AnyOf,
    Beside,
    BetweenDays,
    ColumnIs,
    Condition,
    Dated,
    Defined,
    Not,
    OneOf,
    Test,
)


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


def apart(one: Condition, other: Condition) -> bool:
    """Whether no record can pass both, as far as their lists of values tell: ``tier: hot``, ``tier: [warm, cold]``."""
    mine, theirs = dict(_values(one)), dict(_values(other))
    return any(mine[column].isdisjoint(theirs[column]) for column in mine.keys() & theirs.keys())


def _values(condition: Condition) -> Iterator[tuple[str, frozenset[str]]]:
    """The columns of which a condition asks for one of several words; what may be a number has other spellings."""
    match condition:
        case ColumnIs(column, OneOf(values)) if all(value[:1].isalpha() for value in values):
            yield column, frozenset(value.casefold() for value in values)
        case AllOf(parts):
            for part in parts:
                yield from _values(part)


def beside(test: Test) -> Beside | None:
    """The comparison with another column that a test makes, also where it is denied; None where it makes none."""
    return beside(test.test) if isinstance(test, Not) else test if isinstance(test, Beside) else None


def in_zone(test: Test, timezone: str) -> Test:
    """The test with the zone in which its days begin."""
    match test:
        case Not(inner):
            return Not(in_zone(inner, timezone))
        case Dated() | BetweenDays():
            return replace(test, timezone=timezone)
        case _:
            return test
