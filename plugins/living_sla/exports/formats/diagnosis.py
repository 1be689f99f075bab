"""What is wrong with an export that the fast reader refused: every fault with its line, from a slow second reading.

A place is `file:line:column`: the physical line in the file, and the number of the field in that line, both counted
from 1. No cell is quoted: `shown.py` says what is told of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from living_sla.errors import Fault, Place, SlaError, Unreadable
from living_sla.exports.cells.cell import is_naive, read_cell
from living_sla.exports.cells.format_candidates import UnstatedFormat
from living_sla.exports.cells.keys import SPACES
from living_sla.exports.cells.shown import hidden_character, named, reads_like_a_person, shape
from living_sla.exports.cells.spellings import could_be_thousands
from living_sla.exports.file import File
from living_sla.exports.formats.header import check_header, positions, text_in
from living_sla.exports.formats.no_records import no_record
from living_sla.exports.formats.table import Broken, Damage, Record, Rows, Undecodable
from living_sla.model.agreement.source import ColumnSpec, Source
from living_sla.model.counted import counted

SHOWN = 20
"""Faults of one file that are listed; the others are counted."""

ALIKE = 5
"""Of these, so many of the same kind in the same column: one bad column must not hide the others."""


def explained(
    damage: Damage, files: Sequence[tuple[File, Rows]], source: Source, columns: Sequence[str]
) -> list[SlaError]:
    """Every fault of these files, each with its rows; where there is none, what the fast reader said. Never empty."""
    faults = diagnose(files, source, columns)
    if faults:
        return faults
    hint = damage.hint or "open it in a text editor, or export it again"
    where = damage.where or Place(files[0][0].shown)
    return [SlaError(damage.message, where=where, hint=hint, code=damage.code or Fault.MALFORMED_TEXT)]


def diagnose(files: Sequence[tuple[File, Rows]], source: Source, columns: Sequence[str]) -> list[SlaError]:
    """Every fault of these files in the columns that are read, in reading order, at most `SHOWN` and a count a file."""
    seen: list[_Seen] = []
    faults: list[SlaError] = []
    for file, rows in files:
        seen.append(_Seen(file.shown))
        faults += _most_telling(_File(file.shown, source, columns, seen).faults(rows))
    return faults


def diagnose_rows(rows: Rows, shown: str, source: Source, columns: Sequence[str]) -> list[SlaError]:
    """Every fault of rows that come from elsewhere, the header first; `shown` is what places name."""
    return _most_telling(_File(shown, source, columns, [_Seen(shown)]).faults(rows))


def _most_telling(faults: Iterable[SlaError]) -> list[SlaError]:
    """The first faults of one file, a few of each kind, and how many there are besides."""
    kinds: Counter[tuple[Fault | None, int | None]] = Counter()
    shown: list[SlaError] = []
    hidden, first_hidden = 0, None
    for fault in faults:
        kind = (fault.code, fault.where.column if fault.where else None)
        kinds[kind] += 1
        if kinds[kind] <= ALIKE:
            shown.append(fault)
        else:
            hidden += 1
            first_hidden = first_hidden or fault
    shown.sort(key=_position)
    shown, beyond = shown[:SHOWN], shown[SHOWN:]
    if hidden + len(beyond):
        first = min((fault for fault in (*beyond[:1], first_hidden) if fault), key=_position)
        count = hidden + len(beyond)
        message = f"and {counted(count, 'more fault', 'more faults')} like these, from here on"
        shown.append(SlaError(message, where=first.where, hint="fix the ones above first"))
    return shown


class _Seen(Struct, frozen=True):
    """The keys of one file, with the line on which each was first seen."""

    path: str
    lines: dict[str, int] = field(default_factory=dict)


def _position(fault: SlaError) -> tuple[int, int]:
    return (fault.where.line or 0, fault.where.column or 0) if fault.where else (0, 0)


_REMEMBERED = 10_000


class _File:
    """One file under the lens."""

    def __init__(self, shown: str, source: Source, columns: Sequence[str], seen: list[_Seen]) -> None:
        self._shown, self._source, self._names = shown, source, columns
        self._seen = seen
        """One a file, this one last."""
        self._naive: dict[str, Place] = {}
        self._aware: dict[str, Place] = {}
        self._unstated: dict[str, UnstatedFormat] = {}
        self._doubtful: dict[str, tuple[Place, str]] = {}
        """The first number of each column whose mark could stand between thousands."""
        self._plain: dict[str, tuple[Place, str]] = {}
        """The first one whose mark could not."""
        self._readable: dict[str, set[str]] = {name: set() for name in columns}
        """Texts of each column that were found to be right."""
        self._iso: set[str] = set()
        """Columns of which a cell could be read."""

    def faults(self, rows: Rows) -> Iterator[SlaError]:
        try:
            header = next(rows, None)
            if not isinstance(header, Record):
                yield (
                    self._broken(header)
                    if header
                    else self._fault(1, "the export is empty", "export it again", Fault.UNREADABLE_EXPORT)
                )
                return
            header_faults = check_header(header.fields, self._source, self._shown, header.line)
            yield from header_faults
            if not header_faults:
                yield from self._rows(rows, header)
        except Undecodable as undecodable:
            yield self._broken(undecodable.broken)
        yield from self._whole_columns()

    def _rows(self, rows: Iterable[Record | Broken], header: Record) -> Iterator[SlaError]:
        columns = {name: self._source.columns[name] for name in self._names}
        at = positions(header.fields, columns)
        count = 0
        for row in rows:
            count += 1
            if isinstance(row, Broken):
                yield self._broken(row)
            elif (fault := no_record(row, header, at, self._source)) is not None:
                yield self._broken(fault)
            else:
                yield from self._cells(row, at, columns)
                yield from self._key(row, at[self._source.key])
        if not count:
            hint = "export it again; an empty export is no data, not 0 %"
            yield self._fault(header.line, "the export has a header and no rows", hint, Fault.UNREADABLE_EXPORT)

    # ------------------------------------------------------------ cells

    def _cells(self, row: Record, at: dict[str, int], columns: Mapping[str, ColumnSpec]) -> Iterator[SlaError]:
        for name, spec in columns.items():
            position, text = at[name], text_in(row.fields, at, name, spec)
            if text in self._readable[name]:
                continue
            place = Place(self._shown, row.line, position + 1)
            try:
                value = self._value(text, spec)
            except Unreadable as unreadable:
                if unreadable.code == Fault.NO_ZONE:
                    self._naive.setdefault(name, place)
                elif unreadable.code == Fault.AMBIGUOUS_TIME and spec.type in ("date", "instant") and not spec.formats:
                    self._unstated.setdefault(name, UnstatedFormat(spec, place, text)).take(text)
                else:
                    message = f"{unreadable.message}, in column {_shown(spec)}"
                    yield SlaError(message, where=place, hint=unreadable.hint, code=unreadable.code)
                continue
            doubt = could_be_thousands(text, spec, self._source.marks)
            if doubt is not None:
                (self._doubtful if doubt else self._plain).setdefault(name, (place, text))
            if len(self._readable[name]) < _REMEMBERED:
                self._readable[name].add(text)
            if value is not None and spec.type == "instant":
                (self._naive if is_naive(text, spec) else self._aware).setdefault(name, place)
            if value is not None:
                self._iso.add(name)

    def _value(self, text: str, spec: ColumnSpec) -> object:
        return read_cell(text, spec, marks=self._source.marks, timezone_key=self._source.timezone)

    def _key(self, row: Record, position: int) -> Iterator[SlaError]:
        key = row.fields[position]
        spec = self._source.columns[self._source.key]
        place = Place(self._shown, row.line, position + 1)
        if not key.strip() or key in spec.empty:
            hint = "every record needs a key; is this a line of another kind?"
            yield SlaError(f"the key {_shown(spec)} is blank", where=place, hint=hint, code=Fault.DUPLICATE_RECORD)
            return
        if key != key.strip(SPACES):
            message = "the key has spaces around it"
            yield SlaError(message, where=place, hint="remove them in the export", code=Fault.DIGITS_LOST)
        if hidden := hidden_character(key):
            message = f"the key holds {named(hidden)}, which nobody sees"
            yield SlaError(message, where=place, hint="remove it in the export", code=Fault.DIGITS_LOST)
        if reads_like_a_person(key):
            hint = "keys are shown beside missed records: name a column of identifiers as key"
            yield SlaError(
                "the key is a mail address or a telephone number", where=place, hint=hint, code=Fault.CONTACT_AS_KEY
            )
        if self._source.duplicates != "refuse":
            return
        earlier = next((seen for seen in self._seen if key in seen.lines), None)
        if earlier is None:
            self._seen[-1].lines[key] = row.line
            return
        line = earlier.lines[key]
        other = f"line {line}" if earlier.path == place.path else f"{earlier.path}:{line}"
        hint = "export each record once, or add duplicates: {newest_by: a column of instants} to the source"
        yield SlaError(f"the key is also that of {other}", where=place, hint=hint, code=Fault.DUPLICATE_RECORD)

    # ------------------------------------------------------------ whole columns

    def _whole_columns(self) -> Iterator[SlaError]:
        for name in self._names:
            spec = self._source.columns[name]
            naive, aware = self._naive.get(name), self._aware.get(name)
            if name in self._doubtful and name not in self._plain:
                yield self._thousands(spec, *self._doubtful[name])
            if name in self._unstated:
                yield self._unstated[name].fault(beside_iso=name in self._iso)
            elif naive and aware:
                message = f"this instant has no offset, the one on line {aware.line} has one, in column {_shown(spec)}"
                hint = "export all of them with an offset, or none"
                yield SlaError(message, where=naive, hint=hint, code=Fault.MIXED_OFFSETS)
            elif naive and (spec.timezone or self._source.timezone) is None:
                message = f"instants without a zone, and the source declares none, in column {_shown(spec)}"
                hint = "add timezone: Europe/London, or whichever clock wrote them, to the source"
                yield SlaError(message, where=naive, hint=hint, code=Fault.NO_ZONE)

    def _thousands(self, spec: ColumnSpec, place: Place, text: str) -> SlaError:
        mark = self._source.decimal
        other = "." if mark == "," else ","
        message = (
            f"{shape(text)} could have its mark between thousands, as all numbers have it, in column {_shown(spec)}"
        )
        is_thousands = f'thousands: "{mark}" and decimal: "{other}"'
        hint = f"add thousands: none to the source if 1{mark}200 is less than two, {is_thousands} if it is more"
        return SlaError(message, where=place, hint=hint, code=Fault.AMBIGUOUS_SEPARATOR)

    # ------------------------------------------------------------ words

    def _broken(self, broken: Broken) -> SlaError:
        return self._fault(broken.line, broken.message, broken.hint, broken.code)

    def _fault(self, line: int, message: str, hint: str, code: Fault | None) -> SlaError:
        return SlaError(message, where=Place(self._shown, line), hint=hint, code=code)


def _shown(spec: ColumnSpec) -> str:
    return f'"{spec.header}"'
