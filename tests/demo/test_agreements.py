from datetime import UTC, datetime
from pathlib import Path

import pytest

from living_sla.agreements.reader import load_project
from living_sla.exports.freshness import age_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def project():
    return load_project(ROOT)


def test_starter_agreements_are_read_without_fault_or_warning(project):
    assert [agreement.terms.id for agreement in project.agreements] == ["amer-inbound", "event-leads", "lead-handoff"]
    assert project.notices == ()


def test_in_every_starter_agreement_each_side_owes_something(project):
    for agreement in project.agreements:
        assert {commitment.by for commitment in agreement.terms.commitments} == {"marketing", "sales"}


def test_starter_agreements_use_only_what_is_measured_today(project):
    kinds = {commitment.measure.kind for agreement in project.agreements for commitment in agreement.terms.commitments}
    assert kinds == {"count", "within"}


def test_no_column_about_people_is_read(project):
    for source in project.sources.values():
        assert not set(source.personal) & {column.header for column in source.columns.values()}


def test_demonstration_never_grows_stale(project):
    in_years = datetime(2034, 1, 1, tzinfo=UTC)
    assert {age_of(datetime(2026, 10, 21, tzinfo=UTC), source, in_years) for source in project.sources.values()} == {
        "fresh"
    }
