"""Reviews as they lie in their folders."""

from __future__ import annotations

from living_sla.model.reviews.record import SealedReview
from living_sla.model.reviews.review import Level
from tests.factories.git_folders import GitFolder
from tests.history.reading import A, terms
from tests.reviews.reviewed import Q1, Q3, broken_in, copy_of, record, reviews_in, write_review


def test_a_review_that_nobody_touched_has_its_record_its_seal_and_the_commit_that_added_it(project):
    reviews = reviews_in(project.root)
    assert list(reviews) == ["2026-Q1", "2026-Q2"]
    first, second = reviews.values()
    assert (first.folder, first.findings, second.findings) == (Q1, (), ())
    assert second.record is not None
    assert second.record.previous == SealedReview("2026-Q1", first.seal)
    assert first.landed is not None
    assert first.landed.id == second.record.commit


def test_a_review_that_is_not_committed_is_not_broken_and_nothing_anchors_it(project, tmp_path):
    copy = copy_of(project, tmp_path / "project")
    before = SealedReview("2026-Q2", reviews_in(copy.root)["2026-Q2"].seal)
    write_review(copy, record("2026-Q3", copy.head, before))
    [found] = reviews_in(copy.root)["2026-Q3"].findings
    assert (found.level, found.file, found.broken) == (Level.ANCHOR, Q3, False)
    assert found.what == "is not committed: nothing anchors it yet"


def test_minutes_and_sign_offs_may_change_after_a_review_has_landed(project, tmp_path):
    copy = copy_of(project, tmp_path / "project")
    copy.commit({
        f"{Q1}/minutes.md": "---\ndecisions: []\n---\nMore.\n",
        f"{Q1}/index.md": "{{ sla_review() }}\n\nMore.\n",
        f"{Q1}/signoffs/sales.ben@northwind.example.yml": "a: b\n",
    })  # fmt: skip
    assert broken_in(copy.root) == []


def test_minutes_that_cannot_be_read_leave_the_record_as_it_is(project, tmp_path):
    copy = copy_of(project, tmp_path / "project")
    copy.write(f"{Q1}/minutes.md", "---\nheld_on: tomorrow\n---\n")
    review = reviews_in(copy.root)["2026-Q1"]
    assert (review.minutes, review.broken) == (None, ())
    assert [found.file for found in review.findings] == [f"{Q1}/minutes.md"]


def test_a_project_without_reviews_has_none(tmp_path):
    project = GitFolder.made(tmp_path, "--template=")
    project.commit({A: terms()}, "Terms")
    assert reviews_in(project.root) == {}
