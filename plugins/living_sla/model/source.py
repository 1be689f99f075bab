"""What is declared about an export before it is opened: `data/sources.yml`, one `Source` an entry."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from living_sla.errors import Unreadable
from living_sla.model import quantity
from living_sla.model.scalars import ColumnName, Duration, Part, Share, Slug, Words, Zone

ColumnType = Literal["text", "integer", "number", "money", "percent", "boolean", "date", "instant"]


Engine = Literal["spark", "dask"]
Stored = Literal["parquet", "csv", "orc", "table"]

Profile = Literal["plain", "hubspot", "salesforce-report", "salesforce-data-export", "pipedrive", "dynamics", "zoho"]


class ColumnSpec(Part):
    """One column that the product may read: its header in the file and the type that every cell must have."""

    header: Words = Field(alias="from")
    type: ColumnType
    format: Words | None = None
    """How dates and instants are written, in strptime's letters. None: ISO 8601."""
    timezone: Zone | None = None
    """The zone of naive instants, where it is not the source's."""
    values: tuple[Words, ...] = ()
    """All that a text column may hold. Empty: anything."""
    empty: tuple[Words, ...] = ()
    """Texts that stand for "nothing" in this column, besides the empty cell."""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None


class NewestOf(Part):
    """The export speaks up to the latest instant found in these columns."""

    newest_of: tuple[ColumnName, ...] = Field(min_length=1)


class InFileName(Part):
    """The export speaks up to the instant that its file name holds, in strptime's letters."""

    filename: Words


def _read_as_of(raw: object) -> object:
    if isinstance(raw, str):
        return quantity.parse_moment(raw)
    if isinstance(raw, dict) and set(raw) == {"newest_of"}:
        return NewestOf.model_validate(raw)
    if isinstance(raw, dict) and set(raw) == {"filename"}:
        return InFileName.model_validate(raw)
    if isinstance(raw, datetime | NewestOf | InFileName):
        return raw
    hint = 'write {newest_of: [modified_at]}, {filename: "%Y-%m-%d"} or 2026-10-31T18:00'
    raise Unreadable("this does not say up to when the export speaks", hint)


def _spell_as_of(at: datetime | NewestOf | InFileName) -> object:
    return at.strftime("%Y-%m-%dT%H:%M") if isinstance(at, datetime) else at.model_dump(mode="json")


def _one_key(key: str, schema: dict[str, object]) -> dict[str, object]:
    """JSON Schema of a mapping of just that key; asking the class would build its validator on every import."""
    return {"type": "object", "properties": {key: schema}, "required": [key], "additionalProperties": False}


AsOf = Annotated[
    datetime | NewestOf | InFileName,
    PlainValidator(_read_as_of),
    PlainSerializer(_spell_as_of),
    WithJsonSchema({
        "title": "As-of",
        "anyOf": [
            {"type": "string"},
            _one_key("newest_of", {"type": "array", "items": {"type": "string"}, "minItems": 1}),
            _one_key("filename", {"type": "string"}),
        ],
    }),
]  # fmt: skip


class MaxAge(Part):
    """How old an export may be when the site is built, measured from its as-of."""

    warn: Duration | None = None
    fail: Duration | None = None


class NewestBy(Part):
    """Of rows with the same key, the one with the latest instant in this column counts."""

    newest_by: ColumnName


class Source(Part):
    """One export: where it is, how it is written, which columns may be read, and up to when it speaks."""

    path: Words
    """Below `data/`, with ``*`` for a part of the file name; with an engine, whatever path or table that can read."""
    engine: Engine | None = None
    """Who reads it, where that is not this machine."""
    stored: Stored | None = None
    """What Spark finds at the path, where its ending does not say it."""
    combine: Literal["newest", "rows"] = "newest"
    """Of several files that match: the newest by name, or the rows of all of them."""
    profile: Profile = "plain"
    """The tool that wrote the file; what it adds stands in `exports/profiles.py`."""
    delimiter: Literal[",", ";", "\t", "|"] = ","
    decimal: Literal[".", ","] = "."
    encoding: Literal["utf-8", "utf-16", "windows-1252", "latin-1"] = "utf-8"
    sheet: Words | None = None
    """The sheet of a workbook; required where it has several."""
    timezone: Zone | None = None
    key: ColumnName
    duplicates: Literal["refuse"] | NewestBy = "refuse"
    as_of: AsOf
    max_age: MaxAge = MaxAge()
    max_unusable: Share = Decimal("0.01")
    columns: dict[ColumnName, ColumnSpec] = Field(min_length=1)
    personal: tuple[Words, ...] = ()
    """Headers of columns about people: never read, never shown, never part of a message."""
    link: Words | None = None
    """Address of a record in the CRM, with ``{column}`` where its key goes."""

    def link_to(self, key: str) -> str | None:
        """The address of the record with that key, percent-encoded, or None where none is declared."""
        if self.link is None:
            return None
        from urllib.parse import quote

        return re.sub(r"\{[a-z0-9_]+\}", quote(key, safe=""), self.link)


Sources = dict[Slug, Source]
