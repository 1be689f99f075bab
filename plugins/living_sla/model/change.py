"""Changes of terms: what differs between two versions of an agreement, and whom each difference burdens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from living_sla.errors import Place


class Direction(StrEnum):
    """Which way a change goes for the party that it bears on."""

    TIGHTENED = "tightened"
    EASED = "eased"
    UNCLEAR = "cannot tell"
    """Treated as material for every party."""


@dataclass(frozen=True)
class Change:
    """One difference between the terms of two versions."""

    rule: str
    """The stable id of the rule that found it: ``target-tightened``."""
    commitment: str | None
    """The id of the commitment that it stands in; None for the agreement as a whole."""
    sentence: str
    """What changed, in plain words with both values: "The target rises from at least 90% to at least 95%."""
    direction: Direction
    party: str | None
    """The key of the party that the direction is told for; None where it cannot be told, or bears on all."""
    place: Place
    """Where it stands in the newer file (in the older one, for what was removed)."""
    breaks_series: bool = False
    """Whether figures left and right of it do not compare: what is counted has changed."""
