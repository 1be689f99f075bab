"""The demonstration's second quarter was restated by a later export: two leads, to the last of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from living_sla.model.reviews.differences import Difference
from living_sla.model.reviews.review import Review
from living_sla.report import read_agreed
from living_sla.reviews.differences.restated import with_figures
from living_sla.reviews.shelf.all_reviews import reviews_of
from tests.factories.demonstration import demo_project as demo_project
from tests.factories.demonstration import needs_programs

pytestmark = needs_programs


@pytest.fixture(scope="module")
def reviews(demo_project) -> dict[str, Review]:
    """The reviews of the demonstration, each compared with today; what they were made of is in the history alone."""
    agreed = read_agreed(demo_project, now=datetime(2026, 10, 21, tzinfo=UTC))
    return {str(review.id): review for review in with_figures(agreed, reviews_of(demo_project, agreed.past))}


def test_only_the_review_that_was_corrected_differs(reviews):
    assert [name for name, review in reviews.items() if review.differences] == ["2026-Q2"]
    assert all(review.differences is not None for review in reviews.values())


def test_the_difference_is_the_data_alone_and_adds_up(reviews):
    for found in reviews["2026-Q2"].differences:
        assert found.product is not None
        assert found.product.is_nothing
        assert found.calendar is not None
        assert found.calendar.is_nothing
        assert found.data == found.now.since(found.frozen)


def test_it_is_told_to_the_last_lead(reviews):
    june = next(found for found in reviews["2026-Q2"].differences if is_june(found))
    assert june.records is not None
    assert (june.data.met, june.data.missed) == (-2, 2)
    assert (len(june.records.changed), june.records.changed_in_all) == (2, 2)
    assert (june.records.added_in_all, june.records.removed_in_all) == (0, 0)


def is_june(found: Difference) -> bool:
    return (found.commitment, found.period, found.segment) == ("first-contact", "2026-06", None)
