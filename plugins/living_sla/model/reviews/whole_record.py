"""What holds of every record, so that whoever shows one need not ask again: names, lengths, and no single records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec.structs import asdict

from living_sla.model.figures.attainment import Attainment
from living_sla.model.paths import is_agreement
from living_sla.model.reviews.record import (
    FrozenAgreement,
    FrozenCommitment,
    FrozenDurations,
    ReviewRecord,
    SealedReview,
)
from living_sla.model.reviews.review_id import is_review_id, review_id
from living_sla.model.time.period import Period
from living_sla.model.time.zones import canonical_zone
from living_sla.unreadable import Unreadable

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OBJECT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST_COUNT = 10**12


def require_whole(record: ReviewRecord) -> None:
    """Raise `Unreadable` where a record says what none can say, such as more periods of the review than there are."""
    require_names(record)
    for what in _wrong_figures(record):
        raise Unreadable(what)


def require_names(record: ReviewRecord) -> None:
    """Raise `Unreadable` where a name, a digest or a path in it is none; its figures are not looked at."""
    for what in _wrong_names(record):
        raise Unreadable(what)


def never_frozen(record: ReviewRecord, *, is_whole: bool) -> Iterator[str]:
    """What a record says and no review that was frozen does; its names are known to be ones.

    Of one that was read in part, not `is_whole`, no more is asked of what is open than its own periods tell.
    """
    zones = {agreement.timezone for agreement in record.agreements}
    if zones and record.period not in [_period(record, timezone) for timezone in zones]:
        yield "has another period than its name says"
    if record.as_of < record.period.end:
        yield "speaks of a period that had not ended when its data was exported"
    if not record.agreements:
        yield "is about no agreement"
    if not record.sources:
        yield "is made of no export"
    pending = sum(map(pending_of, record.agreements))
    if record.pending < pending or (is_whole and record.pending != pending):
        yield f"says that {record.pending} outcomes were open, and its figures say {pending}"


def pending_of(agreement: FrozenAgreement) -> int:
    """Outcomes that are open, of records of the period or of own periods that end in it, whichever are more."""
    found = 0
    for of in agreement.commitments:
        own = sum(attained.counts.pending for attained in of.reviewed)
        found += max(own, of.pooled.counts.pending if of.pooled is not None else 0)
    return found


def _period(record: ReviewRecord, timezone: str) -> Period | None:
    try:
        return review_id(record.id).period(timezone, record.fiscal_year_start)
    except Unreadable:
        return None


def _wrong_names(record: ReviewRecord) -> Iterator[str]:
    if not is_review_id(record.id):
        yield "its name is not that of a review"
    elif (review_id(record.id).label, review_id(record.id).kind) != (record.period.label, record.period.kind):
        yield "its period is not that of its name"
    if not _OBJECT.fullmatch(record.commit):
        yield "the commit is not the id of one"
    for other in (record.previous, record.restates.review if record.restates else None):
        yield from _wrong_review(other)
    if not 1 <= record.fiscal_year_start <= 12:
        yield "fiscal years begin in no month"
    if record.pending < 0:
        yield "a number of records is below zero"
    for file in (file for source in record.sources for file in source.files):
        if not _is_inside(file.path):
            yield "an export lies outside the project"
        if not _SHA256.fullmatch(file.sha256) or not (file.blob is None or _OBJECT.fullmatch(file.blob)):
            yield "a digest of an export is not one"
    ids = [agreement.id for agreement in record.agreements]
    if ids != sorted(set(ids)):
        yield "the agreements are not in order"
    for agreement in record.agreements:
        yield from _wrong_agreement(agreement)


def _is_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    outside = pure.is_absolute() or ".." in pure.parts or "\\" in path or re.match("[A-Za-z]:", path)
    return bool(path) and not outside


def _is_zone(text: str) -> bool:
    try:
        return canonical_zone(text) == text
    except Unreadable:
        return False


def _wrong_figures(record: ReviewRecord) -> Iterator[str]:
    for agreement in record.agreements:
        for commitment in agreement.commitments:
            yield from _wrong_commitment(commitment, agreement.id)
        for proposal in agreement.proposals:
            for attained in (one for of in proposal.backtest.values() for one in of):
                yield from _wrong_figure(attained)


def _wrong_review(other: SealedReview | None) -> Iterator[str]:
    if other is not None and not (is_review_id(other.id) and _SHA256.fullmatch(other.seal)):
        yield "another review is named by no name and seal"


def _wrong_agreement(agreement: FrozenAgreement) -> Iterator[str]:
    if not _SLUG.fullmatch(agreement.id):
        yield "an agreement has no id"
    if not is_agreement(agreement.path) or not _is_inside(agreement.path):
        yield "an agreement lies where none is read"
    if not _is_zone(agreement.timezone):
        yield "a time zone is not one"
    for version in agreement.versions:
        if version.file != f"terms/{agreement.id}.v{version.number}.md" or not _SHA256.fullmatch(version.digest):
            yield "a version has another file or digest than versions have"
    known = [of.id for of in agreement.commitments]
    if len(set(known)) != len(known) or not all(map(_SLUG.fullmatch, known)):
        yield "a commitment has no id of its own"


def _wrong_commitment(of: FrozenCommitment, agreement: str) -> Iterator[str]:
    if not 0 <= of.in_review <= len(of.series):
        yield "a commitment has fewer periods than it says"
    if len(of.segments) != len(of.series):
        yield "a commitment has segments of other periods"
    pooled = [one for one in (of.pooled, of.before) if one is not None]
    for attained in (
        *of.series,
        *pooled,
        *of.pooled_segments,
        *of.before_segments,
        *(s for p in of.segments for s in p),
    ):
        if (attained.agreement, attained.commitment) != (agreement, of.id):
            yield "a figure is another commitment's"
        yield from _wrong_figure(attained)
    if of.durations is not None:
        yield from _wrong_durations(of.durations)


def _wrong_figure(attained: Attainment) -> Iterator[str]:
    counts = asdict(attained.counts).values()
    if not all(0 <= count <= _MOST_COUNT for count in counts):
        yield "a number of records is below zero"
    if attained.misses or any(part.misses for part in attained.parts):
        yield "it holds single records"
    if any(part.parts for part in attained.parts):
        yield "a part of a period has parts"
    if attained.target.by_period:
        yield "a target is that of several periods"
    if attained.window is not None and not attained.window[0] <= attained.window[1]:
        yield "a window ends before it begins"
    if not attained.period.start < attained.period.end:
        yield "a period ends before it begins"


def _wrong_durations(durations: FrozenDurations) -> Iterator[str]:
    for of in durations.periods:
        if len(of.counts) != len(of.edges) + 1 or list(of.edges) != sorted(set(of.edges)) or min(of.counts) < 0:
            yield "a histogram has bars without ends"
