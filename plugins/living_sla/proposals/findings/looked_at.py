"""What a finding is made from, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from living_sla.errors import Place
    from living_sla.model.past.timeline import Timeline
    from living_sla.model.proposals.proposal import ProposedAgreement


@dataclass(frozen=True)
class LookedAt:
    """One agreement that a proposal touches, with everything that findings about it depend on."""

    proposed: ProposedAgreement
    agreed: Timeline | None
    """As the base tells it; None for a new agreement."""
    at: datetime
    """The instant of the proposal."""


@dataclass(frozen=True)
class Noticed:
    """One thing that was found."""

    sentence: str
    place: Place
    commitment: str | None = None
    gains: str | None = None
    """The key of the party that alone gains by it."""
