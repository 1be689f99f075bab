"""Sources that a branch would read people from: what the base calls personal stays so until that lands by itself.

Whoever may push a branch may declare a source otherwise, and ask by a filter about one person. So where it reads a
column that the base calls personal, or takes another line of the same file for its header, the source is read as the
base declares it; one that the base does not have is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from living_sla.exports.files import FOLDER
from living_sla.model.agreement.source import Source

_SHAPE = ("skip_lines", "sheet", "delimiter", "encoding", "stored", "engine")
"""What decides which line or row a header is taken from, and how it is spelled."""


def still_personal(root: Path, here: Mapping[str, Source], there: Mapping[str, Source]) -> dict[str, Source | None]:
    """By what each such source of the folder is read: as the base declares it, None where it is not read at all.

    `here` are the sources of the folder, `there` those of the base, by name.
    """
    return {
        name: there.get(name)
        for name, source in here.items()
        if source != there.get(name) and any(_exposes(source, base, root) for base in there.values())
    }


def _exposes(source: Source, base: Source, root: Path) -> bool:
    """Whether a source reads what `base` calls personal of the same files."""
    if not base.personal or not _may_share_files(source.path, base.path, root):
        return False
    read = {_folded(header) for spec in source.columns.values() for header in spec.headers}
    hidden = set(map(_folded, base.personal))
    return not read.isdisjoint(hidden) or any(getattr(source, field) != getattr(base, field) for field in _SHAPE)


def _may_share_files(one: str, other: str, root: Path) -> bool:
    if fnmatchcase(one, other) or fnmatchcase(other, one):
        return True
    return not _files(one, root).isdisjoint(_files(other, root))


def _files(pattern: str, root: Path) -> frozenset[Path]:
    try:
        found: Iterable[Path] = (root / FOLDER).glob(pattern)
        return frozenset(path.resolve() for path in found)
    except (ValueError, NotImplementedError, OSError):  # an address of an engine is no pattern of files
        return frozenset()


def _folded(header: str) -> str:
    return " ".join(header.split()).casefold()
