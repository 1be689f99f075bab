"""What strict YAML leaves of a document: text, lists and mappings, each with its place in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingOf
from typing import Any, NamedTuple

from msgspec import Struct

from living_sla.errors import Place

Path = tuple[str | int, ...]


class Position(NamedTuple):
    """A position in the text, counted from 0, as the parser counts."""

    line: int
    column: int


class Scalar(NamedTuple):
    """One text, or None where nothing was written (an empty value, ``~``, ``null``).

    A tuple, and its places made when they are asked for: there are a hundred in a file, and few are ever spoken of.
    """

    text: str | None
    plain: bool
    """Written without quotes, on its own line: the only form that a comment can cut short."""
    path: str
    first_line: int
    begins: Position
    ends: Position

    @property
    def where(self) -> Place:
        """The place of its first character."""
        return Place(self.path, self.begins.line + self.first_line, self.begins.column + 1)

    @property
    def end(self) -> tuple[int, int]:
        """Line and column just after its last character."""
        return self.ends.line + self.first_line, self.ends.column + 1


class Sequence(Struct, frozen=True):
    """A list of nodes; `flow` where it was written in brackets."""

    items: tuple[Node, ...]
    where: Place
    flow: bool = False
    ends: Position | None = None
    """Just after its bracket where it was written in brackets."""


class Mapping(Struct, frozen=True):
    """Keys with their nodes, in the order of the file, every key once; `flow` where they were written in braces."""

    entries: tuple[tuple[Scalar, Node], ...]
    where: Place
    flow: bool = False
    ends: Position | None = None
    """As of a list."""


Node = Scalar | Sequence | Mapping


def plain(node: Node) -> Any:
    """The tree as dicts, lists, text and None."""
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(entries):
            return {key.text: plain(value) for key, value in entries}


def walk(root: Node) -> Iterator[tuple[Path, Node, Scalar | None]]:
    """Every node with its path and its key, in the order of the file, parents first."""
    ahead: list[tuple[Path, Node, Scalar | None]] = [((), root, None)]
    while ahead:
        at, node, key = ahead.pop()
        yield at, node, key
        if isinstance(node, Mapping):
            ahead += [((*at, name.text or ""), value, name) for name, value in reversed(node.entries)]
        elif isinstance(node, Sequence):
            ahead += [((*at, position), item, None) for position, item in reversed(list(enumerate(node.items)))]


class Places(Struct, frozen=True):
    """Places of the values and of the keys of a document, by keys and positions."""

    values: MappingOf[Path, Place]
    keys: MappingOf[Path, Place]

    def value(self, at: Path) -> Place:
        """Where the value at `at` stands, or the nearest value around it that the file has."""
        return next(self.values[at[:length]] for length in range(len(at), -1, -1) if at[:length] in self.values)

    def key(self, at: Path) -> Place:
        """Where the key of the value at `at` stands; where it has none, the value."""
        return self.keys.get(at) or self.value(at)


def places_of(root: Node) -> Places:
    """The places of everything below `root`."""
    return Places(_Found(root, _values), _Found(root, _keys))


class _Found(MappingOf[Path, Place]):
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
