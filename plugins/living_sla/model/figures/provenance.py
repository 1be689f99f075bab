"""Where figures come from: what was read of an export, and its as-of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from living_sla.model.time.zones import Adjusted


class ExportFile(Struct, frozen=True):
    """One file of an export, as it was when it was read."""

    path: str
    """Relative to the project, with forward slashes."""
    sha256: str
    bytes: int


class PassedOver(Struct, frozen=True):
    """A file that matches as well, and is older than the one that was read."""

    file: ExportFile
    as_of: datetime
    """The instant, in UTC, up to which it speaks."""


class ReadElsewhere(Struct, frozen=True):
    """Who read an export that is no file of the project, and where it lies."""

    engine: str
    """Name and version: ``Spark 4.3.0``."""
    path: str
    """The path or the table, as it was asked for."""
    parts: int
    """In how many parts it was read."""


class ExportFacts(Struct, frozen=True):
    """What was read of one export."""

    files: tuple[ExportFile, ...]
    """Empty where an engine read it: nobody could take a fingerprint of what it saw."""
    rows: int
    """Rows read, duplicates included."""
    as_of: datetime
    """The export's as-of, in UTC."""
    columns: tuple[str, ...]
    """Names of the columns that were read, as declared; nothing else was."""
    adjusted: Mapping[str, Adjusted] = field(default_factory=dict)
    """Naive times that a clock change touched, by column."""
    duplicates_dropped: int = 0
    passed_over: tuple[PassedOver, ...] = ()
    """Of several files whose columns state their as-of, the older ones, the latest first."""
    unread: int | None = None
    """How many columns the files have besides, whatever they are called; None where nobody counted."""
    elsewhere: ReadElsewhere | None = None
    """Set where an engine read the export."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Where the records come from: the files, or the path or table that an engine read."""
        return (self.elsewhere.path,) if self.elsewhere else tuple(file.path for file in self.files)
