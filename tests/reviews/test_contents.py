"""What a frozen review of the demonstration holds."""

from __future__ import annotations

import subprocess

import pytest

from living_sla.model.reviews.review_id import review_id
from living_sla.reviews.folder.record_file import read_record
from living_sla.reviews.record.contents import FrozenContents
from tests.factories.demonstration import demo_project as demo_project
from tests.reviews.frozen_projects import frozen_files


@pytest.fixture(scope="session")
def contents(demo_project) -> FrozenContents:
    """The second quarter of 2026."""
    return frozen_files(demo_project, review_id("2026-Q2"))


def test_the_files_hold_the_record_and_what_it_rests_on(contents):
    assert sorted(contents.files) == [
        "calendar.csv",
        "figures.csv",
        "snapshot.json",
        "terms/lead-handoff.v4.md",
        "terms/lead-handoff.v5.md",
        "terms/weekend-pilot.v2.md",
    ]
    assert read_record(contents.files["snapshot.json"], "snapshot.json") == contents.record


def test_terms_are_the_bytes_that_were_committed(contents, demo_project):
    """Byte for byte: the id of each is that of an object of the repository."""
    for path in [path for path in contents.files if path.startswith("terms/")]:
        made = subprocess.run(
            ["git", "hash-object", "--stdin"], input=contents.files[path], capture_output=True, check=True
        )
        kind = subprocess.run(
            ["git", "cat-file", "-t", made.stdout.decode().strip()], cwd=demo_project, capture_output=True, check=True
        )
        assert kind.stdout == b"blob\n"


def test_a_record_holds_no_single_records(contents):
    """Nothing but aggregates: no missed record, and no key of one."""
    assert b'"misses"' not in contents.files["snapshot.json"]
    assert b'"key"' not in contents.files["snapshot.json"]


def test_pooled_figures_are_those_of_all_records_of_the_period(contents):
    contact = next(of for of in contents.record.agreement("lead-handoff").commitments if of.id == "first-contact")
    months = [of.counts for of in contact.reviewed]
    assert contact.pooled is not None
    assert contact.pooled.counts.met == sum(of.met for of in months)
    assert contact.pooled.counts.missed == sum(of.missed for of in months)
    assert contact.pooled.status is None
