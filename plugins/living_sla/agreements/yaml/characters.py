"""Characters that nobody sees: what a file must not hold, because readers and machines would disagree on it."""

from __future__ import annotations

import re
import unicodedata

from living_sla.errors import Fault, Place, SlaError, name_of

# Line and paragraph separators and NEL end a line for some programs and not for others.
_BREAKS = "\u0085\u2028\u2029"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ZERO_WIDTH = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufeff"
_ZERO_WIDTH += "\uffa0\U000e0000-\U000e007f"
_NEVER = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BREAKS}\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_HIDDEN = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BREAKS}{_BIDI}{_ZERO_WIDTH}\ufffe\uffff]")


def decode(raw: bytes, *, path: str) -> str:
    """The text of a file: UTF-8 with or without a byte order mark, its lines ended by ``\\n`` alone.

    Raises `SlaError` at the first byte that is not UTF-8.
    """
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as found:
        before = raw[: found.start].decode("utf-8")
        where = Place(path, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        hint = "save the file as UTF-8"
        message = f"the byte 0x{raw[found.start]:02X} is not UTF-8"
        raise SlaError(message, where=where, hint=hint, code=Fault.NOT_UTF8) from None
    return text.replace("\r\n", "\n")


def refuse_hidden_characters(text: str, *, path: str, first_line: int = 1, at: Place | None = None) -> None:
    """Raise `SlaError` at the first control, direction or zero-width character of a binding text.

    `at` is the place to name where `text` is a value whose characters have no places of their own (an escape
    such as ``"\\u200b"``).
    """
    _refuse(_HIDDEN, text, path, first_line, at)


def refuse_control_characters(text: str, *, path: str, first_line: int) -> None:
    """Raise `SlaError` at the first control or direction-changing character of explaining text.

    Joiners and marks that scripts and emoji are written with may stay there.
    """
    _refuse(_NEVER, text, path, first_line, None)


def _refuse(hidden: re.Pattern[str], text: str, path: str, first_line: int, at: Place | None) -> None:
    match = hidden.search(text)
    if match is None:
        return
    found, start = match[0], match.start()
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    where = at or Place(path, first_line + text.count("\n", 0, start), column)
    hint = "delete it; retype the word if you cannot see it"
    raise SlaError(f"the invisible character {name_of(found)}", where=where, hint=hint, code=Fault.INVISIBLE_CHARACTER)


def mixed_scripts(text: str) -> str | None:
    """The first word of `text` that mixes Latin letters with Cyrillic or Greek ones, or None."""
    if text.isascii():
        return None
    for word in re.findall(r"\w+", text):
        scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha()}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK"}:
            return str(word)
    return None
