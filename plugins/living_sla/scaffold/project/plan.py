"""Which files a folder lacks to be a project, and those that are there and stay."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.errors import Place, SlaError
from living_sla.scaffold.project import files, writing
from living_sla.scaffold.project.answers import Answers
from living_sla.scaffold.project.declared import of_export, usual_source

if TYPE_CHECKING:
    from living_sla.scaffold.guess import Looked
    from living_sla.scaffold.project.handover import Handover


@dataclass(frozen=True)
class GivenExport:
    """An export that somebody brought, and what was found in it."""

    path: Path
    looked: Looked
    handover: Handover


@dataclass(frozen=True)
class FirstProject:
    """The files that a folder lacks to be a project, and those that are there and stay."""

    root: Path
    texts: dict[str, str]
    copied: dict[str, Path]
    """Files that are copied, by the paths that they get."""
    kept: tuple[str, ...]

    @property
    def new(self) -> list[str]:
        """The paths of everything that is new."""
        return [*self.texts, *self.copied]


def planned(root: Path, answers: Answers, export: GivenExport | None, today: date) -> FirstProject:
    """What would be written into `root`; nothing is written yet.

    Raises `SlaError` where the copy of the export would take the place of another file.
    """
    copied: dict[str, Path] = {}
    if export is None:
        source = usual_source(answers, today)
    else:
        place = _place_of_export(export.path, root)
        if not (root / place).exists():
            copied[place] = export.path
        source = of_export(export.looked, export.handover, answers, path=_declared_path(root, place))
    texts = files.project_files(answers, source, today, has_figures=export is not None)
    if answers.folder:  # a forge looks for its workflows at the top of a repository only
        texts = {path: text for path, text in texts.items() if not files.is_workflow(path, answers.forge)}
    kept = tuple(path for path in texts if os.path.lexists(root / path))
    left_out = set(kept)
    if kept_terms := _terms_of(root):
        # The terms and the columns that they name go together: neither is made for the other.
        left_out |= {files.AGREEMENT_FILE, files.SOURCES_FILE}
        kept = tuple(dict.fromkeys((*kept_terms, *kept)))
        copied = {}
    if "mkdocs.yml" in kept:
        left_out |= {path for path in texts if path.startswith("docs/")}
    return FirstProject(root, {path: text for path, text in texts.items() if path not in left_out}, copied, kept)


def _terms_of(root: Path) -> list[str]:
    """The agreements and the declaration of sources that are there already."""
    found = sorted((root / "agreements").glob("*.md")) if (root / "agreements").is_dir() else []
    there = [one.relative_to(root).as_posix() for one in found]
    return [*there, *([files.SOURCES_FILE] if os.path.lexists(root / files.SOURCES_FILE) else [])]


def _place_of_export(path: Path, root: Path) -> str:
    """Where the export is to lie in the project: where it lies, if that is below `data/`; raises `SlaError`."""
    inside = path.resolve()
    data = (root / "data").resolve()
    if inside.is_relative_to(data):
        return f"data/{inside.relative_to(data).as_posix()}"
    place = f"{files.EXPORTS}/{writing.name_in_project(path)}"
    there = root / place
    if os.path.lexists(there) and not _is_alike(there, path):
        hint = "rename one of the two: an export is never replaced"
        raise SlaError("another file of that name is there", where=Place(place), hint=hint)
    return place


def _is_alike(one: Path, other: Path) -> bool:
    # Imported late: few have put their export there already.
    import filecmp

    return one.is_file() and filecmp.cmp(one, other, shallow=False)


def _declared_path(root: Path, place: str) -> str:
    """The path below `data/`, with a star where the next export has another day, unless that fits other files, too."""
    folder, _, name = place.removeprefix("data/").rpartition("/")
    pattern = writing.pattern_for(name)
    others = [one.name for one in (root / "data" / folder).glob(pattern)] if pattern != name else []
    chosen = name if set(others) - {name} else pattern
    return f"{folder}/{chosen}" if folder else chosen
