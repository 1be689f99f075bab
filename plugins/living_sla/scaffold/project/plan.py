"""Which files a folder lacks to be a project, and those that are there and stay."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.agreements.reader import readable_agreements
from living_sla.errors import Fault, Place, SlaError
from living_sla.model.counted import counted
from living_sla.model.suggestion import did_you_mean
from living_sla.scaffold.header import quoted
from living_sla.scaffold.project import files, writing
from living_sla.scaffold.project.agreement import AGREEMENT
from living_sla.scaffold.project.answers import Answers
from living_sla.scaffold.project.declared import of_export, usual_source

if TYPE_CHECKING:
    from living_sla.model.agreement.source import Source
    from living_sla.scaffold.guess import Looked
    from living_sla.scaffold.project.handover import Handover

_DATA = "data"
_OF_A_LEAD = re.compile(
    r"(?:associated[\s_-]*)?(?:lead|who|contact|prospect|person)[\s_-]*(?:record[\s_-]*)?ids?", re.IGNORECASE
)
_OFTEN = 0.9
"""The share of different cells from which a column rather names each lead once: lists have some leads twice."""
_READ = (files.AGREEMENT_FILE, files.SOURCES_FILE, files.SITE_FILE, "pyproject.toml")
"""What a build reads of the files that are written, besides its pages."""


class GivenExport(Struct, frozen=True):
    """An export that somebody brought, and what was found in it."""

    path: Path
    looked: Looked
    handover: Handover


class FirstProject(Struct, frozen=True):
    """What would be written, and what stays."""

    root: Path
    texts: Mapping[str, str]
    """Files that are new, by their paths."""
    copied: Mapping[str, Path]
    """Files that are copied, by the paths that they get."""
    kept: tuple[str, ...]
    """Files that are there and stay."""
    every: Mapping[str, str]
    """All files of a project as they would be written if nothing were there."""

    @property
    def new(self) -> list[str]:
        """The paths of everything that is new."""
        return [*self.texts, *self.copied]

    def text_of(self, path: str) -> str:
        """The text of one file, as if nothing were there; raises `SlaError` for a path that none has."""
        if path not in self.every:
            hint = did_you_mean(path, self.every, f"its files: {', '.join(self.every)}")
            raise SlaError(f'no file of a new project is called "{path}"', hint=hint, code=Fault.UNKNOWN_NAME)
        return self.every[path]


def planned(
    root: Path, answers: Answers, export: GivenExport | None, today: date, declared: Mapping[str, Source] | None = None
) -> FirstProject:
    """What would be written into `root`; nothing is written yet.

    Args:
        root: The folder of the project.
        answers: What the files say about the company.
        export: What was brought.
        today: The day on which it is written.
        declared: The sources that the project declares already; None where it declares none.

    Raises:
        SlaError: The copy of the export would take the place of another file; no source that is declared reads it;
            something that is not a file stands where a file is read; sources are declared, and there is no agreement.
    """
    copied: dict[str, Path] = {}
    place = ""
    if export is not None:
        place = _place_of_export(export, root, declared, today)
        if not os.path.lexists(root / place):
            copied[place] = export.path
    every = _every(root, answers, export, place, today)
    kept = [path for path in every if os.path.lexists(root / path)]
    _refuse_unreadable(root, kept)
    left_out = set(kept)
    if terms := _terms_of(root):
        # The terms and the columns that they name go together: neither is made for the other.
        left_out |= {files.AGREEMENT_FILE, files.SOURCES_FILE}
        kept = list(dict.fromkeys((*terms, *kept)))
    if files.SITE_FILE in kept:
        left_out |= {path for path in every if path.startswith("docs/")}
    if answers.folder:  # a forge looks for its workflows at the top of a repository only
        left_out |= files.workflow_files(answers.forge)
    return FirstProject(
        root, {path: text for path, text in every.items() if path not in left_out}, copied, tuple(kept), every
    )


def _every(root: Path, answers: Answers, export: GivenExport | None, place: str, today: date) -> dict[str, str]:
    if export is None:
        source = usual_source(answers, today)
    else:
        source = of_export(export.looked, export.handover, answers, path=_declared_path(root, place), today=today)
    aside = _lies_aside(root, export)
    there = readable_agreements(root)
    return files.project_files(answers, source, today, has_figures=export is not None, aside=aside, agreements=there)


def _lies_aside(root: Path, export: GivenExport | None) -> str:
    """The path of an export that somebody brings from within the project, but not from below `data/`; else empty."""
    if export is None or not (inside := export.path.resolve()).is_relative_to(root.resolve()):
        return ""
    path = inside.relative_to(root.resolve()).as_posix()
    return "" if path.startswith(f"{_DATA}/") or not path.isprintable() else path


def _refuse_unreadable(root: Path, kept: Sequence[str]) -> None:
    """Raise `SlaError` where the site would be built of what is kept, and that cannot be read or does not suffice."""
    for path in kept:
        is_page = path.startswith("docs/")
        is_read = path in _READ or (is_page and files.SITE_FILE not in kept)
        if is_read and ((root / path).is_symlink() or not (root / path).is_file()):
            what = "a link" if (root / path).is_symlink() else "not a file"
            hint = "move it away, and sla init writes a file in its place"
            raise SlaError(f"this is {what}", where=Place(path), hint=hint, code=Fault.PLACE_TAKEN)
    if files.SOURCES_FILE in kept and not any((root / "agreements").glob("*.md")):
        hint = (
            f"sla new agreement {AGREEMENT} writes one for what is declared here; or move this file away, and sla init "
            "writes both"
        )
        raise SlaError("sources are declared, and there is no agreement", where=Place(files.SOURCES_FILE), hint=hint)


def _terms_of(root: Path) -> list[str]:
    """The agreements and the declaration of sources that are there already."""
    found = sorted((root / "agreements").glob("*.md")) if (root / "agreements").is_dir() else []
    there = [one.relative_to(root).as_posix() for one in found]
    return [*there, *([files.SOURCES_FILE] if os.path.lexists(root / files.SOURCES_FILE) else [])]


# ---------------------------------------------------------------- the export


def looks_like_events(looked: Looked) -> str:
    """Why the rows are rather events of leads than leads; empty where nothing says so. No cell is told."""
    for column in looked.guessed.columns.values():
        if _OF_A_LEAD.fullmatch(column.header.strip()) and len(column.texts) < _OFTEN * column.filled:
            rows = counted(column.filled, "row")
            return (
                f"{quoted(column.header)} has {len(column.texts):,} different cells in {rows}: "
                "this looks like a file of calls or tasks, and figures count its rows as leads"
            )
    return ""


def _place_of_export(export: GivenExport, root: Path, declared: Mapping[str, Source] | None, today: date) -> str:
    """Where the export is to lie in the project: where it lies, if that is below `data/`."""
    inside, data = export.path.resolve(), (root / _DATA).resolve()
    if inside.is_relative_to(data):
        return f"{_DATA}/{inside.relative_to(data).as_posix()}"
    if declared is None:
        place = f"{files.EXPORTS}/{writing.name_in_project(export.path)}"
    else:
        place = f"{_DATA}/{_path_of_source(export, declared, root, today)}"
    if os.path.lexists(root / place) and not _is_alike(root / place, export.path):
        hint = "rename the one that you bring: an export is never replaced"
        raise SlaError("another file of that name is there", where=Place(place), hint=hint, code=Fault.PLACE_TAKEN)
    return place


def _path_of_source(export: GivenExport, declared: Mapping[str, Source], root: Path, today: date) -> str:
    """The path below `data/` under which a source that is declared reads the export; raises `SlaError` for none."""
    name, header = writing.name_in_project(export.path), set(export.looked.header)
    reading = [one for one in declared.values() if {h for c in one.columns.values() for h in c.headers} <= header]
    for source in reading:
        folder, _, pattern = source.path.rpartition("/")
        if fnmatch.fnmatchcase(name, pattern):
            return f"{folder}/{name}" if folder else name
    for source in reading:
        folder, _, pattern = source.path.rpartition("/")
        if pattern.endswith(_endings(name)) and not any((root / _DATA / folder).glob(pattern)):
            stem = pattern.replace("*", f"{'' if '-*' in pattern or pattern.startswith('*') else '-'}{today}", 1)
            name = stem.replace("*", "")
            return f"{folder}/{name}" if folder else name
    hint = (
        f"{files.SOURCES_FILE} stays as it is; with --print {files.SOURCES_FILE} this command shows an entry for it, "
        f"with --print {files.AGREEMENT_FILE} an agreement that goes with that entry"
    )
    where = Place(export.path.name)
    raise SlaError(f"no source in {files.SOURCES_FILE} has the columns of this export", where=where, hint=hint)


def _endings(name: str) -> str:
    """``.csv.gz`` of ``leads.csv.gz``."""
    bare, _, last = name.rpartition(".")
    return f".{bare.rpartition('.')[2]}.{last}" if last == "gz" else f".{last}"


def _is_alike(one: Path, other: Path) -> bool:
    # Imported late: few have put their export there already.
    import filecmp

    return one.is_file() and filecmp.cmp(one, other, shallow=False)


def _declared_path(root: Path, place: str) -> str:
    """The path below `data/`, with a star where the next export has another day, unless that fits other files, too."""
    folder, _, name = place.removeprefix(f"{_DATA}/").rpartition("/")
    pattern = writing.pattern_for(name)
    others = {one.name for one in (root / _DATA / folder).glob(pattern)} if pattern != name else set()
    chosen = name if others - {name} else pattern
    return f"{folder}/{chosen}" if folder else chosen
