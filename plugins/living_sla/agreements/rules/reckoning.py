"""Warnings of arithmetic: a target that its basis does not lead to, and a desk that cannot do what it is owed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil

from living_sla.errors import Notice, WarningName
from living_sla.model.agreement.kinds import Attempts
from living_sla.model.agreement.meaning import meaning, resolved
from living_sla.model.agreement.terms import Agreement, Commitment, Terms
from living_sla.model.figures.goals import desk_of, goal_of
from living_sla.model.notation import plain

ROUNDED_UP = Fraction(5, 100)
"""How far a target may lie above what its basis needs and count as rounded up."""


def reckoning_notices(agreement: Agreement) -> Iterator[Notice]:
    """What the numbers of an agreement say against each other."""
    for position, commitment in enumerate(agreement.terms.commitments):
        if commitment.basis is not None:
            yield from _basis(agreement, position, commitment)
    if agreement.terms.capacity is not None:
        yield from _capacity(agreement)


def agrees(target: Decimal, needed: Fraction) -> bool:
    """Whether a target is what is needed: no less, and no more than people round up by."""
    return needed <= target <= max(Fraction(ceil(needed)), needed * (1 + ROUNDED_UP))


def _basis(agreement: Agreement, position: int, commitment: Commitment) -> Iterator[Notice]:
    assert commitment.basis is not None
    goal = goal_of(commitment.basis)
    for label, target in commitment.target.each:
        needed = goal.needed(commitment.per, label)
        if agrees(target.amount, needed):
            continue
        when = f" in {label}" if label and label != "otherwise" else ""
        message = (
            f'"{commitment.id}" asks for {plain(target.amount)} a {commitment.per.noun}{when}, '
            f"and its basis needs {ceil(needed)}"
        )
        where = agreement.place("commitments", position, "target", *filter(None, (label,)))
        hint = f"write target: at least {ceil(needed)}, or correct the basis; sla goals shows the way"
        yield Notice(WarningName.BASIS_DISAGREES, message, where, hint)
        return


# ---------------------------------------------------------------- the desk


def _capacity(agreement: Agreement) -> Iterator[Notice]:
    """One warning, about the volume that takes most: who is owed several may be owed some records twice."""
    terms = agreement.terms
    assert terms.capacity is not None
    desk = desk_of(terms.capacity)
    worst: tuple[Fraction, str] | None = None
    for volume in volumes_of(terms):
        attempts = attempts_on(terms, volume)
        records = max(target.amount for _, target in volume.target.each)
        takes = desk.hours_for(Fraction(records), Fraction(attempts))
        has = desk.hours_of(volume.per)
        if takes > has and (worst is None or takes / has > worst[0]):
            several = f" of {attempts} attempts each" if attempts > 1 else ""
            message = (
                f'"{volume.id}" brings {plain(records)} a {volume.per.noun}, which{several} take '
                f"{ceil(takes)} hours, and {terms.capacity.party} has {int(has)}"
            )
            worst = takes / has, message
    if worst is not None:
        hint = "agree on a smaller volume, fewer attempts or more people; sla goals shows the arithmetic"
        yield Notice(WarningName.CAPACITY_SHORT, worst[1], agreement.place("capacity"), hint)


def volumes_of(terms: Terms) -> list[Commitment]:
    """The counts that are owed to the party whose capacity is stated, as far as they ask for a number at least."""
    assert terms.capacity is not None
    return [
        found
        for found in terms.commitments
        if found.measure.kind == "count"
        and found.target.direction == "at least"
        and not found.by_all
        and terms.receiver(found) == terms.capacity.party
    ]


def attempts_on(terms: Terms, volume: Commitment) -> int:
    """How many attempts the party owes each record of a volume at the most; one where nothing says it."""
    assert terms.capacity is not None
    owed = [
        found.measure.times
        for found in terms.commitments
        if found.by in (terms.capacity.party, "both")
        and isinstance(found.measure, Attempts)
        and found.measure.source == volume.measure.source
        and _filter(terms, found) == _filter(terms, volume)
    ]
    return max(owed, default=1)


def _filter(terms: Terms, commitment: Commitment) -> object:
    return meaning(resolved(commitment.measure.where, terms.conditions(), terms.coverage.timezone))
