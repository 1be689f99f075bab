"""What Sales and Marketing make of a lead after the hand-over: contacted, accepted or handed back, sold or not."""

from __future__ import annotations

from msgspec import Struct

from tools.demo.arrivals import (
    BADGE_SCAN,
    CONTACT_REQUEST,
    DEMO_REQUEST,
    RATE_CALCULATOR,
    WEBINAR,
    WHITEPAPER,
    Arrival,
)
from tools.demo.chance import Chance, Knots
from tools.demo.clock import DAY, Minute, moment, wall
from tools.demo.company import MARKETING, PORTAL_ZONE, ROUTING_CHANGE, rep_named
from tools.demo.desk import after_work, answer


class Handling(Struct, frozen=True):
    """How far a lead had come by the as-of; what came later is None."""

    owner: str
    contacted_at: Minute | None = None
    decided_at: Minute | None = None
    """When Sales accepted the lead or handed it back."""
    rejected: bool = False
    reason: str = ""
    """Why it was handed back; sometimes nobody said."""
    acknowledged_at: Minute | None = None
    """When Marketing answered the rejection."""
    opportunity_at: Minute | None = None
    customer_at: Minute | None = None
    pounds: int | None = None
    """Worth of the deal, once there is one."""

    @property
    def last_at(self) -> Minute:
        """The latest of these facts; 0 where there is none yet."""
        facts = (self.contacted_at, self.decided_at, self.acknowledged_at, self.opportunity_at, self.customer_at)
        return max((fact for fact in facts if fact is not None), default=0)


_REJECTED = {DEMO_REQUEST: 0.07, CONTACT_REQUEST: 0.09, RATE_CALCULATOR: 0.11, WHITEPAPER: 0.18, WEBINAR: 0.14,
             BADGE_SCAN: 0.20}  # fmt: skip
_BECOMES_A_DEAL = {DEMO_REQUEST: 0.34, CONTACT_REQUEST: 0.27, RATE_CALCULATOR: 0.21, WHITEPAPER: 0.12, WEBINAR: 0.15,
                   BADGE_SCAN: 0.16}  # fmt: skip
_REASONS = (("Bad fit", 38), ("No budget", 20), ("Not the right person", 16), ("Job seeker or student", 11),
            ("Duplicate", 7), ("Outside our regions", 8))  # fmt: skip
_BETTER_FORMS: Minute = moment("2026-01-15 09:00", PORTAL_ZONE)
"""Since then Marketing asks for the size of the company, and fewer leads are handed back."""

# Minutes of somebody's working time.
_TO_DECISION: Knots = ((0, 2), (0.5, 16), (0.8, 90), (0.93, 260), (0.98, 900), (1, 3600))
_TO_ACKNOWLEDGE: Knots = ((0, 15), (0.45, 240), (0.8, 600), (0.935, 930), (0.98, 1700), (1, 4200))
# Minutes of the calendar.
_TO_OPPORTUNITY: Knots = ((0, 2 * DAY), (0.5, 11 * DAY), (0.85, 26 * DAY), (1, 55 * DAY))
_TO_CUSTOMER: Knots = ((0, 12 * DAY), (0.5, 41 * DAY), (0.9, 85 * DAY), (1, 150 * DAY))
_DEAL: Knots = ((0, 1_500), (0.4, 6_000), (0.8, 18_000), (0.97, 52_000), (1, 120_000))


def handle(chance: Chance, arrival: Arrival, qualified_at: Minute, as_of: Minute) -> Handling:
    """The way of a lead that was handed over at `qualified_at`, as far as it had come by the as-of."""
    kind = arrival.conversion
    reply = answer(chance, arrival.desk, qualified_at, scanned=kind == BADGE_SCAN)
    contacted_at = seen(reply.contacted_at, as_of)
    decided_at = _decided_at(chance, reply.owner, contacted_at, as_of)
    rejected = chance.happens(_REJECTED[kind] * (1 if qualified_at >= _BETTER_FORMS else 1.35))
    reason = chance.weighted(_REASONS) if chance.happens(0.91) else ""
    # A rep sometimes calls somebody who is still being nurtured: the contact then precedes the hand-over.
    if chance.happens(0.0055) and qualified_at - arrival.at > 6 * DAY:
        contacted_at = arrival.at + (qualified_at - arrival.at) // 2
    if decided_at is None:
        return Handling(reply.owner, contacted_at)
    if rejected:
        acknowledged_at = _acknowledged_at(chance, decided_at, as_of)
        return Handling(reply.owner, contacted_at, decided_at, True, reason, acknowledged_at)
    opportunity_at = seen(decided_at + chance.quantile(_TO_OPPORTUNITY), as_of)
    if opportunity_at is None or not chance.happens(_BECOMES_A_DEAL[kind]):
        return Handling(reply.owner, contacted_at, decided_at)
    buys = chance.happens(0.27)
    customer_at = seen(opportunity_at + chance.quantile(_TO_CUSTOMER), as_of) if buys else None
    pounds = chance.quantile(_DEAL) // 50 * 50
    return Handling(
        reply.owner, contacted_at, decided_at, opportunity_at=opportunity_at, customer_at=customer_at, pounds=pounds
    )


def seen(at: Minute | None, as_of: Minute) -> Minute | None:
    """`at`, if it lies not after the as-of."""
    return at if at is not None and at <= as_of else None


def _decided_at(chance: Chance, owner: str, contacted_at: Minute | None, as_of: Minute) -> Minute | None:
    effort, decides = chance.quantile(_TO_DECISION), chance.happens(0.985)
    if contacted_at is None or not decides:
        return None
    by_hand = wall(contacted_at, PORTAL_ZONE).date() < ROUTING_CHANGE
    return seen(after_work(rep_named(owner), contacted_at, effort * 3 // 2 if by_hand else effort), as_of)


def _acknowledged_at(chance: Chance, decided_at: Minute, as_of: Minute) -> Minute | None:
    effort = chance.quantile(_TO_ACKNOWLEDGE)
    return seen(after_work(MARKETING, decided_at, effort), as_of) if chance.happens(0.985) else None
