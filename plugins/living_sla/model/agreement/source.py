"""What is declared about an export before it is opened: `data/sources.yml`, one `Source` an entry."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple
from urllib.parse import quote

from pydantic import Field

from living_sla.errors import Fault, Unreadable
from living_sla.model.agreement.encodings import ENCODINGS, parse_encoding
from living_sla.model.agreement.scalars import ColumnName, Duration, Part, Share, Slug, Spelled, Words, Zone
from living_sla.model.notation import several_in
from living_sla.model.time import moment

ColumnType = Literal["text", "integer", "number", "money", "percent", "boolean", "date", "instant", "duration"]


Engine = Literal["spark", "dask"]
Stored = Literal["parquet", "csv", "orc", "table"]

Profile = Literal["plain", "hubspot", "salesforce-report", "salesforce-data-export", "pipedrive", "dynamics", "zoho"]


class Marks(NamedTuple):
    """What stands in the numbers of an export."""

    decimal: str = "."
    thousands: str | None = None
    """None: nothing between thousands, as far as anybody has said. ``none``: somebody has said so."""


def _read_formats(raw: object) -> tuple[str, ...]:
    found = [raw] if isinstance(raw, str) else raw
    if not isinstance(found, list | tuple) or not all(isinstance(one, str) and one.strip() for one in found):
        hint = 'write "%d/%m/%Y %H:%M", or a list of them: [iso, "%d/%m/%Y %H:%M"]'
        raise Unreadable("this does not say how dates are written", hint, code=Fault.INVALID_VALUE)
    if len(set(found)) < len(found):
        raise Unreadable("a format stands here twice", "keep one of the two", code=Fault.INVALID_VALUE)
    return tuple(found)


def _read_headers(raw: object) -> tuple[str, ...]:
    found = [raw] if isinstance(raw, str) else raw
    if not isinstance(found, list | tuple) or not all(isinstance(one, str) and one.strip() for one in found):
        raise Unreadable(
            "this names no column of the file",
            "write its header, for example from: Record ID",
            code=Fault.INVALID_VALUE,
        )
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

    headers: Headers = Field(alias="from")
    """Its header in the file; of an instant, also two of them: of the day and of the time."""
    type: ColumnType
    label: Words | None = None
    """What readers see instead of its name; no term, and no part of any digest."""
    formats: Formats = Field(default=(), alias="format")
    """How dates, instants and durations are written, in strptime's letters and a few words; none: ISO 8601."""
    timezone: Zone | None = None
    """The zone of naive instants, where it is not the source's."""
    values: tuple[Words, ...] = ()
    """All that a text column may hold. Empty: anything."""
    values_separator: Separator | None = None
    """What stands between the values of a text cell that holds several; spaces around them do not count."""
    empty: tuple[Words, ...] = ()
    """Texts that stand for "nothing" in this column, besides the empty cell."""
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
    fail: Duration | None = None


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

    path: Words
    """Below `data/`, with ``*`` for a part of the file name; with an engine, whatever path or table that can read."""
    engine: Engine | None = None
    """Who reads it, where that is not this machine."""
    stored: Stored | None = None
    """What Spark finds at the path, where its ending does not say it."""
    combine: Literal["newest", "rows"] = "newest"
    """Of several files that match: the newest by name, or the rows of all of them."""
    profile: Profile = "plain"
    """The tool that wrote the file; what it adds stands in `exports/formats/profiles.py`."""
    delimiter: Literal[",", ";", "\t", "|"] = ","
    decimal: Literal[".", ","] = "."
    thousands: Literal[".", ",", " ", "'", "none"] | None = None
    """What stands between thousands; `none`: nothing does. Left out: nothing, and a column of which every mark could
    be one is refused."""
    encoding: EncodingName = "utf-8"
    skip_lines: SkippedLines = 0
    """Lines before the header: a title, the name of a filter."""
    absent: Literal["refuse", "empty"] = "refuse"
    """What a key means that an object of JSON lines does not have."""
    sheet: Words | None = None
    """The sheet of a workbook; required where it has several."""
    timezone: Zone | None = None
    key: ColumnName
    duplicates: Literal["refuse"] | NewestBy = "refuse"
    as_of: AsOf
    max_age: MaxAge = MaxAge()
    max_unusable: Share = Decimal("0.01")
    clock_skew: Duration | None = None
    """By how much the clocks that wrote it may differ: an end that is earlier than its start by no more is at it."""
    columns: dict[ColumnName, ColumnSpec] = Field(min_length=1)
    personal: tuple[Words, ...] = ()
    """Headers of columns about people: never read, never shown, never part of a message."""
    exported_by: Words | None = None
    """Who exports it, a role rather than a person: for the record."""
    view: Words | None = None
    """The report, view or filter that it is exported from: for the record."""
    link: Words | None = None
    """Address of a record in the CRM, with ``{column}`` where its key goes."""

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
