"""A review of the story, frozen by the product itself in a work tree of its own, which is then gone."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from living_sla.model.reviews.record import Releases
from living_sla.model.reviews.review_id import ReviewId
from living_sla.reviews.freezing.among_reviews import Correction
from living_sla.reviews.freezing.freeze import freeze
from tools.demo.repository import NewRepository
from tools.demo.step import Freeze, Step

_ALREADY: dict[tuple[str, str, Releases | None], Mapping[str, bytes]] = {}
"""What was frozen in this process: a repository of the same commits holds the same reviews."""


class Freezer(Struct, frozen=True):
    """Freezes the reviews of a story; `releases` are those that its record shall name, None for today's."""

    releases: Releases | None = None

    def frozen(self, repository: NewRepository, act: Freeze, step: Step) -> Mapping[str, bytes]:
        """The files of the review, by their paths in the project."""
        key = (repository.heads().decode(), f"{act}", self.releases)
        if key not in _ALREADY:
            _ALREADY[key] = self._frozen(repository, act, step)
        return _ALREADY[key]

    def _frozen(self, repository: NewRepository, act: Freeze, step: Step) -> Mapping[str, bytes]:
        correction = Correction(ReviewId(act.restates), act.why) if act.restates else None
        with tempfile.TemporaryDirectory() as folder:
            root = repository.check_out(Path(folder) / "project")
            made = freeze(root, ReviewId(act.review), now=step.moment, correction=correction, cache=False,
                          releases=self.releases)  # fmt: skip
            return {path: (root / path).read_bytes() for path in made.files}
