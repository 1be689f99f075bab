"""A field that an agreement may have and this one has not, written where the format has it."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.agreements.editing.piece import Piece, Text, after_entry
from living_sla.agreements.editing.spellings import spelled
from living_sla.agreements.yaml.nodes import Mapping, Node, Path, Position
from living_sla.model.agreement.scalars import Part
from living_sla.model.agreement.terms import Terms


def fields_at(terms: Terms | None, at: Path) -> list[str]:
    """The fields that the part of the terms at `at` may have, in the order of the format; none where it is free."""
    part: object = terms
    for step in at:
        if isinstance(part, Part):
            names = {info.alias or name: name for name, info in type(part).model_fields.items()}
            part = getattr(part, names[str(step)], None) if step in names else None
        elif isinstance(part, dict):
            part = part.get(step)
        elif isinstance(part, tuple) and isinstance(step, int) and step < len(part):
            part = part[step]
        else:
            return []
    return [info.alias or name for name, info in type(part).model_fields.items()] if isinstance(part, Part) else []


def insertions(text: Text, around: Mapping, at: Path, value: str, order: list[str]) -> Iterator[Piece]:
    """Ways to write the field at `at` into the mapping around it, behind the last field that `order` has before it."""
    name = str(at[-1])
    before = [entry for entry in around.entries if entry[0].text in order[: order.index(name)]]
    if not before:
        return
    key, last = max(before, key=lambda entry: order.index(str(entry[0].text)))
    for way in spelled(value):
        if not around.flow:
            line = after_entry(text, (*at[:-1], str(key.text)), key.begins.column + 1)
            yield Piece(Position(line, 0), Position(line, 0), f"{' ' * key.begins.column}{name}: {way}\n")
        elif (end := _end(last)) is not None:
            yield Piece(text.at(end), text.at(end), f", {name}: {way}")


def _end(node: Node) -> Position | None:
    return node.ends  # in braces everything has an end
