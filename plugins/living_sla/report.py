"""The whole story, top to bottom: what was declared, what the exports say, how every commitment stands.

The site and the command line both tell what this module returns, so they show the same figures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np

from living_sla.agreements.project import Project
from living_sla.agreements.reader import DeclaredSources, load_project, read_sources
from living_sla.agreements.sentences import commitment_sentence
from living_sla.engines import EngineExport, open_elsewhere
from living_sla.errors import Faults, SlaError
from living_sla.exports import Export, Freshness, freshness, open_export
from living_sla.exports.batch import Batch
from living_sla.measures.attainments import beside, series
from living_sla.measures.cohort import Cohort, cohort
from living_sla.measures.explain import explain as explained
from living_sla.measures.frame import Export as ExportOf
from living_sla.measures.measure import Measurement, hear, measure
from living_sla.model.agreement import Agreement
from living_sla.model.attainment import Basis
from living_sla.model.calendar import calendar_release
from living_sla.model.contingency import triggered
from living_sla.model.coverage import Coverage
from living_sla.model.explanation import Told
from living_sla.model.provenance import ExportFacts
from living_sla.model.small_groups import without_small_groups
from living_sla.model.standing import AgreementStanding, Report, SourceStanding, Standing, UnusableRecord
from living_sla.model.terms import Commitment, Terms
from living_sla.model.zones import micros, zones_release
from living_sla.settings import Settings, read_settings

Cohorts = Mapping[tuple[str, str], Cohort]
"""By the ids of the agreement and of the commitment."""

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
    cohorts = _all_cohorts(project, read_settings(root))
    asked = [each for (agreement, _), found in cohorts.items() if only in (None, agreement) for each in _both(found)]
    used = _needed(asked)
    # The columns are those of all agreements, so that one agreement on its own is refused where the site would be.
    columns = {name: needed for name, needed in _needed(cohorts.values()).items() if name in used}
    scans = _scan_all(project, asked, columns, as_of, now)
    return _report(
        project, [found for found in project.agreements if only in (None, found.terms.id)], cohorts, scans, now
    )


def check(root: Path, *, now: datetime | None = None) -> Report:
    """The same as `build`, with every declared column of every declared export read, used or not.

    Exports are read even where agreements have faults, so that one run tells everything.
    """
    now = now or datetime.now(UTC)
    faults: list[SlaError] = []
    try:
        project = load_project(root, today=now.date())
        cohorts = _all_cohorts(project, read_settings(root))
        declared = DeclaredSources(project.sources, project.source_places)
    except SlaError as found:
        faults += _each(found)
    if faults:
        try:
            declared = read_sources(root)
        except SlaError:  # said already: loading the project reads them too
            raise Faults(faults) from None
        project, cohorts = Project(root, (), declared.sources, declared.places), {}
    try:
        columns = {name: frozenset(source.columns) for name, source in declared.sources.items()}
        scans = _scan_all(project, [each for found in cohorts.values() for each in _both(found)], columns, None, now)
    except Faults as found:
        faults += found.faults
    if faults:
        raise Faults(faults)
    return _report(project, project.agreements, cohorts, scans, now)


def _report(
    project: Project, agreements: Iterable[Agreement], cohorts: Cohorts, scans: Mapping[str, Scan], now: datetime
) -> Report:
    standings = tuple(_agreement(agreement, cohorts, scans) for agreement in agreements)
    sources = {name: SourceStanding(name, scan.facts, scan.freshness.age) for name, scan in scans.items()}
    notices = (*project.notices, *(notice for scan in scans.values() for notice in scan.freshness.notices))
    return Report(standings, sources, notices, now)


# ---------------------------------------------------------------- exports


@dataclass(frozen=True, eq=False)
class Scan:
    """One export, read once: what was read, and what each cohort came to."""

    export: Export | EngineExport
    facts: ExportFacts
    """As-of replaced by the one that was asked for."""
    freshness: Freshness
    measured: Mapping[Cohort, Measurement]


def _all_cohorts(project: Project, settings: Settings) -> Cohorts:
    """The cohort of every commitment, by the ids of its agreement and its own."""
    return {
        (agreement.terms.id, commitment.id): cohort(agreement.terms, commitment, settings.fiscal_year_start)
        for agreement in project.agreements
        for commitment in agreement.terms.commitments
    }


def _both(found: Cohort) -> Iterator[Cohort]:
    """The cohort, and where exceptions bear on it the same without them."""
    yield found
    if found.without_exceptions is not None:
        yield found.without_exceptions


def _needed(cohorts: Iterable[Cohort]) -> dict[str, frozenset[str]]:
    """The columns that the commitments of a project need, by source; no other source is opened."""
    needed: dict[str, frozenset[str]] = {}
    for asked in cohorts:
        sources = {asked.commitment.measure.source: asked.columns}
        if asked.events is not None:
            sources[asked.events.source] = sources.get(asked.events.source, frozenset()) | asked.event_columns
        for name, columns in sources.items():
            needed[name] = needed.get(name, frozenset()) | columns
    return needed


def _scan_all(
    project: Project,
    cohorts: list[Cohort],
    columns: Mapping[str, frozenset[str]],
    as_of: datetime | None,
    now: datetime,
) -> dict[str, Scan]:
    """Each source in `columns`, read once for all cohorts that ask for it; then the events that some of them follow."""
    scans: dict[str, Scan] = {}
    faults: list[SlaError] = []
    for name, wanted in columns.items():
        asked = [cohort for cohort in cohorts if cohort.commitment.measure.source == name]
        try:
            scans[name] = _scan(_open(project, name, wanted), asked, as_of, now)
        except SlaError as found:
            faults += _each(found)
    if faults:
        raise Faults(faults)
    for name, scan in scans.items():
        following = [(c, _measured(scans, c)) for c in cohorts if c.events is not None and c.events.source == name]
        if not following:
            continue
        if isinstance(scan.export, EngineExport):
            scan.export.hear(following)
        else:
            scan.export.read_through(partial(hear, following))
    return scans


def _open(project: Project, name: str, wanted: Collection[str]) -> Export | EngineExport:
    """The export of a source, opened by whoever reads it."""
    source = project.sources[name]
    open_source = open_export if source.engine is None else open_elsewhere
    return open_source(name, source, root=project.root, wanted=wanted, place=project.source_place(name))


def _measured(scans: Mapping[str, Scan], asked: Cohort) -> Measurement:
    return scans[asked.commitment.measure.source].measured[asked]


def _as_of(scans: Mapping[str, Scan], asked: Cohort) -> datetime:
    """Up to when a commitment's figures speak: the earlier as-of, where they need two exports."""
    names = {asked.commitment.measure.source, *([asked.events.source] if asked.events else [])}
    return min(scans[name].facts.as_of for name in names)


def _scan(export: Export | EngineExport, cohorts: list[Cohort], as_of: datetime | None, now: datetime) -> Scan:
    measured = (
        export.measured(cohorts, as_of) if isinstance(export, EngineExport) else _measured_here(export, cohorts, as_of)
    )
    facts = _replayed(export, as_of)
    by_cohort = dict(zip(cohorts, measured, strict=True))
    return Scan(export, facts, freshness(export.name, export.source, export, now=now), by_cohort)


def _measured_here(export: Export, cohorts: list[Cohort], as_of: datetime | None) -> list[Measurement]:
    return export.read_through(lambda batches: measure(cohorts, _with_bounds(export, batches, as_of)))


def _replayed(export: Export | EngineExport, as_of: datetime | None) -> ExportFacts:
    """What was read, with the as-of that was asked for; the export must speak that far."""
    facts = export.facts()
    if as_of is None:
        return facts
    if as_of > facts.as_of:
        message = f"the export {export.name} speaks only up to {facts.as_of:%Y-%m-%d %H:%M} UTC"
        raise SlaError(message, where=export.place, hint="choose an earlier --as-of")
    return replace(facts, as_of=as_of)


def _with_bounds(export: Export, batches: Iterator[Batch], as_of: datetime | None) -> Iterator[tuple[Batch, int]]:
    """Each batch with the as-of that is certain by then: the one asked for, or the newest instant so far."""
    for batch in batches:
        yield batch, micros(as_of) if as_of else export.as_of_so_far


def _each(fault: SlaError) -> tuple[SlaError, ...]:
    return fault.faults if isinstance(fault, Faults) else (fault,)


# ---------------------------------------------------------------- agreements


def _agreement(agreement: Agreement, cohorts: Cohorts, scans: Mapping[str, Scan]) -> AgreementStanding:
    terms = agreement.terms
    commitments = tuple(
        _commitment(terms, commitment, cohorts[terms.id, commitment.id], scans) for commitment in terms.commitments
    )
    latest = max(
        (scans[c.measure.source].facts.as_of for c in terms.commitments if c.measure.source in scans), default=None
    )
    through = (latest.date() if latest else terms.effective) + timedelta(days=366)
    return AgreementStanding(
        agreement=agreement,
        basis=_BASIS,
        commitments=commitments,
        triggered=triggered(terms, {standing.commitment.id: standing.series for standing in commitments}),
        calendar=Coverage(terms.coverage).calendar(terms.effective, through),
        calendar_release=calendar_release() if terms.coverage.holidays else "",
        zones_release=zones_release(),
    )


def _commitment(terms: Terms, commitment: Commitment, asked: Cohort, scans: Mapping[str, Scan]) -> Standing:
    sentence = commitment_sentence(terms, commitment)
    scan, measured = scans[commitment.measure.source], _measured(scans, asked)
    name, source = commitment.measure.source, scan.export.source
    export = ExportOf(name, source, _as_of(scans, asked), scan.freshness.too_old)
    found = series(asked, measured, export, _BASIS)
    if asked.without_exceptions is not None:
        plain = series(asked.without_exceptions, _measured(scans, asked.without_exceptions), export, _BASIS)
        found = beside(found, plain)
    unusable = _unusable(scan.export, measured.tally.unusable)
    segments = without_small_groups(found.segments)
    return Standing(terms.id, commitment, sentence, found.whole, segments, unusable)


def _unusable(export: Export | EngineExport, keys: list[str]) -> tuple[UnusableRecord, ...]:
    lines = export.lines(keys) if keys else {}
    return tuple(
        UnusableRecord(key, lines.get(key), "a value that it needs is missing, or its end precedes its start")
        for key in keys
    )


# ---------------------------------------------------------------- one record


def explain(root: Path, agreement_id: str, commitment_id: str, key: str, *, as_of: datetime | None = None) -> Told:
    """Why one record came to its outcome: read as all of them are, by the same kernel.

    Raises `SlaError` for an agreement, a commitment or a record that does not exist, and `Faults` as `build` does.
    """
    project = load_project(root)
    terms, commitment = _named(project, agreement_id, commitment_id)
    cohorts = _all_cohorts(project, read_settings(root))
    asked = cohorts[agreement_id, commitment_id]
    name = commitment.measure.source
    wanted = _needed(cohorts.values())[name]
    export = _open(project, name, wanted)
    found: tuple[Batch, int] | None = None
    for batch in _with_text(export, export.source.key, key):
        position = _position(batch, key) if found is None else None
        found = found if position is None else (batch, position)
    if found is None:
        raise SlaError(f'the export {name} has no record "{key}"', hint="keys are compared letter by letter")
    facts = _replayed(export, as_of)
    events = _events(project, asked, _needed(cohorts.values()), key)
    told = explained(asked, *found, facts.as_of, events)
    line = export.lines([key]).get(key)
    sentence = commitment_sentence(terms, commitment)
    return Told(told, sentence, commitment, terms.coverage, facts.paths[0], line)


def _events(project: Project, asked: Cohort, needed: Mapping[str, frozenset[str]], key: str) -> Iterator[Batch]:
    """The second source that the measure follows the record of that key into; nothing where it has no such source."""
    if asked.events is not None:
        name = asked.events.source
        yield from _with_text(_open(project, name, needed[name]), asked.events.key, key)


def _with_text(export: Export | EngineExport, column: str, text: str) -> Iterable[Batch]:
    """Batches in which every record is that has the text in that column; an engine hands over no other record."""
    return export.batches_with(column, text) if isinstance(export, EngineExport) else export.batches()


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
