"""One record through the same kernel as all of them, with every step kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

import numpy as np
from msgspec.structs import replace

from living_sla.errors import SlaError
from living_sla.exports.cells.batch import Batch
from living_sla.measures.cohort import Cohort
from living_sla.measures.cohort_records import cohort_records
from living_sla.measures.conditions import passes
from living_sla.measures.deliveries import Deliveries
from living_sla.measures.events import Followed
from living_sla.measures.first_events import NOTHING_HEARD, OtherSources
from living_sla.measures.records import EXCLUDED, MET, MISSED, PENDING, UNSEEN, UNUSABLE, Records, outcomes
from living_sla.measures.shared_columns import SharedColumns
from living_sla.model.agreement.condition import (
    AllOf,
    AnyOf,
    Beside,
    ColumnIs,
    Condition,
    Filled,
    Includes,
    Not,
    Test,
    spell_test,
)
from living_sla.model.agreement.kinds import Attempts, Within
from living_sla.model.figures.explanation import Explanation, Stretch
from living_sla.model.figures.outcome import Outcome
from living_sla.model.time.zones import instant, micros, wall_time

_OUTCOMES = {
    MET: Outcome.MET,
    MISSED: Outcome.MISSED,
    PENDING: Outcome.PENDING,
    EXCLUDED: Outcome.EXCLUDED,
    UNUSABLE: Outcome.UNUSABLE,
}


def explain(
    cohort: Cohort,
    batch: Batch,
    position: int,
    as_of: datetime,
    events: Iterable[Batch] = (),
    others: OtherSources = NOTHING_HEARD,
    labels: Mapping[str, str] = MappingProxyType({}),
) -> Explanation:
    """Why the record at that position of the batch came to its outcome at `as_of`.

    `events` are the batches of the second source, for a measure that follows its records into one; `others` holds what
    was heard in the sources of first events, `labels` what columns are called. A deliverable, which judges due dates,
    is for `explain_due_date`.
    """
    alone = others.beside(batch.take(np.array([position])), cohort.firsts)
    [key] = alone.keys_at(np.array([0]))
    begun = records = cohort_records(cohort, SharedColumns(alone)).kept()
    followed = _followed(cohort, records, events) if len(records) and cohort.events is not None else None
    if followed is not None:
        records = followed.judged(cohort, micros(as_of)) or records
    if not len(records):
        return Explanation(key, not_judged=_why_not(cohort, alone, labels))
    [code] = outcomes(records, micros(as_of))
    start = int(records.columns.starts[0])
    if code == UNSEEN:
        return Explanation(key, not_judged="it begins after the as-of", start=instant(start))
    end = int(records.columns.ends[0]) if records.columns.ends[0] <= micros(as_of) else None
    explanation = Explanation(
        key,
        not_judged="",
        start=instant(start),
        end=None if end is None else instant(end),
        outcome=_OUTCOMES[int(code)],
        period=cohort.grid.period(int(records.groups.periods[0])),
        segment=records.groups.names[int(records.groups.segments[0])] if cohort.commitment.by_segment else None,
    )
    match cohort.commitment.measure:
        case Attempts() as measure if followed is not None:
            return _attempted(explanation, measure, begun, alone, followed, micros(as_of))
        case Within() as measure if code != UNUSABLE:
            timed = _timed(explanation, cohort, measure, records, end if end is not None else micros(as_of))
            end_on = None if end is None else _date(alone, cohort.clock_end)
            return replace(timed, end_on=end_on, due_on=_date(alone, measure.due))
    return explanation


def _date(alone: Batch, name: str | None) -> date | None:
    """The date in a column of the only record; None where the column holds times of day, or nothing."""
    column = alone.columns[name] if name is not None else None
    if column is None or not column.filled[0]:
        return None
    if column.type == "date":
        return date(1970, 1, 1) + timedelta(days=int(column.values[0]))
    return wall_time(instant(int(column.values[0])), column.days_in).date() if column.days_in else None


def explain_due_date(cohort: Cohort, day: str, as_of: datetime, deliveries: Deliveries) -> Explanation:
    """What was delivered for a due date (``2026-09-30``), from the whole log.

    Raises `SlaError` where nothing is due on that day, with the due dates around it.
    """
    dates = deliveries.due_dates(cohort, micros(as_of))
    records = deliveries.judged(cohort, micros(as_of))
    days = [str(other.day) for other in dates]
    if day not in days or records is None:
        near = [*[other for other in days if other < day][-2:], *[other for other in days if other > day][:2]]
        hint = f"due dates around it: {', '.join(near)}" if near else "no due date has come under these terms"
        raise SlaError(f'"{day}" is not a due date of "{cohort.commitment.id}"', hint=hint)
    at = days.index(day)
    due_date, code = dates[at], int(outcomes(records, micros(as_of))[at])
    return Explanation(
        day,
        not_judged="the day has not come" if code == UNSEEN else "",
        start=instant(due_date.opens),
        end=instant(due_date.arrived) if due_date.arrived <= micros(as_of) else None,
        due=instant(due_date.due + 1),
        outcome=_OUTCOMES.get(code),
        period=cohort.grid.period(int(records.groups.periods[at])),
    )


def _followed(cohort: Cohort, records: Records, events: Iterable[Batch]) -> Followed:
    followed = Followed()
    followed.follow(records)
    for batch in events:
        followed.hear(cohort, batch)
    return followed


def _attempted(
    explanation: Explanation, measure: Attempts, records: Records, alone: Batch, followed: Followed, as_of: int
) -> Explanation:
    """The explanation with the events that counted, and with the instant that ended the attempts early."""
    explanation = replace(
        explanation,
        end=None,
        due=instant(int(records.columns.dues[:][0])),
        events=int(followed.touches(records, as_of)[0]),
    )
    ended = int(records.columns.ends[0])
    if ended > min(int(records.columns.dues[:][0]), as_of):
        return explanation
    by = next(
        name
        for name in measure.ended_by
        if alone.columns[name].filled[0] and int(alone.columns[name].values[0]) == ended
    )
    return replace(explanation, end=instant(ended), ended_by=by)


def _timed(explanation: Explanation, cohort: Cohort, measure: Within, records: Records, until: int) -> Explanation:
    """The explanation with its due instant, the stretches up to it, and the time used up to `until`."""
    start, due = int(records.columns.starts[0]), int(records.columns.dues[:][0])
    explanation = replace(explanation, due=instant(due))
    if measure.limit is None or measure.limit.in_days:
        return explanation
    table = cohort.clock.table(start, max(due, until))
    [used] = cohort.clock.elapsed(np.array([start]), np.array([max(until, start)]))
    counted = cohort.clock.business or bool(cohort.clock.pauses)
    intervals = table.between(start, due) if counted else [(start, due)]
    stretches = tuple(Stretch(instant(opens), instant(closes)) for opens, closes in intervals)
    return replace(explanation, stretches=stretches, used=timedelta(microseconds=int(used)))


def _why_not(cohort: Cohort, alone: Batch, labels: Mapping[str, str]) -> str:
    if not alone.columns[cohort.start].filled[0]:
        return (
            "no event starts its clock"
            if cohort.first_start
            else f"its {labels.get(cohort.start, cohort.start)} is blank"
        )
    failed = list(_failed(cohort.where, alone, labels))
    if failed:
        return f"it does not pass the filter: {' and '.join(failed)}"
    return "the terms do not hold at its start"


def _failed(condition: Condition, alone: Batch, labels: Mapping[str, str]) -> Iterator[str]:
    """The parts of the filter that the record does not pass, in the words of the format."""
    if passes(condition, alone)[0]:
        return
    match condition:
        case ColumnIs(column, Includes(value)):
            yield f"{labels.get(column, column)} does not include {value}"
        case ColumnIs(column, Not(Includes(value))):
            yield f"{labels.get(column, column)} includes {value}"
        case ColumnIs(column, Not(inner)) if not isinstance(inner, Filled):
            yield f"{labels.get(column, column)} is {_said(inner, labels)}"
        case ColumnIs(column, test):
            yield f"{labels.get(column, column)} is not {_said(test, labels)}"
        case AllOf(parts):
            for part in parts:
                yield from _failed(part, alone, labels)
        case AnyOf(parts):
            yield " and ".join(text for part in parts for text in _failed(part, alone, labels))
        case _:
            return


def _said(test: Test, labels: Mapping[str, str]) -> str:
    if isinstance(test, Beside):
        return f"{test.bound} {labels.get(test.column, test.column)}"
    spelling = spell_test(test)
    return spelling if isinstance(spelling, str) else " or ".join(spelling)
