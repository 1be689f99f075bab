"""Names of git's: of objects and of refs."""

from __future__ import annotations

import re
from typing import NamedTuple

_ID = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})")
_REF = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./+#-]*")


class Ref(NamedTuple):
    """A branch or tag, and what it names."""

    name: str
    """In full: ``refs/tags/signed-2026-10``."""
    id: str
    """The object that it leads to: of a branch a commit, of a tag with a message of its own the tag."""
    points_to: str
    """The ref that it points to, in full, as the HEAD of a remote does; empty for one that somebody pushed."""
    checked_out: bool


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
