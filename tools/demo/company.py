"""Northwind Freight: who works there and when, what Marketing planned, and what went wrong.

Everybody and everything here is invented. The story: leads are handed out by hand, twice a day, until a routing
change lands in February 2026; New York is understaffed in its first summer; in August 2026 the CRM is down for a
day and a half while half of the desk is on holiday.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from tools.demo.clock import HOUR, Minute, moment

Desk = Literal["EMEA", "AMER"]

PORTAL_ZONE = "Europe/London"
"""The zone in which HubSpot writes times."""
ZONES: dict[Desk, str] = {"EMEA": "Europe/London", "AMER": "America/New_York"}

FIRST_DAY = date(2025, 5, 1)
LAST_DAY = date(2026, 10, 21)
AS_OF: Minute = moment("2026-10-21 17:45", PORTAL_ZONE)

ROUTING_CHANGE = date(2026, 2, 2)
"""From this day on a lead has an owner within a minute, and London's early desk answers New York's night."""
OUTAGE: tuple[Minute, Minute] = (moment("2026-08-03 08:00", PORTAL_ZONE), moment("2026-08-04 12:00", PORTAL_ZONE))
"""The CRM is down: forms queue, nobody sees a lead."""

LOGGED_WRONG = frozenset({"website:2026-06-05:EMEA:6", "website:2026-06-26:EMEA:6"})
"""Arrivals of two Fridays of June 2026 whose first engagement the CRM took from a rep's out-of-office reply."""
CORRECTED_AT: Minute = moment("2026-09-09 10:20", PORTAL_ZONE)
"""Revenue operations puts the two calls in the place of the two replies."""

HOLIDAYS: dict[Desk, frozenset[date]] = {
    "EMEA": frozenset({
        date(2025, 5, 5), date(2025, 5, 26), date(2025, 8, 25), date(2025, 12, 25), date(2025, 12, 26),
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31),
    }),
    "AMER": frozenset({
        date(2025, 5, 26), date(2025, 7, 4), date(2025, 9, 1), date(2025, 11, 27), date(2025, 12, 25),
        date(2026, 1, 1), date(2026, 1, 19), date(2026, 5, 25), date(2026, 7, 3), date(2026, 9, 7),
    }),
}  # fmt: skip
"""The days on which a desk is not staffed; New York works on the lesser federal holidays."""


class Rep(Struct, frozen=True):
    """Somebody in Sales Development. `haste` stretches the time to an answer: 1 is the usual, 2 takes twice as long."""

    name: str
    desk: Desk
    haste: float = 1.0
    friday_haste: float = 1.0
    joins: date = date(2020, 1, 1)
    leaves: date = date(2100, 1, 1)
    """First day on which this person is gone."""
    away: tuple[tuple[date, date], ...] = ()

    def employed_on(self, day: date) -> bool:
        """Whether leads can be handed to this person on that day."""
        return self.joins <= day < self.leaves

    def just_left(self, day: date) -> bool:
        """Whether this person has been gone for less than a week and a half."""
        return self.leaves <= day < self.leaves + timedelta(days=11)

    def works_on(self, day: date) -> bool:
        """Whether this person is at the desk on that day: a weekday, no holiday, not away."""
        return (
            self.employed_on(day)
            and day.weekday() < 5
            and day not in HOLIDAYS[self.desk]
            and not any(first <= day <= last for first, last in self.away)
        )


def _away(first: str, length: int) -> tuple[date, date]:
    start = date.fromisoformat(first)
    return start, start + timedelta(days=length - 1)


_CHRISTMAS = _away("2025-12-22", 12)

REPS: tuple[Rep, ...] = (
    Rep("Imogen Slater", "EMEA", 0.8, away=(_away("2025-08-11", 12), _away("2026-07-27", 12))),
    Rep("Rhys Calder", "EMEA", 1.0, friday_haste=4.0,
        away=(_away("2025-07-21", 12), _CHRISTMAS, _away("2026-08-10", 12))),
    Rep("Noor Haddad", "EMEA", 0.9, away=(_away("2025-09-15", 5), _away("2026-08-17", 12))),
    Rep("Piotr Lindqvist", "EMEA", 1.5, leaves=date(2026, 1, 16), away=(_away("2025-06-23", 12), _CHRISTMAS)),
    Rep("Elena Marsh", "EMEA", 1.1, joins=date(2026, 2, 16), away=(_away("2026-08-10", 5),)),
    Rep("Caleb Thornton", "AMER", 1.2, away=(_away("2025-07-07", 12), _away("2026-08-03", 12))),
    Rep("Dana Whitlock", "AMER", 1.3, away=(_away("2025-08-04", 12), _CHRISTMAS)),
    Rep("Luis Ferrand", "AMER", 0.9, joins=date(2025, 9, 8), away=(_away("2026-06-29", 5),)),
    Rep("Maya Trent", "AMER", 0.8, joins=date(2026, 2, 2), away=(_away("2026-08-17", 12),)),
)  # fmt: skip

MARKETING = Rep("Jonas Feld", "EMEA", away=(_CHRISTMAS, _away("2025-08-18", 5)))
"""Who answers rejections on the side of Marketing."""


def rep_named(name: str) -> Rep:
    """The person of that name; raises `KeyError` where nobody is called so."""
    return {rep.name: rep for rep in REPS}[name]


DESK_HOURS: dict[Desk, tuple[int, int]] = {"EMEA": (8 * HOUR + 45, 17 * HOUR + 30), "AMER": (8 * HOUR + 30, 18 * HOUR)}
"""When the people of a desk start and stop, in local minutes of the day; longer than the hours that were promised."""
FRIDAY_STOP: dict[Desk, int] = {"EMEA": 16 * HOUR, "AMER": 17 * HOUR}

LEADS_PLANNED: dict[tuple[int, int], tuple[int, int]] = {
    (2025, 5): (174, 123), (2025, 6): (162, 118), (2025, 7): (143, 108), (2025, 8): (121, 99),
    (2025, 9): (200, 143), (2025, 10): (219, 157), (2025, 11): (210, 151), (2025, 12): (110, 83),
    (2026, 1): (201, 154), (2026, 2): (219, 170), (2026, 3): (231, 174), (2026, 4): (212, 164),
    (2026, 5): (228, 175), (2026, 6): (236, 179), (2026, 7): (185, 148), (2026, 8): (162, 134),
    (2026, 9): (240, 183), (2026, 10): (196, 146),
}  # fmt: skip
"""Leads that the website and the campaigns bring in a whole month, for EMEA and AMER; events come on top."""

CRUNCH: dict[tuple[int, int], float] = {
    (2025, 7): 1.2, (2025, 8): 1.5, (2025, 10): 1.25, (2025, 12): 1.4, (2026, 1): 1.2,
    (2026, 2): 1.3, (2026, 3): 1.05, (2026, 5): 0.8, (2026, 7): 0.7, (2026, 8): 1.3, (2026, 9): 0.7,
}  # fmt: skip
"""How much longer than usual everybody takes in a month."""


class Event(Struct, frozen=True):
    """A fair or a round table; its badge scans are uploaded by Marketing some days after `ended`."""

    name: str
    desk: Desk
    ended: Minute
    scans: int
    upload_after_days: int


def _event(name: str, desk: Desk, ended: str, scans: int, upload_after_days: int) -> Event:
    return Event(name, desk, moment(ended, ZONES[desk]), scans, upload_after_days)


EVENTS: tuple[Event, ...] = (
    _event("Freight Forum Birmingham", "EMEA", "2025-06-12 17:00", 34, 5),
    _event("Dockside Expo Newark", "AMER", "2025-09-18 16:30", 31, 4),
    _event("Cold Chain Days Rotterdam", "EMEA", "2025-10-16 17:00", 38, 3),
    _event("Shippers Round Table Leeds", "EMEA", "2025-11-20 15:00", 22, 6),
    _event("Port Logistics Week Savannah", "AMER", "2026-02-26 16:00", 30, 2),
    _event("Freight Forum Birmingham", "EMEA", "2026-03-19 17:00", 36, 1),
    _event("Haulage Breakfast Dublin", "EMEA", "2026-04-23 11:00", 18, 1),
    _event("Dockside Expo Newark", "AMER", "2026-05-14 16:30", 29, 1),
    _event("Customs Clinic Antwerp", "EMEA", "2026-06-11 16:00", 24, 1),
    _event("Great Lakes Shipping Day", "AMER", "2026-07-09 16:00", 17, 6),
    _event("Cold Chain Days Rotterdam", "EMEA", "2026-09-17 17:00", 40, 1),
    _event("Port Logistics Week Savannah", "AMER", "2026-10-08 16:00", 27, 1),
)
