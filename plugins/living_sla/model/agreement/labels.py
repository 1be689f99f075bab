"""What readers see instead of the names of columns: their labels, which are no terms."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from living_sla.model.agreement.source import Source

Labels = Mapping[str, Mapping[str, str]]
"""By source, what its columns are called; by the empty name what columns of that name are called wherever they are."""

NO_LABELS: Labels = MappingProxyType({})


def labels_of(sources: Mapping[str, Source]) -> Labels:
    """The labels of all columns that have one."""
    found = {
        name: {column: " ".join(spec.label.split()) for column, spec in source.columns.items() if spec.label}
        for name, source in sources.items()
    }
    anywhere: dict[str, set[str | None]] = {}
    for name, source in sources.items():
        for column in source.columns:
            anywhere.setdefault(column, set()).add(found[name].get(column))
    shared = {column: label for column, labels in anywhere.items() for label in labels if label and len(labels) == 1}
    return {**found, "": shared}
