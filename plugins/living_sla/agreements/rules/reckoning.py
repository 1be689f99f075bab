"""Warnings of arithmetic: a target that its basis does not lead to, and a desk that cannot do what it is owed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from living_sla.errors import Notice, WarningName
from living_sla.model.agreement.terms import Agreement, Commitment
from living_sla.model.figures.goal_item import agrees, goal_items
from living_sla.model.figures.goals import goal_of
from living_sla.model.notation import plain


def reckoning_notices(agreement: Agreement) -> Iterator[Notice]:
    """What the numbers of an agreement say against each other."""
    for position, commitment in enumerate(agreement.terms.commitments):
        if commitment.basis is not None:
            yield from _basis(agreement, position, commitment)
    if agreement.terms.capacity is not None:
        yield from _capacity(agreement)


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
    worst: tuple[int, str] | None = None
    for item in goal_items(agreement.terms):
        if item.desk is None or agreement.terms.capacity is None:
            continue
        owed = item.commitment
        records = max(target.amount for _, target in owed.target.each)
        load = item.load(owed.per, Fraction(records))
        if load.left < 0 and (worst is None or load.left < worst[0]):
            several = f" of {item.attempts} attempts each" if item.attempts > 1 else ""
            message = (
                f'"{owed.id}" brings {plain(records)} a {owed.per.noun}, which{several} take {load.hours} hours, '
                f"and {agreement.terms.capacity.party} has {load.hours_there}"
            )
            worst = load.left, message
    if worst is not None:
        hint = "agree on a smaller volume, fewer attempts or more people; sla goals shows the arithmetic"
        yield Notice(WarningName.CAPACITY_SHORT, worst[1], agreement.place("capacity"), hint)
