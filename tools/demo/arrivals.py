"""When leads come in, where from, and what brought them: the rhythm of the year, the week and the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from msgspec import Struct

from tools.demo.chance import Chance
from tools.demo.clock import DAY, HOUR, Minute, days, minute_at, moment, wall
from tools.demo.company import (
    EVENTS,
    FIRST_DAY,
    HOLIDAYS,
    LAST_DAY,
    LEADS_PLANNED,
    ZONES,
    Desk,
    Event,
)

DEMO_REQUEST = "Demo request"
CONTACT_REQUEST = "Contact us"
RATE_CALCULATOR = "Freight rate calculator"
WHITEPAPER = "Whitepaper download"
WEBINAR = "Webinar registration"
BADGE_SCAN = "Event badge scan"


class Arrival(Struct, frozen=True):
    """A person becomes known to the CRM."""

    name: str
    """Names the fortunes of this person, so that more leads in one month change nobody's in another."""
    at: Minute
    desk: Desk
    conversion: str
    """What the person did: asked for a demo, registered for a webinar, had a badge scanned."""
    source: str
    """HubSpot's traffic source."""
    campaign: str = ""
    event: Event | None = None


# Monday to Sunday; people who ship freight look for it in the working week.
_WEEKDAY = (115, 122, 118, 106, 84, 19, 26)
_HOUR = (
    (0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 2), (6, 5), (7, 12), (8, 30), (9, 52), (10, 60), (11, 55),
    (12, 38), (13, 44), (14, 58), (15, 54), (16, 42), (17, 24), (18, 12), (19, 9), (20, 9), (21, 7), (22, 4), (23, 2),
)  # fmt: skip
_NIGHT_OWLS = ((0, 4), (1, 3), (9, 8), (11, 10), (14, 10), (17, 9), (19, 10), (20, 12), (21, 12), (22, 8), (23, 5))
_CONVERSIONS = ((DEMO_REQUEST, 34), (CONTACT_REQUEST, 16), (RATE_CALCULATOR, 24), (WHITEPAPER, 16))
_SOURCES = {
    DEMO_REQUEST: (("Organic Search", 30), ("Paid Search", 34), ("Direct Traffic", 20), ("Referrals", 9)),
    CONTACT_REQUEST: (("Organic Search", 34), ("Direct Traffic", 40), ("Referrals", 12)),
    RATE_CALCULATOR: (("Organic Search", 48), ("Paid Search", 40), ("Direct Traffic", 10)),
    WHITEPAPER: (("Paid Social", 46), ("Email Marketing", 30), ("Organic Search", 12)),
    WEBINAR: (("Email Marketing", 52), ("Paid Social", 30), ("Social Media", 18)),
}

AROUND_CLOCK_CHANGES: tuple[tuple[str, Desk], ...] = (
    ("2025-10-26 00:41", "EMEA"), ("2025-10-26 01:20", "EMEA"), ("2025-10-26 02:05", "AMER"),
    ("2025-11-02 00:50", "AMER"), ("2025-11-02 01:35", "AMER"), ("2025-11-02 07:15", "EMEA"),
    ("2026-03-08 01:52", "AMER"), ("2026-03-08 03:04", "AMER"), ("2026-03-08 10:30", "EMEA"),
    ("2026-03-29 00:48", "EMEA"), ("2026-03-29 02:11", "EMEA"), ("2026-03-29 09:40", "AMER"),
)  # fmt: skip
"""Leads, in local time of their desk, in the nights in which a clock is set: who misreads times is found out here."""


def arrivals(as_of: Minute) -> tuple[Arrival, ...]:
    """Everybody who became known from `FIRST_DAY` to the as-of, in the order of their coming."""
    found = [*_from_website(), *_from_webinars(), *_from_events(), *_around_clock_changes()]
    known = [arrival for arrival in found if arrival.at <= as_of]
    return tuple(sorted(known, key=lambda arrival: (arrival.at, arrival.name)))


def _from_website() -> Iterator[Arrival]:
    for day in days(FIRST_DAY, LAST_DAY):
        for position, desk in enumerate(ZONES):
            chance = Chance("website", day, desk)
            planned = LEADS_PLANNED[day.year, day.month][position]
            expected = planned * _weight(day, desk) / _weight_of_month(day.year, day.month, desk)
            for visitor in range(chance.around(expected, 0.3)):
                hours = _HOUR if day.weekday() < 5 else _NIGHT_OWLS
                minute = chance.weighted(hours) * HOUR + chance.between(0, 59)
                conversion = chance.weighted(_CONVERSIONS)
                source = chance.weighted(_SOURCES[conversion])
                name = f"website:{day}:{desk}:{visitor}"
                yield Arrival(
                    name, minute_at(day, minute, ZONES[desk]), desk, conversion, source, _campaign(day, source)
                )


def _weight(day: date, desk: Desk) -> int:
    if (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 2):
        return _WEEKDAY[day.weekday()] * 3 // 10
    return _WEEKDAY[day.weekday()] * 3 // 10 if day in HOLIDAYS[desk] else _WEEKDAY[day.weekday()]


@cache
def _weight_of_month(year: int, month: int, desk: Desk) -> int:
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return sum(_weight(day, desk) for day in days(first, last))


def _from_webinars() -> Iterator[Arrival]:
    """Every Wednesday at 15:00 London but over Christmas, to smaller rooms in August; people register days before."""
    for day in days(FIRST_DAY, LAST_DAY + timedelta(days=2)):
        if day.weekday() != 2 or (day.month, day.day) >= (12, 17) or (day.month, day.day) <= (1, 6):
            continue
        chance = Chance("webinar", day)
        starts = minute_at(day, 15 * HOUR, ZONES["EMEA"])
        for guest in range(chance.between(4, 12) if day.month == 8 else chance.between(7, 15)):
            desk: Desk = "EMEA" if chance.happens(0.6) else "AMER"
            at = starts - chance.quantile(((0, 5), (0.4, 4 * HOUR), (0.7, DAY + 2 * HOUR), (1, 2 * DAY + 6 * HOUR)))
            source = chance.weighted(_SOURCES[WEBINAR])
            yield Arrival(f"webinar:{day}:{guest}", at, desk, WEBINAR, source, _campaign(day, source))


def _from_events() -> Iterator[Arrival]:
    for event in EVENTS:
        chance = Chance("event", event.name, event.ended)
        day = wall(event.ended, ZONES[event.desk]).date() + timedelta(days=event.upload_after_days)
        day += timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])
        for batch, batch_size in enumerate((event.scans - event.scans // 5, event.scans // 5)):
            uploaded = minute_at(day, chance.between(9 * HOUR + 30, 12 * HOUR), ZONES[event.desk])
            for row in range(batch_size):
                name = f"event:{event.ended}:{batch}:{row}"
                yield Arrival(name, uploaded + row // 12, event.desk, BADGE_SCAN, "Offline Sources", event.name, event)
            # The badges that somebody found in a coat pocket follow a day or three later.
            day += timedelta(days=chance.between(1, 3))
            day += timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])


def _around_clock_changes() -> Iterator[Arrival]:
    for local, desk in AROUND_CLOCK_CHANGES:
        yield Arrival(f"night:{local}", moment(local, ZONES[desk]), desk, DEMO_REQUEST, "Organic Search")


_THEMES = {"Paid Search": "rate-cards", "Paid Social": "on-time", "Email Marketing": "shippers-letter"}


def _campaign(day: date, source: str) -> str:
    """The campaign that paid for a visit, by quarter; empty for those who came by themselves."""
    return f"{day.year}-q{(day.month + 2) // 3}-{_THEMES[source]}" if source in _THEMES else ""
