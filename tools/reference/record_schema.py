"""The JSON Schema of the record of a review, from the classes that it is made of.

``python -m tools.reference.record_schema`` writes it.

The file is `documents/schemas/snapshot.schema.json`; `make schemas` calls this.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

import living_sla.documents.schemas
from living_sla.model.reviews.record import ReviewRecord
from living_sla.reviews.folder.record_file import SCHEMA
from tools.reference.texts import below, paragraphs

FILE = Path(living_sla.documents.schemas.__path__[0]) / "snapshot.schema.json"
_ABOUT = (
    "What `snapshot.json` of a review holds: everything that was known of its period on the day it was frozen. It is "
    "canonical JSON (RFC 8785); what stands at its default is left out."
)
_CALLED = {"Attainment": "figure", "SealedReview": "review", "Restated": "restated", "PeriodDurations": "histogram"}
_SAID = {
    "id": "Its name.",
    "title": "What it is called.",
    "name": "As `sources.yml` calls it.",
    "agreement": "The id of the agreement.",
    "commitment": "The id of the commitment.",
    "commitments": "Those that were judged in the period, in the order of the terms.",
    "sentence": "In words, as pages said it.",
    "series": "Its own periods.",
    "path": "Relative to the project.",
    "sha256": "The SHA-256 of its bytes.",
    "bytes": "How many bytes it has.",
    "files": "As they were read.",
    "rows": "Rows read, duplicates included.",
    "met": "Records that met what was promised.",
    "missed": "Records that did not.",
    "excluded": "Records that an exception leaves out.",
    "first_on": "Its first day.",
    "end_on": "The day after its last.",
    "kind": "What kind it is.",
    "label": "What it is called: `2026-Q3`, `2026-07`.",
    "start": "When it begins, in UTC.",
    "end": "When it ends, in UTC.",
    "direction": "Which way it goes.",
    "amount": "The number; of a share from 0 to 1.",
    "unit": "What is counted.",
    "business": "Whether it counts covered time only.",
    "digest": "The digest of its terms.",
    "number": "Of the version.",
    "version": "The version of the terms.",
    "basis": "What the terms rested on.",
    "source": "The export that it is made of.",
    "as_of": "The instant up to which it speaks, in UTC.",
    "party": "The key of the party.",
    "owner": "Who answers for it.",
    "points": "Of how many periods it is made.",
    "upper": "What pending records can make of the value at most.",
    "reason": "Why, in words.",
    "restates": "The review that it corrects, and why; null where it corrects none.",
    "review": "By its name and its seal.",
    "fiscal_year_start": "The month in which fiscal years begin, 1 to 12.",
    "releases": "What the figures were computed with.",
    "sources": "The exports that the figures are made of.",
    "actions": "Those that were open in the minutes of the review before.",
    "exceptions": "Those that touch the period.",
    "proposals": "Versions that were not in force when it was frozen.",
    "consequences": "Those that the verdicts set off.",
    "timezone": "The zone in which its periods begin.",
    "what": "What is to be done.",
    "due": "By when; null where nobody said it.",
    "done": "On which day it was done; null while it is open.",
    "do": "What follows.",
    "effective": "The day from which it asks to hold.",
    "changes": "Against the version before.",
    "landed": "When it came to the main line.",
    "on": "The day on which the signer says to have signed.",
    "level": "How far it could be believed: 0 claimed, 1 own commit, 2 forge-attested, 3 verified.",
    "counted": "Whether it counted.",
    "zones": "Library and release of the time zones.",
    "exported_by": "Who exported it, where the source says so.",
    "view": "Which view it is an export of, where the source says so.",
    "to": "The key of the party that it is owed to; null for all.",
    "usual": "Where its figures usually lay; null for fewer than six periods that count alike.",
    "variation": "Whether the last figure was news.",
    "assurance": "Whether its target could be kept by going on as before.",
    "durations": "How long its records took; null where that is not told of them.",
    "pooled_segments": "The same by segment, as far as they may be shown.",
    "before_segments": "The same by segment, as far as they may be shown.",
    "family": "Of what kind its figure is.",
    "period": "The period that it is about.",
    "scale": "On what durations are counted.",
    "periods": "Its periods.",
    "lower": "What pending records can make of the value at least.",
    "room": "What the rest of an open period can still take.",
    "pace": "How far a volume should have been by the as-of.",
    "low": "Its lower limit.",
    "high": "Its upper limit.",
    "centre": "The mean.",
    "counts": "How many records there are.",
    "pending": "Records that were open.",
    "unusable": "Records that could not be judged.",
    "days_left": "Covered days that were left.",
    "signoffs": "Those that name exactly its digest, counted or not.",
    "measure": "What kind of figure it has.",
    "needed": "How much more reaches the target.",
}


def text() -> str:
    """The schema as JSON."""
    parts: dict[str, Any] = {}
    whole = _object(ReviewRecord, parts)
    properties = {"schema": {"const": SCHEMA, "description": "The name of this format."}, **whole["properties"]}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Record of a review",
        "type": "object",
        "description": _ABOUT,
        "properties": properties,
        "required": ["schema", *whole["required"]],
        "additionalProperties": False,
        "$defs": dict(sorted(parts.items())),
    }
    return f"{json.dumps(schema, indent=1, ensure_ascii=False)}\n"


def _object(of: type, parts: dict[str, Any]) -> dict[str, Any]:
    hints, told = get_type_hints(of), below(of)
    written = [field for field in fields(of) if field.name not in ("misses", "by_period", "otherwise")]
    return {
        "type": "object",
        "description": " ".join(paragraphs(of.__doc__ or "")[:1]),
        "properties": {
            field.name: {
                **_value(hints[field.name], parts),
                "description": _description(field.name, told),
            }
            for field in written
        },
        "required": [field.name for field in written if field.required],
        "additionalProperties": False,
    }


def _description(name: str, told: Mapping[str, str]) -> str:
    found = paragraphs(told[name])[0] if name in told else _SAID.get(name, name.replace("_", " ").capitalize() + ".")
    return re.sub(r"\bNone\b", "null", found.replace("``", "`"))


def _value(of: Any, parts: dict[str, Any]) -> dict[str, Any]:
    origin, inner = get_origin(of), get_args(of)
    if origin in (Union, types.UnionType):
        return _optional(*(_value(one, parts) for one in inner if one is not type(None)))
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is tuple:
        return {"type": "array", "items": _value(inner[0], parts)}
    if origin is not None:
        return {"type": "object", "additionalProperties": _value(inner[1], parts)}
    if issubclass(of, Struct):
        name = _name(of)
        if name not in parts:
            parts[name] = {}  # a figure may have parts, which are figures
            parts[name] = _object(of, parts)
        return {"$ref": f"#/$defs/{name}"}
    if issubclass(of, Enum):
        return {"enum": [one.value for one in of]}
    return dict(_PLAIN[of])


_PLAIN: dict[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Fraction: {"type": "string", "pattern": r"^-?\d+(/\d+)?$"},
    Decimal: {"type": "string", "pattern": r"^-?\d+(\.\d+)?(E[+-]?\d+)?$"},
    datetime: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$"},
    date: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    timedelta: {"type": "string", "pattern": "^P"},
}


def _optional(told: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [told, {"type": "null"}]}


def _name(of: type) -> str:
    return _CALLED.get(of.__name__) or "-".join(_words(of.__name__.removeprefix("Frozen")))


def _words(name: str) -> Iterator[str]:
    start = 0
    for at, letter in enumerate(name):
        if letter.isupper() and at:
            yield name[start:at].lower()
            start = at
    yield name[start:].lower()


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
