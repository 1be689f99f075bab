"""What a declaration asks to be read: with the habits of the tool, which columns, in formats that can be read."""

from __future__ import annotations

from collections.abc import Callable, Collection

from living_sla.errors import Place, SlaError, Unreadable
from living_sla.exports.cells.spellings import expressions
from living_sla.exports.formats.profiles import HABITS
from living_sla.model.agreement.source import NewestBy, NewestOf, Source


def with_habits(source: Source) -> Source:
    """The source with everything filled in that its profile knows; what it states itself stands."""
    habits = HABITS.get(source.profile)
    if habits is None:
        return source
    formats = habits.formats or {}
    columns = {
        name: spec.model_copy(update={"formats": spec.formats or formats.get(spec.type, ())})
        for name, spec in source.columns.items()
    }
    return source.model_copy(update={"timezone": source.timezone or habits.timezone, "columns": columns})


def columns_read(source: Source, wanted: Collection[str]) -> tuple[str, ...]:
    """What is read: the key first, then in the order of the declaration."""
    needed = set(wanted)
    if isinstance(source.as_of, NewestOf):
        needed |= set(source.as_of.newest_of)
    if isinstance(source.duplicates, NewestBy):
        needed.add(source.duplicates.newest_by)
    return (source.key, *(name for name in source.columns if name in needed and name != source.key))


def format_faults(source: Source, place_of: Callable[[str], Place]) -> list[SlaError]:
    """Declared formats that nobody can read by, each at the place that `place_of` has for the column."""
    faults: list[SlaError] = []
    for name, spec in source.columns.items():
        try:
            expressions(spec, source.marks)
        except Unreadable as unreadable:
            message = f"{unreadable.message}, in column {name}"
            faults.append(SlaError(message, where=place_of(name), hint=unreadable.hint, code=unreadable.code))
    return faults
