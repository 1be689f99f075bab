"""Exports that are not UTF-8: decoded as the source declares, and handed on as UTF-8.

What cannot be decoded becomes a NUL character, which every reader of this room refuses with its line.
"""

from __future__ import annotations

import codecs
from typing import Protocol

UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_UNDECODABLE = "sla-undecodable"


def _as_nul(found: UnicodeError) -> tuple[str, int]:
    assert isinstance(found, UnicodeDecodeError)
    return "\0", found.end


codecs.register_error(_UNDECODABLE, _as_nul)

# Bytes 0x80 to 0x9f are letters and quotes in windows-1252, but in latin-1 control characters, which no export holds.
_CONTROLS = dict.fromkeys(range(128, 160), 0)


class Bytes(Protocol):
    """Anything that hands out bytes until there are no more."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end."""


class AsUtf8:
    """The bytes of a file in another encoding, as UTF-8."""

    def __init__(self, file: Bytes, encoding: str) -> None:
        self._file = file
        self._has_controls = encoding == "latin-1"
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
                return (text.translate(_CONTROLS) if self._has_controls else text).encode()
        return b""

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
