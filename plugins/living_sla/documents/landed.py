"""Versions as they landed on the main line: what a document or a table about changes is made of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from living_sla.model.figures.standing import AgreementStanding
from living_sla.model.past.timeline import VersionStanding

MOST = 200
"""The newest versions that a document about all agreements holds; each agreement's own table has all of its own."""


class Landed(Struct, frozen=True):
    """One version of one agreement."""

    agreement: str
    """Its id."""
    at: datetime
    standing: VersionStanding

    @property
    def title(self) -> str:
        """The title of the agreement, as this version has it."""
        return self.standing.version.agreement.terms.title


def landed(agreements: Iterable[AgreementStanding]) -> list[Landed]:
    """Every version that is on the main line, the newest first; drafts are on nobody's."""
    found = [
        Landed(agreement.id, standing.version.landed.landed_at, standing)
        for agreement in agreements
        if agreement.timeline is not None
        for standing in agreement.timeline.versions
        if standing.version.landed is not None
    ]
    return sorted(found, key=lambda one: (one.at, one.agreement, one.standing.version.number), reverse=True)
