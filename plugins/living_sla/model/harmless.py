"""Text that anybody could have written into a repository, made harmless: on one line, bounded, with nothing unseen.

Escaping for HTML is the page's business. What is done here, entities cannot do: a control character that turns the
direction of reading, or hides, does so as an entity too.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 160
"""Letters of a name or a subject that are shown."""

_LONGEST_OF_BYTES = 200
# A commit may say in which encoding it was written; these are single bytes, and cannot smuggle anything in.
_ENCODINGS = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "iso-8859-15", "windows-1252", "cp1252"}
_READ_AT_MOST = 4096
# Letters and marks by their category, and yet nothing to see.
# Those that Unicode keeps for more of them are no letters yet, and never will be.
_BLANKS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_NEVER_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def harmless(text: str, longest: int = LONGEST) -> str:
    """`text` on one line, cut with an ellipsis; what cannot be seen, or steers how the rest is read, as ``�``."""
    line = text[:_READ_AT_MOST]
    if not line.isprintable() or (not line.isascii() and _BLANKS.search(line)):
        line = "".join(map(seen, line))
    line = " ".join(line.split())
    return line if len(line) <= longest and len(text) <= _READ_AT_MOST else f"{line[: longest - 1].rstrip()}…"


def harmless_bytes(raw: bytes, *, encoding: str = "", limit: int = _LONGEST_OF_BYTES) -> str:
    """One line of at most `limit` characters; white space folded, what cannot be shown replaced by U+FFFD.

    `encoding` is what the commit claims; it is believed where `raw` is not UTF-8 and it names a single-byte encoding.
    """
    # Ten megabytes of subject are not worth reading: no character takes more than four bytes.
    return harmless(_as_text(raw[: 16 * limit], encoding), limit)


def printable(path: str) -> str:
    """A path with everything that a terminal or page could not show spelt as its number: ``caf\\xe9.md``."""
    if path.isascii() and path.isprintable():
        return path
    bare = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(ascii(letter)[1:-1] if cannot_be_shown(letter) else letter for letter in bare)


def decoded(raw: bytes) -> str:
    """A name of git's; bytes that are not UTF-8 become surrogates, so that every name can be told from every other."""
    return raw.decode("utf-8", "surrogateescape")


def cannot_be_shown(letter: str) -> bool:
    """Whether a character has no picture of its own: controls, directions, joiners, blanks, what is no character.

    A letter that this Python's Unicode does not know yet is a letter all the same.
    """
    if unicodedata.category(letter) in _NEVER_SHOWN or _BLANKS.match(letter):
        return True
    return ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF


def seen(letter: str) -> str:
    """The letter; a space for every kind of space, ``�`` for what cannot be seen, or steers how the rest is read."""
    if letter.isspace():
        return " "
    return "\N{REPLACEMENT CHARACTER}" if cannot_be_shown(letter) else letter


def _as_text(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(encoding if encoding.lower() in _ENCODINGS else "utf-8", "replace")
