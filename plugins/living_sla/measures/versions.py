"""One commitment through several versions of its terms: a period that a change cuts in two is judged in two parts.

October     1 ------------- 15 | 16 ------------- 31        the whole
version             1          |          2                 2, the newest
target      at least 50%       |  at least 95%              at least 95%
records     met met missed     |  met met                   5
figure      2 of 3, met        |  2 of 2, met               4 of 5 = 80%: met, because every part is
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from living_sla.measures.period_figure import PeriodFigure, statistic_of, volume_of
from living_sla.measures.values import Segments
from living_sla.model.agreement.measured import Family
from living_sla.model.figures import unjudged
from living_sla.model.figures.attainment import Attainment, Room, Status, room_of_parts
from living_sla.model.figures.outcome import Counts
from living_sla.model.figures.small_groups import IN_OTHER, NOT_SHOWN, SMALLEST_GROUP, WITHHELD, Shown, is_enough
from living_sla.model.time.period import Period
from living_sla.model.time.zones import instant, micros


class VersionFigures(Struct, frozen=True):
    """What one version came to, by period, and whether what is counted differs from the version before."""

    frames: tuple[PeriodFigure, ...]
    breaks: bool = False
    without_exceptions: tuple[PeriodFigure, ...] = ()
    """The same periods as if the terms had no exceptions; none where no exception bears on the commitment."""


class Series(Struct, frozen=True):
    """The attainments of one commitment, oldest first."""

    whole: tuple[Attainment, ...]
    segments: tuple[tuple[Attainment, ...], ...]
    """Of each of these periods its segments, those withheld as such, and last the figure of those that are merged."""


def joined(chapters: Sequence[VersionFigures], shown: Mapping[Period, Shown]) -> Series:
    """The series of all versions as one, in the order of time; `chapters` in the order of their spans, at least one.

    A period that several versions judged has the sum of their counts and the newest one's target. A share, or a
    statistic, is met where every part is; a volume is judged as a whole, against the sum of its parts' targets. Where
    nobody read what a part asks for, the period has no figure and no verdict. Periods in which nothing was in force
    stand between the others, with that status, and one after the last.

    `shown` says what may be shown of each period; of one that it does not name, only the whole.
    """
    parts = by_period(chapters)
    return _series(chapters, parts, parts.keys(), shown)


def joined_in(
    chapters: Sequence[VersionFigures], parts: Mapping[Period, tuple[PeriodPart, ...]], shown: Mapping[Period, Shown]
) -> Series:
    """The same of the periods that `shown` names alone; `parts` are what `by_period` gave of the chapters."""
    return _series(chapters, parts, shown.keys(), shown)


def _series(
    chapters: Sequence[VersionFigures],
    parts: Mapping[Period, tuple[PeriodPart, ...]],
    asked: Iterable[Period],
    shown: Mapping[Period, Shown],
) -> Series:
    names = sorted(
        {name for chapter in chapters for frame in chapter.frames for name in frame.segments},
        key=lambda name: (not name, name),
    )
    periods = [_shown(parts[period], shown.get(period, Shown()), names) for period in asked]
    held = [chapter.frames for chapter in chapters if chapter.frames]
    if held:
        newest = held[-1][-1]
        periods += [_nothing_in_force(newest, period, held, names) for period in _gaps(newest, parts)]
    # By the time that was judged: of a quarter that follows months, its last weeks come after them.
    periods.sort(key=lambda pair: pair[0].window or (pair[0].period.start, pair[0].period.end))
    return Series(tuple(whole for whole, _ in periods), tuple(segments for _, segments in periods))


class PeriodPart(Struct, frozen=True):
    """A period of one version."""

    frame: PeriodFigure
    breaks: bool
    """Whether what is counted changed when this version began, and it began in or at this period."""
    without_exceptions: PeriodFigure | None
    """The same as if the terms had no exceptions; None where no exception bears on it."""
    held: tuple[PeriodFigure, ...]
    """A frame of each version, of this period or another one: their targets make that of a volume."""

    @property
    def is_silent(self) -> bool:
        """Whether it has records and no figure, as where too many of them are unusable: then the whole has none."""
        return bool(self.frame.silent and self.frame.counts)

    @property
    def plain(self) -> PeriodPart:
        """The part as if the terms had no exceptions."""
        return replace(self, frame=self.without_exceptions or self.frame)

    def silenced(self, why: str, plain: str) -> PeriodPart:
        """The part without a figure, where there is a reason; `plain` is the one for it without exceptions."""
        without = self.without_exceptions
        return replace(
            self,
            frame=replace(self.frame, silent=self.frame.silent or why),
            without_exceptions=without and replace(without, silent=without.silent or plain),
        )


def by_period(chapters: Sequence[VersionFigures]) -> dict[Period, tuple[PeriodPart, ...]]:
    """The parts of every period that some version judged, in the order of the versions.

    A period is the newest version's: another one may begin the same month in another zone.
    """
    by_label: dict[tuple[str, str], tuple[PeriodPart, ...]] = {}
    held = tuple(chapter.frames[0] for chapter in chapters if chapter.frames)
    for chapter in chapters:
        plain = chapter.without_exceptions or (None,) * len(chapter.frames)
        for at, (frame, without) in enumerate(zip(chapter.frames, plain, strict=True)):
            part = PeriodPart(frame, chapter.breaks and at == 0, without, held)
            label = (frame.period.kind, frame.period.label)
            by_label[label] = (*by_label.get(label, ()), part)
    return {parts[-1].frame.period: _silenced(parts) for parts in by_label.values()}


def _silenced(parts: tuple[PeriodPart, ...]) -> tuple[PeriodPart, ...]:
    """The parts of a period, without figures where too many of its records are unusable."""
    why = _spoilt([part.frame for part in parts])
    plain = _spoilt([part.plain.frame for part in parts])
    return tuple(part.silenced(why, plain) for part in parts) if why or plain else parts


def _spoilt(frames: Sequence[PeriodFigure]) -> str:
    return unjudged.spoilt((frame.counts_of(None) for frame in frames), frames[-1].export.source.max_unusable)


def _shown(
    parts: Sequence[PeriodPart], shown: Shown, names: Sequence[str]
) -> tuple[Attainment, tuple[Attainment, ...]]:
    """A period as a whole, and its segments, as far as they are shown; last those that are merged."""
    if not any(part.frame.counts for part in parts):
        shown = Shown(by_segment=True)  # nobody is in any of them, and the whole says so
    whole = _together(parts, None)
    if shown.without_exceptions:
        whole = _beside(whole, parts)
    segments = [_segment(whole, parts, name, shown) for name in names]
    return whole, (*segments, *([_group(parts, shown.merged, shown)] if shown.merged else []))


def _segment(whole: Attainment, parts: Sequence[PeriodPart], name: str, shown: Shown) -> Attainment:
    """The figure of a segment, or that it has none of its own."""
    if shown.by_segment and name not in shown.merged:
        return _group(parts, (name,), shown)
    withheld = IN_OTHER if shown.by_segment else NOT_SHOWN
    return Attainment(
        whole.agreement,
        whole.commitment,
        whole.period,
        name,
        whole.basis,
        whole.version,
        parts[-1].frame.target,
        None,
        whole.unit,
        Counts(),
        None,
        None,
        None,
        whole.as_of,
        whole.source,
        whole.ended,
        reason=WITHHELD[withheld],
        window=whole.window,
        withheld=withheld,
        broken=whole.broken,
    )


def _group(parts: Sequence[PeriodPart], segments: tuple[str, ...], shown: Shown) -> Attainment:
    """The figure of some segments together, without what a version came to where that may not be told."""
    figure = _together(parts, segments)
    if shown.groups_without_exceptions:
        figure = _beside(figure, parts)
    if len(parts) == 1 or shown.by_version:
        return figure
    reasons = {"", *(part.frame.silent for part in parts)}
    figure = replace(figure, parts=(), reason=figure.reason if figure.reason in reasons else unjudged.OF_A_PART)
    if figure.status is None or all(is_enough(part.frame.counts_of(segments).records) for part in parts):
        return figure
    return replace(figure, status=Status.NO_DATA, room=None, reason=_OF_A_SMALL_PART)


_OF_A_SMALL_PART = f"the terms changed inside the period, and a part of it has fewer than {SMALLEST_GROUP} records"


def _beside(figure: Attainment, parts: Sequence[PeriodPart]) -> Attainment:
    """With the figure without exceptions, where that is another one."""
    if all(part.without_exceptions is None for part in parts):
        return figure
    plain = _together([part.plain for part in parts], figure.segments).value
    return replace(figure, without_exceptions=plain) if plain != figure.value else figure


def _together(parts: Sequence[PeriodPart], segments: Segments) -> Attainment:
    attained = [_of_part(part, segments) for part in parts]
    broken = any(part.breaks for part in parts)
    newest = attained[-1]
    if len(parts) == 1:
        judged = segments is None and newest.status is not Status.NO_DATA
        return _weighed(newest, parts[0]) if judged else newest
    frames = [part.frame for part in parts]
    whole = replace(
        newest,
        counts=sum((part.counts for part in attained), Counts()),
        misses=tuple(miss for part in reversed(attained) for miss in part.misses),
        skewed=sum(part.skewed for part in attained),
        window=_window(frames),
        parts=tuple(attained),
        broken=broken,
        reason="",
    )
    if unread := next((frame.silent for frame in reversed(frames) if frame.unread), ""):
        return replace(
            whole, value=None, lower=None, upper=None, status=Status.NO_DATA, room=None, pace=None, reason=unread
        )
    if not _comparable(frames) or any(part.is_silent for part in parts):
        return replace(whole, value=None, lower=None, upper=None, status=_status(attained), reason=_reason(attained))
    if frames[-1].commitment.measure.is_volume:
        return _volume(whole, parts[-1], attained)
    if frames[-1].commitment.measure.family is Family.STATISTIC:
        value, lower, upper = statistic_of(frames, segments)
        return replace(whole, value=value, lower=lower, upper=upper, status=_status(attained), reason=_reason(attained))
    counts, status = whole.counts, _status(attained)
    return replace(
        whole,
        value=counts.share,
        lower=counts.lower,
        upper=counts.upper,
        status=status,
        room=None if status is Status.MISSED else _room(attained),
        reason=_reason(attained),
    )


def _of_part(part: PeriodPart, segments: Segments) -> Attainment:
    attained = part.frame.attainment(segments)
    return replace(attained, broken=True) if part.breaks else attained


def _room(parts: Sequence[Attainment]) -> Room | None:
    newest = parts[-1]
    return room_of_parts([part.room for part in parts], begins=not newest.ended and newest.value is None)


def _comparable(frames: Sequence[PeriodFigure]) -> bool:
    """Whether the parts measure the same kind of thing, in the same unit, so that they add up to one figure.

    Of a user's own measure nobody else knows how.
    """
    kinds = {type(frame.commitment.measure) for frame in frames}
    units = {(frame.commitment.target.unit, frame.commitment.target.direction, frame.scale) for frame in frames}
    ranks = {frame.commitment.measure.rank for frame in frames}
    ours = all(frame.commitment.measure.family is not Family.CUSTOM for frame in frames)
    return ours and len(kinds) == len(units) == len(ranks) == 1


def _window(frames: Sequence[PeriodFigure]) -> tuple[datetime, datetime] | None:
    """The part of the period in which some version held; None where that is all of it."""
    period = frames[-1].period
    start, end = frames[0].cohort.in_force[0], frames[-1].cohort.in_force[1]
    window = max(instant(start), period.start), min(instant(end), period.end)
    return None if window == (period.start, period.end) else window


# ---------------------------------------------------------------- verdicts

_WORST_FIRST = (Status.MISSED, Status.AT_RISK, Status.ON_TRACK, Status.MET)


def _status(parts: Sequence[Attainment]) -> Status | None:
    """Met where every part is; a part without any record says nothing, one without a verdict leaves none."""
    if _reason(parts):
        return Status.NO_DATA
    statuses = {part.status for part in parts if part.status is not Status.NO_DATA}
    worst = next((status for status in _WORST_FIRST if status in statuses), Status.NO_DATA)
    # The last part may have no record yet and still get some.
    return Status.ON_TRACK if worst is Status.MET and not parts[-1].ended else worst


def _reason(parts: Sequence[Attainment]) -> str:
    """Why there is no verdict: a part that has records has none; or no part has any."""
    silent = [part for part in parts if part.status is Status.NO_DATA]
    for part in silent:
        if part.counts != Counts():
            return part.reason
    return silent[-1].reason if len(silent) == len(parts) else ""


def _volume(whole: Attainment, newest: PeriodPart, parts: Sequence[Attainment]) -> Attainment:
    """The volume of all parts, against what their targets come to together."""
    if _reason(parts):
        return replace(whole, value=None, lower=None, upper=None, status=Status.NO_DATA, reason=_reason(parts))
    actual = sum((part.value or Fraction() for part in parts), Fraction())
    whole = replace(whole, value=actual, lower=actual, upper=actual if whole.ended else None)
    if whole.segment is not None:
        return replace(whole, status=None, room=None, pace=None)
    return _weighed(whole, newest)


def _weighed(attained: Attainment, newest: PeriodPart) -> Attainment:
    """A volume against the targets of all versions that held in its period; another measure as it is.

    A version in another zone may have held for an hour of this month that was an hour of another month to it.
    """
    measure, period = newest.frame.commitment.measure, newest.frame.period
    low, high = micros(period.start), micros(period.end)
    alike = [
        frame
        for frame in newest.held
        if isinstance(frame.commitment.measure, type(measure))
        and frame.cohort.in_force[0] < high
        and low < frame.cohort.in_force[1]
    ]
    if not measure.is_volume or len(alike) < 2:
        return attained
    return volume_of(attained, newest.frame, alike, attained.value or Fraction())


# ---------------------------------------------------------------- periods without terms


def _gaps(newest: PeriodFigure, known: Mapping[Period, object]) -> Iterator[Period]:
    """The periods, cut as the newest version cuts them, in which nothing was in force.

    After the last version only the first one: it says that the commitment lapsed, and more of them would say no more.
    """
    rule = newest.cohort.grid.rule
    period = rule.at(min(other.start for other in known))
    last = max(other.start for other in known)
    while period.start <= newest.export.as_of:
        if not any(other.start < period.end and period.start < other.end for other in known):
            yield period
            if period.start > last:
                return
        period = rule.following(period)


def _nothing_in_force(
    newest: PeriodFigure, period: Period, held: Sequence[Sequence[PeriodFigure]], names: Sequence[str]
) -> tuple[Attainment, tuple[Attainment, ...]]:
    silent = _why_not_in_force(period, held)
    frame = replace(newest, period=period, counts={}, misses=(), skewed=0, silent=silent)

    def of(segments: Segments) -> Attainment:
        return replace(
            frame.attainment(segments),
            status=Status.NOT_IN_FORCE,
            version=None,
            ended=period.end <= newest.export.as_of,
            window=None,
        )

    return of(None), tuple(of((name,)) for name in names)


def _why_not_in_force(period: Period, held: Sequence[Sequence[PeriodFigure]]) -> str:
    """Until when the version before a period had the commitment in force, and since when the one after it has."""
    spans = [(frames[0].cohort.in_force, frames) for frames in held]
    before = [(of[-1].version, instant(end)) for (_, end), of in spans if instant(end) <= period.start]
    as_of = held[-1][-1].export.as_of
    after = [instant(start) for (start, _), _ in spans if period.end <= instant(start) <= as_of]
    zone = held[-1][-1].cohort.timezone
    return unjudged.not_in_force(before[-1] if before else None, after[0] if after else None, zone)
