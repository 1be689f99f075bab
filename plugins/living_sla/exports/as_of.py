"""The as-of of an export: stated, read from the file's name, or the newest instant of named columns."""

from __future__ import annotations

from datetime import datetime, time

import numpy as np

from living_sla.errors import Fault, Notice, Place, SlaError, Unreadable, WarningName
from living_sla.exports.cells.batch import Batch, Column
from living_sla.model.agreement.source import InFileName, NewestOf, Source
from living_sla.model.time.moment import on_clock
from living_sla.model.time.zones import DAY, SECOND, instant, micros, zone

UNKNOWN = int(np.iinfo(np.int64).min // 2)
"""Before anything is known: earlier than every instant."""

_EPOCH_WALL = datetime(1970, 1, 1)


class SpeaksUpTo:
    """The as-of of one reading: `so_far` never falls, and is final once every batch was heard."""

    def __init__(self, source: Source, in_name: datetime | None, place: Place) -> None:
        self._source, self._place = source, place
        stated = source.as_of if isinstance(source.as_of, datetime) else None
        self._known = UNKNOWN
        if stated is not None:
            self._known = micros(stated_on_clock(stated, source, place))
        elif in_name is not None and isinstance(source.as_of, InFileName):
            self._known = self._in_utc(in_name)
        self.so_far = self._known
        """Microseconds since the epoch, UTC."""
        self._is_only_a_day = isinstance(source.as_of, InFileName) and in_name is not None and not _has_time(in_name)
        self._newest_in: dict[str, int] = {}

    def start_again(self) -> None:
        """Forget what was heard."""
        self.so_far = self._known
        self._newest_in.clear()

    def hear(self, batch: Batch) -> None:
        """Take the newest instant of the batch into account, where columns decide."""
        if isinstance(self._source.as_of, NewestOf):
            for name in self._source.as_of.newest_of:
                column = batch.columns[name]
                if column.filled.any():
                    self.so_far = max(self.so_far, self._newest(name, column))
        if self._is_only_a_day:
            for name, column in batch.columns.items():
                if column.type == "instant" and column.filled.any():
                    self._newest_in[name] = max(self._newest_in.get(name, UNKNOWN), self._newest(name, column))

    def final(self) -> datetime:
        """The instant; raises `SlaError` where the columns that should say it hold nothing."""
        if self.so_far == UNKNOWN:
            assert isinstance(self._source.as_of, NewestOf)  # every other as-of is known before reading
            names = ", ".join(self._source.as_of.newest_of)
            message = f"nobody can tell the export's as-of: {names} holds nothing"
            raise SlaError(message, where=self._place, hint="name another column in as_of", code=Fault.UNCLEAR_NEWEST)
        return instant(self.so_far)

    def notices(self) -> tuple[Notice, ...]:
        """What is odd, once every batch was heard: facts of the very day that the file's name says, which are unseen.

        A column whose instants go on beyond that day does not hold facts: deadlines and appointments lie ahead.
        """
        end = self._known + DAY
        unseen = [name for name, newest in self._newest_in.items() if self._known < newest < end]
        if not unseen:
            return ()
        newest = instant(max(self._newest_in[name] for name in unseen))
        goes_on = f"{', '.join(unseen)} {'goes' if len(unseen) == 1 else 'go'} on until {newest:%Y-%m-%d %H:%M} UTC"
        message = (
            f"the export's as-of is {instant(self._known):%Y-%m-%d %H:%M} UTC, the beginning of the day in its name; "
            f"{goes_on}, which is unseen"
        )
        hint = 'write the time into the name, {filename: "%Y-%m-%d-%H%M"}, or name such a column in as_of'
        return (Notice(WarningName.AS_OF_BEFORE_FACTS, message, self._place, hint),)

    def _newest(self, name: str, column: Column) -> int:
        latest = column.latest
        if column.type != "date":
            return latest
        return self._wall_to_utc(latest * DAY, self._source.columns[name].timezone or self._source.timezone)

    def _in_utc(self, stated: datetime) -> int:
        """A date, read from a file's name, is its first moment: nothing later is known to be in the file."""
        if stated.tzinfo is not None:
            return micros(stated)
        return self._wall_to_utc(round((stated - _EPOCH_WALL).total_seconds()) * SECOND, self._source.timezone)

    def _wall_to_utc(self, wall: int, zone_key: str | None) -> int:
        if zone_key is None:
            hint = "add timezone: Europe/London, or whichever clock wrote it, to the source"
            raise SlaError("the as-of has no zone", where=self._place, hint=hint, code=Fault.NO_ZONE)
        return int(zone(zone_key).to_utc(np.array([wall], dtype=np.int64))[0])


def stated_on_clock(at: datetime, source: Source, place: Place, where: str = "") -> datetime:
    """The instant that a stated as-of means, on the wall clock of the source where it has no offset; raises `SlaError`.

    `where` says who stated it, where that is not the source.
    """
    try:
        return on_clock(at, source.timezone)
    except Unreadable as unreadable:
        raise SlaError(
            f"{where}{unreadable.message}", where=place, hint=unreadable.hint, code=unreadable.code
        ) from None


def _has_time(at: datetime) -> bool:
    return at.time() != time()
