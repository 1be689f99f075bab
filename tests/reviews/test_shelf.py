"""Reviews as they lie in their folders."""

from __future__ import annotations

import pytest

from living_sla.model.reviews.review import Level
from living_sla.reviews.manifest import manifest, seal
from tests.factories.git_folders import GitFolder
from tests.history.reading import A, terms
from tests.reviews.reviewed import Q1, Q2, SEALED, broken_in, copy_of, files_of, reviewed, reviews_in, write


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> GitFolder:
    return reviewed(tmp_path_factory.mktemp("reviewed") / "project")


def test_a_review_that_nobody_touched_has_its_seal_and_the_commit_that_added_it(project):
    [review] = reviews_in(project.root).values()
    assert (review.folder, review.seal) == (Q1, seal(manifest(SEALED)))
    assert review.landed is not None
    assert review.landed.id == project.head
    assert review.findings == ()


def test_a_review_that_is_not_committed_is_not_broken_and_nothing_anchors_it(project, tmp_path):
    copy = copy_of(project, tmp_path / "project")
    write(copy, Q2, files_of(SEALED))
    [found] = reviews_in(copy.root)["2026-Q2"].findings
    assert (found.level, found.file, found.broken) == (Level.ANCHOR, Q2, False)
    assert found.what == "is not committed: nothing anchors it yet"


def test_minutes_and_sign_offs_may_change_after_a_review_has_landed(project, tmp_path):
    copy = copy_of(project, tmp_path / "project")
    copy.commit({f"{Q1}/minutes.md": "---\n---\nMore.\n", f"{Q1}/signoffs/sales.ben@northwind.example.yml": "a: b\n"})
    assert broken_in(copy.root) == []


def test_a_project_without_reviews_has_none(tmp_path):
    project = GitFolder.made(tmp_path, "--template=")
    project.commit({A: terms()}, "Terms")
    assert reviews_in(project.root) == {}
