"""Why nothing is judged: each reason has its one sentence here, for pages, terminal and JSON alike.

| what has no verdict | reasons |
| --- | --- |
| a commitment | it is only proposed; it waits for data; no version can be read any more; it begins later |
| a period | no version had it in force; the export begins later, or is too old; records say nothing yet |
| a part of a period, a segment | see also `small_groups.py` |

None of them ends with a full stop: they stand in tables and behind colons.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from living_sla.model.counted import counted
from living_sla.model.figures.outcome import Counts
from living_sla.model.notation import plain, spelled_day
from living_sla.model.past.timeline import State, VersionStanding
from living_sla.model.time.zones import wall_time

BEFORE_EXPORT = "the export holds nothing from this period"
TOO_OLD = "the export is too old for a verdict"
NOTHING_DUE = "nothing was due"
NO_RECORDS = "no records"
OF_A_PART = "the terms changed inside the period, and a part of it has no verdict"
NO_VERSION = "no version has been in force"
WAITING = "waiting for data: "
"""What a reason begins with that says which export has never come."""

# ---------------------------------------------------------------- a commitment


def proposed(standing: VersionStanding) -> str:
    """Why a commitment is not judged that only this version has, which is not in force."""
    version = f"only version {standing.version.number} has it"
    match standing.state:
        case State.DRAFT:
            return f"{version}, a draft that nobody has committed"
        case State.PROPOSED if standing.waiting:
            return f"{version}, which waits for {counted(len(standing.waiting), 'signature')}"
        case State.PROPOSED if standing.in_force is not None:
            terms = standing.version.agreement.terms
            first = wall_time(standing.in_force.start, terms.coverage.timezone).date()
            return f"{version}, which takes force on {spelled_day(first)}"
        case State.PROPOSED:
            return f"{version}, which ends before it takes force"
        case State.SUPERSEDED if standing.in_force is None:
            return f"{version}, which was superseded before it took force"
        case State.LAPSED if standing.in_force is None:
            return f"{version}, which ended before it took force"
        case _:
            return f"{version}, which is not in force"


def waiting(what: Iterable[str]) -> str:
    """Why nothing is judged that waits for exports, `what` of which says each; empty where it waits for none."""
    listed = " and ".join(what)
    return f"{WAITING}{listed} yet" if listed else ""


def unreadable(version: int, why: str) -> str:
    """Why nothing is judged under terms that ask for what no export has today."""
    return f"version {version} cannot be judged any more: {why}"


def not_yet(start: datetime, as_of: datetime, timezone: str) -> str:
    """Why a commitment has no period: its terms hold from an instant that the exports do not speak of."""
    first, last = wall_time(start, timezone).date(), wall_time(as_of, timezone).date()
    return f"the terms hold from {spelled_day(first)}, and the export is as of {spelled_day(last)}"


# ---------------------------------------------------------------- a period


def not_in_force(before: tuple[int | None, datetime] | None, after: datetime | None, zone: str) -> str:
    """Why a period is not judged: the version that had the commitment last and its end, and when it was there again."""
    said = []
    if before is not None:
        last = wall_time(before[1] - timedelta(microseconds=1), zone).date()
        said.append(f"{_version(before[0])} had it until {spelled_day(last)}")
    if after is not None:
        said.append(f"it was in force again from {spelled_day(wall_time(after, zone).date())} on")
    return f"no version had it in force: {', and '.join(said)}" if said else NO_VERSION


def of_records(counts: Counts, *, deliverable: bool = False) -> str:
    """Why the records of a period come to no figure."""
    if counts.pending:
        return f"no record has a verdict yet; {counts.pending:,} still open"
    out = [name for name in ("excluded", "unusable") if getattr(counts, name)]
    if out:
        return f"every record is {' or '.join(out)}"
    return NOTHING_DUE if deliverable else NO_RECORDS


def _version(number: int | None) -> str:
    return "the version before" if number is None else f"version {number}"


def spoilt(of_parts: Iterable[Counts], allowed: Decimal) -> str:
    """Why a period has no figure, where more than `allowed` of its records are unusable; else nothing.

    The records are those of all its parts, whichever version of the terms judged them, and of no other period: what is
    wrong with January says nothing about October, and ten good years excuse no bad month. Excluded ones do not count,
    because nothing was to be judged of them.
    """
    total = sum(of_parts, Counts())
    judged = total.matured + total.pending + total.unusable
    if not total.unusable or Fraction(total.unusable, judged) <= Fraction(allowed):
        return ""
    are = "is" if total.unusable == 1 else "are"
    limit = f"{plain(allowed * 100)}%"
    unusable = f"{total.unusable:,} of {counted(judged, 'record')} {are} unusable"
    return f"{unusable}, more than the {limit} that the source allows"
