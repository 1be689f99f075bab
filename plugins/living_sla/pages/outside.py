"""Text that anybody could have put into a history: names, subjects, remarks. Harmless, on one line, and not endless.

Entities keep it from being markup (`html.py`). What is done here, entities cannot do: a control character that turns
the direction of reading, or hides, does so as an entity too.
"""

from __future__ import annotations

import unicodedata

LONGEST = 160
"""Letters of a name or a subject that are shown."""

_READ_AT_MOST = 4096
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def harmless(text: str, longest: int = LONGEST) -> str:
    """`text` on one line, cut with an ellipsis; what cannot be seen, or steers how the rest is read, as ``�``."""
    seen = text[:_READ_AT_MOST]
    line = " ".join((seen if seen.isprintable() else "".join(map(_shown, seen))).split())
    return line if len(line) <= longest and len(text) <= _READ_AT_MOST else f"{line[: longest - 1].rstrip()}…"


def _shown(letter: str) -> str:
    if letter.isspace():
        return " "
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(letter) in _UNSEEN else letter
