"""The schemas are read as an editor reads them: by a small interpreter of the keywords that they use."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from living_sla.agreements.schema.field_words import FIELD_WORDS
from living_sla.agreements.schema.json_schema import agreement_schema, minutes_schema, sources_schema
from living_sla.agreements.signoff_file import SignOffFields
from living_sla.agreements.yaml.nodes import plain
from living_sla.agreements.yaml.strict_yaml import parse
from living_sla.cli.schema import command
from living_sla.model.reviews.signoff import ReviewSignOffFields
from living_sla.words.reviews.minutes import skeleton
from tests.factories.agreements import AGREEMENT, SOURCES, changed
from tests.reviews import examples

KEYWORDS = {
    "$schema", "$defs", "$ref", "type", "properties", "required", "additionalProperties", "items", "anyOf", "oneOf",
    "enum", "const", "pattern", "minItems", "minProperties", "minLength", "maxLength", "minimum", "title",
    "description", "default", "discriminator", "patternProperties", "propertyNames",
}  # fmt: skip
TYPES = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool,
    "null": type(None),
}  # fmt: skip


def accepts(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> bool:
    """Whether the schema accepts the value; knows every keyword that our schemas use, and no other."""
    assert set(schema) <= KEYWORDS, set(schema) - KEYWORDS
    if "$ref" in schema:
        return accepts(root["$defs"][schema["$ref"].rpartition("/")[2]], value, root)
    if "anyOf" in schema and not any(accepts(each, value, root) for each in schema["anyOf"]):
        return False
    if "oneOf" in schema and sum(accepts(each, value, root) for each in schema["oneOf"]) != 1:
        return False
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(isinstance(value, TYPES[kind]) for kind in kinds):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "const" in schema and value != schema["const"]:
        return False
    if isinstance(value, str):
        return bool(re.search(schema.get("pattern", ""), value)) and len(value) <= schema.get("maxLength", len(value))
    if isinstance(value, list):
        return len(value) >= schema.get("minItems", 0) and all(
            accepts(schema.get("items", {}), item, root) for item in value
        )
    return accepts_object(schema, value, root) if isinstance(value, dict) else True


def accepts_object(schema: dict[str, Any], value: dict[str, Any], root: dict[str, Any]) -> bool:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    if not set(schema.get("required", [])) <= set(value) or len(value) < schema.get("minProperties", 0):
        return False
    if not all(accepts(schema.get("propertyNames", {}), key, root) for key in value):
        return False
    named = schema.get("patternProperties", {})
    for key, inner in value.items():
        told = next((told for pattern, told in named.items() if re.search(pattern, key)), known.get(key, others))
        if told is False or (isinstance(told, dict) and not accepts(told, inner, root)):
            return False
    return True


def as_editor(text: str) -> Any:
    """What an editor's YAML gives: as ours, with whole numbers as numbers."""
    return plain(parse(text, path="f.md"))


def accepted(agreement: str) -> bool:
    schema = agreement_schema()
    return accepts(schema, as_editor(agreement.split("---\n")[1]), schema)


def test_the_schema_accepts_an_agreement():
    assert accepted(AGREEMENT)
    assert accepted(changed("id: lead-handoff\n", ""))
    assert accepted(changed("tags: [inbound]", "tags: [a]\nicon: material/handshake\nhide: [toc]\ndescription: x"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("commitments:\n", "comitments:\n"),
        ("title: Inbound", "titel: Inbound"),
        ("limit: 4 business hours", "limits: 4 business hours"),
        ("limit: 4 business hours", "limit: soon"),
        ("kind: within", "kind: withing"),
        ("per: month", "per: monthly"),
        ("effective: 2026-10-01", "effective: 01/10/2026"),
        ("target: at least 95%", "target: 95%"),
        ("covers: [\"Leads from web forms, events and paid campaigns\"]", "covers: Leads"),
        ("tags: [inbound]", "hide: [everything]"),
        ("  sales:\n    team", "  Sales Team:\n    team"),
    ],
)  # fmt: skip
def test_the_schema_refuses_a_typo(old, new):
    assert not accepted(changed(old, new))


def test_the_schema_of_sources_accepts_one_and_refuses_a_typo():
    schema = sources_schema()
    assert accepts(schema, as_editor(SOURCES), schema)
    assert not accepts(schema, as_editor(changed("type: integer", "type: int", SOURCES)), schema)
    assert not accepts(schema, as_editor(changed("columns:", "colums:", SOURCES)), schema)


@pytest.mark.parametrize(
    ("old", "new", "accepted"),
    [
        ("", "", True),
        ("held_on:", "held_at:", False),
        ("due: 2026-09-30", "due: 30/09/2026", False),
        ("    owner:", "    ovner:", False),
        ("decisions: []", "decisions:", True),
        ("lead-handoff/first-contact:", "first-contact:", False),
        ("held_on:", "held_on: 2026-10-14", True),
    ],
)
def test_the_schema_of_minutes_accepts_what_is_to_be_filled_in_and_refuses_a_typo(old, new, accepted):
    written = skeleton(examples.record(), "3f1c" * 16)
    assert old in written
    schema = minutes_schema()
    assert accepts(schema, as_editor(written.replace(old, new, 1).split("---\n")[1]), schema) is accepted


@pytest.mark.parametrize("schema", [agreement_schema(), sources_schema(), minutes_schema()])
def test_every_field_has_words_and_an_example(schema):
    parts = {**schema["$defs"], "": schema}
    fields = {(name, field): told for name, part in parts.items() for field, told in part.get("properties", {}).items()}
    assert [at for at, told in fields.items() if not told.get("description")] == []
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_no_words_are_left_over():
    """Every entry of the table belongs to a field that exists."""
    named = {entry.rpartition(".")[2] for entry in FIELD_WORDS}
    known = [name for schema in (agreement_schema(), sources_schema(), minutes_schema()) for name in properties(schema)]
    of_signoffs = {*SignOffFields.model_fields, *ReviewSignOffFields.model_fields}
    assert named - set(known) - of_signoffs == set()


def properties(schema: Any) -> list[str]:
    """The names of all properties, at any depth."""
    if isinstance(schema, list):
        return [name for each in schema for name in properties(each)]
    if not isinstance(schema, dict):
        return []
    here = list(schema["properties"]) if isinstance(schema.get("properties"), dict) else []
    return here + [name for each in schema.values() for name in properties(each)]


def test_sla_schema_prints_json():
    shown = CliRunner().invoke(command, ["sources"])
    assert json.loads(shown.output) == sources_schema()
    assert json.loads(CliRunner().invoke(command, []).output) == agreement_schema()


@pytest.mark.parametrize("what", ["agreement", "sources", "minutes"])
def test_the_schemas_that_editors_use_are_those_of_this_release(what):
    """`make schemas` writes them again."""
    root = Path(__file__).parents[2]
    printed = CliRunner().invoke(command, [what], catch_exceptions=False).stdout
    assert (root / f"{what}.schema.json").read_text(encoding="utf-8") == printed
