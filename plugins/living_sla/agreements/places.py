"""Where everything of one YAML document stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from living_sla.agreements.strict_yaml import Node, Path, walk
from living_sla.errors import Place


@dataclass(frozen=True)
class Places:
    """Places of the values and of the keys of a document, by keys and positions."""

    values: Mapping[Path, Place]
    keys: Mapping[Path, Place]

    def value(self, at: Path) -> Place:
        """Where the value at `at` stands, or the nearest value around it that the file has."""
        return next(self.values[at[:length]] for length in range(len(at), -1, -1) if at[:length] in self.values)

    def key(self, at: Path) -> Place:
        """Where the key of the value at `at` stands; where it has none, the value."""
        return self.keys.get(at) or self.value(at)


def places_of(root: Node) -> Places:
    """The places of everything below `root`."""
    nodes = list(walk(root))
    return Places({at: node.where for at, node, _ in nodes}, {at: key.where for at, _, key in nodes if key is not None})
