"""What every format of file is read as: a header, and columns of texts in batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from living_sla.errors import Fault, Notice, SlaError
from living_sla.model.figures.provenance import ExportFile

if TYPE_CHECKING:
    import pyarrow as pa

Texts = MutableMapping[str, Any]
"""The Arrow type in which each column is wanted: plain strings, or coded by their distinct values; or, where the table
`takes_types`, timestamps in UTC. There it may change between batches."""


class Damage(SlaError):
    """The bytes cannot be read in one way only; the slow reader finds out where."""


class Digits(str):
    """A number, in plain digits, of a format that knows numbers: its point is the decimal one."""


class Record(Struct, frozen=True):
    """One record: its fields as texts, and the physical line, counted from 1, on which it begins."""

    line: int
    fields: tuple[str, ...]
    is_cut_off: bool = False
    """Whether the text ends right after it, without a line end."""

    @property
    def is_blank(self) -> bool:
        """Whether its line holds nothing at all."""
        return self.fields == ("",)


class Broken(Struct, frozen=True):
    """A line that is no record, and why."""

    line: int
    message: str
    hint: str
    code: Fault | None = Fault.MALFORMED_TEXT
    is_last: bool = False
    """Whether nothing after it can be read."""


Rows = Iterator[Record | Broken]
"""The header, then every record or what is wrong in its place, read slowly; ends, or raises `Undecodable`."""


class Undecodable(Exception):
    """A line that is not text; `line` is its number, `broken` says why."""

    def __init__(self, broken: Broken) -> None:
        super().__init__(broken.message)
        self.broken = broken


class Table(Protocol):
    """One file of an export, opened. Close it."""

    header: tuple[str, ...]
    header_line: int
    """The line on which it stands, counted from 1."""
    takes_types: bool
    """Whether instants in ISO 8601 with an offset can be asked for as timestamps, and any column as coded."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What a person should know of the file; only after the last batch."""

    def texts(self, positions: Mapping[str, int], types: Texts) -> Iterator[pa.RecordBatch]:
        """The columns at these positions of the header, by name, batch after batch; raises `Damage`."""

    def check_unchanged(self) -> None:
        """Raises `ChangedWhileRead` where somebody wrote to the file since it was opened."""

    def facts(self) -> ExportFile:
        """The file as it was read; only after the last batch. Raises `ChangedWhileRead`."""

    def close(self) -> None:
        """Close the file."""
