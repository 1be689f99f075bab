"""Bytes that strangers wrote into a repository, as text that can be shown."""

from __future__ import annotations

from living_sla.model import harmless as text_of_strangers
from living_sla.model.harmless import cannot_be_shown

MAX_CHARACTERS = 200

# A commit may say in which encoding it was written; these are single bytes, and cannot smuggle anything in.
_ENCODINGS = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "iso-8859-15", "windows-1252", "cp1252"}


def harmless(raw: bytes, *, encoding: str = "", limit: int = MAX_CHARACTERS) -> str:
    """One line of at most `limit` characters; white space folded, what cannot be shown replaced by U+FFFD.

    `encoding` is what the commit claims; it is believed where `raw` is not UTF-8 and it names a single-byte encoding.
    """
    # Ten megabytes of subject are not worth reading: no character takes more than four bytes.
    return text_of_strangers.harmless(_decoded(raw[: 16 * limit], encoding), limit)


def printable(path: str) -> str:
    """A path with everything that a terminal or page could not show spelt as its number: ``caf\\xe9.md``."""
    if path.isascii() and path.isprintable():
        return path
    bare = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(ascii(letter)[1:-1] if cannot_be_shown(letter) else letter for letter in bare)


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(encoding if encoding.lower() in _ENCODINGS else "utf-8", "replace")
