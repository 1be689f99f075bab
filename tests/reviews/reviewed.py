"""A repository with reviews, made by hand: what lies in their folders, and how it is tampered with."""

from __future__ import annotations

import shutil
from pathlib import Path

from living_sla.history.past import read_past_here
from living_sla.model.reviews.review import Review
from living_sla.reviews.folder import folder_of
from living_sla.reviews.manifest import manifest, seal
from living_sla.reviews.shelf import reviews_of
from tests.factories.git_folders import GitFolder
from tests.history.reading import A, terms

Q1, Q2 = folder_of("2026-Q1"), folder_of("2026-Q2")
SEALED = {
    "snapshot.json": b'{"schema":"sla-snapshot/1"}',
    "figures.csv": b"agreement,commitment,period,segment\nlead-handoff,first-contact,2026-01,\n",
    "calendar.csv": b"date,hours\n2026-01-05,09:00-17:30\n",
    "allowed_signers": b"ana.ruiz@northwind.example ssh-ed25519 AAAA\n",
    "VERIFY.txt": b"sha256sum -c SHA256SUMS\n",
    ".gitattributes": b"* -text -filter -ident -diff\n",
    "terms/lead-handoff.v1.md": terms().encode(),
}


def files_of(sealed: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a review by their paths in its folder."""
    return {**sealed, "SHA256SUMS": manifest(sealed), "index.md": b"{{ sla_review() }}\n", "minutes.md": b"---\n---\n"}


def write(project: GitFolder, folder: str, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        project.write(f"{folder}/{path}", content)


def reviewed(root: Path) -> GitFolder:
    """A project with a review that is committed, and one of which nothing is."""
    project = GitFolder.made(root, "--template=")
    project.commit({A: terms()}, "Terms")
    write(project, Q1, files_of(SEALED))
    project.commit(message="Review of 2026-Q1")
    return project


def copy_of(project: GitFolder, root: Path) -> GitFolder:
    shutil.copytree(project.root, root, symlinks=True)
    return GitFolder(root, project.commits)


def reviews_in(root: Path) -> dict[str, Review]:
    return {str(review.id): review for review in reviews_of(root, read_past_here(root))}


def broken_in(root: Path) -> list[str]:
    """What is broken about the reviews of a project, a line each: the file, and what is said of it."""
    return [f"{found.file} {found.what}" for review in reviews_in(root).values() for found in review.broken]


def resealed(project: GitFolder, folder: str, path: str, content: bytes) -> str:
    """The seal, after a sealed file was given other bytes and the manifest was written anew."""
    project.write(f"{folder}/{path}", content)
    at = project.root / folder
    names = [
        file.relative_to(at).as_posix()
        for file in at.rglob("*")
        if file.is_file() and file.name not in ("SHA256SUMS", "index.md", "minutes.md")
    ]
    again = manifest({name: (at / name).read_bytes() for name in names})
    project.write(f"{folder}/SHA256SUMS", again)
    return seal(again)
