"""Provenance: which files, rows, columns and calendar the figures of an agreement come from."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from living_sla.model.agreement.terms import Terms
from living_sla.model.figures.standing import AgreementStanding, Report, SourceStanding
from living_sla.pages.html import render
from living_sla.words import numbers, times
from living_sla.words.standing.provenance import AGE_WORDS, adjusted_words, as_of_words, origin_words


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
        never_came=report.waiting_for(standing.agreement.terms),
        ages=AGE_WORDS,
        adjusted={source.name: adjusted_words(source.facts) for source in sources},
        zone=standing.agreement.terms.coverage.timezone,
    )


def sources_of(terms: Terms, report: Report) -> list[SourceStanding]:
    """The exports that the figures of these terms come from, in the order of their commitments."""
    return [report.sources[name] for name in terms.sources if name in report.sources]


def every_source(report: Report) -> Iterator[tuple[SourceStanding, str]]:
    """Every export of a report once, with the zone of the first agreement that it speaks for."""
    seen: set[str] = set()
    for standing in report.agreements:
        terms = standing.agreement.terms
        for source in sources_of(terms, report):
            if source.name not in seen:
                seen.add(source.name)
                yield source, terms.coverage.timezone


# ---------------------------------------------------------------- the foot of every page


def footer(report: Report) -> Markup:
    """One line: ``Figures as of 21 October 2026, 17:45 London time. Built ... from commit 9b1f6d2c0e5a.``"""
    zone = next((standing.agreement.terms.coverage.timezone for standing in report.agreements), "UTC")
    return render(
        "footer.html",
        as_of=as_of_words([(source.facts.as_of, of) for source, of in every_source(report)], zone),
        built=times.instant(report.built_at, zone),
        origin=origin_words({standing.commit for standing in report.agreements}),
    )
