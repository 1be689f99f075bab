"""Exports, each read once for all cohorts that ask for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from living_sla.agreements.project import Project
from living_sla.errors import Faults, NoFile, Place, SlaError, each
from living_sla.exports.as_of import UNKNOWN, stated_on_clock
from living_sla.exports.export import Export, open_export
from living_sla.exports.freshness import freshness
from living_sla.figures.source_read import Columns, SourceRead
from living_sla.measures.cohort import Cohort, EventsOf
from living_sla.measures.deliveries import Deliveries
from living_sla.measures.events import without_record
from living_sla.measures.first_events import NOTHING_HEARD, Heard, OtherSources
from living_sla.measures.measure import EventOddities, Measurement, hear, hear_first, measure, settle
from living_sla.model.time.moment import spelled
from living_sla.model.time.zones import micros

if TYPE_CHECKING:
    from living_sla.engines.engine_export import EngineExport
    from living_sla.exports.cells.batch import Batch
    from living_sla.model.figures.provenance import ExportFacts


class MeasuredExport(SourceRead, frozen=True, eq=False):
    """One export, read once by this build, and what each cohort came to."""

    export: Export | EngineExport
    measured: Mapping[Cohort, Measurement]

    @property
    def is_elsewhere(self) -> bool:
        """Whether it was read where its records are, by an engine: what files it has is not known here."""
        return self.export.is_elsewhere


def scan_all(
    project: Project, cohorts: list[Cohort], columns: Columns, as_of: datetime | None, now: datetime
) -> dict[str, MeasuredExport]:
    """Each source in `columns`, read once for all cohorts that ask for it; then the events that some of them follow.

    Raises:
        Faults: Everything that is wrong with the exports, together.
    """
    faults: list[SlaError] = []
    others, scans = _heard(project, cohorts, columns, as_of, now, faults)
    waited_for = {first.events.source for cohort in cohorts for first in cohort.firsts}
    for name, wanted in columns.items():
        judging = [cohort for cohort in cohorts if cohort.commitment.measure.source == name]
        if name in scans and not judging:
            continue
        if faults and waited_for:
            if name in waited_for:
                continue  # told already
            judging = [cohort for cohort in judging if not cohort.firsts]
        try:
            scans[name] = _scan(open_source(project, name, wanted), judging, as_of, now, others)
        except SlaError as fault:
            faults += each(fault)
    if faults:
        raise Faults(faults)
    lost: dict[tuple[EventsOf, str], int] = {}
    for cohort in cohorts:
        measured(scans, cohort).event_oddities.extend(_odd(cohort, measured(scans, cohort), others, lost))
    for name, scan in scans.items():
        following = [(c, measured(scans, c)) for c in cohorts if c.events is not None and c.events.source == name]
        if not following:
            continue
        if scan.export.is_elsewhere:
            scan.export.hear(following)
        else:
            scan.export.read_through(partial(hear, following))
    return scans


def heard_first(
    project: Project, cohorts: Iterable[Cohort], columns: Columns, as_of: datetime | None
) -> tuple[OtherSources, dict[str, Export | EngineExport]]:
    """The first events that these cohorts ask for, and the exports of their sources, read to their ends.

    Raises:
        Faults: Everything that is wrong with these exports, together.
    """
    wanted: dict[str, dict[EventsOf, None]] = {}
    for events in (first.events for cohort in cohorts for first in cohort.firsts):
        wanted.setdefault(events.source, {})[events] = None
    heard: dict[EventsOf, Heard] = {}
    exports: dict[str, Export | EngineExport] = {}
    faults: list[SlaError] = []
    for name, kinds in wanted.items():
        try:
            export = open_source(project, name, columns[name])
            answers = (
                export.first_events(list(kinds))
                if export.is_elsewhere
                else export.read_through(partial(hear_first, list(kinds)))
            )
            replayed(export, as_of)
        except SlaError as fault:
            faults += each(fault)
        else:
            heard |= zip(kinds, answers, strict=True)
            exports[name] = export
    if faults:
        raise Faults(faults)
    return OtherSources(
        heard, {name: micros(replayed(opened, as_of).as_of) for name, opened in exports.items()}
    ), exports


def _heard(
    project: Project,
    cohorts: Iterable[Cohort],
    columns: Columns,
    as_of: datetime | None,
    now: datetime,
    faults: list[SlaError],
) -> tuple[OtherSources, dict[str, MeasuredExport]]:
    """What `heard_first` finds, its exports as scans that measured nothing; what is wrong with them joins `faults`."""
    try:
        others, exports = heard_first(project, cohorts, columns, as_of)
    except Faults as several:
        faults += several.faults
        return NOTHING_HEARD, {}
    return others, {name: _scanned(export, {}, as_of, now) for name, export in exports.items()}


def _odd(
    cohort: Cohort, measured: Measurement, others: OtherSources, lost: dict[tuple[EventsOf, str], int]
) -> Iterator[EventOddities]:
    """What is odd about the first events that a cohort waits for.

    `lost` remembers how many of them belong to no record of a source, which is the same for all its cohorts.
    """
    for first in cohort.firsts:
        heard = others.heard[first.events]
        never_met = tuple(heard.unmatched.never_met()) if heard.unmatched is not None else ()
        keys = [keys for keys, _ in heard.parts]
        pair = (first.events, cohort.commitment.measure.source)
        if pair not in lost:
            lost[pair] = without_record(keys, measured.keys)
        joins_nothing = bool(heard.parts) and not measured.joined
        yield EventOddities(first.events.source, never_met, joins_nothing, sum(map(len, keys)), lost[pair])


_READ_BEFORE = "It was read before, or committed: put it back, or write the path of another export to wait for that"


def open_source(project: Project, name: str, wanted: Collection[str]) -> Export | EngineExport:
    """The export of a source, opened by whoever reads it."""
    source = project.sources[name]
    place = project.source_place(name)

    def format_at(column: str) -> Place:
        return project.source_place(name, "columns", column, "format")

    if source.engine is None:
        try:
            return open_export(name, source, root=project.root, wanted=wanted, place=place, format_at=format_at)
        except NoFile as absent:
            raise absent.gone(name, _READ_BEFORE) from None  # one that was never there is not opened: it waits
    from living_sla.engines.engine_export import open_engine_export  # imported late: few projects have an engine

    return open_engine_export(name, source, root=project.root, wanted=wanted, place=place, format_at=format_at)


def measured(scans: Mapping[str, MeasuredExport], cohort: Cohort) -> Measurement:
    """What a cohort came to."""
    return scans[cohort.commitment.measure.source].measured[cohort]


def as_of_for(scans: Mapping[str, MeasuredExport], cohort: Cohort) -> datetime:
    """The as-of of a commitment's figures: the earliest, where they need several exports."""
    return min(scans[name].facts.as_of for name in (cohort.commitment.measure.source, *cohort.other_columns))


def delivered(export: Export | EngineExport, cohort: Cohort) -> Deliveries:
    """What the log of a deliverable holds, read to its end."""
    if export.is_elsewhere:
        [measurement] = export.measured([cohort], None)
    else:
        [measurement] = export.read_through(lambda batches: measure([cohort], ((batch, UNKNOWN) for batch in batches)))
    return measurement.deliveries or Deliveries()


def replayed(export: Export | EngineExport, as_of: datetime | None) -> ExportFacts:
    """What was read, with the as-of that was asked for; raises `SlaError` where the export does not speak that far."""
    facts, as_of = export.facts(), asked_moment(export, as_of)
    if as_of is None:
        return facts
    if as_of > facts.as_of:
        message = f"the export {export.name} speaks only up to {spelled(facts.as_of)}"
        raise SlaError(message, where=export.place, hint="choose an earlier --as-of")
    return replace(facts, as_of=as_of)


def asked_moment(export: Export | EngineExport, as_of: datetime | None) -> datetime | None:
    """The instant that was asked for; one without an offset is on the wall clock of the source, as its `as_of` is."""
    return None if as_of is None else stated_on_clock(as_of, export.source, export.place, "--as-of: ")


def _scan(
    export: Export | EngineExport, cohorts: list[Cohort], as_of: datetime | None, now: datetime, others: OtherSources
) -> MeasuredExport:
    moment = asked_moment(export, as_of)
    if export.is_elsewhere:
        measurements = export.measured(cohorts, moment, others)
    else:
        measurements = export.read_through(
            lambda batches: measure(cohorts, _with_bounds(export, batches, moment), others)
        )
    settle(measurements)
    return _scanned(export, dict(zip(cohorts, measurements, strict=True)), as_of, now)


def _scanned(
    export: Export | EngineExport, measured: Mapping[Cohort, Measurement], as_of: datetime | None, now: datetime
) -> MeasuredExport:
    facts = replayed(export, as_of)
    return MeasuredExport(facts, freshness(export.name, export.source, export, now=now), export, measured)


def _with_bounds(export: Export, batches: Iterator[Batch], as_of: datetime | None) -> Iterator[tuple[Batch, int]]:
    """Each batch with the as-of that is certain by then: the one asked for, or the newest instant so far."""
    for batch in batches:
        yield batch, micros(as_of) if as_of else export.as_of_so_far
