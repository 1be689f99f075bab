"""Faults 84 to 86 and 91: reviews that are not what was frozen, as `sla verify` tells them."""

from __future__ import annotations

import pytest

from tests.factories.git_folders import GitFolder
from tests.reviews.reviewed import Q1, Q2, copy_of, reseal, reviewed_once
from tests.reviews.tampering import CASES
from tests.reviews.test_verify import ended


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> GitFolder:
    return reviewed_once(tmp_path_factory)


def told(project: GitFolder, tmp_path, what: str) -> list[str]:
    """What is said of a review after something was done to it; it ends with 2."""
    [done] = [case.done for case in CASES if case.what == what]
    copy = copy_of(project, tmp_path / "project")
    done(copy)
    code, out, _ = ended("2026-Q1", "2026-Q2", at=copy)
    assert code == 2
    return [line.strip() for line in out.splitlines() if line.startswith("  ")]


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a byte of figures.csv is changed", "figures.csv: SLA-F084 has other bytes than SHA256SUMS says"),
        ("a file is truncated", "figures.csv: SLA-F084 has other bytes than SHA256SUMS says"),
        ("a file is removed", "figures.csv: SLA-F084 is missing"),
        ("a file is added", "notes.txt: SLA-F084 was added: SHA256SUMS does not list it"),
        ("a file is a link", "figures.csv: SLA-F084 is a link, which nobody follows"),
    ],
)
def test_084_what_was_done_to_a_file_is_told_with_its_name(project, tmp_path, what, line):
    assert f"{Q1}/{line}" in told(project, tmp_path, what)


def test_084_a_file_that_was_renamed_is_told_with_both_names(project, tmp_path):
    assert told(project, tmp_path, "a file is renamed") == [
        f"{Q1}/figures.csv: SLA-F084 is missing",
        f"{Q1}/figures.old.csv: SLA-F084 was added: SHA256SUMS does not list it",
    ]


def test_085_an_edit_with_the_manifest_written_anew_is_found_by_the_main_line_and_by_the_chain(project, tmp_path):
    copy = copy_of(project, tmp_path / "project")
    seal = reseal(copy, Q1, {"figures.csv": b"other\n"})
    commit = copy.commit(message="Nothing to see")[:12]
    code, out, _ = ended(at=copy)
    assert code == 2
    for path in ("figures.csv", "SHA256SUMS"):
        assert f"  {Q1}/{path}: SLA-F085 was changed after it had landed: commit {commit} of 2026-11-01\n" in out
    assert f"  {Q2}/snapshot.json: SLA-F084 names the review before it, 2026-Q1, by the seal " in out
    assert f": it is {seal[:12]}\n" in out


@pytest.mark.parametrize(
    ("what", "line"),
    [
        (
            "line ends of a file are converted",
            "figures.csv: SLA-F086 has other line ends than SHA256SUMS says: git or a program converted them",
        ),
        ("a file is a pointer of Git LFS", "figures.csv: SLA-F086 is a pointer of Git LFS and not the file"),
        (
            "Git LFS holds it on the main line",
            "figures.csv: SLA-F086 is a pointer of Git LFS and not the file on the main line",
        ),
    ],
)
def test_086_what_git_made_of_a_file_is_told_as_that(project, tmp_path, what, line):
    assert f"{Q1}/{line}" in told(project, tmp_path, what)


def test_086_the_attributes_of_the_folder_keep_its_bytes_where_a_machine_converts_line_ends(project, tmp_path):
    root = tmp_path / "windows"
    GitFolder.made(tmp_path / "x").git(
        "-c", "core.autocrlf=true", "-c", "core.eol=crlf", "clone", "--quiet", str(project.root), str(root)
    )
    assert b"\r\n" in (root / "README.md").read_bytes()
    assert ended("2026-Q1", "2026-Q2", at=GitFolder(root))[0] == 0


def test_091_a_record_of_a_later_schema_is_told_as_that(project, tmp_path):
    copy = copy_of(project, tmp_path / "project")
    record = (copy.root / Q2 / "snapshot.json").read_bytes().replace(b"sla-snapshot/1", b"sla-snapshot/2")
    reseal(copy, Q2, {"snapshot.json": record})
    code, out, _ = ended("2026-Q2", at=copy)
    assert code == 2
    line = "cannot be read: is a record of schema 2, which this release does not know"
    assert f"  {Q2}/snapshot.json: SLA-F091 {line}\n" in out
