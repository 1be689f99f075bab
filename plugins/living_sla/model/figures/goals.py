"""Goals: from a quota back to the records that it takes, and from records to the hours that a desk needs.

Exact: every number is a fraction until somebody reads it. Who reads it is never told too little: a part of a record is
one more record. A year has 12 months, 4 quarters or 52 weeks, so a quarter is 13 weeks, and a month is 52/12 of one.
`site/assets/js/goals.js` computes the same in the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil

from msgspec import Struct

from living_sla.model.agreement.basis import CountBasis
from living_sla.model.agreement.capacity import Capacity
from living_sla.model.time.cadence import Cadence

PERIODS_OF_A_YEAR = {"year": 1, "quarter": 4, "month": 12, "week": 52, "day": 365}
MONTHS = 12
MOST_A_YEAR = 10**9
"""Records a year; more of them than that are a mistake in a number."""


class StageNeeded(Struct, frozen=True):
    """How many of one stage a year takes."""

    name: str
    a_year: Fraction
    share: Fraction | None
    """How many of them become the next stage; None of what the quota counts."""


class Goal(Struct, frozen=True):
    """What has to be won in a year, and the way back to what is counted."""

    quota: Fraction
    """Of a year; a sum, or a number of deals."""
    share: Fraction
    deal: Fraction
    """The sum of one deal; 1 where the quota counts deals."""
    conversions: tuple[tuple[str, str, Fraction], ...]
    """From, to, and how many do; in the order of the way."""
    weights: tuple[Fraction, ...]
    """Of the twelve months beside each other; their sum is more than nothing."""
    regions: tuple[tuple[str, Fraction], ...]
    """Names and shares, which are all of it together; empty where there is one."""

    @property
    def deals(self) -> Fraction:
        """How many deals a year takes."""
        return self.quota * self.share / self.deal

    @property
    def stages(self) -> tuple[StageNeeded, ...]:
        """What it takes of each stage, from what the quota counts back to what the commitment counts."""
        last = self.conversions[-1][1] if self.conversions else "Deal"
        found = [StageNeeded(last, self.deals, None)]
        for name, _, share in reversed(self.conversions):
            found.append(StageNeeded(name, found[-1].a_year / share, share))
        return tuple(found)

    @property
    def a_year(self) -> Fraction:
        """How many records a year takes."""
        return self.stages[-1].a_year

    def of_month(self, month: int) -> Fraction:
        """How many records a month takes, 1 for January."""
        return self.a_year * self.weights[month - 1] / sum(self.weights)

    def needed(self, per: Cadence, label: str = "") -> Fraction:
        """How many records a period takes: that of the label, where it is a month or a quarter of the calendar year.

        Without one, and for other periods, an average period of the year.
        """
        if per.kind == "month" and label[5:].isdigit():
            return self.of_month(int(label[5:]))
        if per.kind == "quarter" and label[4:6] == "-Q":
            last = 3 * int(label[6:])
            return sum((self.of_month(month) for month in range(last - 2, last + 1)), Fraction(0))
        return self.a_year / periods_a_year(per)

    def plan(self) -> tuple[tuple[int, ...], ...]:
        """Whole records of each region (one row where there is one), for the twelve months.

        At the end of every month each row has at least what it takes by then, and at the end of the year one more
        record at the most.
        """
        rows = [share for _, share in self.regions] or [Fraction(1)]
        months = [self.of_month(month) for month in range(1, MONTHS + 1)]
        return tuple(whole([share * month for month in months]) for share in rows)


def whole(parts: Sequence[Fraction]) -> tuple[int, ...]:
    """Whole numbers for parts, so that none of their running sums falls short: together what the sum rounds up to."""
    reached = [0, *(ceil(total) for total in accumulate(parts))]
    return tuple(after - before for before, after in pairwise(reached))


def goal_of(basis: CountBasis) -> Goal:
    """The goal that the basis of a count states."""
    return Goal(
        Fraction(basis.quota.number) * PERIODS_OF_A_YEAR[basis.per],
        Fraction(basis.share),
        Fraction(basis.deal.number) if basis.deal else Fraction(1),
        tuple((rise.start, rise.end, Fraction(rise.share)) for rise in basis.conversions),
        tuple(map(Fraction, basis.weights)),
        tuple((name, Fraction(share)) for name, share in basis.regions.items()),
    )


def periods_a_year(per: Cadence) -> Fraction:
    """How many such periods a year has."""
    return Fraction(52, per.weeks) if per.kind == "weeks" else Fraction(PERIODS_OF_A_YEAR[per.kind])


# ---------------------------------------------------------------- the desk


class Desk(Struct, frozen=True):
    """What a party can do."""

    people: Fraction
    hours: Fraction
    """A week, of each of them."""
    minutes: Fraction
    """An attempt."""

    @property
    def attempts_a_week(self) -> Fraction:
        """How many attempts it can make in a week."""
        return self.people * self.hours * 60 / self.minutes

    def hours_of(self, per: Cadence) -> Fraction:
        """The hours that it has in a period."""
        return self.people * self.hours * 52 / periods_a_year(per)

    def hours_for(self, records: Fraction, attempts: Fraction) -> Fraction:
        """The hours that so many records take, with so many attempts each."""
        return records * attempts * self.minutes / 60


def desk_of(capacity: Capacity) -> Desk:
    """The desk that a capacity states."""
    return Desk(Fraction(capacity.people), Fraction(capacity.hours), Fraction(capacity.minutes))
