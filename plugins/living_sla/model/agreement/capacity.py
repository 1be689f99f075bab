"""Capacity: how much a desk can do, as people, hours and minutes."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated

from living_sla.fault import Fault
from living_sla.model import notation
from living_sla.model.agreement.scalars import Part, Slug, scalar, text_scalar
from living_sla.unreadable import Unreadable

_MOST_PEOPLE = 100_000
_HOURS_OF_A_WEEK = 168
_MINUTES_OF_A_DAY = 1440


def _positive(number: Decimal, most: int, what: str, example: str) -> Decimal:
    if not 0 < number <= most:
        hint = f"write more than 0 and at most {most}, for example {example}"
        raise Unreadable(f"{notation.plain(number)} cannot be {what}", hint, code=Fault.NUMBER_OUT_OF_RANGE)
    return number


def parse_people(text: str) -> Decimal:
    """A number of people above 0, whole or not; raises `Unreadable`."""
    return _positive(
        notation.parse_number(text), _MOST_PEOPLE, "a number of people", "4, or 3.5 where one is half there"
    )


def _each(unit: str, most: int, what: str, example: str) -> Callable[[str], Decimal]:
    """How ``25 a week`` is read: a number, and for what it is."""

    def parse(text: str) -> Decimal:
        match = re.fullmatch(rf"(\S+) (?:{unit})", " ".join(text.split()))
        if match is None:
            hint = f"write for example {example}"
            raise Unreadable(f'"{text}" does not say {what}', hint, code=Fault.INVALID_VALUE)
        return _positive(notation.parse_number(match[1]), most, what, example)

    return parse


parse_hours = _each("a week|per week", _HOURS_OF_A_WEEK, "hours a week", "25 a week")
parse_minutes = _each("an attempt|per attempt", _MINUTES_OF_A_DAY, "minutes an attempt", "12 an attempt")

People = Annotated[
    Decimal,
    scalar(parse_people, notation.plain, {"type": ["number", "string"], "title": "Number of people"}),
]
HoursAWeek = Annotated[
    Decimal,
    text_scalar(
        parse_hours,
        "Hours a week, for example 25 a week",
        r"^\d+(\.\d+)? (a|per) week$",
        spell=lambda hours: f"{notation.plain(hours)} a week",
    ),
]
MinutesAnAttempt = Annotated[
    Decimal,
    text_scalar(
        parse_minutes,
        "Minutes an attempt, for example 12 an attempt",
        r"^\d+(\.\d+)? (an|per) attempt$",
        spell=lambda minutes: f"{notation.plain(minutes)} an attempt",
    ),
]


class Capacity(Part):
    """What a party can do: so many people, each with so many hours a week for it, at so many minutes an attempt.

    `sla check` holds it against the volumes that are owed to the party and the attempts that it owes.
    """

    party: Slug
    people: People
    hours: HoursAWeek
    """Of each of them, for attempts alone."""
    minutes: MinutesAnAttempt
