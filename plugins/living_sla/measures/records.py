"""Records of one cohort, ready to be judged, and what each of them came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from living_sla.exports.cells.batch import LAST, Flags, Keys, ListedKeys
from living_sla.exports.cells.keys import Hashes
from living_sla.model.quantity import Duration
from living_sla.model.time.clock import Clock
from living_sla.model.time.zones import Instants

MET, MISSED, PENDING, EXCLUDED, UNUSABLE, UNSEEN = range(6)
OUTCOMES = 5
"""How many outcomes are counted; a record that had not begun at the as-of is unseen and leaves no trace."""
OPEN = LAST
"""The end of a record that has not ended."""

Codes = npt.NDArray[np.int8]
Numbers = npt.NDArray[np.int64] | npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Groups:
    """The period and the segment of each record."""

    periods: Instants
    segments: Instants
    """Positions in `names`."""
    names: tuple[str, ...]
    """The segments that occur, each once; the blank one has an empty name."""

    @cached_property
    def cells(self) -> Instants:
        """Both as one number: the period times the number of names, and the segment."""
        return self.periods * len(self.names) + self.segments

    @cached_property
    def outcomes_before(self) -> Instants:
        """How many kinds of outcome, `UNSEEN` among them, all cells before that of each record have."""
        return self.cells * (OUTCOMES + 1)

    @cached_property
    def periods_in_all(self) -> int:
        """One more than the largest number of a period."""
        return int(self.periods.max(initial=-1)) + 1

    def take(self, chosen: Instants) -> Groups:
        """Those of the records at these positions."""
        return Groups(self.periods[chosen], self.segments[chosen], self.names)


@dataclass(frozen=True, eq=False)
class LaterDues:
    """When records are due, worked out for those that are asked about: few are missed or open."""

    starts: Instants
    clock: Clock
    limit: Duration

    def __getitem__(self, at: Instants | slice) -> Instants:
        """The due instants of the records at these positions."""
        return self.clock.due(self.starts[at], self.limit)


@dataclass(frozen=True, eq=False)
class Records:
    """Records of one cohort: arrays of equal length, instants in UTC microseconds."""

    starts: Instants
    ends: Instants
    """`OPEN` where the end is not known."""
    dues: Instants | LaterDues
    """`OPEN` where nothing is due."""
    groups: Groups
    excluded: Flags | None
    """None: none of them is; so for `unusable`."""
    unusable: Flags | None
    values: Numbers | None
    """What a total, an average or a percentile is made of, where the record is met; None for a share or a count."""
    begins: Instants | None
    """Since when the value of each has been growing, for one that is a duration; None for other values."""
    hashes: Hashes | None
    """Of their keys, to find their events in another source; None where there is no other source."""
    keys: Keys
    positions: Instants | None = None
    """Of each record in `keys`; None where they are in the same order."""
    skewed: Flags | None = None
    """Those that ended before they started, by no more than clocks may differ, and count as ended at their start; None:
    none of them."""
    took: Numbers | None = None
    """Microseconds on its clock that each took; anything where it has not ended. None: nobody asks."""
    converted: Flags | None = None
    """Which of them reached what the conversion of the same agreement asks for; None: nobody asks."""
    late: Flags | None = None
    """Which ended after they were due; anything where they have not ended. None: their due instants tell."""
    met_on: Instants | None = None
    """The day since the epoch, in the agreement's zone, on which each is met; anything where it is not. None: nobody
    asks."""

    def __len__(self) -> int:
        return len(self.starts)

    def keys_at(self, at: Instants) -> list[str]:
        """The keys of the records at these positions."""
        return self.keys(at if self.positions is None else self.positions[at])

    def keys_of(self, at: Instants) -> Keys:
        """The keys of the records at these positions, free of the batch, to be told later."""
        return self.keys.take(at if self.positions is None else self.positions[at])

    def take(self, chosen: Instants) -> Records:
        """The records at these positions."""
        return Records(
            starts=self.starts[chosen],
            ends=self.ends[chosen],
            dues=self.dues[chosen],
            groups=self.groups.take(chosen),
            excluded=_of(self.excluded, chosen),
            unusable=_of(self.unusable, chosen),
            values=_of(self.values, chosen),
            begins=_of(self.begins, chosen),
            hashes=_of(self.hashes, chosen),
            keys=self.keys,
            positions=chosen if self.positions is None else self.positions[chosen],
            skewed=_of(self.skewed, chosen),
            took=_of(self.took, chosen),
            converted=_of(self.converted, chosen),
            late=_of(self.late, chosen),
            met_on=_of(self.met_on, chosen),
        )

    def kept(self) -> Records:
        """The same records, free of the batch that they came from."""
        at = np.arange(len(self)) if self.positions is None else self.positions
        return replace(self, keys=self.keys.take(at), positions=None, dues=self.dues[:])


def joined(parts: Sequence[Records]) -> Records:
    """The records of several parts, in their order; at least one part."""
    names = tuple(dict.fromkeys(name for part in parts for name in part.groups.names))
    number = {name: position for position, name in enumerate(names)}
    renamed = [np.array([number[name] for name in part.groups.names], dtype=np.int64) for part in parts]
    segments = [to[part.groups.segments] for to, part in zip(renamed, parts, strict=True)]
    periods = np.concatenate([part.groups.periods for part in parts])
    return Records(
        starts=np.concatenate([part.starts for part in parts]),
        ends=np.concatenate([part.ends for part in parts]),
        dues=np.concatenate([part.dues[:] for part in parts]),
        groups=Groups(periods, np.concatenate(segments), names),
        excluded=_joined_flags(parts, "excluded"),
        unusable=_joined_flags(parts, "unusable"),
        values=_joined(parts, "values"),
        begins=_joined(parts, "begins"),
        hashes=_joined(parts, "hashes"),
        keys=_JoinedKeys(parts),
        skewed=_joined_flags(parts, "skewed"),
    )


@dataclass(frozen=True, eq=False)
class _JoinedKeys:
    """The keys of several parts, each where it is."""

    parts: Sequence[Records]

    @cached_property
    def _begins(self) -> Instants:
        return np.cumsum([0, *map(len, self.parts)])

    def __call__(self, at: Instants, /) -> list[str]:
        found = np.empty(len(at), dtype=np.object_)
        part_of = np.searchsorted(self._begins, at, side="right") - 1
        for number in np.unique(part_of).tolist():
            mine = part_of == number
            found[mine] = self.parts[number].keys_at(at[mine] - self._begins[number])
        return list(found)

    def take(self, at: Instants, /) -> Keys:
        return ListedKeys(self(at))


def _joined(parts: Sequence[Records], name: str) -> npt.NDArray[Any] | None:
    arrays = [getattr(part, name) for part in parts]
    return None if arrays[0] is None else np.concatenate(arrays)


def _joined_flags(parts: Sequence[Records], name: str) -> Flags | None:
    flags = [getattr(part, name) for part in parts]
    if all(found is None for found in flags):
        return None
    spelt = zip(flags, parts, strict=True)
    return np.concatenate([np.zeros(len(part), dtype=np.bool_) if found is None else found for found, part in spelt])


def _of(array: npt.NDArray[Any] | None, chosen: Instants) -> npt.NDArray[Any] | None:
    return None if array is None else array[chosen]


def outcomes(records: Records, as_of: int) -> Codes:
    """What each record came to at `as_of`; an end after it has not happened yet."""
    # Met is 0 and missed 1, so that truth values are codes.
    late = records.ends > records.dues[:] if records.late is None else records.late
    codes: Codes = late.astype(np.int8)
    if records.dues is not records.starts:  # what is due at once waits for nothing
        still_open = np.flatnonzero(records.ends > as_of)
        codes[still_open] = np.where(records.dues[still_open] <= as_of, MISSED, PENDING)
    for flags, code in ((records.unusable, UNUSABLE), (records.excluded, EXCLUDED), (records.starts > as_of, UNSEEN)):
        if flags is not None and flags.any():
            codes[flags] = code
    return codes
