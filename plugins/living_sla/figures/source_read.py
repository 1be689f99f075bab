"""What is known of an export that was read, by this build or an earlier one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from living_sla.exports.freshness import Freshness
from living_sla.model.figures.provenance import ExportFacts

Columns = Mapping[str, frozenset[str]]
"""The columns that are wanted, by source."""


class SourceRead(Struct, frozen=True, eq=False):
    """One export, whoever read it."""

    facts: ExportFacts
    """As-of replaced by the one that was asked for."""
    freshness: Freshness
