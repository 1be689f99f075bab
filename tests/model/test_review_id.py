"""Names of reviews."""

from __future__ import annotations

import pytest

from living_sla.model.reviews.review_id import review_id
from living_sla.unreadable import Unreadable


@pytest.mark.parametrize(
    ("text", "meant"), [("2026-q3", "2026-Q3"), ("fy2027-q1", "FY2027-Q1"), (" 2026-Q3.2", "2026-Q3.2")]
)
def test_a_name_in_other_capitals_is_told_as_it_is_written(text, meant):
    with pytest.raises(Unreadable) as found:
        review_id(text)
    assert found.value.hint == f"did you mean {meant}?"
