"""A project as it was read: every agreement, every source, and what is worth saying about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec import field

from living_sla.agreements.rules.lint import too_many_at_first
from living_sla.errors import Notice, Place
from living_sla.model.agreement.source import Source
from living_sla.model.agreement.terms import Agreement
from living_sla.model.equal_but import EqualBut
from living_sla.model.paths import SOURCES_FILE


class Project(EqualBut, frozen=True):
    """Everything that was declared, without a fault; figures and history come later."""

    BESIDE = frozenset({"source_places"})

    root: Path
    agreements: tuple[Agreement, ...]
    """Ordered by id."""
    sources: Mapping[str, Source]
    source_places: Mapping[tuple[str | int, ...], Place] = field(default_factory=dict)
    """Where each part of `data/sources.yml` stands, by its keys and positions."""
    notices: tuple[Notice, ...] = ()
    """Warnings, in reading order."""

    def agreement(self, agreement_id: str) -> Agreement:
        """The agreement of that id; raises `KeyError` where there is none."""
        for agreement in self.agreements:
            if agreement.terms.id == agreement_id:
                return agreement
        raise KeyError(agreement_id)

    def too_much_at_first(self, beginning: Collection[str]) -> Iterator[Notice]:
        """Warnings about those of the agreements that are `beginning`, and begin with too much."""
        for agreement in self.agreements:
            if agreement.terms.id in beginning:
                yield from too_many_at_first(agreement)

    def source_place(self, *at: str | int) -> Place:
        """Where the part of `data/sources.yml` at `at` stands, or the nearest part around it."""
        for length in range(len(at), -1, -1):
            if at[:length] in self.source_places:
                return self.source_places[at[:length]]
        return Place(SOURCES_FILE, 1)
