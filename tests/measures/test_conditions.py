"""Conditions on columns of every type, each against the plain meaning of its words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from living_sla.measures.conditions import passes
from living_sla.model.condition import parse_condition
from tests.measures.values import batch

RECORDS = [
    {"lifecycle": "mql", "score": 59, "amount": Decimal("99.9999"), "ratio": 0.5, "bounced": True},
    {"lifecycle": "sql", "score": 60, "amount": Decimal("100"), "ratio": 0.75, "bounced": False},
    {"lifecycle": None, "score": None, "amount": None, "ratio": None, "bounced": None, "signed_on": date(2026, 10, 1)},
]


@pytest.mark.parametrize(
    ("spelled", "passing"),
    [
        ({"lifecycle": "mql"}, [0]),
        ({"lifecycle": ["mql", "sql"]}, [0, 1]),
        ({"lifecycle": "not mql"}, [1, 2]),  # an empty cell is not "mql"
        ({"lifecycle": "filled"}, [0, 1]),
        ({"lifecycle": "empty"}, [2]),
        ({"lifecycle": "unheard-of"}, []),
        ({"score": "at least 60"}, [1]),
        ({"score": "above 59"}, [1]),
        ({"score": "above 58.5"}, [0, 1]),
        ({"score": "at most 59.5"}, [0]),
        ({"score": "below 60"}, [0]),
        ({"score": "below 59.5"}, [0]),
        ({"score": "between 59 and 60"}, [0, 1]),
        ({"score": ["59", "61"]}, [0]),
        ({"score": "not at least 60"}, [0, 2]),
        ({"amount": "at least 100"}, [1]),
        ({"amount": "below 100"}, [0]),
        ({"amount": "between 99.9999 and 99.99999"}, [0]),
        ({"ratio": "above 0.5"}, [1]),
        ({"bounced": "true"}, [0]),
        ({"bounced": "not true"}, [1, 2]),
        ({"signed_on": "2026-10-01"}, [2]),
        ({"lifecycle": "mql", "score": "at least 60"}, []),
        ({"any": [{"lifecycle": "mql"}, {"score": "at least 60"}]}, [0, 1]),
        ({"all": [{"lifecycle": "filled"}, {"score": "at least 60"}]}, [1]),
    ],
)
def test_which_records_pass(spelled, passing):
    found = passes(parse_condition(spelled), batch(RECORDS))
    assert [position for position, passed in enumerate(found) if passed] == passing
