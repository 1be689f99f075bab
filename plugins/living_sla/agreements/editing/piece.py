"""A piece of text in the place of another one in a front matter, and what the file says then."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from living_sla.agreements import front_matter
from living_sla.agreements.yaml import strict_yaml
from living_sla.agreements.yaml.nodes import Mapping, Node, Position
from living_sla.agreements.yaml.nodes import Sequence as List

BOM = b"\xef\xbb\xbf"


class Piece(Struct, frozen=True):
    """New text for what stands from `begins` to before `ends`, which are alike where nothing is taken away."""

    begins: Position
    """Line of the file and column, both counted from 0."""
    ends: Position
    text: str
    r"""With ``\n`` for the end of a line."""


class Text(Struct, frozen=True):
    """A file as it is edited: its lines with all that ends them but the last character, and its front matter read."""

    has_bom: bool
    lines: tuple[str, ...]
    tree: Node
    first: int
    """The line of the file on which the front matter begins, counted from 0, as the next one."""
    last: int
    """The line that closes the front matter."""

    def at(self, position: Position) -> Position:
        """A position in the front matter as one in the file."""
        return Position(position.line + self.first, position.column)

    def before(self, position: Position) -> str:
        """What stands before a position on its line of the file."""
        return self.lines[position.line][: position.column]


def text_of(raw: bytes, *, path: str) -> Text:
    """The file whose bytes are `raw`; raises `SlaError` where its front matter cannot be read as strict YAML."""
    parts = front_matter.parts_of(raw, path=path)
    tree = strict_yaml.parse(parts.front, path=path, first_line=parts.front_line)
    lines = raw.removeprefix(BOM).decode("utf-8").split("\n")
    return Text(raw.startswith(BOM), tuple(lines), tree, parts.front_line - 1, parts.body_line - 2)


def with_piece(text: Text, piece: Piece) -> bytes:
    """The bytes of the file with the piece, whose lines end as the one in which it begins does, or the one above."""
    (line, column), (last, end), lines = piece.begins, piece.ends, text.lines
    like = lines[line] if column and line + 1 < len(lines) else lines[line - 1]
    new = piece.text.replace("\n", "\r\n") if like.endswith("\r") else piece.text
    changed = f"{lines[line][:column]}{new}{lines[last][end:]}"
    return (BOM if text.has_bom else b"") + "\n".join([*lines[:line], changed, *lines[last + 1 :]]).encode("utf-8")


def line_of(node: Node) -> int:
    """The line of the file on which a node begins, counted from 0."""
    return (node.where.line or 1) - 1


def after_entry(text: Text, at: Sequence[str | int], indent: int) -> int:
    """The line of the file after the part of the front matter at `at`, counted from 0.

    Empty lines, and comments of a smaller indent than `indent`, belong to what follows.
    """
    begins, after = lines_of(text, at)
    while after > begins + 1:
        line = text.lines[after - 1].rstrip("\r")
        if line.strip() and not (line.lstrip().startswith("#") and len(line) - len(line.lstrip(" ")) < indent):
            break
        after -= 1
    return after


def lines_of(text: Text, at: Sequence[str | int]) -> tuple[int, int]:
    """The line on which the part at `at` begins, and the one on which what comes after it begins."""
    begins, after, node = text.first, text.last, text.tree
    for step in at:
        if isinstance(node, Mapping):
            names = [key.text for key, _ in node.entries]
            starts = [text.at(key.begins).line for key, _ in node.entries]
            children, position = [value for _, value in node.entries], names.index(str(step))
        else:
            assert isinstance(node, List)
            children, position = list(node.items), int(step)
            starts = [line_of(item) for item in node.items]
        begins, node = starts[position], children[position]
        after = starts[position + 1] if position + 1 < len(starts) else after
    return begins, after
