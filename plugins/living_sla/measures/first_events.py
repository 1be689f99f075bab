"""First events in other sources, as columns of instants: who was called first, and when.

A CRM keeps what a person did in an export of its own, a row an activity. That export is read before the records are;
of it only hashes and instants are kept. A batch of records is then given one column more, which holds for each record
the instant of its first event, and from there on the measures know no difference.

    tasks, by lead and instant       lead  start  first at or after the start
    a 09:00 | a 12:00 | b 08:00      a     10:00  a 12:00
                                     b     10:00  none: the only call came before the hand-over
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from living_sla.exports.cells.batch import LAST, Batch, Column
from living_sla.exports.cells.keys import NAMELESS, Hashes, hashes_of, links_of
from living_sla.measures.cohort import EventsOf, FirstOf
from living_sla.measures.conditions import passes
from living_sla.measures.unmatched import Unmatched
from living_sla.model.time.zones import Instants


class Heard(Struct, dict=True):
    """The events of one kind that were read: their keys as hashes, and their instants; parts merge in any order."""

    parts: list[tuple[Hashes, Instants]] = field(default_factory=list)
    unmatched: Unmatched | None = None
    """The values that `where` names and that no row has had so far; None before anything was heard."""

    def hear(self, events: EventsOf, batch: Batch) -> None:
        """Take in the events in a batch of the other source."""
        self.unmatched = self.unmatched or Unmatched.of((events.where,))
        self.unmatched.hear(batch)
        at, key = batch.columns[events.at], batch.columns[events.key]
        keys = hashes_of(key)
        counts = at.filled & (keys != NAMELESS) & passes(events.where, batch)
        if counts.any():
            self.parts.append((keys[counts], at.values[counts]))

    def merge(self, other: Heard) -> None:
        """Take in what another part of the same export held."""
        self.parts += other.parts
        if self.unmatched is not None and other.unmatched is not None:
            self.unmatched.merge(other.unmatched)
        self.unmatched = self.unmatched or other.unmatched

    def first(self, keys: Hashes, starts: Instants | None) -> Instants:
        """For each key the instant of its first event, at or after its start where there are starts; `LAST`: none."""
        known = self._ordered
        if not len(known.codes):
            return np.full(len(keys), LAST, dtype=np.int64)
        rank = np.minimum(np.searchsorted(known.keys, keys), len(known.keys) - 1)
        wanted = rank * np.int64(len(known.instants) + 1)
        if starts is not None:
            wanted += np.searchsorted(known.instants, starts)
        at = np.searchsorted(known.codes, wanted)
        earliest = known.at[np.minimum(at, len(known.at) - 1)]
        none = (known.keys[rank] != keys) | (at >= known.ends[rank])
        earliest[none] = LAST
        return earliest

    @cached_property
    def _ordered(self) -> _Ordered:
        hashes = np.concatenate([np.zeros(0, dtype=np.uint64), *(part[0] for part in self.parts)])
        at = np.concatenate([np.zeros(0, dtype=np.int64), *(part[1] for part in self.parts)])
        keys, rank = np.unique(hashes, return_inverse=True)
        instants, moment = np.unique(at, return_inverse=True)
        # One number for key and instant, so that one search finds the first event of a key after any instant.
        codes = rank * np.int64(len(instants) + 1) + moment
        order = np.argsort(codes)
        ends = np.cumsum(np.bincount(rank, minlength=len(keys)))
        return _Ordered(keys, instants, codes[order], at[order], ends)


class _Ordered(Struct, frozen=True, eq=False):
    """Events by key and in order of time."""

    keys: Hashes
    """Each once, in order."""
    instants: Instants
    """Each once, in order."""
    codes: Instants
    """Of each event the number of its key times one more than there are instants, and the number of its instant."""
    at: Instants
    """Of each event its instant, in the order of `codes`."""
    ends: Instants
    """For each key the position behind its last event."""


class OtherSources(Struct, frozen=True):
    """What was heard in other sources, and the as-of of each."""

    heard: Mapping[EventsOf, Heard] = field(default_factory=dict)
    as_of: Mapping[str, int] = field(default_factory=dict)
    """Microseconds since the epoch, UTC, by source."""

    def beside(self, batch: Batch, firsts: Iterable[FirstOf]) -> Batch:
        """The batch with these columns besides; one that others start from must come before them."""
        columns, keys = dict(batch.columns), links_of(batch)
        for first in firsts:
            starts = columns[first.after].or_last if first.after else None
            instants = self.heard[first.events].first(keys, starts)
            columns[first.name] = Column("instant", instants, instants != LAST)
        return replace(batch, columns=columns)

    def bound(self, as_of: int, firsts: Sequence[FirstOf]) -> int:
        """The as-of, or an earlier one of the sources that these columns come from."""
        return min([as_of, *(self.as_of[first.events.source] for first in firsts)])


NOTHING_HEARD = OtherSources()
