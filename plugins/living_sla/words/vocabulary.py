"""The words that a sentence has for what the terms name: the definitions, and the labels of columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from living_sla.model.labels import Labels
from living_sla.words.spelling import named


@dataclass(frozen=True)
class Vocabulary:
    """How columns of one source are called, and which definitions there are."""

    definitions: tuple[str, ...] = ()
    labels: Labels = field(default_factory=dict)
    source: str = ""
    """Whose columns are meant; empty where those of any source may be, as in a definition."""

    def of(self, source: str) -> Vocabulary:
        """The same for the columns of another source."""
        return replace(self, source=source)

    @property
    def _labels(self) -> Mapping[str, str]:
        return self.labels.get(self.source, {})

    def label(self, column: str) -> str | None:
        """The label of a column, as its owner wrote it; None where it has none."""
        return self._labels.get(column)

    def column(self, name: str) -> str:
        """A column as people call it: by its label, or else by its name in words."""
        return self.label(name) or named(name)


PLAIN = Vocabulary()
