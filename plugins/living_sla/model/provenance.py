"""Where figures come from: what was read of an export, and up to when it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from living_sla.model.zones import Adjusted


@dataclass(frozen=True)
class ExportFile:
    """One file of an export, as it was when it was read."""

    path: str
    """Relative to the project, with forward slashes."""
    sha256: str
    bytes: int


@dataclass(frozen=True)
class ExportFacts:
    """What was read of one export."""

    files: tuple[ExportFile, ...]
    rows: int
    """Rows read, duplicates included."""
    as_of: datetime
    """The instant, in UTC, up to which the export speaks."""
    columns: tuple[str, ...]
    """Names of the columns that were read, as declared; nothing else was."""
    adjusted: Mapping[str, Adjusted] = field(default_factory=dict)
    """Naive times that a clock change touched, by column."""
    duplicates_dropped: int = 0
