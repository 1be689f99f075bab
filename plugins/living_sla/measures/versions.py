"""One commitment through several versions of its terms: a period that a change cuts in two is judged in two parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

import numpy as np

from living_sla.measures.attainments import Series
from living_sla.measures.frame import Frame, percentile_of, with_goal
from living_sla.measures.values import percentile
from living_sla.model.attainment import Attainment, Pace, Status, judge_volume, room_of_volume
from living_sla.model.kinds import Average, Count, Median, Own, PercentileOf, Statistic, Total
from living_sla.model.outcome import Counts
from living_sla.model.period import Period


@dataclass(frozen=True)
class Chapter:
    """What one version came to: its series, and whether what is counted differs from the version before."""

    series: Series
    breaks: bool = False


def joined(chapters: Sequence[Chapter]) -> Series:
    """The series of all versions as one, in the order of time; `chapters` in the order of their spans, at least one.

    A period that several versions judged has the sum of their counts and the newest one's target. A share, or a
    statistic, is met where every part is; a volume is judged as a whole, against the sum of its parts' targets.
    Periods in which nothing was in force stand between the others, with that status, and one after the last.
    """
    names = sorted(
        {name for chapter in chapters for name in chapter.series.segments}, key=lambda name: (not name, name)
    )
    parts = _by_period(chapters)
    whole = [_together(found, None) for found in parts.values()]
    segments = {name: tuple(_together(found, name) for found in parts.values()) for name in names}
    newest = chapters[-1].series.frames
    gaps = list(_gaps(newest[-1], parts)) if newest else []
    return Series(
        _in_order([*whole, *(_not_in_force(newest[-1], period, None) for period in gaps)]),
        {
            name: _in_order([*found, *(_not_in_force(newest[-1], period, name) for period in gaps)])
            for name, found in segments.items()
        },
    )


@dataclass(frozen=True)
class _Part:
    """A period of one version."""

    frame: Frame
    whole: Attainment
    segments: Mapping[str, Attainment]
    breaks: bool
    """Whether what is counted changed when this version began, and it began in or at this period."""

    @property
    def is_silent(self) -> bool:
        """Whether it has records and no figure, as where too many of them are unusable: then the whole has none."""
        return bool(self.frame.silent) and self.whole.counts != Counts()

    def attainment(self, segment: str | None) -> Attainment:
        """That of a segment, empty where the version had no such segment; with None, of all records."""
        if segment is None:
            return self.whole
        return self.segments.get(segment) or self.frame.attainment(segment, Counts())


def _by_period(chapters: Sequence[Chapter]) -> dict[Period, list[_Part]]:
    found: dict[Period, list[_Part]] = {}
    for chapter in chapters:
        for at, frame in enumerate(chapter.series.frames):
            segments = {name: attained[at] for name, attained in chapter.series.segments.items()}
            part = _Part(frame, chapter.series.whole[at], segments, chapter.breaks and at == 0)
            found.setdefault(frame.period, []).append(part)
    return found


def _together(parts: Sequence[_Part], segment: str | None) -> Attainment:
    attained = [part.attainment(segment) for part in parts]
    broken = any(part.breaks for part in parts)
    newest = attained[-1]
    if len(parts) == 1:
        return replace(newest, broken=True) if broken else newest
    frames = [part.frame for part in parts]
    whole = replace(
        newest,
        counts=sum((found.counts for found in attained), Counts()),
        misses=tuple(miss for found in reversed(attained) for miss in found.misses),
        window=_window(frames),
        parts=tuple(attained),
        broken=broken,
        reason="",
    )
    if not _comparable(frames) or any(part.is_silent for part in parts):
        return replace(whole, value=None, lower=None, upper=None, status=_status(attained), reason=_reason(attained))
    if isinstance(frames[-1].commitment.measure, Count | Total):
        return _volume(whole, frames, attained)
    if isinstance(frames[-1].commitment.measure, Statistic):
        value = _statistic(frames, segment)
        return replace(whole, value=value, lower=value, upper=value, status=_status(attained), reason=_reason(attained))
    counts, status = whole.counts, _status(attained)
    return replace(
        whole,
        value=counts.share,
        lower=counts.lower,
        upper=counts.upper,
        status=status,
        room=None if status is Status.MISSED else newest.room,
        reason=_reason(attained),
    )


def _comparable(frames: Sequence[Frame]) -> bool:
    """Whether the parts measure the same kind of thing, in the same unit, so that they add up to one figure.

    Of a user's own measure nobody else knows how.
    """
    kinds = {type(frame.commitment.measure) for frame in frames}
    units = {(frame.commitment.target.unit, frame.commitment.target.direction, frame.scale) for frame in frames}
    shares = {percentile_of(frame.commitment.measure) for frame in frames}
    return len(kinds) == len(units) == 1 and kinds != {Own} and (len(shares) == 1 or kinds != {PercentileOf})


def _window(frames: Sequence[Frame]) -> tuple[datetime, datetime] | None:
    """The part of the period in which some version held; None where that is all of it."""
    period = frames[0].period
    first, last = frames[0].window, frames[-1].window
    start, end = first[0] if first else period.start, last[1] if last else period.end
    return None if (start, end) == (period.start, period.end) else (start, end)


# ---------------------------------------------------------------- verdicts

_WORST_FIRST = (Status.MISSED, Status.AT_RISK, Status.ON_TRACK, Status.MET)


def _status(parts: Sequence[Attainment]) -> Status | None:
    """Met where every part is; a part without any record says nothing, one without a verdict leaves none."""
    if _reason(parts):
        return Status.NO_DATA
    said = {part.status for part in parts if part.status is not Status.NO_DATA}
    return next((status for status in _WORST_FIRST if status in said), Status.NO_DATA)


def _reason(parts: Sequence[Attainment]) -> str:
    """Why there is no verdict: a part that has records has none; or no part has any."""
    silent = [part for part in parts if part.status is Status.NO_DATA]
    for part in silent:
        if part.counts != Counts():
            return part.reason
    return silent[-1].reason if len(silent) == len(parts) else ""


def _volume(whole: Attainment, frames: Sequence[Frame], parts: Sequence[Attainment]) -> Attainment:
    """The volume of all parts, against the sum of their targets: each pro rata by the covered time of its version."""
    if _reason(parts):
        return replace(whole, value=None, lower=None, upper=None, status=Status.NO_DATA, reason=_reason(parts))
    actual = sum((part.value or Fraction() for part in parts), Fraction())
    whole = replace(whole, value=actual, lower=actual, upper=actual if whole.ended else None)
    if whole.segment is not None:
        return replace(whole, status=None, room=None, pace=None)
    goal, expected = Fraction(), Fraction()
    for frame in frames:
        covered, in_force, passed = frame.covered()
        amount = Fraction(frame.commitment.target.amount)
        goal += amount * Fraction(in_force, covered) if covered else amount
        expected += amount * Fraction(passed, covered) if covered else amount
    last = frames[-1]
    target, elapsed = with_goal(last.commitment.target, goal), expected / goal if goal else Fraction(1)
    days_left = parts[-1].room.days_left if parts[-1].room else None
    return replace(
        whole,
        target=target,
        status=judge_volume(target, last.commitment.warn, actual, elapsed, ended=whole.ended),
        room=None if whole.ended else room_of_volume(target, actual, days_left or 0),
        pace=None if whole.ended else Pace(float(elapsed), float(expected)),
    )


def _statistic(frames: Sequence[Frame], segment: str | None) -> Fraction | None:
    """The average, median or percentile over the closed records of all parts."""
    measure = frames[-1].commitment.measure
    if isinstance(measure, Average):
        sums = [frame.sum_of(segment) for frame in frames]
        count = sum(count for count, _ in sums)
        return sum((total for _, total in sums), Fraction()) / count if count else None
    assert isinstance(measure, Median | PercentileOf)
    values = np.sort(np.concatenate([frame.values_of(segment) for frame in frames]))
    found = percentile(values, percentile_of(measure))
    return None if found is None else found / frames[-1].scale


# ---------------------------------------------------------------- periods without terms


def _gaps(newest: Frame, known: Mapping[Period, object]) -> Iterator[Period]:
    """The periods, cut as the newest version cuts them, in which nothing was in force.

    After the last version only the first one: it says that the commitment lapsed, and more of them would say no more.
    """
    rule = newest.cohort.grid.rule
    period = rule.at(min(found.start for found in known))
    last = max(found.start for found in known)
    while period.start <= newest.export.as_of:
        if not any(found.start < period.end and period.start < found.end for found in known):
            yield period
            if period.start > last:
                return
        period = rule.following(period)


def _not_in_force(newest: Frame, period: Period, segment: str | None) -> Attainment:
    frame = replace(newest, period=period, silent="no version was in force")
    return replace(
        frame.attainment(segment, Counts()),
        status=Status.NOT_IN_FORCE,
        version=None,
        ended=period.end <= newest.export.as_of,
        window=None,
    )


def _in_order(attained: Sequence[Attainment]) -> tuple[Attainment, ...]:
    """By the time that was judged: of a quarter that follows months, its last weeks come after them."""
    return tuple(sorted(attained, key=lambda found: found.window or (found.period.start, found.period.end)))
