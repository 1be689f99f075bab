"""One record, followed by hand: why it came to its outcome, read and judged as all of them are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from living_sla.errors import SlaError
from living_sla.figures.one_record import OneRecord, events_of, record_of
from living_sla.figures.plan import Chapter, Plan, cohorts_of, columns_of
from living_sla.figures.scans import delivered, heard_first, open_source, replayed
from living_sla.figures.source_read import Columns
from living_sla.measures.explain import explain as explained
from living_sla.measures.explain import explain_due_date
from living_sla.measures.first_events import OtherSources
from living_sla.model.agreement.labels import labels_of
from living_sla.model.figures.explanation import Explanation, Told
from living_sla.model.time.zones import instant, micros
from living_sla.words.terms.sentences import commitment_sentence

if TYPE_CHECKING:
    from living_sla.report import Agreed


def explain(agreed: Agreed, agreement_id: str, commitment_id: str, key: str, *, as_of: datetime | None = None) -> Told:
    """Why one record came to its outcome: read as all of them are, by the same kernel, under the terms of its start.

    Raises `SlaError` for an agreement, a commitment or a record that does not exist, and `Faults` as `report.build`
    does.
    """
    plans = agreed.plans()
    plan = _named(agreed, plans, agreement_id, commitment_id)
    needed = columns_of(cohorts_of(plans))
    if not plan.readable:
        why_not = plan.why_not or next((of.unreadable for of in reversed(plan.chapters)), "it has ended")
        waited_for = plan.chapters[-1].waits_for if plan.chapters and not plan.why_not else ()
        hint = next((agreed.waiting[name].fault.hint for name in waited_for), "")
        raise SlaError(f"{agreement_id}/{commitment_id} judges no record: {why_not}", hint=hint)
    if not plan.commitment.measure.judges_records:
        return _due_date(agreed, plan.readable, needed, key, as_of)
    records = {
        name: record_of(agreed.project, name, needed, key, as_of)
        for name in dict.fromkeys(chapter.commitment.measure.source for chapter in plan.readable)
    }
    others, _ = heard_first(agreed.project, [chapter.cohort for chapter in plan.readable], needed, as_of)
    chapters = [
        _explained(agreed, chapter, needed, records[chapter.commitment.measure.source], others, as_of)
        for chapter in plan.readable
    ]
    return next((told for told in chapters if not told.explanation.not_judged), chapters[-1])


def _named(agreed: Agreed, plans: Iterable[Plan], agreement_id: str, commitment_id: str) -> Plan:
    mine = {plan.commitment.id: plan for plan in plans if plan.terms.id == agreement_id}
    if not mine:
        known = ", ".join(agreement.terms.id for agreement in agreed.project.agreements)
        raise SlaError(f'there is no agreement "{agreement_id}"', hint=f"there are: {known}")
    if commitment_id not in mine:
        hint = f"it has: {', '.join(mine)}"
        raise SlaError(f'"{agreement_id}" has no commitment "{commitment_id}"', hint=hint)
    return mine[commitment_id]


def _due_date(agreed: Agreed, chapters: Sequence[Chapter], needed: Columns, day: str, as_of: datetime | None) -> Told:
    """What was delivered for one due date, under the version of the terms that was in force on that day."""
    faults: list[SlaError] = []
    for chapter in chapters:
        name = chapter.commitment.measure.source
        export = open_source(agreed.project, name, needed[name])
        log = delivered(export, chapter.cohort)
        facts = replayed(export, as_of)
        try:
            explanation = explain_due_date(chapter.cohort, day, facts.as_of, log)
        except SlaError as fault:
            faults.append(fault)
            continue
        return _told(agreed, chapter, explanation, facts.paths[0], None, facts.as_of)
    raise faults[-1]


def _explained(
    agreed: Agreed,
    chapter: Chapter,
    needed: Columns,
    record: OneRecord,
    others: OtherSources,
    as_of: datetime | None,
) -> Told:
    """The record under one version of the terms, at the earliest as-of of the exports that it needs."""
    events, spoken = events_of(agreed.project, chapter.cohort, needed, record, as_of)
    bound = instant(others.bound(micros(min([record.as_of, *spoken])), chapter.cohort.firsts))
    labels = labels_of(agreed.project.sources).get(chapter.commitment.measure.source, {})
    explanation = explained(chapter.cohort, record.batch, record.position, bound, events, others, labels)
    return _told(agreed, chapter, explanation, record.file, record.line, bound)


def _told(
    agreed: Agreed, chapter: Chapter, explanation: Explanation, file: str, line: int | None, as_of: datetime
) -> Told:
    labels = labels_of(agreed.project.sources)
    return Told(
        as_of=as_of,
        explanation=explanation,
        sentence=commitment_sentence(chapter.terms, chapter.commitment, labels),
        commitment=chapter.commitment,
        coverage=chapter.terms.coverage,
        file=file,
        line=line,
        version=chapter.version_at(micros(explanation.start) if explanation.start else 0),
        basis=chapter.basis,
        labels=labels.get(chapter.commitment.measure.source, {}),
    )
