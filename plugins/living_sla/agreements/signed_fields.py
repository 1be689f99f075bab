"""The fields of a file by which somebody signs: strict YAML of a few values, whatever it is that is signed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from pydantic import ValidationError

from living_sla.agreements.conflicts import refuse_conflict
from living_sla.agreements.schema.faults import faults_of
from living_sla.agreements.yaml import nodes, strict_yaml
from living_sla.agreements.yaml.characters import decode
from living_sla.agreements.yaml.nodes import Places, places_of
from living_sla.errors import Fault, Faults, Place, SlaError
from living_sla.files import MAX_FILE_BYTES
from living_sla.model.agreement.scalars import Part

Fields = TypeVar("Fields", bound=Part)


def signed_fields(
    raw: bytes, model: type[Fields], *, path: str, what: str = "sign-off", by: str = "sla sign writes it"
) -> tuple[Fields, Places]:
    """The fields of the file at `path`, and where each stands; raises an `SlaError`, or `Faults` with all of them.

    `what` it is and `by` what it is written: for the messages.
    """
    if len(raw) > MAX_FILE_BYTES:
        raise SlaError(f"too large for a {what}", where=Place(path), hint="keep to the fields", code=Fault.TOO_LARGE)
    text = decode(raw, path=path)
    refuse_conflict(text, path=path)
    tree = strict_yaml.parse(text, path=path)
    if not isinstance(tree, nodes.Mapping):
        names = ", ".join(name for name, field in model.model_fields.items() if field.is_required())
        hint = f"{by}; the fields are {names}"
        raise SlaError(f"this is not a {what}", where=tree.where, hint=hint, code=Fault.INVALID_VALUE)
    places = places_of(tree)
    plain = nodes.plain(tree)
    try:
        return model.model_validate(plain), places
    except ValidationError as refused:
        raise Faults(faults_of(refused, plain, model, places)) from None


def wrong_digest(digest: str, what: str, where: Place, hint: str) -> Iterator[SlaError]:
    """That a text is not a whole SHA-256, where it is not; `what` names it: ``the digest``."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        yield SlaError(f"{what} is not 64 digits 0-9 and a-f", where=where, hint=hint, code=Fault.INVALID_VALUE)
