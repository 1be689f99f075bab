"""The life of a lead: known, qualified, contacted, accepted or handed back, sold or not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from living_sla.demo.arrivals import BADGE_SCAN, DEMO_REQUEST, WEBINAR, Arrival, arrivals
from living_sla.demo.chance import Chance, Knots
from living_sla.demo.clock import DAY, HOUR, Minute, wall
from living_sla.demo.company import AS_OF, MARKETING, OUTAGE, PORTAL_ZONE, ROUTING_CHANGE, Desk, rep_named
from living_sla.demo.desk import after_work, answer
from living_sla.demo.people import Person, person


@dataclass(frozen=True)
class Lead:
    """One contact of the CRM, as everybody knew it at the as-of; later facts are None."""

    number: int
    """The position in the order of coming, from 0."""
    person: Person
    desk: Desk
    conversion: str
    source: str
    campaign: str
    event_ended_at: Minute | None
    created_at: Minute
    score: int
    qualified_at: Minute | None
    owner: str
    """Empty until Sales has been given the lead."""
    contacted_at: Minute | None
    decided_at: Minute | None
    """When Sales accepted the lead or handed it back."""
    rejected: bool
    reason: str
    """Why it was handed back; sometimes nobody said."""
    acknowledged_at: Minute | None
    """When Marketing answered the rejection."""
    opportunity_at: Minute | None
    customer_at: Minute | None
    pounds: int | None
    """Worth of the deal, once there is one."""
    modified_at: Minute

    @property
    def stage(self) -> str:
        """The lifecycle stage that was reached, in HubSpot's words."""
        if self.customer_at is not None:
            return "Customer"
        if self.opportunity_at is not None:
            return "Opportunity"
        if self.decided_at is not None and not self.rejected:
            return "Sales Qualified Lead"
        if self.qualified_at is not None:
            return "Marketing Qualified Lead"
        return "Lead" if self.score >= 25 else "Subscriber"

    @property
    def status(self) -> str:
        """The lead status, in HubSpot's words; empty for those whom Sales was never given."""
        if self.qualified_at is None:
            return ""
        if self.opportunity_at is not None:
            return "Open Deal"
        if self.decided_at is not None:
            return "Unqualified" if self.rejected else "Connected"
        return "In Progress" if self.contacted_at is not None else "New"


@dataclass(frozen=True)
class _Habit:
    """What is usual for leads of one conversion."""

    qualifies: float
    at_once: float
    """Share of those that qualify in the minute of their coming; the others have to be nurtured."""
    scores: tuple[int, int]
    rejected: float
    worth: float
    """Share of the accepted that become opportunities."""


_HABITS = {
    DEMO_REQUEST: _Habit(0.97, 0.98, (48, 99), 0.07, 0.34),
    "Contact us": _Habit(0.92, 0.97, (44, 96), 0.09, 0.27),
    "Freight rate calculator": _Habit(0.88, 0.66, (60, 94), 0.11, 0.21),
    "Whitepaper download": _Habit(0.66, 0.12, (60, 88), 0.18, 0.12),
    WEBINAR: _Habit(0.78, 0.30, (60, 90), 0.14, 0.15),
    BADGE_SCAN: _Habit(0.82, 1.00, (60, 92), 0.20, 0.16),
}
_NURTURE: Knots = ((0, 6 * HOUR), (0.3, 3 * DAY), (0.7, 12 * DAY), (1, 45 * DAY))
_REASONS = (("Bad fit", 38), ("No budget", 20), ("Not the right person", 16), ("Job seeker or student", 11),
            ("Duplicate", 7), ("Outside our regions", 8))  # fmt: skip
_TO_DECISION: Knots = ((0, 2), (0.5, 16), (0.8, 90), (0.93, 260), (0.98, 900), (1, 3600))
_TO_ACKNOWLEDGE: Knots = ((0, 15), (0.45, 240), (0.8, 600), (0.935, 930), (0.98, 1700), (1, 4200))
_TO_OPPORTUNITY: Knots = ((0, 2 * DAY), (0.5, 11 * DAY), (0.85, 26 * DAY), (1, 55 * DAY))
_TO_CUSTOMER: Knots = ((0, 12 * DAY), (0.5, 41 * DAY), (0.9, 85 * DAY), (1, 150 * DAY))
_DEAL: Knots = ((0, 1_500), (0.4, 6_000), (0.8, 18_000), (0.97, 52_000), (1, 120_000))
_SCORING_EVERY = 15


@cache
def leads() -> tuple[Lead, ...]:
    """Every lead of the company up to the as-of, in the order of their coming; the same on every run."""
    return tuple(_life(number, arrival) for number, arrival in enumerate(arrivals()))


def _life(number: int, arrival: Arrival) -> Lead:
    chance = Chance("lead", number)
    habit = _HABITS[arrival.conversion]
    who = person(chance, arrival.desk)
    qualified_at = _seen(_qualified_at(chance, habit, arrival))
    score = _score(chance, habit, qualified=qualified_at is not None)
    given = qualified_at if qualified_at is not None else AS_OF
    reply = answer(chance, arrival.desk, given, scanned=arrival.conversion == BADGE_SCAN)
    contacted_at = _seen(reply.contacted_at) if qualified_at is not None else None
    decided_at = _seen(_decided_at(chance, reply.owner, contacted_at))
    rejected = chance.happens(habit.rejected * 1.35 if given < _LESSON else habit.rejected) and decided_at is not None
    reason = chance.weighted(_REASONS) if chance.happens(0.91) else ""
    acknowledged_at = _seen(_acknowledged_at(chance, decided_at)) if rejected else None
    opportunity_at, customer_at, pounds = _deal(chance, habit, None if rejected else decided_at)
    if _was_called_before(chance, arrival.at, qualified_at) and qualified_at is not None:
        contacted_at = arrival.at + (qualified_at - arrival.at) // 2
    facts = (qualified_at, contacted_at, decided_at, acknowledged_at, opportunity_at, customer_at)
    return Lead(
        number=number,
        person=who,
        desk=arrival.desk,
        conversion=arrival.conversion,
        source=arrival.source,
        campaign=_campaign(arrival),
        event_ended_at=arrival.event.ended if arrival.event else None,
        created_at=arrival.at,
        score=score,
        qualified_at=qualified_at,
        owner=reply.owner if qualified_at is not None else "",
        contacted_at=contacted_at,
        decided_at=decided_at,
        rejected=rejected,
        reason=reason if rejected else "",
        acknowledged_at=acknowledged_at,
        opportunity_at=opportunity_at,
        customer_at=customer_at,
        pounds=pounds,
        modified_at=_modified_at(chance, arrival.at, facts),
    )


_LESSON: Minute = OUTAGE[0] - 200 * DAY
"""From mid January 2026 on Marketing asks for the size of the company, and fewer leads are handed back."""


def _seen(at: Minute | None) -> Minute | None:
    return at if at is not None and at <= AS_OF else None


def _qualified_at(chance: Chance, habit: _Habit, arrival: Arrival) -> Minute | None:
    qualifies, at_once = chance.happens(habit.qualifies), chance.happens(habit.at_once)
    soon, later = chance.between(0, 3), chance.quantile(_NURTURE)
    if not qualifies:
        return None
    return arrival.at + (soon if at_once else later)


def _score(chance: Chance, habit: _Habit, *, qualified: bool) -> int:
    if not qualified:
        return chance.between(3, 58)
    # Now and then a marketer promotes somebody by hand whom the agreement's definition would not.
    return chance.between(28, 55) if chance.happens(0.02) else chance.between(*habit.scores)


def _decided_at(chance: Chance, owner: str, contacted_at: Minute | None) -> Minute | None:
    effort, decides = chance.quantile(_TO_DECISION), chance.happens(0.985)
    if contacted_at is None or not decides:
        return None
    before = wall(contacted_at, PORTAL_ZONE).date() < ROUTING_CHANGE
    return after_work(rep_named(owner), contacted_at, effort * 3 // 2 if before else effort)


def _acknowledged_at(chance: Chance, decided_at: Minute | None) -> Minute | None:
    effort, answers = chance.quantile(_TO_ACKNOWLEDGE), chance.happens(0.985)
    return after_work(MARKETING, decided_at, effort) if decided_at is not None and answers else None


def _deal(chance: Chance, habit: _Habit, accepted_at: Minute | None) -> tuple[Minute | None, Minute | None, int | None]:
    opens, wins = chance.happens(habit.worth), chance.happens(0.27)
    to_opportunity, to_customer = chance.quantile(_TO_OPPORTUNITY), chance.quantile(_TO_CUSTOMER)
    pounds = chance.quantile(_DEAL) // 50 * 50
    if accepted_at is None or not opens:
        return None, None, None
    opportunity_at = _seen(accepted_at + to_opportunity)
    if opportunity_at is None:
        return None, None, None
    return opportunity_at, _seen(opportunity_at + to_customer) if wins else None, pounds


def _was_called_before(chance: Chance, created_at: Minute, qualified_at: Minute | None) -> bool:
    """A rep sometimes calls somebody who is still being nurtured: the contact then precedes the hand-over."""
    return chance.happens(0.008) and qualified_at is not None and qualified_at - created_at > 2 * DAY


def _campaign(arrival: Arrival) -> str:
    if arrival.event:
        return arrival.event.name
    local = wall(arrival.at, PORTAL_ZONE)
    quarter = f"{local.year}-q{(local.month + 2) // 3}"
    themes = {"Paid Search": "rate-cards", "Paid Social": "on-time", "Email Marketing": "shippers-letter"}
    return f"{quarter}-{themes[arrival.source]}" if arrival.source in themes else ""


def _modified_at(chance: Chance, created_at: Minute, facts: tuple[Minute | None, ...]) -> Minute:
    """The last change: of a fact, or by the scoring that visits everybody who came within a day."""
    last = max(created_at, *(fact for fact in facts if fact is not None)) if any(facts) else created_at
    scored = created_at + min(DAY, AS_OF - created_at) // _SCORING_EVERY * _SCORING_EVERY
    if created_at > AS_OF - DAY:
        scored = AS_OF
    return min(AS_OF, max(last, scored) + chance.between(0, 4))
