"""Consequences in words: after which misses, for which commitments, and whether they are set off now."""

from __future__ import annotations

from living_sla.model.agreement.terms import Terms, Trigger
from living_sla.model.counted import counted
from living_sla.model.figures.standing import AgreementStanding
from living_sla.model.past.basis import Basis
from living_sla.model.quantity import Misses
from living_sla.words import numbers, times


def commitment_titles(agreed: Terms, commitments: tuple[str, ...]) -> str:
    """The commitments that an exception or a consequence is about."""
    return numbers.listed(agreed.commitment(key).title for key in commitments) if commitments else "every commitment"


def after(misses: Misses) -> str:
    """What sets off a consequence: ``After 1 miss``, ``After 3 misses in a row``."""
    return f"After {counted(misses.count, 'miss', 'misses')}{' in a row' * misses.in_a_row}"


def set_off(standing: AgreementStanding, trigger: Trigger) -> str:
    """Which misses set a consequence off now; empty where none do. Terms that bind nobody only would."""
    mine = [consequence for consequence in standing.triggered if consequence.trigger == trigger]
    if not mine:
        return ""
    verb = "Applies" if standing.basis is Basis.IN_FORCE else "Would apply"
    titles = {part.commitment.id: part.commitment.title for part in standing.commitments}
    missed = numbers.listed(
        f"{titles[consequence.commitment]} in {times.periods(consequence.periods)}" for consequence in mine
    )
    return f"{verb} now: {missed}."
