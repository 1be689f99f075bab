"""The bytes of a review: every file against the manifest, in the work tree and on the main line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Set
from hashlib import sha256

from living_sla.errors import Fault
from living_sla.history.git.repository import MAX_OBJECT_BYTES, Repository, TreeEntry, object_id
from living_sla.model.harmless import printable
from living_sla.model.reviews.review import CheckFinding, Level
from living_sla.reviews.folder.layout import (
    ATTRIBUTES,
    CALENDAR,
    FIGURES,
    HOW_TO_VERIFY,
    KEYRING,
    MANIFEST,
    RECORD,
    SIGNOFFS,
    is_sealed,
)
from living_sla.reviews.folder.manifest import listed
from living_sla.reviews.folder.work_tree import ReviewFolder

NEEDED = (RECORD, FIGURES, CALENDAR, KEYRING, HOW_TO_VERIFY, ATTRIBUTES)
"""What every review has, besides the files of its terms."""
_ON_MAIN_LINE = " on the main line"
_LFS = b"version https://git-lfs.github.com/spec/"
_MODES = {"120000": "is a link", "160000": "is another repository", "100755": "is a program that can be started"}


def in_work_tree(folder: str, held: ReviewFolder) -> Iterator[CheckFinding]:
    """What of a review in the work tree is not what its manifest says."""
    for path, what in held.refused.items():
        yield _finding(folder, path, what)
    sealed = {path: content for path, content in held.files.items() if is_sealed(path)}
    yield from _against(folder, held.files.get(MANIFEST), sealed, held.digests, held.refused.keys(), "")
    for path in held.files:
        if path.startswith(f"{SIGNOFFS}/") and not path.endswith((".yml", ".sig")):
            yield _finding(folder, path, "is not a sign-off")


def on_main_line(
    folder: str, held: ReviewFolder, entries: Mapping[str, TreeEntry], repository: Repository
) -> Iterator[CheckFinding]:
    """What of a review at HEAD is not what its manifest says, or not what lies in the work tree."""
    for path, entry in entries.items():
        if entry.mode in _MODES:
            yield _finding(folder, path, f"{_MODES[entry.mode]}{_ON_MAIN_LINE}")
    sealed = {path: entry for path, entry in entries.items() if path == MANIFEST or is_sealed(path)}
    same = {
        path: content
        for path, content in held.files.items()
        if path in sealed and object_id("blob", content, len(repository.head)) == sealed[path].id
    }
    others = [path for path, entry in sealed.items() if path not in same and entry.mode.startswith("100")]
    files, lost = dict(same), dict[str, str]()
    for path, blob in zip(others, repository.objects(sealed[path].id for path in others), strict=True):
        if blob.kind == "blob":
            files[path] = blob.data
        else:
            limit = f"is larger than {MAX_OBJECT_BYTES >> 20} MB"
            lost[path] = limit if blob.is_too_large else "cannot be read: the object is missing or damaged"
    for path, what in lost.items():
        yield _finding(folder, path, f"{what}{_ON_MAIN_LINE}")
    content = files.pop(MANIFEST, None)
    here = held.files.get(MANIFEST)
    if content is not None and here is not None and MANIFEST not in same and listed(here) is not None:
        yield _finding(folder, MANIFEST, "is not the one on the main line: it was written anew")
    absent = lost.keys() | {path for path, entry in sealed.items() if not entry.mode.startswith("100")}
    digests = {path: held.digests[path] for path in same}
    yield from _against(folder, content, files, digests, absent, _ON_MAIN_LINE)


def _against(
    folder: str,
    manifest: bytes | None,
    sealed: Mapping[str, bytes],
    digests: Mapping[str, str],
    told: Set[str],
    where: str,
) -> Iterator[CheckFinding]:
    """Sealed files against a manifest; of those that were `told` of already, no more is said.

    `digests` are those of some of the files, by their paths.
    """
    if manifest is None:
        if MANIFEST not in told:
            yield _finding(folder, MANIFEST, f"is missing{where}: nothing says which bytes were sealed")
        return
    entries = listed(manifest)
    if entries is None:
        why, code = _why_not(manifest)
        yield _finding(folder, MANIFEST, f"is not what sla snapshot writes{where}: {why}", code)
        return
    for path in NEEDED:
        if path not in entries:
            yield _finding(folder, MANIFEST, f"does not list {path}{where}")
    for path in entries:
        if not is_sealed(path):
            yield _finding(folder, MANIFEST, f"lists {printable(path)}{where}, which is not sealed")
    for path in sorted(entries.keys() | sealed.keys()):
        if path in told or not is_sealed(path):
            continue
        if path not in sealed:
            yield _finding(folder, path, f"is missing{where}{_under_another_name(path, sealed)}")
        elif path not in entries:
            yield _finding(folder, path, f"was added{where}: SHA256SUMS does not list it")
        elif (digests.get(path) or sha256(sealed[path]).hexdigest()) != entries[path]:
            what, code = _what_it_is(sealed[path], entries[path])
            yield _finding(folder, path, f"{what}{where}", code)
    for path, other in _alike(entries):
        yield _finding(folder, path, f"and {printable(other)} are one file on machines that see no difference{where}")


def _what_it_is(content: bytes, digest: str) -> tuple[str, Fault]:
    """What is to be said of a file whose bytes are not those that were sealed."""
    if content.startswith(_LFS):
        return "is a pointer of Git LFS and not the file", Fault.CONVERTED_REVIEW
    unix = content.replace(b"\r\n", b"\n")
    if digest in (sha256(unix).hexdigest(), sha256(unix.replace(b"\n", b"\r\n")).hexdigest()):
        return "has other line ends than SHA256SUMS says: git or a program converted them", Fault.CONVERTED_REVIEW
    return "has other bytes than SHA256SUMS says" if content else "is empty", Fault.BROKEN_REVIEW


def _why_not(manifest: bytes) -> tuple[str, Fault]:
    if manifest.startswith(_LFS):
        return "it is a pointer of Git LFS", Fault.CONVERTED_REVIEW
    if b"\r" in manifest:
        return "its line ends were converted", Fault.CONVERTED_REVIEW
    return "its lines are others, or in another order", Fault.BROKEN_REVIEW


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _under_another_name(path: str, sealed: Mapping[str, bytes]) -> str:
    other = next((other for other in sealed if other != path and _folded(other) == _folded(path)), None)
    return "" if other is None else f": there is {printable(other)}, which is another name"


def _alike(paths: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of paths that differ by capitals or by how letters are composed alone."""
    seen: dict[str, str] = {}
    for path in paths:
        other = seen.setdefault(_folded(path), path)
        if other != path:
            yield path, other


def _finding(folder: str, path: str, what: str, code: Fault = Fault.BROKEN_REVIEW) -> CheckFinding:
    return CheckFinding(Level.BYTES, printable(f"{folder}/{path}" if path else folder), what, code=code)
