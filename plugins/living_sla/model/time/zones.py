"""Time zones as tables: local wall time to UTC and back for whole columns, exact across clock changes.

Wall time and UTC are 64-bit integers of microseconds since 1970-01-01T00:00 (of the wall clock, or UTC).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from living_sla.fault import Fault
from living_sla.model.time.release import release
from living_sla.model.time.steps import Steps
from living_sla.unreadable import Unreadable

Instants = npt.NDArray[np.int64]

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

FIRST_YEAR, END_YEAR = 1990, 2100
"""The years that exports may speak of, `[1990, 2100)`; outside, the offset of the nearest edge would apply."""
BEGIN, END = (
    (datetime(year, 1, 1, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1) for year in (FIRST_YEAR, END_YEAR)
)
"""These years in UTC, in microseconds since the epoch."""

_AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def canonical_zone(text: str) -> str:
    """`text` if it is an IANA zone in its canonical Area/City spelling, or ``UTC``.

    Raises `Unreadable` for abbreviations (``EST``), the machine's own zone, and misspellings, with a suggestion.
    """
    zones = _area_zones()
    if text == "UTC" or text in zones:
        return text
    by_folded = {zone.casefold(): zone for zone in zones}
    close = by_folded.get(text.casefold()) or next(iter(difflib.get_close_matches(text, zones, n=1, cutoff=0.7)), "")
    hint = f"did you mean {close}?" if close else "use an IANA name, for example Europe/London"
    raise Unreadable(f'unknown time zone "{text}"', hint, code=Fault.UNKNOWN_ZONE)


@cache
def _area_zones() -> frozenset[str]:
    # The list of the pinned tzdata package: `available_timezones()` opens every zone file and costs 0.3 s.
    zones = (files("tzdata") / "zones").read_text(encoding="ascii").split()
    return frozenset(zone for zone in zones if zone.partition("/")[0] in _AREAS and "/" in zone)


def zones_release() -> str:
    """Name and version of the library whose time zones were used, for provenance."""
    return release("tzdata")


class Adjusted(Struct, frozen=True):
    """How many naive times a clock change touched when a column was read."""

    nonexistent: int = 0
    """Skipped in spring; moved forward to the first valid instant."""
    ambiguous: int = 0
    """Shown twice in autumn; the earlier instant was taken."""

    def __add__(self, other: Adjusted) -> Adjusted:
        return Adjusted(self.nonexistent + other.nonexistent, self.ambiguous + other.ambiguous)


class Zone(Struct, frozen=True, eq=False, dict=True):
    """The offsets of one time zone: `offsets[k]` holds from `changes[k]` (UTC) up to the next change."""

    key: str
    changes: Instants
    offsets: Instants

    def to_wall(self, instants: Instants) -> Instants:
        """What the wall clock shows at each instant."""
        return instants + self.offsets[self._changed(instants)]

    def days(self, instants: Instants) -> Instants:
        """The day since the epoch that the wall clock shows at each instant."""
        return self.to_wall(instants) // DAY

    def shown_in(self, low: int, high: int) -> Iterator[tuple[int, int]]:
        """The wall times that are shown in `[low, high)` of UTC, those that a gap skips among them, as intervals.

        A new one begins wherever the clock is set back: New York on 2 November 2025, from 05:50 to 06:40 UTC, shows
        01:50 to 02:00, and then 01:00 to 01:40.
        """
        set_back = np.flatnonzero((self.offsets[1:] < self.offsets[:-1]) & (low < self.changes[1:])
                                  & (self.changes[1:] <= high))  # fmt: skip
        begins = self.to_wall(np.array([low, *self.changes[1:][set_back]], dtype=np.int64)).tolist()
        [end] = self.to_wall(np.array([high], dtype=np.int64)).tolist()
        yield from zip(begins, [*self._wall_changes[set_back].tolist(), end], strict=True)

    def to_utc(self, wall: Instants) -> Instants:
        """The instant of each wall time: the earlier one where it occurs twice, the first valid one after a gap."""
        piece = self._changed_on_the_wall(wall)
        # Inside a spring gap the subtraction lands before the change itself; the change is the first valid instant.
        utc: Instants = np.maximum(wall - self.offsets[piece], self.changes[piece])
        return utc

    def instant(self, shown: date) -> datetime:
        """The aware instant, in UTC, at which the wall clock shows a naive time, or a day begins; see `to_utc`."""
        at = shown if isinstance(shown, datetime) else datetime.combine(shown, time())
        return instant(int(self.to_utc(np.array([micros(at.replace(tzinfo=UTC))], dtype=np.int64))[0]))

    def adjusted(self, wall: Instants) -> Adjusted:
        """How many of these wall times do not exist, and how many are ambiguous."""
        # Each change skips or repeats the wall times from `low` to `high`; no two of these stretches overlap.
        old, new = self._wall_changes, self.changes[1:] + self.offsets[1:]
        low, high = np.minimum(old, new), np.maximum(old, new)
        at = np.searchsorted(low, wall, side="right") - 1
        at, wall = at[at >= 0], wall[at >= 0]
        touched = at[wall < high[at]]
        nonexistent = int(np.count_nonzero(new[touched] > old[touched]))
        return Adjusted(nonexistent, len(touched) - nonexistent)

    @cached_property
    def _changed(self) -> Steps:
        """How many changes but the first have taken place at an instant."""
        return Steps(self.changes[1:])

    @cached_property
    def _changed_on_the_wall(self) -> Steps:
        """The same, for what the wall clock shows."""
        return Steps(self._wall_changes)

    @cached_property
    def _wall_changes(self) -> Instants:
        """The wall time, in the old offset, at which each change but the first takes place."""
        return self.changes[1:] + self.offsets[:-1]


@cache
def zone(key: str) -> Zone:
    """The table of an IANA zone; raises `zoneinfo.ZoneInfoNotFoundError` for a name that does not exist."""
    info = _pinned(key)
    start, end = (round(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (FIRST_YEAR, END_YEAR))
    changes, offsets = [start], [_offset(info, start)]
    step = 14 * 86400  # no zone changes its offset twice within two weeks
    shown = ((at, datetime.fromtimestamp(at, info).utcoffset()) for at in range(start, end + step, step))
    for (at, before), (_, after) in pairwise(shown):
        if before != after:
            changed_at = _bisect(info, at, at + step, offsets[-1])
            changes.append(changed_at)
            offsets.append(_offset(info, changed_at))
    microseconds = np.array(changes, dtype=np.int64) * SECOND
    microseconds[0] = np.iinfo(np.int64).min // 2
    return Zone(key, microseconds, np.array(offsets, dtype=np.int64) * SECOND)


def _pinned(key: str) -> ZoneInfo:
    """The zone as the pinned tzdata package knows it: `ZoneInfo(key)` would take the machine's own, of any age."""
    try:
        with files("tzdata").joinpath("zoneinfo", *key.split("/")).open("rb") as file:
            return ZoneInfo.from_file(file, key)
    except OSError:
        raise ZoneInfoNotFoundError(f"no time zone {key}") from None


def _offset(info: ZoneInfo, at: int) -> int:
    """Seconds east of UTC at so many seconds since the epoch."""
    offset = datetime.fromtimestamp(at, info).utcoffset()
    return round(offset.total_seconds()) if offset else 0


def _bisect(info: ZoneInfo, low: int, high: int, offset: int) -> int:
    """The first second in `(low, high]` at which the offset is no longer `offset`."""
    for unit in (3600, 1):  # nearly every change is on the hour; both ends are, so the second round is short
        while high - low > unit:
            middle = low + (high - low) // 2 // unit * unit
            low, high = (middle, high) if _offset(info, middle) == offset else (low, middle)
        if _offset(info, high - 1) == offset:
            break
    return high


def micros(at: datetime) -> int:
    """Microseconds since the epoch of an aware instant."""
    return (at - EPOCH) // timedelta(microseconds=1)


def instant(microseconds: int) -> datetime:
    """The aware UTC instant of so many microseconds since the epoch."""
    return EPOCH + timedelta(microseconds=int(microseconds))


def wall_time(at: datetime, key: str) -> datetime:
    """What the wall clock of a zone shows at an aware instant: a naive time, to the microsecond."""
    shown = zone(key).to_wall(np.array([micros(at)], dtype=np.int64))
    return datetime(1970, 1, 1) + timedelta(microseconds=int(shown[0]))
