"""F079: no two different terms share a digest, whatever is edited; and no spelling makes two of one."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.digest import canonical
from tests.factories.full_terms import Edit, agreement, edited, edits, full

# What the file may say or leave unsaid: the order of things that have an id, and what a default says anyway.
SAYS_NOTHING = {
    ("commitments",),
    ("exceptions",),
    ("commitments", 0, "to"),
    ("commitments", 0, "judged_by"),
    ("exceptions", 1, "commitments"),
    *(("commitments", position, "to") for position, one in enumerate(full()["commitments"]) if one["by"] == "sales"),
}


def test_every_edit_of_any_field_has_a_digest_of_its_own():
    sharing = defaultdict(list)
    for edit in edits():
        if edit.value != _value(full(), edit.at) and (digest := _digest(edit)) is not None:
            sharing[digest].append(edit.at)
    assert set(sharing.pop(agreement(full()).digest)) == SAYS_NOTHING
    assert [both for both in sharing.values() if len(both) > 1] == []


def _digest(edit: Edit) -> str | None:
    try:
        return agreement(edited(full(), edit)).digest
    except ValidationError:
        return None


def _value(fields: Any, at: tuple[str | int, ...]) -> Any:
    for step in at:
        fields = fields[step] if isinstance(fields, list) else fields.get(step)
    return fields


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=12)
NAMES = TEXTS.filter(lambda text: text.strip() == text and "  " not in text and text.isprintable() and "{" not in text)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=4), st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=4)
)
def test_no_text_slides_from_one_item_into_the_next(one, other):
    """Personas are pairs of texts in a list: any two lists of them differ where their canonical forms do."""

    def terms(pairs):
        return agreement(full() | {"personas": [{"name": name, "means": means} for name, means in pairs]})

    same = [_spelt(pair) for pair in one] == [_spelt(pair) for pair in other]
    assert (terms(one).digest == terms(other).digest) == same


def _spelt(pair: tuple[str, str]) -> tuple[str, ...]:
    import unicodedata

    return tuple(" ".join(unicodedata.normalize("NFC", text).split()) for text in pair)


@settings(max_examples=40)
@given(st.randoms(use_true_random=False), st.booleans(), st.integers(20, 400))
def test_another_writer_of_yaml_keeps_the_digest(random, flow, width):
    """Quotes, block or flow, line breaks, indentation and the order of fields are the writer's."""

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shuffled(value[key]) for key in random.sample(list(value), len(value))}
        return [shuffled(item) for item in value] if isinstance(value, list) else value

    style = random.choice([None, '"', "'"])
    fields = {key: value for key, value in full().items() if key != "commitments"}
    fields["commitments"] = [one for one in full()["commitments"] if one["id"] in ("volume", "rejected", "touch")]
    convinces = "2 of 2 periods outside the usual range"
    fields["experiment"] = {**fields["experiment"], "commitment": "volume", "convinces": convinces}
    fields["journey"] = [{**stage, "commitments": ["volume"]} for stage in fields["journey"]]
    fields["exceptions"] = fields["exceptions"][1:]
    fields["contingency"] = [{"when": "1 missed", "do": "Both contacts meet."}]
    text = yaml.dump(shuffled(fields), default_flow_style=flow, width=width, default_style=style, sort_keys=False)
    found, _ = parse_agreement(f"---\n{text}---\n".encode(), path="agreements/lead-handoff.md")
    assert canonical(found.terms) == canonical(agreement(fields).terms)
