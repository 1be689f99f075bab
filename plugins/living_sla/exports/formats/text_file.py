"""One file, read once: the bytes that are hashed are the bytes that are parsed."""

from __future__ import annotations

import codecs
import hashlib
import os
import zlib

from living_sla.errors import Fault, Notice, Place, WarningName
from living_sla.exports.file import PACKED, File, FileIdentity, check_identity
from living_sla.exports.formats.before_header import other_delimiter, stated_delimiter
from living_sla.exports.formats.encodings import UTF8_MARK, AsUtf8, Bytes
from living_sla.exports.formats.profiles import FOOTER_ROOM, without_footer
from living_sla.exports.formats.quotes import Quotes
from living_sla.exports.formats.table import Damage
from living_sla.exports.progress import listener
from living_sla.model.agreement.source import Source
from living_sla.model.figures.provenance import ExportFile

BLOCK = 1 << 20
_PACKED_BLOCK = 1 << 18
_LONGEST_START = 1 << 20
"""Bytes within which the lines before a header end."""
_RETURN = ord("\r")
LARGEST = 8 << 30
"""Unpacked bytes beyond which a file is refused: a compressed bomb ends here."""


class TextFile:
    """The text of an export file as UTF-8 bytes, without mark and footer, checked and hashed on the way.

    `read_block` raises `Damage` as soon as a byte is met that readers could take in two ways. After the last byte,
    `facts` is the file as it was read.
    """

    def __init__(self, file: File, source: Source, quotes: Quotes | None = None) -> None:
        self._of, self._shown = file, file.shown
        self._file = file.path.open("rb", buffering=0)
        self._identity = FileIdentity.of(os.fstat(self._file.fileno()))
        self._hash = hashlib.sha256()
        self._heard, self._done = listener(), 0
        self._source = source
        self._unpacked: Bytes = _Unzipped(self) if file.path.name.endswith(PACKED) else _Raw(self)
        if source.encoding != "utf-8":
            self._unpacked = AsUtf8(self._unpacked, source.encoding)
        self._quotes = quotes
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._footer_room = FOOTER_ROOM if source.profile == "salesforce-report" else 0
        self._ready = self._held_back = b""
        self._at_start, self._at_end = True, False
        self._seen = 0
        self._before_header = quotes is not None  # a file of JSON lines has no header
        self.lines_before = 0
        """Lines that were left out before the header."""

    # ------------------------------------------------------------ text

    def close(self) -> None:
        """Close the file; reading it again needs a new `TextFile`."""
        self._file.close()
        self._heard(self._shown, self._identity.size, self._identity.size)

    def read_block(self) -> bytes:
        """The next text, as much as is ready, without a copy; none at the end."""
        if not self._ready:
            self._fill()
        block, self._ready = self._ready, b""
        return block

    @property
    def block_ends_inside_quotes(self) -> bool:
        """Whether the last block that was read ends inside a quoted field."""
        return self._quotes is not None and self._quotes.inside

    def put_back(self, text: bytes) -> None:
        """Let the next `read_block` begin with `text`."""
        self._ready = text + self._ready

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is odd about the text; only after the last byte."""
        if not isinstance(self._unpacked, AsUtf8) or not self._unpacked.is_doubtful:
            return ()
        message = f"the export may not be {self._source.encoding}: it holds words that are not words in that encoding"
        hint = "open it and look at letters with accents; `sla sources guess` says which encodings fit"
        return (Notice(WarningName.ENCODING_DOUBTFUL, message, Place(self._shown), hint),)

    def facts(self) -> ExportFile:
        """The file as it was read; only after the last byte. Raises `ChangedWhileRead`."""
        self.check_unchanged()
        return ExportFile(self._shown, self._hash.hexdigest(), self._identity.size)

    def check_unchanged(self) -> None:
        """Raises `ChangedWhileRead` where the path holds another file than was opened, or one written to since."""
        check_identity(self._of, self._identity)

    # ------------------------------------------------------------ one block

    def raw(self, size: int) -> bytes:
        """The next bytes as they are in the file, hashed."""
        block = self._file.read(size) or b""
        self._hash.update(block)
        self._done += len(block)
        self._heard(self._shown, self._done, self._identity.size)
        return block

    def _fill(self) -> bool:
        """Make some text ready; False at the end of the file."""
        while not self._at_end and not self._ready:
            block = self._unpacked.read(BLOCK)
            self._at_end = not block
            self._seen += len(block)
            if self._seen > LARGEST:
                raise self._damage(f"holds more than {LARGEST >> 30} GB")
            if self._at_start and block:
                block, self._at_start = block.removeprefix(UTF8_MARK), False
            self._held_back += block
            if self._at_end and isinstance(self._unpacked, AsUtf8) and self._unpacked.is_really_utf8:
                hint = "remove encoding from the source: utf-8 is the default"
                raise Damage(
                    "the export is encoded as UTF-8", where=Place(self._shown), hint=hint, code=Fault.OTHER_CONVENTION
                )
            if self._before_header and not self._pass_what_stands_before():
                continue
            if self._at_end:
                self._check(self._held_back if not self._footer_room else without_footer(self._held_back))
                continue
            ready = len(self._held_back) - self._footer_room
            # A return may be the first of those that CR CR LF has.
            while ready > 0 and self._held_back[ready - 1] == _RETURN:
                ready -= 1
            if ready > 0:
                self._check(self._held_back[:ready], rest=self._held_back[ready:])
        return bool(self._ready)

    def _pass_what_stands_before(self) -> bool:
        """Leave out the lines before the header; False while they have not been read to their end."""
        wanted = self._source.skip_lines + 1
        if self._held_back.count(b"\n") < wanted and not self._at_end:
            if len(self._held_back) > _LONGEST_START:
                raise self._damage("begins with a line that has no end")
            return False
        lines = self._held_back.split(b"\n", wanted)
        stated = stated_delimiter(lines[wanted - 1].decode("utf-8", "replace")) if len(lines) > wanted - 1 else ""
        if stated and stated != self._source.delimiter:
            message, hint = other_delimiter(stated)
            raise Damage(message, where=Place(self._shown, wanted), hint=hint, code=Fault.OTHER_CONVENTION)
        self.lines_before = self._source.skip_lines + bool(stated)
        self._held_back = b"\n".join(lines[self.lines_before :])
        self._before_header = False
        return True

    def _check(self, block: bytes, *, rest: bytes = b"") -> None:
        """Make the block ready once it is known to be text that can be read in one way only."""
        self._held_back = rest
        if b"\r" in block and b"\r\r\n" in block:  # one character is found twenty times as fast as three
            block = block.replace(b"\r\r\n", b"\r\n")
        if b"\0" in block:
            raise self._damage("holds a NUL character")
        if not block.isascii() or self._decoder.getstate()[0]:
            try:
                self._decoder.decode(block, final=self._at_end)
            except UnicodeDecodeError:
                raise self._damage("is not UTF-8") from None
        if self._quotes and not self._quotes.are_well_placed(block, last=self._at_end):
            raise self._damage("has a quote or a line end in the wrong place")
        self._ready = block

    def _damage(self, what: str) -> Damage:
        return Damage(f"the export {what}", where=Place(self._shown), code=Fault.MALFORMED_TEXT)


class _Raw:
    """The bytes as they are."""

    def __init__(self, reading: TextFile) -> None:
        self._reading = reading

    def read(self, size: int, /) -> bytes:
        return self._reading.raw(size)


class _Unzipped:
    """The bytes of a gzip file, its checksum verified; also of several of them one after the other."""

    def __init__(self, reading: TextFile) -> None:
        self._reading = reading
        self._stream = zlib.decompressobj(wbits=31)
        self._packed = b""

    def read(self, size: int, /) -> bytes:
        while True:
            packed = self._packed or self._reading.raw(_PACKED_BLOCK)
            if self._stream.eof:
                if not packed:
                    return b""
                self._stream = zlib.decompressobj(wbits=31)
            try:
                text = self._stream.decompress(packed, size)
            except zlib.error:
                raise Damage("the export is a damaged gzip file", code=Fault.UNREADABLE_EXPORT) from None
            self._packed = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            if text:
                return text
            if not packed and not self._stream.eof:
                raise Damage("the export is a gzip file that ends too early", code=Fault.UNREADABLE_EXPORT)
