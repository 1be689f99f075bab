"""Exports, each read once for all cohorts that ask for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from living_sla.agreements.project import Project
from living_sla.engines import EngineExport, open_elsewhere
from living_sla.errors import Faults, SlaError
from living_sla.exports import Export, Freshness, freshness, open_export
from living_sla.exports.batch import Batch
from living_sla.measures.cohort import Cohort
from living_sla.measures.measure import Measurement, hear, measure
from living_sla.model.provenance import ExportFacts
from living_sla.model.zones import micros

Columns = Mapping[str, frozenset[str]]
"""The columns that are wanted, by source."""


@dataclass(frozen=True, eq=False)
class SourceRead:
    """What is known of an export that was read, by this build or an earlier one."""

    facts: ExportFacts
    """As-of replaced by the one that was asked for."""
    freshness: Freshness


@dataclass(frozen=True, eq=False)
class Scan(SourceRead):
    """One export, read once by this build, and what each cohort came to."""

    export: Export | EngineExport
    measured: Mapping[Cohort, Measurement]


def columns_of(cohorts: Iterable[Cohort]) -> dict[str, frozenset[str]]:
    """The columns that these cohorts need, by source; no other source is opened."""
    needed: dict[str, frozenset[str]] = {}
    for asked in cohorts:
        sources = {asked.commitment.measure.source: asked.columns}
        if asked.events is not None:
            sources[asked.events.source] = sources.get(asked.events.source, frozenset()) | asked.event_columns
        for name, columns in sources.items():
            needed[name] = needed.get(name, frozenset()) | columns
    return needed


def scan_all(
    project: Project, cohorts: list[Cohort], columns: Columns, as_of: datetime | None, now: datetime
) -> dict[str, Scan]:
    """Each source in `columns`, read once for all cohorts that ask for it; then the events that some of them follow.

    Raises:
        Faults: Everything that is wrong with the exports, together.
    """
    scans: dict[str, Scan] = {}
    faults: list[SlaError] = []
    for name, wanted in columns.items():
        asked = [cohort for cohort in cohorts if cohort.commitment.measure.source == name]
        try:
            scans[name] = _scan(open_source(project, name, wanted), asked, as_of, now)
        except SlaError as found:
            faults += each(found)
    if faults:
        raise Faults(faults)
    for name, scan in scans.items():
        following = [(c, measured(scans, c)) for c in cohorts if c.events is not None and c.events.source == name]
        if not following:
            continue
        if isinstance(scan.export, EngineExport):
            scan.export.hear(following)
        else:
            scan.export.read_through(partial(hear, following))
    return scans


def open_source(project: Project, name: str, wanted: Collection[str]) -> Export | EngineExport:
    """The export of a source, opened by whoever reads it."""
    source = project.sources[name]
    opened = open_export if source.engine is None else open_elsewhere
    return opened(name, source, root=project.root, wanted=wanted, place=project.source_place(name))


def measured(scans: Mapping[str, Scan], asked: Cohort) -> Measurement:
    """What a cohort came to."""
    return scans[asked.commitment.measure.source].measured[asked]


def as_of_for(scans: Mapping[str, Scan], asked: Cohort) -> datetime:
    """Up to when a commitment's figures speak: the earlier as-of, where they need two exports."""
    names = {asked.commitment.measure.source, *([asked.events.source] if asked.events else [])}
    return min(scans[name].facts.as_of for name in names)


def replayed(export: Export | EngineExport, as_of: datetime | None) -> ExportFacts:
    """What was read, with the as-of that was asked for; raises `SlaError` where the export does not speak that far."""
    facts = export.facts()
    if as_of is None:
        return facts
    if as_of > facts.as_of:
        message = f"the export {export.name} speaks only up to {facts.as_of:%Y-%m-%d %H:%M} UTC"
        raise SlaError(message, where=export.place, hint="choose an earlier --as-of")
    return replace(facts, as_of=as_of)


def each(fault: SlaError) -> tuple[SlaError, ...]:
    """The faults that an error holds: many, or itself."""
    return fault.faults if isinstance(fault, Faults) else (fault,)


def _scan(export: Export | EngineExport, cohorts: list[Cohort], as_of: datetime | None, now: datetime) -> Scan:
    found = export.measured(cohorts, as_of) if isinstance(export, EngineExport) else _here(export, cohorts, as_of)
    facts = replayed(export, as_of)
    by_cohort = dict(zip(cohorts, found, strict=True))
    return Scan(facts, freshness(export.name, export.source, export, now=now), export, by_cohort)


def _here(export: Export, cohorts: list[Cohort], as_of: datetime | None) -> list[Measurement]:
    return export.read_through(lambda batches: measure(cohorts, _with_bounds(export, batches, as_of)))


def _with_bounds(export: Export, batches: Iterator[Batch], as_of: datetime | None) -> Iterator[tuple[Batch, int]]:
    """Each batch with the as-of that is certain by then: the one asked for, or the newest instant so far."""
    for batch in batches:
        yield batch, micros(as_of) if as_of else export.as_of_so_far
