"""What `ssh-keygen` said about a signature, remembered between runs: it takes longer than everything around it.

Answers are filed by a digest of all that they depend on. A folder that the repository itself holds files in is not
used: whoever can commit there could commit an answer.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from living_sla.history.repository import Repository

_FILE = "verdicts-1.json"


@contextmanager
def kept_verdicts(folder: Path | None, repository: Repository) -> Iterator[dict[str, str]]:
    """The remembered answers; those that were added are written back at the end. Without a folder, none are kept."""
    if folder is None or _is_in_the_history(folder, repository):
        yield {}
        return
    known = _read(folder / _FILE)
    before = len(known)
    yield known
    if len(known) > before:
        _write(folder / _FILE, known)


def _is_in_the_history(folder: Path, repository: Repository) -> bool:
    root = repository.root.resolve()
    if not folder.resolve().is_relative_to(root):
        return False
    inside = folder.resolve().relative_to(root).as_posix()
    return inside == "." or next(repository.files(repository.head, inside), None) is not None


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {key: value for key, value in pairs if isinstance(value, str)}


def _write(path: Path, known: dict[str, str]) -> None:
    """Whole or not at all; a cache that cannot be written is none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as file:
            json.dump(known, file, sort_keys=True)
        os.replace(file.name, path)
    except OSError:
        return
