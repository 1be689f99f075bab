"""`docs/reference/documents.md`: every document for machines, from its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from living_sla.documents.schemas import DOCUMENTS, document_schema
from tools.reference.markdown import heading, index, page, term

Schema = dict[str, Any]
_ABOUT = """\
With `--format json` verbs write one JSON document. Its `schema` names the format and its number, which changes when a
field changes what it means or goes; a new field may come without a word, so pass over what you do not know.
`sla schema NAME` prints the JSON Schema (draft 2020-12) of each. An instant is ISO 8601 with its offset. In CSV and
in the [Python API](../python.md) the fields have the same names."""
_TYPES: dict[str, str] = {"string": "text", "integer": "whole number", "boolean": "true or false"}


def text() -> str:
    """The page."""
    return page("Documents for machines", _ABOUT, index((f"`{name}`", name) for name in DOCUMENTS), *_documents())


def _documents() -> Iterator[str]:
    for name in DOCUMENTS:
        schema: Schema = json.loads(document_schema(name))
        yield heading(2, schema["title"], name)
        version = schema["properties"].pop("schema")["const"]
        yield f"{schema['description']} Its `schema` is `{version}`; `sla schema {name}` prints the JSON Schema."
        yield from _entries(schema, name, name)
        for part, told in schema.get("$defs", {}).items():
            yield heading(3, f"{part.capitalize()}, in {schema['title'].lower()}", f"{name}-of-{part}")
            yield told["description"]
            yield from _entries(told, name, f"{name}-of-{part}")


def _entries(part: Schema, document: str, anchor: str) -> Iterator[str]:
    for path, says in _fields(part, document, ""):
        told = path.replace("[]", "").replace(".", "-").replace("_", "-")
        yield term(f"`{path}`{{ #{anchor}-{told} }}", says)


def _fields(part: Schema, document: str, above: str) -> Iterator[tuple[str, str]]:
    """Each field with its path: ``versions[].in_force.start``. Parts that stand in several places are told once."""
    for name, told in part["properties"].items():
        path, required = f"{above}{name}", name in part["required"]
        kind = f"{_kind(told, document)}{'' if required else '; not always there'}"
        yield path, f"{told.get('description', '')} *({kind})*".lstrip()
        inner, dots = (told["items"], "[].") if told.get("type") == "array" else (told, ".")
        if "properties" in inner:
            yield from _fields(inner, document, f"{path}{dots}")


def _kind(told: Schema, document: str) -> str:
    if "anyOf" in told:
        return " or ".join(_kind(one, document) for one in told["anyOf"])
    if "$ref" in told:
        part = told["$ref"].rpartition("/")[2]
        return f"[{part}](#{document}-of-{part})"
    if "enum" in told:
        return f"one of {', '.join('null' if value is None else f'`{value}`' for value in told['enum'])}"
    if told.get("type") == "array":
        return f"list; each {_kind(told['items'], document)}"
    kinds: list[str] = told["type"] if isinstance(told["type"], list) else [told["type"]]
    return " or ".join(_TYPES.get(kind) or kind for kind in kinds)
