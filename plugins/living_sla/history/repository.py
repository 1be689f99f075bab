"""The repository that a project lies in: the state it is in, and its objects, read through one hardened door."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, NamedTuple

from living_sla.errors import EnvironmentFault, Notice
from living_sla.history import process
from living_sla.history.harmless import harmless

MAX_OBJECT_BYTES = 32 * 1024 * 1024
MISSING = "missing"
TOO_LARGE = "too large"
_ID = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})")
_REF = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./+#-]*")


class Trouble(StrEnum):
    """Why there is no history to read, or not all of it."""

    NO_REPOSITORY = "no repository"
    NO_GIT = "no git"
    FOREIGN = "foreign owner"
    BARE = "bare"
    ELSEWHERE = "work tree elsewhere"
    EMPTY = "no commit"
    SHALLOW = "shallow"
    PARTIAL = "partial"
    DAMAGED = "damaged"


class HistoryFault(EnvironmentFault):
    """There is no history, or only part of it; says which command mends that."""

    def __init__(self, trouble: Trouble, message: str, hint: str) -> None:
        code = "SLA-F067" if trouble in (Trouble.SHALLOW, Trouble.PARTIAL) else "SLA-F068"
        super().__init__(message, hint=hint, code=code)
        self.trouble = trouble


class GitObject(NamedTuple):
    """One object as it lies in the repository."""

    id: str
    kind: str
    """``commit``, ``tag``, ``tree``, ``blob``; `MISSING` where a partial clone left it out; `TOO_LARGE`."""
    data: bytes
    """Raw; empty where it is missing or too large."""


class TreeEntry(NamedTuple):
    """One file of a commit."""

    path: str
    """From the top of the repository; bytes that are not UTF-8 as surrogates."""
    mode: str
    """``100644``, ``100755``; ``120000`` is a link, ``160000`` a submodule."""
    id: str


class Ref(NamedTuple):
    """A branch or tag, and the object that it names."""

    name: str
    """In full: ``refs/tags/signed-2026-10``."""
    id: str
    kind: str


@dataclass(frozen=True)
class Repository:
    """A repository with at least one commit, whose objects may be read; `find_repository` makes it."""

    root: Path
    """The folder of the project; commands run here."""
    prefix: str
    """Where the project lies below the top of the repository: empty, or ``sales/sla/``."""
    head: str
    """The id of the commit that is checked out; the main line is its first-parent history."""
    branch: str | None
    """The branch that is checked out: ``refs/heads/main``; None where HEAD is detached."""
    shallow: bool
    partial: bool
    """Whether it was cloned without some objects; those that are needed may be there nevertheless."""
    notices: tuple[Notice, ...] = ()
    """What is unusual about it and harms nothing: a detached head, replaced objects, a worktree, a submodule."""

    def objects(self, ids: Iterable[str], *, max_bytes: int = MAX_OBJECT_BYTES) -> Iterator[GitObject]:
        """The objects of these ids, in their order, one process for all of them.

        Raises `ValueError` for what is not an object id, `GitFailed` where the repository is damaged.
        """
        asked = [_checked(one) for one in ids]
        if not asked:
            return
        with process.stream(self.root, "cat-file", "--batch", "--buffer", lines=asked) as output:
            for one in asked:
                header = output.readline().split()
                if len(header) == 2:
                    yield GitObject(one, MISSING, b"")
                    continue
                if len(header) != 3:  # it died; leaving the block tells why
                    break
                kind, size = header[1].decode("ascii"), int(header[2])
                data = output.read(size) if size <= max_bytes else _skipped(output, size)
                output.read(1)
                yield GitObject(one, kind if size <= max_bytes else TOO_LARGE, data)

    def files(self, commit: str, folder: str) -> Iterator[TreeEntry]:
        """Every file below `folder` of the project, as a commit holds it, in order of the path."""
        path = f"{self.prefix}{folder}/"
        raw = process.run(self.root, "ls-tree", "-r", "-z", "--full-tree", _checked(commit), "--", path)
        for entry in raw.split(b"\0")[:-1]:
            about, _, name = entry.partition(b"\t")
            mode, _, object_id = about.decode("ascii").split(" ")
            yield TreeEntry(decoded(name), mode, object_id)

    def refs(self, under: str = "refs/tags") -> Iterator[Ref]:
        """Every ref below `under`, by name; a tag with a message of its own is an object of kind ``tag``."""
        template = "%(objectname)%00%(objecttype)%00%(refname)"
        raw = process.run(self.root, "for-each-ref", f"--format={template}", _checked_name(under))
        for line in raw.splitlines():
            object_id, kind, name = line.split(b"\0")
            yield Ref(decoded(name), object_id.decode("ascii"), kind.decode("ascii"))

    def commit_of(self, name: str) -> str | None:
        """The id of the commit that a branch, tag or id names; None where there is none.

        Raises `ValueError` where `name` is more than a name: nothing is computed (``main~3``), no option is given.
        """
        return _commit_of(self.root, _checked_name(name))

    def parted_from(self, commit: str) -> str | None:
        """The newest commit that is behind both `commit` and HEAD: where what is checked out parted from it.

        None where there is none: the two have nothing in common, or a shallow clone ends before it. Raises `ValueError`
        for what is not an object id, `GitFailed` where the repository is damaged.
        """
        try:
            found = process.run(self.root, "merge-base", _checked(commit), self.head)
        except process.GitFailed as failed:
            if failed.stderr:
                raise
            return None
        return _checked(found.decode("ascii").strip())

    def contains(self, commit: str, *, ancestor: str) -> bool:
        """Whether `ancestor` is the commit itself or in the history behind it."""
        count = process.run(
            self.root, "rev-list", "--count", "--max-count=1", _checked(ancestor), f"^{_checked(commit)}"
        )
        return count.strip() == b"0"


def find_repository(root: Path) -> Repository:
    """The repository that the project at `root` lies in; raises `HistoryFault` where there is none to read."""
    try:
        described = _describe(root)
    except process.GitMissing as missing:
        raise HistoryFault(Trouble.NO_GIT, missing.message, missing.hint) from None
    except process.GitFailed as failed:
        raise _why_not(root, failed) from None
    bare, inside, shallow, git_folder, common_folder, prefix = described
    if bare:
        raise HistoryFault(Trouble.BARE, "the repository is bare: it has no files to build a site from",
                           "clone it, and run sla in the clone")  # fmt: skip
    if not inside:
        raise HistoryFault(Trouble.ELSEWHERE, "the repository keeps its files in another folder",
                           "run sla in the folder that core.worktree names")  # fmt: skip
    head = _commit_of(root, "HEAD")
    if head is None:
        raise HistoryFault(
            Trouble.EMPTY, "the repository has no commit yet", 'git add . && git commit -m "First terms"'
        )
    name = process.run(root, "rev-parse", "--symbolic-full-name", "HEAD").rstrip(b"\n")
    branch = None if name == b"HEAD" else decoded(name)
    promised = any((common_folder / "objects" / "pack").glob("*.promisor"))
    notices = tuple(_unusual(root, branch, head, git_folder, common_folder))
    return Repository(root, prefix, head, branch, shallow, promised, notices)


def decoded(raw: bytes) -> str:
    """A name of git's; bytes that are not UTF-8 become surrogates, so that every name can be told from every other."""
    return raw.decode("utf-8", "surrogateescape")


def _describe(root: Path) -> tuple[bool, bool, bool, Path, Path, str]:
    """Whether it is bare, whether `root` is in its work tree, whether it is shallow, its folders, and the prefix."""
    states = process.run(root, "rev-parse", "--is-bare-repository", "--is-inside-work-tree",
                         "--is-shallow-repository", "--show-prefix")  # fmt: skip
    bare, inside, shallow, *prefix = states.split(b"\n", 3)
    # One question each, because a folder may have a line break in its name.
    git_folder = _path(root, process.run(root, "rev-parse", "--absolute-git-dir"))
    common_folder = _path(root, process.run(root, "rev-parse", "--git-common-dir"))
    yes = b"true"
    below = b"".join(prefix).removesuffix(b"\n")
    return bare == yes, inside == yes, shallow == yes, git_folder, common_folder, decoded(below)


def _path(root: Path, raw: bytes) -> Path:
    return root / decoded(raw.removesuffix(b"\n"))


def _commit_of(root: Path, name: str) -> str | None:
    try:
        found = process.run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except process.GitFailed as failed:
        if failed.stderr:
            raise
        return None
    return _checked(found.decode("ascii").strip())


def _why_not(root: Path, failed: process.GitFailed) -> HistoryFault:
    """What git's words mean; they are in English, because every command runs in the C locale."""
    said = failed.stderr
    if "dubious ownership" in said:
        return HistoryFault(
            Trouble.FOREIGN,
            "the repository belongs to another user, so git does not read it",
            f"if you trust its owner: git config --global --add safe.directory {harmless(bytes(root.resolve()))}",
        )
    if "bare repository" in said:
        return HistoryFault(Trouble.BARE, "the repository is bare: it has no files to build a site from",
                            "clone it, and run sla in the clone")  # fmt: skip
    if "not a git repository" in said:
        if any((folder / ".git").exists() for folder in (root, *root.resolve().parents)):
            # Git passes by a .git that it cannot use, and says no more of it than of a folder that has none.
            return HistoryFault(
                Trouble.DAMAGED,
                "there is a .git, and git cannot use it: it is damaged",
                "look whether .git/HEAD is there and names a branch, or clone the repository again",
            )
        return HistoryFault(Trouble.NO_REPOSITORY, "the project is not in a git repository",
                            'git init && git add . && git commit -m "First terms"')  # fmt: skip
    if "must be run in a work tree" in said:
        return HistoryFault(Trouble.ELSEWHERE, "the repository keeps its files in another folder",
                            "run sla in the folder that core.worktree names")  # fmt: skip
    return HistoryFault(Trouble.DAMAGED, failed.message, failed.hint)


def _unusual(root: Path, branch: str | None, head: str, git_folder: Path, common_folder: Path) -> Iterator[Notice]:
    if branch is None:
        message = f"no branch is checked out: the main line is what leads to {head[:12]}"
        yield Notice("detached-head", message, hint="git switch BRANCH, unless a build machine checked it out so")
    if git_folder != common_folder.resolve() and git_folder.resolve() != common_folder.resolve():
        message = "this is a second work tree: the main line is that of its own branch"
        yield Notice("second-work-tree", message)
    elif (root / ".git").is_file() and "modules" in git_folder.parts:
        message = "this is a submodule: its own history is read, not that of the repository around it"
        yield Notice("submodule", message)
    if process.run(root, "for-each-ref", "--count=1", "--format=%(refname)", "refs/replace"):
        message = "the repository replaces objects by others (refs/replace); the originals are read"
        yield Notice("replaced-objects", message, hint="git replace -l names them")
    grafts = common_folder / "info" / "grafts"
    if grafts.is_file() and grafts.stat().st_size:
        message = "the repository states other parents for commits (info/grafts); their own parents are read"
        yield Notice("grafted-commits", message, hint="remove .git/info/grafts")


def _checked(object_id: str) -> str:
    if not _ID.fullmatch(object_id):
        raise ValueError(f"not an object id: {object_id[:80]!r}")
    return object_id


def _checked_name(name: str) -> str:
    if not _REF.fullmatch(name) or ".." in name or name.endswith(("/", ".", ".lock")):
        raise ValueError(f"not the name of a branch or tag: {name[:80]!r}")
    return name


def _skipped(output: IO[bytes], size: int) -> bytes:
    """Read past an object without keeping it."""
    while size:
        size -= len(output.read(min(size, 1 << 20)))
    return b""
