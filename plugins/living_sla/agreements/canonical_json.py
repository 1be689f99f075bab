"""Canonical JSON (RFC 8785): one value has one text, byte for byte, whoever writes it."""

from __future__ import annotations

import json
from typing import Any


def canonical_json(document: dict[str, Any]) -> bytes:
    """The canonical JSON of texts, whole numbers below 2^53, truth values, null, lists and objects, in UTF-8.

    Raises `ValueError` for whole numbers that are larger, and for texts with half a character.
    """
    # Without letters beyond the basic plane, the standard library writes the same bytes of such values ten times as
    # fast; beyond it the two sort keys differently.
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if text.isascii() or max(text) <= "\uffff":
        return text.encode()
    # Imported late: few texts hold letters beyond the basic plane.
    import rfc8785

    written: bytes = rfc8785.dumps(document)
    return written
