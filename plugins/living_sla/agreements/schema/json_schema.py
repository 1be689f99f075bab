"""JSON Schemas (draft 2020-12) of the files that people write, for editors that check while one types."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from living_sla.agreements.schema.field_words import FIELD_WORDS, words_for
from living_sla.agreements.schema.presentation import HIDEABLE, PRESENTATION_KEYS
from living_sla.model.agreement.source import Sources
from living_sla.model.agreement.terms import Terms
from living_sla.model.reviews.minutes_fields import MinutesFields

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
AGREEMENT_SCHEMA = "agreement.schema.json"
"""The file at the top of a project in which editors find the schema of agreements."""
MODELINE = f"# yaml-language-server: $schema=../{AGREEMENT_SCHEMA}"
"""The first line of a front matter, by which they find it."""


class EditorSchema(GenerateJsonSchema):
    """Tells no default that JSON does not know: "every record" is said by leaving the condition out."""

    ignored_warning_kinds = GenerateJsonSchema.ignored_warning_kinds | {"non-serializable-default"}


def agreement_schema() -> Schema:
    """The front matter of an agreement: its terms and the keys of its presentation."""
    schema = _described(TypeAdapter(Terms).json_schema(by_alias=True, schema_generator=EditorSchema), "Terms")
    # The id is the file's name where it is left out.
    schema["required"] = [name for name in schema["required"] if name != "id"]
    schema["properties"] |= _presentation()
    return {"$schema": DIALECT, **schema, "title": "Agreement"}


def schema_text(schema: Schema) -> str:
    """The schema as the text of a file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def sources_schema() -> Schema:
    """`data/sources.yml`: sources by name."""
    schema = _described(TypeAdapter(Sources).json_schema(by_alias=True, schema_generator=EditorSchema), "")
    return {"$schema": DIALECT, **schema, "title": "Sources"}


def minutes_schema() -> Schema:
    """The front matter of the minutes of a review."""
    schema = _described(
        TypeAdapter(MinutesFields).json_schema(by_alias=True, schema_generator=EditorSchema), "MinutesFields"
    )
    for told in schema["properties"].values():
        told |= _or_nothing(told)
    return {"$schema": DIALECT, **schema, "title": "Minutes"}


def _or_nothing(told: Schema) -> Schema:
    """A field that may be there and empty: nobody has filled it in yet."""
    return {"type": [told["type"], "null"]} if "type" in told else {}


def _described(schema: Schema, root: str) -> Schema:
    """The schema with words at every field; what the model says about its own classes stays."""
    for name, part in (*schema.get("$defs", {}).items(), (root, schema)):
        for field, told in part.get("properties", {}).items():
            found = _words(name, field)
            if found is not None:
                told["description"] = f"{found.means} Example: {found.example}"
            if "patternProperties" in told:
                told["additionalProperties"] = False  # a name that is no name is a mistake, not a surprise
    return schema


def _words(part: str, field: str) -> Any:
    if part in ("Average", "Median", "PercentileOf"):
        return words_for("Statistic", field)
    return words_for(part, field)


def _presentation() -> Schema:
    lists = {"type": "array", "items": {"type": "string"}}
    kinds: Schema = {
        "tags": lists,
        "icon": {"type": "string", "pattern": "^[a-z0-9]+(/[a-z0-9-]+)+$"},
        "hide": {"type": "array", "items": {"enum": list(HIDEABLE)}},
        "description": {"type": "string"},
    }
    return {key: {**kinds[key], "description": f"{FIELD_WORDS[key].means} Not a term."} for key in PRESENTATION_KEYS}
