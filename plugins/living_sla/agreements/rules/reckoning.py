"""Warnings of arithmetic: a target that its basis does not lead to, and a desk that cannot do what it is owed."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from living_sla.errors import Notice, WarningName
from living_sla.model.agreement.terms import Agreement, Commitment
from living_sla.model.figures.goal_item import agrees, short_volume
from living_sla.model.figures.goals import goal_of
from living_sla.model.notation import plain
from living_sla.words.terms.plans import load_words


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
    """One warning, about the volume that takes most."""
    short = short_volume(agreement.terms)
    if short is not None:
        hint = "agree on a smaller volume, fewer attempts or more people; sla goals shows the arithmetic"
        message = load_words(agreement.terms, short)
        yield Notice(WarningName.CAPACITY_SHORT, message, agreement.place("capacity"), hint)
