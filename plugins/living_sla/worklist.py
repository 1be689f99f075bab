"""What is open, in the order in which it falls due: read as figures are, kept and published nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from living_sla.errors import SlaError
from living_sla.exports.cells.batch import Batch
from living_sla.exports.export import Export
from living_sla.figures.plan import Plan, columns_of
from living_sla.figures.scans import heard_first, open_source
from living_sla.measures.cohort import Cohort
from living_sla.measures.open_records import OpenRecords, has_work
from living_sla.measures.shared_columns import SharedColumns
from living_sla.model.figures.worklist import OpenRecord, Worklist
from living_sla.model.quantity import Duration
from living_sla.model.time.clock import Clock
from living_sla.model.time.zones import instant, micros

if TYPE_CHECKING:
    from living_sla.measures.first_events import OtherSources
    from living_sla.report import Agreed

_Asked = tuple[Plan, Cohort, OpenRecords]


def worklist(
    agreed: Agreed, what: str | None = None, *, within: Duration | None = None, now: datetime | None = None
) -> Worklist:
    """The open records of all commitments with a due instant, or of those that `what` names.

    `what` is ``AGREEMENT/COMMITMENT``, an agreement, or a commitment. `now` is the moment against which they are told;
    without one, the as-of of the exports. `within` leaves out what falls due later than that from now, counted in the
    hours of each agreement where it is business time.

    Raises `SlaError` for a name that nothing has and for an export that an engine reads, `Faults` for what is wrong
    with the exports.
    """
    plans = [plan for plan in agreed.plans() if _is_named(plan, what)]
    if not plans:
        known = ", ".join(f"{plan.terms.id}/{plan.commitment.id}" for plan in agreed.plans())
        raise SlaError(f'there is no commitment "{what}"', hint=f"there are: {known}")
    sources = agreed.project.sources
    asked: list[_Asked] = []
    for plan in plans:
        for chapter in plan.readable:
            if has_work(chapter.cohort):
                owner = sources[chapter.commitment.measure.source].owner
                asked.append((plan, chapter.cohort, OpenRecords(chapter.cohort, owner)))
    as_of = _read(agreed, asked)
    moments = {name: micros(moment) for name, moment in as_of.items()}
    earliest = now or min(as_of.values(), default=datetime.now().astimezone())
    records, later = [], 0
    for plan, cohort, waiting in asked:
        speaks_to = min(moments[name] for name in cohort.sources)
        told = now or instant(speaks_to)
        limit = _latest(plan, within, told)
        for found in waiting.at(speaks_to):
            if limit is not None and found.due > limit:
                later += 1
                continue
            link = sources[cohort.commitment.measure.source].link_to(found.key)
            records.append(
                OpenRecord(
                    plan.terms.id,
                    plan.commitment.id,
                    plan.commitment.title,
                    found.key,
                    instant(found.since),
                    instant(found.due),
                    told,
                    plan.terms.coverage.timezone,
                    found.owner,
                    link,
                )
            )
    records.sort(key=lambda record: (record.due, record.agreement, record.commitment, record.key))
    owned = any(waiting.owner is not None for _, _, waiting in asked)
    return Worklist(records, earliest, min(as_of.values(), default=None), owned, later)


def _is_named(plan: Plan, what: str | None) -> bool:
    agreement, commitment = plan.terms.id, plan.commitment.id
    return what is None or what in (agreement, commitment, f"{agreement}/{commitment}")


def _latest(plan: Plan, within: Duration | None, now: datetime) -> int | None:
    """The last instant that is asked for."""
    if within is None:
        return None
    clock = Clock(plan.terms.coverage, business=within.business)
    return int(clock.due(np.array([micros(now)]), within)[0])


def _read(agreed: Agreed, asked: Sequence[_Asked]) -> dict[str, datetime]:
    """Give every record to those that ask for it; the as-of of each source that was read."""
    cohorts = [cohort for _, cohort, _ in asked]
    columns = columns_of(cohorts)
    others, heard = heard_first(agreed.project, cohorts, columns, None)
    as_of = {name: export.facts().as_of for name, export in heard.items()}
    for name in dict.fromkeys(cohort.commitment.measure.source for cohort in cohorts):
        mine = [waiting for _, cohort, waiting in asked if cohort.commitment.measure.source == name]
        owner = agreed.project.sources[name].owner
        export = _opened(agreed, name, columns[name] | ({owner} if owner else set()))
        export.read_through(partial(_taken, mine, export, others))
        as_of[name] = export.facts().as_of
    for _, cohort, waiting in asked:
        if cohort.events is not None:
            export = _opened(agreed, cohort.events.source, columns[cohort.events.source])
            export.read_through(waiting.hear)
            as_of[cohort.events.source] = export.facts().as_of
    return as_of


def _taken(waiting: Sequence[OpenRecords], export: Export, others: OtherSources, batches: Iterator[Batch]) -> None:
    for of in waiting:
        of.start_again()
    firsts = tuple(dict.fromkeys(first for of in waiting for first in of.cohort.firsts))
    for batch in batches:
        shared = SharedColumns(others.beside(batch, firsts) if firsts else batch)
        for of in waiting:
            of.add(shared, others.bound(export.as_of_so_far, of.cohort.firsts))
        shared.forget()


def _opened(agreed: Agreed, name: str, columns: frozenset[str]) -> Export:
    export = open_source(agreed.project, name, columns)
    if export.is_elsewhere:
        hint = "list what is open where the records are, or declare the source without an engine"
        raise SlaError(f"{name} is read by an engine, which hands over no records", where=export.place, hint=hint)
    return export
