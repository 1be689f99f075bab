"""The block of a review's page is kept for what it hangs on, and for nothing else."""

from __future__ import annotations

import pytest
from markupsafe import Markup
from msgspec.structs import replace

from living_sla.cache import cache_of
from living_sla.site.content.review_blocks import block_of
from tests.reviews import examples
from tests.reviews.reviewed import sealed_files


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project" / "docs/reviews/2026-Q3"
    for path, content in sealed_files(examples.record()).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return tmp_path / "project"


def asked(project, tmp_path, *reviews, around=()):
    """How often the block of the last of them was made, when each was asked for."""
    made = []
    kept = cache_of(project, tmp_path / "cache")
    for review in reviews:
        block_of(review, (review,), project, kept, around, lambda whole: made.append(whole) or Markup("<p>é</p>"))
    return made


def test_a_block_is_made_once(project, tmp_path):
    review = examples.accepted()
    [made] = asked(project, tmp_path, review, review, review)
    assert made.record.agreements[0].commitments[1].pooled is not None


@pytest.mark.parametrize(
    "other",
    [
        {"seal": "0" * 64},
        {"minutes": examples.minutes(digest="0" * 64)},
        {"minutes": None},
        {"signoffs": ()},
        {"differences": None},
        {"landed": None},
        {"findings": (examples.CheckFinding(examples.Level.SIGNATURES, "x", "y", broken=False),)},
    ],
    ids=lambda other: "-".join(other),
)
def test_and_anew_when_anything_is_another(project, tmp_path, other):
    review = examples.accepted()
    assert len(asked(project, tmp_path, review, replace(review, **other), review)) == 3


def test_of_a_broken_review_nothing_is_kept(project, tmp_path):
    assert len(asked(project, tmp_path, examples.broken(), examples.broken())) == 2


def test_a_record_that_cannot_be_read_in_full_is_told(project, tmp_path):
    (project / "docs/reviews/2026-Q3/snapshot.json").write_text('{"schema": "sla-snapshot/1"}')
    [first, second] = asked(project, tmp_path, examples.accepted(), examples.accepted())
    assert first.record is second.record is None
    assert "cannot be read" in first.broken[0].what
