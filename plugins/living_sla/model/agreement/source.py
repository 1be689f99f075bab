"""What is declared about an export before it is opened: `data/sources.yml`, one `Source` an entry."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple
from urllib.parse import quote

from pydantic import Field

from living_sla.fault import Fault
from living_sla.model.agreement.encodings import ENCODINGS, parse_encoding
from living_sla.model.agreement.scalars import ColumnName, Duration, Part, Share, Slug, Spelled, Words, Zone
from living_sla.model.notation import several_in
from living_sla.model.time import moment
from living_sla.unreadable import Unreadable

ColumnType = Literal["text", "integer", "number", "money", "percent", "boolean", "date", "instant", "duration"]


Engine = Literal["spark", "dask"]
Stored = Literal["parquet", "csv", "orc", "table"]

Profile = Literal["plain", "hubspot", "salesforce-report", "salesforce-data-export", "pipedrive", "dynamics", "zoho"]


class Marks(NamedTuple):
    """What stands in the numbers of an export."""

    decimal: str = "."
    thousands: str | None = None
    """None: nothing between thousands, as far as anybody has said. ``none``: somebody has said so."""


def _read_texts(raw: object, what: str, hint: str) -> tuple[str, ...]:
    """One text or several; raises `Unreadable` with these words for anything else."""
    found = [raw] if isinstance(raw, str) else raw
    if not isinstance(found, list | tuple) or not all(isinstance(one, str) and one.strip() for one in found):
        raise Unreadable(what, hint, code=Fault.INVALID_VALUE)
    return tuple(found)


def _read_formats(raw: object) -> tuple[str, ...]:
    hint = 'write "%d/%m/%Y %H:%M", or a list of them: [iso, "%d/%m/%Y %H:%M"]'
    found = _read_texts(raw, "this does not say how dates are written", hint)
    if len(set(found)) < len(found):
        raise Unreadable("a format stands here twice", "keep one of the two", code=Fault.INVALID_VALUE)
    return found


def _read_headers(raw: object) -> tuple[str, ...]:
    found = _read_texts(raw, "this names no column of the file", "write its header, for example from: Record ID")
    if len(found) not in (1, 2) or len(set(found)) < len(found):
        hint = "write one header, or those of the day and of the time: from: [Date, Time]"
        raise Unreadable(f"{len(found)} columns make no column", hint, code=Fault.INVALID_VALUE)
    return tuple(one.strip() for one in found)


def _read_separator(raw: object) -> str:
    if not isinstance(raw, str) or not re.fullmatch(r"\W{1,3}", raw):
        hint = 'write the mark, in quotes and without letters or digits: values_separator: ";"'
        raise Unreadable("this does not stand between two values of a cell", hint, code=Fault.INVALID_VALUE)
    return raw


_FORMAT = {"type": "string", "minLength": 1}
Headers = Annotated[
    tuple[str, ...],
    Spelled(
        _read_headers,
        lambda headers: headers[0] if len(headers) == 1 else list(headers),
        {"anyOf": [_FORMAT, {"type": "array", "items": _FORMAT, "minItems": 2, "maxItems": 2}], "title": "Header"},
    ),
]
Separator = Annotated[
    str,
    Spelled(_read_separator, None, {"type": "string", "minLength": 1, "maxLength": 3, "title": "Separator"}),
]
Formats = Annotated[
    tuple[str, ...],
    Spelled(
        _read_formats,
        lambda formats: formats[0] if len(formats) == 1 else list(formats),
        {"anyOf": [_FORMAT, {"type": "array", "items": _FORMAT, "minItems": 1}], "title": "Format"},
    ),
]


def day_comes_first(format: str) -> bool | None:
    """Whether the day stands before the month, where both are numbers and the year does not lead; else None."""
    order = [letter for letter in re.findall("%([a-zA-Z])", format) if letter in "Yymd"]
    if "m" not in order or "d" not in order or order[0] in "Yy":
        return None
    return order.index("d") < order.index("m")


class ColumnSpec(Part):
    """One column that the product may read: its header in the file and the type that every cell must have."""

    # The texts are also those of `docs/reference/fields.md`, behind the words of `field_words.py`.

    headers: Headers = Field(alias="from")
    """Letter by letter. Of an instant also two of them: `[Date, Time]`; `format` is then that of both with a space
    between them."""
    type: ColumnType
    """[What the cells of each hold](sources.md#the-types-of-a-column)."""
    label: Words | None = None
    """In sentences, on pages, in `sla explain`. Write it as it stands in the middle of a sentence (`first contact`,
    `MQL`). It is no term: it changes no digest and asks for no signature. Whoever edits files sees names: `sla
    changes`, `sla check`, JSON and the columns read below the figures."""
    formats: Formats = Field(default=(), alias="format")
    """Left out: ISO 8601. [Formats](sources.md#formats)."""
    timezone: Zone | None = None
    """Left out: the zone of the source."""
    values: tuple[Words, ...] = ()
    """Left out: a text column may hold anything."""
    values_separator: Separator | None = None
    """Up to three characters that are no letters: `";"` for the check-boxes of HubSpot (`Trucks;Vans`) and Salesforce,
    `","`, `" "`, `"\\n"`. Spaces around a value do not count, `values` lists the values one by one, and
    [conditions](agreement-format.md#words) say `{products: includes Trucks}`; `{products: Trucks}` means the whole
    cell, and a warning tells where others hold it beside more (`whole-cell`). A list of JSON is such a cell."""
    empty: tuple[Words, ...] = ()
    """Besides the empty cell. There is no list by default, and `NA` in a column of numbers is an error."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None

    @property
    def header(self) -> str:
        """Its header as messages name it."""
        return " and ".join(self.headers)

    def parts(self, name: str) -> tuple[str, ...]:
        """A name for each column of the file that it is read from, where it is called `name` itself."""
        return (name, f"{name} time")[: len(self.headers)]


def is_listed(text: str, spec: ColumnSpec) -> bool:
    """Whether a text column that lists its `values` may hold this text: one of them, or several where it says so."""
    return all(value in spec.values for value in several_in(text, spec.values_separator))


class NewestOf(Part):
    """The export's as-of is the latest instant found in these columns."""

    newest_of: tuple[ColumnName, ...] = Field(min_length=1)


class InFileName(Part):
    """The export's as-of is the instant that its file name holds, in strptime's letters."""

    filename: Words


def _read_as_of(raw: object) -> object:
    if isinstance(raw, str):
        return moment.parse_moment(raw)
    if isinstance(raw, dict) and set(raw) == {"newest_of"}:
        return NewestOf.model_validate(raw)
    if isinstance(raw, dict) and set(raw) == {"filename"}:
        return InFileName.model_validate(raw)
    if isinstance(raw, datetime | NewestOf | InFileName):
        return raw
    hint = 'write {newest_of: [modified_at]}, {filename: "%Y-%m-%d"} or 2026-10-31T18:00'
    raise Unreadable("this does not state the export's as-of", hint)


def _spell_as_of(at: datetime | NewestOf | InFileName) -> object:
    return moment.spelled(at) if isinstance(at, datetime) else at.model_dump(mode="json")


def _one_key(key: str, schema: dict[str, object]) -> dict[str, object]:
    """JSON Schema of a mapping of just that key; asking the class would build its validator on every import."""
    return {"type": "object", "properties": {key: schema}, "required": [key], "additionalProperties": False}


AsOf = Annotated[
    datetime | NewestOf | InFileName,
    Spelled(
        _read_as_of,
        _spell_as_of,
        {
            "title": "As-of",
            "anyOf": [
                {"type": "string"},
                _one_key("newest_of", {"type": "array", "items": {"type": "string"}, "minItems": 1}),
                _one_key("filename", {"type": "string"}),
            ],
        },
    ),
]


class MaxAge(Part):
    """How old an export may be when the site is built, measured from its as-of."""

    warn: Duration | None = None
    """Left out: a week, or a day where a commitment is judged by the day. At most ten years, and not above `fail`."""
    fail: Duration | None = None
    """Open periods of an older one have no verdict. At most ten years."""


EncodingName = Annotated[
    str,
    Spelled(parse_encoding, None, {"type": "string", "enum": list(ENCODINGS), "title": "Encoding"}),
]


def _read_skipped(raw: object) -> int:
    number = int(raw) if isinstance(raw, str) and re.fullmatch("[0-9]{1,3}", raw) else raw
    if not isinstance(number, int) or not 0 <= number <= _MOST_SKIPPED:
        hint = "write how many lines stand before the header, for example skip_lines: 2"
        raise Unreadable(f"this is not a number of lines from 0 to {_MOST_SKIPPED}", hint, code=Fault.INVALID_VALUE)
    return number


_MOST_SKIPPED = 100
SkippedLines = Annotated[
    int,
    Spelled(_read_skipped, None, {"type": "integer", "minimum": 0, "maximum": _MOST_SKIPPED, "title": "Lines"}),
]


class NewestBy(Part):
    """Of rows with the same key, the one with the latest instant in this column counts."""

    newest_by: ColumnName


class Source(Part):
    """One export: where it is, how it is written, which columns may be read, and its as-of."""

    # The texts are also those of `docs/reference/fields.md`, behind the words of `field_words.py`.

    path: Words
    """A ``*`` may stand in the file's name, not in a folder's. No link, device or address of the web. The ending of the
    name says how it is read: `.csv`, `.tsv`, `.txt`, `.jsonl` or `.ndjson`, each also with `.gz`, `.parquet` or
    `.xlsx`."""
    engine: Engine | None = None
    """Left out: this machine. [Beyond one machine](engines.md)."""
    stored: Stored | None = None
    """Left out: the ending of the path says it."""
    combine: Literal["newest", "rows"] = "newest"
    """With `rows`, a record may be in one file only. [Which is the newest](sources.md#the-as-of-of-an-export)."""
    profile: Profile = "plain"
    """What it fills in: [Profiles](sources.md#profiles)."""
    delimiter: Literal[",", ";", "\t", "|"] = ","
    decimal: Literal[".", ","] = "."
    thousands: Literal[".", ",", " ", "'", "none"] | None = None
    """A space may also be one that does not break. Left out: nothing, and a column of which every mark could be one is
    refused. [Marks in numbers](sources.md#marks-in-numbers)."""
    encoding: EncodingName = "utf-8"
    """`utf-8`, with or without a byte-order mark; `utf-16`, with one; every code page of one byte that Python names
    (`windows-1250` to `windows-1258`, `latin-1`, `iso8859-2` …, `cp437`, `cp850` …, `koi8-r`, `mac-roman`, EBCDIC as
    `cp037`); `shift_jis`, `cp932`, `euc_jp`, `gb18030`, `gbk`, `big5`, `cp950`, `euc_kr`, `cp949`. Python's other names
    for them will do (`cp1252`, `sjis`). A file that is UTF-8 and declared as something else is refused."""
    skip_lines: SkippedLines = 0
    """Lines of a text or rows of a sheet: a title, the name of a filter."""
    absent: Literal["refuse", "empty"] = "refuse"
    """With `empty`, it is an empty cell."""
    sheet: Words | None = None
    """Left out: the only one that is not hidden."""
    timezone: Zone | None = None
    """Left out: such instants are refused."""
    key: ColumnName
    """Never blank, without spaces around it."""
    duplicates: Literal["refuse"] | NewestBy = "refuse"
    """Of rows with the same key, the one with the latest instant in the column counts; of equal ones the last. How many
    were dropped is shown."""
    as_of: AsOf
    """The latest instant that it knows of: [the as-of](sources.md#the-as-of-of-an-export)."""
    max_age: MaxAge = MaxAge.model_construct()
    """Measured from the as-of to the time of the build; a business day is a day here."""
    max_unusable: Share = Decimal("0.01")
    """With more, the period has no figure."""
    clock_skew: Duration | None = None
    """Up to an hour: an end that is earlier than its start by no more counts as at its start, and is counted."""
    columns: dict[ColumnName, ColumnSpec] = Field(min_length=1)
    """A name of your own for each."""
    personal: tuple[Words, ...] = ()
    """They may not be declared as columns. One question alone reads them: whether [a review](how-to/freeze-a-review.md)
    that is about to be frozen names anybody."""
    exported_by: Words | None = None
    view: Words | None = None
    owner: ColumnName | None = None
    """Only `sla worklist` reads it; no figure, no page and no message says what it holds."""
    link: Words | None = None
    """`https://`, or `http://`, a host, and the key's column in braces, once."""

    @property
    def origin(self) -> str:
        """Who exports it and from which view, for people; empty where nobody says."""
        said = (("exported by", self.exported_by), ("view:", self.view))
        return ", ".join(f"{what} {who}" for what, who in said if who)

    @property
    def marks(self) -> Marks:
        """What stands in its numbers."""
        return Marks(self.decimal, self.thousands)

    def link_to(self, key: str) -> str | None:
        """The address of the record with that key, percent-encoded, or None where none is declared."""
        if self.link is None:
            return None
        return re.sub(r"\{[a-z0-9_]+\}", quote(key, safe=""), self.link)


Sources = dict[Slug, Source]
