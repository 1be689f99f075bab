"""The place that a setting means in a front matter: ``first-contact.measure.limit``."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from living_sla.agreements.editing.setting import spelled
from living_sla.agreements.yaml.nodes import Mapping, Node, Path, Scalar, Sequence, walk
from living_sla.errors import Fault, SlaError
from living_sla.model.counted import counted
from living_sla.model.suggestion import did_you_mean

_COMMITMENTS = "commitments"
_NAMING = ("id", "stage", "name")
"""Fields by which an item of a list is called."""


class Addressed(Struct, frozen=True):
    """Where the value stands, or where its field is missing."""

    at: Path
    node: Scalar | None
    """None where the mapping around it has no such field."""
    around: Node


def found(tree: Node, names: tuple[str, ...]) -> Addressed:
    """What `names` mean in a front matter: a commitment by its id, else a field of the agreement, and so on down.

    Raises `SlaError` where they mean nothing, two things, or more than one value.
    """
    at, node = _begin(tree, names)
    left = names if not at else names[1:]
    for position, name in enumerate(left):
        around, step = node, _step(node, name, names[: len(names) - len(left) + position])
        if step is None and position + 1 == len(left) and isinstance(node, Mapping):
            return Addressed((*at, name), None, around)
        if step is None:
            raise _unknown(tree, node, name, names, at)
        at, node = (*at, step), _child(node, step)
    if isinstance(node, Scalar):
        return Addressed(at, node, around)
    raise _refusal(node, f"{spelled(names)} is {_kind(node)}", _one_below(tree, at))


def called(tree: Node, at: Path) -> tuple[str, ...]:
    """How the part at `at` is called: the way back from `found`."""
    names: list[str] = []
    node = tree
    for step in at:
        child = _child(node, step)
        names.append(str(step) if isinstance(step, str) else _name(child) or str(step + 1))
        node = child
    bare = names[1:] if len(names) > 2 and names[0] == _COMMITMENTS else names
    return tuple(bare)


def where_else(tree: Node, names: tuple[str, ...]) -> list[str]:
    """Fields that are called as the last of `names` is, below the same commitment, or anywhere."""
    leaves = [called(tree, at) for at, node, _ in walk(tree) if at and isinstance(node, Scalar)]
    alike = [leaf for leaf in leaves if leaf[-1] == names[-1]]
    if len(names) > 1:
        alike = [leaf for leaf in alike if leaf[0] == names[0]] if names[0] in _ids(tree) else []
    return [spelled(leaf) for leaf in alike][:3]


def _begin(tree: Node, names: tuple[str, ...]) -> tuple[Path, Node]:
    """The commitment that is meant, or the whole."""
    fields = dict(_entries(tree))
    commitments = fields.get(_COMMITMENTS)
    items = commitments.items if isinstance(commitments, Sequence) else ()
    ids = [position for position, item in enumerate(items) if _name(item) == names[0]]
    if ids and names[0] in fields:
        hint = f"write {spelled((_COMMITMENTS, *names))} for the commitment; rename it to set the field"
        raise SlaError(f'"{names[0]}" is a commitment and a field', hint=hint, code=Fault.INVALID_IDENTIFIER)
    if len(ids) == 1:
        return (_COMMITMENTS, ids[0]), items[ids[0]]
    return (), tree


def _step(node: Node, name: str, before: tuple[str, ...]) -> str | int | None:
    """The key or position that a name stands for below a node."""
    if isinstance(node, Mapping):
        return name if name in dict(_entries(node)) else None
    if not isinstance(node, Sequence):
        raise _refusal(node, f"{spelled(before)} is one value, and has no fields", f"write {spelled(before)}=...")
    meant = [position for position, item in enumerate(node.items) if _name(item) == name]
    if len(meant) > 1:
        hint = "give each its own, or name it by its number: 1 is the first"
        raise _refusal(node, f'{counted(len(meant), "item")} of {spelled(before)} are called "{name}"', hint)
    if not meant and name.isascii() and name.isdigit() and 0 < int(name) <= len(node.items):
        return int(name) - 1
    return meant[0] if meant else None


def _unknown(tree: Node, node: Node, name: str, names: tuple[str, ...], at: Path) -> SlaError:
    elsewhere = where_else(tree, names)
    if isinstance(node, Sequence):
        known = [_name(item) or str(position) for position, item in enumerate(node.items, 1)]
        what = f'{spelled(called(tree, at)) or names[0]} has no item "{name}"'
        return _refusal(node, what, did_you_mean(name, known) or "add it in an editor")
    known = [key for key, _ in _entries(node)]
    if not at:
        known = [*_ids(tree), *known]
    dotted = next((key for key in known if key.startswith(f"{name}.")), None)
    if dotted:
        hint = f'write a name that holds a dot in quotes: "{dotted}"'
    else:
        hint = (
            f"did you mean {' or '.join(elsewhere)}?"
            if elsewhere
            else did_you_mean(name, known, None if not at else "add it in an editor")
        )
    of = f"{spelled(called(tree, at))} has" if at else "the agreement has"
    return _refusal(node, f'{of} no "{name}"', hint)


def _ids(tree: Node) -> list[str]:
    items = dict(_entries(tree)).get(_COMMITMENTS)
    return [_name(item) for item in items.items if _name(item)] if isinstance(items, Sequence) else []


def _one_below(tree: Node, at: Path) -> str:
    below = [
        called(tree, found) for found, node, _ in walk(tree) if found[: len(at)] == at and isinstance(node, Scalar)
    ]
    return f"name one value: {', '.join(map(spelled, below[:4]))}" if below else "change it in an editor"


def _kind(node: Node) -> str:
    return f"a list of {counted(len(node.items), 'item')}" if isinstance(node, Sequence) else "a group of fields"


def _entries(node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Mapping):
        yield from ((key.text or "", value) for key, value in node.entries)


def _child(node: Node, step: str | int) -> Node:
    if isinstance(node, Sequence):
        return node.items[int(step)]
    return dict(_entries(node))[str(step)]


def _name(node: Node) -> str:
    """What an item of a list is called; empty where nothing names it."""
    fields = dict(_entries(node))
    named = (fields.get(name) for name in _NAMING)
    return next((value.text or "" for value in named if isinstance(value, Scalar)), "")


def _refusal(node: Node, message: str, hint: str) -> SlaError:
    return SlaError(message, where=node.where, hint=hint, code=Fault.UNKNOWN_NAME)
