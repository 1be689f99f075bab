"""Every example of a field is read as that field, and every kind of measure has an example that is computed."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import TypeAdapter
from tools.reference.example import shown_examples
from tools.reference.fields import text
from tools.reference.measures import KINDS, kind_of
from tools.reference.schema import parts_of, spoken_of

from living_sla.agreements.schema.field_words import words_for
from living_sla.agreements.signoff_file import SignOffFields
from living_sla.agreements.yaml.nodes import plain
from living_sla.agreements.yaml.strict_yaml import parse
from living_sla.model.agreement.kinds import Custom
from living_sla.model.agreement.source import Source
from living_sla.model.agreement.terms import Terms
from living_sla.model.reviews.minutes_fields import MinutesFields

FIELDS = {
    f"{part.__name__}.{info.alias or name}": (part, name, info.alias or name)
    for file in (Terms, Source, SignOffFields, MinutesFields)
    for part in parts_of(file)
    for name, info in part.model_fields.items()
    if name != "kind"
}
IN_WORDS = {"Terms.parties", "Terms.commitments", "Terms.exceptions"}
"""Too long for a line: what they hold stands under a heading of its own."""


@pytest.mark.parametrize("field", sorted(FIELDS.keys() - IN_WORDS))
def test_the_example_of_a_field_is_read_as_that_field(field):
    part, name, alias = FIELDS[field]
    written = plain(parse(spoken_of(part, alias).example, path="example"))
    if alias not in written and "first" in str(written):
        [written] = written.values()
    info = part.model_fields[name]
    read = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    assert TypeAdapter(read).validate_python(written[alias]) is not None


def test_words_of_one_part_go_before_those_of_all():
    assert spoken_of(Terms, "until") == words_for("Terms", "until") != words_for("", "until")


def test_every_kind_of_measure_but_those_of_users_has_an_example():
    assert list(shown_examples()) == [kind_of(kind) for kind in KINDS if kind is not Custom]


def test_what_is_told_in_words_does_not_look_like_something_to_copy():
    told = text()
    assert "`parties:` with two entries, for example marketing and sales (" in told
    assert ": with " not in told
