"""Due dates that come again: every Monday, every second Friday, the last Friday or working day of every month."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from msgspec import Struct

from living_sla.fault import Fault
from living_sla.model.notation import DAYS_OF_WEEK, WEEKDAYS, parse_day, parse_whole_number
from living_sla.unreadable import Unreadable

_ORDINALS = {"": 1, "second ": 2, "2nd ": 2, "third ": 3, "3rd ": 3, "fourth ": 4, "4th ": 4}
_WEEKLY = re.compile(rf"every (?P<nth>second |2nd |third |3rd |fourth |4th |)(?P<day>{'|'.join(WEEKDAYS)})"
                     r"(?: from (?P<first>\S+))?")  # fmt: skip
_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_IN_SPAN = re.compile(r"(?P<which>last working day|first working day|first day|last day|day (?P<day>\d+)"
                      rf"|(?P<nth>{'|'.join(_PLACES)}) (?P<weekday>{'|'.join(WEEKDAYS)}))"
                      r" of every (?P<unit>month|quarter|year)")  # fmt: skip
Unit = Literal["month", "quarter", "year"]


class EveryDay(Struct, frozen=True):
    """Every day from Monday to Friday, or every day with working hours."""

    which: Literal["weekday", "working day"]

    def __str__(self) -> str:
        return f"every {self.which}"


class Weekly(Struct, frozen=True):
    """Every `every`-th such weekday (0 = Monday), counted from `first`."""

    weekday: int
    every: int
    first: date | None

    def __str__(self) -> str:
        count = {1: "", 2: "second ", 3: "third ", 4: "fourth "}[self.every]
        since = f" from {self.first}" if self.first else ""
        return f"every {count}{DAYS_OF_WEEK[self.weekday]}{since}"


class OncePer(Struct, frozen=True):
    """One day of every month, quarter or year; quarters and years are fiscal where the site's are."""

    which: Literal["first working day", "last working day", "first day", "last day", "day", "weekday"]
    unit: Unit
    day: int | None = None
    """The day of the (first) month, where `which` is ``day``."""
    nth: int = 0
    """Where `which` is ``weekday``: the first to fourth of the span, or -1 for the last."""
    weekday: int = 0
    """0 for Monday."""

    def __str__(self) -> str:
        which = f"day {self.day}" if self.day else self.which
        if self.which == "weekday":
            place = next(name for name, number in _PLACES.items() if number == self.nth)
            which = f"{place} {DAYS_OF_WEEK[self.weekday]}"
        return f"{which} of every {self.unit}"


Schedule = Weekly | EveryDay | OncePer


def parse_schedule(text: str) -> Schedule:
    """The rule of due dates that `text` spells."""
    words = " ".join(text.lower().split())
    if match := _WEEKLY.fullmatch(words):
        every = _ORDINALS[match["nth"]]
        first = parse_day(match["first"]) if match["first"] else None
        weekday = WEEKDAYS.index(match["day"])
        if every > 1 and first is None:
            raise Unreadable(
                f'"{text}" does not say which weeks',
                f'add "from" and the first date: {text} from {date(2026, 1, 5 + weekday)}',
            )
        if first and first.weekday() != weekday:
            raise Unreadable(
                f"{first} is not a {match['day'].capitalize()}", "state the first due date", code=Fault.INVALID_DATE
            )
        return Weekly(weekday, every, first)
    if words in ("every weekday", "every working day"):
        return EveryDay("weekday" if words == "every weekday" else "working day")
    if match := _IN_SPAN.fullmatch(words):
        return _once_per(match)
    if _IN_SPAN.fullmatch(f"{words} of every month"):
        raise Unreadable(f'"{text}" does not say how often', f"write for example {text} of every month")
    hint = (
        "for example every Monday, every second Friday from 2026-01-09, every weekday, last Friday of every month, "
        "last working day of every month"
    )
    raise Unreadable(f'"{text}" is not a rule of due dates', hint)


def _once_per(match: re.Match[str]) -> OncePer:
    unit: Unit = match["unit"]  # type: ignore[assignment]
    if match["nth"]:
        return OncePer("weekday", unit, nth=_PLACES[match["nth"]], weekday=WEEKDAYS.index(match["weekday"]))
    if match["day"]:
        day = parse_whole_number(match["day"])
        if not 1 <= day <= 28:
            raise Unreadable(f"not every month has a day {day}", 'use 1 to 28, or "last day"', code=Fault.INVALID_DATE)
        return OncePer("day", unit, day)
    return OncePer(match["which"], unit)  # type: ignore[arg-type]
