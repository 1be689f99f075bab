"""What a style sheet would make a browser fetch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from living_sla.model.address import Address, read_address

_STRING_OR_COMMENT = re.compile(r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|/\*.*?(?:\*/|$)""", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|([^\r\n\f]))")
# Functions and rules that take an address; of one in quotes, and of one that is data, the beginning tells enough.
_FETCH = re.compile(r"""(?:\b(?:url|src|image|image-set)\(\s*|@import\s*(?=["']))["']?([^"')\s]*)""", re.IGNORECASE)
_SET = re.compile(r"image-set\(([^;{}]*)", re.IGNORECASE)
_QUOTED = re.compile(r"""["']([^"']*)["']""")
_NO_FETCH = ("", "data", "about")


def foreign(css: str) -> Iterator[Address]:
    """Every address in `css` that is neither a file of the site nor data in the style sheet itself."""
    if "(" not in css and "@" not in css and "\\" not in css:
        return
    bare = _STRING_OR_COMMENT.sub(lambda found: " " if found[0].startswith("/") else found[0], css)
    plain = _ESCAPE.sub(_character, bare)
    found = [match[1] for match in _FETCH.finditer(plain)]
    for several in _SET.finditer(plain):
        found += [match[1] for match in _QUOTED.finditer(several[1]) if "/" in match[1] or ":" in match[1]]
    for written in found:
        address = read_address(written)
        if address.scheme not in _NO_FETCH or address.authority is not None:
            yield address


def _character(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return escape[2]
    code = int(escape[1], 16)
    return chr(code) if 0 < code <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
