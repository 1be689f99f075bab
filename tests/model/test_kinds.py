"""What a kind of measure declares of itself is complete: no other room knows its fields by heart."""

from __future__ import annotations

import pytest

from living_sla.model.agreement.measured import Family, First, Measured
from tests.factories.full_terms import agreement, full

MEASURES = [commitment.measure for commitment in agreement(full()).terms.commitments]
NO_COLUMNS = {"kind", "source", "where", "that", "events", "limit", "times", "percentile"}
NO_COLUMNS |= {"placeholders", "name", "with"}


def columns(value):
    """The texts that a field holds, however deep; in a measure without the fields above, all of them are columns."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [name for inner in value for name in columns(inner)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.kind)
def test_every_column_that_a_measure_names_has_a_role_and_a_place(measure):
    if measure.family is Family.CUSTOM:
        pytest.skip("its roles are those of a class that is not installed here")
    fields = {field: said for field, said in measure.model_dump(by_alias=True).items() if field not in NO_COLUMNS}
    roles = list(measure.roles())
    moments = {"from": measure.clock_start, "to": measure.clock_end}
    named = {field: said for field, said in fields.items() if not isinstance(moments.get(field), First)}
    if measure.schedule is not None:
        del named["due"]
    assert sorted(role.column for role in roles) == sorted(columns(named))
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


def test_every_kind_is_in_the_full_terms():
    assert {type(measure) for measure in MEASURES} == set(leaves(Measured))


def leaves(kind):
    return [leaf for sub in kind.__subclasses__() for leaf in leaves(sub)] or [kind]
