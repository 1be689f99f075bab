"""How the sales floor answers: who gets a lead, and when that person has come round to it."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from tools.demo.chance import Chance, Knots
from tools.demo.clock import HOUR, Minute, minute_at, wall
from tools.demo.company import (
    CRUNCH,
    DESK_HOURS,
    FRIDAY_STOP,
    OUTAGE,
    REPS,
    ROUTING_CHANGE,
    ZONES,
    Desk,
    Rep,
)

_HAND_OUT = (9 * HOUR, 11 * HOUR, 13 * HOUR, 14 * HOUR + 30, 16 * HOUR)
"""Before the routing change a coordinator hands out what has come in at these local times, on weekdays."""

# Minutes of a rep's own working time from getting a lead to the first call or personal e-mail.
_BY_HAND: Knots = ((0, 2), (0.35, 18), (0.65, 48), (0.84, 115), (0.94, 290), (0.98, 640), (1, 2400))
_ROUTED: Knots = ((0, 1), (0.35, 14), (0.65, 46), (0.88, 118), (0.968, 205), (0.988, 420), (1, 1900))
_SCANS: Knots = ((0, 20), (0.4, 240), (0.75, 650), (0.93, 1250), (1, 3000))


class Answer(Struct, frozen=True):
    """Who owns a lead, and when somebody first spoke to the person; None: not within anybody's patience."""

    owner: str
    contacted_at: Minute | None


def answer(chance: Chance, desk: Desk, qualified_at: Minute, *, scanned: bool) -> Answer:
    """The desk's answer to a lead that qualified at that instant."""
    day = wall(qualified_at, ZONES[desk]).date()
    routed = day >= ROUTING_CHANGE
    handed_at = qualified_at if routed else _next_hand_out(desk, qualified_at)
    handed_at = _after_outage(chance, handed_at)
    owner = _owner(chance, desk, wall(handed_at, ZONES[desk]).date(), routed=routed)
    caller = owner
    if desk == "AMER" and _is_night(qualified_at) and chance.happens(0.93 if routed else 0.45):
        handed_at = _after_outage(chance, qualified_at)
        caller = _owner(chance, "EMEA", wall(handed_at, ZONES["EMEA"]).date(), routed=routed)
    if chance.happens(0.004 if routed else 0.018):
        return Answer(owner.name, None)
    knots = _SCANS if scanned else _ROUTED if routed else _BY_HAND
    effort = chance.quantile(knots) * _haste(caller, day)
    contacted_at = after_work(caller, handed_at, int(effort))
    return Answer(owner.name, _after_outage(chance, contacted_at))


def _next_hand_out(desk: Desk, at: Minute) -> Minute:
    day = wall(at, ZONES[desk]).date()
    while True:
        for minute in _HAND_OUT:
            hand_out = minute_at(day, minute, ZONES[desk])
            if day.weekday() < 5 and hand_out >= at:
                return hand_out
        day += timedelta(days=1)


def _after_outage(chance: Chance, at: Minute) -> Minute:
    """The same instant, or, while the CRM is down, one in the day of work that the backlog takes."""
    down, up = OUTAGE
    return up + chance.between(5, 4 * HOUR) if down <= at < up else at


def _owner(chance: Chance, desk: Desk, day: date, *, routed: bool) -> Rep:
    """Routing knows who is at the desk; a coordinator remembers who is away nine times out of ten.

    Nobody told the coordinator who has left: their name stays on the list for a while.
    """
    listed = [rep for rep in REPS if rep.desk == desk and (rep.employed_on(day) or (not routed and rep.just_left(day)))]
    present = [rep for rep in listed if rep.works_on(day) or rep.just_left(day)]
    return chance.one_of(present if present and (routed or chance.happens(0.9)) else listed)


def _is_night(at: Minute) -> bool:
    """Whether New York is at home while London is, or will first be, at the desk."""
    local = wall(at, ZONES["AMER"])
    return local.hour >= 17 or local.hour * HOUR + local.minute < 8 * HOUR or local.weekday() >= 5


def _haste(rep: Rep, day: date) -> float:
    return rep.haste * CRUNCH.get((day.year, day.month), 1.0) * (rep.friday_haste if day.weekday() == 4 else 1.0)


def after_work(rep: Rep, start: Minute, effort: int) -> Minute:
    """When so many minutes of the rep's working time have passed since `start`.

    Somebody who has left does not work: a colleague finds the lead a week later.
    """
    day, left = wall(start, ZONES[rep.desk]).date(), effort
    opens_at, stops_at = DESK_HOURS[rep.desk]
    while rep.employed_on(day):
        if rep.works_on(day):
            stop = FRIDAY_STOP[rep.desk] if day.weekday() == 4 else stops_at
            begin = max(start, minute_at(day, opens_at, ZONES[rep.desk]))
            end = minute_at(day, stop, ZONES[rep.desk])
            if begin + left <= end:
                return begin + left
            left -= max(0, end - begin)
        day += timedelta(days=1)
    found_on = day + timedelta(days=(7 - day.weekday()) % 7 + 2)
    return minute_at(found_on, opens_at, ZONES[rep.desk]) + effort % (7 * HOUR)
