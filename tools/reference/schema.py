"""The parts of the files that people write, and their fields: each as an entry of a reference page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from living_sla.agreements.schema.field_words import words_for
from living_sla.agreements.schema.json_schema import EditorSchema, agreement_schema
from living_sla.model.agreement.scalars import Part
from living_sla.model.agreement.terms import Terms
from tools.reference.markdown import from_docs, term
from tools.reference.texts import below, paragraphs

PartType = type[Part]
Schema = dict[str, Any]
Links = Callable[[str], str]
"""A part as a link to its entry, by the name of its class."""
_MOST_LISTED = 12


def parts_of(root: PartType) -> list[PartType]:
    """A part and all parts inside it, in the order in which a file would name them."""
    found: dict[PartType, None] = {root: None}
    for info in root.model_fields.values():
        for inner in _parts_in(info.annotation):
            found |= dict.fromkeys(parts_of(inner))
    return list(found)


def _parts_in(annotation: Any) -> Iterator[PartType]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    elif get_origin(annotation) is not None:
        for argument in get_args(annotation):
            yield from _parts_in(argument)


def fields(part: PartType, links: Links, *, anchor: str, besides: frozenset[str] = frozenset()) -> list[str]:
    """An entry a field of a part: its name, what it says, its type and default, and how it is written."""
    told = texts_below(part)
    return [
        _entry(part, name, info, told.get(name, ""), links, anchor)
        for name, info in part.model_fields.items()
        if name not in besides
    ]


def texts_below(part: PartType) -> dict[str, str]:
    """The texts below the fields of a class, those that it inherits too."""
    return {name: told for above in reversed(part.__mro__) if issubclass(above, Part) and above is not Part
            for name, told in below(above).items()}  # fmt: skip


def _entry(part: PartType, name: str, info: FieldInfo, told: str, links: Links, anchor: str) -> str:
    field = info.alias or name
    words = spoken_of(part, field)
    says = " ".join([words.means, *paragraphs(from_docs(told))])
    schema = _schema_of(part)["properties"][field]
    facts = [kind(schema, links), "required" if field in _required(part) else _default(schema)]
    given = "; ".join(fact for fact in facts if fact)
    return term(
        f"`{field}`{{ #{anchor}-{field.replace('_', '-')} }}", says, f"{_written(field, words.example)} ({given})"
    )


def _written(field: str, example: str) -> str:
    """How a field is written; what is too long for a line is told in words, which nobody should copy."""
    in_words = example.startswith(f"{field}: with ")
    return f"`{field}:` {example.removeprefix(f'{field}: ')}" if in_words else f"`{example}`"


def spoken_of(part: PartType, field: str) -> Any:
    """The words of a field; those of a class that it derives from, where it has none of its own."""
    names = (above.__name__ for above in part.__mro__)
    own = next((words for name in names if (words := words_for(name, field)) is not words_for("", field)), None)
    words = own or words_for("", field)
    assert words is not None, f"{part.__name__}.{field} has no words in field_words.py"
    return words


@cache
def _schema_of(part: PartType) -> Schema:
    found: Schema = TypeAdapter(part).json_schema(by_alias=True, schema_generator=EditorSchema)
    # A part that holds itself, or that others hold, stands under its name.
    return found if "properties" in found else found["$defs"][part.__name__]


def _required(part: PartType) -> list[str]:
    # The id of an agreement is the name of its file where it is left out.
    required: list[str] = (agreement_schema() if part is Terms else _schema_of(part)).get("required", [])
    return required


def kind(schema: Schema, links: Links) -> str:
    """What a value is, in words: ``a list of dates``, ``one of `newest`, `rows` ``."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return links(name)
    if "enum" in schema:
        listed = [f"`{_shown(value)}`" for value in schema["enum"]]
        return f"one of {', '.join(listed)}" if len(listed) <= _MOST_LISTED else "one of those names"
    if "const" in schema:
        return f"`{_shown(schema['const'])}`"
    if "oneOf" in schema:
        return links("Measure") if "discriminator" in schema else _either(schema["oneOf"], links)
    if schema.get("type") == "array":
        return f"list; each {kind(schema['items'], links)}"
    if "anyOf" in schema and schema.get("title") not in _TOLD_WHOLE:
        return _either(schema["anyOf"], links)
    if schema.get("type") == "object" and (inner := _inner(schema)):
        return f"by name; each {kind(inner, links)}"
    title = schema.get("title", "")
    # What a title gives as an example stands beside the field, as its own.
    return f"{title[:1].lower()}{title[1:]}".partition(", for example")[0] if title else "text"


_TOLD_WHOLE = {"Target", "Working hours", "Condition", "Header", "Format", "As-of"}
"""Values with several spellings, which their title says better than a list of these."""


def _either(schemas: list[Schema], links: Links) -> str:
    told = dict.fromkeys(kind(one, links) for one in schemas if one.get("type") != "null")
    return " or ".join(told)


def _inner(schema: Schema) -> Schema | None:
    named = list(schema.get("patternProperties", {}).values())
    more = schema.get("additionalProperties")
    return named[0] if named else more if isinstance(more, dict) else None


def _default(schema: Schema) -> str:
    value = schema.get("default")
    if value in (None, [], {}) or isinstance(value, dict | list):
        return "may be left out"
    return f"by default `{_shown(value)}`"


def _shown(value: object) -> str:
    return {"\t": "\\t", "0.01": "1%", "1": "100%", "|": "|"}.get(str(value), str(value)) or " "
