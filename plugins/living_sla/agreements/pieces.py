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
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from living_sla.agreements import strict_yaml
from living_sla.agreements.places import places_of
from living_sla.errors import Place, SlaError
from living_sla.model.agreement import Path as At

_FIELDS = re.compile(r"^(?=[A-Za-z_])", re.MULTILINE)
# What else may stand at the beginning of a line: not the end of a document, nor a bracket, a quote or an odd key.
_RARE = re.compile(r"^(?![A-Za-z_ #\n]|-[ \n]|\Z)", re.MULTILINE)
_NOTHING = re.compile(r"(?: *(?:#[^\n]*)?\n)*")
_LIST = re.compile(r"([A-Za-z_][A-Za-z0-9_]*:\n)( *)-[ \n]")


@dataclass(frozen=True)
class _Piece:
    """One field, or one item of a list below the name of its field; and how many lines to add to reach the file's."""

    text: str
    shift: int


@dataclass(frozen=True)
class Pieces:
    """What a front matter says."""

    fields: dict[str, Any]
    """Values by name, as the reader of pieces made them; all that say the same share them: they must not be changed."""
    cut: Mapping[str, tuple[_Piece, ...]]

    def places(self, path: str) -> Mapping[At, Place]:
        """As `places_of` tells those of the values of the file, looked up when one is asked for."""
        return _Places(path, self.cut)


def read_piece(text: str) -> tuple[str, Any]:
    """The name of the one field in a piece, and its value as `strict_yaml.plain` tells it.

    Without a name where the text is anything else, or not allowed.
    """
    try:
        tree = strict_yaml.parse(text, path="")
    except SlaError:
        return "", None
    if not isinstance(tree, strict_yaml.Mapping) or len(tree.entries) != 1:
        return "", None
    [(name, value)] = strict_yaml.plain(tree).items()
    return name, value


def in_pieces(front: str, *, first_line: int, read: Callable[[str], tuple[str, Any]] = read_piece) -> Pieces | None:
    """A front matter whose text begins on `first_line`; None where it must be read at once.

    `read` is `read_piece`, or remembers what that told.
    """
    if len(front.encode("utf-8", "surrogatepass")) > strict_yaml.MAX_BYTES or _RARE.search(front):
        return None
    above, *texts = _FIELDS.split(front)
    if not texts or not _NOTHING.fullmatch(above):
        return None
    fields: dict[str, Any] = {}
    pieces: dict[str, tuple[_Piece, ...]] = {}
    shift = first_line - 1 + above.count("\n")
    for text in texts:
        cut = tuple(_cut(text, shift))
        told = [read(piece.text) for piece in cut]
        shift += text.count("\n")
        name, value = told[0]
        if name in fields or not all(named for named, _ in told):
            return None
        if len(cut) > 1:
            value = [item for _, items in told for item in items]
            if len(value) != len(cut):
                return None
        fields[name], pieces[name] = value, cut
    return Pieces(fields, pieces)


def _cut(text: str, shift: int) -> Iterator[_Piece]:
    """The items of a list, each below the name of the field; whatever else it is as it stands."""
    found = _LIST.match(text)
    if found is None:
        yield _Piece(text, shift)
        return
    name, indent = found[1], found[2]
    for item in re.split(rf"^(?={indent}-[ \n])", text[len(name) :], flags=re.MULTILINE)[1:]:
        yield _Piece(name + item, shift)
        shift += item.count("\n")


@lru_cache(maxsize=4096)
def _places(text: str) -> Mapping[At, Place]:
    return places_of(strict_yaml.parse(text, path="")).values


class _Places(Mapping[At, Place]):
    def __init__(self, path: str, pieces: Mapping[str, tuple[_Piece, ...]]) -> None:
        self._path = path
        self._pieces = pieces

    def __getitem__(self, at: At) -> Place:
        pieces = self._pieces[str(at[0])] if at else next(iter(self._pieces.values()))
        piece, inside = pieces[0], at
        if len(pieces) > 1 and len(at) > 1:
            position = at[1]
            if not isinstance(position, int) or not 0 <= position < len(pieces):
                raise KeyError(at)
            piece, inside = pieces[position], (at[0], 0, *at[2:])
        found = _places(piece.text)[inside]
        assert found.line is not None
        return Place(self._path, found.line + piece.shift, found.column)

    def __iter__(self) -> Iterator[At]:
        yield ()
        for name, pieces in self._pieces.items():
            yield (name,)
            for position, piece in enumerate(pieces):
                for at in _places(piece.text):
                    if len(at) > 1:
                        yield (name, position, *at[2:]) if len(pieces) > 1 else at

    def __len__(self) -> int:
        return sum(1 for _ in self)
