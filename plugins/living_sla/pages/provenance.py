"""Provenance: which files, rows, columns and calendar the figures of an agreement come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from markupsafe import Markup

from living_sla.model.counted import counted
from living_sla.model.provenance import ExportFacts
from living_sla.model.standing import AgreementStanding, Report, SourceStanding
from living_sla.model.terms import Terms
from living_sla.model.zones import wall_time
from living_sla.pages.html import render
from living_sla.words import numbers, times

_AGES = {"fresh": "fresh", "stale": "old", "too old": "too old to judge by"}


def provenance(standing: AgreementStanding, report: Report) -> Markup:
    """Exports with digest, rows and columns read, the agreement's file and commit, and the calendar."""
    sources = sources_of(standing.agreement.terms, report)
    return render(
        "provenance.html",
        agreement=standing.agreement,
        commit=standing.commit,
        releases=[release for release in (standing.calendar_release, standing.zones_release) if release],
        gaps=numbers.listed(map(str, standing.calendar_gaps)) if standing.calendar_gaps else "",
        sources=sources,
        ages=_AGES,
        adjusted={source.name: _adjusted(source.facts) for source in sources},
        zone=standing.agreement.terms.coverage.timezone,
    )


def sources_of(terms: Terms, report: Report) -> list[SourceStanding]:
    """The exports that the figures of these terms come from, in the order of their commitments."""
    names: dict[str, None] = {}
    for commitment in terms.commitments:
        names.setdefault(commitment.measure.source)
        for _, events in commitment.measure.all_events():
            names.setdefault(events.source)
    return [report.sources[name] for name in names if name in report.sources]


def every_source(report: Report) -> Iterator[tuple[SourceStanding, str]]:
    """Every export of a report once, with the zone of the first agreement that it speaks for."""
    seen: set[str] = set()
    for standing in report.agreements:
        terms = standing.agreement.terms
        for source in sources_of(terms, report):
            if source.name not in seen:
                seen.add(source.name)
                yield source, terms.coverage.timezone


def _adjusted(facts: ExportFacts) -> list[str]:
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


# ---------------------------------------------------------------- the foot of every page


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
