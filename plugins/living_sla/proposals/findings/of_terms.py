"""Findings that rest on the terms alone: what asks for the past, what is dropped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from living_sla.model.time.zones import zone
from living_sla.proposals.findings.looked_at import LookedAt, Noticed
from living_sla.words.proposals import findings as words


def retroactive(of: LookedAt) -> Iterator[Noticed]:
    """The first day has passed before the terms could land; one that stands there unchanged asks for nothing."""
    before, after = of.proposed.compared.before, of.proposed.compared.after
    if after is None or (before is not None and before.terms.effective == after.terms.effective):
        return
    over = zone(after.terms.coverage.timezone).instant(after.terms.effective + timedelta(days=1))
    if over <= of.at and of.proposed.changes_terms:
        yield Noticed(words.retroactive(after), after.place("effective"))


def dropped(of: LookedAt) -> Iterator[Noticed]:
    """A commitment, or the whole agreement, is not there any more."""
    before, after = of.proposed.compared.before, of.proposed.compared.after
    if before is None:
        return
    if after is None:
        yield Noticed(words.agreement_dropped(before), before.place())
        return
    kept = {commitment.id for commitment in after.terms.commitments}
    for position, commitment in enumerate(before.terms.commitments):
        if commitment.id not in kept:
            gains = None if commitment.by_all else commitment.by
            place = before.place("commitments", position)
            yield Noticed(words.commitment_dropped(before, commitment), place, commitment.id, gains)
