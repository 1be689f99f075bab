"""What is odd about the records behind a figure: nothing is damaged, and something may not be meant so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from living_sla.errors import Notice, WarningName
from living_sla.exports.export import Export
from living_sla.measures.cohort import Cohort
from living_sla.measures.measure import Measurement
from living_sla.measures.unmatched import NeverMet
from living_sla.model.agreement.measured import moment_label
from living_sla.model.counted import counted
from living_sla.model.figures.standing import Unjoined, events_without_record

if TYPE_CHECKING:
    from living_sla.engines.engine_export import EngineExport

_SHOWN = 8


Judged = Sequence[tuple[Cohort, Measurement]]
"""What each run of versions of a commitment came to, in order; none for what the exports of today cannot answer."""
Exports: TypeAlias = "Mapping[str, Export | EngineExport]"
"""Everything that was read, by source."""


def oddities(commitment: str, judged: Judged, exports: Exports) -> Iterator[Notice]:
    """Records without a start, values that no record has, events that belong to no record; of the commitment of an id.

    Of values and events, by the newest terms alone: those of the past cannot be corrected any more.
    """
    yield from _without_start(commitment, judged, exports)
    if judged:
        yield from _never_met(commitment, judged, exports)


def _without_start(commitment: str, judged: Judged, exports: Exports) -> Iterator[Notice]:
    """Records that no period can hold, because they ended and never started."""
    lost: dict[tuple[str, str, str], int] = {}
    for cohort, measured in judged:
        if count := measured.without_start:
            of = cohort.commitment.measure
            lost[of.source, of.dated_by or moment_label(of.clock_start), moment_label(of.clock_end)] = count
    for (name, start, end), count in lost.items():
        export = exports[name]
        records = f"{counted(count, 'record')} of {export.name}"
        message = f'{records} with {end} but without {start}: no period of "{commitment}" holds them'
        yield Notice(WarningName.END_WITHOUT_START, message, export.place, "fill it in where the records come from")


def _never_met(commitment: str, judged: Judged, exports: Exports) -> Iterator[Notice]:
    cohort, measured = judged[-1]
    for never_met in measured.unmatched.never_met():
        yield _value(commitment, never_met, exports[cohort.commitment.measure.source])
    for other in measured.event_oddities:
        for never_met in other.never_met:
            yield _value(commitment, never_met, exports[other.source])
        if other.joins_nothing:
            yield _no_join(commitment, cohort, other.source, exports)
    for some in unjoined(judged, exports):
        if some.without_record < some.events:
            yield _without_record(commitment, some, exports[some.source])


def unjoined(judged: Judged, exports: Exports) -> Iterator[Unjoined]:
    """The sources of events of which some belong to no record, by the newest version that can be judged."""
    if not judged:
        return
    cohort, measured = judged[-1]
    name = exports[cohort.commitment.measure.source].name
    events = {
        Unjoined(other.source, name, other.events, other.without_record)
        for other in measured.event_oddities
        if other.without_record
    }
    yield from sorted(events, key=lambda one: (one.source, one.events))


def _without_record(commitment: str, some: Unjoined, export: Export | EngineExport) -> Notice:
    message = f'{events_without_record(some)}: they count for nothing in "{commitment}"'
    hint = f"export {some.records} with the records that they belong to, or {some.source} without these events"
    return Notice(WarningName.EVENT_WITHOUT_RECORD, message, export.place, hint)


def _value(commitment: str, never_met: NeverMet, export: Export | EngineExport) -> Notice:
    if never_met.is_partly:
        message = (
            f'records of {export.name} have "{never_met.value}" in {never_met.column} beside other values, and '
            f'"{commitment}" asks for it alone'
        )
        return Notice(
            WarningName.WHOLE_CELL, message, export.place, f"if they are meant, too, write includes {never_met.value}"
        )
    message = f'no record of {export.name} has "{never_met.value}" in {never_met.column}, as "{commitment}" asks'
    hint = "write it letter by letter as the export has it"
    if never_met.is_among:
        hint = f"cells hold several values: write includes {never_met.near}, and values_separator in its column"
    elif never_met.near:
        hint = f'did you mean "{never_met.near}"?'
    elif never_met.instead:
        more = f" and {len(never_met.instead) - _SHOWN} more" if len(never_met.instead) > _SHOWN else ""
        hint = f"many records have: {', '.join(never_met.instead[:_SHOWN])}{more}"
    return Notice(WarningName.NEVER_MET, message, export.place, hint)


def _no_join(commitment: str, cohort: Cohort, source: str, exports: Exports) -> Notice:
    events = next(events for _, events in cohort.commitment.measure.all_events() if events.source == source)
    records = exports[cohort.commitment.measure.source]
    message = (
        f'no event of {source} belongs to a record of {records.name}: "{commitment}" compares '
        f"{events.key} with {records.source.key}"
    )
    hint = (
        "keys are compared letter by letter: look for ids of 15 characters beside ids of 18, numbers that a "
        "spreadsheet wrote as 7.01E+17, leading zeros, or the id of another thing (a contact, not a lead)"
    )
    return Notice(WarningName.NO_EVENT_BELONGS, message, exports[source].place, hint)
