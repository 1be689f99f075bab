"""What the schema finds wrong with a document, said at the place in the file where a writer fixes it."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from living_sla.agreements.schema.field_words import example_of
from living_sla.agreements.yaml.nodes import Path, Places
from living_sla.errors import Fault, Notice, SlaError, Unreadable, name_of
from living_sla.model.agreement.scalars import Part
from living_sla.model.suggestion import closest, did_you_mean

Finding = SlaError | Notice
"""What is found in a file: a fault, or a warning."""


def validated(validate: Any, model: Any, raw: Any, places: Places, findings: list[Finding]) -> Any:
    """What the schema makes of `raw`, or None where it refuses it and its findings join `findings`."""
    try:
        # By alias alone: `start` is a name of ours, the file says `from`.
        return validate(raw, by_alias=True, by_name=False)
    except ValidationError as found:
        findings += faults_of(found, raw, model, places)
        return None


def faults_of(found: ValidationError, raw: Any, model: Any, places: Places) -> list[SlaError]:
    """Every finding of the schema as a fault at its place; `raw` is the document that `model` refused.

    A field that is there under a misspelt name is told once, where it stands, and not as missing besides.
    """
    errors = found.errors(include_url=False, include_input=False)
    meant = {name for error in errors if error["type"] == "extra_forbidden" for name in _meant(error, raw, model)}
    explained = (_fault(error, raw, model, places) for error in errors if not _is_missing(error, raw, meant))
    return [fault for fault in explained if fault is not None]


def _meant(error: Any, raw: Any, model: Any) -> Iterator[Path]:
    """The field that an unknown one is a misspelling of."""
    at, _, _ = _follow(error["loc"], raw)
    close = closest(str(at[-1]), field_names(model, at[:-1], raw))
    if close:
        yield (*at[:-1], close)


def _is_missing(error: Any, raw: Any, among: set[Path]) -> bool:
    return error["type"] == "missing" and (*_follow(error["loc"], raw)[0], error["loc"][-1]) in among


def _fault(error: Any, raw: Any, model: Any, places: Places) -> SlaError | None:
    at, value, left = _follow(error["loc"], raw)
    kind, context = error["type"], error.get("ctx", {})
    if _other_branch(left, value):
        return None
    if kind == "too_short" and isinstance(value, dict | list) and len(value) >= context["min_length"]:
        return None  # the schema does not count entries with faults of their own
    reason = context.get("error")
    if isinstance(reason, Unreadable):
        where = places.key(at) if "[key]" in left else places.value((*at, *reason.at))
        return SlaError(reason.message, where=where, hint=reason.hint, code=reason.code or Fault.INVALID_VALUE)
    if kind == "extra_forbidden":
        return _unknown_field(str(at[-1]), at, raw, model, places)
    if kind == "missing":
        name = str(error["loc"][-1])
        message = f'"{name}" is missing{_owner(at, raw)}'
        owners = [part.__name__ for part in _parts_at(model, at, raw)]
        hint = f"add {example_of(name, owners[0] if len(owners) == 1 else '')}{_required(model, (*at, name))}"
        return SlaError(message, where=places.value(at), hint=hint, code=Fault.INVALID_VALUE)
    if kind == "union_tag_not_found":
        hint = f"add kind: {' | '.join(_tags(model, at, raw))}"
        return SlaError(
            f'"kind" is missing{_owner(at, raw)}', where=places.value(at), hint=hint, code=Fault.INVALID_VALUE
        )
    if kind == "union_tag_invalid":
        hint = did_you_mean(str(context["tag"]), _tags(model, at, raw))
        where = places.value((*at, "kind"))
        return SlaError(f'unknown kind of measure "{context["tag"]}"', where=where, hint=hint, code=Fault.UNKNOWN_NAME)
    if "[key]" in left:
        message, hint = _wrong_shape(kind, context, at[-1], at[:-1])
        return SlaError(message, where=places.key(at), hint=hint, code=Fault.INVALID_VALUE)
    message, hint = _wrong_shape(kind, context, value, at)
    return SlaError(message, where=places.value(at), hint=hint, code=Fault.INVALID_VALUE)


def _follow(loc: tuple[str | int, ...], raw: Any) -> tuple[Path, Any, tuple[str | int, ...]]:
    """The path of the file that a location of the schema means, the value there, and what the file does not have.

    The schema puts the kind of a measure, and the branch of an alternative, into its locations.
    """
    at: list[str | int] = []
    value = raw
    for position, step in enumerate(loc):
        if at and at[-1] == "measure" and isinstance(value, dict) and value.get("kind") == step:
            continue
        if isinstance(value, dict) and step not in value and str(step)[:1].isupper():
            continue  # the class of a branch
        known = isinstance(value, dict) and step in value
        known = known or (isinstance(value, list) and isinstance(step, int) and step < len(value))
        if not known:
            return tuple(at), value, loc[position:]
        at.append(step)
        value = value[step]
    return tuple(at), value, ()


def _other_branch(left: tuple[str | int, ...], value: Any) -> bool:
    """Whether the finding is about an alternative that the writer did not mean: text is not a mapping."""
    branch = str(left[0]) if left else ""
    if branch.startswith("literal["):
        return isinstance(value, dict)
    return bool(branch) and branch[0].isupper() and isinstance(value, str)


def _unknown_field(name: str, at: Path, raw: Any, model: Any, places: Places) -> SlaError:
    where = places.key(at)
    strange = next((letter for letter in name if not letter.isascii()), None)
    hint = did_you_mean(name, field_names(model, at[:-1], raw))
    if strange:
        message = f'unknown field "{name}": it holds {name_of(strange)}'
        return SlaError(message, where=where, hint=hint, code=Fault.LOOKALIKE_CHARACTER)
    return SlaError(f'unknown field "{name}"', where=where, hint=hint, code=Fault.UNKNOWN_NAME)


def _owner(at: Path, raw: Any) -> str:
    """`` in commitment "first-contact"``: whose field is missing, where a list alone would not say it."""
    value = raw
    named = ""
    for step in at:
        value = value[step]
        if isinstance(step, int) and isinstance(value, dict) and isinstance(value.get("id"), str):
            named = f' in "{value["id"]}"'
    last = next((step for step in reversed(at) if isinstance(step, str)), "")
    return f' in "{last}"{named.replace(" in ", " of ")}' if last and isinstance(at[-1], str) else named


def _required(model: Any, at: Path) -> str:
    """What a missing part needs inside, so that nobody learns of it one field at a time."""
    annotation = model
    for step in at:
        annotation = _annotation_of(annotation, step)
    parts = list(_parts_in(annotation))
    if len(parts) != 1 or _may_be_text(annotation):
        return ""
    fields = parts[0].model_fields.items()
    names = [field.alias or name for name, field in fields if field.is_required()]
    return f"; it needs {', '.join(names)}" if names else ""


def _may_be_text(annotation: Any) -> bool:
    return annotation is str or any(_may_be_text(inner) for inner in typing.get_args(annotation))


def _wrong_shape(kind: str, context: Mapping[str, Any], value: Any, at: Path) -> tuple[str, str]:
    name = next((step for step in reversed(at) if isinstance(step, str)), "")
    if value is None:
        return f'"{name}" is empty', "write a value, or leave the field out"
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        said = f'"{value}"' if isinstance(value, str) else _shape(value)
        return f'{said} is not a choice for "{name}"', did_you_mean(str(value), choices)
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return f'"{name}" wants fields of its own, found {_shape(value)}', f"for example {example_of(name)}"
    if kind in ("tuple_type", "list_type"):
        return f'"{name}" wants a list, found {_shape(value)}', "write [one, two], or one item a line behind a -"
    if kind == "too_short":
        wanted = context["min_length"]
        return f'"{name}" needs at least {wanted}, found {context["actual_length"]}', f"add {example_of(name)}"
    if kind == "string_pattern_mismatch":
        return f'"{value}" is not a currency code', "write three capital letters, for example EUR"
    return f'"{name}" cannot be {_shape(value)}', f"for example {example_of(name)}"


def _shape(value: Any) -> str:
    return "fields" if isinstance(value, dict) else "a list" if isinstance(value, list) else "text"


# ---------------------------------------------------------------- the schema, asked for names


def field_names(model: Any, at: Path, raw: Any) -> list[str]:
    """The names of the fields that the mapping at `at` may have, as they are spelt in a file."""
    found = list(_parts_at(model, at, raw))
    return [field.alias or name for part in found for name, field in part.model_fields.items()]


def _tags(model: Any, at: Path, raw: Any) -> list[str]:
    return [_tag(part) for part in _parts_at(model, at, raw)]


def _parts_at(model: Any, at: Path, raw: Any) -> list[type[Part]]:
    """The classes that may stand at `at`; of the kinds of measure only the one that the file names, if it does."""
    for step in at:
        model, raw = _annotation_of(model, step), raw[step]
    parts = list(_parts_in(model))
    chosen = [part for part in parts if isinstance(raw, dict) and _tag(part) and _tag(part) == raw.get("kind")]
    return chosen or parts


def _annotation_of(annotation: Any, step: str | int) -> Any:
    """What the schema says about one step down: a field of a part, or an entry of a list or mapping."""
    if typing.get_origin(annotation) is dict:
        return typing.get_args(annotation)[1]
    if isinstance(step, int):
        return annotation  # every entry of a list is of the class that the list names
    fields = (field for part in _parts_in(annotation) for field in part.model_fields.items())
    return next((field.annotation for name, field in fields if step == (field.alias or name)), None)


def _parts_in(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
        return
    if typing.get_origin(annotation) is not dict:
        for inner in typing.get_args(annotation):
            yield from _parts_in(inner)


def _tag(part: type[Part]) -> str:
    kind = part.model_fields.get("kind")
    return str(typing.get_args(kind.annotation)[0]) if kind else ""
