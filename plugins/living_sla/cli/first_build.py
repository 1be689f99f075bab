"""The last steps of `sla init`: the project is tried aside, put in place and built; what its figures are."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from living_sla.documents.rows import chosen, rows_of
from living_sla.history.git import new_repository
from living_sla.model.figures.attainment import Attainment
from living_sla.report import build as report_of
from living_sla.report import check, forget
from living_sla.scaffold.project import files, writing
from living_sla.scaffold.project.answers import MAIN
from living_sla.scaffold.project.plan import FirstProject
from living_sla.site.publishing import destination
from living_sla.site.publishing.build import Published, build
from living_sla.words.standing.tables import attainment_table

_INPUTS = ("agreements", "data", "docs", files.SITE_FILE, "pyproject.toml")
_PERIODS = 3
"""Periods that are printed of each commitment."""


class BuildStopped(KeyboardInterrupt):
    """Somebody stopped the build of a project whose files had been put in place, and which stay there."""


def begin(project: FirstProject, *, make_repository: bool, branch: str = MAIN) -> Published:
    """Write the project, and build its site: tried aside first, and taken back where the build fails all the same.

    `branch` is the first one of the repository, where one is made.

    Raises `SlaError` as `sla build` does, and where a file cannot be put in place; `BuildStopped` for Ctrl-C in the
    last build, and `KeyboardInterrupt` before it, when nothing has been written.
    """
    root = project.root
    if files.SITE_FILE in project.texts:  # else the settings say where the site stands, and the build looks
        destination.refuse_unsafe(
            destination.located(Path("site"), root=root.resolve()), root=root.resolve(), docs=root.resolve() / "docs"
        )
    placed: list[Path] = []
    if project.new:
        with writing.prepared(root) as folder:
            writing.write(project.texts, folder)
            writing.copy(project.copied, folder)
            _try(project, folder)
            placed = writing.put_in_place(folder, root, project.new)
        if files.SOURCES_FILE in project.texts:
            forget(root)
    try:
        if make_repository:
            new_repository.make_repository(root, branch)
        return _built(root)
    except BuildStopped:
        raise
    except BaseException:
        # Aside, the settings of somebody else were not tried, nor the folders that builds use here.
        writing.take_back(placed)
        if make_repository:
            new_repository.remove_repository(root)
        raise


def _built(root: Path) -> Published:
    try:
        return build(root.resolve(), incomplete=True)
    except KeyboardInterrupt:
        # The files go together, as was tried; with them, answers to a dozen questions would be lost.
        raise BuildStopped from None


def _try(project: FirstProject, folder: Path) -> None:
    """Build what would be there, beside what is there; raises `SlaError` where it does not go together."""
    for name in _INPUTS:
        writing.add_what_is_there(project.root / name, folder / name)
    if files.SITE_FILE in project.texts:
        build(folder, incomplete=True)
    else:  # the settings of somebody else may do more than they may from here
        check(folder)


def is_of_user(root: Path) -> bool:
    """Whether the folder is that of the user of this process, or will be: git reads nobody else's repository."""
    return not root.exists() or not hasattr(os, "geteuid") or root.stat().st_uid == os.geteuid()


def newest_figures(root: Path) -> str:
    """The newest figures of every commitment, as `sla attain` prints them.

    They end with the last period that has records: one column that runs years ahead of the others makes empty ones.
    """
    standings = chosen(report_of(root))
    newest = {(of.agreement, of.commitment.id, row.period.label) for of in standings for row in newest_of(of.series)}
    rows = rows_of(standings, segments=False)
    return attainment_table(
        standings, [row for row in rows if (row.agreement, row.commitment, row.period.label) in newest]
    )


def newest_of(series: Sequence[Attainment]) -> Sequence[Attainment]:
    """The last periods up to the last one that has records; the last ones of all where none has."""
    ends = next((number for number in range(len(series), 0, -1) if series[number - 1].counts.records), len(series))
    return series[max(0, ends - _PERIODS) : ends]
