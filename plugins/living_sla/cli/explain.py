"""`sla explain`: the arithmetic for one record, to be followed with pen and paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from living_sla.cli.options import AS_OF, PROJECT, parse_as_of
from living_sla.errors import SlaError
from living_sla.model.explanation import Explanation, Told
from living_sla.model.hours import DAY_NAMES, Windows
from living_sla.model.kinds import Attempts, Deliverable, Within, moment_label
from living_sla.model.outcome import Outcome
from living_sla.model.terms import Commitment, CoverageTerms
from living_sla.model.zones import wall_time
from living_sla.words import figures
from living_sla.words.numbers import plain_spaces
from living_sla.words.times import zone_words

_VERDICTS = {
    "within": ("it ended no later than it was due", "it ended later than it was due"),
    "share": ("it satisfies the condition", "it does not satisfy the condition"),
    "completeness": ("every field is filled in", "a field is empty"),
    "attempts": ("enough events came in time", "too few events came in time"),
    "gap": ("no silence was too long", "a silence was too long"),
    "deliverable": ("it was delivered in time", "it was not delivered in time"),
    "conversion": ("it got there within the horizon", "it did not get there within the horizon"),
}
_WHY = {
    Outcome.PENDING: "it is still open, and not due yet",
    Outcome.EXCLUDED: "an exception of the agreement covers its start",
    Outcome.UNUSABLE: "it ended before it started, or a value that it needs is blank",
}


@click.command()
@click.argument("what", metavar="AGREEMENT/COMMITMENT")
@click.argument("record")
@AS_OF
@PROJECT
def command(what: str, record: str, as_of: str | None, project: Path) -> None:
    """The arithmetic for one record: its instants, the hours that counted, its due instant, its outcome.

    RECORD is the key of a record, or the due date of a deliverable (2026-09-30).
    """
    from living_sla.explain import explain

    agreement, slash, commitment = what.partition("/")
    if not slash:
        raise SlaError(f'"{what}" names no commitment', hint="write AGREEMENT/COMMITMENT, as in sla attain")
    told = explain(project, agreement, commitment, record, as_of=parse_as_of(as_of))
    click.echo(plain_spaces("\n".join(_lines(what, told))))


def _lines(what: str, told: Told) -> Iterator[str]:
    found, commitment = told.explanation, told.commitment
    yield f"{what}, {'due date' if isinstance(commitment.measure, Deliverable) else 'record'} {found.key}"
    yield f"  {told.file}" + (f", line {told.line}" if told.line is not None else "")
    yield f"  {told.sentence}"
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
    if isinstance(commitment.measure, Within):
        yield from _clock(told, commitment.measure)
    if isinstance(commitment.measure, Attempts):
        yield from _attempts(told, commitment.measure)
    yield _row("outcome", f"{found.outcome}: {_why(found, commitment)}")
    if found.period is not None and commitment.target.by_period:
        yield _row("target", f"{figures.target(commitment.target.at(found.period.label))} in {found.period.label}")
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
        yield _row("limit", f"{measure.limit}{_hours(coverage) if measure.limit.business else ''}")
        spans = [(span_words(s.start, s.end, zone), s.length) for s in found.stretches]
        for words, length in spans if measure.limit.business else []:
            yield _row("", f"{words:46} {_length(length)}")
        if measure.limit.business and spans:
            yield _row("", f"{'':46} {_length(sum((length for _, length in spans), timedelta()))}")
    if found.due is not None:
        due = f"by the end of {day(found.due_on)}" if found.due_on is not None else moment_with_offset(found.due, zone)
        yield _row("due", due + (f"  {told.called(measure.due)}" if measure.due else ""))
    used = f", after {_length(found.used)}" if found.used is not None else ""
    if found.end is not None:
        end = f"on {day(found.end_on)}" if found.end_on is not None else moment_with_offset(found.end, zone)
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
        kept, broken = _VERDICTS.get(commitment.measure.kind, ("it counts", "it does not count"))
        if isinstance(commitment.measure, Within) and found.end is None:
            broken = "it is still open, and its due instant has come"
        if found.ended_by is not None:
            kept = "it was over in time, so no more events were owed"
        return kept if found.outcome is Outcome.MET else broken
    return _WHY[found.outcome]


def _start_column(commitment: Commitment) -> str:
    return getattr(commitment.measure, "at", None) or moment_label(getattr(commitment.measure, "start", None))


def _row(name: str, text: str) -> str:
    return f"  {name:10} {text}".rstrip()


def moment_with_offset(at: datetime, zone: str) -> str:
    """The instant as `moment` has it, with the offset that the zone has then: ``Sat 1 Oct 2011, 20:36:08 -04:00``."""
    minutes = (wall_time(at, zone) - at.astimezone(UTC).replace(tzinfo=None)) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"{moment(at, zone)} {'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def moment(at: datetime, zone: str) -> str:
    """``Sat 1 Oct 2011, 20:36:08.053`` on the wall clock of a zone; fractions of a second only where there are any."""
    shown = wall_time(at, zone)
    return f"{day(shown)}, {_clock_time(shown)}"


def day(on: date) -> str:
    """``Sat 1 Oct 2011``."""
    return f"{on:%a} {on.day} {on:%b %Y}"


def span_words(start: datetime, end: datetime, zone: str) -> str:
    """A stretch on the wall clock; the end's date only where it is another one."""
    opens, closes = wall_time(start, zone), wall_time(end, zone)
    return f"{moment(start, zone)} to {_clock_time(closes) if opens.date() == closes.date() else moment(end, zone)}"


def _clock_time(at: datetime) -> str:
    return f"{at:%H:%M:%S}{_fraction(at.microsecond)}"


def _fraction(micros: int) -> str:
    """Milliseconds where that is all there is, else microseconds; nothing for a whole second."""
    if not micros:
        return ""
    return f".{micros // 1000:03}" if micros % 1000 == 0 else f".{micros:06}"


def _length(length: timedelta) -> str:
    """``3:36:08.053``: hours, minutes and seconds."""
    seconds, micros = divmod(length // timedelta(microseconds=1), 1_000_000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}{_fraction(micros)}"


def _hours(coverage: CoverageTerms) -> str:
    days = "; ".join(_days(*run) for run in _runs(coverage)) if coverage.hours else "every hour"
    holidays = f", holidays {coverage.holidays}" if coverage.holidays else ""
    return f": {days}, {zone_words(coverage.timezone)}{holidays}"


def _runs(coverage: CoverageTerms) -> Iterator[tuple[int, int, Windows]]:
    """Runs of weekdays with the same windows; days without hours are left out."""
    week = coverage.hours or ((),) * 7
    first = 0
    for day in range(1, 8):
        if day == 7 or week[day] != week[first]:
            if week[first]:
                yield first, day - 1, week[first]
            first = day


def _days(first: int, last: int, windows: Windows) -> str:
    days = DAY_NAMES[first] if first == last else f"{DAY_NAMES[first]}-{DAY_NAMES[last]}"
    return f"{days} {' and '.join(map(str, windows))}"
