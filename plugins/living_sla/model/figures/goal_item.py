"""The counts of an agreement whose number rests on a basis, or that a desk has to work through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

from living_sla.model.agreement.kinds import Attempts
from living_sla.model.agreement.meaning import meaning, resolved
from living_sla.model.agreement.scalars import BOTH
from living_sla.model.agreement.terms import Commitment, Terms
from living_sla.model.figures.goals import MONTHS, Desk, Goal, desk_of, goal_of, periods_a_year
from living_sla.model.time.cadence import Cadence

ROUNDED_UP = Fraction(5, 100)
"""How far a target may lie above what its basis needs and count as rounded up."""
A_MONTH = Cadence("month")


class Load(Struct, frozen=True):
    """What so many records ask of a desk, in whole numbers: what is needed rounded up, what is there rounded down."""

    records: int
    attempts: int
    hours: int
    hours_there: int

    @property
    def left(self) -> int:
        """Hours that are left; below nothing where they are short."""
        return self.hours_there - self.hours


class GoalItem(Struct, frozen=True):
    """One count: its target, the goal that its basis states, and the desk that has to work through it."""

    terms: Terms
    commitment: Commitment
    goal: Goal | None
    desk: Desk | None
    attempts: int
    """That the party of the desk owes each record at the most; one where nothing says it."""

    def load(self, per: Cadence, records: Fraction) -> Load:
        """What that many records ask of the desk in a period; raises `ValueError` where there is none."""
        if self.desk is None:
            raise ValueError("no desk")
        attempts = records * self.attempts
        return Load(
            ceil(records),
            ceil(attempts),
            ceil(self.desk.hours_for(records, Fraction(self.attempts))),
            floor(self.desk.hours_of(per)),
        )

    @property
    def a_month(self) -> Fraction:
        """The records of an average month: what the basis needs, or what the target asks for, rounded up."""
        if self.goal is not None:
            return self.goal.a_year / MONTHS
        most = Fraction(max(target.amount for _, target in self.commitment.target.each))
        return Fraction(ceil(most * periods_a_year(self.commitment.per) / MONTHS))

    @property
    def heaviest(self) -> tuple[int, Fraction] | None:
        """The month that takes most, 1 for January, and its records; None where all are alike."""
        if self.goal is None or len(set(self.goal.weights)) == 1:
            return None
        month = max(range(1, MONTHS + 1), key=self.goal.of_month)
        return month, self.goal.of_month(month)

    @property
    def most_records(self) -> int:
        """How many records a month the desk can work through; raises `ValueError` where there is none."""
        if self.desk is None:
            raise ValueError("no desk")
        return floor(self.desk.hours_of(A_MONTH) * 60 / (self.attempts * self.desk.minutes))


def goal_items(terms: Terms) -> Iterator[GoalItem]:
    """The items of an agreement, in the order of its commitments."""
    for commitment in terms.commitments:
        if commitment.measure.kind != "count" or commitment.target.direction != "at least":
            continue
        worked = _is_worked(terms, commitment)
        if commitment.basis is None and not worked:
            continue
        goal = goal_of(commitment.basis) if commitment.basis is not None else None
        desk = desk_of(terms.capacity) if worked and terms.capacity is not None else None
        yield GoalItem(terms, commitment, goal, desk, _attempts_on(terms, commitment) if worked else 1)


class ShortVolume(Struct, frozen=True):
    """A volume that takes more hours than the desk has: what it comes to in one of its periods."""

    commitment: str
    records: Fraction
    is_usual: bool
    """Whether so many usually come; else so many are owed."""
    attempts: int
    """On each record, at the most."""
    load: Load


def short_volume(terms: Terms, usual: Mapping[str, Fraction] | None = None) -> ShortVolume | None:
    """The volume that takes most more hours than there are, as it is owed or as it usually comes; None where none does.

    One alone: who is owed several may be owed some records twice. `usual` are records a period, by commitment.
    """
    short: list[ShortVolume] = []
    for item in goal_items(terms):
        owed = item.commitment
        volumes = [(Fraction(max(target.amount for _, target in owed.target.each)), False)]
        if usual is not None and owed.id in usual:
            volumes.append((usual[owed.id], True))
        for records, is_usual in volumes if item.desk is not None else ():
            load = item.load(owed.per, records)
            if load.left < 0:
                short.append(ShortVolume(owed.id, records, is_usual, item.attempts, load))
    return min(short, key=lambda each: each.load.left, default=None)


def agrees(target: Decimal, needed: Fraction) -> bool:
    """Whether a target is what is needed: no less, and no more than people round up by."""
    return needed <= target <= max(Fraction(ceil(needed)), needed * (1 + ROUNDED_UP))


def _is_worked(terms: Terms, volume: Commitment) -> bool:
    """Whether it is owed to the party whose capacity is stated."""
    return terms.capacity is not None and not volume.by_all and terms.receiver(volume) == terms.capacity.party


def _attempts_on(terms: Terms, volume: Commitment) -> int:
    party = terms.capacity.party if terms.capacity is not None else ""
    owed = [
        found.measure.times
        for found in terms.commitments
        if found.by in (party, BOTH)
        and isinstance(found.measure, Attempts)
        and found.measure.source == volume.measure.source
        and _filter(terms, found) == _filter(terms, volume)
    ]
    return max(owed, default=1)


def _filter(terms: Terms, commitment: Commitment) -> object:
    return meaning(resolved(commitment.measure.where, terms.conditions(), terms.coverage.timezone))
