"""Names of git's: of objects, of refs, of files, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from living_sla.history.git import process

_ID = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})")
_REF = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./+#-]*")
_LONGEST = 1_000


class Ref(NamedTuple):
    """A branch or tag, and what it names."""

    name: str
    """In full: ``refs/tags/signed-2026-10``."""
    id: str
    """The object that it leads to: of a branch a commit, of a tag with a message of its own the tag."""
    points_to: str
    """The ref that it points to, in full, as the HEAD of a remote does; empty for one that somebody pushed."""
    checked_out: bool


def decoded(raw: bytes) -> str:
    """A name of git's; bytes that are not UTF-8 become surrogates, so that every name can be told from every other."""
    return raw.decode("utf-8", "surrogateescape")


def checked_id(object_id: str) -> str:
    """The id of an object as it is; raises `ValueError` for anything else."""
    if not _ID.fullmatch(object_id):
        raise ValueError(f"not an object id: {object_id[:80]!r}")
    return object_id


def checked_ref(name: str) -> str:
    """The name of a branch or tag as it is; raises `ValueError` where it is more: nothing is computed (``main~3``)."""
    if not _REF.fullmatch(name) or ".." in name or name.endswith(("/", ".", ".lock")):
        raise ValueError(f"not the name of a branch or tag: {name[:80]!r}")
    return name


def resolved(root: Path, expression: str) -> str | None:
    """The id that an expression of git's stands for, whether there is such an object or not; None where it has none.

    Raises `GitFailed` where git says more than that, `ValueError` for what can be no expression.
    """
    if "\0" in expression or len(expression) > _LONGEST:
        raise ValueError("not an expression")
    try:
        found = process.run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", expression)
    except process.GitFailed as failed:
        if failed.stderr:
            raise
        return None
    return checked_id(found.decode("ascii").strip())


def commit_of(root: Path, name: str) -> str | None:
    """The id of the commit that a name leads to; None where there is none, or it is not in the repository."""
    return resolved(root, f"{name}^{{commit}}")


def refs_of(root: Path) -> Mapping[str, Ref]:
    """Every ref of a repository by its full name, as they are at this moment; no object is looked at."""
    raw = process.run(root, "for-each-ref", "--format=%(refname)%00%(objectname)%00%(symref)%00%(HEAD)")
    parts = (line.split(b"\0") for line in raw.splitlines())
    refs = (Ref(decoded(name), one.decode("ascii"), decoded(to), here == b"*") for name, one, to, here in parts)
    return {ref.name: ref for ref in refs}
