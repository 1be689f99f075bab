"""Reviews with what differs from them today: every figure recomputed where somebody asks, or those that seem to differ.

Recomputing reads exports, up to three times a review. A build has read today's already: what its report says of the
periods of a review is held against the record first, and only a review that may differ is recomputed, the newest first,
up to a limit; of others it says which figures its report tells otherwise. What came of it is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from living_sla import __version__
from living_sla.model.figures.standing import Report
from living_sla.model.reviews.differences import Difference, FoundDifferences
from living_sla.model.reviews.record import Releases, ReviewRecord
from living_sla.model.reviews.review import CheckFinding, Level, Review
from living_sla.model.reviews.review_id import ReviewId
from living_sla.model.time.calendar import calendar_release
from living_sla.model.time.zones import zones_release
from living_sla.reviews.differences.frozen_figures import frozen_figures, label_of
from living_sla.reviews.differences.remembered import RememberedDifferences
from living_sla.reviews.folder.layout import RECORD
from living_sla.words.reviews.restated import otherwise_words, release_words

if TYPE_CHECKING:
    from living_sla.model.figures.attainment import Attainment
    from living_sla.report import Agreed


def with_figures(
    agreed: Agreed, reviews: Iterable[Review], remembered: RememberedDifferences | None = None
) -> tuple[Review, ...]:
    """The reviews with how their figures differ from today's: each is recomputed, but those that are broken.

    What came of it is `remembered` for the next build.
    """
    found = []
    for review in reviews:
        if _is_whole(review):
            known = _recomputed(agreed, review)
            if remembered is not None:
                remembered.keep(review, known)
            review = _with(review, known)
        found.append(review)
    return tuple(found)


def with_restated(
    agreed: Agreed,
    report: Report,
    reviews: Iterable[Review],
    compared: Callable[[Review], ReviewRecord | None] = lambda of: of.record,
    whole: Callable[[Review], Review] = lambda of: of,
) -> tuple[Review, ...]:
    """The same, recomputed only where the figures of `report` are not those of the record, as long as a build may.

    Of reviews in brief, `compared` gives the record with the segments of its own periods, and `whole` all of it. Beyond
    the limit a review is told of as `sla verify --figures` left it, or else by what the report has otherwise.

    A figure that the report does not have, as that of a month of a commitment that is judged by the year, is taken to
    be what it was.
    """
    several, remembered = tuple(reviews), RememberedDifferences(agreed, report)
    figures = cache(lambda: _by_period(report))

    def otherwise(review: Review) -> FoundDifferences:
        """The figures that the report tells otherwise than the record of a review; by no cause, for none is known."""
        known = remembered.otherwise(review)
        if known is None:
            record = compared(review)
            known = _otherwise(record, figures()) if record is not None else FoundDifferences((), 0)
            remembered.keep_otherwise(review, known)
        return known

    other = {review.id: otherwise(review) for review in several if _is_whole(review)}
    may_differ = {id for id, of in other.items() if of.differences or of.why_not}
    now = within_budget(of for of in reversed(several) if of.id in may_differ)
    found = []
    for review in several:
        if not _is_whole(review):
            found.append(review)
        elif review.id not in may_differ:
            found.append(_with(review, FoundDifferences((), 0)))
        else:
            known = remembered.of(review)
            if known is None and review.id in now:
                known = _recomputed(agreed, whole(review))
                remembered.keep(review, known)
            found.append(_with(review, known) if known is not None else _passed_over(review, other[review.id]))
    return tuple(found)


def _is_whole(review: Review) -> bool:
    return review.record is not None and not review.broken


def _recomputed(agreed: Agreed, review: Review) -> FoundDifferences:
    # Imported late: whoever does not compare is not kept waiting for what reads exports.
    from living_sla.reviews.differences.compare import compared

    return compared(agreed, review)


def _with(review: Review, found: FoundDifferences) -> Review:
    told = [f"cannot be compared whole: {why}" for why in found.why_not]
    if review.record is not None and any(map(_by_release, found.differences)):
        today = Releases(f"living-sla {__version__}", calendar_release(), zones_release())
        told += [others for others in (release_words(review.record, today),) if others]
    return replace(_told(review, told), differences=found.differences)


def _passed_over(review: Review, other: FoundDifferences) -> Review:
    """The review with the figures that a report tells otherwise; nobody knows yet what they hang on."""
    assert review.record is not None
    return _told(review, otherwise_words(review.record, other.differences))


def _told(review: Review, several: Iterable[str]) -> Review:
    remarks = (CheckFinding(Level.FIGURES, f"{review.folder}/{RECORD}", what, broken=False) for what in several)
    return replace(review, findings=(*review.findings, *remarks))


def _by_release(found: Difference) -> bool:
    return any(part is not None and not part.is_nothing for part in (found.product, found.calendar))


# ---------------------------------------------------------------- what a report says

_Period = tuple[str, str, str, str]
"""An agreement, a commitment, and kind and label of a period."""


def _by_period(report: Report) -> Mapping[_Period, tuple[Attainment, ...]]:
    """The figures of a report, those of a period and of its segments together."""
    return {
        (agreement.id, standing.id, *label_of(whole.period)): (whole, *segments)
        for agreement in report.agreements
        for standing in agreement.commitments
        for whole, segments in zip(standing.series, standing.segments, strict=True)
    }


def _otherwise(record: ReviewRecord, today: Mapping[_Period, tuple[Attainment, ...]]) -> FoundDifferences:
    others, lacking = list[Difference](), dict[str, None]()
    for figure in frozen_figures(record):
        if figure.pooled:
            continue
        period, was = figure.attained.period, figure.parts(figure.attained)
        known = today.get((figure.agreement, figure.commitment.id, *label_of(period)), ())
        if not known:
            lacking[f"the report has no figures of {period.label}"] = None
            continue
        found = next((of for of in known if of.segments == figure.attained.segments and not of.withheld), None)
        now = figure.parts(found) if found is not None else was
        if now != was:
            where = (figure.agreement, figure.commitment.id, period.label, figure.attained.segment)
            others.append(Difference(*where, was, now, None, None, None, None))
    return FoundDifferences(tuple(others), 0, tuple(lacking))


# ---------------------------------------------------------------- how much a build compares

ENOUGH = 64
"""What a build compares at most, in the units of `cost`: about 5 s."""


def within_budget(newest_first: Iterable[Review]) -> frozenset[ReviewId]:
    """Those that a build compares: the newest ones, by what they hold and never by a clock.

    Two builds of one commit compare the same reviews, whatever the machine and whatever is remembered. One that is too
    large for what is left waits, and keeps no other waiting.
    """
    left, found = ENOUGH, set()
    for review in newest_first:
        if review.record is not None and cost(review.record) <= left:
            left -= cost(review.record)
            found.add(review.id)
    return frozenset(found)


def cost(record: ReviewRecord) -> int:
    """How long it takes to compare a review, of which one commitment takes about as long as one megabyte of exports.

    Each figure of ten years with segments is made two or three times; exports are read as often, and again for records.
    """
    commitments = sum(len(of.commitments) for of in record.agreements)
    size = sum(file.bytes for source in record.sources for file in source.files)
    return commitments + (size >> 20)
