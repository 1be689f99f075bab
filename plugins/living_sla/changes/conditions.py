"""Conditions beside each other: whether two are passed by the same records, or one only by records that pass the other.

What cannot be told from the texts alone is not told: two conditions may well be passed by the same records without it.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from living_sla.model.agreement.condition import (
    AllOf,
    AnyOf,
    Between,
    ColumnIs,
    Compared,
    Condition,
    Defined,
    Filled,
    Includes,
    Not,
    OneOf,
    Test,
)


def same_meaning(one: Condition, other: Condition) -> bool:
    """Whether two conditions differ in nothing but the order of their parts and values."""
    return _meant(one) == _meant(other)


def _meant(condition: Condition) -> object:
    """The condition without the order of its parts and values."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            meant = frozenset(_meant(part) for part in parts)
            return next(iter(meant)) if len(meant) == 1 else (type(condition), meant)
        case ColumnIs(column, test):
            return column, _meant_by(test)
        case _:
            return condition


def _meant_by(test: Test) -> object:
    match test:
        case OneOf(values):
            return frozenset(values)
        case Not(inner):
            return Not, _meant_by(inner)
        case _:
            return test


class Defining(Struct, frozen=True):
    """A condition with the definitions of its version, by name."""

    condition: Condition
    definitions: Mapping[str, Condition]

    def at(self, part: Condition) -> Defining:
        """A part of it."""
        return Defining(part, self.definitions)

    def written_out(self) -> Defining:
        """The condition that a name stands for."""
        found = self
        while isinstance(found.condition, Defined):
            found = found.at(found.definitions[found.condition.name])
        return found


def within(narrow: Defining, wide: Defining) -> bool:
    """Whether every record that passes the one is certain to pass the other."""
    narrow, wide = narrow.written_out(), wide.written_out()
    match narrow.condition, wide.condition:
        case _, AllOf(parts):
            return all(within(narrow, wide.at(part)) for part in parts)
        case AnyOf(parts), _:
            return all(within(narrow.at(part), wide) for part in parts)
        case AllOf(parts), AnyOf(others):
            return any(within(narrow.at(part), wide) for part in parts) or any(
                within(narrow, wide.at(other)) for other in others
            )
        case _, AnyOf(parts):
            return any(within(narrow, wide.at(part)) for part in parts)
        case AllOf(parts), _:
            return any(within(narrow.at(part), wide) for part in parts)
        case ColumnIs(column, test), ColumnIs(other, wider):
            return column == other and _passes(test, wider)
        case _:
            return False


def _passes(narrow: Test, wide: Test) -> bool:
    """Whether every cell that passes the one test is certain to pass the other."""
    match narrow, wide:
        case OneOf(values), OneOf(more):
            return set(values) <= set(more)
        case Not(inner), Not(other):
            return _passes(other, inner)
        case OneOf() | Compared() | Between() | Includes(), Filled():
            return True
        case Compared(bound, limit), Compared(other, beyond):
            if {bound, other} <= {"at least", "above"}:
                return limit > beyond or (limit == beyond and (bound, other) != ("at least", "above"))
            if {bound, other} <= {"at most", "below"}:
                return limit < beyond or (limit == beyond and (bound, other) != ("at most", "below"))
            return False
        case Between(low, high), Between(lowest, highest):
            return lowest <= low and high <= highest
        case Between(low, high), Compared(bound, limit):
            return {"at least": low >= limit, "above": low > limit, "at most": high <= limit, "below": high < limit}[
                bound
            ]
        case _:
            return narrow == wide
