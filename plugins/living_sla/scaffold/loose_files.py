"""What can be told of a file that nobody has declared before its columns are looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from living_sla.errors import Fault, Place, SlaError
from living_sla.exports.file import File, check_ending, is_csv, is_json_lines, is_packed, is_workbook
from living_sla.exports.formats.before_header import DELIMITERS, stated_delimiter
from living_sla.exports.formats.kinds import check_kind
from living_sla.exports.formats.lines import lines_of
from living_sla.exports.formats.profiles import FOOTER_ROOM, has_footer
from living_sla.exports.formats.records import records
from living_sla.exports.formats.table import Broken, Record, Undecodable
from living_sla.exports.formats.workbook import sheets_of, workbook_rows
from living_sla.model.agreement.source import Profile, Source
from living_sla.scaffold.encoding import encoding_of
from living_sla.scaffold.header import Fields, as_shape, is_record, may_name_columns, might_be_somebody

_LINES, _TITLES = 300, 20
"""Lines that are looked at, and of these, how many may stand before the header."""


class StatedFile(Struct, frozen=True):
    """What was found out about the file as a whole, in the words of a source."""

    path: Path
    profile: Profile = "plain"
    encoding: str = "utf-8"
    encoding_doubts: tuple[str, ...] = ()
    delimiter: str = ","
    skip_lines: int = 0
    absent: str = "refuse"
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()
    """The other sheets that a person sees."""

    @property
    def unknown(self) -> Source:
        """A source of the file with some column, where which ones there are is not known yet."""
        return self.source({"any": {"from": "any", "type": "text"}})

    def source(self, columns: Mapping[str, object], **more: object) -> Source:
        """A source of the file with these columns, the first of them its key."""
        given = {
            "path": self.path.name,
            "key": next(iter(columns)),
            "as_of": "2000-01-01",
            "columns": columns,
            "profile": self.profile,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "skip_lines": self.skip_lines,
            "absent": self.absent,
            "sheet": self.sheet,
            **more,
        }
        return Source.model_validate({name: value for name, value in given.items() if value is not None})


def look_at(file: File) -> StatedFile:
    """What the file as a whole says; raises `SlaError` for one that is no export, or of which no sheet can be named."""
    path = file.path
    check_ending(path, file.shown)
    stated = StatedFile(path)
    if is_csv(path) or is_json_lines(path):
        encoding = encoding_of(path)
        stated = replace(stated, encoding=encoding.name, encoding_doubts=encoding.doubts)
    fault = check_kind(path, file.shown, stated.encoding)
    if fault is not None:
        raise fault
    if is_workbook(path):
        return _of_workbook(file, stated)
    return _of_csv(stated) if is_csv(path) else stated


# ---------------------------------------------------------------- CSV


def _of_csv(stated: StatedFile) -> StatedFile:
    if _ends_in_footer(stated.path, stated.encoding):
        stated = replace(stated, profile="salesforce-report")
    lines = _first_lines(stated)
    said = next((said for line in lines[:1] if (said := stated_delimiter(line))), "")
    lines = lines[bool(said) :]
    tables = {delimiter: _rows(lines, delimiter) for delimiter in ([said] if said else DELIMITERS)}
    chosen = max(tables, key=lambda delimiter: _fit(tables[delimiter]))
    # A file that names its delimiter on its first line has no title above the header: nobody writes both.
    skipped = 0 if said else lines_before_header(tables[chosen])
    return replace(stated, delimiter=chosen, skip_lines=skipped)


def _first_lines(stated: StatedFile) -> list[str]:
    found: list[str] = []
    try:
        for line in islice(lines_of(stated.path, stated.unknown), _LINES):
            found.append(line)
    except Undecodable:
        pass  # told when it is read
    return found


def _rows(lines: Sequence[str], delimiter: str) -> list[tuple[int, Fields]]:
    """The records of these lines, each with the number of its line; what is broken is left out."""
    found = records(enumerate(lines, start=1), delimiter)
    return [(row.line, row.fields) for row in found if isinstance(row, Record)]


def _fit(rows: Sequence[tuple[int, Fields]]) -> tuple[int, int]:
    """How many lines have the same number of fields, and how many these are; one field is no table."""
    widths = Counter(len(fields) for _, fields in rows if len(fields) > 1)
    if not widths:
        return (0, 0)
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    return (count, width)


def _ends_in_footer(path: Path, encoding: str) -> bool:
    if is_packed(path):
        return False
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - FOOTER_ROOM) & ~1)
        return has_footer(file.read().decode(_without_mark(encoding, path), "replace").encode())


def _without_mark(encoding: str, path: Path) -> str:
    if encoding != "utf-16":
        return encoding
    with path.open("rb") as file:
        return "utf-16-le" if file.read(2) == b"\xff\xfe" else "utf-16-be"


def lines_before_header(rows: Sequence[tuple[int, Fields]]) -> int:
    """How many lines stand above the names of the columns, where the first of these rows is a title or blank."""
    widths = Counter(_width(fields) for _, fields in rows if _width(fields) > 1)
    if not rows or not widths:
        return 0
    width = max(widths, key=lambda width: (widths[width], width))
    first = rows[0][1]
    if _width(first) >= width - 1 and _filled(first) >= max(2, (width + 2) // 3):
        return 0
    for at, (line, fields) in enumerate(rows[1:_TITLES], start=1):
        is_wide = _width(fields) >= width - 1 and _filled(fields) >= max(2, (width + 1) // 2)
        below = [other for _, other in rows[at + 1 :]]
        if is_wide and below and may_name_columns(fields) and not is_record(fields, below):
            return line - 1
    return 0


def _filled(fields: Fields) -> int:
    return sum(bool(text.strip()) for text in fields)


def _width(fields: Fields) -> int:
    """The number of fields up to the last one that is filled."""
    return max((at for at, text in enumerate(fields, start=1) if text.strip()), default=0)


# ---------------------------------------------------------------- workbooks


def _of_workbook(file: File, stated: StatedFile) -> StatedFile:
    """The sheet that holds the most, where a person sees several; and the lines above its header."""
    seen = sheets_of(file)
    sizes: dict[str, int] = {}
    rows: dict[str, list[tuple[int, Fields]]] = {}
    for sheet in seen or ("",):
        rows[sheet] = list(_sheet_rows(file, replace(stated, sheet=sheet or None)))
        sizes[sheet] = sum(_filled(fields) for _, fields in rows[sheet])
    chosen = max(sizes, key=lambda sheet: sizes[sheet])
    if seen and (might_be_somebody(chosen) or not chosen.isprintable() or chosen != chosen.strip()):
        names = ", ".join(as_shape(name) if might_be_somebody(name) else name for name in seen[:8])
        message = (
            f"the export has {len(seen)} sheets, and the one that holds the most has a name that may be data: {names}"
        )
        hint = "give the sheet a name that is about nobody, for example Leads"
        raise SlaError(message, where=Place(file.shown), hint=hint, code=Fault.UNUSABLE_SHEET)
    skipped = lines_before_header(rows[chosen])
    others = tuple(sheet for sheet in seen if sheet != chosen)
    return replace(stated, sheet=chosen or None, other_sheets=others, skip_lines=min(skipped, 100))


def _sheet_rows(file: File, stated: StatedFile) -> Iterator[tuple[int, Fields]]:
    for row in islice(workbook_rows(file, stated.unknown, ["any"], loosely=True), _LINES):
        if isinstance(row, Broken):
            if row.is_last:
                return
            continue
        yield row.line, row.fields
