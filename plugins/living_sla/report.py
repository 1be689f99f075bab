"""The whole story, top to bottom: what was agreed, what the exports say, how every commitment stands.

The site and the command line both tell what this module returns, so they show the same figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import starmap
from pathlib import Path

import numpy as np

from living_sla.agreements.project import Project
from living_sla.agreements.reader import load_project
from living_sla.agreements.rules.commitments import fiscal_faults
from living_sla.agreements.sources_file import DeclaredSources, read_sources
from living_sla.cache import Cache, cache_of
from living_sla.engines import EngineExport
from living_sla.errors import Faults, Notice, SlaError
from living_sla.exports.cells.batch import Batch
from living_sla.exports.cells.keys import hash_of, hashes_of, links_of
from living_sla.exports.export import Export
from living_sla.figures.ages import aged, with_usual_ages
from living_sla.figures.groups import units
from living_sla.figures.plan import Asked, Chapter, asked_of, cohorts_of
from living_sla.figures.remembered import RememberedFigures
from living_sla.figures.scans import (
    Columns,
    SourceRead,
    columns_of,
    delivered,
    each,
    heard_first,
    open_source,
    replayed,
    scan_all,
)
from living_sla.figures.standings import computed, standing_of
from living_sla.figures.waiting import absent, identity, notice, read_before, remember, waiting_in, why
from living_sla.history.ever import ever_held
from living_sla.history.past import Past, read_past, stale
from living_sla.history.state import INCOMPLETE, HistoryFault, Trouble
from living_sla.measures.cohort import Cohort
from living_sla.measures.explain import explain as explained
from living_sla.measures.explain import explain_due_date
from living_sla.measures.first_events import OtherSources
from living_sla.model.agreement import Agreement
from living_sla.model.attainment import Basis
from living_sla.model.calendar import LOOK_AHEAD, calendar_release, unknown_years
from living_sla.model.contingency import Triggered, triggered
from living_sla.model.coverage import Coverage
from living_sla.model.explanation import Explanation, Told
from living_sla.model.kept import KeptFigures
from living_sla.model.kinds import Deliverable
from living_sla.model.labels import Labels, labels_of
from living_sla.model.provenance import ExportFacts
from living_sla.model.standing import HISTORY_UNREAD, AgreementStanding, Report, SourceStanding, Standing
from living_sla.model.terms import Terms
from living_sla.model.zones import instant, micros, zones_release
from living_sla.settings import Settings, read_settings
from living_sla.words.sentences import commitment_sentence

_NO_HISTORY = (Trouble.NO_REPOSITORY, Trouble.EMPTY)
"""A project that is not in git yet is no fault: its terms are drafts."""


def build(
    root: Path,
    *,
    as_of: datetime | None = None,
    now: datetime | None = None,
    only: str | None = None,
    cache: bool = True,
    settings: Settings | None = None,
    incomplete: bool = False,
) -> Report:
    """How everything stands in the project at `root`.

    Args:
        root: The folder that holds `agreements/` and `data/`.
        as_of: Replay this earlier instant instead of the exports' own; later facts are unseen. Without a zone it is on
            the wall clock of each source, as its own `as_of` is.
        now: The build's clock; it decides no figure, only warnings: an old export, a review date that has passed.
        only: The id of the one agreement that is asked for; exports that it does not use are not opened.
        cache: Whether to remember what was read; the report is the same without.
        settings: Those to use instead of the folder's.
        incomplete: Whether it may be published though the clone lacks a part of the history.

    Raises:
        Faults: Everything that is wrong with agreements, sources and exports, together.
    """
    now = now or datetime.now(UTC)
    kept_here = cache_of(root) if cache else None
    project, settings = load_project(root, today=now.date()), settings or read_settings(root)
    past = read_past(root, project.agreements, settings, now=now, cache=kept_here)
    waiting = _waiting(project, past, kept_here)
    asked = _asked(project, past, settings, waiting)
    project = with_usual_ages(project, asked)
    wanted = [unit for unit in units(asked) if any(only in (None, one.terms.id) for one in unit)]
    used = columns_of(cohorts_of(one for unit in wanted for one in unit))
    # The columns are those of all agreements, so that one agreement on its own is refused where the site would be.
    columns = {name: needed for name, needed in columns_of(cohorts_of(asked)).items() if name in used}
    kept = RememberedFigures(kept_here, project, settings.fiscal_year_start, as_of)
    known = kept.sources(columns, now)
    figures = kept.figures(wanted, known)
    anew = [unit for unit in wanted if any(one not in figures for one in unit)]
    cohorts = cohorts_of(one for unit in anew for one in unit)
    unread = {name: of for name, of in columns.items() if name not in known or name in columns_of(cohorts)}
    scans = scan_all(project, cohorts, unread, as_of, now)
    read = known | scans
    new = [computed(unit, scans) for unit in anew]
    kept.keep(columns, scans, read, new)
    remember(kept_here, project, read)
    for of_unit in new:
        figures |= of_unit
    shown = [agreement for agreement in project.agreements if only in (None, agreement.terms.id)]
    told = {one: figures[one] for one in asked if only in (None, one.terms.id)}
    if as_of is None:
        told = {one: aged(one, of, read, now) for one, of in told.items()}
    found = _report(project, shown, past, settings, told, read, waiting, now)
    trouble = past.history.trouble
    return replace(found, refused=None) if incomplete and trouble and trouble.trouble in INCOMPLETE else found


def check(root: Path, *, now: datetime | None = None, cache: bool = True) -> Report:
    """The same as `build`, with every declared column of every declared export read, used or not.

    Exports are read even where agreements have faults, so that one run tells everything; a history that is there and
    cannot be told is among it.
    """
    now = now or datetime.now(UTC)
    faults: list[SlaError] = []
    asked: list[Asked] = []
    past, settings = None, Settings()
    waiting: dict[str, SlaError] = {}
    kept_here = cache_of(root) if cache else None
    try:
        project, settings = load_project(root, today=now.date()), read_settings(root)
        past = read_past(root, project.agreements, settings, now=now, cache=kept_here)
        if refused := _refused(past):
            faults.append(refused)
        waiting = _waiting(project, past, kept_here)
        asked = _asked(project, past, settings, waiting)
        project = with_usual_ages(project, asked)
        declared = DeclaredSources(project.sources, project.source_places)
    except SlaError as found:
        faults += each(found)
        try:
            declared = read_sources(root)
        except SlaError:  # said already: loading the project reads them too
            raise Faults(faults) from None
        project = Project(root, (), declared.sources, declared.places)
        waiting = absent(project)
    try:
        columns: Columns = {
            name: frozenset(source.columns) for name, source in declared.sources.items() if name not in waiting
        }
        scans = scan_all(project, cohorts_of(asked), columns, None, now)
    except Faults as found:
        faults += found.faults
    if faults or past is None:
        raise Faults(faults)
    of_all = {one: figures for unit in units(asked) for one, figures in computed(unit, scans).items()}
    figures = {one: of_all[one] for one in asked}
    remember(kept_here, project, scans)
    return _report(project, project.agreements, past, settings, figures, scans, waiting, now)


def _asked(project: Project, past: Past, settings: Settings, waiting: Mapping[str, SlaError]) -> list[Asked]:
    """Every commitment of the project, in the order of the files; raises `Faults` for quarters that the site lacks."""
    faults = [of for each_ in project.agreements for of in fiscal_faults(each_, settings.fiscal_year_start)]
    if faults:
        raise Faults(faults)
    reasons = {name: why(fault) for name, fault in waiting.items()}
    return [
        one
        for agreement in project.agreements
        for one in asked_of(
            agreement,
            past.timelines[agreement.terms.id],
            project.sources,
            settings.fiscal_year_start,
            reasons,
        )
    ]


def _waiting(project: Project, past: Past, cache: Cache | None) -> dict[str, SlaError]:
    repository = past.history.repository
    ever = partial(ever_held, repository) if repository else lambda _: False
    return waiting_in(project, read_before(cache), ever)


def _report(
    project: Project,
    agreements: Iterable[Agreement],
    past: Past,
    settings: Settings,
    figures: Mapping[Asked, KeptFigures],
    read: Mapping[str, SourceRead],
    waiting: Mapping[str, SlaError],
    now: datetime,
) -> Report:
    labels = labels_of(project.sources)
    standings = tuple(_agreement(agreement, past, figures, read, labels) for agreement in agreements)
    sources = {
        name: SourceStanding(name, found.facts, found.freshness.age, project.sources[name].origin)
        for name, found in read.items()
    }
    of_exports = [notice for found in read.values() for notice in found.freshness.notices]
    of_exports += [notice for found in figures.values() for notice in found.notices]
    return Report(
        standings,
        sources,
        (*project.notices, *past.notices, *starmap(notice, waiting.items()), *of_exports),
        now,
        waiting={identity(name, project.sources[name]): fault for name, fault in waiting.items()},
        read=frozenset(identity(name, project.sources[name]) for name in read),
        history=_unread(past),
        refused=_refused(past),
        forge=settings.forge,
        folder=past.history.repository.prefix if past.history.repository else "",
    )


def _unread(past: Past) -> Notice | None:
    """Why every agreement is a draft, where it is one for want of a history."""
    trouble = past.history.trouble
    if trouble is None:
        return None
    return Notice(HISTORY_UNREAD if _refused(past) else "not-in-git", trouble.message, hint=trouble.hint)


def _refused(past: Past) -> HistoryFault | None:
    """Why a history that is there cannot be told: nothing is checked, and nothing published, without it."""
    trouble = past.history.trouble
    return None if trouble is None or trouble.trouble in _NO_HISTORY else trouble


# ---------------------------------------------------------------- agreements


def _agreement(
    agreement: Agreement,
    past: Past,
    figures: Mapping[Asked, KeptFigures],
    read: Mapping[str, SourceRead],
    labels: Labels,
) -> AgreementStanding:
    terms, timeline = agreement.terms, past.timelines[agreement.terms.id]
    mine = [one for one in figures if one.terms.id == terms.id]
    commitments = tuple(standing_of(one, figures[one], read, labels) for one in mine)
    sources = [commitment.measure.source for commitment in terms.commitments]
    latest = max((read[name].facts.as_of for name in sources if name in read), default=None)
    through = (latest.date() if latest else terms.effective) + timedelta(days=366)
    history = past.history
    return AgreementStanding(
        agreement=agreement,
        basis=timeline.spans[-1].basis if timeline.spans else Basis.PROPOSED,
        commitments=commitments,
        triggered=_triggered(mine, commitments),
        calendar=Coverage(terms.coverage).calendar(terms.effective, through),
        calendar_release=calendar_release() if terms.coverage.holidays else "",
        calendar_gaps=_calendar_gaps(terms, latest.date() if latest else terms.effective),
        zones_release=zones_release(),
        timeline=timeline,
        stale=stale(timeline),
        revisions=history.revisions.get(terms.id, ()),
        labels=labels.get("", {}),
        commit=None if terms.id in history.uncommitted else history.head,
    )


def _triggered(mine: Sequence[Asked], commitments: Sequence[Standing]) -> tuple[Triggered, ...]:
    """The consequences of the terms that are shown; what a commitment came to that has ended sets off none."""
    if not mine:
        return ()
    shown = mine[0].terms
    pairs = zip(mine, commitments, strict=True)
    return triggered(shown, {one.commitment.id: standing.series for one, standing in pairs if one.terms is shown})


def _calendar_gaps(terms: Terms, as_of: date) -> tuple[int, ...]:
    region = terms.coverage.holidays
    return unknown_years(region, terms.effective.year, (as_of + LOOK_AHEAD).year) if region else ()


# ---------------------------------------------------------------- one record


def explain(root: Path, agreement_id: str, commitment_id: str, key: str, *, as_of: datetime | None = None) -> Told:
    """Why one record came to its outcome: read as all of them are, by the same kernel, under the terms of its start.

    Raises `SlaError` for an agreement, a commitment or a record that does not exist, and `Faults` as `build` does.
    """
    now = datetime.now(UTC)
    project, settings = load_project(root), read_settings(root)
    past = read_past(root, project.agreements, settings, now=now, cache=cache_of(root))
    every = _asked(project, past, settings, _waiting(project, past, cache_of(root)))
    asked = _named(project, every, agreement_id, commitment_id)
    needed = columns_of(cohorts_of(every))
    readable = [chapter for chapter in asked.chapters if not chapter.unreadable]
    if not readable:
        why_not = asked.why_not or next((chapter.unreadable for chapter in reversed(asked.chapters)), "it has ended")
        raise SlaError(f"{agreement_id}/{commitment_id} judges no record: {why_not}")
    if isinstance(asked.commitment.measure, Deliverable):
        return _due_date(project, readable, needed, key, as_of)
    records = {
        name: _record(project, name, needed, key, as_of)
        for name in dict.fromkeys(chapter.commitment.measure.source for chapter in readable)
    }
    others, _ = heard_first(project, [chapter.cohort for chapter in readable], needed, as_of)
    chapters = [
        _explained(project, chapter, needed, records[chapter.commitment.measure.source], others, as_of)
        for chapter in readable
    ]
    return next((told for told in chapters if not told.explanation.not_judged), chapters[-1])


def _due_date(project: Project, chapters: Sequence[Chapter], needed: Columns, day: str, as_of: datetime | None) -> Told:
    """What was delivered for one due date, under the version of the terms that was in force on that day."""
    faults: list[SlaError] = []
    for chapter in chapters:
        name = chapter.commitment.measure.source
        export = open_source(project, name, needed[name])
        log = delivered(export, chapter.cohort)
        facts = replayed(export, as_of)
        try:
            explanation = explain_due_date(chapter.cohort, day, facts.as_of, log)
        except SlaError as fault:
            faults.append(fault)
            continue
        version = chapter.version_at(micros(explanation.start) if explanation.start else 0)
        return _told(project, chapter, explanation, facts.paths[0], None, version, facts.as_of)
    raise faults[-1]


@dataclass(frozen=True, eq=False)
class _Record:
    """One record, in the batch that holds it, and what was read of its export."""

    key: str
    batch: Batch
    position: int
    facts: ExportFacts
    line: int | None
    """The physical line of the file; None where it has no lines."""


def _record(project: Project, name: str, needed: Columns, key: str, as_of: datetime | None) -> _Record:
    """The record of that key, the whole export read; raises `SlaError` where there is none."""
    export = open_source(project, name, needed[name])
    found: tuple[Batch, int] | None = None
    for batch in _with(export, hash_of(key)):
        position = _position(batch, key) if found is None else None
        found = found if position is None else (batch, position)
    if found is None:
        raise SlaError(f'the export {name} has no record "{key}"', hint="keys are compared letter by letter")
    return _Record(key, *found, replayed(export, as_of), export.lines([key]).get(key))


def _explained(
    project: Project,
    chapter: Chapter,
    needed: Columns,
    record: _Record,
    others: OtherSources,
    as_of: datetime | None,
) -> Told:
    """The record under one version of the terms, at the earliest as-of of the exports that it needs."""
    events, spoken = _events(project, chapter.cohort, needed, record, as_of)
    bound = instant(others.bound(micros(min([record.facts.as_of, *spoken])), chapter.cohort.firsts))
    labels = labels_of(project.sources).get(chapter.commitment.measure.source, {})
    told = explained(chapter.cohort, record.batch, record.position, bound, events, others, labels)
    version = chapter.version_at(micros(told.start) if told.start else 0)
    return _told(project, chapter, told, record.facts.paths[0], record.line, version, bound)


def _told(
    project: Project,
    chapter: Chapter,
    explanation: Explanation,
    file: str,
    line: int | None,
    version: int,
    as_of: datetime,
) -> Told:
    labels = labels_of(project.sources)
    return Told(
        as_of=as_of,
        explanation=explanation,
        sentence=commitment_sentence(chapter.terms, chapter.commitment, labels),
        commitment=chapter.commitment,
        coverage=chapter.terms.coverage,
        file=file,
        line=line,
        version=version,
        basis=chapter.basis,
        labels=labels.get(chapter.commitment.measure.source, {}),
    )


def _events(
    project: Project, asked: Cohort, needed: Columns, record: _Record, as_of: datetime | None
) -> tuple[list[Batch], list[datetime]]:
    """The events of the record in a second source, and the as-of of that; nothing where there is no such source."""
    if asked.events is None:
        return [], []
    wanted = links_of(record.batch)[record.position]
    export = open_source(project, asked.events.source, needed[asked.events.source])
    batches = _with(export, int(wanted), asked.events.key)
    own = [batch.take(np.flatnonzero(hashes_of(batch.columns[asked.events.key]) == wanted)) for batch in batches]
    return own, [replayed(export, as_of).as_of]


def _with(export: Export | EngineExport, wanted: int, column: str | None = None) -> Iterable[Batch]:
    """Batches in which every record is that `EngineExport.batches_with` finds; an engine hands over no other."""
    return export.batches_with(wanted, column) if isinstance(export, EngineExport) else export.batches()


def _named(project: Project, every: Iterable[Asked], agreement_id: str, commitment_id: str) -> Asked:
    mine = {one.commitment.id: one for one in every if one.terms.id == agreement_id}
    if not mine:
        known = ", ".join(agreement.terms.id for agreement in project.agreements)
        raise SlaError(f'there is no agreement "{agreement_id}"', hint=f"there are: {known}")
    if commitment_id not in mine:
        hint = f"it has: {', '.join(mine)}"
        raise SlaError(f'"{agreement_id}" has no commitment "{commitment_id}"', hint=hint)
    return mine[commitment_id]


def _position(batch: Batch, key: str) -> int | None:
    keys = batch.keys_at(np.arange(batch.rows))
    return keys.index(key) if key in keys else None
