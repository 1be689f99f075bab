"""Attainment: one commitment in one period, its figure, its bounds and the status that follows from them.

Rules: `docs/how-figures-are-computed.md`. Comparisons are exact: shares are fractions of counts, targets are
decimals, and floating point appears only where a figure is printed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from living_sla.model.figures.outcome import Counts
from living_sla.model.past.basis import Basis
from living_sla.model.quantity import Target
from living_sla.model.time.period import Period

SMALL = 20
"""Fewer matured records than this and the figure is marked as small."""


class Status(StrEnum):
    """What a period came to, or is coming to."""

    MET = "met"
    MISSED = "missed"
    AT_RISK = "at risk"
    ON_TRACK = "on track"
    NO_DATA = "no data"
    NOT_IN_FORCE = "not in force"


class Room(Struct, frozen=True, omit_defaults=True):
    """What the rest of an open period can still take; every future that it names ends as it says.

    For a share, a record that breaks an ``at most`` counts as a miss. For a volume, `days_left` are covered days.
    """

    misses_left: int | None = None
    """With no more misses than these, of open records or new ones, the target is met whatever else comes; with one more
    it can be missed. Of a volume that is capped, how much more it can take."""
    recover: int | None = None
    """Where the target is missed as yet: with so many new records, none of them and none of the open ones missed, it is
    met, and with fewer it is not. None: no number is enough."""
    needed: Fraction | None = None
    """How much more reaches the target of a volume; less does not."""
    per_day: Fraction | None = None
    """The same for each of the days that are left."""
    days_left: int | None = None


class Pace(Struct, frozen=True, omit_defaults=True):
    """How far a volume should be by now: the target's part for the covered time that has passed."""

    elapsed: Fraction
    """Covered time passed, as a share of the period's covered time in force."""
    expected: Fraction
    """Target times `elapsed`."""
    warned: Fraction | None = None
    """The same of `warn`, by which the status goes where the terms have one; None where they have none."""


class Miss(Struct, frozen=True, omit_defaults=True):
    """One missed record, by the key that the CRM knows it by; never anything about the person."""

    key: str
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None
    """None: still open at the as-of."""
    link: str | None = None


class Attainment(Struct, frozen=True, omit_defaults=True):
    """One commitment in one period, over all records or those of one segment."""

    agreement: str
    commitment: str
    period: Period
    segment: str | None
    """None: all records. An empty text: the records whose segment is blank. `OTHER`: see `merged`."""
    basis: Basis
    version: int | None
    """The version of the terms; None where no history has been read."""
    target: Target
    """The target of this period; a volume's is pro rata where the terms hold for a part of it only."""
    value: Fraction | None
    """The figure, in `unit`: a share is 0 to 1. None: no data."""
    unit: str
    """``share``, ``records``, a currency code, a unit of time (``hours``), or nothing for a plain number."""
    counts: Counts
    lower: Fraction | None
    upper: Fraction | None
    """What pending records can still make of the value; None: not known, or for a duration without limit."""
    status: Status | None
    """None: a part of a volume, which has no target of its own."""
    as_of: datetime
    source: str
    ended: bool
    """Whether the period had ended at the as-of."""
    room: Room | None = None
    pace: Pace | None = None
    reason: str = ""
    """Why there is no data, where there is none."""
    without_exceptions: Fraction | None = None
    """The figure if no exception applied; None where it is the same, or where there is none."""
    misses: tuple[Miss, ...] = ()
    """The most recent missed records, newest first; `counts.missed` says how many there are in all."""
    skewed: int = 0
    """Records among them that ended before they started, by no more than the source's `clock_skew`; they count as
    ended at their start. Only of all records."""
    window: tuple[datetime, datetime] | None = None
    """`[start, end)` in UTC, where the terms hold for a part of the period only; None: all of it."""
    parts: tuple[Attainment, ...] = ()
    """Where the terms changed inside the period: what each version's window came to, oldest first.

    The whole then has the newest version and its target; a share is met where all its parts are.
    """
    withheld: str = ""
    """What stands in place of the figure of a segment that is not shown by itself; see `small_groups.py`."""
    merged: tuple[str, ...] = ()
    """The segments of which this is the figure of all together, in alphabetical order; see `small_groups.py`."""
    warn: Decimal | None = None
    """The `warn` of the terms that judged, by which an open period is at risk; None without one. Not of a volume."""
    age: timedelta | None = None
    """How old the data was at the build, where that is old and the period is not decided; None otherwise."""
    broken: bool = False
    """Whether what is counted changed since the period before, or inside this one: the figures do not compare.

    Of `parts`, whether it changed when that one began.
    """

    @property
    def segments(self) -> tuple[str, ...] | None:
        """The segments whose records these are; None: all of them."""
        return None if self.segment is None else self.merged or (self.segment,)

    @property
    def scope(self) -> str:
        """``all`` records, those of one ``segment``, or those of several: ``other``."""
        return "all" if self.segment is None else "other" if self.merged else "segment"

    @property
    def closed(self) -> bool:
        """Whether nothing can change the figure any more: the period has ended and nothing is pending."""
        return self.ended and not self.counts.pending

    @property
    def broken_inside(self) -> bool:
        """Whether what is counted changed inside the period, so that its figure compares with none on either side.

        Where the parts do not say when it changed, it may have.
        """
        if not self.broken or not self.parts:
            return False
        return not self.parts[0].broken or any(part.broken for part in self.parts[1:])


def turned_by(before: Attainment | None, after: Attainment) -> int | None:
    """The version that made the difference; None where it is not known, or several took force in between."""
    if before is None or before.version is None or after.version is None:
        return None
    return after.version if after.version - before.version == 1 else None


def judge_share(target: Target, warn: Decimal | None, counts: Counts, *, ended: bool) -> Status:
    """The status of a share.

    An ended period is decided as soon as its pending records cannot change the verdict. A running one is not:
    records that have not started yet can still turn it.
    """
    if counts.share is None or counts.lower is None or counts.upper is None:
        return Status.NO_DATA
    if ended:
        verdicts = {keeps(target, counts.lower), keeps(target, counts.upper)}
        if len(verdicts) == 1:
            return Status.MET if verdicts.pop() else Status.MISSED
    return Status.ON_TRACK if keeps(target, counts.share, warn) else Status.AT_RISK


def judge_volume(target: Target, actual: Fraction, by_now: Fraction, *, ended: bool, may_fall: bool = False) -> Status:
    """The status of a count or total of which `actual` has come in where the pace asks for `by_now`.

    What has come in does not go away: an ``at least`` is met, and an ``at most`` missed, as soon as it is passed.
    Only a total in which negative amounts occur may fall again (`may_fall`): it is open until the period ends.
    """
    kept = keeps(target, actual)
    if ended or (not may_fall and kept == (target.direction == "at least")):
        return Status.MET if kept else Status.MISSED
    on_pace = actual >= by_now if target.direction == "at least" else actual <= by_now
    return Status.ON_TRACK if on_pace else Status.AT_RISK


def judge_statistic(
    target: Target,
    warn: Decimal | None,
    value: Fraction | None,
    lower: Fraction,
    upper: Fraction | None,
    *,
    ended: bool,
) -> Status:
    """The status of an average, a median or a percentile of closed records.

    Open records can still move it from `lower` to `upper` (None: without limit). As for a share, an ended period is
    decided when they cannot change the verdict, and a running one is not.
    """
    if value is None:
        return Status.NO_DATA
    if ended:
        at_most = target.direction == "at most"
        verdicts = {keeps(target, lower), not at_most if upper is None else keeps(target, upper)}
        if len(verdicts) == 1:
            return Status.MET if verdicts.pop() else Status.MISSED
    return Status.ON_TRACK if keeps(target, value, warn) else Status.AT_RISK


def keeps(target: Target, value: Fraction, limit: Decimal | None = None) -> bool:
    """Whether a figure reaches the target, or with a `limit` that amount in the target's direction; exactly so."""
    limit_ = _exact(target.amount if limit is None else limit)
    return value >= limit_ if target.direction == "at least" else value <= limit_


@lru_cache(maxsize=1024)
def _exact(amount: Decimal) -> Fraction:
    # Thousands of figures are held against few amounts, and to make a fraction costs more than to compare two.
    return Fraction(amount)


def room_of_share(target: Target, counts: Counts, *, ended: bool) -> Room | None:
    """How many more misses a period can take; None without records, and where no number of misses is too many."""
    known = counts.matured + counts.pending
    if not known:
        return None
    goal = Fraction(target.amount)
    broken, allowed = (counts.met, goal) if target.direction == "at most" else (counts.missed, 1 - goal)
    left = math.floor(known * allowed) - broken
    if left < 0:
        return Room(misses_left=0, recover=math.ceil(broken / allowed) - known if allowed and not ended else None)
    if left < counts.pending:
        return Room(misses_left=left)
    if ended or allowed == 1:
        return None
    # When the open ones are missed, each further miss is a record more, of which a part may be missed.
    return Room(misses_left=math.floor((counts.matured * allowed - broken) / (1 - allowed)))


def room_of_parts(rooms: Sequence[Room | None], *, begins: bool = False) -> Room | None:
    """What a period can take that is met where each of its parts is, newest last.

    None where the newest only `begins`: it runs and has no record yet, so that its first one may make it miss.
    """
    if begins:
        return None
    if any(room is not None and room.recover is not None for room in rooms):
        return rooms[-1]
    left = [room.misses_left for room in rooms if room is not None and room.misses_left is not None]
    return Room(misses_left=min(left)) if left else None


def room_of_volume(target: Target, actual: Fraction, days_left: int, *, whole: bool = False) -> Room:
    """How much more is needed, and how much on each covered day that is left; `whole` where only whole numbers come."""
    if target.direction == "at most":
        return Room(misses_left=max(0, math.floor(Fraction(target.amount) - actual)), days_left=days_left)
    needed = max(Fraction(), Fraction(target.amount) - actual)
    needed = Fraction(math.ceil(needed)) if whole else needed
    return Room(needed=needed, per_day=needed / days_left if days_left else None, days_left=days_left)
