"""The steps from a frozen figure to today's: what each cause adds to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from living_sla.model.reviews.differences import Difference, FigureParts
from living_sla.model.reviews.record import ReviewRecord
from living_sla.reviews.differences.frozen_figures import FrozenFigure, Label, Which, frozen_figures, label_of

if TYPE_CHECKING:
    from living_sla.reviews.differences.recomputed import Recomputed


@dataclass(frozen=True)
class DifferingFigure:
    """A figure that differs, and how."""

    figure: FrozenFigure
    difference: Difference


def differing(
    record: ReviewRecord, was: Recomputed | None, between: Recomputed | None, now: Recomputed | None
) -> Iterator[DifferingFigure]:
    """The figures that are not today what they were, in the order of the record."""
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
            yield DifferingFigure(figure, difference)


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
