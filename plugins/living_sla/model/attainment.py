"""Attainment: one commitment in one period, its figure, its bounds and the status that follows from them.

Rules: `docs/how-figures-are-computed.md`. Comparisons are exact: shares are fractions of counts, targets are
decimals, and floating point appears only where a figure is printed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from living_sla.model.outcome import Counts
from living_sla.model.period import Period
from living_sla.model.quantity import Target

OTHER = "Other"
"""The segment of a figure of several; a CRM may have one of that name, which merges none."""
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


class Basis(StrEnum):
    """The standing of the terms that a figure was computed under."""

    IN_FORCE = "in force"
    PROPOSED = "proposed"
    DRAFT = "draft"


@dataclass(frozen=True)
class Room:
    """What the rest of an open period can still take.

    For a share: `misses_left` more misses leave the target met (a record that breaks an ``at most`` counts as one);
    where it is broken already, `recover` further records in a row have to be met to mend it (None: no number can).
    For a volume: `needed` more records reach the target, `per_day` on each of `days_left` covered days.
    """

    misses_left: int | None = None
    recover: int | None = None
    needed: int | None = None
    per_day: float | None = None
    days_left: int | None = None


@dataclass(frozen=True)
class Pace:
    """How far a volume should be by now: the target's part for the covered time that has passed."""

    elapsed: float
    """Covered time passed, as a share of the period's covered time in force."""
    expected: float
    """Target times `elapsed`."""


@dataclass(frozen=True)
class Miss:
    """One missed record, by the key that the CRM knows it by; never anything about the person."""

    key: str
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None
    """None: still open at the as-of."""
    link: str | None = None


@dataclass(frozen=True)
class Attainment:
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
    broken: bool = False
    """Whether what is counted changed since the period before, or inside this one: the figures do not compare."""

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


def judge_share(target: Target, warn: Decimal | None, counts: Counts, *, ended: bool) -> Status:
    """The status of a share.

    An ended period is decided as soon as its pending records cannot change the verdict. A running one is not:
    records that have not started yet can still turn it.
    """
    if counts.share is None or counts.lower is None or counts.upper is None:
        return Status.NO_DATA
    if ended:
        verdicts = {_keeps(target, counts.lower), _keeps(target, counts.upper)}
        if len(verdicts) == 1:
            return Status.MET if verdicts.pop() else Status.MISSED
    return Status.ON_TRACK if _keeps(target, counts.share, warn) else Status.AT_RISK


def judge_volume(target: Target, actual: Fraction, by_now: Fraction, *, ended: bool) -> Status:
    """The status of a count or total of which `actual` has come in where the pace asks for `by_now`.

    What has come in does not go away: an ``at least`` is met, and an ``at most`` missed, as soon as it is passed.
    """
    kept = _keeps(target, actual)
    if ended or kept == (target.direction == "at least"):
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
        verdicts = {_keeps(target, lower), not at_most if upper is None else _keeps(target, upper)}
        if len(verdicts) == 1:
            return Status.MET if verdicts.pop() else Status.MISSED
    return Status.ON_TRACK if _keeps(target, value, warn) else Status.AT_RISK


def _keeps(target: Target, value: Fraction, limit: Decimal | None = None) -> bool:
    limit_ = Fraction(target.amount if limit is None else limit)
    return value >= limit_ if target.direction == "at least" else value <= limit_


def room_of_share(target: Target, counts: Counts) -> Room | None:
    """How many more misses an open period can take, its pending records counted as kept; None without records."""
    known = counts.matured + counts.pending
    if not known:
        return None
    goal = Fraction(target.amount)
    if target.direction == "at most":
        return _room(known, broken=counts.met, allowed=goal)
    return _room(known, broken=counts.missed, allowed=1 - goal)


def _room(known: int, *, broken: int, allowed: Fraction) -> Room:
    left = math.floor(known * allowed) - broken
    if left >= 0:
        return Room(misses_left=left)
    return Room(misses_left=0, recover=math.ceil(broken / allowed) - known if allowed else None)


def room_of_volume(target: Target, actual: Fraction, days_left: int) -> Room:
    """How many more records are needed, and how many on each covered day that is left."""
    short = math.ceil(Fraction(target.amount) - actual)
    if target.direction == "at most":
        return Room(misses_left=max(0, math.floor(Fraction(target.amount) - actual)), days_left=days_left)
    needed = max(0, short)
    return Room(needed=needed, per_day=needed / days_left if days_left else None, days_left=days_left)
