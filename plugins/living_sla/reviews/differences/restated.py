"""Reviews with what differs from them today: every figure recomputed where somebody asks, or those that seem to differ.

Recomputing reads exports, up to three times a review. A build has read today's already: what its report says of the
periods of a review is held against the record first, and only a review that may differ is recomputed. What came of it
is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from living_sla import __version__
from living_sla.model.figures.standing import Report
from living_sla.model.reviews.differences import Difference, FoundDifferences
from living_sla.model.reviews.record import Releases, ReviewRecord
from living_sla.model.reviews.review import CheckFinding, Level, Review
from living_sla.model.time.calendar import calendar_release
from living_sla.model.time.zones import zones_release
from living_sla.reviews.differences.frozen_figures import frozen_figures, label_of
from living_sla.reviews.differences.remembered import RememberedDifferences
from living_sla.reviews.folder.layout import RECORD
from living_sla.words.reviews.restated import release_words

if TYPE_CHECKING:
    from living_sla.model.figures.attainment import Attainment
    from living_sla.report import Agreed


def with_figures(agreed: Agreed, reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The reviews with how their figures differ from today's: each is recomputed, but those that are broken."""
    return tuple(_with(review, _recomputed(agreed, review)) if _is_whole(review) else review for review in reviews)


def with_restated(
    agreed: Agreed, report: Report, reviews: Iterable[Review], whole: Callable[[Review], Review] = lambda of: of
) -> tuple[Review, ...]:
    """The same, recomputed only where the figures of `report` are not those of the record.

    Of reviews in brief, `whole` reads the rest of those that are recomputed.

    A figure that the report does not have, as that of a month of a commitment that is judged by the year, is taken to
    be what it was.
    """
    today, remembered = _by_period(report), RememberedDifferences(agreed, report)
    found = []
    for review in reviews:
        if not _is_whole(review):
            found.append(review)
        elif review.record is None or not _may_differ(review.record, today):
            found.append(_with(review, FoundDifferences((), 0)))
        else:
            known = remembered.of(review)
            if known is None:
                known = _recomputed(agreed, whole(review))
                remembered.keep(review, known)
            found.append(_with(review, known))
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
    file = f"{review.folder}/{RECORD}"
    remarks = (CheckFinding(Level.FIGURES, file, what, broken=False) for what in told)
    return replace(review, differences=found.differences, findings=(*review.findings, *remarks))


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


def _may_differ(record: ReviewRecord, today: Mapping[_Period, tuple[Attainment, ...]]) -> bool:
    for figure in frozen_figures(record):
        if figure.pooled:
            continue
        known = today.get((figure.agreement, figure.commitment.id, *label_of(figure.attained.period)), ())
        if not known:
            return True
        now = next((of for of in known if of.segments == figure.attained.segments and not of.withheld), None)
        if now is not None and figure.parts(now) != figure.parts(figure.attained):
            return True
    return False
