"""The bundle that the package ships: the story, told once, with keys whose private halves were thrown away.

``python -m tools.demo.bundle`` writes it anew where the story has changed, and leaves it as it is where it has not.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from living_sla.demonstration.checkout import BUNDLE, write_demo
from living_sla.model.reviews.record import Releases
from living_sla.reviews.folder.layout import FOLDER, RECORD
from living_sla.reviews.folder.record_file import read_record
from tools.demo.freezing import Freezer
from tools.demo.keys import KnownSignatures, NewKeys, NotSignedBefore
from tools.demo.programs import Program
from tools.demo.step import Author
from tools.demo.story import KEY_HOLDERS
from tools.demo.telling import tell


def heads_told_again(bundle: Path) -> bytes:
    """The branches and tags of the story as it is told today, with the keys, signatures and releases of the bundle.

    Raises `NotSignedBefore` where it signs something else than the bundle does.
    """
    with _git() as (git, folder):
        shipped = write_demo(folder / "shipped", bundle=bundle).folder
        return tell(folder / "told", git, _known(git, shipped), Freezer(releases_of(shipped))).heads()


def heads_of(bundle: Path) -> bytes:
    """The branches and tags of a bundle, in the order of names."""
    with _git() as (git, _):
        return git("bundle", "list-heads", bundle)


def new_bundle() -> bytes:
    """The story told with new keys, which are gone when this returns."""
    with _git() as (git, folder):
        keys = NewKeys(folder, Program.at("ssh-keygen", folder), KEY_HOLDERS)
        return tell(folder / "told", git, keys, Freezer()).bundle()


def _is_current(bundle: Path) -> bool:
    try:
        return bundle.exists() and heads_told_again(bundle) == heads_of(bundle)
    except NotSignedBefore:
        return False


@contextmanager
def _git() -> Iterator[tuple[Program, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        yield Program.at("git", Path(folder)), Path(folder)


def _known(git: Program, folder: Path) -> KnownSignatures:
    """What a checked-out demonstration has signed: commits, tags and files of sign-offs."""
    keyring = git("-C", folder, "show", "trusted:allowed_signers").decode("ascii").splitlines()
    keys = [line.split(" ", 2)[2] for line in keyring]
    public_keys: dict[Author, str] = dict(zip(KEY_HOLDERS, keys, strict=False))
    signatures = {path.with_suffix("").read_bytes(): path.read_bytes() for path in folder.rglob("*.sig")}
    for line in git("-C", folder, "rev-list", "--all").decode().split():
        signatures |= _of_commit(git("-C", folder, "cat-file", "commit", line))
    for tag in git("-C", folder, "tag").decode().split():
        content, begin, signature = git("-C", folder, "cat-file", "tag", tag).partition(b"-----BEGIN SSH SIGNATURE")
        signatures[content] = begin + signature
    return KnownSignatures(public_keys, signatures)


def releases_of(folder: Path) -> Releases | None:
    """What the reviews of a checked-out demonstration were frozen with; None where it has none."""
    records = sorted((folder / FOLDER).glob(f"*/{RECORD}"))
    return read_record(records[0].read_bytes(), records[0].name).releases if records else None


_SIGNATURE = re.compile(rb"\ngpgsig (.*(?:\n .*)*)")


def _of_commit(commit: bytes) -> dict[bytes, bytes]:
    """The signature of a commit by what it was made over: the commit without it."""
    head, _, message = commit.partition(b"\n\n")
    found = _SIGNATURE.search(head)
    if not found:
        return {}
    unsigned = _SIGNATURE.sub(b"", head) + b"\n\n" + message
    return {unsigned: found[1].replace(b"\n ", b"\n") + b"\n"}


if __name__ == "__main__":
    if not _is_current(BUNDLE):
        BUNDLE.write_bytes(new_bundle())
    print(f"{BUNDLE.name}: {BUNDLE.stat().st_size:,} bytes")
