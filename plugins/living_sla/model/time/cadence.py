"""How often a commitment is judged: each day, week, month, quarter or year, or every few weeks from a date."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from living_sla.fault import Fault
from living_sla.model.notation import DAYS_OF_WEEK, WEEKDAYS, parse_day
from living_sla.unreadable import Unreadable

PeriodKind = Literal["day", "week", "weeks", "month", "quarter", "year"]
_WEEK = re.compile(rf"weeks? from ({'|'.join(WEEKDAYS)})", re.IGNORECASE)
_WEEKS = re.compile(r"(\d{1,2}) weeks from (\S+)", re.IGNORECASE)
_MOST_WEEKS = 12
_EXAMPLES = "use day, week, month, quarter, year, week from sunday, or 2 weeks from 2026-01-05"


class Cadence(Struct, frozen=True):
    """The length of the periods of a commitment, and where they begin."""

    kind: PeriodKind
    weekday: int = 0
    """The day on which a week begins, 0 for Monday; weeks from Monday are those of ISO 8601."""
    weeks: int = 1
    first: date | None = None
    """A day on which a period of several weeks begins; None for the other kinds."""

    def __str__(self) -> str:
        if self.first is not None:
            return f"{self.weeks} weeks from {self.first}"
        return f"week from {WEEKDAYS[self.weekday]}" if self.weekday else self.kind

    @property
    def since(self) -> date | None:
        """A day on which one of its periods begins; None where the calendar says that."""
        # 3 January 2000 was a Monday.
        return self.first or (date(2000, 1, 3 + self.weekday) if self.weekday else None)

    @property
    def each(self) -> str:
        """In the middle of a sentence: ``each month``, ``each week from Sunday``, ``every 2 weeks``."""
        if self.first is not None:
            return f"every {self.weeks} weeks"
        return f"each week from {DAYS_OF_WEEK[self.weekday]}" if self.weekday else f"each {self.kind}"

    @property
    def noun(self) -> str:
        """One of its periods: ``month``, ``period of 2 weeks``."""
        return f"period of {self.weeks} weeks" if self.first is not None else self.kind


def parse_cadence(text: str) -> Cadence:
    """The cadence that a `per` spells; raises `Unreadable`."""
    words = " ".join(text.split())
    kinds: tuple[PeriodKind, ...] = ("day", "week", "month", "quarter", "year")
    for kind in kinds:
        if words == kind:
            return Cadence(kind)
    if match := _WEEK.fullmatch(words):
        return Cadence("week", WEEKDAYS.index(match[1].lower()))
    if match := _WEEKS.fullmatch(words):
        weeks, first = int(match[1]), parse_day(match[2])
        if not 2 <= weeks <= _MOST_WEEKS:
            raise Unreadable(
                f"{weeks} weeks are not a period", f"use 2 to {_MOST_WEEKS} weeks", code=Fault.NUMBER_OUT_OF_RANGE
            )
        return Cadence("weeks", weeks=weeks, first=first)
    raise Unreadable(f'"{text}" is not a period', _EXAMPLES)


def wrong_label(label: str, per: Cadence) -> Unreadable | None:
    """What is wrong with the name of a period of this cadence; None where it is one."""
    example = _example(per)
    hint = f"name a {per.noun} as the figures do, for example {example}"
    try:
        if _is_label(label, per):
            return None
    except (ValueError, Unreadable):
        pass
    return Unreadable(f'"{label}" is not a {per.noun}', hint, code=Fault.INVALID_VALUE)


def _is_label(label: str, per: Cadence) -> bool:
    if per.kind == "day":
        return parse_day(label) is not None
    if per.since is not None:
        first, _, last = label.partition("..")
        length = timedelta(weeks=per.weeks)
        begins = not (parse_day(first) - per.since) % length
        return begins and parse_day(last) - parse_day(first) == length - timedelta(days=1)
    if per.kind == "week":
        match = re.fullmatch(r"([0-9]{4})-W([0-9]{2})", label)
        return match is not None and _is_year(date.fromisocalendar(int(match[1]), int(match[2]), 1).year)
    if per.kind == "month":
        return re.fullmatch(r"[0-9]{4}-[0-9]{2}", label) is not None and parse_day(f"{label}-01") is not None
    match = re.fullmatch(r"(?:FY)?([0-9]{4})" + ("-Q[1-4]" if per.kind == "quarter" else ""), label)
    return match is not None and _is_year(int(match[1]))


def _is_year(year: int) -> bool:
    return parse_day(f"{year}-06-30") is not None


def _example(per: Cadence) -> str:
    if per.kind == "day":
        return "2026-10-05"
    if per.since is not None:
        length = timedelta(weeks=per.weeks)
        first = per.since + (date(2026, 10, 5) - per.since) // length * length
        return f"{first}..{first + length - timedelta(days=1)}"
    return {"week": "2026-W41", "month": "2026-10", "quarter": "2026-Q4", "year": "2026"}[per.kind]
