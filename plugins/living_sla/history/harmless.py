"""Text that strangers wrote into a repository, made harmless: one line, bounded, nothing that a terminal acts on.

Escaping for HTML is the page's business; this takes away what no escaping mends: controls, escapes, characters that
turn text around or hide it, and length.
"""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 200

# A commit may say in which encoding it was written; these are single bytes, and cannot smuggle anything in.
_ENCODINGS = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "iso-8859-15", "windows-1252", "cp1252"}
# Letters and marks by their category, and yet nothing to see.
_BLANKS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_NEVER_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_REPLACEMENT = "\ufffd"


def harmless(raw: bytes, *, encoding: str = "", limit: int = MAX_CHARACTERS) -> str:
    """One line of at most `limit` characters; white space folded, what cannot be shown replaced by U+FFFD.

    `encoding` is what the commit claims; it is believed where `raw` is not UTF-8 and it names a single-byte encoding.
    """
    # Ten megabytes of subject are not worth reading: no character takes more than four bytes.
    text = " ".join(_decoded(raw[: 16 * limit], encoding).split())[: limit + 1]
    if not text.isprintable() or (not text.isascii() and _BLANKS.search(text)):
        text = "".join(_REPLACEMENT if _cannot_be_shown(letter) else letter for letter in text)
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def printable(path: str) -> str:
    """A path with everything that a terminal or page could not show spelt as its number: ``caf\\xe9.md``."""
    if path.isascii() and path.isprintable():
        return path
    bare = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(ascii(letter)[1:-1] if _cannot_be_shown(letter) else letter for letter in bare)


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(encoding if encoding.lower() in _ENCODINGS else "utf-8", "replace")


def _cannot_be_shown(letter: str) -> bool:
    # Not `isprintable`: a letter that this Python's Unicode does not know yet is a letter all the same.
    return unicodedata.category(letter) in _NEVER_SHOWN or letter in "\ufffe\uffff" or bool(_BLANKS.match(letter))
