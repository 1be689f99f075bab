"""What is odd about the records behind a figure: nothing is damaged, and something may not be meant so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from living_sla.engines import EngineExport
from living_sla.errors import Notice
from living_sla.exports.export import Export
from living_sla.figures.plan import Asked, Chapter
from living_sla.figures.scans import MeasuredExport, measured
from living_sla.measures.unmatched import NeverMet
from living_sla.model.counted import counted
from living_sla.model.kinds import events_in, moment_label
from living_sla.model.standing import Unjoined, events_without_record

_SHOWN = 8


def oddities(asked: Asked, scans: Mapping[str, MeasuredExport]) -> Iterator[Notice]:
    """Records without a start, values that no record has, events that belong to no record."""
    yield from _without_start(asked, scans)
    readable = [chapter for chapter in asked.chapters if not chapter.unreadable]
    if readable:  # the terms of the past cannot be corrected any more
        yield from _never_met(asked, readable[-1], scans)


def _without_start(asked: Asked, scans: Mapping[str, MeasuredExport]) -> Iterator[Notice]:
    """Records that no period can hold, because they ended and never started."""
    lost: dict[tuple[str, str, str], int] = {}
    for chapter in asked.chapters:
        of = chapter.commitment.measure
        if not chapter.unreadable and (count := measured(scans, chapter.cohort).without_start):
            start = getattr(of, "at", None) or moment_label(getattr(of, "start", None))
            lost[of.source, start, moment_label(getattr(of, "end", None))] = count
    for (name, start, end), count in lost.items():
        export = scans[name].export
        records = f"{counted(count, 'record')} of {export.name}"
        message = f'{records} with {end} but without {start}: no period of "{asked.commitment.id}" holds them'
        yield Notice("end-without-start", message, export.place, "fill it in where the records come from")


def _never_met(asked: Asked, chapter: Chapter, scans: Mapping[str, MeasuredExport]) -> Iterator[Notice]:
    found = measured(scans, chapter.cohort)
    name = chapter.commitment.measure.source
    for one in found.unmatched.never_met():
        yield _value(asked, one, scans[name].export)
    for other in found.event_oddities:
        for one in other.never_met:
            yield _value(asked, one, scans[other.source].export)
        if other.joins_nothing:
            yield _no_join(asked, chapter, other.source, scans)
    for some in unjoined(asked, scans):
        if some.without_record < some.events:
            yield _without_record(asked, some, scans[some.source].export)


def unjoined(asked: Asked, scans: Mapping[str, MeasuredExport]) -> Iterator[Unjoined]:
    """The sources of events of which some belong to no record, by the newest version that can be judged."""
    readable = [chapter for chapter in asked.chapters if not chapter.unreadable]
    if not readable:
        return
    name = scans[readable[-1].commitment.measure.source].export.name
    found = {
        Unjoined(other.source, name, other.events, other.without_record)
        for other in measured(scans, readable[-1].cohort).event_oddities
        if other.without_record
    }
    yield from sorted(found, key=lambda one: (one.source, one.events))


def _without_record(asked: Asked, found: Unjoined, export: Export | EngineExport) -> Notice:
    message = f'{events_without_record(found)}: they count for nothing in "{asked.commitment.id}"'
    hint = f"export {found.records} with the records that they belong to, or {found.source} without these events"
    return Notice("event-without-record", message, export.place, hint)


def _value(asked: Asked, found: NeverMet, export: Export | EngineExport) -> Notice:
    if found.is_partly:
        message = (
            f'records of {export.name} have "{found.value}" in {found.column} beside other values, and '
            f'"{asked.commitment.id}" asks for it alone'
        )
        return Notice("whole-cell", message, export.place, f"if they are meant, too, write includes {found.value}")
    message = f'no record of {export.name} has "{found.value}" in {found.column}, as "{asked.commitment.id}" asks'
    hint = "write it letter by letter as the export has it"
    if found.is_among:
        hint = f"cells hold several values: write includes {found.near}, and values_separator in its column"
    elif found.near:
        hint = f'did you mean "{found.near}"?'
    elif found.instead:
        more = f" and {len(found.instead) - _SHOWN} more" if len(found.instead) > _SHOWN else ""
        hint = f"many records have: {', '.join(found.instead[:_SHOWN])}{more}"
    return Notice("never-met", message, export.place, hint)


def _no_join(asked: Asked, chapter: Chapter, source: str, scans: Mapping[str, MeasuredExport]) -> Notice:
    events = next(events for _, events in events_in(chapter.commitment.measure) if events.source == source)
    records = scans[chapter.commitment.measure.source].export
    message = (
        f'no event of {source} belongs to a record of {records.name}: "{asked.commitment.id}" compares '
        f"{events.key} with {records.source.key}"
    )
    hint = (
        "keys are compared letter by letter: look for ids of 15 characters beside ids of 18, numbers that a "
        "spreadsheet wrote as 7.01E+17, leading zeros, or the id of another thing (a contact, not a lead)"
    )
    return Notice("no-event-belongs", message, scans[source].export.place, hint)
