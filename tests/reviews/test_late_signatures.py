"""A signature that comes after a review was frozen, of terms or of the review, changes no frozen figure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from living_sla.cli import group
from living_sla.history.past import read_past_here
from living_sla.model.past.basis import Basis
from living_sla.model.past.signoff import SignOffFile
from living_sla.model.reviews.review_id import review_id
from living_sla.model.reviews.signoff import ReviewSignOffFile, review_signoff_path
from living_sla.reviews.folder.layout import FIGURES, folder_of
from living_sla.reviews.shelf.all_reviews import reviews_of
from tests.factories.git_folders import GitFolder
from tests.reviews.frozen_projects import frozen_files
from tests.reviews.restated import FIRST, NAME, TIGHTER, compare, project

ANA, BEN = "Ana Ruiz <ana.ruiz@northwind.example>", "Ben Okafor <ben.okafor@northwind.example>"
FOLDER = folder_of(NAME)
STRICTER = (
    TIGHTER.replace(
        "email: ana.ruiz@northwind.example}}",
        "email: ana.ruiz@northwind.example}, signs: [ana.ruiz@northwind.example]}",
    )
    .replace(
        "email: ben.okafor@northwind.example}}",
        "email: ben.okafor@northwind.example}, signs: [ben.okafor@northwind.example]}",
    )
    .replace("limit: 3 business hours", "limit: 1 business hour")
    .replace("effective: 2026-08-10", "effective: 2026-09-01")
)
"""Terms that landed inside the period, were to hold in it, and that nobody had signed when it was frozen."""


def address(person: str) -> str:
    return person.partition("<")[2].removesuffix(">")


@pytest.fixture(scope="module")
def frozen(tmp_path_factory) -> tuple[GitFolder, dict[str, bytes]]:
    """A project with a committed review, and the files of its record."""
    made = project(tmp_path_factory.mktemp("late") / "project")
    made.commit({"agreements/lead-handoff.md": STRICTER}, "One hour", at="2026-08-20T09:00:00Z")
    FIRST.write(made.root)
    asked = ["snapshot", NAME, "--early", "--project", str(made.root)]
    done = CliRunner().invoke(group, asked, standalone_mode=False)
    assert done.exception is None, done.exception
    made.commit(message="Review", at="2026-10-06T09:00:00Z")
    return made, files_of(made.root)


def files_of(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / FOLDER).iterdir() if path.is_file()}


def in_force(root: Path) -> list[int]:
    [line] = read_past_here(root).timelines.values()
    return [span.version for span in line.spans if span.basis is Basis.IN_FORCE]


def sign_terms(folder: GitFolder) -> None:
    """Both parties sign the third version, after the review was frozen."""
    [*_, third] = read_past_here(folder.root).history.versions["lead-handoff"]
    for person, party, at in ((ANA, "marketing", "2026-10-10T09:00:00Z"), (BEN, "sales", "2026-10-12T09:00:00Z")):
        file = SignOffFile.of(
            agreement="lead-handoff", digest=third.digest, version=third.number, signer=address(person), party=party,
            on=date(2026, 10, 10),
        )  # fmt: skip
        folder.commit({file.path: file.text}, "Sign", author=person, at=at)


def sign_review(folder: GitFolder) -> None:
    """Both parties accept the review, one of them with a dissent."""
    [review] = reviews_of(folder.root, read_past_here(folder.root))
    minutes = "---\nheld_on: 2026-10-13\npresent: [Ana Ruiz]\n---\n"
    folder.commit({f"{FOLDER}/minutes.md": minutes}, "Minutes", at="2026-10-13T09:00:00Z")
    [review] = reviews_of(folder.root, read_past_here(folder.root))
    assert review.minutes is not None
    for person, party, dissent in ((ANA, "marketing", ""), (BEN, "sales", "Too strict.")):
        path = review_signoff_path(FOLDER, party, address(person), 1)
        file = ReviewSignOffFile(path, NAME, review.seal, review.minutes.digest, ("lead-handoff",), party,
                                 address(person), date(2026, 10, 14), dissent)  # fmt: skip
        folder.commit({path: file.text}, "Accept", author=person, at="2026-10-14T09:00:00Z")


def test_a_late_signature_of_terms_and_of_the_review_changes_no_figure_and_makes_no_difference(frozen):
    """
    terms           v2 in force --------------------------------------- v3 in force
    v3 lands, asks for 1 September   |
    review                                         frozen
    signatures                                              of v3 | of the review
    """
    folder, before = frozen
    record = reviews_of(folder.root, read_past_here(folder.root))[0].record
    assert record is not None
    assert [proposal.version for proposal in record.agreements[0].proposals] == [3]
    assert in_force(folder.root) == [1, 2]
    for sign, versions in ((sign_terms, [1, 2, 3]), (sign_review, [1, 2, 3])):
        sign(folder)
        assert in_force(folder.root) == versions
        # What was frozen, what comparing finds, and what freezing the same period would hold today.
        assert {name: files_of(folder.root)[name] for name in before} == before
        assert compare(folder.root, record).differences == ()
        again = frozen_files(folder.root, review_id(NAME), cache=False)
        assert again.files[FIGURES] == before[FIGURES]
        assert again.record.agreements[0].commitments == record.agreements[0].commitments
    [review] = reviews_of(folder.root, read_past_here(folder.root))
    assert not review.broken
    assert [given.file.party for given in review.signoffs] == ["marketing", "sales"]
