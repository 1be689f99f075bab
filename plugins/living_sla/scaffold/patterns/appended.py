"""An item more in the list of commitments of an agreement file: every other byte of the file stays as it is.

What is written is one piece of text at one place. The result is read again before anybody gets it, and has to say what
the file said before, and the new item after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.editing.piece import Piece, Text, after_entry, lines_of, text_of, with_piece
from living_sla.agreements.files import agreement_files
from living_sla.agreements.reader import agreement_called
from living_sla.agreements.yaml import strict_yaml
from living_sla.agreements.yaml.nodes import Mapping, Node, Position, Scalar, Sequence, plain
from living_sla.errors import Fault, Faults, Place, SlaError
from living_sla.files import bytes_of
from living_sla.model.agreement.scalars import BOTH
from living_sla.model.agreement.terms import Agreement
from living_sla.model.paths import id_of
from living_sla.scaffold.header import quoted
from living_sla.scaffold.patterns.library import pattern

_FIELD = "commitments"


class CannotAppend(SlaError):
    """The list is written in a way that nothing can be added to by one piece of text; `text` is what to paste."""

    def __init__(self, message: str, where: Place, text: str) -> None:
        super().__init__(
            message, where=where, hint="paste the text above into the list yourself", code=Fault.INVALID_VALUE
        )
        self.text = text


class Appended(Struct, frozen=True):
    """The bytes of a file with one item more, and where the item stands in it."""

    content: bytes
    first_line: int
    in_block: bool
    """Whether it stands there as it was given, but for its indent; else in one line, without its comments."""


class _Insertion(Struct, frozen=True):
    at: Position
    """Line of the file, counted from 0, and column; the new text goes before what is there."""
    text: str
    """With ``\\n`` for the end of a line."""
    leads: int = 0
    """How many line ends of it come before the item."""
    in_block: bool = True


def appended(raw: bytes, item: str, *, path: str) -> Appended:
    """The file whose bytes are `raw`, with `item` at the end of its commitments.

    `item` is a block of YAML that begins with ``- ``, not indented. Raises `Faults` with all that is wrong in the
    file, or would be with the item, and `CannotAppend`.
    """
    text = _read(raw, path)
    wanted = _with_item(plain(text.tree), item)
    for way in _ways(text, item):
        content = with_piece(text, Piece(way.at, way.at, way.text))
        if _says(content, path) != wanted:
            continue
        parse_agreement(content, path=path)
        return Appended(content, way.at.line + 1 + way.leads, way.in_block)
    named = _list_of(text.tree)
    where = named.where if named is not None else Place(path, text.first + 1)
    raise CannotAppend("nothing can be added to this list without changing other lines", where, item)


def _read(raw: bytes, path: str) -> Text:
    """The file as it is edited; one with faults is fixed first.

    That it has no commitment yet is no such fault.
    """
    faulty = None
    try:
        parse_agreement(raw, path=path)
    except Faults as several:
        faulty = several
    try:
        text = text_of(raw, path=path)
    except SlaError as fault:
        raise (faulty or fault) from None
    found = _list_of(text.tree)
    if faulty and (not isinstance(text.tree, Mapping) or (isinstance(found, Sequence) and found.items)):
        raise faulty
    return text


def _list_of(tree: Node) -> Node | None:
    entries = tree.entries if isinstance(tree, Mapping) else ()
    return next((value for key, value in entries if key.text == _FIELD), None)


def _with_item(said: Any, item: str) -> Any:
    """What the file has to say with the item."""
    if not isinstance(said, dict):
        return said
    return {**said, _FIELD: [*(said.get(_FIELD) or ()), *plain(_parsed(item))]}


def _parsed(item: str) -> Sequence:
    found = strict_yaml.parse(item, path="the new commitment")
    assert isinstance(found, Sequence)  # a pattern is a list of one item
    return found


def _says(content: bytes, path: str) -> Any:
    """What a front matter says; None where it cannot be read."""
    try:
        return plain(text_of(content, path=path).tree)
    except SlaError:
        return None


def _ways(text: Text, item: str) -> Iterator[_Insertion]:
    """Ways to add the item, the best one first."""
    tree = text.tree
    if not isinstance(tree, Mapping):
        return
    found = _list_of(tree)
    match found:
        case None if not tree.flow:
            yield _Insertion(Position(text.last, 0), f"{_FIELD}:\n{_indented(item, 2)}", 1)
        case Scalar(None) if (found.where.line, found.where.column) == found.end and not tree.flow:
            key = next(key for key, _ in tree.entries if key.text == _FIELD)
            yield _Insertion(Position(text.at(key.begins).line + 1, 0), _indented(item, 2))
        case Sequence(flow=True):
            yield from _in_brackets(text, found, item)
        case Sequence():
            dash = _begins(found)[1]
            # Comments that are not indented belong to what follows.
            for end in dict.fromkeys((after_entry(text, (_FIELD,), max(dash, 1)), lines_of(text, (_FIELD,))[1])):
                yield _Insertion(Position(end, 0), _indented(item, dash))


def _indented(item: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}\n" for line in item.splitlines())


# ---------------------------------------------------------------- lists in brackets


def _in_brackets(text: Text, found: Sequence, item: str) -> Iterator[_Insertion]:
    """After the last item, on a line of its own where that one has one; before the bracket where there is no item."""
    (node,) = _parsed(item).items
    new, last = in_one_line(node), found.items[-1] if found.items else None
    if last is None and found.ends is not None:
        yield _Insertion(Position(found.ends.line + text.first, found.ends.column - 1), new, in_block=False)
    if not isinstance(last, Mapping) or not last.flow or last.ends is None:
        return
    (line, column), lines = text.at(last.ends), text.lines
    begins, indent = _begins(last)
    comment = re.fullmatch(r"(\s*,)?\s*#.*", lines[line][column:].rstrip("\r"))
    if comment:  # it is about the item before it
        yield _Insertion(Position(line + 1, 0), f"{' ' * indent}{'' if comment[1] else ', '}{new}\n", in_block=False)
    elif not lines[begins][:indent].strip():
        yield _Insertion(Position(line, column), f",\n{' ' * indent}{new}", 1, in_block=False)
    yield _Insertion(Position(line, column), f", {new}", in_block=False)


def _begins(node: Sequence | Mapping) -> tuple[int, int]:
    """Line of the file and column, both counted from 0."""
    return (node.where.line or 1) - 1, (node.where.column or 1) - 1


def in_one_line(node: Node) -> str:
    """The node as YAML in braces."""
    spelled: dict[type, Callable[[Any], str]] = {
        Scalar: lambda one: quoted(one.text) if one.text is not None else "",
        Sequence: lambda one: f"[{', '.join(map(in_one_line, one.items))}]",
        Mapping: lambda one: f"{{{', '.join(f'{key.text}: {in_one_line(value)}' for key, value in one.entries)}}}",
    }
    return spelled[type(node)](node)


_STAND_IN = "stand-in"


def agreement_to_join(root: Path, name: str | None) -> Agreement:
    """As `agreement_called`; where the only fault of a file is that it has no commitment, with one that stands in."""
    try:
        return agreement_called(root, name)
    except Faults:
        found = _without_commitments(root, name)
        if found is None:
            raise
        return found


def _without_commitments(root: Path, name: str | None) -> Agreement | None:
    try:
        paths = {path.relative_to(root).as_posix(): path for path in agreement_files(root)}
        meant = [path for path in paths if name is None or id_of(path) == name]
        if len(meant) != 1:
            return None
        item = pattern("lead-volume").commitment({"at": "day"}, id=_STAND_IN, by=BOTH)
        content = appended(bytes_of(paths[meant[0]], root), item, path=meant[0]).content
        found = parse_agreement(content, path=meant[0])[0]
    except SlaError:
        return None
    return found if [one.id for one in found.terms.commitments] == [_STAND_IN] else None
