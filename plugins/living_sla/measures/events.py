"""Records and the events of a second source that belong to them: touches, calls, e-mails.

The two exports are read one after the other and joined by the hash of a key. Of the records only their instants and
hashes are kept, of the events only those that belong to a record and fall in its time.

    records            events, as they come      by owner and time       touches from start to due
    a  9 - 13          b 11                      owner  0  0  1          a: 10 and 12   2
    b  8 - 10          a 12                      at    10 12 11          b: none, 11 is too late   0
                       a 10
                       c  9   a stranger: counted as an event without a record
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from living_sla.exports.cells.batch import Batch, Flags
from living_sla.exports.cells.keys import NAMELESS, Hashes, hashes_of
from living_sla.measures.cohort import Cohort
from living_sla.measures.conditions import passes
from living_sla.measures.records import OPEN, Records, joined
from living_sla.measures.unmatched import Unmatched
from living_sla.model.agreement.kinds import Attempts, Gap
from living_sla.model.quantity import Duration
from living_sla.model.time.zones import Instants


class Followed(Struct):
    """The records of a cohort and the events heard of them; both merge in any order."""

    parts: list[Records] = field(default_factory=list)
    _events: list[tuple[Hashes, Instants]] = field(default_factory=list)
    unmatched: Unmatched | None = None
    """The values that the filter of the events names and that no row has had so far; None before anything was heard."""
    strangers: list[Hashes] = field(default_factory=list)
    """The keys of the events that belong to no record of the cohort."""
    _known: Hashes | None = None
    """The hashes of all records, sorted; None before somebody asked."""

    def follow(self, records: Records) -> None:
        """Take in the cohort's records of a batch of the first source."""
        if len(records):
            self.parts.append(records.kept())

    def hear(self, cohort: Cohort, batch: Batch) -> None:
        """Take in the events in a batch of the second source; all records must have been followed before."""
        events = cohort.events
        assert events is not None
        self.unmatched = self.unmatched or Unmatched.of((cohort.heard,))
        self.unmatched.hear(batch)
        at, key = batch.columns[events.at], batch.columns[events.key]
        keys = hashes_of(key)
        counts = at.filled & (keys != NAMELESS) & passes(cohort.heard, batch)
        ours = _among(self._hashes_known(), keys) & counts
        if len(others := keys[counts & ~ours]):
            self.strangers.append(others)
        if ours.any():
            self._events.append((keys[ours], at.values[ours]))

    def ears(self) -> Followed:
        """Knows the same records and holds none of them: what hears events in another place, to be merged here."""
        return Followed(_known=self._hashes_known())

    def forget(self) -> None:
        """Drop the events heard so far: their export is read anew."""
        self._events, self.unmatched, self.strangers = [], None, []

    def merge(self, other: Followed) -> None:
        """Take in what another part came to."""
        self.parts += other.parts
        self._events += other._events
        self.strangers += other.strangers
        if self.unmatched is not None and other.unmatched is not None:
            self.unmatched.merge(other.unmatched)
        self.unmatched = self.unmatched or other.unmatched

    @property
    def heard(self) -> int:
        """How many events there are, whatever they belong to."""
        return sum(map(len, self.strangers)) + sum(len(keys) for keys, _ in self._events)

    @property
    def joins_nothing(self) -> bool:
        """Whether there are events and records, and no event belongs to a record."""
        return bool(self.strangers and self.parts and not self._events)

    def _hashes_known(self) -> Hashes:
        if self._known is None:
            self._known = np.sort(np.concatenate([_NO_HASHES, *map(_hashes, self.parts)]))
        return self._known

    def judged(self, cohort: Cohort, as_of: int) -> Records | None:
        """The records with their verdicts at `as_of`, as ends that are met or not; None where there are none."""
        if not self.parts:
            return None
        records = joined(self.parts)
        columns = records.columns
        match cohort.commitment.measure:
            case Attempts(times=times):
                kept = (self.touches(records, as_of) >= times) | (columns.ends <= np.minimum(columns.dues[:], as_of))
            case Gap(limit=limit):
                kept = _never_silent(cohort, records, *self._by_owner(records, as_of), limit, as_of)
            case measure:
                raise AssertionError(f"nothing is followed for a {measure.kind}")
        return replace(records, columns=replace(columns, ends=np.where(kept, columns.starts, OPEN)))

    def touches(self, records: Records, as_of: int) -> Instants:
        """How many events each record has from its start to its due instant, both included, up to `as_of`."""
        owner, at = self._by_owner(records, as_of)
        inside = (at >= records.columns.starts[owner]) & (at <= records.columns.dues[owner])
        return np.bincount(owner[inside], minlength=len(records))

    def _by_owner(self, records: Records, as_of: int) -> tuple[Instants, Instants]:
        """The position of its record and the instant of each event up to `as_of`, by record and in order of time."""
        if not self._events:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        keys, at = (np.concatenate(side) for side in zip(*self._events, strict=True))
        hashes = _hashes(records)
        order = np.argsort(hashes)
        owner = order[np.searchsorted(hashes, keys, sorter=order)]
        seen = at <= as_of
        owner, at = owner[seen], at[seen]
        in_time = np.lexsort((at, owner))
        return owner[in_time], at[in_time]


_NO_HASHES = np.zeros(0, dtype=np.uint64)


def _hashes(records: Records) -> Hashes:
    assert records.columns.hashes is not None  # a cohort with events asks for them
    return records.columns.hashes


def without_record(events: Sequence[Hashes], records: Sequence[Hashes]) -> int:
    """How many events, by their keys, belong to none of all records of another source."""
    if not events:
        return 0
    known = np.sort(np.concatenate([_NO_HASHES, *records]))
    return sum(int(np.count_nonzero(~_among(known, keys))) for keys in events)


def _among(known: Hashes, keys: Hashes) -> Flags:
    """Which keys are among the known ones, which are sorted."""
    if not len(known):
        return np.zeros(len(keys), dtype=np.bool_)
    among: Flags = known[np.minimum(np.searchsorted(known, keys), len(known) - 1)] == keys
    return among


def _never_silent(
    cohort: Cohort, records: Records, owner: Instants, at: Instants, limit: Duration, as_of: int
) -> Flags:
    """Which records never went longer than the limit without an event, from their start to their end or to now.

    Silence begins at the start and at each event. It is too long when the next event, or the end, comes after the
    limit has run out, or when it has run out by now.
    """
    stops = np.minimum(records.columns.ends, as_of)
    inside = (at > records.columns.starts[owner]) & (at < stops[owner])
    everyone = np.arange(len(records))
    owners = np.concatenate([everyone, owner[inside], everyone])
    instants = np.concatenate([records.columns.starts, at[inside], np.maximum(stops, records.columns.starts)])
    order = np.lexsort((instants, owners))
    owners, instants = owners[order], instants[order]
    if not len(owners):
        return np.zeros(0, dtype=np.bool_)
    same = owners[1:] == owners[:-1]
    due = cohort.clock.due(instants[:-1][same], limit)
    following = instants[1:][same]
    # The last silence of a record that is still active has no event at its end: it is too long as soon as it is due.
    to_the_end = np.append(owners[1:][same][1:] != owners[1:][same][:-1], True)
    still_active = to_the_end & (records.columns.ends[owners[1:][same]] > as_of)
    too_long = (following > due) | (still_active & (following >= due))
    broken = np.zeros(len(records), dtype=np.bool_)
    broken[owners[1:][same][too_long]] = True
    return ~broken
