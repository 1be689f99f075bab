"""Part 4: why commitments were missed: in the words of the minutes, and by segment, mix and behaviour."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.harmless import harmless
from living_sla.model.reviews.apart import why_apart
from living_sla.model.reviews.minutes import Minutes
from living_sla.model.reviews.mix import Mix, mix
from living_sla.model.reviews.record import FrozenAgreement, FrozenCommitment, ReviewRecord
from living_sla.model.reviews.series import news_of
from living_sla.pages.html import render
from living_sla.pages.reviews.actions import LONGEST
from living_sla.words import numbers, times
from living_sla.words.reviews.answer import all_owed, missed_in, periods_words
from living_sla.words.reviews.comparison import signed_part, unit_of_change
from living_sla.words.reviews.naming import title_in
from living_sla.words.standing import figures

_IN_FULL = 4
"""Commitments whose change is split; of the rest only the cause is told."""
_SEGMENTS = 8
"""Segments that are shown, those that add most first."""


class _SegmentRow(Struct, frozen=True):
    name: str
    weights: str
    """How much of all records it had, before and now."""
    figures: tuple[str, str]
    mix: str
    behaviour: str
    change: str


class _Split(Struct, frozen=True):
    """How far a change comes from other records, and how far from records that came to something else."""

    sentence: str
    column: str
    rows: tuple[_SegmentRow, ...]
    rest: str
    whole: _SegmentRow
    before: str
    now: str
    unit: str
    """What mix and behaviour are counted in: ``points``; empty where each says it."""


class _Cause(Struct, frozen=True):
    title: str
    what: str
    """``missed in August 2026``, ``a signal in August 2026``."""
    cause: str
    """Empty where nobody has written it yet."""
    is_asked: bool
    """Whether the minutes have to say it: it was missed."""
    split: _Split | None
    splits: bool
    """Whether there is room to split it."""
    without: str
    """Why nothing is split, where it is not."""


def causes(record: ReviewRecord, minutes: Minutes | None) -> Markup:
    """One block for each commitment that was missed, that is a signal, or of which the minutes tell a cause."""
    written = minutes.causes if minutes else {}
    asked = [
        (agreement, owed)
        for agreement, owed in all_owed(record)
        if missed_in(owed) or written.get(f"{agreement.id}/{owed.id}") or news_of(owed)
    ]
    found = [
        _cause(record, agreement, owed, written.get(f"{agreement.id}/{owed.id}", ""), splits=at < _IN_FULL)
        for at, (agreement, owed) in enumerate(asked)
    ]
    return render("reviews-causes.html", causes=found)


def _cause(
    record: ReviewRecord, agreement: FrozenAgreement, owed: FrozenCommitment, text: str, *, splits: bool
) -> _Cause:
    missed, news = missed_in(owed), [figure for figure, _ in news_of(owed)]
    said = [f"missed in {periods_words(missed, record.period)}"] if missed else []
    said += [f"a signal in {periods_words(news, record.period)}"] if news and news != missed else []
    return _Cause(
        title=title_in(record, agreement, owed),
        what=numbers.listed(said) if said else "kept",
        cause=harmless(text, LONGEST),
        is_asked=bool(missed),
        split=_split(owed) if splits else None,
        without=_why_whole(owed) if splits else "",
        splits=splits,
    )


def _why_whole(owed: FrozenCommitment) -> str:
    """Why the change of a commitment is not split, where it is not."""
    if not owed.segmented_by:
        return "The terms name no segments for it."
    if owed.measure.is_volume:
        return "A sum of all records has no mix, so its change is not split."
    if owed.pooled is None or owed.before is None:
        return "There is no figure of the period before to compare with."
    apart = why_apart(owed.before, owed.pooled)
    return f"It does not compare with the period before: {apart.value}." if apart else "No segment could be compared."


def _split(owed: FrozenCommitment) -> _Split | None:
    if owed.pooled is None or owed.before is None:
        return None
    found = mix(owed.before, owed.before_segments, owed.pooled, owed.pooled_segments)
    if found is None:
        return None
    rows = [_segment(owed, found, at) for at in range(len(found.segments))]
    before, now = times.period_name(owed.before.period), times.period_name(owed.pooled.period)
    like = owed.pooled
    unit = f" {unit_of_change(like)}".rstrip()
    changed = (
        f"From {before} to {now} it changed by {signed_part(like, found.change)}{unit}: "
        f"{signed_part(like, found.mix)} because other records came (mix), "
        f"{signed_part(like, found.behaviour)} because like records turned out differently (behaviour)."
    )
    whole = _SegmentRow(
        "All",
        "",
        (figures.value(like, found.before), figures.value(like, found.now)),
        signed_part(like, found.mix),
        signed_part(like, found.behaviour),
        signed_part(like, found.change),
    )
    rest = f"{len(rows) - _SEGMENTS} more segments add less each." if len(rows) > _SEGMENTS else ""
    return _Split(changed, owed.segmented_by, tuple(rows[:_SEGMENTS]), rest, whole, before, now, unit_of_change(like))


def _segment(owed: FrozenCommitment, found: Mix, at: int) -> _SegmentRow:
    part, like = found.segments[at], owed.pooled
    assert like is not None
    return _SegmentRow(
        numbers.segment(part.segments),
        f"{figures.percent(part.weight_before)} → {figures.percent(part.weight_now)}",
        tuple("no records" if of is None else figures.value(like, of) for of in (part.before, part.now)),  # type: ignore[arg-type]
        signed_part(like, part.mix),
        signed_part(like, part.behaviour),
        signed_part(like, part.change),
    )
