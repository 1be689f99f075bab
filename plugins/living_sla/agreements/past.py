"""Agreements of the past: thousands of files, of which each says nearly what the one before it said."""

from __future__ import annotations

from pydantic import ValidationError

from living_sla.agreements import front_matter, rules
from living_sla.agreements.characters import decode
from living_sla.agreements.digest import digest
from living_sla.agreements.pieces import in_pieces
from living_sla.agreements.places import Places
from living_sla.agreements.presentation import split_presentation
from living_sla.agreements.reader import id_of, parse_terms
from living_sla.errors import Faults, SlaError
from living_sla.model.agreement import Agreement
from living_sla.model.terms import Terms


def parse_past(raw: bytes, *, path: str, known: str | None = None) -> Agreement:
    """The agreement that the bytes of a file held once; raises `Faults` where its terms cannot be computed today.

    The schema and the rules between fields are asked of it, because figures rest on them. What a page asks of today's
    text (its body, its icon, letters that look alike) is not asked of a text that nobody can mend any more. `known` is
    the digest of a file that was read before and broke no rule. Places are looked up when one is asked for.
    """
    try:
        parts = front_matter.split(decode(raw, path=path), path=path)
    except SlaError as fault:
        raise Faults([fault]) from None
    return _in_pieces(parts, path, known) or parse_terms(parts, path=path)


def _in_pieces(parts: front_matter.Split, path: str, known: str | None) -> Agreement | None:
    """The agreement; None where anything is wrong or unusual, which reading the file as a whole will tell."""
    read = in_pieces(parts.front, path=path, first_line=parts.front_line)
    if read is None:
        return None
    presentation, fields, faults = split_presentation(read.fields, Places(read.places, {}))
    if faults:
        return None
    if "id" not in fields:
        fields["id"] = id_of(path)
    try:
        terms = Terms.model_validate(fields, by_alias=True, by_name=False)
    except ValidationError:
        return None
    if known is not None:
        return Agreement(path, terms, known, parts.body, parts.body_line, presentation, read.places)
    # Rules name places ahead of time; without any, none is looked up, and thousands of files break no rule.
    if rules.check_terms(Agreement(path, terms, "", parts.body, parts.body_line, presentation)):
        return None
    return Agreement(path, terms, digest(terms), parts.body, parts.body_line, presentation, read.places)
