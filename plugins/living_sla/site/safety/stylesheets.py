"""What a style sheet would make a browser fetch.

A sheet is cut into tokens as CSS Syntax Level 3 has it, in one pass: a comment in a string is text, as is a quote in a
`url(` without quotes, and a line end ends a string that was not closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from living_sla.model.address import Address, read_address

_TOKEN = re.compile(
    r"""
      (?P<comment>/\*(?:[^*]++|\*(?!/))*+(?:\*/)?)
    | (?P<string>"(?:[^"\\\n\r\f]++|\\(?:\r\n|[\s\S]))*+"?|'(?:[^'\\\n\r\f]++|\\(?:\r\n|[\s\S]))*+'?)
    | (?P<name>@?(?:[-\w]++|[^\x00-\x7f]|\\(?:[0-9a-fA-F]{1,6}(?:\r\n|[ \t\r\n\f])?|[^\n\r\f0-9a-fA-F]))++\(?)
    | (?P<mark>[][{}();:])
    """,
    re.VERBOSE,
)
_WITHOUT_QUOTES = re.compile(r"""[ \t\r\n\f]*+(?!["'])((?:[^)\\]++|\\[\s\S])*+)""")
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|(\r\n|[\s\S]))")
_FETCHES = frozenset({"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade"})
_WORDS = frozenset({"content", "quotes", "font-family", "font", "font-feature-settings", "grid-template-areas"})
"""Properties whose strings are words; a custom property may be handed to a function that fetches."""
_NO_FETCH = ("", "data", "about")
_MOST = 4 << 20
"""Characters beyond which nobody reads a style sheet."""


def foreign(css: str) -> Iterator[Address]:
    """Every address in `css` that is neither a file of the site nor data in the style sheet itself."""
    if not any(mark in css for mark in ("(", "@", "\\", "--")):
        return
    for written in _addresses(css[:_MOST]):
        address = read_address(written)
        if address.scheme not in _NO_FETCH or address.authority is not None:
            yield address
    if len(css) > _MOST:
        yield read_address("https:///")


def _addresses(css: str) -> Iterator[str]:
    """What a browser could take for an address: of `url(`, and every string that is not a word or a selector."""
    position, functions, name, of, rule, brackets = 0, [""], "", "", "", 0
    while (token := _TOKEN.search(css, position)) is not None:
        position, kind, text = token.end(), token.lastgroup, token[0]
        if kind == "name":
            name = _plain(text).lower()
            if name == "url(" and (bare := _WITHOUT_QUOTES.match(css, position)) is not None:
                yield _plain(bare[1]).strip()
                position = bare.end()
            elif name.endswith("("):
                functions.append(name[:-1])
            elif name.startswith("@"):
                rule = name
        elif kind == "mark":
            if text in "(":
                functions.append("")
            elif text == ")":
                functions = functions[:-1] or [""]
            elif text in "[]":
                brackets += 1 if text == "[" else -1
            elif text == ":":
                of = name
            else:
                functions, of, rule, brackets = [""], "", "", 0
        elif kind == "string" and not brackets and rule not in ("@charset", "@namespace"):
            is_words = of in _WORDS and functions[-1] not in _FETCHES
            yield "" if is_words else _plain(text[1:].removesuffix(text[0]))


def _plain(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return "" if escape[2] in ("\n", "\r", "\r\n", "\f") else escape[2]
    code = int(escape[1], 16)
    return chr(code) if 0 < code <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
