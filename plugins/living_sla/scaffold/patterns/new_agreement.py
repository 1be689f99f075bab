"""A new agreement of patterns: one commitment a side where nobody chooses others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.reader import readable_agreements
from living_sla.agreements.rules.together import check_together
from living_sla.agreements.sources_file import read_sources
from living_sla.errors import Fault, Place, SlaError, raise_any
from living_sla.files import is_there
from living_sla.model.agreement.source import Source
from living_sla.model.paths import AGREEMENTS_FOLDER
from living_sla.model.slug import slug_of
from living_sla.scaffold.patterns.agreement_text import agreement_text, write_with_schema
from living_sla.scaffold.patterns.left import Added, to_decide, undeclared, unfitting
from living_sla.scaffold.patterns.library import pattern
from living_sla.scaffold.patterns.matching import Fit, fit, starters
from living_sla.scaffold.patterns.sides import Sides


def add_agreement(
    root: Path, id: str, sides: Sides, *, today: date, patterns: Sequence[str] = (), title: str = ""
) -> Added:
    """Write ``agreements/ID.md`` below `root`, effective from the first day of the month after `today`.

    Raises `SlaError` or `Faults`, and writes nothing, where the file is there, the id is taken or a pattern unknown.
    """
    require_id(id)
    sources = read_sources(root).sources
    fits = [fit(pattern(name), sources) for name in dict.fromkeys(patterns or starters(sources))]
    items = [_item(found, sides) for found in fits]
    text = agreement_text(id, title or id.replace("-", " ").capitalize(), sides, "".join(items), today=today)
    return write_agreement(root, id, text, fits, sources)


def require_id(id: str) -> None:
    """Raise `SlaError` where an agreement cannot be called so."""
    if not id or slug_of(id) != id:
        hint = f"use lower-case letters, digits and hyphens{f': {slug_of(id)}' if slug_of(id) else ''}"
        raise SlaError(f'"{id}" cannot be the id of an agreement', hint=hint, code=Fault.INVALID_IDENTIFIER)


def write_agreement(root: Path, id: str, text: str, fits: Sequence[Fit], sources: Mapping[str, Source]) -> Added:
    """Write the text as the file of a new agreement, and the schema for editors where there is none yet.

    `fits` are of its commitments, in their order. Raises as `add_agreement`.
    """
    path = f"{AGREEMENTS_FOLDER}/{id}.md"
    if is_there(root / path, root):
        hint = "choose another id, or add to that file with sla new commitment"
        raise SlaError("a file is there already", where=Place(path), hint=hint, code=Fault.PLACE_TAKEN)
    agreement, _ = parse_agreement(text.encode("utf-8"), path=path)
    raise_any(check_together([*readable_agreements(root), agreement]))
    write_with_schema(root / path, root, text.encode("utf-8"))
    missing = dict.fromkeys(paragraph for found in fits for paragraph in undeclared(found, sources))
    missing |= dict.fromkeys(unfitting(agreement, sources, fits))
    line = agreement.place("commitments", 0).line or 1
    ids = tuple(commitment.id for commitment in agreement.terms.commitments)
    return Added(path, line, ids, agreement, tuple(missing), tuple(to_decide(text, path=path, first_line=1)))


def _item(found: Fit, sides: Sides) -> str:
    by = sides.keys[found.pattern.by]
    return found.commitment(by=by, owner=sides.contacts.get(by))
