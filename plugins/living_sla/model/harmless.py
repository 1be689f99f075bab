"""Text that anybody could have written into a repository, made harmless: on one line, bounded, with nothing unseen.

Escaping for HTML is the page's business. What is done here, entities cannot do: a control character that turns the
direction of reading, or hides, does so as an entity too.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 160
"""Letters of a name or a subject that are shown."""

_READ_AT_MOST = 4096
# Letters and marks by their category, and yet nothing to see.
_BLANKS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_NEVER_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def harmless(text: str, longest: int = LONGEST) -> str:
    """`text` on one line, cut with an ellipsis; what cannot be seen, or steers how the rest is read, as ``�``."""
    seen = text[:_READ_AT_MOST]
    if not seen.isprintable() or (not seen.isascii() and _BLANKS.search(seen)):
        seen = "".join(map(_shown, seen))
    line = " ".join(seen.split())
    return line if len(line) <= longest and len(text) <= _READ_AT_MOST else f"{line[: longest - 1].rstrip()}…"


def cannot_be_shown(letter: str) -> bool:
    """Whether a character has no picture of its own: controls, directions, joiners, blanks, what is no character.

    A letter that this Python's Unicode does not know yet is a letter all the same.
    """
    if unicodedata.category(letter) in _NEVER_SHOWN or _BLANKS.match(letter):
        return True
    return ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF


def _shown(letter: str) -> str:
    if letter.isspace():
        return " "
    return "\N{REPLACEMENT CHARACTER}" if cannot_be_shown(letter) else letter
