"""What the pages of a Parquet file claim to hold, read from their headers alone, before anything is unpacked.

The footer says how large a column unpacks, but the reader believes the headers of the pages, and makes room for what
they say. Headers are Thrift structs in the compact protocol; `parquet-format` describes both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import IO, TYPE_CHECKING, Any

from msgspec import Struct

from living_sla.errors import Fault
from living_sla.exports.formats.table import Damage

if TYPE_CHECKING:
    import pyarrow.parquet as pq

LARGEST_PAGE = 128 << 20
"""Bytes that one page may unpack to; writers make pages of 1 MB, some of a whole row group's column."""
LARGEST_RATIO, ALWAYS_FINE = 500, 64 << 20
"""How many times larger than the file its columns may unpack, beyond what is fine for any file."""
_FRONT_CODED = 7
"""DELTA_BYTE_ARRAY: each text is a part of the one before and some more, so that little holds any amount."""
_LONGEST_HEADER = 1 << 20
_FIRST_LOOK = 512


class _Page(Struct, frozen=True):
    size: int
    """Bytes unpacked."""
    encoding: int


def check_pages(file: IO[bytes], described: pq.FileMetaData, headers: Collection[str]) -> None:
    """Raises `Damage` where the pages of these columns hold more than they should, or than the footer says."""
    whole = file.seek(0, 2)
    unpacked = 0
    for number in range(described.num_row_groups):
        group = described.row_group(number)
        for chunk in (group.column(at) for at in range(group.num_columns)):
            if chunk.path_in_schema not in headers:
                continue
            pages = list(_pages(file, chunk))
            if any(page.encoding == _FRONT_CODED for page in pages):
                message = f'the texts of "{chunk.path_in_schema}" are front coded (DELTA_BYTE_ARRAY)'
                hint = "write them plain or with a dictionary: nobody can tell how large these become"
                raise Damage(message, hint=hint, code=Fault.TOO_COSTLY)
            size = sum(page.size for page in pages)
            unpacked += size
            if size > chunk.total_uncompressed_size or max((page.size for page in pages), default=0) > LARGEST_PAGE:
                message = f'pages of "{chunk.path_in_schema}" unpack to {size >> 20:,} MB'
                raise Damage(message, hint="export it again, with pages of some MB at most", code=Fault.TOO_COSTLY)
    if unpacked > LARGEST_RATIO * whole + ALWAYS_FINE:
        message = f"the export unpacks from {whole >> 10:,} KB to {unpacked >> 20:,} MB"
        raise Damage(message, hint="no records are so much alike; export it again", code=Fault.TOO_COSTLY)


def _pages(file: IO[bytes], chunk: Any) -> Iterator[_Page]:
    """The pages of one column of one row group, its dictionary included."""
    starts = [chunk.data_page_offset, chunk.dictionary_page_offset]
    at = min(start for start in starts if start)
    end = at + chunk.total_compressed_size
    while at < end:
        fields, length = _header(file, at)
        kinds = [fields[field] for field in (5, 7, 8) if isinstance(fields.get(field), dict)]
        size, packed = fields.get(2), fields.get(3)
        if not isinstance(size, int) or not isinstance(packed, int) or size < 0 or packed < 0:
            raise _damaged()
        # A page of the second version says its encoding in field 4, all others in field 2.
        encodings = [kind.get(4 if 8 in fields else 2, 0) for kind in kinds]
        yield _Page(size, encodings[0] if encodings else 0)
        at += length + packed


def _header(file: IO[bytes], at: int) -> tuple[dict[int, Any], int]:
    look = _FIRST_LOOK
    while look <= _LONGEST_HEADER:
        file.seek(at)
        text = file.read(look)
        reader = _Struct(text)
        try:
            return reader.struct(), reader.at
        except IndexError:
            if len(text) < look:
                break
            look *= 8
    raise _damaged()


def _damaged() -> Damage:
    return Damage("the export is a damaged Parquet file", code=Fault.UNREADABLE_EXPORT)


_DEEPEST = 8
_INT32 = 5


class _Struct:
    """Thrift's compact protocol, as far as page headers go; `IndexError` where the bytes end too early."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self.at = 0

    def struct(self, depth: int = 0) -> dict[int, Any]:
        """The fields by their numbers; texts and lists are skipped."""
        fields: dict[int, Any] = {}
        number = 0
        text = self._text
        while kind := text[self.at]:
            self.at += 1
            step = kind >> 4
            number = number + step if step else self._whole()
            kind &= 15
            # Nearly all are whole numbers: a file of ten million records has half a million of them.
            fields[number] = self._whole() if kind == _INT32 else self._value(kind, depth)
        self.at += 1
        return fields

    def _value(self, kind: int, depth: int) -> Any:
        if depth > _DEEPEST:
            raise _damaged()
        match kind:
            case 1 | 2:  # a boolean is its own value
                return kind == 1
            case 3:
                return self._byte()
            case 4 | 5 | 6:  # whole numbers of 16, 32 and 64 bits
                return self._whole()
            case 7:  # a floating-point number
                return self._skip(8)
            case 8:  # a text
                return self._skip(self._varint())
            case 12:
                return self.struct(depth + 1)
        raise _damaged()

    def _byte(self) -> int:
        self.at += 1
        return self._text[self.at - 1]

    def _varint(self) -> int:
        value = shift = 0
        text = self._text
        while True:
            byte = text[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
            if shift > 63:
                raise _damaged()

    def _whole(self) -> int:
        coded = self._varint()
        return (coded >> 1) ^ -(coded & 1)

    def _skip(self, size: int) -> None:
        self.at += size
        if self.at > len(self._text):
            raise IndexError
