"""Working hours and days, as people write them under `coverage`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from living_sla.fault import Fault
from living_sla.model.notation import WEEKDAYS, parse_day, parse_minutes
from living_sla.unreadable import Unreadable

DAY_NAMES = tuple(day[:3] for day in WEEKDAYS)
_DAYS = re.compile(rf"({'|'.join(DAY_NAMES)})(?:-({'|'.join(DAY_NAMES)}))?")
MIDNIGHT = 24 * 60


class Window(Struct, frozen=True, order=True):
    """A stretch of wall-clock time, `[opens, closes)` in minutes after midnight of the day on which it opens.

    `closes` is above 1440 where the window ends on the next day (22:00-06:00 is 1320 to 1800).
    """

    opens: int
    closes: int

    def __str__(self) -> str:
        closes = self.closes - MIDNIGHT if self.closes > MIDNIGHT else self.closes
        return f"{self.opens // 60:02}:{self.opens % 60:02}-{closes // 60:02}:{closes % 60:02}"


Windows = tuple[Window, ...]

WHOLE_DAY: Windows = (Window(0, MIDNIGHT),)


class DayRange(Struct, frozen=True):
    """Calendar dates from `first` to `last`, both included."""

    first: date
    last: date

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=step) for step in range((self.last - self.first).days + 1))

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"


class OpenDay(Struct, frozen=True):
    """An extra working day: with windows of its own, or (empty) with the hours of its weekday."""

    day: date
    windows: Windows = ()

    def __str__(self) -> str:
        return " ".join([str(self.day), *map(str, self.windows)])


def parse_window(text: str) -> Window:
    """The window that ``09:00-17:30`` spells; ``22:00-06:00`` runs over midnight."""
    opens_text, dash, closes_text = (part.strip() for part in text.partition("-"))
    if not dash:
        raise Unreadable(f'"{text}" is not a window of hours', "write for example 09:00-17:30", code=Fault.WRONG_HOURS)
    opens, closes = parse_minutes(opens_text), parse_minutes(closes_text)
    if opens == closes or opens == MIDNIGHT:
        raise Unreadable(
            f'the window "{text}" has no length', "for a whole day write 00:00-24:00", code=Fault.WRONG_HOURS
        )
    return Window(opens, closes if closes > opens else closes + MIDNIGHT)


def parse_windows(raw: object) -> Windows:
    """One window or a list of them, sorted; they may touch but not overlap."""
    texts = raw if isinstance(raw, list) else [raw]
    windows = tuple(sorted(parse_window(text) for text in texts if isinstance(text, str)))
    if not texts or len(windows) != len(texts):
        raise Unreadable("hours are a window or a list of windows", "for example [09:00-12:00, 13:00-17:00]",
                         code=Fault.WRONG_HOURS)  # fmt: skip
    for before, after in itertools.pairwise(windows):
        if after.opens < before.closes:
            raise Unreadable(
                f"the windows {before} and {after} overlap", "join them into one window", code=Fault.WRONG_HOURS
            )
    return windows


Week = tuple[Windows, Windows, Windows, Windows, Windows, Windows, Windows]


def parse_week(raw: object) -> Week:
    """The windows of Monday to Sunday from a mapping of days to windows, or from ``24x7``."""
    if raw == "24x7":
        raw = {"mon-sun": "00:00-24:00"}
    if not isinstance(raw, Mapping) or not raw:
        raise Unreadable("hours are a mapping of days to windows, or 24x7", "for example {mon-fri: 09:00-17:30}",
                         code=Fault.WRONG_HOURS)  # fmt: skip
    week: list[Windows] = [()] * 7
    said: dict[int, str] = {}
    for days, windows in raw.items():
        try:
            parsed = parse_windows(windows)
            for day in _days(str(days)):
                if day in said:
                    message = f'"{said[day]}" and "{days}" both give the hours of {DAY_NAMES[day]}'
                    raise Unreadable(message, "say each day once", code=Fault.WRONG_HOURS)
                said[day] = str(days)
                week[day] = parsed
        except Unreadable as found:
            raise found.inside(str(days)) from None
    for day in range(7):
        _refuse_overlap_over_midnight(day, week[day], week[(day + 1) % 7])
    return tuple(week)  # type: ignore[return-value]


def spell_week(week: Week) -> dict[str, list[str]]:
    """The week as a mapping of single days to their windows; days without hours are left out."""
    days = zip(DAY_NAMES, week, strict=True)
    return {day: [str(window) for window in windows] for day, windows in days if windows}


def _days(text: str) -> list[int]:
    match = _DAYS.fullmatch(text.lower())
    if not match:
        raise Unreadable(f'"{text}" is not a day of the week', "use mon, tue, wed, thu, fri, sat, sun or mon-fri",
                         code=Fault.WRONG_HOURS)  # fmt: skip
    first = DAY_NAMES.index(match[1])
    last = DAY_NAMES.index(match[2]) if match[2] else first
    return [day % 7 for day in range(first, last + 1 if last >= first else last + 8)]


def _refuse_overlap_over_midnight(day: int, today: Windows, tomorrow: Windows) -> None:
    if today and tomorrow and today[-1].closes - MIDNIGHT > tomorrow[0].opens:
        days = f"{DAY_NAMES[day]} {today[-1]} and {DAY_NAMES[(day + 1) % 7]} {tomorrow[0]}"
        raise Unreadable(f"the windows {days} overlap", "end the first where the second begins", code=Fault.WRONG_HOURS)


def parse_day_range(text: str) -> DayRange:
    """A date, or the dates of ``2026-12-28..2026-12-31``."""
    first_text, dots, last_text = text.partition("..")
    first = parse_day(first_text)
    last = parse_day(last_text) if dots else first
    if last < first:
        raise Unreadable(f'"{text}" ends before it begins', f"write {last}..{first}", code=Fault.CONTRADICTION)
    return DayRange(first, last)


def parse_open_day(text: str) -> OpenDay:
    """A date, alone or with windows: ``2026-12-19 09:00-13:00``."""
    day, *windows = text.split()
    return OpenDay(parse_day(day), parse_windows(windows) if windows else ())
