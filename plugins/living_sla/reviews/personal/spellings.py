"""One text in the spellings in which it may be written: escaped for the web, for HTML, for JSON or Markdown."""

from __future__ import annotations

import html
import re
import sys
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote, unquote_plus

_ROUNDS = 4
"""An escape may be escaped itself; nobody writes it deeper by accident."""
_JSON = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\U00[01][0-9a-fA-F]{5}|\\x[0-9a-fA-F]{2}|\\[\"\\/bfnrt]")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<!--.*?-->", re.DOTALL)
_MARKS = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[*_~`]")
_ALIKE = str.maketrans(
    {"\N{LATIN SMALL LETTER DOTLESS I}": "i"} | dict.fromkeys("‘’ʼ′´", "'") | dict.fromkeys("‐‑‒–—―−", "-")
)
"""What people type for one and the same letter or mark."""
_BLANK = re.compile(r"\s+")


def readings(text: str) -> tuple[str, ...]:
    """What a text says in each way of reading it, each once, as `folded`; the plain reading first."""
    return tuple(dict.fromkeys(map(folded, dict.fromkeys(_read(text)))))


def folded(text: str) -> str:
    """A text without what does not tell two people apart: capitals, accents, letters that nobody sees, breaks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        # By distinct letters: a record has millions of them, and few that differ.
        unseen = {ord(letter): None for letter in set(text) if unicodedata.category(letter) in ("Cf", "Mn", "Me")}
        text = text.translate(unseen)
        text = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    return _BLANK.sub(" ", text.casefold()).strip()


def _read(text: str) -> Iterator[str]:
    yield text
    for _ in range(_ROUNDS):
        before = text
        for read in (unquote, html.unescape, _of_json):
            text = read(text)
            yield text
        if text == before:
            break
    yield unquote_plus(text) if "+" in text else text
    bare = _TAG.sub("", text)
    yield bare
    yield _MARKS.sub("", bare).replace("''", "'").replace('""', '"')  # as YAML and CSV write a quote inside quotes


def _of_json(text: str) -> str:
    return _JSON.sub(lambda escape: _letters(escape[0]), text)


_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def _letters(escape: str) -> str:
    """The letters of one escape, or of a run of them, in which two may make one letter."""
    if escape.startswith("\\u"):
        units = bytes.fromhex(escape.replace("\\u", ""))
        return units.decode("utf-16-be", "replace")
    if escape[1] in "xU":
        code = int(escape[2:], 16)
        return chr(code) if code <= sys.maxunicode else escape
    return _SHORT.get(escape[1], escape[1])
