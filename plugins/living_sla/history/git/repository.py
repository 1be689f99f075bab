"""The repository that a project lies in: the state it is in, and its objects, read through one hardened door."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from msgspec import field

from living_sla.errors import Notice
from living_sla.history.git import process
from living_sla.history.git.names import Ref, checked_id, checked_ref
from living_sla.model.equal_but import EqualBut
from living_sla.model.harmless import decoded

_LONGEST = 1_000
"""Letters of an expression of git's."""
MAX_OBJECT_BYTES = 32 * 1024 * 1024
MISSING = "missing"
TOO_LARGE = "too large"
FOLDER = "40000"
"""The mode of a folder in a tree."""
_ENTRY = rb"0*([1-7][0-7]*) ([^\0]+)\0(.{%d})"
"""Mode, name and id of one thing in a tree."""


class GitObject(NamedTuple):
    """One object as it lies in the repository."""

    id: str
    kind: str
    """``commit``, ``tag``, ``tree``, ``blob``; `MISSING` where it is not there, or is not what its id says; or
    `TOO_LARGE`."""
    data: bytes
    """Raw; empty where it is missing or too large."""

    @property
    def is_missing(self) -> bool:
        """Whether it is not there, or is not what its id says."""
        return self.kind == MISSING

    @property
    def is_too_large(self) -> bool:
        """Whether it has more bytes than were asked for."""
        return self.kind == TOO_LARGE


class TreeEntry(NamedTuple):
    """One file of a commit."""

    path: str
    """From the top of the repository; bytes that are not UTF-8 as surrogates."""
    mode: str
    """``100644``, ``100755``; ``120000`` is a link, ``160000`` a submodule."""
    id: str


class Repository(EqualBut, frozen=True, dict=True):
    """A repository with at least one commit, whose objects may be read; `find_repository` makes it."""

    BESIDE = frozenset({"refs", "commits", "contents"})

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
    contents: process.Answering
    """Git, which answers with the content of objects."""
    refs: Mapping[str, Ref] = field(default_factory=dict)
    """Every ref by its full name, as they were when the repository was found; whatever asks later sees the same."""
    notices: tuple[Notice, ...] = ()
    """What is unusual about it and harms nothing: a detached head, replaced objects, a worktree, a submodule."""
    commits: dict[str, str | None] = field(default_factory=dict)
    """What names led to that somebody asked for; whatever asks later sees the same."""

    def run(self, command: str, *arguments: str) -> bytes:
        """What `git COMMAND` prints in the folder of the project; raises `GitFailed` or `GitMissing`."""
        return process.run(self.root, command, *arguments)

    def objects(self, ids: Iterable[str], *, max_bytes: int = MAX_OBJECT_BYTES) -> Iterator[GitObject]:
        """The objects of these ids, in their order; one process answers for all of them, and for the next ones.

        Raises `ValueError` for what is not an object id, `GitFailed` where the repository is damaged.
        """
        return _objects(self.contents, ids, max_bytes)

    def files(self, commit: str, folder: str) -> dict[str, TreeEntry]:
        """Every file below `folder` of the project, as a commit holds it, by its path there and in order of it."""
        return {entry.path.removeprefix(self.prefix): entry for entry in self.tree(commit, f"{folder}/")}

    def tree(self, commit: str, path: str = "") -> Iterator[TreeEntry]:
        """The file at `path` of the project, or every file below it, as a commit holds them; without one, all files."""
        below = f"{self.prefix}{path}"
        paths = ("--", below) if below else ()
        raw = process.run(self.root, "ls-tree", "-r", "-z", "--full-tree", checked_id(commit), *paths)
        for entry in raw.split(b"\0")[:-1]:
            about, _, name = entry.partition(b"\t")
            mode, _, object_id = about.decode("ascii").split(" ")
            yield TreeEntry(decoded(name), mode, object_id)

    def at(self, commit: str, path: str) -> TreeEntry | None:
        """What a commit holds at `path` of the project: a file, a link or a folder; None where nothing stands there.

        The process that answers with objects is asked; `tree` starts one. Raises `GitFailed` where a tree is missing.
        """
        mode, held = FOLDER, self._of_kind("commit", commit).removeprefix(b"tree ")[: len(commit)].decode("ascii")
        for name in PurePosixPath(f"{self.prefix}{path}").parts:
            tree = self._of_kind("tree", held) if mode == FOLDER else b""
            inside = (found.groups() for found in re.finditer(_ENTRY % (len(commit) // 2), tree, re.DOTALL))
            entry = next((entry for entry in inside if decoded(entry[1]) == name), None)
            if entry is None:
                return None
            mode, held = entry[0].decode("ascii"), entry[2].hex()
        return TreeEntry(f"{self.prefix}{path}", mode, held)

    def _of_kind(self, kind: str, object_id: str) -> bytes:
        [found] = self.objects([object_id])
        if found.kind != kind:
            raise process.GitFailed("cat-file", f"fatal: not a {kind}: {object_id}".encode())
        return found.data

    def tags(self, under: str = "refs/tags/") -> Iterator[GitObject]:
        """The tags below `under` that are objects, with a message of their own, by name.

        Raises `GitFailed` where one leads to an object that is not there.
        """
        for tag in self.objects(dict.fromkeys(ref.id for ref in self.refs.values() if ref.name.startswith(under))):
            if tag.is_missing:
                raise process.GitFailed("cat-file", f"fatal: missing object {tag.id}".encode())
            if tag.kind == "tag":
                yield tag

    def commit_of(self, name: str) -> str | None:
        """The id of the commit that a branch, tag or id names; None where there is none.

        Raises `ValueError` where `name` is more than a name: nothing is computed (``main~3``), no option is given.
        """
        if name not in self.commits:
            ref = self.refs.get(name)
            is_there = ref is not None and kind_of(self.contents, ref.id) == "commit"
            self.commits[name] = ref.id if ref and is_there else commit_of(self.root, checked_ref(name))
        return self.commits[name]

    @cached_property
    def first_branch(self) -> str:
        """What git calls the first branch of a new repository, here or on this machine; empty where none says."""
        return process.setting(self.root, "init.defaultBranch")

    def commit_at(self, expression: str) -> str | None:
        """The id of the commit that git makes of any expression: ``HEAD~20``, ``v1^{}``, ``main@{1 week ago}``.

        None where it makes none of it, or the commit is not here. Raises `ValueError` for what cannot be one,
        `GitFailed` where git says why it is not one.
        """
        named = resolved(self.root, expression)
        return commit_of(self.root, named) if named else None

    def parted_from(self, commit: str) -> str | None:
        """The newest commit that is behind both `commit` and HEAD: where what is checked out parted from it.

        None where there is none: the two have nothing in common, or a shallow clone ends before it. Raises `ValueError`
        for what is not an object id, `GitFailed` where the repository is damaged.
        """
        try:
            parted = process.run(self.root, "merge-base", checked_id(commit), self.head)
        except process.GitFailed as failed:
            if failed.stderr:
                raise
            return None
        return checked_id(parted.decode("ascii").strip())

    def contains(self, commit: str, *, ancestor: str) -> bool:
        """Whether `ancestor` is the commit itself or in the history behind it."""
        count = process.run(
            self.root, "rev-list", "--count", "--max-count=1", checked_id(ancestor), f"^{checked_id(commit)}"
        )
        return count.strip() == b"0"


def object_id(kind: str, data: bytes, digits: int) -> str:
    """The id that git gives to an object of this content, in a repository whose ids have so many digits."""
    made = hashlib.sha1(usedforsecurity=False) if digits == 40 else hashlib.sha256()
    made.update(b"%b %d\0" % (kind.encode("ascii"), len(data)))
    made.update(data)
    return made.hexdigest()


def checked_out_ids(content: bytes, digits: int) -> set[str]:
    """The ids that a file of this content may have: a checkout may have given it other line ends."""
    return {object_id("blob", text, digits) for text in (content, content.replace(b"\r\n", b"\n"))}


def kind_of(contents: process.Answering, object_id: str) -> str:
    """The kind of an object, as `GitObject` has it."""
    [found] = _objects(contents, [object_id], MAX_OBJECT_BYTES)
    return found.kind


def _objects(contents: process.Answering, ids: Iterable[str], max_bytes: int) -> Iterator[GitObject]:
    asked = [checked_id(name) for name in ids]
    for start in range(0, len(asked), process.Answering.AT_ONCE):
        some = asked[start : start + process.Answering.AT_ONCE]
        with contents.asked(some) as output:
            yield from (_read_object(output, wanted, max_bytes) for wanted in some)


def _read_object(output: IO[bytes], asked: str, max_bytes: int) -> GitObject:
    header = output.readline().split()
    if len(header) == 2:
        return GitObject(asked, MISSING, b"")
    if len(header) != 3:
        raise process.Silent
    kind, size = header[1].decode("ascii"), int(header[2])
    data = output.read(size) if size <= max_bytes else _skipped(output, size)
    if output.read(1) != b"\n":
        raise process.Silent
    if size > max_bytes:
        return GitObject(asked, TOO_LARGE, b"")
    # Git believes the index of a pack, which may lead to another object.
    return (
        GitObject(asked, kind, data) if object_id(kind, data, len(asked)) == asked else GitObject(asked, MISSING, b"")
    )


def resolved(root: Path, expression: str) -> str | None:
    """The id that an expression of git's stands for, whether there is such an object or not; None where it has none.

    Raises `GitFailed` where git says more than that, `ValueError` for what can be no expression.
    """
    if "\0" in expression or len(expression) > _LONGEST:
        raise ValueError("not an expression")
    try:
        named = process.run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", expression)
    except process.GitFailed as failed:
        if failed.stderr:
            raise
        return None
    return checked_id(named.decode("ascii").strip())


def commit_of(root: Path, name: str) -> str | None:
    """The id of the commit that a name leads to; None where there is none, or it is not in the repository."""
    return resolved(root, f"{name}^{{commit}}")


def refs_of(root: Path) -> Mapping[str, Ref]:
    """Every ref of a repository by its full name, as they are at this moment; no object is looked at."""
    raw = process.run(root, "for-each-ref", "--format=%(refname)%00%(objectname)%00%(symref)%00%(HEAD)")
    parts = (line.split(b"\0") for line in raw.splitlines())
    refs = (
        Ref(decoded(name), object_name.decode("ascii"), decoded(to), here == b"*")
        for name, object_name, to, here in parts
    )
    return {ref.name: ref for ref in refs}


def _skipped(output: IO[bytes], size: int) -> bytes:
    """Read past an object without keeping it."""
    while size:
        size -= len(output.read(min(size, 1 << 20)))
    return b""
