"""A first entry of `sources.yml` for a file that nobody has declared: what fits all of it, and what a person decides.

Whatever the file alone does not say is marked ``# decide:``. Headers are shown, cells never.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from living_sla.errors import Place, SlaError, Unreadable
from living_sla.exports.cells import is_naive, read_cell
from living_sla.exports.encodings import UTF16_MARKS
from living_sla.exports.files import PARQUET, File, is_csv, is_parquet
from living_sla.exports.formats import rows_of
from living_sla.exports.header import may_be_shown
from living_sla.exports.kinds import check_kind
from living_sla.exports.lines import Undecodable
from living_sla.exports.records import Broken, Record
from living_sla.exports.unstated import DAYS, TIMES
from living_sla.model.source import ColumnSpec, Source

ROWS = 100_000
"""Rows that are looked at."""

_PERSONAL = re.compile(
    r"e-?mail|phone|mobile|\bfax|first.?name|last.?name|full.?name|surname|\bname$|contact|owner|assigned|salutation"
    r"|street|address|postal|zip|birth|linkedin|twitter|(created|modified).by|\brep\b|\bip\b",
    re.IGNORECASE,
)
_NOT_PERSONAL = re.compile(
    r"(company|account|deal|campaign|product|file|stage|list).?name|date|(\b|_)(at|id|on)$", re.IGNORECASE
)
_CHANGES = re.compile("modif|updat|chang", re.IGNORECASE)
_DELIMITERS = (",", ";", "\t", "|")


def guess(path: Path) -> str:
    """The text of the entry; raises `SlaError` for a file that is no export, or whose first line is no header."""
    file = File(path, path.name)
    encoding, doubt = _encoding(path)
    fault = check_kind(path, file.shown, encoding)
    if fault is not None:
        raise fault
    stated: dict[str, object] = {"encoding": encoding}
    if is_csv(path):
        stated["delimiter"] = _delimiter(file, encoding)
    header = _header(file, stated)
    names = _names(header)
    types = _parquet_types(path) if is_parquet(path) else {}
    declared = {name: {"from": text, "type": types.get(text, "text")} for name, text in zip(names, header, strict=True)}
    source = _source(file, declared, stated)
    guesses = {name: _Guess(spec, types.get(spec.header)) for name, spec in source.columns.items()}
    rows = 0
    for row in islice(_rows(file, source), 1, ROWS + 1):
        rows += 1
        for one, text in zip(guesses.values(), row.fields, strict=True):
            one.take(text)
    return "\n".join(_entry(file, guesses, stated, doubt, rows)) + "\n"


# ---------------------------------------------------------------- the file


def _encoding(path: Path) -> tuple[str, str]:
    """The encoding, and what is doubtful about it."""
    if not is_csv(path) or path.name.endswith(".gz"):
        return "utf-8", ""
    with path.open("rb") as file:
        start = file.read(1 << 20)
    if start.startswith(UTF16_MARKS):
        return "utf-16", ""
    try:
        start.decode()
    except UnicodeDecodeError as found:
        if found.end < len(start) - 4:
            return "windows-1252", "it is not UTF-8; windows-1252 and latin-1 look alike"
    return "utf-8", ""


def _delimiter(file: File, encoding: str) -> str:
    """The one that cuts the first lines into the most fields of the same number."""

    def fields(delimiter: str) -> int:
        rows = list(islice(_rows(file, _source(file, _ANY, {"encoding": encoding, "delimiter": delimiter})), 50))
        widths = {len(row.fields) for row in rows}
        return widths.pop() if len(widths) == 1 else 0

    return max(_DELIMITERS, key=lambda delimiter: _or_zero(lambda: fields(delimiter)))


def _or_zero(count: object) -> int:
    try:
        return count()  # type: ignore[operator,no-any-return]
    except SlaError:
        return 0


_ANY: Mapping[str, Mapping[str, str]] = {"any": {"from": "any", "type": "text"}}


def _source(file: File, columns: Mapping[str, object], stated: Mapping[str, object]) -> Source:
    given = {"path": file.shown, "key": next(iter(columns)), "as_of": "2000-01-01", "columns": columns, **stated}
    return Source.model_validate(given)


def _rows(file: File, source: Source) -> Iterator[Record]:
    try:
        for row in rows_of(file, source, source.columns):
            if isinstance(row, Broken):
                raise SlaError(row.message, where=Place(file.shown, row.line), hint=row.hint, code=row.code)
            yield row
    except Undecodable as found:
        broken = found.broken
        raise SlaError(
            broken.message, where=Place(file.shown, broken.line), hint=broken.hint, code=broken.code
        ) from None


def _header(file: File, stated: Mapping[str, object]) -> tuple[str, ...]:
    header: tuple[str, ...]
    if is_parquet(file.path):
        header = tuple(_parquet_types(file.path))
    else:
        header = next(_rows(file, _source(file, _ANY, stated))).fields
    if not all(text.strip() and may_be_shown(text) for text in header) or len(set(header)) < len(header):
        hint = "every column needs a name of its own; is there a title above the header?"
        raise SlaError("the first line is no header", where=Place(file.shown, 1), hint=hint, code="SLA-F037")
    return header


def _parquet_types(path: Path) -> dict[str, str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
    except (pa.ArrowInvalid, OSError):
        raise SlaError("the export is a damaged Parquet file", where=Place(path.name), code="SLA-F048") from None
    kinds = {"bool": "boolean", "date32[day]": "date", "float": "number", "double": "number"}
    found = {}
    for name, kind in zip(schema.names, map(str, schema.types), strict=True):
        prefixes = {"int": "integer", "uint": "integer", "timestamp": "instant", "decimal128": "money"}
        by_prefix = next((ours for prefix, ours in prefixes.items() if kind.startswith(prefix)), "text")
        found[name] = kinds.get(kind, by_prefix)
    return found


# ---------------------------------------------------------------- columns


def _names(header: Sequence[str]) -> list[str]:
    """A short name of its own for each header, as columns of a source have them."""
    names: list[str] = []
    for number, text in enumerate(header, start=1):
        name = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")[:40].strip("_")
        if not re.match("[a-z]", name):
            name = f"column_{number}"
        names.append(name if name not in names else f"{name}_{number}")
    return names


_ISO = ("boolean", "integer", "number", "percent", "date", "instant")


@dataclass
class _Guess:
    """One column: which types and formats fit all cells so far."""

    spec: ColumnSpec
    known_type: str | None
    fitting: list[ColumnSpec] = field(default_factory=list)
    rows: int = 0
    filled: int = 0
    texts: set[str] = field(default_factory=set)
    has_naive: bool = False
    has_mail: bool = False

    def __post_init__(self) -> None:
        header = self.spec.header
        formats = [("date", day) for day in DAYS] + [("instant", day + time) for day in DAYS for time in TIMES]
        candidates = [(kind, None) for kind in _ISO] + formats
        self.fitting = [
            ColumnSpec.model_validate({"from": header, "type": kind, **({"format": form} if form else {})})
            for kind, form in candidates
        ]

    def take(self, text: str) -> None:
        """Hold what is left against one more cell."""
        self.rows += 1
        if not text.strip():
            return
        self.filled += 1
        if text in self.texts:
            return
        self.texts.add(text)
        self.has_mail = self.has_mail or "@" in text
        self.fitting = [spec for spec in self.fitting if self._fits(text, spec)]

    def _fits(self, text: str, spec: ColumnSpec) -> bool:
        try:
            read_cell(text, spec, timezone_key="UTC")
        except Unreadable:
            return False
        if spec.type == "instant" and is_naive(text, spec):
            self.has_naive = True
        return True

    @property
    def is_key(self) -> bool:
        """Whether every cell is filled and different from the others."""
        return self.rows > 0 and len(self.texts) == self.filled == self.rows

    @property
    def is_personal(self) -> bool:
        """Whether header or cells look as if they were about people."""
        header = self.spec.header
        return self.has_mail or bool(_PERSONAL.search(header) and not _NOT_PERSONAL.search(header))

    def found(self) -> ColumnSpec:
        """The narrowest type that fits; text where none does, or where there is nothing to see."""
        is_identifier = re.search(r"(^|[ _-])id$", self.spec.header, re.IGNORECASE) is not None
        if is_identifier and self.known_type in (None, "text", "integer"):
            # Whole numbers fit many identifiers, until one begins with a zero.
            return self.spec.model_copy(update={"type": "text"})
        if self.known_type:
            return self.spec
        if not self.fitting or not self.filled or (self.texts <= {"0", "1"} and self.fitting[0].type == "boolean"):
            return next((spec for spec in self.fitting[1:2] if self.filled), self.spec)
        return self.fitting[0]

    def doubt(self) -> str:
        """What a person has to decide about the column."""
        if not self.filled:
            return "it is empty in every row"
        found = self.found()
        if self.known_type or found.type == "text":
            return ""
        if self.texts <= {"0", "1"}:
            return "or boolean: it holds 0 and 1 only"
        others = [f'"{spec.format}"' for spec in self.fitting if spec.type == found.type and spec is not found]
        if found.format and others:
            return f"or {' or '.join(others)}: all fit"
        return ""


# ---------------------------------------------------------------- the entry


def _entry(
    file: File, guesses: Mapping[str, _Guess], stated: Mapping[str, object], doubt: str, rows: int
) -> Iterator[str]:
    personal = [one.spec.header for one in guesses.values() if one.is_personal]
    columns = {name: one for name, one in guesses.items() if not one.is_personal}
    specs = {name: one.found() for name, one in columns.items()}
    name = re.sub("[^a-z0-9]+", "-", file.path.name.split(".")[0].lower()).strip("-")
    yield f"# Guessed from {rows:,} rows of {file.shown}."
    yield f"{name if name[:1].isalpha() else 'export'}:"
    yield f"  path: {_quoted(f'exports/{file.shown}')}  # decide: where below data/ it will be; * for what changes"
    if stated["encoding"] != "utf-8":
        yield f"  encoding: {stated['encoding']}" + (f"  # decide: {doubt}" if doubt else "")
    if stated.get("delimiter", ",") != ",":
        yield f"  delimiter: {json.dumps(stated['delimiter'])}"
    instants = [name for name, spec in specs.items() if spec.type == "instant"]
    if any(columns[name].has_naive for name in instants) or (file.path.name.endswith(PARQUET) and instants):
        yield "  timezone: UTC  # decide: whose clock wrote the instants that name no offset?"
    yield from _key(columns)
    yield from _as_of(specs, instants)
    yield "  columns:"
    for name, spec in specs.items():
        shown = f", format: {_quoted(spec.format)}" if spec.format else ""
        currency = ", currency: EUR" if spec.type == "money" else ""
        doubts = columns[name].doubt() or ("the currency" if currency else "")
        yield f"    {name}: {{from: {_quoted(spec.header)}, type: {spec.type}{shown}{currency}}}" + (
            f"  # decide: {doubts}" if doubts else ""
        )
    if personal:
        yield f"  personal: [{', '.join(map(_quoted, personal))}]  # decide: are these all columns about people?"


def _key(columns: Mapping[str, _Guess]) -> Iterator[str]:
    keys = [name for name, one in columns.items() if one.is_key]
    keys.sort(key=lambda name: re.search(r"(^|_)id$", name) is None)
    if not keys:
        yield f"  key: {next(iter(columns))}  # decide: no column is filled and different in every row"
    elif len(keys) > 1:
        yield f"  key: {keys[0]}  # decide: or {', '.join(keys[1:6])}"
    else:
        yield f"  key: {keys[0]}"


def _as_of(specs: Mapping[str, ColumnSpec], instants: Sequence[str]) -> Iterator[str]:
    chosen = [name for name in instants if _CHANGES.search(name)] or list(instants)
    if chosen:
        yield f"  as_of: {{newest_of: [{', '.join(chosen)}]}}  # decide: which of these always moves on?"
    else:
        yield '  as_of: {filename: "%Y-%m-%d"}  # decide: no column says up to when the export speaks'


def _quoted(text: str) -> str:
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9 _/.-]*[A-Za-z0-9]", text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)


_WORDS = {"yes", "no", "true", "false", "null", "on", "off"}
