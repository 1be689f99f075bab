"""Provenance: which files, rows, columns and calendar the figures of an agreement come from."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from living_sla.model.counted import counted
from living_sla.model.provenance import ExportFacts
from living_sla.model.standing import AgreementStanding, Report, SourceStanding
from living_sla.model.terms import Terms
from living_sla.pages.html import render
from living_sla.words import numbers

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
