"""Provenance: which files, rows, columns and calendar the figures of an agreement come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.agreement.terms import Terms
from living_sla.model.figures.standing import AgreementStanding, Report, SourceStanding, Standing
from living_sla.pages.html import render
from living_sla.words import numbers, times
from living_sla.words.standing.provenance import AGE_WORDS, adjusted_words, as_of_words, origin_words


def provenance(standing: AgreementStanding, report: Report, part: Standing | None = None) -> Markup:
    """Exports with digest, rows and columns read, the agreement's file and commit, and the calendar.

    Of one commitment (`part`), the exports that it asks; else those that any of them asks.
    """
    terms = standing.terms
    asked = part.commitment.measure.sources if part is not None else terms.sources
    sources = sources_of(terms, report, asked)
    return render(
        "provenance.html",
        agreement=standing.agreement,
        commit=standing.commit,
        releases=[release for release in (standing.calendar_release, standing.zones_release) if release],
        gaps=numbers.listed(map(str, standing.calendar_gaps)) if standing.calendar_gaps else "",
        sources=sources,
        never_came=[report.waiting[name] for name in asked if name in report.waiting],
        ages=AGE_WORDS,
        adjusted={source.name: adjusted_words(source.facts) for source in sources},
        zone=terms.coverage.timezone,
    )


def sources_of(terms: Terms, report: Report, asked: Sequence[str] | None = None) -> list[SourceStanding]:
    """The exports that the figures of these terms come from, in the order of their commitments; or those `asked`."""
    return [report.sources[name] for name in (terms.sources if asked is None else asked) if name in report.sources]


class OldExport(Struct, frozen=True):
    """An export that is old, for the one place of a page that says so."""

    source: SourceStanding
    age: str
    """``6 days``."""
    zone: str


def old_exports(sources: Iterable[SourceStanding], zone: str, report: Report) -> list[OldExport]:
    """Those of the exports that are old."""
    return [
        OldExport(source, times.length(max(report.built_at - source.facts.as_of, timedelta())), zone)
        for source in sources
        if source.age != "fresh"
    ]


def every_source(report: Report) -> Iterator[tuple[SourceStanding, str]]:
    """Every export of a report once, with the zone of the first agreement that it speaks for."""
    seen: set[str] = set()
    for standing in report.agreements:
        terms = standing.terms
        for source in sources_of(terms, report):
            if source.name not in seen:
                seen.add(source.name)
                yield source, terms.coverage.timezone


# ---------------------------------------------------------------- the foot of every page


def footer(report: Report) -> Markup:
    """One line: ``Figures as of 21 October 2026, 17:45 London time. Built ... from commit 9b1f6d2c0e5a.``"""
    zone = next((standing.terms.coverage.timezone for standing in report.agreements), "UTC")
    return render(
        "footer.html",
        as_of=as_of_words([(source.facts.as_of, of) for source, of in every_source(report)], zone),
        built=times.instant(report.built_at, zone),
        origin=origin_words({standing.commit for standing in report.agreements}),
    )
