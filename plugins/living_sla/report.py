"""The whole story, top to bottom: what was declared, what the exports say, how every commitment stands.

The site and the command line both tell what this module returns, so they show the same figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from living_sla.agreements.project import Project
from living_sla.agreements.reader import load_project, read_sources
from living_sla.agreements.sentences import commitment_sentence
from living_sla.errors import Faults, Place, SlaError
from living_sla.exports import Export, Freshness, freshness, open_export
from living_sla.exports.batch import Batch
from living_sla.measures import attainments
from living_sla.measures.cohort import Cohort, cohort
from living_sla.measures.explain import explain as explained
from living_sla.measures.measure import MEASURED, Measurement, measure
from living_sla.model.agreement import Agreement
from living_sla.model.attainment import Basis
from living_sla.model.calendar import calendar_release
from living_sla.model.coverage import Coverage
from living_sla.model.explanation import Told
from living_sla.model.provenance import ExportFacts
from living_sla.model.source import Source
from living_sla.model.standing import AgreementStanding, Report, SourceStanding, Standing, UnusableRecord
from living_sla.model.terms import Commitment, Terms
from living_sla.model.zones import micros
from living_sla.settings import Settings, read_settings

# Sign-offs and history are not read yet, so nothing can be said to be in force.
_BASIS = Basis.PROPOSED


def build(root: Path, *, as_of: datetime | None = None, now: datetime | None = None, only: str | None = None) -> Report:
    """How everything stands in the project at `root`.

    Args:
        root: The folder that holds `agreements/` and `data/`.
        as_of: Replay this earlier instant instead of the exports' own; later facts are unseen.
        now: The build's clock; it decides no figure, only warnings: an old export, a review date that has passed.
        only: The id of the one agreement that is asked for; exports that it does not use are not opened.

    Raises:
        Faults: Everything that is wrong with agreements, sources and exports, together.
    """
    now = now or datetime.now(UTC)
    project = load_project(root, today=now.date())
    settings = read_settings(root)
    agreements = [found for found in project.agreements if only is None or found.terms.id == only]
    cohorts = {
        (found.terms.id, asked.commitment.id): asked
        for found in agreements
        for asked in _cohorts(found.terms, settings)
    }
    scans = _scan_all(project, cohorts.values(), as_of, now)
    standings = [_agreement(agreement, cohorts, scans) for agreement in agreements]
    notices = (*project.notices, *(notice for scan in scans.values() for notice in scan.freshness.notices))
    sources = {name: SourceStanding(name, scan.facts, scan.freshness.age) for name, scan in scans.items()}
    return Report(tuple(standings), sources, notices, now)


def check(root: Path, *, now: datetime | None = None) -> Report:
    """The same as `build`, over everything that is declared: exports are read even where agreements have faults."""
    faults: list[SlaError] = []
    try:
        return build(root, now=now)
    except Faults as found:
        faults += found.faults
    try:
        declared = read_sources(root)
    except Faults:
        raise Faults(faults) from None
    for name, source in declared.sources.items():
        try:
            export = open_export(name, source, root=root, wanted=source.columns, place=declared.place(name))
            for _ in export.batches():
                pass
        except SlaError as found:
            faults += [fault for fault in _each(found) if str(fault) not in {str(known) for known in faults}]
    raise Faults(faults)


# ---------------------------------------------------------------- exports


@dataclass(frozen=True, eq=False)
class Scan:
    """One export, read once: what was read, and what each cohort came to."""

    export: Export
    facts: ExportFacts
    """As-of replaced by the one that was asked for."""
    freshness: Freshness
    measured: Mapping[tuple[str, str], Measurement]


def _cohorts(terms: Terms, settings: Settings) -> Iterator[Cohort]:
    for commitment in terms.commitments:
        if isinstance(commitment.measure, MEASURED):
            yield cohort(terms, commitment, settings.fiscal_year_start)


def _scan_all(project: Project, cohorts: Iterable[Cohort], as_of: datetime | None, now: datetime) -> dict[str, Scan]:
    by_source: dict[str, list[Cohort]] = {}
    for asked in cohorts:
        by_source.setdefault(asked.commitment.measure.source, []).append(asked)
    scans: dict[str, Scan] = {}
    faults: list[SlaError] = []
    for name, asked_of_it in by_source.items():
        try:
            place = project.source_place(name)
            scans[name] = _scan(name, project.sources[name], asked_of_it, project.root, place, as_of, now)
        except SlaError as found:
            faults += _each(found)
    if faults:
        raise Faults(faults)
    return scans


def _scan(
    name: str, source: Source, cohorts: list[Cohort], root: Path, place: Place, as_of: datetime | None, now: datetime
) -> Scan:
    export = open_export(name, source, root=root, wanted=source.columns, place=place)
    measured = export.read_through(lambda batches: measure(cohorts, _with_bounds(export, batches, as_of)))
    facts = export.facts()
    if as_of is not None:
        if as_of > facts.as_of:
            message = f"the export {name} speaks only up to {facts.as_of:%Y-%m-%d %H:%M} UTC"
            raise SlaError(message, where=place, hint="choose an earlier --as-of")
        facts = replace(facts, as_of=as_of)
    by_commitment = {(c.agreement, c.commitment.id): found for c, found in zip(cohorts, measured, strict=True)}
    return Scan(export, facts, freshness(name, source, export, now=now), by_commitment)


def _with_bounds(export: Export, batches: Iterator[Batch], as_of: datetime | None) -> Iterator[tuple[Batch, int]]:
    """Each batch with the as-of that is certain by then: the one asked for, or the newest instant so far."""
    for batch in batches:
        yield batch, micros(as_of) if as_of else export.as_of_so_far


def _each(fault: SlaError) -> tuple[SlaError, ...]:
    return fault.faults if isinstance(fault, Faults) else (fault,)


# ---------------------------------------------------------------- agreements


def _agreement(
    agreement: Agreement, cohorts: Mapping[tuple[str, str], Cohort], scans: Mapping[str, Scan]
) -> AgreementStanding:
    terms = agreement.terms
    commitments = tuple(_commitment(terms, commitment, cohorts, scans) for commitment in terms.commitments)
    latest = max(
        (scans[c.measure.source].facts.as_of for c in terms.commitments if c.measure.source in scans), default=None
    )
    through = (latest.date() if latest else terms.effective) + timedelta(days=366)
    return AgreementStanding(
        agreement=agreement,
        basis=_BASIS,
        commitments=commitments,
        calendar=Coverage(terms.coverage).calendar(terms.effective, through),
        calendar_release=calendar_release() if terms.coverage.holidays else "",
    )


def _commitment(
    terms: Terms, commitment: Commitment, cohorts: Mapping[tuple[str, str], Cohort], scans: Mapping[str, Scan]
) -> Standing:
    sentence = commitment_sentence(terms, commitment)
    asked = cohorts.get((terms.id, commitment.id))
    if asked is None:
        why_not = f"this release does not compute the measure {commitment.measure.kind} yet"
        return Standing(terms.id, commitment, sentence, series=(), why_not=why_not)
    scan = scans[commitment.measure.source]
    measured = scan.measured[terms.id, commitment.id]
    source = scan.export.source
    export = attainments.Export(commitment.measure.source, source, scan.facts.as_of, scan.freshness.too_old)
    found = attainments.series(asked, measured, export, _BASIS)
    unusable = _unusable(scan.export, measured.tally.unusable)
    return Standing(terms.id, commitment, sentence, found.whole, found.segments, unusable)


def _unusable(export: Export, keys: list[str]) -> tuple[UnusableRecord, ...]:
    lines = export.lines(keys) if keys else {}
    return tuple(UnusableRecord(key, lines.get(key), "its end precedes its start") for key in keys)


# ---------------------------------------------------------------- one record


def explain(root: Path, agreement_id: str, commitment_id: str, key: str, *, as_of: datetime | None = None) -> Told:
    """Why one record came to its outcome: read as all of them are, by the same kernel.

    Raises `SlaError` for an agreement, a commitment or a record that does not exist, and `Faults` as `build` does.
    """
    project = load_project(root)
    terms, commitment = _named(project, agreement_id, commitment_id)
    asked = next((c for c in _cohorts(terms, read_settings(root)) if c.commitment is commitment), None)
    if asked is None:
        raise SlaError(f"this release does not compute the measure {commitment.measure.kind} yet")
    name = commitment.measure.source
    export = open_export(
        name, project.sources[name], root=root, wanted=project.sources[name].columns, place=project.source_place(name)
    )
    found: tuple[Batch, int] | None = None
    for batch in export.batches():
        position = _position(batch, key) if found is None else None
        found = found if position is None else (batch, position)
    if found is None:
        raise SlaError(f'the export {name} has no record "{key}"', hint="keys are compared letter by letter")
    facts = export.facts()
    told = explained(asked, *found, as_of or facts.as_of)
    line = export.lines([key]).get(key)
    sentence = commitment_sentence(terms, commitment)
    return Told(told, sentence, commitment, terms.coverage, facts.files[0].path, line)


def _named(project: Project, agreement_id: str, commitment_id: str) -> tuple[Terms, Commitment]:
    try:
        terms = project.agreement(agreement_id).terms
    except KeyError:
        known = ", ".join(agreement.terms.id for agreement in project.agreements)
        raise SlaError(f'there is no agreement "{agreement_id}"', hint=f"there are: {known}") from None
    try:
        return terms, terms.commitment(commitment_id)
    except KeyError:
        known = ", ".join(commitment.id for commitment in terms.commitments)
        raise SlaError(f'"{agreement_id}" has no commitment "{commitment_id}"', hint=f"it has: {known}") from None


def _position(batch: Batch, key: str) -> int | None:
    keys = batch.keys_at(np.arange(batch.rows))
    return keys.index(key) if key in keys else None
