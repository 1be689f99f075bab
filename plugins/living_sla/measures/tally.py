"""Partial results that merge: outcomes by period and segment, whatever the order in which batches arrive.

The as-of of an export may be known only when its last row has been read (`newest_of`). Until then there is a lower
bound; what any later as-of would judge alike is counted at once, the rest is kept aside until `finish`.

    four records           period   segment   outcome       met  missed   by period and segment
    groups and codes       0        UKI       met        0  UKI   1    1
                           0        UKI       missed        DACH  0    0
                           1        DACH      met        1  UKI   0    0
                           1        DACH      met           DACH  2    0

    >>> counts = OutcomeCounts()
    >>> groups = Groups(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 1]), ("UKI", "DACH"))
    >>> counts.add(groups, np.array([MET, MISSED, MET, MET], dtype=np.int8))
    >>> counts.numbers[:, :, [MET, MISSED]].tolist()
    [[[1, 1], [0, 0]], [[0, 0], [2, 0]]]
    >>> counts.add(Groups(np.array([1]), np.array([0]), ("UKI",)), np.array([MISSED], dtype=np.int8))
    >>> counts.numbers[1, :, [MET, MISSED]].tolist()
    [[0, 2], [1, 0]]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from living_sla.measures.cohort import Cohort, scale_of
from living_sla.measures.durations import DurationTally
from living_sla.measures.misses import SHOWN, MissedRecords
from living_sla.measures.records import (
    MET,
    MISSED,
    OUTCOMES,
    PENDING,
    UNUSABLE,
    Codes,
    Groups,
    Outcomes,
    Records,
    judged_at,
    settled,
)
from living_sla.measures.roll import Roll
from living_sla.measures.values import Group, Sample, SegmentNumbers, Sums
from living_sla.measures.verdict_days import VerdictDays, verdict_days_of
from living_sla.model.agreement.measured import Family
from living_sla.model.figures.outcome import Counts


class OutcomeCounts(Struct):
    """How many records came to each outcome, by period and segment."""

    names: SegmentNumbers = field(default_factory=SegmentNumbers)
    numbers: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0, OUTCOMES), dtype=np.int64))
    """By period, segment (its number in `names`) and outcome."""

    def add(self, groups: Groups, codes: Codes) -> None:
        """Take in the outcomes of some records; those that are unseen leave no trace."""
        if len(codes):
            periods, kinds = groups.periods_in_all, OUTCOMES + 1
            size = periods * len(groups.names) * kinds
            counted = np.bincount(groups.outcomes_before + codes, minlength=size)
            self._put(groups.names, counted.reshape(periods, len(groups.names), kinds)[:, :, :OUTCOMES])

    def merge(self, other: OutcomeCounts) -> None:
        """Take in what another part counted."""
        self._put(tuple(other.names), other.numbers)

    def by_group(self) -> dict[Group, Counts]:
        """The counts of every group in which a record came to anything, in order."""
        some = np.argwhere(self.numbers.any(axis=2))
        names = list(self.names)
        counts = {(int(p), names[s]): Counts(*self.numbers[p, s].tolist()) for p, s in some}
        return dict(sorted(counts.items()))

    def _put(self, names: tuple[str, ...], numbers: npt.NDArray[np.int64]) -> None:
        at = self.names.place(names)
        known = self.numbers.shape
        if len(numbers) > known[0] or len(self.names) > known[1]:
            more = (max(0, len(numbers) - known[0]), len(self.names) - known[1], 0)
            self.numbers = np.pad(self.numbers, [(0, by) for by in more])
        self.numbers[: len(numbers), at] += numbers


class Tally(Struct):
    """Outcomes of one commitment, by period and segment; `merge` in any order, then `finish` once."""

    counts: OutcomeCounts = field(default_factory=OutcomeCounts)
    misses: MissedRecords | None = None
    """Those that are named; None where nobody asks."""
    unusable: list[str] = field(default_factory=list)
    """Keys of unusable records, some of them; their number is in the counts."""
    values: Sums | Sample | None = None
    """What the values of met records come to; None where they mean nothing."""
    waiting: Sample | None = None
    """Since when records that are open at the as-of have been so, for a percentile that they will have a say in."""
    skewed: Counter[int] = field(default_factory=Counter)
    """By period, how many records ended before they started by no more than clocks may differ."""
    unsettled: list[Records] = field(default_factory=list)
    durations: DurationTally | None = None
    """How long they took; None where nobody asks."""
    verdict_days: VerdictDays | None = None
    """On which days they came to it; None where nobody can know."""
    roll: Roll | None = None
    """What each of them came to; None where nobody asks."""

    @classmethod
    def of(cls, cohort: Cohort) -> Tally:
        """A tally of nothing, of everything that the measure of a cohort asks for."""
        measure = cohort.commitment.measure
        values: Sums | Sample | None = None
        if measure.family in (Family.TOTAL, Family.STATISTIC):
            values = Sums() if measure.rank is None else Sample()
        scale = scale_of(cohort) if cohort.asks_durations else None
        return cls(
            misses=MissedRecords() if cohort.asks_misses else None,
            values=values,
            waiting=Sample() if isinstance(values, Sample) else None,
            durations=DurationTally.of(scale) if scale is not None else None,
            verdict_days=verdict_days_of(cohort),
            roll=Roll(cohort.grid, cohort.asks_records) if cohort.asks_records else None,
        )

    def add(self, records: Records, as_of: int) -> None:
        """Count what is settled at a lower bound of the as-of, and keep the rest."""
        if not len(records):
            return
        judged = records.columns.derived(settled, as_of)
        if judged.unsettled is not None and len(later := np.flatnonzero(records.of(judged.unsettled))):
            self.unsettled.append(
                records.take(later, figures_alone=self.durations is None and self.verdict_days is None)
            )
        self._count(records, judged)

    def merge(self, other: Tally) -> None:
        """Take in what another part of the same export came to."""
        self.counts.merge(other.counts)
        self.unusable = sorted([*self.unusable, *other.unusable])[:SHOWN]
        self.skewed += other.skewed
        self.unsettled += other.unsettled
        if self.misses is not None and other.misses is not None:
            self.misses.merge(other.misses)
        if self.verdict_days is not None and other.verdict_days is not None:
            self.verdict_days.merge(other.verdict_days)
        if self.roll is not None and other.roll is not None:
            self.roll.merge(other.roll)
        if self.durations is not None and other.durations is not None:
            self.durations.merge(other.durations)
        for mine, theirs in ((self.values, other.values), (self.waiting, other.waiting)):
            if mine is not None and theirs is not None:
                mine.merge(theirs)  # type: ignore[arg-type]  # both are of the kind that the measure asks for

    def finish(self, as_of: int) -> Mapping[Group, Counts]:
        """The counts at the export's as-of; nothing is left unsettled afterwards."""
        for rest in self.unsettled:
            self._count(rest, rest.columns.derived(judged_at, as_of))
        self.unsettled = []
        return self.counts.by_group()

    def _count(self, records: Records, judged: Outcomes) -> None:
        columns, codes = records.columns, records.of(judged.codes)
        self.counts.add(records.groups, codes)
        if self.verdict_days is not None:
            self.verdict_days.add(records, judged)
        if self.roll is not None:
            self.roll.add(records, codes)
        if self.durations is not None:
            self.durations.add(records, judged)
        if columns.values is not None and self.values is not None:
            self.values.add(records.groups, records.of(columns.values), np.flatnonzero(codes == MET))
        if columns.begins is not None and self.waiting is not None:
            self.waiting.add(records.groups, records.of(columns.begins), np.flatnonzero(codes == PENDING))
        if columns.skewed is not None:
            self.skewed.update(records.groups.periods[records.of(columns.skewed) & (codes <= PENDING)].tolist())
        if self.misses is not None and len(missed := np.flatnonzero(codes == MISSED)):
            self.misses.offer(records, missed)
        if columns.unusable is not None:
            keys = records.keys_at(np.flatnonzero(codes == UNUSABLE)[:SHOWN])
            self.unusable = sorted([*self.unusable, *keys])[:SHOWN]
