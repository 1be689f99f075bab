"""Partial results that merge: outcomes by period and segment, whatever the order in which batches arrive.

The as-of of an export may be known only when its last row has been read (`newest_of`). Until then there is a lower
bound; what any later as-of would judge alike is counted at once, the rest is kept aside until `finish`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from living_sla.exports.batch import Flags
from living_sla.exports.keys import Hashes
from living_sla.measures.values import Group, Numbers, Sample, Sums
from living_sla.model.outcome import Counts
from living_sla.model.zones import Instants

MET, MISSED, PENDING, EXCLUDED, UNUSABLE, UNSEEN = range(6)
OUTCOMES = 5
"""How many outcomes are counted; a record that had not begun at the as-of is unseen and leaves no trace."""
OPEN = np.iinfo(np.int64).max
"""The end of a record that has not ended."""
SHOWN = 20
"""How many missed records a period names, the most recent ones."""

Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Records:
    """Records of one cohort, ready to be judged: arrays of equal length, instants in UTC microseconds."""

    starts: Instants
    ends: Instants
    """`OPEN` where the end is not known."""
    dues: Instants
    periods: Instants
    segments: Instants
    """Positions in `names`."""
    excluded: Flags
    unusable: Flags
    values: Numbers
    """What a total, an average or a percentile is made of, where the record is met; zeros for a share or a count."""
    hashes: Hashes
    """Of their keys, to find their events in another source."""
    names: tuple[str, ...]
    """The segments that occur; the blank one has an empty name."""
    keys_at: Callable[[Instants], list[str]]
    """The keys of the records at some positions: asked for the few that are shown, never for all."""

    def __len__(self) -> int:
        return len(self.starts)

    def take(self, chosen: Instants) -> Records:
        """The records at these positions."""
        arrays = {name: getattr(self, name)[chosen] for name in _ARRAYS}
        return Records(**arrays, names=self.names, keys_at=lambda at: self.keys_at(chosen[at]))

    def kept(self) -> Records:
        """The same records, free of the batch that they came from."""
        keys = np.array(self.keys_at(np.arange(len(self))), dtype=np.object_)
        return replace(self, keys_at=lambda at: list(keys[at]))


def joined(parts: Sequence[Records]) -> Records:
    """The records of several parts, in their order; at least one part."""
    names = tuple(dict.fromkeys(name for part in parts for name in part.names))
    arrays = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _ARRAYS}
    renamed = [np.array([names.index(name) for name in part.names], dtype=np.int64) for part in parts]
    arrays["segments"] = np.concatenate([to[part.segments] for to, part in zip(renamed, parts, strict=True)])
    begins = np.cumsum([0, *map(len, parts)])

    def keys_at(at: Instants) -> list[str]:
        found = np.empty(len(at), dtype=np.object_)
        part_of = np.searchsorted(begins, at, side="right") - 1
        for number in np.unique(part_of).tolist():
            mine = part_of == number
            found[mine] = parts[number].keys_at(at[mine] - begins[number])
        return list(found)

    return Records(**arrays, names=names, keys_at=keys_at)


_ARRAYS = ("starts", "ends", "dues", "periods", "segments", "excluded", "unusable", "values", "hashes")


def outcomes(records: Records, as_of: int) -> Codes:
    """What each record came to at `as_of`; an end after it has not happened yet."""
    ended = records.ends <= as_of
    met = ended & (records.ends <= records.dues)
    missed = ~met & (ended | (records.dues <= as_of))
    codes = np.full(len(records), PENDING, dtype=np.int8)
    codes[met] = MET
    codes[missed] = MISSED
    codes[records.unusable] = UNUSABLE
    codes[records.excluded] = EXCLUDED
    codes[records.starts > as_of] = UNSEEN
    return codes


def settled(records: Records, as_of: int) -> Flags:
    """Which records every later as-of judges as `as_of` does."""
    begun = records.starts <= as_of
    known = (records.ends <= as_of) | (records.dues <= as_of) | records.unusable | records.excluded
    return begun & known


@dataclass
class Tally:
    """Outcomes of one commitment, by period and segment; `merge` in any order, then `finish` once."""

    counts: dict[Group, npt.NDArray[np.int64]] = field(default_factory=dict)
    misses: Records | None = None
    """The most recent missed records of each period, `SHOWN` at the most."""
    unusable: list[str] = field(default_factory=list)
    """Keys of unusable records, some of them; their number is in the counts."""
    values: Sums | Sample | None = None
    """What the values of met records come to; None where they mean nothing."""
    waiting: Sample | None = None
    """The starts of records that are open at the as-of, for a percentile that they will have a say in."""
    unsettled: list[Records] = field(default_factory=list)

    def add(self, records: Records, as_of: int) -> None:
        """Count what is settled at a lower bound of the as-of, and keep the rest."""
        known = settled(records, as_of)
        if known.all():
            self._count(records, outcomes(records, as_of))
            return
        now, later = np.flatnonzero(known), np.flatnonzero(~known)
        settled_records = records.take(now)
        self._count(settled_records, outcomes(settled_records, as_of))
        self.unsettled.append(records.take(later).kept())

    def merge(self, other: Tally) -> None:
        """Take in what another part of the same export came to."""
        for group, counts in other.counts.items():
            self.counts[group] = self.counts[group] + counts if group in self.counts else counts
        if other.misses is not None:
            self._keep_newest(other.misses)
        self.unusable = sorted([*self.unusable, *other.unusable])[:SHOWN]
        self.unsettled += other.unsettled
        if self.values is None:
            self.values = other.values
        elif other.values is not None:
            self.values.merge(other.values)  # type: ignore[arg-type]  # both are of the kind that the measure asks for

    def finish(self, as_of: int) -> Mapping[Group, Counts]:
        """The counts at the export's as-of; nothing is left unsettled afterwards."""
        for rest in self.unsettled:
            codes = outcomes(rest, as_of)
            self._count(rest, codes)
            if self.waiting is not None:
                open_ = np.flatnonzero(codes == PENDING)
                self.waiting.add(rest.periods[open_], rest.segments[open_], rest.names, rest.starts[open_])
        self.unsettled = []
        return {group: Counts(*map(int, counts)) for group, counts in sorted(self.counts.items())}

    def _count(self, records: Records, codes: Codes) -> None:
        if not len(records):
            return
        cells = records.periods * len(records.names) + records.segments
        seen = codes != UNSEEN
        counted = np.bincount(cells[seen] * OUTCOMES + codes[seen])
        counted = np.pad(counted, (0, -len(counted) % OUTCOMES)).reshape(-1, OUTCOMES)
        for cell in np.flatnonzero(counted.any(axis=1)):
            group = _group(int(cell), records.names)
            self.counts[group] = self.counts.get(group, np.zeros(OUTCOMES, dtype=np.int64)) + counted[cell]
        if self.values is not None:
            met = np.flatnonzero(codes == MET)
            self.values.add(records.periods[met], records.segments[met], records.names, records.values[met])
        missed = np.flatnonzero(codes == MISSED)
        missed = missed[self._may_be_shown(records.periods[missed], records.starts[missed])]
        if len(missed):
            self._keep_newest(records.take(missed))
        found = records.keys_at(np.flatnonzero(codes == UNUSABLE)[:SHOWN])
        self.unusable = sorted([*self.unusable, *found])[:SHOWN]

    def _may_be_shown(self, periods: Instants, starts: Instants) -> Flags:
        """Which of these records are newer than the last one shown of their period, once it shows as many as it can."""
        if self.misses is None:
            return np.ones(len(periods), dtype=np.bool_)
        known = self.misses.periods
        counts = np.bincount(known, minlength=int(max(known.max(), periods.max(initial=0))) + 1)
        oldest = np.full(len(counts), OPEN)
        np.minimum.at(oldest, known, self.misses.starts)
        newer: Flags = (counts[periods] < SHOWN) | (starts > oldest[periods])
        return newer

    def _keep_newest(self, missed: Records) -> None:
        """Remember the most recent ones of each period, of those known and of these."""
        both = missed if self.misses is None else joined([self.misses, missed])
        order = np.lexsort((-both.starts, both.periods))
        ordered = both.periods[order]
        place_in_period = np.arange(len(order)) - np.searchsorted(ordered, ordered, side="left")
        self.misses = both.take(order[place_in_period < SHOWN]).kept()


def _group(cell: int, names: tuple[str, ...]) -> Group:
    return cell // len(names), names[cell % len(names)]
