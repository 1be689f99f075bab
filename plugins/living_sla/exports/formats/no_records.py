"""Lines of an export that can be read and are no records: footers, totals, a header that occurs again."""

from __future__ import annotations

from collections.abc import Mapping

from living_sla.errors import Fault
from living_sla.exports.cells.keys import TOTALS
from living_sla.exports.formats.header import CONFLICT, ONE_OF_TWO, is_conflict
from living_sla.exports.formats.table import Broken, Record
from living_sla.model.agreement.source import Source
from living_sla.model.counted import counted


def no_record(row: Record, header: Record, at: Mapping[str, int], source: Source) -> Broken | None:
    """Why a line is not a record, though it can be read; None for one that is. `at` is where declared columns stand."""
    fields, width = row.fields, len(header.fields)
    remove = "remove it from the export: only records may follow the header"
    if row.is_blank and width > 1:
        return Broken(row.line, "a blank line", "remove it; what follows may be a footer", Fault.NOT_A_RECORD)
    if is_conflict(fields) and width > 1:
        return Broken(row.line, CONFLICT, ONE_OF_TWO, Fault.MERGE_CONFLICT)
    if fields == header.fields or _repeats_header(row, at, source):
        return Broken(row.line, "the header occurs again", "were two exports joined? " + remove, Fault.NOT_A_RECORD)
    if _sums_up(row, at if len(fields) == width else {}, source):
        return Broken(row.line, "a line of totals", remove, Fault.NOT_A_RECORD)
    if len(fields) == width:
        return None
    if len(fields) == width + 1 and not fields[-1]:
        message = f"the line ends with a delimiter too many: {counted(len(fields), 'field')}, the header has {width:,}"
        return Broken(row.line, message, "were columns shifted? Export it again", Fault.TRAILING_DELIMITER)
    if len(fields) == 1:
        hint = f"{remove}; or name the profile that knows this footer"
        return Broken(row.line, "a line of text, as in a footer", hint, Fault.NOT_A_RECORD)
    message = f"{counted(len(fields), 'field')}, the header has {width:,}"
    if row.is_cut_off and len(fields) < width:
        return Broken(row.line, message, "the file is cut off here: export it again", Fault.UNREADABLE_EXPORT)
    hint = "a field that holds a delimiter needs quotes around it"
    return Broken(row.line, message, hint, Fault.WRONG_FIELD_COUNT)


def _repeats_header(row: Record, at: Mapping[str, int], source: Source) -> bool:
    key_at = at[source.key]
    return key_at < len(row.fields) and row.fields[key_at] == source.columns[source.key].header


def _sums_up(row: Record, at: Mapping[str, int], source: Source) -> bool:
    candidates = {row.fields[0].strip().rstrip(":").casefold()}
    if at:
        candidates.add(row.fields[at[source.key]].casefold())
        key_is_blank = not row.fields[at[source.key]].strip()
        if not key_is_blank and row.fields[at[source.key]] not in TOTALS:
            return False
    return any(map(sums_up, candidates))


def sums_up(cell: str) -> bool:
    """Whether the first cell of a line says that it sums up others."""
    word = cell.strip().rstrip(":").casefold()
    return word in TOTALS or word.startswith("total ")
