"""Records, ready to be judged, and what each of them came to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from living_sla.exports.cells.batch import LAST, Flags, Keys, ListedKeys
from living_sla.exports.cells.keys import Hashes
from living_sla.measures.once import Once
from living_sla.model.quantity import Duration
from living_sla.model.time.clock import Clock
from living_sla.model.time.zones import Instants

MET, MISSED, PENDING, EXCLUDED, UNUSABLE, UNSEEN = range(6)
OUTCOMES = 5
"""How many outcomes are counted; a record that had not begun at the as-of is unseen and leaves no trace."""
OPEN = LAST
"""The end of a record that has not ended."""

Array = TypeVar("Array", bound=npt.NDArray[Any])

Codes = npt.NDArray[np.int8]
Numbers = npt.NDArray[np.int64] | npt.NDArray[np.float64]


class Groups(Struct, frozen=True, eq=False, dict=True):
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


class LaterDues(Struct, frozen=True, eq=False):
    """When records are due, worked out for those that are asked about: few are missed or open."""

    starts: Instants
    clock: Clock
    limit: Duration

    def __getitem__(self, at: Instants | slice) -> Instants:
        """The due instants of the records at these positions."""
        return self.clock.due(self.starts[at], self.limit)


class RecordColumns(Struct, Once, frozen=True, eq=False):
    """What one question makes of the records of a batch: arrays of equal length, instants in UTC microseconds.

    Versions of an agreement that ask the same share it, and so do commitments that ask it of other records.
    """

    starts: Instants
    ends: Instants
    """`OPEN` where the end is not known."""
    dues: Instants | LaterDues
    """`OPEN` where nothing is due."""
    keys: Keys
    excluded: Flags | None = None
    """None: none of them is; so for all flags, unless they say otherwise."""
    unusable: Flags | None = None
    values: Numbers | None = None
    """What a total, an average or a percentile is made of, where the record is met; None for a share or a count."""
    begins: Instants | None = None
    """Since when the value of each has been growing, for one that is a duration; None for other values."""
    hashes: Hashes | None = None
    """Of their keys, to find their events in another source; None where there is no other source."""
    skewed: Flags | None = None
    """Those that ended before they started, by no more than clocks may differ, and count as ended at their start."""
    took: Numbers | None = None
    """Microseconds on its clock that each took; anything where it has not ended. None: no clock runs."""
    converted: Callable[[], Flags] | None = None
    """Which of them reached what the conversion of the same agreement asks for; None: nothing says it."""
    late: Flags | None = None
    """Which ended after they were due; anything where they have not ended. None: their due instants tell."""
    met_on: Callable[[], Instants] | None = None
    """The day since the epoch, in the agreement's zone, on which each is met; anything where it is not. None: nobody
    can know."""

    def __len__(self) -> int:
        return len(self.starts)

    def take(self, at: Instants, *, figures_alone: bool = False) -> RecordColumns:
        """The records at these positions, free of the batch that they came from; for figures alone, less of them."""
        names = set(self.__struct_fields__) - ({"converted", "met_on"} if figures_alone else set())
        return RecordColumns(**{name: _taken(getattr(self, name), at) for name in names})


class Records(Struct, frozen=True, eq=False):
    """The records of one cohort among those of some columns."""

    columns: RecordColumns
    groups: Groups
    at: Instants | None = None
    """Their positions in the columns; None: they are all of them, in the same order."""

    def __len__(self) -> int:
        return len(self.groups.periods)

    def of(self, column: Array) -> Array:
        """What one of the columns says of each of them."""
        return column if self.at is None else column[self.at]  # type: ignore[return-value]  # an array of its kind

    def positions(self, chosen: Instants) -> Instants:
        """Where in the columns those of them are that are at these positions."""
        return chosen if self.at is None else self.at[chosen]

    def keys_at(self, chosen: Instants) -> list[str]:
        """The keys of the records at these positions."""
        return self.columns.keys(self.positions(chosen))

    def take(self, chosen: Instants, *, figures_alone: bool = False) -> Records:
        """The records at these positions, as `RecordColumns.take` takes them."""
        columns = self.columns.take(self.positions(chosen), figures_alone=figures_alone)
        return Records(columns, self.groups.take(chosen))

    def kept(self) -> Records:
        """The same records, free of the batch that they came from."""
        return self.take(np.arange(len(self)))


def joined(parts: Sequence[Records]) -> Records:
    """The records of several parts, in their order; at least one part."""
    names = tuple(dict.fromkeys(name for part in parts for name in part.groups.names))
    number = {name: position for position, name in enumerate(names)}
    renamed = [np.array([number[name] for name in part.groups.names], dtype=np.int64) for part in parts]
    segments = [to[part.groups.segments] for to, part in zip(renamed, parts, strict=True)]
    periods = np.concatenate([part.groups.periods for part in parts])
    several = [part.kept().columns if part.at is not None else part.columns for part in parts]
    columns = RecordColumns(
        starts=np.concatenate([part.starts for part in several]),
        ends=np.concatenate([part.ends for part in several]),
        dues=np.concatenate([part.dues[:] for part in several]),
        keys=_JoinedKeys(several),
        excluded=_joined_flags(several, "excluded"),
        unusable=_joined_flags(several, "unusable"),
        values=_joined(several, "values"),
        begins=_joined(several, "begins"),
        hashes=_joined(several, "hashes"),
        skewed=_joined_flags(several, "skewed"),
    )
    return Records(columns, Groups(periods, np.concatenate(segments), names))


class _JoinedKeys(Struct, frozen=True, eq=False, dict=True):
    """The keys of several parts, each where it is."""

    parts: Sequence[RecordColumns]

    @cached_property
    def _begins(self) -> Instants:
        return np.cumsum([0, *map(len, self.parts)])

    def __call__(self, at: Instants, /) -> list[str]:
        found = np.empty(len(at), dtype=np.object_)
        part_of = np.searchsorted(self._begins, at, side="right") - 1
        for number in np.unique(part_of).tolist():
            mine = part_of == number
            found[mine] = self.parts[number].keys(at[mine] - self._begins[number])
        return list(found)

    def take(self, at: Instants, /) -> Keys:
        return ListedKeys(self(at))


def _joined(parts: Sequence[RecordColumns], name: str) -> npt.NDArray[Any] | None:
    arrays = [getattr(part, name) for part in parts]
    return None if arrays[0] is None else np.concatenate(arrays)


def _joined_flags(parts: Sequence[RecordColumns], name: str) -> Flags | None:
    flags = [getattr(part, name) for part in parts]
    if all(found is None for found in flags):
        return None
    spelt = zip(flags, parts, strict=True)
    return np.concatenate([np.zeros(len(part), dtype=np.bool_) if found is None else found for found, part in spelt])


class _Made(Struct, frozen=True, eq=False):
    """A column that was made already; it travels to other processes, as a function does not."""

    values: npt.NDArray[Any]

    def __call__(self) -> npt.NDArray[Any]:
        return self.values


def _taken(column: Any, at: Instants) -> Any:
    """The values of a column at these positions; of one that is made when it is asked for, what makes them."""
    if column is None or isinstance(column, np.ndarray | LaterDues):
        return None if column is None else column[at]
    if hasattr(column, "take"):
        return column.take(at)
    return _Made(column()[at])


class Outcomes(Struct, Once, frozen=True, eq=False):
    """What each record of a columns came to at an as-of."""

    columns: RecordColumns
    as_of: int
    codes: Codes
    unsettled: Flags | None = None
    """Those that a later as-of may judge otherwise, whose code is `UNSEEN` here; None: none of them."""


def judged_at(columns: RecordColumns, as_of: int) -> Outcomes:
    """What each record came to at `as_of`; an end after it has not happened yet."""
    # Met is 0 and missed 1, so that truth values are codes.
    late = columns.ends > columns.dues[:] if columns.late is None else columns.late
    codes: Codes = late.astype(np.int8)
    if columns.dues is not columns.starts:  # what is due at once waits for nothing
        still_open = np.flatnonzero(columns.ends > as_of)
        codes[still_open] = np.where(columns.dues[still_open] <= as_of, MISSED, PENDING)
    for flags, code in ((columns.unusable, UNUSABLE), (columns.excluded, EXCLUDED), (columns.starts > as_of, UNSEEN)):
        if flags is not None and flags.any():
            codes[flags] = code
    return Outcomes(columns, as_of, codes)


def settled(columns: RecordColumns, as_of: int) -> Outcomes:
    """The same, at a lower bound of the as-of: of those records that every later one judges alike.

    Others have not begun, or their clock still runs. A record that never ends and is never due stays open for ever.
    """
    codes = columns.derived(judged_at, as_of).codes
    unsettled: Flags = codes == UNSEEN
    running = np.flatnonzero(codes == PENDING)
    unsettled[running] = (columns.ends[running] != OPEN) | (columns.dues[running] != OPEN)
    if not unsettled.any():
        return Outcomes(columns, as_of, codes)
    codes = codes.copy()
    codes[unsettled] = UNSEEN
    return Outcomes(columns, as_of, codes, unsettled)


def outcomes(records: Records, as_of: int) -> Codes:
    """What each of these records came to at `as_of`."""
    return records.of(records.columns.derived(judged_at, as_of).codes)
