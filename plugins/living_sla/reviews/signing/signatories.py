"""Who may sign a review: those whom its record names, as far as the terms on the main line say the same.

A record is written by whoever freezes it. So nobody becomes a signatory by freezing one: not by writing a name into it,
not by naming terms that never were, and not by leaving out the version that had taken the name away.
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.history.signoffs.refusals import Signatories, wrong_signatory
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import Timeline, VersionStanding
from living_sla.model.reviews.record import FrozenAgreement, ReviewRecord
from living_sla.model.reviews.review_id import review_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from living_sla.history.past import Past


class MainLineTerms(Struct, frozen=True, dict=True):
    """The terms that landed, and which of them were in force when."""

    past: Past

    def wrong_signer(self, signer: str, party: str, agreement: FrozenAgreement, record: ReviewRecord) -> str:
        """Why somebody may not sign for a party of an agreement in a record; empty where they may."""
        named = tuple((key, tuple(addresses)) for key, addresses in agreement.signatories.items() if addresses)
        wrong = wrong_signatory(signer, party, named)
        if wrong:
            return wrong
        newest = agreement.versions[-1] if agreement.versions else None
        terms = self._signatories.get((agreement.id, newest.digest)) if newest else None
        if newest is None or terms is None:
            return "the main line holds no version with the terms that the record names"
        if wrong_signatory(signer, party, terms):
            return f"the record lets {signer} sign for {party}, and version {newest.number} of the terms does not"
        end = review_id(record.id).period(agreement.timezone, record.fiscal_year_start).end
        bound = _in_force_before(self.past.timelines.get(agreement.id), end)
        if bound is not None and wrong_signatory(signer, party, bound.version.essentials.signatories):
            number = bound.version.number
            return f"{signer} does not sign for {party} in version {number}, which was in force at the period's end"
        return ""

    @cached_property
    def _signatories(self) -> Mapping[tuple[str, str], Signatories]:
        """By agreement and digest of its terms: of every version that the main line held."""
        return {
            (agreement, version.digest): version.essentials.signatories
            for agreement, versions in self.past.history.versions.items()
            for version in versions
            if not version.is_draft
        }


def _in_force_before(timeline: Timeline | None, end: datetime) -> VersionStanding | None:
    """The version that was in force last before an instant; None where nobody could tell then.

    The first version of all holds from its effective day whenever it was signed: what was signed after the instant was
    one of several proposals before it.
    """
    spans = [span for span in timeline.spans if span.basis is Basis.IN_FORCE and span.start < end] if timeline else []
    if timeline is None or not spans:
        return None
    bound = timeline.standing(spans[-1].version)
    agreed = [signoff.landed.landed_at for signoff in bound.signoffs if signoff.landed and bound.counts(signoff)]
    landed = bound.version.landed.landed_at if bound.version.landed else end
    return None if bound.reaches_back and max([landed, *agreed]) >= end else bound
