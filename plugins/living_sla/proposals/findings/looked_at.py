"""What a finding is made from, and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.model.past.change import Change, Direction

if TYPE_CHECKING:
    from living_sla.errors import Place
    from living_sla.model.past.timeline import Timeline
    from living_sla.model.proposals.proposal import ProposedAgreement


class LookedAt(Struct, frozen=True):
    """One agreement that a proposal touches, with everything that findings about it depend on."""

    proposed: ProposedAgreement
    agreed: Timeline | None
    """As the base tells it; None for a new agreement."""
    at: datetime
    """The instant of the proposal."""

    def place(self, commitment: str, *field: str) -> Place:
        """Where a commitment stands as proposed, or stood where it is dropped; or a field of it."""
        sides = (self.proposed.compared.after, self.proposed.compared.before)
        for agreement in sides:
            ids = [each.id for each in agreement.terms.commitments] if agreement is not None else []
            if agreement is not None and commitment in ids:
                return agreement.place("commitments", ids.index(commitment), *field)
        return self.proposed.compared.agreement.place("commitments")


class Noticed(Struct, frozen=True):
    """One thing that was found."""

    sentence: str
    place: Place
    commitment: str | None = None
    gains: str | None = None
    """The key of the party that alone gains by it."""
    answers: tuple[str, ...] | None = None
    """The keys of the parties whose signatories may waive it; empty where nobody may, None where any of them may."""


def gains_by(of: LookedAt, changes: Iterable[Change]) -> str | None:
    """The key of the party that alone gains by these changes: it is eased, or the only other one is pressed."""
    parties = frozenset(of.proposed.compared.agreement.terms.parties)
    gaining: set[str | None] = set()
    for change in changes:
        if change.direction is Direction.EASED:
            gaining.add(change.party)
        elif change.direction is Direction.TIGHTENED:
            others = parties - {change.party}
            gaining.add(next(iter(others)) if change.party in parties and len(others) == 1 else None)
    return gaining.pop() if len(gaining) == 1 else None
