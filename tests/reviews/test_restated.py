"""A review says what differs from it today: to whoever asks, and on its page where the report of a build tells it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from living_sla import report
from living_sla.cli import group
from living_sla.model.reviews.review import Level, Review
from living_sla.reviews.differences import restated
from living_sla.reviews.shelf.all_reviews import reviews_of
from tests.factories.git_folders import GitFolder
from tests.reviews.restated import AGREEMENT, CALLS, FIRST, LEADS, NAME, REPORTS, Export, copied, lead, project

NOW = datetime(2026, 10, 6, tzinfo=UTC)
SECOND = Export([*LEADS[1:], lead(99, "2026-09-09 10:00", "2026-09-09 11:00")], CALLS, REPORTS)


@pytest.fixture(scope="module")
def frozen(tmp_path_factory) -> Path:
    """A project with a review that is committed, whose exports lie beside those of today as well."""
    made = project(tmp_path_factory.mktemp("restated") / "project")
    FIRST.write(made.root)
    FIRST.write(made.root, "kept")
    done = CliRunner().invoke(group, ["snapshot", NAME, "--early", "--project", str(made.root)], standalone_mode=False)
    assert done.exception is None, done.exception
    made.commit(message="Review", at="2026-10-06T09:00:00Z")
    return made.root


@pytest.fixture
def copy(frozen, tmp_path) -> Path:
    return copied(frozen, tmp_path / "copy")


def verified(root: Path, *arguments: str) -> str:
    """What `sla verify --figures` prints of the review."""
    asked = ["verify", NAME, "--figures", *arguments, "--project", str(root)]
    return CliRunner().invoke(group, asked, standalone_mode=False).stdout


def told(root: Path, monkeypatch) -> tuple[Review, int]:
    """The review as a build has it, and how many reviews were recomputed for it."""
    asked, compare = [], restated._recomputed

    def counted(agreed, review):
        asked.append(review.id)
        return compare(agreed, review)

    monkeypatch.setattr(restated, "_recomputed", counted)
    agreed = report.read_agreed(root, now=NOW)
    [review] = restated.with_restated(agreed, report.build(root, now=NOW, agreed=agreed), reviews_of(root, agreed.past))
    return review, len(asked)


def test_verify_recomputes_figures_when_it_is_asked_to(copy):
    assert "Every figure that could be compared is what it was." in verified(copy)
    SECOND.write(copy)
    lines = [line.strip() for line in verified(copy).splitlines()]
    at = lines.index("Volume in September 2026 was 14, is now 15 (1 record).")
    assert lines[at + 1 : at + 3] == ["Of it, another export: +1.", "1 record added: 99"]


def test_the_document_has_the_parts_and_the_records(copy):
    SECOND.write(copy)
    [review] = json.loads(verified(copy, "--format", "json"))["reviews"]
    [found] = [
        of
        for of in review["differences"]
        if (of["commitment"], of["period"], of["segment"]) == ("volume", "2026-09", None)
    ]
    assert found["parts"]["data"] == {"value": "1", "met": 1, "missed": 0, "pending": 0}
    assert found["parts"]["product"] == {"value": "0", "met": 0, "missed": 0, "pending": 0}
    assert found["records"]["added"] == ["99"]


def test_what_cannot_be_split_is_said(copy):
    SECOND.write(copy)
    for file in (copy / "data" / "kept").iterdir():
        file.unlink()
    assert "the sealed export data/exports/leads.csv is not here any more" in verified(copy)
    assert "Nothing can be split" in verified(copy)


def test_a_build_recomputes_only_what_its_report_tells_otherwise(copy, monkeypatch):
    assert told(copy, monkeypatch)[1] == 0
    SECOND.write(copy)
    review, asked = told(copy, monkeypatch)
    assert asked == 1
    assert review.differences
    assert all(of.data is not None for of in review.differences)
    again, asked = told(copy, monkeypatch)
    assert (again.differences, asked) == (review.differences, 0)  # it is remembered
    FIRST.write(copy)
    assert told(copy, monkeypatch)[0].differences == ()


def test_a_build_tells_of_what_it_does_not_compare_and_shows_it_once_verify_did(copy, monkeypatch):
    """What a build compares has a limit; beyond it the page says which figures are others, and who can say why."""
    monkeypatch.setattr(restated, "ENOUGH", 0)
    assert told(copy, monkeypatch)[0].differences == ()
    SECOND.write(copy)
    review, asked = told(copy, monkeypatch)
    assert (asked, review.differences) == (0, None)
    first, second = (found.what for found in review.findings if found.level is Level.FIGURES)
    assert first.startswith("has figures that today's report tells otherwise: ")
    assert "is now" in first
    assert second.endswith(f"sla verify --figures {NAME} does that")
    assert not review.broken
    assert "Of it, another export: +1." in verified(copy)
    after, asked = told(copy, monkeypatch)
    assert asked == 0
    assert any(of.commitment == "volume" and of.data is not None for of in after.differences or ())
    assert not [found for found in after.findings if found.level is Level.FIGURES]


def test_a_record_is_held_against_the_same_report_once(copy):
    """It holds five times what other pages ask of it; other exports, or other terms, are another report."""
    held = []

    def built() -> int:
        agreed = report.read_agreed(copy, now=NOW)
        found = report.build(copy, now=NOW, agreed=agreed)
        before = len(held)
        restated.with_restated(agreed, found, reviews_of(copy, agreed.past), lambda of: held.append(of.id) or of.record)
        return len(held) - before

    assert [built(), built()] == [1, 0]
    SECOND.write(copy)
    assert [built(), built()] == [1, 0]
    later = AGREEMENT.replace(
        "exceptions:",
        "exceptions:\n  - {id: late, from: 2026-09-01, until: 2026-09-02, reason: Told late, effect: exclude}",
    )
    GitFolder(copy).commit({"agreements/lead-handoff.md": later}, "Told late", at="2026-10-07T09:00:00Z")
    assert [built(), built()] == [1, 0]


def test_the_newest_reviews_are_compared_whatever_is_remembered():
    def review(name: str, commitments: int, size: int = 0) -> Review:
        file = SimpleNamespace(bytes=size)
        agreement, source = SimpleNamespace(commitments=[None] * commitments), SimpleNamespace(files=[file])
        return SimpleNamespace(id=name, record=SimpleNamespace(agreements=[agreement], sources=[source]))

    newest_first = [review("d", 40), review("c", 25), review("b", 1, 24 << 20), review("a", 24)]
    assert restated.within_budget(newest_first) == {"d", "a"}
    assert restated.within_budget(newest_first[1:]) == {"c", "b"}


def without(root: Path, *folders: str) -> None:
    """Take the exports out of these folders below `data/`."""
    for file in (file for folder in folders for file in (root / "data" / folder).iterdir()):
        file.unlink()


@pytest.mark.parametrize("gone", [("kept", "exports"), ("kept",)])
def test_a_build_remembers_what_cannot_be_compared_until_there_is_what_was_missed(copy, monkeypatch, gone):
    """Of records whose exports are gone each build would otherwise read all: seconds, for an answer that stays."""
    SECOND.write(copy)
    without(copy, *gone)
    first, asked = told(copy, monkeypatch)
    assert asked == 1
    assert any("is not here any more" in str(found) for found in first.findings)
    for _ in range(2):
        again, asked = told(copy, monkeypatch)
        assert (again.differences, again.findings, asked) == (first.differences, first.findings, 0)
    GitFolder(copy).write("data/kept/beside.csv", b"of no export\n")
    assert told(copy, monkeypatch)[1] == 0
    FIRST.write(copy, "kept")
    found, asked = told(copy, monkeypatch)
    assert asked == 1
    assert not any("is not here any more" in str(one) for one in found.findings)


def test_an_export_that_came_with_a_commit_is_missed_no_longer(copy, monkeypatch):
    SECOND.write(copy)
    without(copy, "kept")
    assert told(copy, monkeypatch)[1] == 1
    made = GitFolder(copy)
    made.commit({"docs/note.md": "of no export"}, "Note", at="2026-10-07T09:00:00Z")
    assert told(copy, monkeypatch)[1] == 0
    made.commit({f"docs/kept/{name}": content for name, content in FIRST.files()}, "Kept", at="2026-10-07T10:00:00Z")
    review, asked = told(copy, monkeypatch)
    assert asked == 1
    assert all(of.data is not None for of in review.differences)


def test_an_export_that_no_terms_use_any_more_is_looked_at(copy, monkeypatch):
    """A review may need an export that is in no report: what it holds decides as much as the others do."""
    other = AGREEMENT[: AGREEMENT.index("  - {id: first-contact")] + AGREEMENT[AGREEMENT.index("  - {id: volume") :]
    other = other[: other.index("  - {id: pipeline")].replace("Inbound lead hand-off", "Volume alone") + "---\n"
    files = {"agreements/lead-handoff.md": None, "agreements/volume-alone.md": other}
    GitFolder(copy).commit(files, "Other terms", at="2026-10-06T10:00:00Z")
    review, asked = told(copy, monkeypatch)
    assert (asked, review.differences) == (1, ())
    assert told(copy, monkeypatch)[1] == 0
    Export(LEADS, CALLS, REPORTS[:1]).write(copy)
    review, asked = told(copy, monkeypatch)
    assert asked == 1
    assert {of.commitment for of in review.differences} == {"report"}


def test_figures_of_a_broken_review_are_not_compared(copy):
    agreed = report.read_agreed(copy, now=NOW)
    (copy / "docs" / "reviews" / NAME / "figures.csv").write_bytes(b"other bytes\n")
    [review] = restated.with_figures(agreed, reviews_of(copy, agreed.past))
    assert review.broken
    assert review.differences is None
    assert not [found for found in review.findings if found.level is Level.FIGURES]


def test_a_record_that_names_files_elsewhere_reads_none_of_them(copy):
    """Only bytes with the recorded hash count, and only files below `data/` are exports."""
    from living_sla.model.reviews.record import FrozenFile
    from living_sla.reviews.differences.sealed_export import SealedFiles

    secret = copy.parent / "secret.csv"
    secret.write_bytes(b"secret")
    digest = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
    files, into = SealedFiles(copy, None), copy.parent / "laid"
    for path in ("../secret.csv", "data/../../secret.csv", str(secret), "data", "docs/a.csv", "data/a\0b.csv"):
        assert not files.lay_out(FrozenFile(path, 6, digest, None), into)
    (copy / "data" / "exports" / "link.csv").symlink_to(secret)
    assert not files.lay_out(FrozenFile("data/exports/link.csv", 6, digest, None), into)
    GitFolder(copy).write("data/other name.csv", b"secret")
    assert files.lay_out(FrozenFile("data/exports/link.csv", 6, digest, None), into)
    assert (into / "data" / "exports" / "link.csv").read_bytes() == b"secret"
