"""Where figures come from, in words: the age of an export, its as-of, what clock changes did to its times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from living_sla.model.counted import counted
from living_sla.model.figures.provenance import ExportFacts
from living_sla.model.time.zones import wall_time
from living_sla.words import numbers, times

AGE_WORDS = {"fresh": "fresh", "stale": "old", "too old": "too old to judge by"}


def adjusted_words(facts: ExportFacts) -> list[str]:
    """What was done about times that a clock change made impossible or ambiguous."""
    skipped = {column: touched.nonexistent for column, touched in facts.adjusted.items() if touched.nonexistent}
    doubled = {column: touched.ambiguous for column, touched in facts.adjusted.items() if touched.ambiguous}
    notes = []
    if skipped:
        notes.append(f"{_times(skipped)} fell into the hour that clocks skip in spring and moved to its end.")
    if doubled:
        notes.append(f"{_times(doubled)} could be either of two in autumn; the earlier was taken.")
    return notes


def _times(touched: dict[str, int]) -> str:
    where = numbers.listed(f"{column} {numbers.number(count)}" for column, count in touched.items())
    return f"{counted(sum(touched.values()), 'time')} ({where})"


def as_of_words(sources: Iterable[tuple[datetime, str]], zone: str) -> str:
    """The instant of all exports, on the wall clock of `zone`; of several that differ, their first and last day."""
    known = sorted(sources)
    if not known:
        return ""
    (first, first_zone), (last, last_zone) = known[0], known[-1]
    if first == last:
        return times.instant(first, zone)
    days = dict.fromkeys((times.day(wall_time(first, first_zone).date()), times.day(wall_time(last, last_zone).date())))
    return " to ".join(days)


def origin_words(commits: set[str | None]) -> str:
    """The commit that all agreements were read at; anything else is a working tree with edits of its own."""
    commit = commits.pop() if len(commits) == 1 else None
    return f"commit {commit[:12]}" if commit else "the working tree"
