"""What a kind of measure declares of itself is complete: no other room knows its fields by heart."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from living_sla.model.kinds import Measure
from living_sla.model.measured import Family, Measured

EVENTS = {"source": "calls", "key": "lead", "at": "called_at"}
MEASURES = [
    TypeAdapter(Measure).validate_python({"source": "leads", **fields})
    for fields in (
        {"kind": "count", "at": "a"},
        {"kind": "total", "at": "a", "column": "b"},
        {"kind": "average", "at": "a", "of": "b"},
        {"kind": "median", "from": "a", "to": "b"},
        {"kind": "percentile", "percentile": "90", "from": "a", "to": "b", "at": "c"},
        {"kind": "share", "at": "a", "that": {"status": "won"}},
        {"kind": "completeness", "at": "a", "fields": ["b", "c"]},
        {"kind": "within", "from": "a", "to": "b", "limit": "4 hours"},
        {"kind": "within", "from": "a", "to": "b", "due": "c"},
        {"kind": "attempts", "from": "a", "events": EVENTS, "times": "3", "limit": "4 days", "ends": {"any": ["b"]}},
        {"kind": "gap", "from": "a", "to": "b", "events": EVENTS, "limit": "4 days"},
        {"kind": "conversion", "from": "a", "to": "b", "limit": "30 days"},
        {"kind": "deliverable", "at": "a", "due": "every Monday", "for": "b"},
    )
]


def columns(value):
    """The names of one letter in the fields of a measure: here, all of them are columns."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [name for inner in value for name in columns(inner)]
    return [value] if isinstance(value, str) and len(value) == 1 else []


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.kind)
def test_every_column_that_a_measure_names_has_a_role_and_a_place(measure):
    fields = measure.model_dump(by_alias=True, exclude={"events"})
    roles = list(measure.roles())
    assert sorted(role.column for role in roles) == sorted(columns(fields))
    for role in roles:
        said = fields
        for step in role.at:
            said = said[step]
        assert said == role.column


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.kind)
def test_every_measure_says_what_its_figure_is_and_how_a_miss_is_told(measure):
    assert measure.family in Family
    assert measure.outcome_words.met != measure.outcome_words.missed
    is_told = type(measure).outcome_words is not Measured.outcome_words
    assert is_told == measure.is_share, "a record is met or missed where the figure is a share of them"


def test_every_kind_is_here():
    assert {measure.kind for measure in MEASURES} | {"custom"} == {
        kind.model_fields["kind"].annotation.__args__[0] for kind in leaves(Measured)
    }


def leaves(kind):
    return [leaf for sub in kind.__subclasses__() for leaf in leaves(sub)] or [kind]
