"""From counts to attainment: periods, targets, statuses, what is left and how fast it goes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np

from living_sla.measures.cohort import Cohort
from living_sla.measures.measure import Measurement
from living_sla.measures.tally import OPEN, Records
from living_sla.measures.values import Group
from living_sla.model.attainment import (
    Attainment,
    Basis,
    Miss,
    Pace,
    Room,
    Status,
    judge_share,
    judge_volume,
    room_of_share,
    room_of_volume,
)
from living_sla.model.outcome import Counts
from living_sla.model.period import Period
from living_sla.model.quantity import Target, plain
from living_sla.model.source import Source
from living_sla.model.terms import Count
from living_sla.model.zones import instant, micros


@dataclass(frozen=True)
class Series:
    """The attainments of one commitment, oldest first: over all records, and by segment."""

    whole: tuple[Attainment, ...]
    segments: Mapping[str, tuple[Attainment, ...]]


@dataclass(frozen=True)
class Export:
    """What a figure says about the export it came from."""

    name: str
    source: Source
    as_of: datetime
    too_old: bool = False
    """Older than the source's `max_age` allows: open periods get no verdict."""


def series(cohort: Cohort, measured: Measurement, export: Export, basis: Basis) -> Series:
    """The attainments of every period from the first day of the terms to the as-of.

    With more unusable records than the source allows there are no figures, only the reason.
    """
    groups = measured.tally.finish(micros(export.as_of))
    periods = cohort.grid.up_to(min(export.as_of, instant(cohort.in_force[1] - 1)))
    spoilt = _spoilt(groups, export.source.max_unusable)
    missed = _missed(measured.tally.misses, export)
    whole: list[Attainment] = []
    parts: dict[str, list[Attainment]] = {name: [] for name in _segment_names(cohort, groups)}
    for number, period in enumerate(periods):
        frame = _Frame(cohort, export, basis, period, spoilt or _before_export(period, measured.earliest))
        of_period = {segment: counts for (at, segment), counts in groups.items() if at == number}
        of_all = frame.attainment(None, sum(of_period.values(), Counts()))
        whole.append(replace(of_all, misses=() if of_all.value is None else missed.get(number, ())))
        for name, attained in parts.items():
            attained.append(frame.attainment(name, of_period.get(name, Counts())))
    return Series(tuple(whole), {name: tuple(attained) for name, attained in parts.items()})


def _missed(records: Records | None, export: Export) -> dict[int, tuple[Miss, ...]]:
    """The missed records that are shown, by the number of their period, newest first."""
    if records is None:
        return {}
    as_of = micros(export.as_of)
    found: dict[int, list[Miss]] = {}
    for at, key in enumerate(records.keys_at(np.arange(len(records)))):
        start, due, end = (int(instants[at]) for instants in (records.starts, records.dues, records.ends))
        ended = instant(end) if end <= as_of else None
        miss = Miss(key, instant(start), instant(due), ended, export.source.link_to(key))
        found.setdefault(int(records.periods[at]), []).append(miss)
    return {
        number: tuple(sorted(misses, key=lambda miss: (-micros(miss.started_at), miss.key)))
        for number, misses in found.items()
    }


def _segment_names(cohort: Cohort, groups: Mapping[Group, Counts]) -> list[str]:
    """The segments that occur, in alphabetical order, the blank one last."""
    if cohort.commitment.by_segment is None:
        return []
    return sorted({segment for _, segment in groups}, key=lambda name: (not name, name))


def _spoilt(groups: Mapping[Group, Counts], allowed: Decimal) -> str:
    """Why the unusable records leave no figure, or nothing where they are few enough."""
    total = sum(groups.values(), Counts())
    judged = total.matured + total.pending + total.unusable
    if not judged or Fraction(total.unusable, judged) <= Fraction(allowed):
        return ""
    limit = f"{plain(allowed * 100)}%"
    return f"{total.unusable} of {judged} records are unusable, more than the {limit} that the source allows"


def _before_export(period: Period, earliest: int) -> str:
    """Why a period says nothing that ends before the export begins."""
    if earliest == OPEN or micros(period.end) > earliest:
        return ""
    return "the export holds nothing from this period"


@dataclass(frozen=True, eq=False)
class _Frame:
    """One period of one commitment, ready to take the counts of all records or of a segment."""

    cohort: Cohort
    export: Export
    basis: Basis
    period: Period
    silent: str
    """Why there is no figure; empty where there can be one."""

    @property
    def ended(self) -> bool:
        return min(self.period.end, instant(self.cohort.in_force[1])) <= self.export.as_of

    def attainment(self, segment: str | None, counts: Counts) -> Attainment:
        commitment = self.cohort.commitment
        found = Attainment(
            agreement=self.cohort.agreement,
            commitment=commitment.id,
            period=self.period,
            segment=segment,
            basis=self.basis,
            version=None,
            target=commitment.target,
            value=None,
            unit="records" if isinstance(commitment.measure, Count) else "share",
            counts=counts,
            lower=None,
            upper=None,
            status=Status.NO_DATA,
            as_of=self.export.as_of,
            source=self.export.name,
            ended=self.ended,
            reason=self.silent,
        )
        if self.silent:
            return found
        judged = self._volume(found) if isinstance(commitment.measure, Count) else self._share(found)
        if self.export.too_old and not judged.closed:
            return replace(judged, status=Status.NO_DATA, reason="the export is too old for a verdict")
        return judged

    def _share(self, found: Attainment) -> Attainment:
        counts = found.counts
        status = judge_share(found.target, self.cohort.commitment.warn, counts, ended=self.ended)
        return replace(
            found,
            value=counts.share,
            lower=counts.lower,
            upper=counts.upper,
            status=status,
            room=None if found.closed else room_of_share(found.target, counts),
            reason=_why_no_share(counts) if status is Status.NO_DATA else "",
        )

    def _volume(self, found: Attainment) -> Attainment:
        actual = Fraction(found.counts.met)
        found = replace(found, value=actual, lower=actual, upper=actual if self.ended else None)
        if found.segment is not None:
            return replace(found, status=None)
        whole, in_force, passed = self._covered()
        target = pro_rata(found.target, Fraction(in_force, whole) if whole else Fraction(1))
        elapsed = Fraction(passed, in_force) if in_force else Fraction(1)
        return replace(
            found,
            target=target,
            status=judge_volume(target, self.cohort.commitment.warn, actual, elapsed, ended=self.ended),
            room=None if self.ended else self._volume_room(target, actual),
            pace=None if self.ended else Pace(float(elapsed), float(Fraction(target.amount) * elapsed)),
        )

    def _volume_room(self, target: Target, actual: Fraction) -> Room:
        low, high = micros(self.export.as_of), min(micros(self.period.end), self.cohort.in_force[1])
        return room_of_volume(target, actual, self.cohort.coverage.coverage.covered_dates(low, high))

    def _covered(self) -> tuple[int, int, int]:
        """Covered time of the period, of the part in which the terms hold, and of what of that has passed."""
        start, end = micros(self.period.start), micros(self.period.end)
        low, high = max(start, self.cohort.in_force[0]), min(end, self.cohort.in_force[1])
        now = min(max(micros(self.export.as_of), low), high)
        starts, ends = np.array([start, low, low]), np.array([end, high, now])
        whole, in_force, passed = self.cohort.coverage.elapsed(starts, ends)
        return int(whole), int(in_force), int(passed)


def pro_rata(target: Target, part: Fraction) -> Target:
    """The target of a volume for a part of a period, in whole records.

    Rounded to the whole number that gives the same verdict: up for ``at least``, down for ``at most``.
    """
    if part == 1:
        return target
    exact = Fraction(target.amount) * part
    return replace(target, amount=Decimal(math.ceil(exact) if target.direction == "at least" else math.floor(exact)))


def _why_no_share(counts: Counts) -> str:
    if counts.pending:
        return f"no record has a verdict yet; {counts.pending} still open"
    return "every record is excluded" if counts.excluded else "no records"
