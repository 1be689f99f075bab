"""The main line: the first-parent history of HEAD, oldest first, with what each commit did to one folder.

A merge counts as one commit, with its difference to its first parent: what a branch did lands when it is merged, and
a change that was made in the merge itself is seen as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from living_sla.model.harmless import decoded, harmless_bytes
from living_sla.model.past.revision import Commit, Identity

if TYPE_CHECKING:
    from living_sla.history.git.repository import Repository

# %an and %ae are raw: %aN would apply a mailmap. The encoding is stated, not applied: recoding could make new lines.
_FIELDS = ("%H", "%P", "%an", "%ae", "%ct", "%e", "%s")
_FORMAT = "%x00".join(_FIELDS)
_WORDS = ("-z", "--no-color", "--no-notes", "--no-mailmap", "--no-show-signature", "--encoding=none",
          f"--format={_FORMAT}")  # fmt: skip
_OPTIONS = (*_WORDS, "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv")
_MAIN_LINE = ("--first-parent", "--diff-merges=first-parent")
_CHANGE = (b"\n:", b":1", b":0")
_YEAR_2100 = 4_102_444_800


class FileChange(NamedTuple):
    """What a commit did to one file of the folder."""

    path: str
    """From the project's folder; bytes that are not UTF-8 as surrogates."""
    blob: str | None
    """Its content after the commit; None where the commit removed it."""
    mode: str
    """After the commit: ``100644``, ``100755``; ``120000`` is a link, ``160000`` a submodule."""
    added: bool
    """Whether no file stood there before."""


class LandedCommit(NamedTuple):
    """A commit of the main line that changed the folder."""

    commit: Commit
    parents: tuple[str, ...]
    changes: tuple[FileChange, ...]
    untimed: bool
    """Whether its own time cannot be used, so that it counts as landed with the commit before it."""


class Line(NamedTuple):
    """The main line as git printed it."""

    head: str
    """The commit up to which it goes."""
    prefix: str
    """Where the project lies in the repository."""
    raw: bytes


def main_line(repository: Repository, *folders: str, every: bool = False) -> list[LandedCommit]:
    """Every commit of the main line that changed files below these folders of the project, oldest first.

    LandedCommit times take all commits of the main line into account, those that changed nothing here as well; with
    `every` these are among the commits.
    """
    return landings_of(Line(repository.head, repository.prefix, _log(repository, folders)), every=every)


def whole_line(repository: Repository) -> list[LandedCommit]:
    """Every commit of the main line, oldest first, without what it changed."""
    raw = repository.run("log", *_WORDS, "--first-parent", "--reverse", "--end-of-options",
                      repository.head)  # fmt: skip
    return landings_of(Line(repository.head, repository.prefix, raw), every=True)


def read_line(repository: Repository, folder: str, *, known: Line | None) -> Line:
    """The main line up to HEAD; where `known` is the beginning of it, git is asked only for the rest."""
    if known is not None and known.prefix == repository.prefix:
        if known.head == repository.head:
            return known
        if repository.commit_of(known.head):
            rest = _log(repository, [folder], f"^{known.head}")
            if _first_parent(rest) == known.head:
                return Line(repository.head, repository.prefix, known.raw + rest)
    return Line(repository.head, repository.prefix, _log(repository, [folder]))


def landings_of(line: Line, *, every: bool = False) -> list[LandedCommit]:
    """As `main_line`; `every` commit, also those that changed nothing here."""
    landed = 0
    landings: list[LandedCommit] = []
    for fields, changes in _commits(line.raw, line.prefix):
        at = _seconds(fields[4])
        if at is not None and at > landed:
            landed = at
        if changes or every:
            commit = _commit(fields, landed if at is None else at, landed)
            landings.append(LandedCommit(commit, _parents(fields), tuple(changes), at is None))
    return landings


def _log(repository: Repository, folders: Sequence[str], *without: str) -> bytes:
    # --sparse keeps the commits that changed nothing here: their times count.
    return repository.run("log", *_OPTIONS, *_MAIN_LINE, "--sparse", "--reverse", "--end-of-options",
                       repository.head, *without, "--", *folders)  # fmt: skip


def _first_parent(raw: bytes) -> str:
    """The first parent of the first commit of a log."""
    parents = raw.split(b"\0", 2)[1:2] or [b""]
    return parents[0].partition(b" ")[0].decode("ascii")


def side_commits(
    repository: Repository, merge: str, onto: str, *folders: str, with_merges: bool = False
) -> list[LandedCommit]:
    """The commits that a merge brought to the main line and that changed files below these folders, oldest first.

    `onto` is the merge's first parent. Each has its difference to its own parent, a merge to its first one.
    """
    merges = "--diff-merges=first-parent" if with_merges else "--no-merges"
    raw = repository.run("log", *_OPTIONS, merges, "--full-history", "--reverse", "--topo-order",
                      "--end-of-options", merge, f"^{onto}", "--", *folders)  # fmt: skip
    return list(_by_their_own_time(raw, repository.prefix))


def parents_of(repository: Repository, *without: str) -> dict[str, list[str]]:
    """The parents of every commit behind HEAD, oldest first; of none behind the commits ``^id``."""
    raw = repository.run("rev-list", "--parents", "--topo-order", "--reverse", "--end-of-options",
                         repository.head, *without)  # fmt: skip
    return {commit: rest for commit, *rest in (line.split() for line in raw.decode("ascii").splitlines())}


def landed_with(main_line: Iterable[str], parents: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """By commit, the commit of the main line with which it landed, of those whose parents are known.

    `main_line` is oldest first.
    """
    landed: dict[str, str] = {}
    for landing in main_line:
        ahead = [landing]
        while ahead:
            commit = ahead.pop()
            if commit in parents and commit not in landed:
                landed[commit] = landing
                ahead += parents[commit]
    return landed


def merges_that_took_away(repository: Repository, *folders: str) -> list[LandedCommit]:
    """Every merge behind HEAD that has other files below these folders than one of its parents, oldest first.

    Once for each such parent, with the difference to it; a file that this parent did not have is no difference.
    """
    raw = repository.run("log", *_OPTIONS, "--diff-merges=separate", "--merges", "--diff-filter=a", "--full-history",
                      "--reverse", "--topo-order", "--end-of-options", repository.head, "--", *folders)  # fmt: skip
    return [merge for merge in _by_their_own_time(raw, repository.prefix) if merge.changes]


def _by_their_own_time(raw: bytes, prefix: str) -> Iterator[LandedCommit]:
    """The commits of a log that is no main line: each landed when it says that it was made."""
    for fields, changes in _commits(raw, prefix):
        at = _seconds(fields[4])
        yield LandedCommit(_commit(fields, at or 0, at or 0), _parents(fields), tuple(changes), at is None)


def ever_held(repository: Repository, path: str) -> bool:
    """Whether any commit behind HEAD brought a file at `path` of the project; its name may hold a ``*``."""
    wanted = PurePosixPath(path)
    folder = str(wanted.parent)
    raw = repository.run("log", "-z", "--format=", "--name-only", "--diff-filter=AR", "--no-renames",
                      "--no-color", "--no-ext-diff", "--no-textconv", "--no-show-signature", "--end-of-options",
                      repository.head, "--", folder)  # fmt: skip
    names = (decoded(name).strip("\n").removeprefix(repository.prefix) for name in raw.split(b"\0"))
    return any(str(PurePosixPath(name).parent) == folder and fnmatchcase(PurePosixPath(name).name, wanted.name)
               for name in names)  # fmt: skip


def _commits(raw: bytes, prefix: str) -> Iterator[tuple[list[bytes], list[FileChange]]]:
    """The fields and changes of each commit in the output of `git log -z --raw`.

    Each commit is its fields, then pairs of a line that begins with ``:`` (the first after a line break) and a path.
    No field can hold a NUL, and an id never begins with a colon or a line break.
    """
    parts = raw.split(b"\0")
    position, end, width, cut = 0, len(parts) - 1, len(_FIELDS), len(prefix.encode("utf-8", "surrogateescape"))
    while position < end:
        fields = parts[position : position + width]
        position += width
        changes: list[FileChange] = []
        while position < end and (about := parts[position]).startswith(_CHANGE):
            _, mode, _, blob, status = about.decode("ascii").split(" ")
            path = decoded(parts[position + 1][cut:])
            position += 2
            changes.append(FileChange(path, None if status == "D" else blob, mode, status == "A"))
        yield fields, changes


def _commit(fields: list[bytes], committed: int, landed: int) -> Commit:
    encoding = fields[5].decode("ascii", "replace")
    landed_at = _instant(landed)
    return Commit(
        fields[0].decode("ascii"),
        _identity(fields[2], fields[3], encoding),
        landed_at if committed == landed else _instant(committed),
        landed_at,
        harmless_bytes(fields[6], encoding=encoding),
    )


def _parents(fields: list[bytes]) -> tuple[str, ...]:
    return tuple(fields[1].decode("ascii").split())


@lru_cache(maxsize=1024)
def _identity(name: bytes, email: bytes, encoding: str) -> Identity:
    return Identity(harmless_bytes(name, encoding=encoding), harmless_bytes(email, encoding=encoding))


def _seconds(raw: bytes) -> int | None:
    """A committer's time as git read it; None where there is none, or one that no calendar here holds."""
    at = int(raw) if raw.isdigit() and len(raw) <= 10 else 0
    return at if 0 < at < _YEAR_2100 else None


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
