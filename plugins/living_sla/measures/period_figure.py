"""One period of one commitment: the figure and the status that its counts and values come to."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from living_sla.measures.cohort import Cohort
from living_sla.measures.records import Numbers
from living_sla.measures.values import Packed, Sample, Segments, Sums, ascending, percentile
from living_sla.model.agreement.kinds import Measure
from living_sla.model.agreement.measured import Family
from living_sla.model.agreement.source import Source
from living_sla.model.agreement.terms import Commitment
from living_sla.model.figures import unjudged
from living_sla.model.figures.attainment import (
    Attainment,
    Miss,
    Pace,
    Status,
    judge_share,
    judge_statistic,
    judge_volume,
    room_of_share,
    room_of_volume,
)
from living_sla.model.figures.outcome import OTHER, Counts
from living_sla.model.past.basis import Basis
from living_sla.model.quantity import Target
from living_sla.model.time.clock import Clock
from living_sla.model.time.period import Period
from living_sla.model.time.zones import DAY, HOUR, MINUTE, instant, micros

if TYPE_CHECKING:
    from living_sla.measures.custom import CustomFigures

_MICROS = {"minutes": MINUTE, "hours": HOUR, "days": DAY, "weeks": 7 * DAY}
_MONEY_PARTS = 10_000
_NONE = np.zeros(0, dtype=np.int64)


class FigureSource(Struct, frozen=True):
    """What a figure says about the export it came from."""

    name: str
    source: Source
    as_of: datetime
    too_old: bool = False
    """Older than the source's `max_age` allows: open periods get no verdict."""


class Values(Struct, frozen=True):
    """What the tally holds beside counts: sums or all values, and the starts of records that are open."""

    of: Sums | Sample | None
    waiting: Sample | None
    own: CustomFigures | None = None
    """The figures of a user's own measure."""


class PeriodFigure(Struct, frozen=True, eq=False, dict=True):
    """One period of one commitment under one version of its terms: what all of it, and some segments, came to.

    Where several versions are joined (`versions.py`, `groups.py`), each of theirs is called a frame.
    """

    cohort: Cohort
    export: FigureSource
    basis: Basis
    version: int | None
    number: int
    """The period's number in the cohort's grid."""
    period: Period
    values: Values
    counts: Mapping[str, Counts]
    """What the records came to, by segment; none of a segment without records."""
    misses: tuple[Miss, ...]
    silent: str
    """Why there is no figure; empty where there can be one."""
    skewed: int = 0
    """How many records ended before they started by no more than clocks may differ."""
    unread: bool = False
    """Whether no export was read that its terms ask for, so that nobody knows what there would be to count."""

    @property
    def commitment(self) -> Commitment:
        """The commitment whose period this is."""
        return self.cohort.commitment

    @cached_property
    def target(self) -> Target:
        """What it has to reach in this period."""
        return self.target_in(self.period)

    def target_in(self, period: Period) -> Target:
        """What these terms ask for in a period, which another version may have cut otherwise."""
        target, rule = self.commitment.target, self.cohort.grid.rule
        if not target.by_period:
            return target
        if period != self.period:  # of another version, which may name it otherwise; its middle is in it in any zone
            period = rule.at(period.start + (period.end - period.start) / 2)
        return target.at(period.label)

    @cached_property
    def window(self) -> tuple[datetime, datetime] | None:
        """The part of the period in which the terms hold; None where they hold for all of it."""
        low, high = (instant(at) for at in self.cohort.in_force)
        if low <= self.period.start and high >= self.period.end:
            return None
        return max(low, self.period.start), min(high, self.period.end)

    @cached_property
    def ended(self) -> bool:
        """Whether the period, or the time in which the terms hold, is over at the as-of."""
        return min(self.period.end, instant(self.cohort.in_force[1])) <= self.export.as_of

    @property
    def segments(self) -> Collection[str]:
        """The segments that have records here; none where the commitment is not broken down."""
        return () if self.commitment.by_segment is None else self.counts

    def counts_of(self, segments: Segments) -> Counts:
        """What the records of these segments came to; with None, all records."""
        present = self._present(segments)
        if present is None:
            return self._whole
        of_segments = [self.counts[name] for name in present]
        return of_segments[0] if len(of_segments) == 1 else sum(of_segments, Counts())

    @cached_property
    def _whole(self) -> Counts:
        return sum(self.counts.values(), Counts())

    def _present(self, segments: Segments) -> Segments:
        return None if segments is None else tuple(name for name in segments if name in self.segments)

    def attainment(self, segments: Segments) -> Attainment:
        """What the records of these segments come to together; with None, all records, and those missed."""
        attained = self._judged(segments)
        if segments is not None or attained.value is None:
            return attained
        return replace(attained, misses=self.misses, skewed=self.skewed)

    def _judged(self, segments: Segments) -> Attainment:
        counts = self.counts_of(segments)
        attained = Attainment(
            agreement=self.cohort.agreement,
            commitment=self.commitment.id,
            period=self.period,
            segment=None if segments is None else segments[0] if len(segments) == 1 else OTHER,
            merged=segments if segments is not None and len(segments) > 1 else (),
            basis=self.basis,
            version=self.version,
            target=self.target,
            value=None,
            unit=unit_of(self.commitment),
            counts=counts,
            lower=None,
            upper=None,
            status=Status.NO_DATA,
            as_of=self.export.as_of,
            source=self.export.name,
            ended=self.ended,
            reason=self.silent,
            window=self.window,
            warn=None if self.commitment.measure.is_volume else self.commitment.warn,
        )
        if self.silent:
            return attained
        match self.commitment.measure.family:
            case Family.COUNT:
                judged = self._volume(attained, Fraction(counts.met))
            case Family.TOTAL:
                judged = self._volume(attained, self.sum_of(segments)[1])
            case Family.STATISTIC:
                judged = self._statistic(attained)
            case Family.CUSTOM:
                judged = self._own(attained)
            case Family.SHARE:
                judged = self._share(attained)
        if why := _why_no_value(judged, self.commitment.measure):
            judged = replace(judged, reason=why)
        if self.export.too_old and not judged.closed:
            return replace(judged, status=Status.NO_DATA, reason=unjudged.TOO_OLD)
        return judged

    # ------------------------------------------------------------ shares

    def _share(self, attained: Attainment) -> Attainment:
        counts = attained.counts
        status = judge_share(attained.target, self.commitment.warn, counts, ended=self.ended)
        decided = self.ended and status in (Status.MET, Status.MISSED)
        return replace(
            attained,
            value=counts.share,
            lower=counts.lower,
            upper=counts.upper,
            status=status,
            room=None if decided else room_of_share(attained.target, counts, ended=self.ended),
        )

    # ------------------------------------------------------------ a user's own

    def _own(self, attained: Attainment) -> Attainment:
        """The value that the user's class gave; with counts alone, their share."""
        figure = self.values.own.of(self.number, self._present(attained.segments)) if self.values.own else None
        attained = replace(attained, counts=figure.counts) if figure else attained
        value = figure.value if figure else None
        if value is None and attained.target.is_share:
            return self._share(attained)
        # Nobody knows how far pending records can move a value that is not ours, so they keep it open.
        closed = self.ended and not attained.counts.pending
        status = judge_statistic(attained.target, self.commitment.warn, value, value or Fraction(), value, ended=closed)
        return replace(attained, value=value, lower=value, upper=value, status=status)

    # ------------------------------------------------------------ volumes

    def _volume(self, attained: Attainment, actual: Fraction) -> Attainment:
        attained = replace(attained, value=actual, lower=actual, upper=actual if self.ended else None)
        if attained.segment is not None:
            return replace(attained, status=None)
        return volume_of(attained, self, [self], actual)

    def days_left(self) -> int:
        """How many covered dates still have covered time in which the terms hold."""
        low, high = micros(self.export.as_of), min(micros(self.period.end), self.cohort.in_force[1])
        return self.cohort.coverage.coverage.covered_dates(low, high)

    def weights(self, period: Period, calendar: Clock) -> tuple[Fraction, Fraction]:
        """Which share of the period's covered time the terms hold for, and for which of it they have held by now.

        `calendar` says what is covered. Where it covers nothing of the period, every hour weighs alike.
        """
        start, end = micros(period.start), micros(period.end)
        low = min(max(start, self.cohort.in_force[0]), end)
        high = max(min(end, self.cohort.in_force[1]), low)
        now = min(max(micros(self.export.as_of), low), high)
        starts, ends = np.array([start, low, low]), np.array([end, high, now])
        covered = calendar.elapsed(starts, ends)
        whole, held, passed = (covered if covered[0] else ends - starts).tolist()
        return Fraction(held, whole), Fraction(passed, whole)

    # ------------------------------------------------------------ statistics

    def _statistic(self, attained: Attainment) -> Attainment:
        value, lower, upper = statistic_of([self], attained.segments)
        # Nothing limits where open records take an average: it is judged by the closed ones, and has no bounds.
        sure = attained.counts.pending == 0 or self.commitment.measure.rank is not None
        low, high = (lower or Fraction(), upper) if sure else (value or Fraction(), value)
        status = judge_statistic(attained.target, self.commitment.warn, value, low, high, ended=self.ended)
        return replace(attained, value=value, lower=lower, upper=upper, status=status)

    def sum_of(self, segments: Segments) -> tuple[int, Fraction]:
        """How many values there are, and their sum in the target's unit."""
        assert isinstance(self.values.of, Sums)
        count, total = self.values.of.of(self.number, self._present(segments))
        return count, total / self.scale

    def values_of(self, segments: Segments) -> Packed:
        """All values in ascending order, `scale` of which make one of the target's unit."""
        assert isinstance(self.values.of, Sample)
        return self.values.of.of(self.number, self._present(segments))

    def so_far(self, segments: Segments) -> Numbers:
        """The time that each open record has taken up to the as-of, in microseconds."""
        began = (
            self.values.waiting.of(self.number, self._present(segments)).unpacked() if self.values.waiting else _NONE
        )
        if not len(began):
            return _NONE
        as_of = np.full(len(began), micros(self.export.as_of))
        return self.cohort.clock.elapsed(began.astype(np.int64), as_of, self.commitment.target.unit)

    @cached_property
    def scale(self) -> int:
        """How many of the stored numbers make one of the target's unit."""
        return stored_per_unit(self.commitment, self.export.source)


def stored_per_unit(commitment: Commitment, source: Source) -> int:
    """How many of the numbers that a tally keeps make one of the target's unit."""
    measure = commitment.measure
    name = measure.value_column
    if measure.family is Family.STATISTIC and name is None:
        return _MICROS[commitment.target.unit]
    kind = source.columns[name].type if name else ""
    if kind == "duration":
        return _MICROS[commitment.target.unit]
    return _MONEY_PARTS if kind == "money" else 1


def statistic_of(
    frames: Sequence[PeriodFigure], segments: Segments
) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """The average, median or percentile over the closed records of all frames, and the bounds that open ones set it.

    A percentile lies between the one with the open records at what they have taken so far, and the one with them never
    ending. None: no records, no limit, or nothing known, as of an average with open records.
    """
    measure, scale = frames[-1].commitment.measure, frames[-1].scale
    if (rank := measure.rank) is None:
        sums = [frame.sum_of(segments) for frame in frames]
        count = sum(count for count, _ in sums)
        mean = sum((total for _, total in sums), Fraction()) / count if count else None
        pending = any(frame.counts_of(segments).pending for frame in frames)
        return (mean, None, None) if pending else (mean, mean, mean)
    closed = ascending([frame.values_of(segments) for frame in frames])
    so_far = np.concatenate([frame.so_far(segments) for frame in frames])
    value = lower = upper = percentile(closed, rank)
    if value is not None and len(so_far):
        lower = percentile(ascending([closed, Packed(so_far, 1)]), rank)
        upper = percentile(closed, rank, infinite=len(so_far))
    figures = [None if figure is None else figure / scale for figure in (value, lower, upper)]
    return figures[0], figures[1], figures[2]


def unit_of(commitment: Commitment) -> str:
    """The unit of a commitment's figures, as `Attainment.unit` names it."""
    if commitment.measure.family is Family.COUNT:
        return "records"
    return "share" if commitment.target.is_share else commitment.target.unit


def volume_of(attained: Attainment, last: PeriodFigure, frames: Sequence[PeriodFigure], actual: Fraction) -> Attainment:
    """What a volume of `actual` comes to in the period of `last`, the newest of the versions that judged it.

    The target is the sum of those of `frames`, which are of the versions that held, each weighed by the covered time
    for which it did. The newest version's calendar weighs all of them, so that what nobody changed stays whole, however
    the hours moved meanwhile.
    """
    weights = [frame.weights(last.period, last.cohort.coverage) for frame in frames]
    terms = [(frame.target_in(last.period), frame.commitment.warn) for frame in frames]
    goal, expected, needed = Fraction(), Fraction(), Fraction()
    for (of, warn), (held, passed) in zip(terms, weights, strict=True):
        goal += Fraction(of.amount) * held
        expected += Fraction(of.amount) * passed
        needed += Fraction(of.amount if warn is None else warn) * passed
    stated = [of for (of, _), (held, _) in zip(terms, weights, strict=True) if held]
    target = with_goal(last.target, goal, max(map(_decimals, (*stated, last.target))))
    whole = last.commitment.measure.family is Family.COUNT
    may_fall = any(isinstance(frame.values.of, Sums) and frame.values.of.may_fall for frame in frames)
    in_all = sum((held for held, _ in weights), Fraction())
    over = sum((passed for _, passed in weights), Fraction()) / in_all if in_all else Fraction(1)
    return replace(
        attained,
        target=target,
        status=judge_volume(target, actual, needed, ended=attained.ended, may_fall=may_fall),
        room=None if attained.ended else room_of_volume(target, actual, last.days_left(), whole=whole),
        pace=None
        if attained.ended
        else Pace(over, expected, needed if any(warn is not None for _, warn in terms) else None),
    )


def with_goal(target: Target, goal: Fraction, decimals: int = 0) -> Target:
    """The target with another amount, in so many decimals.

    Rounded to the next one that gives the same verdict on such numbers: up for ``at least``, down for ``at most``.
    """
    steps = 10**decimals
    whole = math.ceil(goal * steps) if target.direction == "at least" else math.floor(goal * steps)
    return replace(target, amount=Decimal(whole) / steps)


def _decimals(target: Target) -> int:
    """In how many decimals a target is written: at least in cents, where it is money."""
    return max(2 * target.is_money, -int(target.amount.as_tuple().exponent))


def _why_no_value(attained: Attainment, measure: Measure) -> str:
    """Why records come to no figure; nothing where they come to one."""
    if attained.status is not Status.NO_DATA:
        return ""
    return unjudged.of_records(attained.counts, deliverable=not measure.judges_records)
