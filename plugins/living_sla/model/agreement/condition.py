"""Conditions on a record (`where` and `that`): structured, so that they can be checked, compared and said in words.

First the words behind the name of one column, its test; then conditions, which tie tests of several columns together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct

from living_sla.model.notation import parse_day, parse_moment, parse_number, plain
from living_sla.unreadable import Unreadable

Bound = Literal["at least", "at most", "above", "below"]
DateBound = Literal["after", "on or after", "before", "on or before"]
_BOUND = re.compile(r"(at least|at most|above|below)\s+(\S+)")
_DATE_BOUND = re.compile(r"(after|on or after|before|on or before)\s+(\S+)")
_COLUMN = re.compile(r"[a-z][a-z0-9_]*")
_INCLUDES = re.compile(r"includes\s+(\S.*)", re.DOTALL)
_BETWEEN = re.compile(r"between\s+(\S+)\s+and\s+(\S+)")


class OneOf(Struct, frozen=True):
    """The column holds one of these values. They stay text until the type of the column is known."""

    values: tuple[str, ...]


class Compared(Struct, frozen=True):
    """The column's number lies on the named side of `limit`."""

    bound: Bound
    limit: Decimal


class Between(Struct, frozen=True):
    """The column's number lies from `low` to `high`, both included."""

    low: Decimal
    high: Decimal


class Dated(Struct, frozen=True):
    """The column's date or instant lies on the named side of a day, which counts as a whole, or of a moment of it."""

    bound: DateBound
    at: date | datetime
    """A datetime is a local time of the agreement's zone, without one."""
    timezone: str = ""
    """Of the agreement; empty until the condition is resolved."""


class BetweenDays(Struct, frozen=True):
    """The column's date or instant lies on one of the days from `first` to `last`."""

    first: date
    last: date
    timezone: str = ""
    """See `Dated`."""


class Beside(Struct, frozen=True):
    """The column's number, date or instant lies on the named side of that of another column of the record."""

    bound: Bound | DateBound
    column: str


class Includes(Struct, frozen=True):
    """One of the several values of the column's cell is this one; how many others there are plays no part."""

    value: str


class Filled(Struct, frozen=True):
    """The column holds something."""


class Not(Struct, frozen=True):
    """The column does not pass `test`. An empty cell is not one of any values, so it passes ``not x``."""

    test: Test


Test = OneOf | Compared | Between | Dated | BetweenDays | Beside | Includes | Filled | Not


class Verbatim(str):
    """A text that is held against cells of an export as it stands: its spacing and its Unicode form count."""

    __slots__ = ()


def parse_test(raw: object) -> Test:
    """The test that a text or a list of values spells; raises `Unreadable`."""
    if isinstance(raw, list):
        if not raw or not all(isinstance(value, str) and value for value in raw):
            raise Unreadable("a list of values holds plain values only", "for example [mql, sql]")
        return OneOf(tuple(raw))
    if not isinstance(raw, str) or not raw.strip():
        raise Unreadable("a column is tested with a value, a list of values or words", _TESTS)
    text = raw.strip()
    if text.startswith("not "):
        denied = parse_test(text.removeprefix("not ").strip())
        return denied.test if isinstance(denied, Not) else Not(denied)
    if text in ("filled", "empty"):
        return Filled() if text == "filled" else Not(Filled())
    if match := _INCLUDES.fullmatch(text):
        return Includes(match[1])
    if match := _BOUND.fullmatch(text):
        bound: Any = match[1]
        return Beside(bound, match[2]) if _COLUMN.fullmatch(match[2]) else Compared(bound, parse_number(match[2]))
    if match := _DATE_BOUND.fullmatch(text):
        side: Any = match[1]
        if _COLUMN.fullmatch(match[2]):
            return Beside(side, match[2])
        return Dated(side, parse_moment(match[2]) if "T" in match[2] else parse_day(match[2]))
    if (match := _BETWEEN.fullmatch(text)) and "-" in match[1][1:]:
        first, last = parse_day(match[1]), parse_day(match[2])
        if first > last:
            raise Unreadable(f'"{text}" holds for no day', f"write between {last} and {first}")
        return BetweenDays(first, last)
    if match:
        low, high = parse_number(match[1]), parse_number(match[2])
        if low > high:
            raise Unreadable(f'"{text}" holds for no number', f"write between {match[2]} and {match[1]}")
        return Between(low, high)
    if re.match(r"(at least|at most|above|below|between|on or after|on or before)\b", text):
        raise Unreadable(f'"{text}" is not a complete comparison', _TESTS)
    return OneOf((text,))


_TESTS = (
    "use a value, [a, b], at least 5, at most 5, above 5, below 5, between 1 and 5, "
    "after 2026-01-31, before another_column, includes x, filled, empty or not ..."
)


def spell_test(test: Test) -> str | list[str]:
    """The test in the words of the format."""
    match test:
        case OneOf((value,)) if _is_plain(value):
            return Verbatim(value)
        case OneOf(values):
            return [Verbatim(value) for value in values]
        case Compared(bound, limit):
            return f"{bound} {plain(limit)}"
        case Between(low, high):
            return f"between {plain(low)} and {plain(high)}"
        case Dated(bound, at):
            return f"{bound} {_spell_day(at)}"
        case BetweenDays(first, last):
            return f"between {first} and {last}"
        case Beside(bound, column):
            return f"{bound} {column}"
        case Includes(value):
            return Verbatim(f"includes {value}")
        case Filled():
            return "filled"
        case Not(Filled()):
            return "empty"
        case Not(inner):
            return Verbatim(f"not {spell_test(inner)}")


def _is_plain(value: str) -> bool:
    """Whether the value by itself is read as that value; ``[filled]`` in a list is a value, ``filled`` alone is not."""
    try:
        return parse_test(value) == OneOf((value,))
    except Unreadable:
        return False


def _spell_day(at: date | datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M") if isinstance(at, datetime) else at.isoformat()


class ColumnIs(Struct, frozen=True):
    """One column passes one test."""

    column: str
    test: Test


class Defined(Struct, frozen=True):
    """The condition that a definition of the agreement gives under this name."""

    name: str


class AllOf(Struct, frozen=True):
    """Every part holds; no part at all holds always."""

    parts: tuple[Condition, ...]


class AnyOf(Struct, frozen=True):
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
