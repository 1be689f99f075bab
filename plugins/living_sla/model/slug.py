"""An identifier from what people call a thing: ``Übergabe`` is ``uebergabe``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import chain, count

LONGEST = 48
# What two letters stand for by custom, and what no decomposition takes apart.
_SPELT = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h",
    "ı": "i", "þ": "th", "ŋ": "ng", "'": "", "’": "",
})  # fmt: skip


def slug_of(text: str) -> str:
    """Lower-case letters, digits and single hyphens that begin with a letter; empty where `text` has no such letter.

    Letters lose their marks, `ä`, `ö` and `ü` become two letters; of other alphabets nothing is kept.
    """
    spelt = unicodedata.normalize("NFC", text).lower().translate(_SPELT)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(letter))
    if any(letter.isalpha() and not letter.isascii() for letter in bare):
        return ""
    found = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    return found[:LONGEST].rstrip("-") if found[:1].isalpha() else ""


def first_free(wanted: str, taken: Container[str]) -> str:
    """The id, with a number behind it where it is taken."""
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(id for id in chain((wanted,), numbered) if id not in taken)
