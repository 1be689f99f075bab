"""A repository with reviews, made by hand: what lies in their folders, and short ways to say what is wrong there."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from living_sla.agreements.past import parse_past
from living_sla.documents.review_tables import figures_csv
from living_sla.history.past import read_past_here
from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.reviews.record import FrozenAgreement, ReviewRecord, SealedReview
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.review_id import review_id
from living_sla.reviews.folder.calendar_file import calendar_csv
from living_sla.reviews.folder.fixed_texts import ATTRIBUTES_TEXT, how_to_verify
from living_sla.reviews.folder.layout import MANIFEST, MINUTES, PAGE, folder_of, is_sealed
from living_sla.reviews.folder.manifest import manifest, seal
from living_sla.reviews.folder.record_file import record_text
from living_sla.reviews.shelf.all_reviews import reviews_of
from tests.factories import reports
from tests.factories.git_folders import GitFolder
from tests.factories.once import made_once
from tests.history.reading import A, terms
from tests.reviews import examples

Q1, Q2, Q3 = (folder_of(name) for name in ("2026-Q1", "2026-Q2", "2026-Q3"))
AS_OF = {
    "2026-Q1": datetime(2026, 4, 6, 16, tzinfo=UTC),
    "2026-Q2": datetime(2026, 7, 6, 16, tzinfo=UTC),
    "2026-Q3": datetime(2026, 10, 6, 16, tzinfo=UTC),
}
"""Until when each has data; it lands two days after."""


UNSIGNED = re.sub(r"    signs: .*\n", "", terms()).encode()
"""Terms that nobody has to sign."""


def record(name: str, commit: str, previous: SealedReview | None, **more: object) -> ReviewRecord:
    """A small one: a chain, an anchor, and one commitment."""
    named = review_id(name)
    found = examples.record(
        id=name,
        period=named.period(reports.LONDON, 1),
        as_of=AS_OF[named.label],
        commit=commit,
        previous=previous,
        agreements=(_small(),),
        actions=(),
    )
    return examples.replace(found, **more)


def _small() -> FrozenAgreement:
    version = examples.agreement().versions[0]
    return examples.agreement(versions=(version,), commitments=(), exceptions=(), proposals=(), consequences=())


def sealed_files(record: ReviewRecord, content: bytes = b"") -> dict[str, bytes]:
    """The sealed files of a review by their paths in its folder; every version that judged has the same terms."""
    content = content or UNSIGNED
    agreements = tuple(_agreed(of, content) for of in record.agreements)
    record = examples.replace(record, agreements=agreements)

    def coverage_of(agreement: str, version: int) -> CoverageTerms:
        return parse_past(content, path=A).terms.coverage

    return {
        "snapshot.json": record_text(record),
        "figures.csv": figures_csv(record).encode(),
        "calendar.csv": calendar_csv(record, coverage_of).encode(),
        "allowed_signers": b"# The project had no keyring.\n",
        "VERIFY.txt": how_to_verify(record.id),
        ".gitattributes": ATTRIBUTES_TEXT,
        **{version.file: content for of in agreements for version in of.versions},
    }


def _agreed(frozen: FrozenAgreement, content: bytes) -> FrozenAgreement:
    """An agreement as those terms have it, if they are its own."""
    agreement = parse_past(content, path=frozen.path)
    digest = agreement.digest
    signatories = {party: of.signs for party, of in agreement.terms.parties.items()}
    versions = tuple(examples.replace(version, digest=digest) for version in frozen.versions)
    return examples.replace(frozen, versions=versions, signatories=signatories)


def write_review(project: GitFolder, record: ReviewRecord, content: bytes = b"") -> SealedReview:
    """Write the folder of a review, and say how the next one names it; `content` are the terms that judged."""
    sealed, folder = sealed_files(record, content), folder_of(record.id)
    sums = manifest(sealed)
    unsealed = {PAGE: b"{{ sla_review() }}\n", MINUTES: b"---\ndecisions: []\n---\n"}
    for path, content in {**sealed, MANIFEST: sums, **unsealed}.items():
        project.write(f"{folder}/{path}", content)
    return SealedReview(record.id, seal(sums))


def reviewed(root: Path) -> GitFolder:
    """A project of a year: two reviews on the main line, each frozen at the commit before, and one more commit."""
    project = GitFolder.made(root, "--template=")
    project.commit({A: UNSIGNED}, "Terms", at="2026-01-05T09:00:00+00:00")
    first = write_review(project, record("2026-Q1", project.head, None))
    project.commit(message="Review of 2026-Q1", at="2026-04-08T09:00:00+00:00")
    write_review(project, record("2026-Q2", project.head, first))
    project.commit(message="Review of 2026-Q2", at="2026-07-08T09:00:00+00:00")
    project.commit({"README.md": "A project.\n"}, "A page", at="2026-08-01T09:00:00+00:00")
    return project


def reviewed_once(factory: pytest.TempPathFactory) -> GitFolder:
    """That project, made once in a run: whoever changes something takes a copy."""
    return GitFolder(made_once(factory, "reviewed", reviewed), 300)


def copy_of(project: GitFolder, root: Path) -> GitFolder:
    shutil.copytree(project.root, root, symlinks=True)
    return GitFolder(root, 300)


def reviews_in(root: Path) -> dict[str, Review]:
    return {str(review.id): review for review in reviews_of(root, read_past_here(root))}


def broken_in(root: Path) -> list[str]:
    """What is broken about the reviews of a project, a line each: the level, the file, and what is said of it."""
    return [
        f"{found.level} {found.file} {found.what}" for review in reviews_in(root).values() for found in review.broken
    ]


def reseal(project: GitFolder, folder: str, files: dict[str, bytes | None] | None = None) -> str:
    """The seal, after sealed files were given other bytes (None: removed) and the manifest was written anew."""
    at = project.root / folder
    for path, content in (files or {}).items():
        if content is None:
            (at / path).unlink()
        else:
            project.write(f"{folder}/{path}", content)
    paths = (file.relative_to(at).as_posix() for file in at.rglob("*") if file.is_file())
    sums = manifest({path: (at / path).read_bytes() for path in paths if is_sealed(path)})
    project.write(f"{folder}/{MANIFEST}", sums)
    return seal(sums)
