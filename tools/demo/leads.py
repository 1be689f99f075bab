"""The leads of the company: who they are, whether they qualified, and what became of them."""

from __future__ import annotations

from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from tools.demo.arrivals import (
    BADGE_SCAN,
    CONTACT_REQUEST,
    DEMO_REQUEST,
    RATE_CALCULATOR,
    WEBINAR,
    WHITEPAPER,
    Arrival,
    arrivals,
)
from tools.demo.chance import Chance, Knots
from tools.demo.clock import DAY, HOUR, Minute
from tools.demo.company import AS_OF, CORRECTED_AT, LOGGED_WRONG
from tools.demo.handling import Handling, handle, seen
from tools.demo.people import Person, person


class Lead(Struct, frozen=True):
    """One contact of the CRM, as everybody knew it at the as-of."""

    number: int
    """The position in the order of coming, from 0."""
    person: Person
    arrival: Arrival
    score: int
    qualified_at: Minute | None
    """When Marketing handed the lead over to Sales."""
    handling: Handling
    """Without an owner where the lead was never handed over."""
    modified_at: Minute

    @property
    def stage(self) -> str:
        """The lifecycle stage that was reached, in HubSpot's words."""
        if self.qualified_at is None:
            return "Lead" if self.score >= 25 else "Subscriber"
        if self.handling.customer_at is not None:
            return "Customer"
        if self.handling.opportunity_at is not None:
            return "Opportunity"
        accepted = self.handling.decided_at is not None and not self.handling.rejected
        return "Sales Qualified Lead" if accepted else "Marketing Qualified Lead"

    @property
    def status(self) -> str:
        """The lead status, in HubSpot's words; empty for those whom Sales was never given."""
        if self.qualified_at is None:
            return ""
        if self.handling.opportunity_at is not None:
            return "Open Deal"
        if self.handling.decided_at is not None:
            return "Unqualified" if self.handling.rejected else "Connected"
        return "In Progress" if self.handling.contacted_at is not None else "New"


class _Habit(Struct, frozen=True):
    """How leads of one conversion usually qualify."""

    qualifies: float
    at_once: float
    """Share of those that qualify in the minute of their coming; the others have to be nurtured."""
    scores: tuple[int, int]


_HABITS = {
    DEMO_REQUEST: _Habit(0.97, 0.98, (48, 99)),
    CONTACT_REQUEST: _Habit(0.92, 0.97, (44, 96)),
    RATE_CALCULATOR: _Habit(0.88, 0.66, (60, 94)),
    WHITEPAPER: _Habit(0.66, 0.12, (60, 88)),
    WEBINAR: _Habit(0.78, 0.30, (60, 90)),
    BADGE_SCAN: _Habit(0.82, 1.00, (60, 92)),
}
_NURTURE: Knots = ((0, 6 * HOUR), (0.3, 3 * DAY), (0.7, 12 * DAY), (1, 45 * DAY))
_SCORING_EVERY = 15


@cache
def leads(as_of: Minute = AS_OF) -> tuple[Lead, ...]:
    """Every lead of the company as the CRM showed it at the as-of, in the order of their coming.

    The same on every run. What an earlier as-of shows, a later one shows too, but for what was corrected in between.
    """
    first_come: dict[str, tuple[Arrival, Chance, Person]] = {}
    for arrival in arrivals(as_of):
        chance = Chance("lead", arrival.name)
        who = person(chance, arrival.desk)
        # HubSpot knows people by their e-mail address: whoever comes again is no new contact.
        first_come.setdefault(who.email, (arrival, chance, who))
    return tuple(_life(number, *found, as_of) for number, found in enumerate(first_come.values()))


def _life(number: int, arrival: Arrival, chance: Chance, who: Person, as_of: Minute) -> Lead:
    habit = _HABITS[arrival.conversion]
    qualified_at = seen(_qualified_at(chance, habit, arrival.at), as_of)
    score = _score(chance, habit, qualified=qualified_at is not None)
    handling = Handling("") if qualified_at is None else handle(chance, arrival, qualified_at, as_of)
    last_at = max(arrival.at, qualified_at or 0, handling.last_at)
    modified_at = _modified_at(chance, arrival.at, last_at, as_of)
    if arrival.name in LOGGED_WRONG and qualified_at is not None:
        if as_of < CORRECTED_AT:
            handling = replace(handling, contacted_at=qualified_at + 1)
        else:
            modified_at = max(modified_at, CORRECTED_AT)
    return Lead(number, who, arrival, score, qualified_at, handling, modified_at)


def _qualified_at(chance: Chance, habit: _Habit, created_at: Minute) -> Minute | None:
    qualifies, at_once = chance.happens(habit.qualifies), chance.happens(habit.at_once)
    soon, later = chance.between(0, 3), chance.quantile(_NURTURE)
    if not qualifies:
        return None
    return created_at + (soon if at_once else later)


def _score(chance: Chance, habit: _Habit, *, qualified: bool) -> int:
    if not qualified:
        return chance.between(3, 58)
    # Now and then a marketer promotes somebody by hand whom the agreement's definition would not.
    return chance.between(28, 55) if chance.happens(0.02) else chance.between(*habit.scores)


def _modified_at(chance: Chance, created_at: Minute, last_at: Minute, as_of: Minute) -> Minute:
    """The last change: a fact, or a visit of the scoring, which looks at everybody for a day after they came.

    The scoring ran at the as-of, so that the newest change in an export is the as-of.
    """
    scored_at = created_at + DAY // _SCORING_EVERY * _SCORING_EVERY
    return min(as_of, max(last_at, scored_at) + chance.between(0, 4))
