"""Why a record is not judged, in words that somebody can hold against the export."""

from __future__ import annotations

import pytest

from living_sla.measures.cohort import cohort
from living_sla.measures.explain import explain
from tests.factories.cohorts import WITHIN, at, batch, terms
from tests.measures.test_within import lead


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"region": "EMEA"}, "region is not EMEA"),
        ({"region": ["EMEA", "APAC"]}, "region is not EMEA or APAC"),
        ({"region": "not AMER"}, "region is AMER"),
        ({"region": ["not AMER"]}, "region is not not AMER"),
        ({"region": "empty"}, "region is not empty"),
        ({"products": "includes Trucks"}, "products does not include Trucks"),
        ({"products": "not includes Vans"}, "products includes Vans"),
        ({"contacted_at": "before mql_at"}, "contacted_at is not before mql_at"),
        ({"all": [{"region": "not AMER"}, {"region": "EMEA"}]}, "region is AMER and region is not EMEA"),
    ],
)
def test_a_record_that_the_filter_leaves_out_says_which_part_of_it(where, said):
    agreed = terms({"measure": WITHIN | {"where": where}})
    one = cohort(agreed, agreed.commitments[0], 1)
    found = explain(
        one,
        batch([lead("2026-10-05T09:00", region="AMER") | {"products": "Vans;Coaches"}]),
        0,
        at("2026-11-03T12:00"),
        [],
    )
    assert found.not_judged == f"it does not pass the filter: {said}"


def test_columns_of_the_filter_go_by_their_labels():
    agreed = terms({"measure": WITHIN | {"where": {"contacted_at": "before mql_at", "products": "includes Trucks"}}})
    one = cohort(agreed, agreed.commitments[0], 1)
    record = lead("2026-10-05T09:00", region="AMER") | {"products": "Vans"}
    labels = {"contacted_at": "first contact", "mql_at": "hand-over", "products": "Produkte"}
    found = explain(one, batch([record]), 0, at("2026-11-03T12:00"), [], labels=labels)
    assert found.not_judged == (
        "it does not pass the filter: first contact is not before hand-over and Produkte does not include Trucks"
    )
