"""The exit code of `sla verify`: the worst of what it found."""

from __future__ import annotations

from collections.abc import Sequence

from living_sla.errors import EnvironmentFault, SlaError
from living_sla.history.signoffs.evidence import FORGED
from living_sla.history.signoffs.proven import REMOVED
from living_sla.history.signoffs.verdict import Finding
from living_sla.history.signoffs.verification import Verification
from living_sla.model.reviews.review import Level, Review
from living_sla.model.reviews.state import still_waiting


def verdict_of(signoffs: Verification, reviews: Sequence[Review], shelf: Sequence[Review], *, lacking: bool) -> int:
    """0 fine, 1 a signature is missing or does not count, 2 broken or forged, 3 `lacking` a history, or a tool.

    What is broken is so however much could not be looked at; and while a signature could not be looked at, nobody can
    say that it is missing. So 2 comes before 3, and 3 before 1. `shelf` are all reviews, of which these are some.
    """
    if signoffs.forged or any(review.broken for review in reviews):
        return SlaError.exit_code
    evidence = [
        *(signoff.evidence for signoff in signoffs.signoffs),
        *(signoff.evidence for review in reviews for signoff in review.signoffs),
    ]
    if lacking or Finding.NO_SSH_KEYGEN in evidence:
        return EnvironmentFault.exit_code
    return int(bool(signoffs.missing) or any(_lacks(review, shelf) for review in reviews))


def _lacks(review: Review, shelf: Sequence[Review]) -> bool:
    """Whether a signature is missing, stale or refused."""
    there = [signoff for signoff in review.signoffs if not signoff.refused.startswith(REMOVED)]
    refused = any(signoff.refused or signoff.evidence in FORGED for signoff in there)
    unreadable = any(found.level is Level.SIGNATURES for found in review.findings)
    return refused or unreadable or bool(still_waiting(review, shelf))
