"""What is known of an export that was read, by this build or an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from living_sla.exports.freshness import Freshness
from living_sla.model.figures.provenance import ExportFacts

Columns = Mapping[str, frozenset[str]]
"""The columns that are wanted, by source."""


@dataclass(frozen=True, eq=False)
class SourceRead:
    """One export, whoever read it."""

    facts: ExportFacts
    """As-of replaced by the one that was asked for."""
    freshness: Freshness
