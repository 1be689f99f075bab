"""The fingerprint of an agreement's terms: equal for every spelling of them, different for every other meaning.

``sha256("sla-terms/1\\n" + canonical JSON)``. Canonical: the schema's dump (units normalised, defaults
materialised), lists of things with an id keyed by that id, numbers as plain decimal text, text in NFC with white
space folded, what says nothing (null, an empty list or mapping) left out, keys sorted as RFC 8785 has it. What says
nothing is left out so that a field that a later release adds changes no digest of an agreement without it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from decimal import Decimal
from typing import Any

from living_sla.model.quantity import plain
from living_sla.model.terms import Terms

DOMAIN = "sla-terms/1\n"


def digest(terms: Terms) -> str:
    """The terms digest: 64 hexadecimal digits."""
    return hashlib.sha256(DOMAIN.encode() + canonical(terms)).hexdigest()


def canonical(terms: Terms) -> bytes:
    """The canonical JSON of the terms, in UTF-8."""
    import rfc8785

    document: bytes = rfc8785.dumps(_canonical(_with_receivers(terms)))
    return document


def _with_receivers(terms: Terms) -> dict[str, Any]:
    """The dump of the terms, in which every commitment says to whom it is owed."""
    dump = terms.model_dump(mode="json", by_alias=True)
    for commitment, spelt in zip(terms.commitments, dump["commitments"], strict=True):
        spelt["to"] = terms.receiver(commitment)
    return dump


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        entries = ((_folded(str(key)), _canonical(inner)) for key, inner in value.items())
        return {key: inner for key, inner in entries if inner not in (None, [], {})}
    if isinstance(value, list):
        if value and all(isinstance(item, dict) and "id" in item for item in value):
            return {_folded(item["id"]): _canonical(item) for item in value}
        return [_canonical(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return plain(Decimal(value))
    return _folded(value) if isinstance(value, str) else value


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
