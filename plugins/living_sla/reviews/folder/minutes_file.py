"""The file of the minutes: a front matter of a few fields, as strict as an agreement's, and Markdown below it.

What is in it is text, whatever it looks like: nothing of it is ever handed to the template engine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from living_sla.agreements import front_matter
from living_sla.agreements.markdown.body import prose_findings
from living_sla.agreements.schema.faults import Finding, validated
from living_sla.agreements.yaml import nodes, strict_yaml
from living_sla.errors import Fault, Faults, Place, SlaError, as_faults
from living_sla.files import MAX_FILE_BYTES
from living_sla.model.reviews.minutes import Action, Dispute, Minutes
from living_sla.model.reviews.minutes_fields import ActionFields, DisputeFields, MinutesFields

MOST_ENTRIES = 500
"""Of each list, and of causes."""
MOST_CHARACTERS = 2000
"""Of one text of the front matter."""


def read_minutes(content: bytes, path: str) -> Minutes:
    """What the bytes of the minutes at `path` (relative to the project) say; what nobody has written yet is empty.

    Raises `Faults` with everything that is wrong in them.
    """
    if len(content) > MAX_FILE_BYTES:
        message, hint = f"larger than {MAX_FILE_BYTES // 1024} KB", "move what is not about the meeting to another page"
        raise Faults([SlaError(message, where=Place(path), hint=hint, code=Fault.TOO_LARGE)])
    with as_faults():
        parts = front_matter.parts_of(content, path=path)
    findings: list[Finding] = prose_findings(parts.body, path=path, first_line=parts.body_line)
    minutes = None
    try:
        tree = strict_yaml.parse(parts.front, path=path, first_line=parts.front_line)
    except SlaError as fault:
        findings.append(fault)
    else:
        findings += _too_much(tree)
        minutes = _minutes(tree, parts, hashlib.sha256(content).hexdigest(), path, findings)
    faults = [finding for finding in findings if isinstance(finding, SlaError)]
    if faults or minutes is None:
        raise Faults(faults)
    return minutes


def _minutes(
    tree: nodes.Node, parts: front_matter.Split, digest: str, path: str, findings: list[Finding]
) -> Minutes | None:
    """The minutes, or None where the front matter cannot be theirs; what is found joins `findings`."""
    raw, places = nodes.plain(tree), nodes.places_of(tree)
    if raw is not None and not isinstance(raw, dict):
        hint = "write fields: held_on, present, causes, decisions, actions, disputes"
        findings.append(SlaError("this is not a field", where=tree.where, hint=hint, code=Fault.INVALID_VALUE))
        return None
    # A field without a value is one that nobody has filled in yet.
    written = {name: value for name, value in (raw or {}).items() if value is not None}
    unknown = {name: None for name in raw or {} if name not in MinutesFields.model_fields}
    fields = validated(MinutesFields.model_validate, MinutesFields, written | unknown, places, findings)
    if fields is None:
        return None
    findings += _told_twice(fields, places)
    return Minutes(
        path,
        digest,
        fields.held_on,
        fields.present,
        dict(fields.causes),
        fields.decisions,
        tuple(_action(found, places.value(("actions", at))) for at, found in enumerate(fields.actions)),
        tuple(_dispute(found, places.value(("disputes", at))) for at, found in enumerate(fields.disputes)),
        parts.body,
        {name: places.key(("causes", name)) for name in fields.causes},
    )


def _action(found: ActionFields, place: Place) -> Action:
    return Action(found.id, found.what, found.owner, found.due, found.done, place)


def _dispute(found: DisputeFields, place: Place) -> Dispute:
    return Dispute(found.commitment, found.what, found.by, place)


def _told_twice(fields: MinutesFields, places: nodes.Places) -> Iterator[SlaError]:
    first: dict[str, Place] = {}
    for at, action in enumerate(fields.actions):
        where = places.value(("actions", at, "id"))
        before = first.setdefault(action.id, where)
        if before != where:
            message = f'the action "{action.id}" stands here and on line {before.line}'
            hint = "keep one of the two, or give this one an id of its own"
            yield SlaError(message, where=where, hint=hint, code=Fault.DUPLICATE_FIELD)


def _too_much(tree: nodes.Node) -> Iterator[SlaError]:
    """Lists and texts that are longer than a meeting."""
    for _, node, key in nodes.walk(tree):
        if isinstance(node, nodes.Scalar):
            if any(len(part.text or "") > MOST_CHARACTERS for part in (node, key) if part is not None):
                hint = "keep to the point here; the text below the closing --- may be longer"
                message = f"a text of more than {MOST_CHARACTERS} characters"
                yield SlaError(message, where=node.where, hint=hint, code=Fault.TOO_LARGE)
            continue
        entries: tuple[Any, ...] = node.items if isinstance(node, nodes.Sequence) else node.entries
        if len(entries) > MOST_ENTRIES:
            hint = "keep what the meeting was about"
            message = f"{len(entries)} entries, more than {MOST_ENTRIES}"
            yield SlaError(message, where=node.where, hint=hint, code=Fault.TOO_LARGE)
