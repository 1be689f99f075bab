"""Sign-offs of reviews in words for a terminal: the commit to make of one, and what each is worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from living_sla.model.reviews.review import Review
from living_sla.model.reviews.signoff import ReviewSignOff, ReviewSignOffFile
from living_sla.model.reviews.state import WaitingParty, waiting_parties
from living_sla.words.layout import aligned


def accept_message(files: Sequence[ReviewSignOffFile]) -> str:
    """The message of the commit: ``Accept 2026-Q3 for sales, with dissent``."""
    parties = " and ".join(file.party for file in files)
    dissent = ", with dissent" if any(file.dissent for file in files) else ""
    return f"Accept {files[0].review} for {parties}{dissent}"


def review_signoff_lines(review: Review) -> Iterator[str]:
    """One line for each sign-off, in the order in which they landed, then one for each party that has to sign."""
    rows = [_cells(review, signoff) for signoff in review.signoffs]
    rows += [_waiting(review, missing) for missing in waiting_parties(review)]
    yield from aligned(rows)


def _cells(review: Review, signoff: ReviewSignOff) -> tuple[str, ...]:
    file = signoff.file
    dissent = " With dissent." if file.dissent else ""
    return (
        str(review.id),
        file.party,
        file.signer,
        signoff.level.label,
        f"{signoff.sentence} {verdict(signoff)}{dissent}",
    )


def verdict(signoff: ReviewSignOff) -> str:
    """``It counts.``, or why it does not."""
    if signoff.refused:
        return f"It does not count: {signoff.refused}."
    return f"It counts no longer: {signoff.stale[:1].lower()}{signoff.stale[1:]}" if signoff.stale else "It counts."


def _waiting(review: Review, missing: WaitingParty) -> tuple[str, ...]:
    return (
        str(review.id),
        missing.party,
        " or ".join(missing.signatories),
        "missing",
        f"Has to accept {missing.agreement}.",
    )
