"""Values that terms name and no record has."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.measures.unmatched import Unmatched
from living_sla.model.agreement.condition import parse_condition
from tests.factories.cohorts import batch


def never_met(condition, *parts):
    found = Unmatched.of([parse_condition(condition)])
    for part in parts:
        other = Unmatched.of([parse_condition(condition)])
        other.hear(batch([{"region": cell} if isinstance(cell, str | None) else cell for cell in part]))
        found.merge(other)
    return [(one.column, one.value, one.near) for one in found.never_met()]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("Web", "WEB"),
        ("Web", "Web "),
        ("In Progress", "In\u00a0Progress"),
        ("Qualifi\u00e9", "Qualifie\u0301"),
        ("Web", "\uff37eb"),
        ("marketingqualifiedlead", "Marketing Qualified Lead"),
        ("rejected", "rejeced"),
        ("sql", "sq\u200bl"),
    ],
)
def test_a_value_that_no_record_has_names_the_one_that_could_be_meant(value, cell):
    assert never_met({"region": [value]}, ["other", *[cell] * 3], [cell] * 2) == [("region", value, cell)]


@pytest.mark.parametrize(
    "cells", [["WEB"], ["We b"] * 4, ["Ana;Web"] * 4, ["Wep"] * 4, [f"Ana {n};Web" for n in range(4)]]
)
def test_a_word_that_fewer_than_five_records_have_is_never_told(cells):
    for parts in ([cells], [[cell] for cell in cells], [cells[:2], cells[2:]]):
        assert never_met({"region": ["Web"]}, *parts) == [("region", "Web", "")]


@pytest.mark.parametrize(
    ("value", "cells", "near"),
    [
        ("Vans", ["Trucks; Vans"] * 5, "Vans"),
        ("Vans", [f"Order {n};vans" for n in range(5)], "vans"),
        ("Vans", ["Trucks|Vans", "Trucks,Vans", "Vans;Bikes", "a\nVans", "Vans|b"], "Vans"),
    ],
)
def test_a_value_that_stands_in_cells_beside_others_is_told_as_it_is_written_there(value, cells, near):
    found = Unmatched.of([parse_condition({"region": value})])
    found.hear(batch([{"region": cell} for cell in cells]))
    assert [(one.near, one.is_among) for one in found.never_met()] == [(near, True)]


def test_the_nearest_word_that_many_records_have_is_told():
    cells = ["WEB"] * 4 + ["Wep"] * 5 + ["Webb"] * 6 + ["Ana;Web"] * 3
    assert never_met({"region": ["Web"]}, cells) == [("region", "Web", "Webb")]


def test_a_value_is_looked_for_among_those_of_a_cell():
    cells = [{"products": cell} for cell in ("Trucks;Vans", "vans ; Coaches", None) * 5]
    assert never_met({"products": "includes Vans"}, cells) == []
    assert never_met({"products": "not includes Coach"}, cells) == [("products", "Coach", "Coaches")]
    assert never_met({"any": [{"products": "includes coaches"}, {"products": "Vans"}]}, cells) == [
        ("products", "Vans", "Vans"),
        ("products", "coaches", "Coaches"),
    ]


def test_a_value_that_stands_beside_others_is_told_where_it_was_asked_for_alone():
    cells = [{"products": cell} for cell in ("Trucks", "Trucks;Vans", "Coaches", None)]
    found = [Unmatched.of([parse_condition({"products": asked})]) for asked in (["Trucks", "Coaches"], "not Trucks")]
    for one in found:
        one.hear(batch(cells[:1]))
        other = Unmatched.of([parse_condition({"products": ["Trucks"]})])
        other.hear(batch(cells[1:]))
        one.merge(other)
        assert [(told.value, told.is_partly) for told in one.never_met()][-1] == ("Trucks", True)
    alone = Unmatched.of([parse_condition({"products": "Trucks;Vans", "region": "a"})])
    alone.hear(batch([*cells, {"region": "a;b"}, {"region": "a"}]))
    assert list(alone.never_met()) == []  # nobody said that regions are several


def test_a_value_that_one_record_has_is_met():
    assert never_met({"region": ["EMEA", "APAC"]}, ["EMEA"], [None, "APAC"]) == []


def test_a_value_of_a_row_that_is_blank_is_not_met():
    assert never_met({"region": "EMEA"}, [None, None]) == [("region", "EMEA", "")]


def test_what_is_excluded_is_looked_for_too():
    assert never_met({"region": "not rejectd"}, ["rejected"] * 5) == [("region", "rejectd", "rejected")]


def test_numbers_and_truth_values_are_compared_as_what_they_are():
    records = [{"score": 7, "bounced": True, "region": "a"}]
    assert never_met({"any": [{"score": ["7", "8"]}, {"bounced": "false"}]}, records) == [
        ("bounced", "false", ""),
        ("score", "8", ""),
    ]


def test_words_that_few_records_share_are_not_told():
    found = Unmatched.of([parse_condition({"region": "3"})])
    found.hear(batch([{"region": "Qualified"}] * 5 + [{"region": "Ana Ruiz"}] * 4))
    assert [one.instead for one in found.never_met()] == [("Qualified",)]


@settings(max_examples=100)
@given(
    st.lists(st.lists(st.sampled_from(["a", "b", "A", "c;d", None]), max_size=4), max_size=4),
    st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, unique=True),
)
def test_parts_in_any_order_miss_what_no_part_has(parts, values):
    missed = {value for value in values if not any(value in part for part in parts)}
    there, back = never_met({"region": values}, *parts), never_met({"region": values}, *reversed(parts))
    assert {value for _, value, _ in there} == {value for _, value, _ in back} == missed
