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
_SPACES = re.compile(r"[\s\x1c-\x1f\x85]+")
_HIDDEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffe\uffff")
_REPLACEMENT = "\ufffd"


def harmless(raw: bytes, *, encoding: str = "", limit: int = MAX_CHARACTERS) -> str:
    """One line of at most `limit` characters; white space folded, what cannot be shown replaced by U+FFFD.

    `encoding` is what the commit claims; it is believed where `raw` is not UTF-8 and it names a single-byte encoding.
    """
    # Ten megabytes of subject are not worth reading: no character takes more than four bytes.
    cut = raw[: 16 * limit]
    text = _SPACES.sub(" ", _decoded(cut, encoding)).strip()
    shown = "".join(_REPLACEMENT if _cannot_be_shown(letter) else letter for letter in text[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1].rstrip() + "…"


def printable(path: str) -> str:
    """A path with everything that a terminal or page could not show spelt as its number: ``caf\\xe9.md``."""
    bare = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(ascii(letter)[1:-1] if _cannot_be_shown(letter) else letter for letter in bare)


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(encoding if encoding.lower() in _ENCODINGS else "utf-8", "replace")


def _cannot_be_shown(letter: str) -> bool:
    return letter in _HIDDEN or unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
