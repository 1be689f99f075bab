"""Settings written into the bytes of an agreement file: each at its own place, all of them or none.

A way to write a value counts only once the file has been read again, and says what it said before with that value
alone in another's place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.editing.addressed import Addressed, found, where_else
from living_sla.agreements.editing.piece import Piece, Text, after_entry, text_of, with_piece
from living_sla.agreements.editing.setting import Setting
from living_sla.agreements.editing.spellings import pieces, spelled
from living_sla.agreements.schema.presentation import PRESENTATION_KEYS
from living_sla.agreements.yaml.nodes import Mapping, Path, Position, plain
from living_sla.errors import Fault, Faults, Place, SlaError
from living_sla.model.agreement.scalars import Part
from living_sla.model.agreement.terms import Agreement, Terms
from living_sla.model.suggestion import did_you_mean


class Placed(Struct, frozen=True):
    """One setting, as it stands in the file now."""

    setting: Setting
    where: Place
    before: str | None
    """None where the field was missing or empty."""


class Edited(Struct, frozen=True):
    """A file with its settings, before it is written."""

    content: bytes
    placed: tuple[Placed, ...]
    before: Agreement | None
    """None where the file had faults, which the settings fix."""
    after: Agreement


def edited(raw: bytes, settings: Sequence[Setting], *, path: str) -> Edited:
    """The file whose bytes are `raw`, with the settings, and without a fault.

    Raises `SlaError` where a setting means no single value, or cannot be written without changing more than its value,
    and `Faults` with all that is wrong in the file with the settings.
    """
    before, text = _agreement(raw, path), text_of(raw, path=path)
    wanted, content = plain(text.tree), raw
    places: dict[Path, tuple[Setting, str | None]] = {}
    for setting in settings:
        meant = found(text.tree, setting.names)
        if meant.at in places:
            hint = "leave one of the two out"
            raise SlaError(f"{setting.spelled} is set twice", where=meant.around.where, hint=hint)
        places[meant.at] = (setting, meant.node.text if meant.node else None)
        _put(wanted, meant.at, setting.value)
        if meant.node is None or _settled(meant.node.text or "") != setting.value:
            content, text = _with(text, meant, setting, before.terms if before else None, path)
    _require_only(text, wanted, places)
    after, _ = parse_agreement(content, path=path)
    placed = tuple(Placed(setting, after.place(*at), old) for at, (setting, old) in places.items())
    return Edited(content, placed, before, after)


def _agreement(raw: bytes, path: str) -> Agreement | None:
    try:
        return parse_agreement(raw, path=path)[0]
    except Faults:
        return None


def _with(text: Text, meant: Addressed, setting: Setting, terms: Terms | None, path: str) -> tuple[bytes, Text]:
    """The file with one setting, where there is a way to write it that says nothing else."""
    if meant.node is None:
        ways: Iterable[Piece] = _insertions(text, meant, setting, terms)
    else:
        ways = pieces(text, meant.node, setting.value)
    wanted = plain(text.tree)
    _put(wanted, meant.at, setting.value + _line_end(text, meant))
    refused = None
    for way in ways:
        content = with_piece(text, way)
        try:
            edit = text_of(content, path=path)
            if plain(edit.tree) == wanted:
                return content, edit
        except SlaError as fault:
            refused = fault
    where = meant.node.where if meant.node is not None else meant.around.where
    if refused is not None and refused.code is Fault.TOO_LARGE:
        raise refused
    hint = "change it in an editor, and look at it with sla check"
    message = f"{setting.spelled} cannot be written here without changing more than its value"
    raise SlaError(message, where=where, hint=hint, code=Fault.INVALID_VALUE)


def _insertions(text: Text, meant: Addressed, setting: Setting, terms: Terms | None) -> Iterable[Piece]:
    """Ways to add the field; raises `SlaError` where nobody knows it, or where it belongs."""
    name, around = str(meant.at[-1]), meant.around
    assert isinstance(around, Mapping)
    order = fields_at(terms, meant.at[:-1])
    if name in order:
        return insertions(text, around, meant.at, setting.value, order)
    elsewhere = where_else(text.tree, setting.names)
    known = [*(key.text or "" for key, _ in around.entries), *order, *(() if len(meant.at) > 1 else PRESENTATION_KEYS)]
    hint = f"did you mean {' or '.join(elsewhere)}?" if elsewhere else did_you_mean(name, dict.fromkeys(known))
    if terms is None or name in known:
        hint = "add the field in an editor"
    raise SlaError(f'there is no "{name}" here', where=around.where, hint=hint, code=Fault.UNKNOWN_NAME)


def _line_end(text: Text, meant: Addressed) -> str:
    """What ends a block of lines, and is no part of what it says: it stays."""
    if meant.node is None or meant.node.plain or not meant.node.text:
        return ""
    line, column = text.at(meant.node.begins)
    return meant.node.text[len(_settled(meant.node.text)) :] if text.lines[line][column] in "|>" else ""


def _settled(said: str) -> str:
    return said.rstrip("\n")


def _require_only(text: Text, wanted: Any, places: Iterable[Path]) -> None:
    """Raise `SlaError` unless the file says exactly what was asked, but for what ends a block of lines."""
    said = plain(text.tree)
    for at in places:
        _put(said, at, _settled(_get(said, at)))
    if said != wanted:
        hint = "set them one after the other"
        raise SlaError("the settings do not fit together", hint=hint, code=Fault.INVALID_VALUE)


def _put(tree: Any, at: Path, value: str) -> None:
    *way, last = at
    for step in way:
        tree = tree[step]
    tree[last] = value


def _get(tree: Any, at: Path) -> Any:
    for step in at:
        tree = tree[step]
    return tree


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
        elif last.ends is not None:  # as everything in braces has
            yield Piece(text.at(last.ends), text.at(last.ends), f", {name}: {way}")
