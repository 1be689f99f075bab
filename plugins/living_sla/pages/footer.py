"""The foot of every page: up to when its figures speak, and when and from what it was built."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from markupsafe import Markup

from living_sla.model.standing import Report
from living_sla.model.zones import wall_time
from living_sla.pages.html import render
from living_sla.pages.provenance import every_source
from living_sla.words import times


def footer(report: Report) -> Markup:
    """One line: ``Figures as of 21 October 2026, 17:45 London time. Built ... from commit 9b1f6d2c0e5a.``"""
    zone = next((standing.agreement.terms.coverage.timezone for standing in report.agreements), "UTC")
    return render(
        "footer.html",
        as_of=_as_of([(source.facts.as_of, of) for source, of in every_source(report)], zone),
        built=times.instant(report.built_at, zone),
        origin=_origin({standing.commit for standing in report.agreements}),
    )


def _as_of(sources: Iterable[tuple[datetime, str]], zone: str) -> str:
    """The instant of all exports, on the wall clock of `zone`; of several that differ, their first and last day."""
    known = sorted(sources)
    if not known:
        return ""
    (first, first_zone), (last, last_zone) = known[0], known[-1]
    if first == last:
        return times.instant(first, zone)
    days = dict.fromkeys((times.day(wall_time(first, first_zone).date()), times.day(wall_time(last, last_zone).date())))
    return " to ".join(days)


def _origin(commits: set[str | None]) -> str:
    """The commit that all agreements were read at; anything else is a working tree with edits of its own."""
    commit = commits.pop() if len(commits) == 1 else None
    return f"commit {commit[:12]}" if commit else "the working tree"
