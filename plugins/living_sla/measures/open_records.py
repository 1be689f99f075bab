"""The records of a cohort that are open at the as-of, with their keys and their owners: what a worklist is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from msgspec import Struct, field

from living_sla.exports.cells.batch import Batch
from living_sla.measures.cohort import Cohort
from living_sla.measures.cohort_records import asked_of, cohort_records
from living_sla.measures.events import Followed
from living_sla.measures.records import MISSED, OPEN, PENDING, Records, joined, outcomes
from living_sla.measures.shared_columns import SharedColumns
from living_sla.model.agreement.kinds import Attempts, Within


class OpenWork(Struct, frozen=True):
    """An open record: its key, who owns it, when its clock started and when it is due, in UTC microseconds."""

    key: str
    owner: str
    since: int
    due: int


def has_work(cohort: Cohort) -> bool:
    """Whether somebody has to do something about a record of the cohort before an instant that the terms know."""
    return isinstance(cohort.commitment.measure, Within | Attempts)


class OpenRecords(Struct):
    """The records of a cohort that may be open, batch by batch."""

    cohort: Cohort
    owner: str | None = None
    """The column that says who owns a record."""
    parts: list[Records] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    """By key; blank ones are left out."""
    followed: Followed | None = None

    def __post_init__(self) -> None:
        self.start_again()

    def start_again(self) -> None:
        """Drop everything that was taken in: the export is read anew."""
        self.parts, self.owners = [], {}
        self.followed = Followed() if self.cohort.events is not None else None

    def add(self, shared: SharedColumns, as_of: int) -> None:
        """Take in one batch; `as_of` is a lower bound of the one at which they are told."""
        records = cohort_records(self.cohort, shared)
        columns = records.columns
        maybe = columns.ends > as_of
        if self.followed is not None:
            maybe &= columns.dues[:] > as_of
        for flags in (columns.unusable, columns.excluded):
            maybe = maybe if flags is None else maybe & ~flags
        at = np.flatnonzero(records.of(maybe))
        if not len(at):
            return
        chosen = records.take(at)
        if self.owner is not None:
            column = shared.batch.columns[self.owner]
            places = asked_of(self.cohort, shared).at[records.positions(at)]
            keys = chosen.keys_at(np.arange(len(at)))
            for key, place in zip(keys, places.tolist(), strict=True):
                if column.filled[place]:
                    self.owners[key] = column.words[int(column.values[place])]
        if self.followed is not None:
            self.followed.follow(chosen)
        else:
            self.parts.append(chosen)

    def hear(self, batches: Iterable[Batch]) -> None:
        """Take in the events of a second source; all records must have been taken in before."""
        if self.followed is not None:
            self.followed.forget()
            for batch in batches:
                self.followed.hear(self.cohort, batch)

    def at(self, as_of: int) -> Iterator[OpenWork]:
        """Those that are open at the as-of, in any order: what is owed attempts only as long as more may be made."""
        records = self.followed.judged(self.cohort, as_of) if self.followed is not None else None
        if self.followed is None and self.parts:
            records = joined(self.parts)
        if records is None:
            return
        codes, columns = outcomes(records, as_of), records.columns
        if self.followed is not None:
            still = codes == PENDING
        else:
            still = ((codes == PENDING) | (codes == MISSED)) & (columns.ends > as_of) & (columns.dues[:] != OPEN)
        at = np.flatnonzero(still)
        begins = columns.starts if columns.begins is None else columns.begins
        instants = zip(begins[at].tolist(), columns.dues[at].tolist(), strict=True)
        for key, (since, due) in zip(records.keys_at(at), instants, strict=True):
            yield OpenWork(key, self.owners.get(key, ""), since, due)
