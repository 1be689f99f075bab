"""The arithmetic for one record in lines, to be followed with pen and paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from living_sla.model.agreement.kinds import Attempts, Deliverable, Within
from living_sla.model.agreement.measured import moment_label
from living_sla.model.agreement.terms import Commitment
from living_sla.model.figures.explanation import Explanation, Told
from living_sla.model.figures.outcome import Outcome
from living_sla.words.numbers import plain_spaces
from living_sla.words.standing import figures
from living_sla.words.terms.hours import business_hours
from living_sla.words.times import hours_minutes_seconds, moment_with_offset, span_words, weekday

_WHY = {
    Outcome.PENDING: "it is still open, and not due yet",
    Outcome.EXCLUDED: "an exception of the agreement covers its start",
    Outcome.UNUSABLE: "it ended before it started, or a value that it needs is blank",
}


def explanation_lines(what: str, explained: Told) -> Iterator[str]:
    """What a record came to and why, one line each; `what` names the commitment."""
    record, commitment = explained.explanation, explained.commitment
    yield f"{what}, {'record' if commitment.measure.judges_records else 'due date'} {record.key}"
    yield f"  {explained.file}" + (f", line {explained.line}" if explained.line is not None else "")
    yield f"  {plain_spaces(explained.sentence)}"
    yield ""
    zone = explained.coverage.timezone
    yield _row("terms", f"version {explained.version}, {explained.basis}")
    yield _row("as of", moment_with_offset(explained.as_of, zone))
    if isinstance(commitment.measure, Deliverable):
        yield from _due_date(explained, commitment.measure)
    elif record.start is not None:
        yield _row("starts", f"{moment_with_offset(record.start, zone)}  {explained.called(_start_column(commitment))}")
    if record.not_judged:
        yield _row("not judged", record.not_judged)
        return
    match commitment.measure:
        case Within() as measure:
            yield from _clock(explained, measure)
        case Attempts() as measure:
            yield from _attempts(explained, measure)
    yield _row("outcome", f"{record.outcome}: {_why(record, commitment)}")
    if record.period is not None and commitment.target.by_period:
        target = plain_spaces(figures.target(commitment.target.at(record.period.label)))
        yield _row("target", f"{target} in {record.period.label}")
    if record.period is not None:
        yield _row(
            "period",
            record.period.label + (f", segment {record.segment or '(blank)'}" if record.segment is not None else ""),
        )


def _due_date(explained: Told, measure: Deliverable) -> Iterator[str]:
    """What was delivered for a due date, and from when until when a delivery served it."""
    record, zone = explained.explanation, explained.coverage.timezone
    if record.start is not None and measure.serves is None:
        yield _row("serves", f"deliveries from {moment_with_offset(record.start, zone)}")
    if record.due is not None:
        yield _row("due", f"before {moment_with_offset(record.due, zone)}")
    if record.end is not None:
        yield _row("delivered", f"{moment_with_offset(record.end, zone)}  {explained.called(measure.at)}")
    else:
        yield _row("delivered", "not yet")


def _clock(explained: Told, measure: Within) -> Iterator[str]:
    record, coverage, zone = explained.explanation, explained.coverage, explained.coverage.timezone
    if measure.limit is not None:
        yield _row("limit", f"{measure.limit}{business_hours(coverage) if measure.limit.business else ''}")
        spans = [(span_words(s.start, s.end, zone), s.length) for s in record.stretches]
        for words, length in spans if measure.limit.business else []:
            yield _row("", f"{words:46} {hours_minutes_seconds(length)}")
        if measure.limit.business and spans:
            yield _row("", f"{'':46} {hours_minutes_seconds(sum((length for _, length in spans), timedelta()))}")
    if record.due is not None:
        on = record.due_on
        due = moment_with_offset(record.due, zone) if on is None else f"by the end of {weekday(on)}"
        yield _row("due", due + (f"  {explained.called(measure.due)}" if measure.due else ""))
    used = f", after {hours_minutes_seconds(record.used)}" if record.used is not None else ""
    if record.end is not None:
        end = f"on {weekday(record.end_on)}" if record.end_on is not None else moment_with_offset(record.end, zone)
        yield _row("ends", f"{end}  {explained.called(moment_label(measure.end))}{used}")
    else:
        yield _row("ends", f"not yet{used}")


def _attempts(explained: Told, measure: Attempts) -> Iterator[str]:
    record, zone = explained.explanation, explained.coverage.timezone
    yield _row("limit", str(measure.limit))
    if record.due is not None:
        yield _row("due", moment_with_offset(record.due, zone))
    if record.events is not None:
        yield _row("events", f"{record.events} by then, {measure.times} wanted")
    if record.end is not None:
        yield _row("ended", f"{moment_with_offset(record.end, zone)}  {explained.called(record.ended_by or '')}")


def _why(record: Explanation, commitment: Commitment) -> str:
    if record.outcome is None:
        return ""
    if record.outcome in (Outcome.MET, Outcome.MISSED):
        words = commitment.measure.outcome_words
        if record.outcome is Outcome.MISSED:
            return words.missed if record.end is not None else words.overdue or words.missed
        return words.met if record.ended_by is None else "it was over in time, so no more events were owed"
    return _WHY[record.outcome]


def _start_column(commitment: Commitment) -> str:
    return commitment.measure.dated_by or moment_label(commitment.measure.clock_start)


def _row(name: str, text: str) -> str:
    return f"  {name:10} {text}".rstrip()
