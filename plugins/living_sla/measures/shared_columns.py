"""One batch as the cohorts see it: what two of them ask alike is worked out once.

The commitments of an agreement ask much the same of an export: the same filter, the same start, the same clock. The
versions of an agreement do too, each for the records that begin while it is in force.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from living_sla.exports.cells.batch import Batch, Column, Flags, replaced
from living_sla.exports.cells.keys import Hashes, links_of
from living_sla.measures.conditions import passes
from living_sla.measures.records import OPEN, Groups
from living_sla.measures.values import Numbers
from living_sla.model.clock import Clock
from living_sla.model.condition import EVERY_RECORD, Condition
from living_sla.model.covered_time import NEVER, CoveredTime
from living_sla.model.period import PeriodGrid
from living_sla.model.quantity import Duration, in_days
from living_sla.model.zones import BEGIN, DAY, END, MINUTE, Instants, zone

Found = TypeVar("Found")
Interval = tuple[int, int]
"""`[start, end)` in microseconds since the epoch."""


@dataclass(frozen=True)
class ClockColumns:
    """The two columns between which a clock runs, and by how much the clocks that wrote them may differ."""

    start: str
    end: str
    skew: int = 0
    """Microseconds."""


class _Once:
    """Remembers what was worked out, by what was asked."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Any] = {}

    def once(self, asked: Hashable, work_out: Callable[[], Found]) -> Found:
        """The answer to `asked`: from memory, or else what `work_out` returns."""
        if asked not in self._known:
            self._known[asked] = work_out()
        found: Found = self._known[asked]
        return found


class SharedColumns(_Once):
    """A batch, and everything that was asked of all its records."""

    def __init__(self, batch: Batch) -> None:
        super().__init__()
        self.batch = batch

    @property
    def links(self) -> Hashes:
        """The hash of what each key means, by which events of other exports are joined."""
        return self.once("links", lambda: links_of(self.batch))

    def forget(self) -> None:
        """Let go of everything that was asked: rows know their sheet and it knows them, which would outlive both."""
        self._known.clear()

    def passing(self, condition: Condition) -> Flags:
        """For each record whether it passes."""
        return self.once(("passes", condition), lambda: passes(condition, self.batch))

    def instants(self, name: str, timezone: str) -> Instants:
        """The instants of a column, `OPEN` where it is blank; a date is the midnight with which it begins there."""
        return self.once(("instants", name, timezone), lambda: self._instants(self.batch.columns[name], timezone))

    @staticmethod
    def _instants(column: Column, timezone: str) -> Instants:
        if column.type != "date":
            return column.or_last
        return replaced(zone(timezone).to_utc(column.values * DAY), ~column.filled, OPEN)

    def covered(self, clock: Clock) -> CoveredTime:
        """The covered time of a clock, from the earliest instant of the batch to a year after the latest."""
        return self.once(("covered", clock), lambda: self._covered(clock))

    def _covered(self, clock: Clock) -> CoveredTime:
        # Clocks run between instants, whose years are bounded; a date may lie in the year 9999.
        instants = [
            column for column in self.batch.columns.values() if column.type == "instant" and column.filled.any()
        ]
        low, high = min(column.earliest for column in instants), max(column.latest for column in instants)
        return clock.table(low, high + 366 * DAY)

    def until(self, clock: Clock, name: str, timezone: str) -> Instants:
        """Covered time of `covered` that has passed at each instant of a column; anything where that is blank."""
        return self.once(
            ("until", clock, name, timezone), lambda: self.covered(clock).until(self.instants(name, timezone))
        )

    def day_ends(self, name: str, timezone: str) -> Instants | None:
        """The last instant of the date in each row of a column; None for one whose cells have a time of day."""
        return self.once(("day ends", name, timezone), lambda: self._day_ends(self.batch.columns[name], timezone))

    @staticmethod
    def _day_ends(column: Column, timezone: str) -> Instants | None:
        if column.type == "date":
            clock, days = zone(timezone), column.values
        elif column.days_in is not None:
            clock = zone(column.days_in)
            days = clock.to_wall(column.values) // DAY
        else:
            return None
        return replaced(clock.to_utc((days + 1) * DAY) - 1, ~column.filled, OPEN)

    def ends(self, run: ClockColumns, timezone: str) -> Instants:
        """The instant at which each record ends, `OPEN` where that is blank.

        A date lasts a whole day, so one that is the day of the start ends no earlier than the start. Neither does an
        end that lies before it by no more than clocks may differ.
        """
        return self.once(("ends", run, timezone), lambda: self._ends(run, timezone))

    def _ends(self, run: ClockColumns, timezone: str) -> Instants:
        found, starts = self.instants(run.end, timezone), self.instants(run.start, timezone)
        last = self.day_ends(run.end, timezone)
        if last is not None:
            found = np.where((found <= starts) & (starts <= last) & (found != OPEN), starts, found)
        skewed = self.skewed(run, timezone)
        return found if skewed is None else np.where(skewed, starts, found)

    def skewed(self, run: ClockColumns, timezone: str) -> Flags | None:
        """Which records end before they start by no more than clocks may differ; None where none does."""
        return self.once(("skewed", run, timezone), lambda: self._skewed(run, timezone)) if run.skew else None

    def _skewed(self, run: ClockColumns, timezone: str) -> Flags | None:
        starts = self.instants(run.start, timezone)
        ends = self.instants(run.end, timezone) if (days := self.day_ends(run.end, timezone)) is None else days
        return _or_none((ends < starts) & (starts != OPEN) & (ends >= starts - run.skew))

    def precede(self, run: ClockColumns, timezone: str) -> Flags | None:
        """Which records end before they start; None where none does."""
        return self.once(
            ("precede", run, timezone),
            lambda: _or_none(self.ends(run, timezone) < self.instants(run.start, timezone)),
        )

    def took(self, clock: Clock, run: ClockColumns, timezone: str, unit: str) -> Instants:
        """Microseconds on the clock from a start to an end, for each record; anything where one is not known.

        In days, as `Clock.elapsed` counts them, where `unit` is one of those.
        """
        days = in_days(unit)
        return self.once(("took", days, clock, run, timezone), lambda: self._took(clock, run, timezone, unit))

    def _took(self, clock: Clock, run: ClockColumns, timezone: str, unit: str) -> Instants:
        begins, ends = self.instants(run.start, timezone), self.ends(run, timezone)
        if in_days(unit) or ends is not self.instants(run.end, timezone):
            took = np.zeros(len(begins), dtype=np.int64)
            known = np.flatnonzero((begins <= ends) & (ends != OPEN))
            # A date may lie in the year 1 or 9999, and no calendar reaches that far.
            took[known] = clock.elapsed(np.clip(begins[known], BEGIN, END), np.clip(ends[known], BEGIN, END), unit)
            return took
        nothing_took = OPEN in (begins.min(initial=OPEN), ends.min(initial=OPEN))
        if clock.counts_everything or nothing_took:
            return ends - begins
        return self.until(clock, run.end, timezone) - self.until(clock, run.start, timezone)

    def says_something(self, name: str, placeholders: frozenset[str]) -> Flags:
        """For each record whether the column is filled, and with no placeholder (given in lower case)."""
        return self.once(("says", name, placeholders), lambda: _says_something(self.batch.columns[name], placeholders))

    def without_start(self, start: str, end: str) -> Flags | None:
        """Which records have an end and no start; None where none has."""
        columns = self.batch.columns
        return self.once(("without start", start, end), lambda: _or_none(columns[end].filled & ~columns[start].filled))

    def segments(self, name: str | None) -> tuple[Instants, tuple[str, ...]]:
        """For each record the position of its segment in the names beside, in alphabetical order, a blank one last."""
        return self.once(("segments", name), lambda: self._segments(name))

    def _segments(self, name: str | None) -> tuple[Instants, tuple[str, ...]]:
        if name is None:
            return np.zeros(self.batch.rows, dtype=np.int64), ("",)
        column = self.batch.columns[name]
        # Each batch has an order of its own; in one order for all, their counts add up without looking names up.
        names = sorted(set(column.words) - {""})
        position = {word: at for at, word in enumerate(names)}
        positions = np.array([position.get(word, len(names)) for word in column.words] or [0], dtype=np.int64)
        return replaced(positions[column.values.astype(np.intp)], ~column.filled, len(names)), (*names, "")

    def rows(self, start: str, timezone: str, in_force: Interval, where: Condition) -> Rows:
        """The records that start inside `in_force` and pass `where`, in the order of the batch."""
        return self.once(
            ("rows", start, timezone, in_force, where), lambda: self._rows(start, timezone, in_force, where)
        )

    def _rows(self, start: str, timezone: str, in_force: Interval, where: Condition) -> Rows:
        inside = self.once(("in force", start, timezone, in_force), lambda: self._started(start, timezone, in_force))
        at = inside if where == EVERY_RECORD else inside[np.flatnonzero(self.passing(where)[inside])]
        return Rows(self, at, start, timezone)

    def _started(self, start: str, timezone: str, in_force: Interval) -> Instants:
        starts = self.instants(start, timezone)
        return np.flatnonzero((starts >= in_force[0]) & (starts < in_force[1]))


class Rows(_Once):
    """Some records of a sheet, all with a start, and everything that was asked of them."""

    def __init__(self, sheet: SharedColumns, at: Instants, start: str, timezone: str) -> None:
        super().__init__()
        self.sheet = sheet
        self.at = at
        """Their positions in the batch."""
        self._start, self._timezone = start, timezone

    def __len__(self) -> int:
        return len(self.at)

    @cached_property
    def starts(self) -> Instants:
        """The instant at which each of them begins."""
        return self.instants(self._start)

    def instants(self, name: str) -> Instants:
        """The instants of a column, `OPEN` where it is blank."""
        return self.once(("instants", name), lambda: self.sheet.instants(name, self._timezone)[self.at])

    def passing(self, condition: Condition) -> Flags:
        """For each of them whether it passes."""
        return self.once(("passes", condition), lambda: self.sheet.passing(condition)[self.at])

    def says_something(self, name: str, placeholders: frozenset[str]) -> Flags:
        """For each of them whether the column is filled, and with no placeholder (given in lower case)."""
        return self.once(("says", name, placeholders), lambda: self.sheet.says_something(name, placeholders)[self.at])

    def values(self, name: str) -> tuple[Numbers, Flags]:
        """The values of a column, and which of them are filled."""
        column = self.sheet.batch.columns[name]
        return self.once(("values", name), lambda: (column.values[self.at], column.filled[self.at]))

    def due(self, clock: Clock, limit: Duration) -> Instants:
        """When the limit has run out since each start."""
        return self.once(("due", clock, limit), lambda: self._due(clock, limit))

    def _due(self, clock: Clock, limit: Duration) -> Instants:
        if limit.in_days or clock.counts_everything or not len(self):
            return clock.due(self.starts, limit)
        passed = self.sheet.until(clock, self._start, self._timezone)[self.at]
        dues = self.sheet.covered(clock).ending(passed + int(limit.minutes * MINUTE))
        # A limit that outlasts the table needs a longer one, which the clock makes.
        return clock.due(self.starts, limit) if np.any(dues == NEVER) else dues

    def ends(self, run: ClockColumns) -> Instants:
        """The instant at which each of them ends, `OPEN` where it has not."""
        return self.once(("ends", run), lambda: self.sheet.ends(run, self._timezone)[self.at])

    def day_ends(self, name: str) -> Instants | None:
        """The last instant of the date in a column; None for one whose cells have a time of day."""
        whole = self.sheet.day_ends(name, self._timezone)
        return None if whole is None else self.once(("day ends", name), lambda: whole[self.at])

    def precede(self, run: ClockColumns) -> Flags | None:
        """Which of them end before they start; None where none does."""
        whole = self.sheet.precede(run, self._timezone)
        return None if whole is None else self.once(("precede", run), lambda: _or_none(whole[self.at]))

    def skewed(self, run: ClockColumns) -> Flags | None:
        """Which of them end before they start, by no more than clocks may differ; None where none does."""
        whole = self.sheet.skewed(run, self._timezone)
        return None if whole is None else self.once(("skewed", run), lambda: _or_none(whole[self.at]))

    def took(self, clock: Clock, run: ClockColumns, unit: str) -> Numbers:
        """Microseconds on the clock from a start to an end; anything where one of them is not known, or reversed."""
        whole = self.sheet.took(clock, run, self._timezone, unit)
        return self.once(("took", clock, run, in_days(unit)), lambda: whole[self.at])

    def groups(self, grid: PeriodGrid, segment: str | None) -> Groups:
        """The period and the segment of each of them, by its start."""
        return self.once(("groups", grid, segment), lambda: self.groups_at(self.starts, grid, segment))

    def groups_at(self, instants: Instants, grid: PeriodGrid, segment: str | None) -> Groups:
        """The period that holds each of these instants, and the segment of each record."""
        codes, names = self.sheet.segments(segment)
        return Groups(grid.positions(instants), self.once(("segments", segment), lambda: codes[self.at]), names)

    def inside(self, intervals: tuple[Interval, ...], name: str) -> Flags | None:
        """Which of them have the instant of that column inside one of these intervals; None where none has."""
        return self.once(("inside", intervals, name), lambda: self._inside(intervals, name)) if intervals else None

    def _inside(self, intervals: tuple[Interval, ...], name: str) -> Flags | None:
        inside = np.zeros(len(self), dtype=np.bool_)
        at = self.instants(name)
        for low, high in intervals:
            inside |= (at >= low) & (at < high)
        return _or_none(inside)

    @property
    def hashes(self) -> Hashes:
        """The hash of what the key of each of them means."""
        return self.sheet.links[self.at]


def _says_something(column: Column, placeholders: frozenset[str]) -> Flags:
    if column.type != "text" or not placeholders:
        return column.filled
    is_placeholder = np.array([word.casefold() in placeholders for word in column.words] or [False])
    says: Flags = column.filled & ~is_placeholder[column.values]
    return says


def _or_none(flags: Flags) -> Flags | None:
    return flags if flags.any() else None
