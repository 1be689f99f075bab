"""A repository whose every commit is dictated: who, when, which files, whose signature; nothing comes from the machine.

`git fast-import` takes a commit as text: no index, no hook, no setting takes part, and every release of git makes the
same objects of the same text. A signed commit is the unsigned one with one header more, so it is made from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from tools.demo.keys import COMMITS, Signing
from tools.demo.programs import Program
from tools.demo.step import Author

_SETTINGS = (
    # A reflog would name the user of this machine, and keep what was replaced.
    *("-c", "core.logAllRefUpdates=false"),
    # Waiting for the disk took half of the time.
    *("-c", "core.fsync=none"),
)

Changes = Mapping[str, bytes | None]
"""New content by path; None: the file is gone."""


class StoryCommit(Struct, frozen=True):
    """What a commit says about itself."""

    author: Author
    committer: Author
    at: datetime
    message: str
    parents: Sequence[str] = ()
    """Object ids; the first is the line that it continues."""
    signed: bool = False
    """By the committer."""


class NewRepository:
    """A repository that is being written; nothing of it is checked out."""

    def __init__(self, folder: Path, git: Program, keys: Signing) -> None:
        self._folder, self._git, self._keys = folder, git, keys
        git("init", "--quiet", "--template=", folder)
        self._run("symbolic-ref", "HEAD", "refs/heads/main")

    def commit(self, branch: str, commit: StoryCommit, changes: Changes) -> str:
        """Put a commit on top of `branch`; returns its id."""
        stream = b"".join(_stream(branch, commit, changes))
        made = self._run("fast-import", "--quiet", "--force", "--date-format=raw", stdin=stream).decode().strip()
        if not commit.signed:
            return made
        head, _, message = self._run("cat-file", "commit", made).partition(b"\n\n")
        signature = self._signature(commit.committer, head + b"\n\n" + message)
        header = b"\ngpgsig " + signature.rstrip(b"\n").replace(b"\n", b"\n ")
        return self._store("commit", f"refs/heads/{branch}", head + header + b"\n\n" + message)

    def tag(self, name: str, commit: str, author: Author, at: datetime, message: str) -> str:
        """Put a tag on a commit, signed by its author; `message` ends its last line. Returns the id of the tag."""
        head = f"object {commit}\ntype commit\ntag {name}\ntagger {_who(author, at)}\n\n{message}"
        return self._store("tag", f"refs/tags/{name}", head.encode() + self._signature(author, head.encode()))

    def forget(self, branch: str) -> None:
        """Remove the name of a branch; what was merged stays."""
        self._run("update-ref", "-d", f"refs/heads/{branch}")

    def heads(self) -> bytes:
        """Every branch and tag with the id of what it names, in the order of names."""
        return self._run("for-each-ref", "--format=%(objectname) %(refname)")

    def bundle(self) -> bytes:
        """Every branch and tag, with all that they reach, in one file."""
        return self._run("-c", "pack.threads=1", "bundle", "create", "--quiet", "-", "--branches", "--tags")

    def check_out(self, folder: Path) -> Path:
        """A repository of its own with the same branches and tags, whose main line is checked out; `folder` is new."""
        self._git("init", "--quiet", "--template=", folder)
        refs = "+refs/*:refs/*"
        self._git("-C", folder, *_SETTINGS, "fetch", "--quiet", "--update-head-ok", self._folder.resolve(), refs)
        self._git("-C", folder, *_SETTINGS, "symbolic-ref", "HEAD", "refs/heads/main")
        self._git("-C", folder, *_SETTINGS, "reset", "--quiet", "--hard")
        return folder

    def _signature(self, signer: Author, content: bytes) -> bytes:
        return self._keys.sign(signer, content, namespace=COMMITS)

    def _store(self, kind: str, ref: str, content: bytes) -> str:
        made = self._run("hash-object", "-t", kind, "-w", "--stdin", stdin=content).decode().strip()
        self._run("update-ref", ref, made)
        return made

    def _run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        return self._git("-C", self._folder, *_SETTINGS, *arguments, stdin=stdin)


def _stream(branch: str, commit: StoryCommit, changes: Changes) -> Iterator[bytes]:
    """The commit in the language of fast-import, and the question which id it has."""
    yield f"commit refs/heads/{branch}\nmark :1\n".encode()
    yield f"author {_who(commit.author, commit.at)}\ncommitter {_who(commit.committer, commit.at)}\n".encode()
    yield _data(commit.message.encode())
    for word, parent in zip(("from", *["merge"] * len(commit.parents)), commit.parents, strict=False):
        yield f"{word} {parent}\n".encode()
    for path, content in sorted(changes.items()):
        yield f"D {path}\n".encode() if content is None else f"M 100644 inline {path}\n".encode() + _data(content)
    yield b"\nget-mark :1\n"


def _data(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)


def _who(author: Author, at: datetime) -> str:
    return f"{author.name} <{author.email}> {int(at.timestamp())} {at:%z}"
