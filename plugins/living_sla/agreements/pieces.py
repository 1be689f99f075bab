"""A front matter read in pieces, so that what many revisions have in common is read once.

A thousand revisions of an agreement differ in a line or two each. A front matter is cut before every line that begins
a field, and a list in a block before every item. Each piece is a YAML document of one field, which `strict_yaml` reads;
where all of them are, the whole means what they mean together: a quote, bracket or block of text that runs over a cut
leaves a piece that cannot be read. Then, and where a line begins in a way that is rare here, nothing is told, and the
whole has to be read at once: it alone can say what is wrong, and where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from living_sla.agreements.yaml import nodes, strict_yaml
from living_sla.agreements.yaml.nodes import places_of
from living_sla.errors import Place, SlaError
from living_sla.model.agreement.terms import Path as At

_FIELDS = re.compile(r"^(?=[A-Za-z_])", re.MULTILINE)
# What else may stand at the beginning of a line: not the end of a document, nor a bracket, a quote or an odd key.
_RARE = re.compile(r"^(?![A-Za-z_ #\n]|-[ \n]|\Z)", re.MULTILINE)
_NOTHING = re.compile(r"(?: *(?:#[^\n]*)?\n)*")
_LIST = re.compile(r"([A-Za-z_][A-Za-z0-9_]*:\n)( *)-[ \n]")


class _Piece(Struct, frozen=True):
    """One field, or one item of a list below the name of its field; and how many lines to add to reach the field's."""

    text: str
    shift: int


class Field(Struct, frozen=True):
    """One field of a front matter."""

    name: str
    value: Any
    """As the reader of pieces made it; all that say the same share it, so it must not be changed."""
    pieces: tuple[_Piece, ...]
    lines: int


class Pieces(Struct, frozen=True):
    """What a front matter says."""

    fields: dict[str, Any]
    """Values by name."""
    _stand: Mapping[str, tuple[Field, int]]
    """Each field, and how many lines of the file are above it."""

    def places(self, path: str) -> Mapping[At, Place]:
        """As `places_of` tells those of the values of the file, looked up when one is asked for."""
        return _Places(path, self._stand)


def read_piece(text: str) -> tuple[str, Any]:
    """The name of the one field in a piece, and its value as `nodes.plain` tells it.

    Without a name where the text is anything else, or not allowed.
    """
    try:
        tree = strict_yaml.parse(text, path="")
    except SlaError:
        return "", None
    if not isinstance(tree, nodes.Mapping) or len(tree.entries) != 1:
        return "", None
    [(name, value)] = nodes.plain(tree).items()
    return name, value


def read_field(text: str, read: Callable[[str], tuple[str, Any]] = read_piece) -> Field | None:
    """The field that a text is; None where it cannot be read. `read` is `read_piece`, or remembers what that told."""
    pieces = tuple(_cut(text))
    told = [read(piece.text) for piece in pieces]
    name, value = told[0]
    if not all(named for named, _ in told):
        return None
    if len(pieces) > 1:
        value = [item for _, items in told for item in items]
        if len(value) != len(pieces):
            return None
    return Field(name, value, pieces, text.count("\n"))


def in_pieces(front: str, *, first_line: int, read: Callable[[str], Field | None] = read_field) -> Pieces | None:
    """A front matter whose text begins on `first_line`; None where it must be read at once.

    `read` is `read_field`, or remembers what that told.
    """
    if len(front.encode("utf-8", "surrogatepass")) > strict_yaml.MAX_BYTES or _RARE.search(front):
        return None
    above, *texts = _FIELDS.split(front)
    if not texts or not _NOTHING.fullmatch(above):
        return None
    stand: dict[str, tuple[Field, int]] = {}
    lines = first_line - 1 + above.count("\n")
    for text in texts:
        field = read(text)
        if field is None or field.name in stand:
            return None
        stand[field.name] = field, lines
        lines += field.lines
    return Pieces({name: field.value for name, (field, _) in stand.items()}, stand)


def _cut(text: str) -> Iterator[_Piece]:
    """The items of a list, each below the name of the field; whatever else it is as it stands."""
    found = _LIST.match(text)
    if found is None:
        yield _Piece(text, 0)
        return
    name, indent = found[1], found[2]
    shift = 0
    for item in re.split(rf"^(?={indent}-[ \n])", text[len(name) :], flags=re.MULTILINE)[1:]:
        yield _Piece(name + item, shift)
        shift += item.count("\n")


@lru_cache(maxsize=4096)
def _places(text: str) -> Mapping[At, Place]:
    return places_of(strict_yaml.parse(text, path="")).values


class _Places(Mapping[At, Place]):
    def __init__(self, path: str, stand: Mapping[str, tuple[Field, int]]) -> None:
        self._path = path
        self._stand = stand

    def __getitem__(self, at: At) -> Place:
        field, above = self._stand[str(at[0])] if at else next(iter(self._stand.values()))
        piece, inside = field.pieces[0], at
        if len(field.pieces) > 1 and len(at) > 1:
            position = at[1]
            if not isinstance(position, int) or not 0 <= position < len(field.pieces):
                raise KeyError(at)
            piece, inside = field.pieces[position], (at[0], 0, *at[2:])
        found = _places(piece.text)[inside]
        assert found.line is not None
        return Place(self._path, above + piece.shift + found.line, found.column)

    def __iter__(self) -> Iterator[At]:
        yield ()
        for name, (field, _) in self._stand.items():
            yield (name,)
            for position, piece in enumerate(field.pieces):
                for at in _places(piece.text):
                    if len(at) > 1:
                        yield (name, position, *at[2:]) if len(field.pieces) > 1 else at

    def __len__(self) -> int:
        return sum(1 for _ in self)
