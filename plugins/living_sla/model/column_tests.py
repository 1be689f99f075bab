"""What one column of a record is tested for: the words of a `where` and a `that` behind a column's name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from living_sla.errors import Unreadable
from living_sla.model.quantity import parse_day, parse_moment, parse_number, plain

Bound = Literal["at least", "at most", "above", "below"]
DateBound = Literal["after", "on or after", "before", "on or before"]
_BOUND = re.compile(r"(at least|at most|above|below)\s+(\S+)")
_DATE_BOUND = re.compile(r"(after|on or after|before|on or before)\s+(\S+)")
_COLUMN = re.compile(r"[a-z][a-z0-9_]*")
_INCLUDES = re.compile(r"includes\s+(\S.*)", re.DOTALL)
_BETWEEN = re.compile(r"between\s+(\S+)\s+and\s+(\S+)")


@dataclass(frozen=True)
class OneOf:
    """The column holds one of these values. They stay text until the type of the column is known."""

    values: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """The column's number lies on the named side of `limit`."""

    bound: Bound
    limit: Decimal


@dataclass(frozen=True)
class Between:
    """The column's number lies from `low` to `high`, both included."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Dated:
    """The column's date or instant lies on the named side of a day, which counts as a whole, or of a moment of it."""

    bound: DateBound
    at: date | datetime
    """A datetime is a local time of the agreement's zone, without one."""
    timezone: str = ""
    """Of the agreement; empty until the condition is resolved."""


@dataclass(frozen=True)
class BetweenDays:
    """The column's date or instant lies on one of the days from `first` to `last`."""

    first: date
    last: date
    timezone: str = ""
    """See `Dated`."""


@dataclass(frozen=True)
class Beside:
    """The column's number, date or instant lies on the named side of that of another column of the record."""

    bound: Bound | DateBound
    column: str


@dataclass(frozen=True)
class Includes:
    """One of the several values of the column's cell is this one; how many others there are plays no part."""

    value: str


@dataclass(frozen=True)
class Filled:
    """The column holds something."""


@dataclass(frozen=True)
class Not:
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
        return Beside(side, match[2]) if _COLUMN.fullmatch(match[2]) else Dated(side, _day_or_moment(match[2]))
    if (match := _BETWEEN.fullmatch(text)) and "-" in match[1][1:]:
        return _between_days(text, parse_day(match[1]), parse_day(match[2]))
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


def _day_or_moment(text: str) -> date | datetime:
    return parse_moment(text) if "T" in text else parse_day(text)


def _between_days(text: str, first: date, last: date) -> BetweenDays:
    if first > last:
        raise Unreadable(f'"{text}" holds for no day', f"write between {last} and {first}")
    return BetweenDays(first, last)


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
