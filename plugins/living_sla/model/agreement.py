"""An agreement as it was read: its terms, the text that explains them, and where each part stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from living_sla.errors import Place
from living_sla.model.terms import Terms

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Presentation:
    """What the writer said about the page; not part of the terms, so changing it signs nothing anew."""

    tags: tuple[str, ...] = ()
    icon: str | None = None
    hide: tuple[str, ...] = ()
    description: str | None = None


@dataclass(frozen=True)
class Agreement:
    """One file under `agreements/`: `terms` bind, `body` explains."""

    path: str
    """Relative to the project, with forward slashes: ``agreements/lead-handoff.md``."""
    terms: Terms
    digest: str
    """The terms digest: 64 hexadecimal digits over the canonical form of the terms."""
    body: str
    """Markdown after the front matter, unchanged."""
    body_line: int
    """Line of the file on which the body begins."""
    presentation: Presentation = Presentation()
    places: Mapping[Path, Place] = field(default_factory=dict, compare=False, repr=False)
    """Where each part of the front matter stands, by its keys and positions: ``("commitments", 0, "target")``."""

    def place(self, *at: str | int) -> Place:
        """Where the part at `at` stands, or the nearest part around it that the file has."""
        for length in range(len(at), -1, -1):
            if at[:length] in self.places:
                return self.places[at[:length]]
        return Place(self.path, 1)
