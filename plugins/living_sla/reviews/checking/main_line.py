"""Which reviews a project has, what the main line holds of them, and what it did to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from living_sla.history.git.log import LandedCommit, main_line, merges_that_took_away
from living_sla.history.git.repository import Repository, TreeEntry
from living_sla.history.git.state import is_sparse
from living_sla.history.git.trouble import HistoryFault, Trouble
from living_sla.history.git.trusted_ref import trusted_ref
from living_sla.history.versions.readings import nothing_lost
from living_sla.model.past.revision import Commit
from living_sla.model.reviews.review_id import ReviewId, is_review_id, review_id
from living_sla.reviews.folder.layout import FOLDER, MANIFEST, SIGNOFFS, is_sealed
from living_sla.reviews.folder.work_tree import above, reviews_here

if TYPE_CHECKING:
    from living_sla.history.past import Past


class Touch(NamedTuple):
    """What a commit did to one sealed file, or to the manifest."""

    commit: Commit
    path: str
    """In the folder of the review."""
    blob: str | None
    """What it left there; None where it removed the file."""
    added: bool


class OnMainLine(Struct, frozen=True):
    """One review as the main line holds it."""

    entries: Mapping[str, TreeEntry]
    """Its files at HEAD by their path in its folder; the empty path is a folder that is a link or a repository."""
    touches: tuple[Touch, ...]
    """What commits did to its sealed files and its manifest, oldest first."""
    merges: tuple[Touch, ...]
    """The same of merges, against any of their parents: what they lost of a history that was there."""
    signoffs: tuple[Touch, ...] = ()
    """What commits did to its sign-offs and their signatures, oldest first."""

    @property
    def landed(self) -> Commit | None:
        """The commit that added its manifest, and so the review."""
        return next((touch.commit for touch in self.touches if touch.path == MANIFEST), None)


NOWHERE = OnMainLine({}, (), ())
"""A review that was never committed."""


class MainLine(Struct, frozen=True, dict=True):
    """Every review that the main line holds or held, by its name, and the order of all commits."""

    repository: Repository
    reviews: Mapping[str, OnMainLine]
    commits: Mapping[str, Commit]
    """Every commit of the main line by its id, oldest first."""
    landings: Sequence[LandedCommit]
    """The same, with what each did below the folder of reviews."""
    trusted: Mapping[str, str]
    """The blobs of the manifests on the trusted ref, by the name of the review; none where that is HEAD itself."""
    trusted_name: str
    """What the trusted ref is called; empty where nothing tells."""

    def is_behind(self, commit: str, *, of: str) -> bool:
        """Whether a commit is in the history of `of`, which is a commit of the main line, or is it."""
        if commit in self.commits and of in self.commits:
            return self._positions[commit] <= self._positions[of]
        try:
            there = self.repository.commit_of(commit)
        except ValueError:
            return False
        return there == commit and self.repository.contains(of, ancestor=commit)

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {commit: at for at, commit in enumerate(self.commits)}


def line_of(past: Past) -> MainLine | None:
    """What HEAD and the first-parent history behind it say; None where there is no history to read, or not all of it.

    Raises `HistoryFault` where it is damaged, and what `trusted_ref` raises.
    """
    repository = past.history.repository
    if repository is None:
        return None
    with nothing_lost(repository):
        return _line_of(repository)


def _line_of(repository: Repository) -> MainLine:
    line = main_line(repository, FOLDER, every=True)
    sealed = _by_review(_touches(line, _is_anchored))
    merges = _by_review(_touches(merges_that_took_away(repository, FOLDER), _is_anchored))
    signed = _by_review(_touches(line, _is_signature))
    entries = _entries(repository, repository.head)
    reviews = {
        name: OnMainLine(entries.get(name, {}), *(tuple(found.get(name, ())) for found in (sealed, merges, signed)))
        for name in sorted(sealed.keys() | merges.keys() | entries.keys())
    }
    commits = {landed.commit.id: landed.commit for landed in line}
    ref = trusted_ref(repository)
    elsewhere = _entries(repository, ref.commit) if ref and ref.commit != repository.head else {}
    manifests = {name: files[MANIFEST].id for name, files in elsewhere.items() if MANIFEST in files}
    return MainLine(repository, reviews, commits, line, manifests, ref.name if ref else "")


def _entries(repository: Repository, commit: str) -> dict[str, dict[str, TreeEntry]]:
    entries: dict[str, dict[str, TreeEntry]] = {}
    for file, entry in repository.files(commit, FOLDER).items():
        name, _, path = _below(file).partition("/")
        if is_review_id(name):
            entries.setdefault(name, {})[path] = entry
    return entries


def _is_anchored(path: str) -> bool:
    return path == MANIFEST or is_sealed(path)


def _is_signature(path: str) -> bool:
    return path.startswith(f"{SIGNOFFS}/")


def _touches(commits: Sequence[LandedCommit], wanted: Callable[[str], bool]) -> Iterator[tuple[str, Touch]]:
    for landing in commits:
        for change in landing.changes:
            name, _, path = _below(change.path).partition("/")
            if is_review_id(name) and wanted(path):
                yield name, Touch(landing.commit, path, change.blob, change.added)


def _by_review(touches: Iterable[tuple[str, Touch]]) -> dict[str, list[Touch]]:
    found: dict[str, list[Touch]] = {}
    for name, touch in touches:
        found.setdefault(name, []).append(touch)
    return found


def _below(path: str) -> str:
    return path.removeprefix(f"{FOLDER}/")


def names_of(root: Path, line: MainLine | None) -> list[ReviewId]:
    """Their names in order; raises `HistoryFault` where nobody can tell what lies in the folder."""
    here = reviews_here(root)
    _require_checked_out(root, here, line)
    return sorted({*here, *(map(review_id, line.reviews) if line else ())})


def _require_checked_out(root: Path, here: Collection[ReviewId], line: MainLine | None) -> None:
    """Raise `HistoryFault` where a sparse checkout leaves out reviews: they would look as if they were removed."""
    absent = [name for name, there in line.reviews.items() if there.entries] if line else []
    absent = [name for name in absent if review_id(name) not in here]
    if absent and above(root) is None and is_sparse(root):
        message = f"the checkout is sparse and leaves out the review {absent[0]}"
        raise HistoryFault(Trouble.SPARSE, message, "git sparse-checkout disable")
