"""What is open, in the order in which it falls due: for the people who do the work, never for a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct


class OpenRecord(Struct, frozen=True):
    """A record whose end is not known at the as-of."""

    agreement: str
    commitment: str
    title: str
    """Of the commitment."""
    key: str
    since: datetime
    """When its clock started."""
    due: datetime
    told: datetime
    """The moment against which it is told: up to when the exports of its commitment speak, or the clock."""
    timezone: str
    """The zone of the agreement, in which its days are told."""
    owner: str = ""
    """Who looks after it, where the source declares a column that says so; empty where that is blank."""
    link: str | None = None
    """Its address in the CRM."""

    @property
    def is_overdue(self) -> bool:
        """Whether it has fallen due: then it is a miss in the figures of that moment."""
        return self.due <= self.told


class Worklist(Struct, frozen=True):
    """The open records of some commitments."""

    records: Sequence[OpenRecord]
    """Those that fall due first come first."""
    now: datetime
    """The clock, or the earliest moment up to which the exports speak."""
    as_of: datetime | None
    """Up to when the exports speak, the earliest of them; None where no export was read."""
    owned: bool = False
    """Whether any source says who looks after a record."""
    later: int = 0
    """How many more there are that fall due later than was asked for."""
