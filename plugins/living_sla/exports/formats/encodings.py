"""Exports that are not UTF-8: decoded as the source declares, and handed on as UTF-8.

What cannot be decoded becomes a NUL character, which every reader of this room refuses with its line.
"""

from __future__ import annotations

import codecs
import re
from typing import Protocol

UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_UNDECODABLE = "sla-undecodable"


def _as_nul(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "\0", error.end


codecs.register_error(_UNDECODABLE, _as_nul)

# Where bytes of a code page stand for control characters, as 0x80 to 0x9f do in latin-1, it is another code page.
_CONTROLS = dict.fromkeys(range(128, 160), 0)
_SIGNS = (
    "\u201a\u201e\u201c\u201d\u2020-\u2022\u2030\u2039\u203a\u00a1-\u00a9\u00ab-\u00af\u00b1-\u00b8"
    "\u00bb-\u00bf\u00d7\u00f7\u2500-\u259f"
)
_CAPITAL, _ACCENT = "[\u00c0-\u00d6\u00d8-\u00de\u0152\u0160\u0178\u017d]", "[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]"
_LETTER = r"[^\W\d_]"
_NO_WORD = re.compile(f"{_LETTER}[{_SIGNS}]{_LETTER}|[A-Za-z]{_CAPITAL}[a-z]|{_ACCENT}{{4,}}")
"""What no word has: a sign or a capital between letters, or four letters with accents. So another code page looks."""


class Bytes(Protocol):
    """Anything that hands out bytes until there are no more."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end."""


class AsUtf8:
    """The bytes of a file in another encoding, as UTF-8."""

    def __init__(self, file: Bytes, encoding: str) -> None:
        self._file = file
        self._is_code_page = encoding != "utf-16"
        self.is_doubtful = False
        """Whether a word was seen that is not one, as when the text is of another code page."""
        self._decoder = codecs.getincrementaldecoder(encoding)(_UNDECODABLE)
        self._also_utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")("strict")
        self._only_ascii = True
        self._at_end = False

    def read(self, size: int, /) -> bytes:
        """Some UTF-8, of about `size` bytes of the file; none at the end."""
        while not self._at_end:
            block = self._file.read(size)
            self._at_end = not block
            self._compare(block)
            text = self._decoder.decode(block, final=self._at_end)
            if text:
                return (self._of_code_page(text) if self._is_code_page else text).encode()
        return b""

    def _of_code_page(self, text: str) -> str:
        if text.isascii():
            return text
        self.is_doubtful = self.is_doubtful or _NO_WORD.search(text) is not None
        return text.translate(_CONTROLS)

    @property
    def is_really_utf8(self) -> bool:
        """Whether everything that was read is UTF-8 too, and not only because it is ASCII."""
        return self._also_utf8 is not None and not self._only_ascii

    def _compare(self, block: bytes) -> None:
        self._only_ascii = self._only_ascii and block.isascii()
        if self._also_utf8 is not None:
            try:
                self._also_utf8.decode(block, final=self._at_end)
            except UnicodeDecodeError:
                self._also_utf8 = None
