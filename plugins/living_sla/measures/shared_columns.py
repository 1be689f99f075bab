"""One batch as the cohorts see it: what two of them ask alike is worked out once.

The commitments of an agreement ask much the same of an export: the same filter, the same start, the same clock. The
versions of an agreement do too, each for the records that begin while it is in force.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from living_sla.exports.cells.batch import Batch, Flags, Keys, SomeKeys, replaced
from living_sla.exports.cells.keys import Hashes, links_of
from living_sla.measures.cohort import ClockColumns, Interval
from living_sla.measures.conditions import passes
from living_sla.measures.once import Once, once
from living_sla.measures.records import OPEN, Groups, LaterDues, Numbers
from living_sla.model.agreement.condition import EVERY_RECORD, Condition
from living_sla.model.quantity import Duration
from living_sla.model.time.clock import Clock
from living_sla.model.time.covered_time import CoveredTime
from living_sla.model.time.period import PeriodGrid
from living_sla.model.time.zones import BEGIN, DAY, END, Instants, zone


class SharedColumns(Once):
    """A batch, and everything that was asked of all its records."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch

    @cached_property
    def links(self) -> Hashes:
        """The hash of what each key means, by which events of other exports are joined."""
        return links_of(self.batch)

    @once
    def passing(self, condition: Condition) -> Flags:
        """For each record whether it passes."""
        return passes(condition, self.batch)

    @once
    def instants(self, name: str, timezone: str) -> Instants:
        """The instants of a column, `OPEN` where it is blank; a date is the midnight with which it begins there."""
        column = self.batch.columns[name]
        if column.type != "date":
            return column.or_last
        return replaced(zone(timezone).to_utc(column.values * DAY), ~column.filled, OPEN)

    @once
    def covered(self, clock: Clock) -> CoveredTime:
        """The covered time of a clock, from the earliest instant of the batch to a year after the latest."""
        # Clocks run between instants, whose years are bounded; a date may lie in the year 9999.
        instants = [
            column for column in self.batch.columns.values() if column.type == "instant" and column.filled.any()
        ]
        low, high = min(column.earliest for column in instants), max(column.latest for column in instants)
        return clock.table(low, high + 366 * DAY)

    @once
    def until(self, clock: Clock, name: str, timezone: str) -> Instants:
        """Covered time of `covered` that has passed at each instant of a column; anything where that is blank."""
        return self.covered(clock).until(self.instants(name, timezone))

    @once
    def day_ends(self, name: str, timezone: str) -> Instants | None:
        """The last instant of the date in each row of a column; None for one whose cells have a time of day."""
        column = self.batch.columns[name]
        if column.type == "date":
            clock, days = zone(timezone), column.values
        elif column.days_in is not None:
            clock = zone(column.days_in)
            days = clock.to_wall(column.values) // DAY
        else:
            return None
        return replaced(clock.to_utc((days + 1) * DAY) - 1, ~column.filled, OPEN)

    @once
    def ends(self, run: ClockColumns, timezone: str) -> Instants:
        """The instant at which each record ends, `OPEN` where that is blank.

        A date lasts a whole day, so one that is the day of the start ends no earlier than the start. Neither does an
        end that lies before it by no more than clocks may differ.
        """
        ends, starts = self.instants(run.end, timezone), self.instants(run.start, timezone)
        last = self.day_ends(run.end, timezone)
        if last is not None:
            ends = np.where((ends <= starts) & (starts <= last) & (ends != OPEN), starts, ends)
        skewed = self.skewed(run, timezone)
        return ends if skewed is None else np.where(skewed, starts, ends)

    @once
    def start_days(self, start: str, timezone: str) -> Instants:
        """The day since the epoch on which each record begins, in that zone; anything where that is blank."""
        return zone(timezone).days(self.instants(start, timezone))

    @once
    def end_days(self, run: ClockColumns, timezone: str) -> Instants:
        """The same of its end."""
        return zone(timezone).days(self.ends(run, timezone))

    @once
    def skewed(self, run: ClockColumns, timezone: str) -> Flags | None:
        """Which records end before they start by no more than clocks may differ; None where none does."""
        if not run.skew:
            return None
        starts = self.instants(run.start, timezone)
        ends = self.instants(run.end, timezone) if (days := self.day_ends(run.end, timezone)) is None else days
        return _or_none((ends < starts) & (starts != OPEN) & (ends >= starts - run.skew))

    @once
    def precede(self, run: ClockColumns, timezone: str) -> Flags | None:
        """Which records end before they start; None where none does."""
        return _or_none(self.ends(run, timezone) < self.instants(run.start, timezone))

    @once
    def took(self, clock: Clock, run: ClockColumns, timezone: str, in_dates: bool) -> Instants:
        """Microseconds on the clock from a start to an end, for each record; anything where one is not known.

        In days, as `Clock.elapsed` counts them, where it is counted `in_dates`.
        """
        begins, ends = self.instants(run.start, timezone), self.ends(run, timezone)
        if in_dates or ends is not self.instants(run.end, timezone):
            took = np.zeros(len(begins), dtype=np.int64)
            known = np.flatnonzero((begins <= ends) & (ends != OPEN))
            # A date may lie in the year 1 or 9999, and no calendar reaches that far.
            begins, ends = np.clip(begins[known], BEGIN, END), np.clip(ends[known], BEGIN, END)
            took[known] = clock.elapsed(begins, ends, "days" if in_dates else "minutes")
            return took
        nothing_took = OPEN in (begins.min(initial=OPEN), ends.min(initial=OPEN))
        if clock.counts_everything or nothing_took:
            return ends - begins
        return self.until(clock, run.end, timezone) - self.until(clock, run.start, timezone)

    @once
    def says_something(self, name: str, placeholders: frozenset[str]) -> Flags:
        """For each record whether the column is filled, and with no placeholder (given in lower case)."""
        column = self.batch.columns[name]
        if column.type != "text" or not placeholders:
            return column.filled
        is_placeholder = np.array([word.casefold() in placeholders for word in column.words] or [False])
        says: Flags = column.filled & ~is_placeholder[column.values]
        return says

    @once
    def without_start(self, start: str, end: str) -> Flags | None:
        """Which records have an end and no start; None where none has."""
        return _or_none(self.batch.columns[end].filled & ~self.batch.columns[start].filled)

    @once
    def segments(self, name: str | None) -> tuple[Instants, tuple[str, ...]]:
        """For each record the position of its segment in the names beside, in alphabetical order, a blank one last."""
        if name is None:
            return np.zeros(self.batch.rows, dtype=np.int64), ("",)
        column = self.batch.columns[name]
        # Each batch has an order of its own; in one order for all, their counts add up without looking names up.
        names = sorted(set(column.words) - {""})
        position = {word: at for at, word in enumerate(names)}
        positions = np.array([position.get(word, len(names)) for word in column.words] or [0], dtype=np.int64)
        return replaced(positions[column.values.astype(np.intp)], ~column.filled, len(names)), (*names, "")

    @once
    def rows(self, start: str, timezone: str, span: Interval) -> Rows:
        """The records that start inside `span`, in the order of the batch."""
        starts = self.instants(start, timezone)
        return Rows(self, np.flatnonzero((starts >= span[0]) & (starts < span[1])), start, timezone)


class Rows(Once):
    """Some records of a batch, all with a start, and everything that was asked of them."""

    def __init__(self, of: SharedColumns, at: Instants, start: str, timezone: str) -> None:
        self.of = of
        self.at = at
        """Their positions in the batch."""
        self._start, self._timezone = start, timezone

    def __len__(self) -> int:
        return len(self.at)

    @cached_property
    def starts(self) -> Instants:
        """The instant at which each of them begins."""
        return self.instants(self._start)

    @once
    def instants(self, name: str) -> Instants:
        """The instants of a column, `OPEN` where it is blank."""
        return self.of.instants(name, self._timezone)[self.at]

    @once
    def passing(self, condition: Condition) -> Flags:
        """For each of them whether it passes."""
        return self.of.passing(condition)[self.at]

    @once
    def says_something(self, name: str, placeholders: frozenset[str]) -> Flags:
        """For each of them whether the column is filled, and with no placeholder (given in lower case)."""
        return self.of.says_something(name, placeholders)[self.at]

    @once
    def values(self, name: str) -> tuple[Numbers, Flags]:
        """The values of a column, and which of them are filled."""
        column = self.of.batch.columns[name]
        return column.values[self.at], column.filled[self.at]

    @once
    def due(self, clock: Clock, limit: Duration) -> Instants:
        """When the limit has run out since each start."""
        return clock.due(self.starts, limit)

    @once
    def later_dues(self, clock: Clock, limit: Duration) -> LaterDues:
        """The same, for those that are asked about; raises at once where the limit never runs out."""
        dues = LaterDues(self.starts, clock, limit)
        if len(self):
            clock.due(self.starts[[int(self.starts.argmax())]], limit)  # no start has less time ahead than the last one
        return dues

    @once
    def ends(self, run: ClockColumns) -> Instants:
        """The instant at which each of them ends, `OPEN` where it has not."""
        return self.of.ends(run, self._timezone)[self.at]

    @cached_property
    def start_days(self) -> Instants:
        """The day since the epoch on which each of them begins."""
        return self.of.start_days(self._start, self._timezone)[self.at]

    @once
    def end_days(self, run: ClockColumns) -> Instants:
        """The day since the epoch on which each of them ends; anything where it has not."""
        return self.of.end_days(run, self._timezone)[self.at]

    @once
    def day_ends(self, name: str) -> Instants | None:
        """The last instant of the date in a column; None for one whose cells have a time of day."""
        whole = self.of.day_ends(name, self._timezone)
        return None if whole is None else whole[self.at]

    @once
    def precede(self, run: ClockColumns) -> Flags | None:
        """Which of them end before they start; None where none does."""
        whole = self.of.precede(run, self._timezone)
        return None if whole is None else _or_none(whole[self.at])

    @once
    def skewed(self, run: ClockColumns) -> Flags | None:
        """Which of them end before they start, by no more than clocks may differ; None where none does."""
        whole = self.of.skewed(run, self._timezone)
        return None if whole is None else _or_none(whole[self.at])

    @once
    def took(self, clock: Clock, run: ClockColumns, in_dates: bool) -> Numbers:
        """Microseconds on the clock from a start to an end; anything where one of them is not known, or reversed."""
        return self.of.took(clock, run, self._timezone, in_dates)[self.at]

    @once
    def chosen(self, in_force: Interval, where: Condition) -> Instants:
        """Where among these are those that start inside `in_force` and pass `where`, in their order."""
        inside = self._started(in_force)
        return inside if where == EVERY_RECORD else inside[self.passing(where)[inside]]

    @once
    def _started(self, in_force: Interval) -> Instants:
        return np.flatnonzero((self.starts >= in_force[0]) & (self.starts < in_force[1]))

    @once
    def groups(self, in_force: Interval, where: Condition, grid: PeriodGrid, segment: str | None) -> Groups:
        """The period and the segment of each of those that are chosen, by its start."""
        chosen = self.chosen(in_force, where)
        return self.groups_at(self.starts[chosen], chosen, grid, segment)

    def groups_at(self, instants: Instants, chosen: Instants, grid: PeriodGrid, segment: str | None) -> Groups:
        """The period that holds each of these instants, and the segment of each record that is chosen."""
        return Groups(grid.positions(instants), self._segments(segment)[chosen], self.of.segments(segment)[1])

    @once
    def _segments(self, segment: str | None) -> Instants:
        return self.of.segments(segment)[0][self.at]

    @once
    def inside(self, intervals: tuple[Interval, ...], name: str) -> Flags | None:
        """Which of them have the instant of that column inside one of these intervals; None where none has."""
        if not intervals:
            return None
        inside = np.zeros(len(self), dtype=np.bool_)
        at = self.instants(name)
        for low, high in intervals:
            inside |= (at >= low) & (at < high)
        return _or_none(inside)

    @cached_property
    def keys(self) -> Keys:
        """The key of each of them."""
        return SomeKeys(self.of.batch.keys_at, self.at)

    @property
    def hashes(self) -> Hashes:
        """The hash of what the key of each of them means."""
        return self.of.links[self.at]


def _or_none(flags: Flags) -> Flags | None:
    return flags if flags.any() else None
