"""Experiments: what the parties want to find out, and what would convince them, agreed before anybody can know."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from living_sla.fault import Fault
from living_sla.model.agreement.scalars import Day, LastDay, Part, Slug, Words, text_scalar
from living_sla.model.equal_but import EqualBut
from living_sla.model.notation import parse_whole_number
from living_sla.unreadable import Unreadable

_EXAMPLE = "write for example 2 of 6 weeks outside the usual range"
_CONVINCES = re.compile(
    r"(\S+) of (\S+) (day|week|month|quarter|year|period)s? outside (?:of )?the usual range", re.IGNORECASE
)
MOST_PERIODS = 366
"""Periods of an experiment: those of a year of days."""


class Convincing(EqualBut, frozen=True):
    """How many of how many periods must lie outside the usual range."""

    BESIDE = frozenset({"noun"})

    outside: int
    periods: int
    noun: str = "period"
    """What the writer calls a period; it says nothing that the commitment does not say."""

    def __str__(self) -> str:
        return f"{self.outside} of {self.periods} periods outside the usual range"


def parse_convincing(text: str) -> Convincing:
    """What ``2 of 6 weeks outside the usual range`` spells; raises `Unreadable`."""
    match = _CONVINCES.fullmatch(" ".join(text.split()))
    if match is None:
        raise Unreadable(f'"{text}" does not say what would convince', _EXAMPLE, code=Fault.INVALID_VALUE)
    outside, periods = parse_whole_number(match[1]), parse_whole_number(match[2])
    if not 1 <= outside <= periods:
        hint = "at least 1, and no more than there are"
        raise Unreadable(f"{outside} of {periods} can never be", hint, code=Fault.NUMBER_OUT_OF_RANGE)
    if periods > MOST_PERIODS:
        hint = f"use at most {MOST_PERIODS} periods"
        raise Unreadable(f"{periods} periods are too many", hint, code=Fault.NUMBER_OUT_OF_RANGE)
    return Convincing(outside, periods, match[3].lower())


ConvincingText = Annotated[
    Convincing,
    text_scalar(
        parse_convincing,
        "What would convince, for example 2 of 6 weeks outside the usual range",
        r"^\d+ of \d+ [a-z]+ outside (of )?the usual range$",
    ),
]


class Experiment(Part):
    """What the parties try: a hypothesis about one commitment, the days it runs, and what would convince them.

    It counts as registered where a version that holds it was in force before its first day. Its verdict is asked for
    once its last day is over.
    """

    id: Slug
    hypothesis: Words
    commitment: Slug
    start: Day = Field(alias="from")
    """The first day, in the zone of the agreement."""
    until: LastDay
    """The last day, which is part of it."""
    convinces: ConvincingText
