"""An item more in the list of commitments of an agreement file: every other byte of the file stays as it is.

What is written is one piece of text at one place. The result is read again before anybody gets it, and has to say what
the file said before, and the new item after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from living_sla.agreements import front_matter
from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.yaml import strict_yaml
from living_sla.agreements.yaml.nodes import Mapping, Node, Position, Scalar, Sequence, plain
from living_sla.errors import Fault, Faults, Place, SlaError
from living_sla.scaffold.header import quoted

_BOM = b"\xef\xbb\xbf"
_FIELD = "commitments"


class CannotAppend(SlaError):
    """The list is written in a way that nothing can be added to by one piece of text; `text` is what to paste."""

    def __init__(self, message: str, where: Place, text: str) -> None:
        super().__init__(
            message, where=where, hint="paste the text above into the list yourself", code=Fault.INVALID_VALUE
        )
        self.text = text


@dataclass(frozen=True)
class Appended:
    """The bytes of a file with one item more, and where the item stands in it."""

    content: bytes
    first_line: int
    in_block: bool
    """Whether it stands there as it was given, but for its indent; else in one line, without its comments."""


@dataclass(frozen=True)
class _Edit:
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
    parts, tree = _read(raw, path)
    text = raw.removeprefix(_BOM).decode("utf-8")
    lines = text.split("\n")
    wanted = _with_item(plain(tree), item)
    for edit in _edits(tree, lines, item, parts.front_line - 1, parts.body_line - 2):
        found = _applied(edit, lines)
        content = (_BOM if raw.startswith(_BOM) else b"") + found.encode("utf-8")
        if _says(content, path) != wanted:
            continue
        parse_agreement(content, path=path)
        return Appended(content, edit.at.line + 1 + edit.leads, edit.in_block)
    named = _list_of(tree)
    where = named.where if named is not None else Place(path, parts.front_line)
    raise CannotAppend("nothing can be added to this list without changing other lines", where, item)


def _read(raw: bytes, path: str) -> tuple[front_matter.Split, Node]:
    """The parts of the file and what its front matter says; a file with faults is fixed first.

    That it has no commitment yet is no such fault.
    """
    faulty = None
    try:
        parse_agreement(raw, path=path)
    except Faults as several:
        faulty = several
    try:
        parts = front_matter.parts_of(raw, path=path)
        tree = strict_yaml.parse(parts.front, path=path, first_line=parts.front_line)
    except SlaError as fault:
        raise (faulty or fault) from None
    found = _list_of(tree)
    if faulty and (not isinstance(tree, Mapping) or (isinstance(found, Sequence) and found.items)):
        raise faulty
    return parts, tree


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
        parts = front_matter.parts_of(content, path=path)
        return plain(strict_yaml.parse(parts.front, path=path))
    except SlaError:
        return None


def _applied(edit: _Edit, lines: list[str]) -> str:
    """The text of the file with the edit, whose lines end as the one above it does."""
    line, column = edit.at
    above = lines[line] if column and line + 1 < len(lines) else lines[line - 1]
    text = edit.text.replace("\n", "\r\n") if above.endswith("\r") else edit.text
    changed = f"{lines[line][:column]}{text}{lines[line][column:]}"
    return "\n".join([*lines[:line], changed, *lines[line + 1 :]])


def _edits(tree: Node, lines: list[str], item: str, first: int, last: int) -> Iterator[_Edit]:
    """Ways to add the item, the best one first; the front matter has the lines from `first` to before `last`."""
    if not isinstance(tree, Mapping):
        return
    found, after = _list_of(tree), _line_after(tree, first, last)
    match found:
        case None if not tree.flow:
            yield _Edit(Position(last, 0), f"{_FIELD}:\n{_indented(item, 2)}", 1)
        case Scalar(None) if (found.where.line, found.where.column) == found.end and not tree.flow:
            key = next(key for key, _ in tree.entries if key.text == _FIELD)
            yield _Edit(Position(key.begins.line + first + 1, 0), _indented(item, 2))
        case Sequence(flow=True):
            yield from _in_brackets(found, lines, item, first)
        case Sequence():
            line, dash = _begins(found)
            for end in dict.fromkeys((_end_of_block(lines, line + 1, after, dash), after)):
                yield _Edit(Position(end, 0), _indented(item, dash))


def _line_after(tree: Mapping, first: int, last: int) -> int:
    """The line of the field that follows the list, or the one that closes the front matter."""
    keys = pairwise(key for key, _ in tree.entries)
    follows = [following for key, following in keys if key.text == _FIELD]
    return follows[0].begins.line + first if follows else last


def _end_of_block(lines: list[str], begin: int, after: int, dash: int) -> int:
    """The line after the last one of the list: comments that are not indented belong to what follows."""
    while after > begin:
        line = lines[after - 1].rstrip("\r")
        indent = len(line) - len(line.lstrip(" "))
        if line.strip() and not (line.lstrip().startswith("#") and indent < max(dash, 1)):
            break
        after -= 1
    return after


def _indented(item: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}\n" for line in item.splitlines())


# ---------------------------------------------------------------- lists in brackets


def _in_brackets(found: Sequence, lines: list[str], item: str, first: int) -> Iterator[_Edit]:
    """After the last item, on a line of its own where that one has one; before the bracket where there is no item."""
    (node,) = _parsed(item).items
    new, last = in_one_line(node), found.items[-1] if found.items else None
    if last is None and found.ends is not None:
        yield _Edit(Position(found.ends.line + first, found.ends.column - 1), new, in_block=False)
    if not isinstance(last, Mapping) or not last.flow or last.ends is None:
        return
    line, column = last.ends.line + first, last.ends.column
    begins, indent = _begins(last)
    comment = re.fullmatch(r"(\s*,)?\s*#.*", lines[line][column:].rstrip("\r"))
    if comment:  # it is about the item before it
        yield _Edit(Position(line + 1, 0), f"{' ' * indent}{'' if comment[1] else ', '}{new}\n", in_block=False)
    elif not lines[begins][:indent].strip():
        yield _Edit(Position(line, column), f",\n{' ' * indent}{new}", 1, in_block=False)
    yield _Edit(Position(line, column), f", {new}", in_block=False)


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
