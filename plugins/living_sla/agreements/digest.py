"""The fingerprint of an agreement's terms: equal for every spelling of them, different for every other meaning.

``sha256("sla-terms/1\\n" + canonical JSON)``. Canonical: the schema's dump (units normalised, defaults
materialised), lists of things with an id keyed by that id, numbers as plain decimal text, text in NFC with white
space folded (but as it stands where it is held against cells of an export), what says nothing (null, an empty list
or mapping) left out, keys sorted as RFC 8785 has it. What says nothing is left out so that a field that a later
release adds changes no digest of an agreement without it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from living_sla.agreements.canonical_json import canonical_json
from living_sla.model.agreement.condition import Verbatim
from living_sla.model.agreement.scalars import Part
from living_sla.model.notation import plain

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Terms

DOMAIN = "sla-terms/1\n"


def digest(terms: Terms) -> str:
    """The terms digest: 64 hexadecimal digits."""
    return hashlib.sha256(DOMAIN.encode() + canonical(terms)).hexdigest()


def canonical(terms: Terms) -> bytes:
    """The canonical JSON of the terms, in UTF-8."""
    return canonical_json(_with_receivers(terms))


def normal(part: Part, *attributes: str) -> dict[str, Any]:
    """A part of the terms as it is digested: equal for every spelling of it; fields by their names in the file.

    With `attributes`, only what these of its attributes hold.
    """
    # A dump in JSON mode would forget which texts are verbatim.
    found: dict[str, Any] = _normal(part.model_dump(by_alias=True, include=set(attributes) or None))
    return found


def _with_receivers(terms: Terms) -> dict[str, Any]:
    """The terms in normal form, in which every commitment says to whom it is owed."""
    found = normal(terms)
    for commitment in terms.commitments:
        if (receiver := terms.receiver(commitment)) is not None:
            found["commitments"][commitment.id]["to"] = receiver
    return found


def _normal(value: Any) -> Any:
    if type(value) is str:  # most of what there is, and never a verbatim text
        return _folded(value)
    if isinstance(value, dict):
        entries = ((_folded(str(key)), _normal(inner)) for key, inner in value.items())
        return {key: inner for key, inner in entries if not _says_nothing(inner)}
    if isinstance(value, list | tuple):
        if value and all(isinstance(item, dict) and "id" in item for item in value):
            return {_folded(item["id"]): _normal(item) for item in value}
        return [_normal(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return plain(Decimal(value))
    if isinstance(value, str):
        return str(value) if isinstance(value, Verbatim) else _folded(value)
    return value


def _says_nothing(value: Any) -> bool:
    return value is None or (not value and isinstance(value, list | dict))


def _folded(text: str) -> str:
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())
