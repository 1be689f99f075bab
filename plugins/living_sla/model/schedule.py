"""Due dates that come again: every Monday, every second Friday, the last working day of every month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from living_sla.errors import Unreadable
from living_sla.model.cadence import WEEKDAYS
from living_sla.model.quantity import parse_day, parse_whole_number

_ORDINALS = {"": 1, "second ": 2, "2nd ": 2, "third ": 3, "3rd ": 3, "fourth ": 4, "4th ": 4}
_WEEKLY = re.compile(rf"every (?P<nth>second |2nd |third |3rd |fourth |4th |)(?P<day>{'|'.join(WEEKDAYS)})"
                     r"(?: from (?P<first>\S+))?")  # fmt: skip
_MONTHLY = re.compile(r"(?P<which>last working day|first working day|last day|day (?P<day>\d+)) of every "
                      r"(?P<unit>month|quarter)")  # fmt: skip


@dataclass(frozen=True)
class Weekly:
    """Every `every`-th such weekday (0 = Monday), counted from `first`."""

    weekday: int
    every: int
    first: date | None

    def __str__(self) -> str:
        count = {1: "", 2: "second ", 3: "third ", 4: "fourth "}[self.every]
        since = f" from {self.first}" if self.first else ""
        return f"every {count}{WEEKDAYS[self.weekday].capitalize()}{since}"


@dataclass(frozen=True)
class Monthly:
    """One day of every month or quarter; `day` only where `which` is ``day``."""

    which: Literal["last working day", "first working day", "last day", "day"]
    unit: Literal["month", "quarter"]
    day: int | None = None

    def __str__(self) -> str:
        which = f"day {self.day}" if self.day else self.which
        return f"{which} of every {self.unit}"


Schedule = Weekly | Monthly


def parse_schedule(text: str) -> Schedule:
    """The rule of due dates that `text` spells."""
    words = " ".join(text.lower().split())
    if match := _WEEKLY.fullmatch(words):
        every = _ORDINALS[match["nth"]]
        first = parse_day(match["first"]) if match["first"] else None
        weekday = WEEKDAYS.index(match["day"])
        if every > 1 and first is None:
            raise Unreadable(
                f'"{text}" does not say which weeks', f'add "from" and the first date: {text} from 2026-01-09'
            )
        if first and first.weekday() != weekday:
            raise Unreadable(
                f"{first} is not a {match['day'].capitalize()}", "state the first due date", code="SLA-F008"
            )
        return Weekly(weekday, every, first)
    if match := _MONTHLY.fullmatch(words):
        unit: Literal["month", "quarter"] = "month" if match["unit"] == "month" else "quarter"
        if match["day"]:
            day = parse_whole_number(match["day"])
            if not 1 <= day <= 28:
                raise Unreadable(f"not every month has a day {day}", 'use 1 to 28, or "last day"', code="SLA-F008")
            return Monthly("day", unit, day)
        which: Literal["last working day", "first working day", "last day"] = match["which"]  # type: ignore[assignment]
        return Monthly(which, unit)
    hint = "for example every Monday, every second Friday from 2026-01-09, last working day of every month"
    raise Unreadable(f'"{text}" is not a rule of due dates', hint)
