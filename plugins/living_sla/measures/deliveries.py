"""Deliverables: due dates that come again, and a log of what was delivered when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from msgspec import Struct, field

from living_sla.exports.cells.batch import ListedKeys
from living_sla.measures.cohort import Cohort
from living_sla.measures.records import OPEN, Groups, RecordColumns, Records
from living_sla.measures.shared_columns import SharedColumns
from living_sla.model.agreement.kinds import Deliverable
from living_sla.model.time.due_dates import scheduled
from living_sla.model.time.schedule import Schedule
from living_sla.model.time.zones import DAY, Instants, instant, wall_time

_EPOCH_DAY = date(1970, 1, 1)
NO_DATE = np.iinfo(np.int64).min


class DueDate(Struct, frozen=True):
    """One due date; instants in UTC microseconds."""

    day: date
    opens: int
    """From when on a delivery serves it, where the log does not name due dates: after the due date before it."""
    due: int
    """The end of its day."""
    arrived: int
    """When the first delivery came that serves it; `OPEN` where none has."""


class Deliveries(Struct):
    """When something was delivered and, where the log says it, for which due date; merges in any order."""

    at: list[Instants] = field(default_factory=list)
    serves: list[Instants] = field(default_factory=list)
    """Days since 1970-01-01, `NO_DATE` where the log does not say."""

    def hear(self, cohort: Cohort, shared: SharedColumns) -> None:
        """Take in the deliveries of a batch of the log."""
        measure = cohort.commitment.measure
        assert isinstance(measure, Deliverable)
        batch = shared.batch
        chosen = batch.columns[measure.at].filled & shared.passing(cohort.where)
        self.at.append(shared.instants(measure.at, cohort.timezone)[chosen])
        if measure.serves is not None:
            serves = batch.columns[measure.serves]
            self.serves.append(np.where(serves.filled, serves.values, NO_DATE)[chosen])

    def merge(self, other: Deliveries) -> None:
        """Take in what another part of the log holds."""
        self.at += other.at
        self.serves += other.serves

    def judged(self, cohort: Cohort, as_of: int) -> Records | None:
        """One record a due date up to the end of the running period: met, missed or still ahead; None without any."""
        dates = self.due_dates(cohort, as_of)
        if not dates:
            return None
        days = np.array([(due_date.day - _EPOCH_DAY).days for due_date in dates], dtype=np.int64)
        dues = np.array([due_date.due for due_date in dates], dtype=np.int64)
        arrived = np.array([due_date.arrived for due_date in dates], dtype=np.int64)
        starts = cohort.coverage.coverage.zone.to_utc(days * DAY)
        shown = [str(due_date.day) for due_date in dates]
        columns = RecordColumns(
            # A due date is not judged before it has come; from its own midnight on it is open.
            starts=np.minimum(starts, as_of),
            ends=np.where(arrived <= dues, np.maximum(arrived, np.minimum(starts, as_of)), OPEN),
            dues=dues,
            excluded=np.array([any(low <= at < high for low, high in cohort.excluded) for at in starts.tolist()]),
            keys=ListedKeys(shown),
        )
        return Records(columns, Groups(cohort.grid.positions(starts), np.zeros(len(days), dtype=np.int64), ("",)))

    def due_dates(self, cohort: Cohort, as_of: int) -> list[DueDate]:
        """Every due date while the terms hold, up to the end of the running period, with what was delivered for it."""
        measure = cohort.commitment.measure
        assert isinstance(measure, Deliverable)
        dates = list(_due_dates(cohort, measure.due, as_of))
        days = np.array([(day - _EPOCH_DAY).days for _, day in dates], dtype=np.int64)
        before = np.array([(day - _EPOCH_DAY).days for day, _ in dates], dtype=np.int64)
        zone = cohort.coverage.coverage.zone
        # Something that is due on a day may be delivered until that day is over.
        dues, opens = zone.to_utc((days + 1) * DAY) - 1, zone.to_utc((before + 1) * DAY)
        if measure.serves is None:
            at = np.sort(np.concatenate([*self.at, np.zeros(0, dtype=np.int64)]))
            arrived = np.append(at, OPEN)[np.searchsorted(at, opens, side="left")]
        else:
            arrived = self._for(days)
        columns = zip(dates, opens.tolist(), dues.tolist(), arrived.tolist(), strict=True)
        return [DueDate(day, *moments) for (_, day), *moments in columns]

    def _for(self, days: Instants) -> Instants:
        """The first delivery that names each of these days."""
        at, serves = (
            np.concatenate([*self.at, np.zeros(0, np.int64)]),
            np.concatenate([*self.serves, np.zeros(0, np.int64)]),
        )
        first = {int(day): OPEN for day in days}
        for instant_, day in zip(at.tolist(), serves.tolist(), strict=True):
            if day in first:
                first[day] = min(first[day], instant_)
        return np.array([first[int(day)] for day in days], dtype=np.int64)


def _due_dates(cohort: Cohort, due: Schedule, as_of: int) -> Iterator[tuple[date, date]]:
    """Each due date while the terms hold, up to the end of the period that holds the as-of, after the one before it."""
    coverage = cohort.coverage.coverage
    running = cohort.grid.up_to(instant(as_of))
    if not running:
        return
    first = wall_time(instant(cohort.in_force[0]), coverage.terms.timezone).date()
    last = min(running[-1].end_on, wall_time(instant(cohort.in_force[1]), coverage.terms.timezone).date())
    before = first - timedelta(days=1)
    for day in scheduled(due, coverage, first, last - timedelta(days=1), cohort.grid.rule.fiscal_start):
        yield before, day
        before = day
