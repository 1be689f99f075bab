"""What checking reviews found, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from living_sla.model.harmless import harmless
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.signoff import ReviewSignOff
from living_sla.model.reviews.state import WaitingParty, restated_by, state_of, still_waiting
from living_sla.words import numbers
from living_sla.words.layout import aligned
from living_sla.words.reviews.restated import cause_words, difference_words, record_words

MOST_FINDINGS = 20
"""Lines about one review that a person is shown."""
_LONGEST = 2000
"""Characters of a dissent: more than a file of a sign-off may have."""


def review_lines(reviews: Sequence[Review], shelf: Sequence[Review] = ()) -> Iterator[str]:
    """A line each with seal, state and verdict, and indented below it what was found, and who signed or has to.

    `shelf` are all reviews: nobody has to sign any more what one of them restates.
    """
    heads = aligned([_head(review) for review in reviews])
    for review, head in zip(reviews, heads, strict=True):
        yield head
        yield from (f"  {found}" for found in review.findings[:MOST_FINDINGS])
        if len(review.findings) > MOST_FINDINGS:
            yield f"  and {len(review.findings) - MOST_FINDINGS:,} more: --format json names them all"
        signed = [_signed(signoff) for signoff in review.signoffs]
        correction = restated_by(review, shelf)
        rows = signed + [_waiting(party) for party in still_waiting(review, shelf)]
        yield from (f"  {line}" for line in aligned(rows))
        if correction is not None:
            yield f"  Restated by {correction.id}, so nobody has to sign it any more."
        yield from (f"  {line}" for line in figure_lines(review))


def figure_lines(review: Review) -> Iterator[str]:
    """What differs from a review today, by which causes and which records; nothing where nobody compared."""
    record, found = review.record, review.differences
    if record is None or found is None or review.broken:
        return
    if not found:
        yield "Every figure that could be compared is what it was."
    for of in found:
        yield f"{difference_words(record, of)}."
        yield from (f"  {line}" for line in (cause_words(record, of),) if line)
        yield from (f"  {what}: {keys}" for what, keys in record_words(of))


def _head(review: Review) -> tuple[str, str, str, str]:
    return str(review.id), review.short_seal or "no seal", str(state_of(review)), verdict_words(review)


def verdict_words(review: Review) -> str:
    """``broken``, or since when the main line has it as it is."""
    if review.broken:
        return "broken"
    if review.landed is None:
        return "not anchored"
    return f"anchored {review.landed.landed_at:%Y-%m-%d}, commit {review.landed.id[:12]}"


def _signed(signoff: ReviewSignOff) -> tuple[str, ...]:
    file = signoff.file
    verdict = "It counts." if signoff.counts else f"It does not count: {signoff.refused or signoff.stale}"
    dissent = f' Dissent: "{harmless(file.dissent, _LONGEST)}"' if file.dissent else ""
    told = f"{signoff.sentence} {verdict.rstrip('.')}.{dissent}"
    return file.party, file.signer, numbers.listed(file.agreements), signoff.level.label, told


def _waiting(waiting: WaitingParty) -> tuple[str, ...]:
    return waiting.party, " or ".join(waiting.signatories), waiting.agreement, "missing", "Has to sign."
