"""Agreements of the past: thousands of files, of which each says nearly what the one before it said."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from msgspec.structs import replace
from pydantic import ValidationError

from living_sla.agreements import front_matter
from living_sla.agreements.agreement_file import parse_terms
from living_sla.agreements.digest import digest
from living_sla.agreements.pieces import Field, in_pieces, read_field, read_piece
from living_sla.agreements.rules.terms import check_terms
from living_sla.agreements.schema.presentation import split_presentation
from living_sla.agreements.yaml.characters import decode
from living_sla.agreements.yaml.nodes import Places
from living_sla.errors import as_faults
from living_sla.model.agreement.journey import Stage
from living_sla.model.agreement.scalars import Part
from living_sla.model.agreement.terms import (
    Agreement,
    Commitment,
    Definition,
    ExceptionTerms,
    Need,
    Party,
    Persona,
    Terms,
    Trigger,
)
from living_sla.model.paths import id_of

_PARTS: dict[str, type[Part]] = {
    "commitments": Commitment,
    "contingency": Trigger,
    "definitions": Definition,
    "exceptions": ExceptionTerms,
    "journey": Stage,
    "needs": Need,
    "parties": Party,
    "personas": Persona,
}
"""What the lists and mappings of the terms are made of."""


def parse_past(raw: bytes, *, path: str, known: str | None = None) -> Agreement:
    """The agreement that the bytes of a file held once; raises `Faults` where its terms cannot be computed today.

    The schema and the rules between fields are asked of it, because figures rest on them. What a page asks of today's
    text (its body, its icon, letters that look alike) is not asked of a text that nobody can fix any more. `known` is
    the digest of a file that was read before and broke no rule. Places are looked up when one is asked for.
    """
    with as_faults():
        parts = front_matter.split(decode(raw, path=path), path=path)
    found = _in_pieces(parts, path)
    if found is None:
        return parse_terms(parts, path=path)
    if known is None:
        # Rules name places ahead of time; without any, none is looked up, and thousands of files break no rule.
        if check_terms(replace(found, places={})):
            return parse_terms(parts, path=path)
        known = digest(found.terms)
    return replace(found, digest=known)


def _in_pieces(parts: front_matter.Split, path: str) -> Agreement | None:
    """The agreement without its digest; None where anything is wrong or unusual: the file as a whole tells what."""
    read = in_pieces(parts.front, first_line=parts.front_line, read=_field)
    if read is None:
        return None
    places = read.places(path)
    presentation, fields, faults = split_presentation(read.fields, Places(places, {}))
    if faults:
        return None
    fields.setdefault("id", id_of(path))
    try:
        terms = Terms.model_validate(fields, by_alias=True, by_name=False)
    except ValidationError:
        return None
    return Agreement(path, terms, "", parts.body, parts.body_line, presentation, places)


@lru_cache(maxsize=16384)
def _field(text: str) -> Field | None:
    return read_field(text, _piece)


@lru_cache(maxsize=16384)
def _piece(text: str) -> tuple[str, Any]:
    """As `read_piece`; what makes up most of the terms as the parts that versions then share."""
    name, value = read_piece(text)
    part = _PARTS.get(name)
    if part is None:
        return name, value
    made = partial(part.model_validate, by_alias=True, by_name=False)
    try:
        match value:
            case list():
                value = [made(item) for item in value]
            case dict():
                value = {key: made(item) for key, item in value.items()}
    except ValidationError:
        pass  # for the schema of the whole to refuse
    return name, value
