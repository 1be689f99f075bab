"""The arithmetic for one record in lines, to be followed with pen and paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from living_sla.model.explanation import Explanation, Told
from living_sla.model.kinds import Attempts, Deliverable, Within
from living_sla.model.measured import moment_label
from living_sla.model.outcome import Outcome
from living_sla.model.terms import Commitment
from living_sla.words import figures
from living_sla.words.exact_times import hours_minutes_seconds, moment_with_offset, span_words, weekday
from living_sla.words.hours import business_hours
from living_sla.words.numbers import plain_spaces

_WHY = {
    Outcome.PENDING: "it is still open, and not due yet",
    Outcome.EXCLUDED: "an exception of the agreement covers its start",
    Outcome.UNUSABLE: "it ended before it started, or a value that it needs is blank",
}


def explanation_lines(what: str, told: Told) -> Iterator[str]:
    """What a record came to and why, one line each; `what` names the commitment."""
    found, commitment = told.explanation, told.commitment
    yield f"{what}, {'record' if commitment.measure.judges_records else 'due date'} {found.key}"
    yield f"  {told.file}" + (f", line {told.line}" if told.line is not None else "")
    yield f"  {plain_spaces(told.sentence)}"
    yield ""
    zone = told.coverage.timezone
    yield _row("terms", f"version {told.version}, {told.basis}")
    yield _row("as of", moment_with_offset(told.as_of, zone))
    if isinstance(commitment.measure, Deliverable):
        yield from _due_date(told, commitment.measure)
    elif found.start is not None:
        yield _row("starts", f"{moment_with_offset(found.start, zone)}  {told.called(_start_column(commitment))}")
    if found.not_judged:
        yield _row("not judged", found.not_judged)
        return
    match commitment.measure:
        case Within() as measure:
            yield from _clock(told, measure)
        case Attempts() as measure:
            yield from _attempts(told, measure)
    yield _row("outcome", f"{found.outcome}: {_why(found, commitment)}")
    if found.period is not None and commitment.target.by_period:
        target = plain_spaces(figures.target(commitment.target.at(found.period.label)))
        yield _row("target", f"{target} in {found.period.label}")
    if found.period is not None:
        yield _row(
            "period",
            found.period.label + (f", segment {found.segment or '(blank)'}" if found.segment is not None else ""),
        )


def _due_date(told: Told, measure: Deliverable) -> Iterator[str]:
    """What was delivered for a due date, and from when until when a delivery served it."""
    found, zone = told.explanation, told.coverage.timezone
    if found.start is not None and measure.serves is None:
        yield _row("serves", f"deliveries from {moment_with_offset(found.start, zone)}")
    if found.due is not None:
        yield _row("due", f"before {moment_with_offset(found.due, zone)}")
    if found.end is not None:
        yield _row("delivered", f"{moment_with_offset(found.end, zone)}  {told.called(measure.at)}")
    else:
        yield _row("delivered", "not yet")


def _clock(told: Told, measure: Within) -> Iterator[str]:
    found, coverage, zone = told.explanation, told.coverage, told.coverage.timezone
    if measure.limit is not None:
        yield _row("limit", f"{measure.limit}{business_hours(coverage) if measure.limit.business else ''}")
        spans = [(span_words(s.start, s.end, zone), s.length) for s in found.stretches]
        for words, length in spans if measure.limit.business else []:
            yield _row("", f"{words:46} {hours_minutes_seconds(length)}")
        if measure.limit.business and spans:
            yield _row("", f"{'':46} {hours_minutes_seconds(sum((length for _, length in spans), timedelta()))}")
    if found.due is not None:
        on = found.due_on
        due = moment_with_offset(found.due, zone) if on is None else f"by the end of {weekday(on)}"
        yield _row("due", due + (f"  {told.called(measure.due)}" if measure.due else ""))
    used = f", after {hours_minutes_seconds(found.used)}" if found.used is not None else ""
    if found.end is not None:
        end = f"on {weekday(found.end_on)}" if found.end_on is not None else moment_with_offset(found.end, zone)
        yield _row("ends", f"{end}  {told.called(moment_label(measure.end))}{used}")
    else:
        yield _row("ends", f"not yet{used}")


def _attempts(told: Told, measure: Attempts) -> Iterator[str]:
    found, zone = told.explanation, told.coverage.timezone
    yield _row("limit", str(measure.limit))
    if found.due is not None:
        yield _row("due", moment_with_offset(found.due, zone))
    if found.events is not None:
        yield _row("events", f"{found.events} by then, {measure.times} wanted")
    if found.end is not None:
        yield _row("ended", f"{moment_with_offset(found.end, zone)}  {told.called(found.ended_by or '')}")


def _why(found: Explanation, commitment: Commitment) -> str:
    if found.outcome is None:
        return ""
    if found.outcome in (Outcome.MET, Outcome.MISSED):
        words = commitment.measure.outcome_words
        if found.outcome is Outcome.MISSED:
            return words.missed if found.end is not None else words.overdue or words.missed
        return words.met if found.ended_by is None else "it was over in time, so no more events were owed"
    return _WHY[found.outcome]


def _start_column(commitment: Commitment) -> str:
    return commitment.measure.dated_by or moment_label(commitment.measure.clock_start)


def _row(name: str, text: str) -> str:
    return f"  {name:10} {text}".rstrip()
