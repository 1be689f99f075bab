"""Where everything of one YAML document stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
    return Places(_Found(root, _values), _Found(root, _keys))


class _Found(Mapping[Path, Place]):
    """Places that are looked up when somebody asks for one: most files have nothing to say about themselves."""

    def __init__(self, root: Node, find: Callable[[Node], dict[Path, Place]]) -> None:
        self._ahead: tuple[Node, Callable[[Node], dict[Path, Place]]] | None = (root, find)
        self._places: dict[Path, Place] = {}

    def _looked_up(self) -> dict[Path, Place]:
        if self._ahead is not None:
            root, find = self._ahead
            self._places, self._ahead = find(root), None  # the tree itself need not be kept
        return self._places

    def __getitem__(self, at: Path) -> Place:
        return self._looked_up()[at]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._looked_up())

    def __len__(self) -> int:
        return len(self._looked_up())


def _values(root: Node) -> dict[Path, Place]:
    return {at: node.where for at, node, _ in walk(root)}


def _keys(root: Node) -> dict[Path, Place]:
    return {at: key.where for at, _, key in walk(root) if key is not None}
