"""A first entry of `sources.yml` for a file that nobody has declared: what fits all of it, and what a person decides.

Whatever the file alone does not say is marked ``# decide:``. Names of columns are shown where they cannot be cells;
cells never.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from living_sla.errors import Fault, Faults, Place, SlaError
from living_sla.exports.declared import with_habits
from living_sla.exports.file import File, is_workbook
from living_sla.exports.formats.by_ending import open_checked, rows_of
from living_sla.exports.formats.diagnosis import diagnose_rows
from living_sla.exports.formats.no_records import sums_up
from living_sla.exports.formats.profiles import profile_of
from living_sla.exports.formats.table import Damage, Record
from living_sla.exports.scan import Scan
from living_sla.model.agreement.source import NewestBy, Source
from living_sla.scaffold.entry import NOTHING_DECIDED, Decided, entry, key_of
from living_sla.scaffold.header import as_shape, is_record, looks_like_data
from living_sla.scaffold.loose_files import StatedFile, look_at
from living_sla.scaffold.rows import ROWS, Loose, read_loosely
from living_sla.scaffold.table import Guessed, guess_columns

LONGEST = 50_000
"""Letters of an entry: a file of sources may have 64 KB."""


class NotReadAsItIs(Faults):
    """The lines of a file for which it will be refused; `entry` is what could be guessed from the others."""

    def __init__(self, faults: Iterable[SlaError], entry: str) -> None:
        super().__init__(faults)
        self.entry = entry


class Looked(Struct, frozen=True):
    """A file that nobody has declared, after all that is looked at of it was looked at."""

    stated: StatedFile
    guessed: Guessed
    rows: Sequence[Record]
    """The records; their cells stand in the order of `header`."""
    header: Sequence[str]
    faults: Sequence[SlaError]
    """What the reader will say against the file as the entry declares it."""

    def entry(self, decided: Decided = NOTHING_DECIDED) -> str:
        """The text of the entry; `decided` is what somebody knows beside the file."""
        text = self._written(self.guessed, decided)
        if len(text) <= LONGEST:
            return text
        guessed = self.guessed
        return self._written(
            _without_some(guessed, len(guessed.specs) * (len(text) - LONGEST) // len(text), decided.columns), decided
        )

    def _written(self, guessed: Guessed, decided: Decided) -> str:
        return "".join(f"{line}\n" for line in entry(self.stated, guessed, len(self.rows), len(self.faults), decided))


def guess(path: Path) -> str:
    """The text of the entry.

    Raises:
        NotReadAsItIs: The file has lines that are no records, or that nobody can read; holds the entry nevertheless.
        SlaError: It is no export, its first line is a record, or it has no rows.
    """
    looked = look(path)
    text = looked.entry()
    if looked.faults:
        raise NotReadAsItIs(looked.faults, text)
    return text


def look(path: Path) -> Looked:
    """What can be found out about the file; raises `SlaError` as `guess` does, where that is nothing."""
    file = File(path, path.name)
    stated = look_at(file)
    loose = read_loosely(file, stated)
    stated = loose.stated
    all_rows = list(loose.rows)
    _refuse_record(loose, all_rows, file)
    rows = _records_among(all_rows, loose.header) if loose.has_lines else all_rows
    if stated.profile == "plain":
        stated = replace(stated, profile=profile_of(loose.header.fields))
    if not rows:
        raise _without_rows(file, loose, all_rows)
    guessed = guess_columns(loose, rows, Place(file.shown, loose.header.line))
    return Looked(stated, guessed, rows, loose.header.fields, _refused(file, stated, guessed))


def _without_some(guessed: Guessed, number: int, kept: Collection[str]) -> Guessed:
    """Without so many columns: the last ones, but for dates, identifiers and those that are named in `kept`."""
    last = [
        name
        for name, spec in list(guessed.specs.items())[:0:-1]
        if spec.type not in ("date", "instant") and name not in kept and not guessed.columns[name].is_identifier
    ][:number]
    specs = {name: spec for name, spec in guessed.specs.items() if name not in last}
    why = "more than a file of sources holds, left out; declare those that measures need"
    return replace(guessed, specs=specs, left_out={**guessed.left_out, why: [f"{len(last):,} columns"]})


def _refuse_record(loose: Loose, rows: list[Record], file: File) -> None:
    """Raise `SlaError` where the header is a record: then its cells may be about people."""
    header = loose.header
    if not loose.has_lines or not is_record(header.fields, [row.fields for row in rows[:ROWS]]):
        return
    seen = ", ".join(as_shape(text) for text in header.fields[:8]) + (" …" if len(header.fields) > 8 else "")
    hint = "export it with a header; lines above it can be left out with skip_lines"
    message = f"the first line looks like a record and not like names of columns: {seen}"
    raise SlaError(message, where=Place(file.shown, header.line), hint=hint, code=Fault.WRONG_COLUMNS)


_FOOTER = 12
"""Lines that a footer has at most."""


def _records_among(rows: Sequence[Record], header: Record) -> list[Record]:
    """Those that may be records: not the header again, totals, or what a spreadsheet made of a footer."""
    width = len(header.fields)
    blank = next((at for at, row in enumerate(rows) if not any(map(str.strip, row.fields))), len(rows))
    after = rows[blank:]
    is_footer = len(after) <= _FOOTER and all(sum(map(bool, row.fields)) * 2 < max(3, width) for row in after)
    return [
        row
        for row in (rows[:blank] if is_footer else rows)
        if len(row.fields) == width and row.fields != header.fields and not sums_up(row.fields[0])
    ]


def _without_rows(file: File, loose: Loose, others: Sequence[Record]) -> SlaError:
    """Why a file has no rows that could be looked at; `others` are lines of another width."""
    header = loose.header
    name = next((name for name in header.fields if name.strip() and header.fields.count(name) == 1), None)
    if others and name and name == name.strip() and not looks_like_data(name):
        source = loose.stated.source({"any": {"from": name, "type": "text"}})
        found = diagnose_rows(rows_of(file, source, ["any"]), file.shown, source, ["any"])
        if found:
            return Faults(found)
    if loose.broken:
        return Faults(loose.broken)
    hint = "export some records: what the columns hold is read from them"
    return SlaError(
        "the export has a header and no rows", where=Place(file.shown), hint=hint, code=Fault.UNREADABLE_EXPORT
    )


def _refused(file: File, stated: StatedFile, guessed: Guessed) -> list[SlaError]:
    """What the reader will say against the file as it is declared by the entry."""
    source = _as_declared(stated, guessed)
    if not is_workbook(file.path) and _is_read(file, source):
        return []
    rows = islice(rows_of(file, source, list(source.columns)), ROWS + 1)
    return diagnose_rows(rows, file.shown, source, list(source.columns))


def _is_read(file: File, source: Source) -> bool:
    """Whether the fast reader has nothing to say against the rows that are looked at: the slow one takes far longer."""
    names = list(source.columns)
    try:
        with closing(open_checked(file, source, names)) as table:
            rows = 0
            for batch in Scan.of(source, names).batches(table):
                rows += batch.rows
                if rows > ROWS:
                    break
    except (Damage, SlaError):
        return False
    return True


def _as_declared(stated: StatedFile, guessed: Guessed) -> Source:
    instants = [name for name, spec in guessed.specs.items() if spec.type == "instant"]
    columns: Mapping[str, object] = guessed.specs
    key, doubt = key_of({name: guessed.columns[name] for name in guessed.specs}, guessed.specs, instants)
    marks = {"decimal": guessed.marks.decimal, "thousands": guessed.marks.thousands}
    source = with_habits(stated.source(columns, key=key, timezone="UTC", **marks))
    # That no column identifies a record is said in the entry.
    return source.model_copy(update={"duplicates": NewestBy(newest_by=key)}) if doubt else source
