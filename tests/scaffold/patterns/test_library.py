"""The library of patterns: what each of them writes into an agreement."""

from __future__ import annotations

import pytest

from living_sla.errors import SlaError
from living_sla.scaffold.patterns.library import PATTERNS, pattern


def test_an_item_is_written_with_the_columns_that_it_is_given():
    names = {"from": "handed_over_at", "to": "called_at"}
    assert (
        pattern("first-contact").commitment(names, source="hubspot")
        == """\
- id: first-contact
  title: First contact
  by: sales
  category: hand-off
  measure:
    kind: within
    source: hubspot
    from: handed_over_at
    to: called_at
    limit: 4 business hours
  target: at least 95%
  per: month
"""
    )


def test_a_column_that_nobody_named_is_marked_to_be_decided():
    lines = pattern("first-contact").commitment({"from": "mql_at"}).splitlines()
    assert (
        "    to: first_contacted_at  # decide: no column is known yet for: when a person first contacted the lead"
        in lines
    )


def test_a_misspelt_pattern_is_told_with_the_one_that_is_meant():
    with pytest.raises(SlaError) as refused:
        pattern("first-contct")
    assert str(refused.value) == ('SLA-F010 there is no pattern "first-contct"\n  hint: did you mean "first-contact"?')


def test_ids_are_unique():
    assert len({one.id for one in PATTERNS}) == len(PATTERNS)
