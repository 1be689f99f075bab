"""The chain of reviews: each names the one before it with its true seal, and none is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from living_sla.errors import Fault
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.review import CheckFinding, Level, Review
from living_sla.reviews.folder.layout import RECORD

_NOT_YET = datetime.max.replace(tzinfo=UTC)


def chain_findings(reviews: Sequence[Review]) -> Mapping[str, tuple[CheckFinding, ...]]:
    """What is wrong about the chain, by the name of the review; those that cannot be read are links nobody can follow.

    Of two that cannot both be right, the one that landed later is told of.
    """
    by_name = {str(review.id): review for review in reviews}
    first: str | None = None
    followed: dict[str, str] = {}
    found: dict[str, list[CheckFinding]] = {}
    for review in sorted(reviews, key=_order):
        name, record = str(review.id), review.record
        if record is None:
            continue
        findings = [*_names(review, record), *_restates(review, record, by_name)]
        if record.previous is None:
            if first is not None:
                findings.append(_finding(review, f"begins a chain of its own, as {first} did before it"))
            first = first or name
        else:
            findings += _follows(review, record, by_name)
            other = followed.setdefault(record.previous.id, name)
            if other != name:
                what = f"names {record.previous.id} as the review before it, as {other} does: the chain has two ends"
                findings.append(_finding(review, what))
        found[name] = findings
    return {name: tuple(findings) for name, findings in found.items() if findings}


def _order(review: Review) -> tuple[datetime, datetime, str]:
    """In which they came: as the main line has them, then as their data was exported."""
    landed = review.landed.landed_at if review.landed else _NOT_YET
    return landed, review.record.as_of if review.record else _NOT_YET, str(review.id)


def _names(review: Review, record: ReviewRecord) -> Iterator[CheckFinding]:
    if record.id != str(review.id):
        yield _finding(review, f"is the record of {record.id}: the folder has another name")
    if review.id.number > 1 and record.restates is None:
        yield _finding(review, "is called a correction, and does not say of what")


def _follows(review: Review, record: ReviewRecord, by_name: Mapping[str, Review]) -> Iterator[CheckFinding]:
    named = record.previous
    assert named is not None
    before = by_name.get(named.id)
    if before is None or not before.seal:
        yield _finding(review, f"names {named.id} as the review before it, which is not there")
    elif before.seal != named.seal:
        yield _finding(
            review, f"names the review before it, {named.id}, by the seal {named.seal[:12]}: it is {before.short_seal}"
        )
    elif review.landed and (before.landed is None or before.landed.landed_at > review.landed.landed_at):
        yield _finding(review, f"landed before {named.id}, which it names as the review before it")


def _restates(review: Review, record: ReviewRecord, by_name: Mapping[str, Review]) -> Iterator[CheckFinding]:
    if record.restates is None:
        return
    named = record.restates.review
    corrected = by_name.get(named.id)
    if corrected is None or not corrected.seal:
        yield _finding(review, f"corrects {named.id}, which is not there")
        return
    if corrected.seal != named.seal:
        yield _finding(review, f"corrects {named.id} by the seal {named.seal[:12]}: it is {corrected.short_seal}")
    if corrected.id.label != review.id.label or corrected.id.number >= review.id.number:
        yield _finding(review, f"corrects {named.id}, and is not called a correction of it")


def _finding(review: Review, what: str) -> CheckFinding:
    return CheckFinding(Level.CHAIN, f"{review.folder}/{RECORD}", what, code=Fault.BROKEN_REVIEW)
