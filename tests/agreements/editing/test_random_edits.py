"""Random edits of agreements as people write them: exactly the asked value changes, every other byte stays."""

from __future__ import annotations

import json
import os
from random import Random

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.editing.edited import edited
from living_sla.agreements.editing.setting import Setting
from living_sla.agreements.front_matter import parts_of
from living_sla.agreements.yaml.nodes import Scalar, plain, walk
from living_sla.agreements.yaml.strict_yaml import parse
from living_sla.errors import Faults
from tests.factories import full_terms
from tests.factories.yaml_styles import Writer

EXAMPLES = int(os.environ.get("SLA_EXAMPLES", "60"))
PATH = "agreements/lead-handoff.md"
TEXTS = (
    "Plain words", "no", "010", "~", "null", "2026-10-01", "17:30", "a: b", "a #b", "#first", "- item", "? key", "{x}",
    "[x]", "*star", "&and", "!bang", "%percent", "@at", "`tick", "it's", 'say "so"', "back\\slash", "comma, comma",
    "ends:", " spaces around ", "two  spaces", "Größe 𝄞 ½", "<<", "=", "|", ">", "---", "x" * 130,
    "many words " * 20 + "end",
)  # fmt: skip
WORDS = {"title", "summary", "team", "name", "means", "what", "reason", "do", "hypothesis", "cancellation", "owner"}


def valid_fields():
    """The full terms, without what the schema knows and no agreement may say."""
    fields = full_terms.full()
    fields["commitments"] = [found for found in fields["commitments"] if found["measure"]["kind"] != "custom"]
    for found in fields["commitments"]:
        if "of" in found["measure"]:
            del found["measure"]["from"], found["measure"]["to"]
    return fields


def scalar_edits():
    """Every way to give another value to one scalar of these fields."""
    for edit in full_terms.edits():
        try:
            old = value_at(FIELDS, edit.at)
        except (KeyError, IndexError):
            continue
        if isinstance(edit.value, str) and isinstance(old, str):
            yield edit.at, edit.value


def value_at(tree, at):
    for step in at:
        tree = tree[step]
    return tree


def with_value(tree, at, value):
    changed = json.loads(json.dumps(tree))
    value_at(changed, at[:-1])[at[-1]] = value
    return changed


def is_valid(fields):
    """Whether an agreement of these fields has no fault, however it is written."""
    try:
        parse_agreement(f"---\n{json.dumps(fields)}\n---\n".encode(), path=PATH)
    except Faults:
        return False
    return True


def front(raw):
    """What a front matter says."""
    return plain(parse(parts_of(raw, path=PATH).front, path=PATH))


def settled(tree):
    """The tree without the line ends of blocks of lines."""
    if isinstance(tree, dict):
        return {key: settled(value) for key, value in tree.items()}
    return [settled(item) for item in tree] if isinstance(tree, list) else tree.rstrip("\n")


def span(raw, at):
    """The first byte of the scalar at `at`, and the one after its last."""
    parts = parts_of(raw, path=PATH)
    (node,) = [node for found, node, _ in walk(parse(parts.front, path=PATH)) if found == at]
    assert isinstance(node, Scalar)
    lines = raw.decode("utf-8-sig").split("\n")
    offset = len(raw) - len(raw.decode("utf-8-sig").encode())

    def byte(position):
        before = [*lines[: position.line + 1], lines[position.line + 1][: position.column]]
        return offset + len("\n".join(before).encode())

    return byte(node.begins), byte(node.ends)


def names_of(fields, at):
    """The names by which a person calls the field at `at`."""
    names, part = [], fields
    for step in at:
        part = part[step]
        names.append(part.get("id", str(step + 1)) if isinstance(part, dict) and isinstance(step, int) else str(step))
    return tuple(str(step + 1) if isinstance(step, int) and names[at.index(step)] == str(step) else name
                 for step, name in zip(at, names, strict=True))  # fmt: skip


def drawn(seed):
    """A file, and an edit of it: where, and to what."""
    random = Random(seed)
    fields = FIELDS
    at, value = random.choice(EDITS)
    if at[-1] in WORDS and "email" not in str(at) and random.random() < 0.7:
        value = random.choice(TEXTS)
    if random.random() < 0.5:  # what people write between edits
        where, text = random.choice([edit for edit in EDITS if edit[0][-1] in WORDS])
        fields = with_value(fields, where, random.choice([text, *TEXTS]))
    return Writer(random).file(fields), fields, at, value


FIELDS = valid_fields()
EDITS = list(scalar_edits())


def test_exactly_the_asked_value_changes_and_every_other_byte_stays():
    accepted = sum(is_written_alone(*drawn(seed)) for seed in range(EXAMPLES))
    assert accepted > EXAMPLES / 2  # what is refused is no agreement with that value, however it is written


def is_written_alone(raw, fields, at, value):
    """Whether the value can be written, alone; where it cannot, the agreement would have a fault."""
    assert settled(front(raw)) == fields
    wanted = with_value(fields, at, value)
    try:
        found = edited(raw, [Setting(names_of(fields, at), value)], path=PATH)
    except Faults:
        assert not is_valid(wanted), (at, value)
        return False
    begins, ends = span(raw, at)
    assert found.content[:begins] == raw[:begins]
    assert found.content.endswith(raw[ends:])
    was, said = front(raw), front(found.content)
    now, old = value_at(said, at), value_at(was, at)
    assert now == value or (old.endswith("\n") and now.rstrip("\n") == value)
    assert with_value(said, at, "") == with_value(was, at, "")
    return True
