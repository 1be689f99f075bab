"""What the figures of a review are today, and why: three recomputations, each with one thing more of today.

    the record                                         95.8 %
      product     sealed export, sealed calendar       95.8 %    another release of the product or of the time zones
      calendar    sealed export, today's calendar      95.8 %    another release of the holidays
      data        today's export, today's calendar     95.5 %    another export: 2 records

Each part is the step from one line to the next, so they add up to the whole exactly. The terms are the sealed ones in
all three: later versions, exceptions and signatures never reach back. The first two are as of the sealed export.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec.structs import replace

from living_sla.errors import SlaError, each
from living_sla.figures.sources import absent
from living_sla.model.reviews.differences import Difference, FigureParts, FoundDifferences
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.review_id import review_id
from living_sla.reviews.differences.frozen_figures import FrozenFigure, Label, Which, frozen_figures, label_of
from living_sla.reviews.differences.inputs import Inputs, as_it_is
from living_sla.reviews.differences.recomputed import Recomputed, Rolls, changed_records, recomputed, rolls
from living_sla.reviews.differences.sealed_calendar import SealedDays, covers_alike, sealed_days, with_sealed_days
from living_sla.reviews.differences.sealed_export import SealedFiles, sealed_project
from living_sla.reviews.differences.sealed_terms import sealed_terms
from living_sla.reviews.folder import layout
from living_sla.reviews.folder.work_tree import held

if TYPE_CHECKING:
    from living_sla.model.agreement.coverage_terms import CoverageTerms
    from living_sla.model.reviews.review import Review
    from living_sla.model.time.cadence import PeriodKind
    from living_sla.report import Agreed
    from living_sla.reviews.differences.sealed_terms import Calendar, SealedTerms


def compared(agreed: Agreed, review: Review) -> FoundDifferences:
    """How the figures of a review differ from what its terms make of the exports today.

    Nothing is raised for what cannot be compared: the answer says why.
    """
    record = review.record
    if record is None:
        return FoundDifferences((), 0, ("the record cannot be read",))
    files = held(agreed.project.root, review.folder).files
    try:
        terms = sealed_terms(record, files, review.folder)
        days = sealed_days(files.get(layout.CALENDAR, b""), f"{review.folder}/{layout.CALENDAR}")
    except SlaError as fault:
        return FoundDifferences((), 0, tuple(of.message for of in each(fault)))
    with TemporaryDirectory(prefix="living-sla-") as laid_out:
        return _compared(agreed, terms, days, Path(laid_out))


def _compared(
    agreed: Agreed, terms: SealedTerms, days: Mapping[tuple[str, int], SealedDays], laid_out: Path
) -> FoundDifferences:
    record, why = terms.record, list[str]()
    kind, now = review_id(record.id).kind, record.period.end
    todays = Inputs(agreed.project, terms, as_it_is, now, absent(agreed.project))
    today = _recomputed(todays, kind, None, why, "today's exports")
    why += dict.fromkeys(f"today's exports cannot answer it all: {reason}" for reason in todays.silent(kind))
    files = SealedFiles(agreed.project.root, agreed.past.history.repository)
    sealed = Inputs(sealed_project(files, agreed.project, record, laid_out, why), terms, _sealed(days), now)
    able = todays.fed_by(sealed.project.sources, kind)
    was = _recomputed(sealed, kind, able, why, "the sealed exports")
    between = was
    if was is not None and not _same_calendar(terms, days):
        between = _recomputed(replace(sealed, calendar=as_it_is), kind, able, why, "the sealed exports")
    found = _with_records(_differing(record, was, between, today), between, today)
    return FoundDifferences(tuple(found), sum(1 for _ in frozen_figures(record)), tuple(why))


def _recomputed(
    inputs: Inputs, kind: PeriodKind, only: frozenset[Which] | None, why: list[str], what: str
) -> Recomputed | None:
    """The figures from these inputs; None where they cannot be read, and `why` grows by the reasons."""
    try:
        return recomputed(inputs, kind, only)
    except SlaError as fault:
        why += [f"{what} cannot be read: {of.message}" for of in each(fault)]
        return None


def _same_calendar(terms: SealedTerms, days: Mapping[tuple[str, int], SealedDays]) -> bool:
    """Whether the clocks of today have the hours that they had, so that nothing has to be recomputed for them."""
    for version, agreement in terms.versions.items():
        coverage, of = agreement.terms.coverage, days.get(version, {})
        if not covers_alike(coverage, with_sealed_days(coverage, of), of):
            return False
    return True


def _sealed(days: Mapping[tuple[str, int], SealedDays]) -> Calendar:
    def sealed(coverage: CoverageTerms, agreement: str, version: int) -> CoverageTerms:
        return with_sealed_days(coverage, days.get((agreement, version), {}))

    return sealed


def _with_records(
    found: Iterable[tuple[FrozenFigure, Difference]], before: Recomputed | None, now: Recomputed | None
) -> Iterator[Difference]:
    """The differences of some figures, each whose data differs with the records that make it."""
    several = list(found)
    wanted: dict[Which, set[Label]] = {}
    for figure, difference in several:
        if _by_data(difference):
            wanted.setdefault(figure.which, set()).add(label_of(figure.attained.period))
    had = has = Rolls({}, {})
    if wanted and before is not None and now is not None:
        had, has = rolls(before, wanted), rolls(now, wanted)
    for figure, difference in several:
        records = changed_records(figure, had, has) if _by_data(difference) else None
        yield replace(difference, records=records)


def _by_data(difference: Difference) -> bool:
    return difference.data is not None and not difference.data.is_nothing


def _differing(
    record: ReviewRecord, was: Recomputed | None, between: Recomputed | None, now: Recomputed | None
) -> Iterator[tuple[FrozenFigure, Difference]]:
    """The figures that are not today what they were, in the order of the record, each with how it differs."""
    figures = list(frozen_figures(record))
    together = _told_together(figures)
    for figure in figures:
        sides = [side for side in (was, between, now) if side is not None and figure.which in side.plans]
        if not all(side.may_show(figure) for side in sides):
            continue  # it is not shown by itself any more, so nothing is told of it
        told = together[figure.which]
        steps = [
            figure.parts(side.of(figure, told)) if side is not None and side in sides else None
            for side in (was, between, now)
        ]
        difference = _difference(figure, *steps)
        if difference is not None:
            yield figure, difference


def _told_together(figures: Iterable[FrozenFigure]) -> dict[Which, dict[Label, tuple[str, ...]]]:
    """The segments that the record tells as one, by commitment and by every period that it has a figure of."""
    together: dict[Which, dict[Label, tuple[str, ...]]] = {}
    for figure in figures:
        of = together.setdefault(figure.which, {})
        label = label_of(figure.attained.period)
        of[label] = figure.attained.merged or of.get(label, ())
    return together


def _difference(
    figure: FrozenFigure, was: FigureParts | None, between: FigureParts | None, now: FigureParts | None
) -> Difference | None:
    """How a figure differs from the record, and by which steps; None where it does not, or nobody knows."""
    frozen = figure.parts(figure.attained)
    today = now or between
    if today is None or today == frozen:
        return None
    return Difference(
        figure.agreement,
        figure.commitment.id,
        figure.attained.period.label,
        figure.attained.segment,
        frozen,
        today,
        was.since(frozen) if was else None,
        between.since(was) if between and was else None,
        now.since(between) if now and between else None,
        None,
    )
