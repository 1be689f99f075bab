"""A frozen figure under other releases of the time zones or the product: the record stays what it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from living_sla import report
from living_sla.cli import group
from living_sla.measures import cohort
from living_sla.model.reviews.review import Level, Review
from living_sla.model.time import zones
from living_sla.reviews.differences import restated
from living_sla.reviews.shelf.all_reviews import reviews_of
from tests.reviews.restated import FIRST, HALF_AN_HOUR, NAME, changed, project
from tests.reviews.test_restated import NOW

TWO_HOURS = 2 * 3600 * 1_000_000


@pytest.fixture(scope="module")
def frozen(tmp_path_factory) -> Path:
    made = project(tmp_path_factory.mktemp("releases") / "project")
    FIRST.write(made.root)
    done = CliRunner().invoke(group, ["snapshot", NAME, "--early", "--project", str(made.root)], standalone_mode=False)
    assert done.exception is None, done.exception
    made.commit(message="Review", at="2026-10-06T09:00:00Z")
    return made.root


def compared(root: Path) -> Review:
    agreed = report.read_agreed(root, now=NOW, cache=False)
    [review] = restated.with_figures(agreed, reviews_of(root, agreed.past))
    return review


def remarks(review: Review) -> list[str]:
    return [found.what for found in review.findings if found.level is Level.FIGURES]


@pytest.fixture
def other_zones(monkeypatch):
    """A release in which London's clocks were two hours more ahead from September on, as a late decree might say."""
    from_ = zones.micros(NOW.replace(month=9, day=1))
    london = zones.zone("Europe/London")
    before = int(np.searchsorted(london.changes, from_))
    other = replace(
        london,
        changes=np.insert(london.changes, before, from_),
        offsets=np.insert(london.offsets, before, london.offsets[before - 1] + TWO_HOURS),
    )
    known = zones.zone  # those who read exports and count periods keep it; covered time asks anew
    monkeypatch.setattr(zones, "zone", lambda key: other if key == "Europe/London" else known(key))
    monkeypatch.setattr(restated, "zones_release", lambda: "tzdata 2099.1")
    cohort._clock.cache_clear()
    yield
    cohort._clock.cache_clear()


@pytest.mark.usefixtures("other_zones")
def test_64_another_release_of_the_time_zones_is_told_and_changes_no_frozen_figure(frozen):
    review = compared(frozen)
    assert review.record is not None
    assert review.record.releases.zones == zones.zones_release()
    assert review.differences
    for found in review.differences:
        assert found.product == found.now.since(found.frozen)
        assert found.calendar is not None
        assert found.calendar.is_nothing
        assert found.data is not None
        assert found.data.is_nothing
    assert remarks(review) == [f"was frozen with {zones.zones_release()}, and is recomputed with tzdata 2099.1"]


def test_89_another_release_of_the_product_is_told_and_the_record_is_rendered_as_it_was(frozen, monkeypatch):
    monkeypatch.setattr(restated, "__version__", "99.0")
    assert remarks(compared(frozen)) == []  # another release that computes the same is nothing to know
    with changed(due_later=HALF_AN_HOUR):
        review = compared(frozen)
    assert review.differences
    assert all(found.data is not None and found.data.is_nothing for found in review.differences)
    [remark] = remarks(review)
    assert remark.endswith("and is recomputed with living-sla 99.0")
    assert not review.broken
    assert review.record == compared(frozen).record
